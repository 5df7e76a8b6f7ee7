// The message box, and in its place the command picker and the form of the chosen command.

import { post } from "./api.js";
import { catalogue, forgetCommands, onCommands } from "./catalogue.js";
import { current, onChannel } from "./channels.js";
import { Combobox } from "./combobox.js";
import { entries, matching } from "./commands.js";
import { $, $$, complain, toast } from "./dom.js";
import { closeForm, openForm, startForm } from "./form.js";

const box = $("#composer");
const bar = $("#composer-form");
const picker = $("#picker");
const drafts = new Map();
let place = current();
let literal = false;
const phone = matchMedia("(max-width: 759px)");

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

/** Open the menu of the newest message that others see, for a command that is for messages or people. */
function openNewestMenu() {
  toText();
  const opener = $$(".message:not(.ephemeral) [data-more]").at(-1);
  if (!opener) toast("There is no message here yet. Write one: this is in its menu, behind ⋯.");
  opener?.scrollIntoView({ block: "nearest" });
  // After the click that has chosen this, which would close the menu.
  setTimeout(() => opener?.click());
}

async function useEntry(entry, rest = "") {
  if (entry.inMenu) {
    openNewestMenu();
    return;
  }
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
  const whole = all.filter(({ full, inMenu }) => !inMenu && text.startsWith(`${full} `)).sort((a, b) => b.full.length - a.full.length)[0];
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
}

async function send() {
  const content = box.value;
  if (!content.trim()) return;
  box.value = "";
  fit();
  try {
    await post("send", { channel: current(), content });
  } catch (error) {
    if (!box.value) box.value = content;
    fit();
    complain(error);
  }
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
  box.placeholder = allowed ? `Message ${where}${phone.matches ? "" : ", or / for commands"}` : `You cannot write in ${where}`;
  $("#composer-label").textContent = `Message ${where}`;
  $("#log").setAttribute("aria-label", `Messages in ${where}`);
}

export function startComposer() {
  startForm();
  box.addEventListener("input", () => {
    fit();
    literal &&= box.value.startsWith("/");
    if (box.value.startsWith("/") && !literal) openPicker(box.value);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
    box.focus();
  });
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
