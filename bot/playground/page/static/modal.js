// Modals: shows the bot's form in a dialog and sends it in the nesting that Discord uses.

import { $, $$, nodes } from "./dom.js";
import { post, Refused } from "./api.js";
import { enhance } from "./enhance.js";
import { keepPlace } from "./focus.js";
import { isMine } from "./interactions.js";

const TEXT_INPUT = 4;
const RADIO_GROUP = 21;
const CHECKBOX = 23;
const dialog = $("#modal");
let returnFocus = null;

function value(part) {
  const { name, kind } = part.dataset;
  const base = { type: Number(kind), custom_id: name };
  const controls = $$("input, textarea, select", part);
  if (base.type === TEXT_INPUT) return { ...base, value: controls[0].value };
  if (base.type === CHECKBOX) return { ...base, value: controls[0].checked };
  const values = controls
    .filter((control) => control.matches("select") || control.checked)
    .map((control) => control.value)
    .filter(Boolean);
  return base.type === RADIO_GROUP ? { ...base, value: values[0] ?? null } : { ...base, values };
}

function submission(form) {
  return $$("[data-part]", form).map((part) => {
    const type = Number(part.dataset.part);
    const base = { type, ...(part.dataset.component && { id: Number(part.dataset.component) }) };
    if (type === 18) return { ...base, component: value(part) };
    return type === 1 ? { ...base, components: [value(part)] } : base;
  });
}

/** Return what is wrong with texts, which a browser would cut in silence, and with groups of checks. */
function miscounted(form) {
  for (const input of $$("[data-longest]", form)) {
    const over = [...input.value].length - Number(input.dataset.longest);
    if (over <= 0) continue;
    input.focus();
    return `${input.labels[0].textContent.trim()}: ${over} too many of at most ${input.dataset.longest} characters.`;
  }
  for (const group of $$("fieldset[data-min]", form)) {
    const count = $$("input:checked", group).length;
    const { min, max } = group.dataset;
    if (count >= Number(min) && count <= Number(max)) continue;
    $("input", group)?.focus();
    const wanted = min === max ? min : `${min} to ${max}`;
    return `${$("legend", group).textContent.replace(/\s+/g, " ").trim()}: choose ${wanted}.`;
  }
  return null;
}

function fail(form, text) {
  const note = $("[data-modal-failure]", form);
  note.textContent = text;
  note.hidden = !text;
}

async function submit(form) {
  // Busy, not disabled: a disabled button would lose the focus.
  const { classList } = $("[type=submit]", form);
  if (classList.contains("busy")) return;
  const wrong = miscounted(form);
  fail(form, wrong ?? "");
  if (wrong) return;
  classList.add("busy");
  try {
    const sent = await post("modal", { interaction: form.dataset.interaction, components: submission(form) });
    form.dataset.sent = sent.interaction_id;
    if (early.has(sent.interaction_id)) settleModal(early.get(sent.interaction_id));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fail(form, error.message);
    classList.remove("busy");
  }
}

// What became of a submission may arrive before the answer that names it.
const early = new Map();

/** Close the dialog once the bot has taken the form, or say in it why not. */
export function settleModal(event) {
  const form = $("[data-modal]", dialog);
  if (!form || event.state === "pending") return;
  if (form.dataset.sent !== event.interaction) {
    early.set(event.interaction, event);
    return;
  }
  early.clear();
  if (event.state === "done") dialog.close();
  else {
    delete form.dataset.sent;
    $("[type=submit]", form).classList.remove("busy");
    fail(form, event.text || "The application did not respond. Your text is still here.");
  }
}

/** Open a modal if this tab asked for it. */
export async function openModal({ interaction, html }) {
  if (!(await isMine(interaction))) return;
  if (!dialog.open) returnFocus = keepPlace();
  early.clear();
  dialog.replaceChildren(nodes(html));
  enhance(dialog);
  if (!dialog.open) dialog.showModal();
  $(".modal-body :is(input, textarea, select)", dialog)?.focus();
}

export function startModal() {
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(event.target);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-cancel]")) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.replaceChildren();
    returnFocus();
  });
}
