// The message box, and in its place the command picker and the form of the chosen command.

import { post } from "./api.js";
import { catalogue, forgetCommands, onCommands } from "./catalogue.js";
import { current, onChannel } from "./channels.js";
import { Combobox } from "./combobox.js";
import { $, $$, complain, make, toast } from "./dom.js";
import { closeForm, openForm, startForm } from "./form.js";
import { startMentions, toMarkup, toNames } from "./mentions.js";

const SUBCOMMAND_TYPES = [1, 2];
const box = $("#composer");
const bar = $("#composer-form");
const picker = $("#picker");
const drafts = new Map();
let place = current();
let literal = false;
let aim = null;
const MOST = 2000;
const TOLD_FROM = 200;
const phone = matchMedia("(max-width: 759px)");

/** List a command, or its subcommands, with full names. */
function flatten(node, id = node.id, path = []) {
  const here = [...path, node.name];
  const inner = (node.options ?? []).filter(({ type }) => SUBCOMMAND_TYPES.includes(type));
  if (inner.length) return inner.flatMap((option) => flatten(option, id, here));
  const full = here.join(" ");
  return [{ id, path: here, full, label: `/${full}`, hint: node.description, description: node.description, options: node.options ?? [] }];
}

const entries = async () => (await catalogue()).commands.flatMap((command) => flatten(command));

/** Rank entries: names that begin with the text, names that contain it, then descriptions. */
function matching(all, text) {
  const wanted = text.toLowerCase();
  const rank = ({ full, hint }) => [full.startsWith(wanted), full.includes(wanted), hint.toLowerCase().includes(wanted), true].indexOf(true);
  return all.map((item) => [rank(item), item]).filter(([score]) => score < 3).sort(([a], [b]) => a - b).map(([, item]) => item);
}

const combobox = new Combobox(picker, $("#picker-list"), {
  panel: $("#picker-panel"), onPick: (item) => useEntry(item), empty: "No command fits. Escape goes back to the message.",
});

function setMode(mode) {
  bar.hidden = mode !== "text";
  $("#picker-bar").hidden = mode !== "picker";
  if (mode !== "form") closeForm();
  if (mode !== "picker") combobox.close();
}

/** Return to the message box. */
function toText(text = "") {
  setMode("text");
  box.value = text;
  fit();
  box.focus();
}

async function useEntry(entry, rest = "") {
  const world = await catalogue();
  setMode("form");
  openForm(entry, world, rest, () => toText());
}

async function refreshPicker() {
  const typed = picker.value;
  if (!typed.startsWith("/")) {
    toText(typed);
    return;
  }
  const all = await entries().catch(complain);
  if (!all || picker.value !== typed || $("#picker-bar").hidden) return;
  const text = typed.slice(1);
  // A whole name and a space choose the command; what follows belongs to its first option.
  const whole = all.filter(({ full }) => text.startsWith(`${full} `)).sort((a, b) => b.full.length - a.full.length)[0];
  if (whole) useEntry(whole, text.slice(whole.full.length + 1));
  else combobox.show(matching(all, text.trimStart()));
}

function openPicker(text = "/") {
  if (box.disabled) return;
  setMode("picker");
  picker.value = text;
  picker.focus();
  picker.setSelectionRange(text.length, text.length);
  refreshPicker();
}

/** Open the form of a command by its full name, such as `quiz start`. */
export async function useCommand(name) {
  const found = (await entries().catch(complain))?.find(({ full }) => full === name);
  if (found) useEntry(found);
  else toast(`You cannot use /${name} in this channel.`);
}

/** Let the box grow with its text. */
function fit() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
  countLeft();
}

const tooLong = () => [...box.value].length - MOST;

/** Say how many characters are left when they become few, and how many are too many. */
function countLeft() {
  const left = -tooLong();
  const note = $("#composer-left");
  note.hidden = left > TOLD_FROM;
  note.classList.toggle("over", left < 0);
  note.replaceChildren(String(left), make("span", { class: "sr-only", text: left < 0 ? " characters: too long to send" : " characters left" }));
}

/** Write something about a message instead of a new one: `aim` says what is sent with it. */
function startAim(next, note, text) {
  if (box.disabled) return;
  if (!bar.hidden && !aim) drafts.set("before", box.value);
  aim = next;
  $("#composing-text").textContent = note;
  $("#composing").hidden = false;
  toText(text);
}

function endAim() {
  if (!aim) return;
  aim = null;
  $("#composing").hidden = true;
  toText(drafts.get("before"));
  drafts.delete("before");
}

/** Let this person change a message of theirs. */
export async function edit(message, raw) {
  startAim({ path: "edit", body: { message } }, "Editing your message", await toNames(raw));
}

/** Let this person reply to a message. */
export function reply(message, name) {
  startAim({ path: "send", body: { reply_to: message, channel: current() } }, `Replying to ${name}`, box.value);
}

async function send() {
  const written = box.value;
  if (!written.trim()) {
    if (aim?.path === "edit") toast("A message cannot be empty. Delete it in its menu instead.");
    return;
  }
  if (tooLong() > 0) {
    toast(`Your message is ${tooLong()} characters too long: one has at most 2,000. Nothing was sent.`);
    return;
  }
  const { path, body } = aim ?? { path: "send", body: { channel: current() } };
  const aimed = aim;
  if (aim) endAim();
  else toText();
  try {
    await post(path, { ...body, content: await toMarkup(written) });
    document.dispatchEvent(new Event("acted"));
  } catch (error) {
    if (aimed) startAim(aimed, $("#composing-text").textContent, written);
    else if (!box.value) toText(written);
    complain(error);
  }
}

/** Edit the last message of this person, as the key up does in an empty box. */
function editLast() {
  const last = $$(".message[data-raw]").findLast(({ dataset }) => dataset.user === document.body.dataset.person);
  if (last) edit(last.dataset.id, last.dataset.raw);
}

/** Show only hints whose command exists here. */
async function showHints() {
  const names = new Set((await entries().catch(() => []) ?? []).map(({ full }) => full));
  for (const hint of $$("[data-hint]")) hint.hidden = !names.has(hint.dataset.hint);
}

function describe() {
  const { dataset } = document.body;
  const where = `${dataset.direct === undefined ? "#" : "@"}${dataset.name}`;
  const allowed = dataset.canSend !== undefined;
  box.disabled = !allowed;
  for (const button of $$("button", bar)) button.disabled = !allowed;
  box.placeholder = allowed ? `Message ${where}${phone.matches ? "" : ", / for commands, @ for people"}` : `You cannot write in ${where}`;
  $("#composer-label").textContent = `Message ${where}`;
  $("#log").setAttribute("aria-label", `Messages in ${where}`);
}

export function startComposer() {
  startForm();
  startMentions(box, fit);
  box.addEventListener("input", () => {
    fit();
    literal &&= box.value.startsWith("/");
    if (box.value.startsWith("/") && !literal) openPicker(box.value);
  });
  box.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape") endAim();
    if (event.key === "ArrowUp" && !box.value && !aim) {
      event.preventDefault();
      editLast();
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  });
  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
    box.focus();
  });
  $("#composing-cancel").addEventListener("click", endAim);
  $("#commands-button").addEventListener("click", () => openPicker());
  $("#picker-cancel").addEventListener("click", () => toText());
  picker.addEventListener("input", refreshPicker);
  // The combobox stops Escape while its list is open; the same key leaves the picker.
  $("#picker-bar").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    literal = picker.value !== "/";
    toText(literal ? picker.value : "");
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-use-command]");
    if (button) useCommand(button.dataset.useCommand);
  });
  onCommands(() => {
    showHints();
    if (!$("#picker-bar").hidden) refreshPicker();
  });
  onChannel((state) => {
    if (state.id !== place) {
      if (bar.hidden) setMode("text");
      endAim();
      drafts.set(place, box.value);
      place = state.id;
      box.value = drafts.get(place) ?? "";
      fit();
      forgetCommands();
    }
    describe();
  });
  describe();
  showHints();
}
