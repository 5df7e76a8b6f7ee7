// A chosen command: the form of its options, its autocomplete, and sending it.

import { post } from "./api.js";
import { current } from "./channels.js";
import { $, complain, make } from "./dom.js";
import { Field } from "./fields.js";
import { start } from "./interactions.js";

const DEBOUNCE_MS = 180;
const SUBCOMMAND = 1;
const GROUP = 2;
const form = $("#command-form");
let entry = null;
let catalogue = null;
let fields = [];
let leave = () => {};
let timer = 0;
let asking = null;

/** Nest option values below the subcommand, as Discord's interaction data does. */
function nest(values) {
  const [, ...path] = entry.path;
  return path.reduceRight((inner, name, at) => {
    const type = at === path.length - 1 ? SUBCOMMAND : GROUP;
    return [{ name, type, options: inner }];
  }, values);
}

const named = (field, value) => ({ name: field.option.name, type: field.option.type, value });

/** Ask the bot, a moment after the last key, what could complete a field. */
function complete(field) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    asking?.abort();
    asking = new AbortController();
    const others = fields.filter((other) => other !== field && other.peek() !== undefined);
    const typed = field.picked?.label === field.input.value ? field.picked.value : field.input.value;
    const options = nest([...others.map((other) => named(other, other.peek())), { ...named(field, String(typed)), focused: true }]);
    try {
      const { choices } = await post("autocomplete", { channel: current(), command: entry.id, options }, asking.signal);
      field.offerChoices(choices);
    } catch (error) {
      if (error.name === "AbortError") return;
      complain(error);
    }
  }, DEBOUNCE_MS);
}

async function submit(event) {
  event.preventDefault();
  // Busy, not disabled: a disabled button would lose the focus.
  const button = $("[type=submit]", form);
  if (button.classList.contains("busy")) return;
  const results = fields.map((field) => [field, field.read()]);
  const wrong = results.find(([, result]) => result.error);
  if (wrong) {
    wrong[0].focus();
    return;
  }
  const values = results.filter(([, { value }]) => value !== undefined).map(([field, { value }]) => named(field, value));
  button.classList.add("busy");
  const id = await start("invoke", { channel: current(), command: entry.id, options: nest(values) });
  button.classList.remove("busy");
  // Whoever has left meanwhile may be writing something else.
  if (id !== null && button.isConnected) leave();
}

function addField(option, before) {
  const field = new Field(option, catalogue, complete);
  fields.push(field);
  before.before(field.element);
  return field;
}

/** Buttons that add the options which may be left out. */
function extras(options) {
  const row = make("div", { class: "extras", role: "group", "aria-label": "Optional" });
  for (const option of options) {
    const button = make("button", { type: "button", class: "chip", text: `+ ${option.name}`, title: option.description });
    button.addEventListener("click", () => {
      addField(option, row).focus();
      button.remove();
      row.hidden = !row.childElementCount;
    });
    row.append(button);
  }
  row.hidden = !row.childElementCount;
  return row;
}

/** Show the options of a command; `rest` is what was typed after its name. */
export function openForm(chosen, world, rest, onLeave) {
  [entry, catalogue, leave, fields] = [chosen, world, onLeave, []];
  const required = entry.options.filter((option) => option.required);
  const optional = entry.options.filter((option) => !option.required);
  const cancel = make("button", { type: "button", class: "button style-2", text: "Cancel", click: () => leave() });
  const send = make("button", { type: "submit", class: "button style-1", text: `Run /${entry.full}` });
  const row = extras(optional);
  form.setAttribute("aria-label", `Command ${entry.full}`);
  form.replaceChildren(
    make("p", { class: "command-name" }, make("span", { class: "mention", text: `/${entry.full}` }), ` ${entry.description}`),
    row,
    make("div", { class: "command-foot" }, cancel, send),
  );
  form.hidden = false;
  for (const option of required) addField(option, row);
  const first = fields[0] ?? (rest && row.firstElementChild ? (row.firstElementChild.click(), fields[0]) : null);
  if (!first) send.focus();
  else {
    first.input.value = rest;
    first.focus();
  }
}

/** Take the form away. */
export function closeForm() {
  clearTimeout(timer);
  asking?.abort();
  form.hidden = true;
  form.replaceChildren();
}

export function startForm() {
  form.addEventListener("submit", submit);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });
}
