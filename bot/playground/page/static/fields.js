// One option of a command as a form field: reads and checks the value that Discord's option type wants.

import { Combobox } from "./combobox.js";
import { make } from "./dom.js";

export const TYPE = { string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10, attachment: 11 };
const DM = 1;
const userName = (user) => user.global_name || user.username;
const contains = (item, text) => `${item.label} ${item.hint ?? ""}`.toLowerCase().includes(text.toLowerCase());

/** List what an option can only be one of; null when it takes free text. */
function closedList(option, catalogue) {
  const users = () => catalogue.users.map((user) => ({ label: userName(user), hint: user.bot ? "app" : user.role, value: user.id }));
  const roles = () => catalogue.roles.map((role) => ({ label: `@${role.name.replace(/^@/, "")}`, value: role.id }));
  switch (option.type) {
    case TYPE.boolean:
      return [{ label: "True", value: true }, { label: "False", value: false }];
    case TYPE.user:
      return users();
    case TYPE.role:
      return roles();
    case TYPE.mentionable:
      return [...users(), ...roles()];
    case TYPE.channel:
      return catalogue.channels
        .filter(({ type }) => type !== DM && (!option.channel_types?.length || option.channel_types.includes(type)))
        .map((channel) => ({ label: `#${channel.name}`, value: channel.id }));
    default:
      return option.choices?.length ? option.choices.map(({ name, value }) => ({ label: name, value })) : null;
  }
}

/** Say what is allowed, for the help line below the field. */
function limits({ type, min_value: low, max_value: high, min_length: short, max_length: long }) {
  const span = (from, to, unit) => {
    if (from != null && to != null) return `${from} to ${to}${unit}`;
    if (from != null) return `${from}${unit} or more`;
    return to != null ? `up to ${to}${unit}` : "";
  };
  if (type === TYPE.integer) return span(low, high, "") || "a whole number";
  if (type === TYPE.number) return span(low, high, "") || "a number";
  return type === TYPE.string ? span(short, long, " characters") : "";
}

/** Return `{ value }` or `{ error }` for typed text. */
function parse(option, text) {
  if (option.type === TYPE.string) {
    const wrong = text.length < (option.min_length ?? 0) || text.length > (option.max_length ?? 6000);
    return wrong ? { error: `Write ${limits(option)}.` } : { value: text };
  }
  const value = Number(text.replace(",", "."));
  const whole = option.type === TYPE.integer ? Number.isSafeInteger(value) : Number.isFinite(value);
  const inside = value >= (option.min_value ?? -Infinity) && value <= (option.max_value ?? Infinity);
  return whole && inside ? { value } : { error: `Enter ${limits(option)}.` };
}

/** A labelled input for one option; `complete(field)` asks the bot for choices. */
export class Field {
  constructor(option, catalogue, complete) {
    this.option = option;
    this.closed = closedList(option, catalogue);
    this.complete = complete;
    this.picked = null;
    const id = `option-${option.name}`;
    const numeric = [TYPE.integer, TYPE.number].includes(option.type) && !this.closed;
    this.input = make("input", {
      type: "text", id, autocomplete: "off", spellcheck: "false", "aria-describedby": `${id}-help ${id}-error`,
      "aria-required": option.required ? "true" : null, inputmode: numeric ? "decimal" : null,
      disabled: option.type === TYPE.attachment,
    });
    this.error = make("p", { class: "field-error", id: `${id}-error`, role: "alert" });
    const label = make("label", { for: id, text: option.name });
    if (!option.required) label.append(make("span", { class: "optional", text: " optional" }));
    // discord.py sends an ellipsis where an option has no description.
    const about = option.description === "…" ? "" : option.description;
    this.hint = [about, limits(option)].filter(Boolean).join(" · ");
    this.help = make("p", { class: "help", id: `${id}-help`, text: this.hint });
    this.element = make("div", { class: "field" }, label, this.input, this.help, this.error);
    if (this.closed || option.autocomplete) this.#addList();
  }

  get empty() {
    return !this.input.value.trim();
  }

  focus() {
    this.input.focus();
  }

  /** Return `{ value }`, `{}` when empty, or `{ error }` after showing it. */
  read() {
    const result = this.#value();
    this.error.textContent = result.error ?? "";
    this.input.setAttribute("aria-invalid", String(Boolean(result.error)));
    return result;
  }

  /** Return the value without complaint, for the bot's autocomplete. */
  peek() {
    return this.empty ? undefined : this.#value().value;
  }

  #value() {
    const text = this.input.value.trim();
    if (!text) return this.option.required ? { error: "This is required." } : {};
    if (this.picked?.label === text) return { value: this.picked.value };
    if (!this.closed) return parse(this.option, text);
    const match = this.closed.find((item) => item.label.toLowerCase() === text.toLowerCase());
    return match ? { value: match.value } : { error: "Choose one from the list." };
  }

  #addList() {
    const list = make("ul", { role: "listbox", "aria-label": this.option.name });
    const panel = make("div", { class: "listbox-panel field-panel", hidden: true }, list);
    this.box = new Combobox(this.input, list, {
      panel,
      onPick: (item) => {
        this.picked = item;
        this.input.value = item.label;
        // On a phone the input shows only how a long choice begins.
        if (this.input.scrollWidth > this.input.clientWidth) this.help.textContent = `Chosen: ${item.label}`;
        this.read();
      },
    });
    this.element.append(panel);
    this.input.addEventListener("input", () => { this.help.textContent = this.hint; });
    const offer = () => (this.closed ? this.#offer() : this.complete(this));
    this.input.addEventListener("input", offer);
    this.input.addEventListener("focus", offer);
    this.input.addEventListener("click", () => this.box.open || offer());
    this.input.addEventListener("blur", () => this.box.close());
  }

  #offer() {
    const text = this.input.value.trim();
    const whole = !text || this.picked?.label === text;
    this.box.show(whole ? this.closed : this.closed.filter((item) => contains(item, text)));
  }

  /** Show the bot's choices; what was typed stays possible, so then none is chosen beforehand. */
  offerChoices(choices) {
    if (document.activeElement !== this.input) return;
    const items = choices.map(({ name, value }) => ({ label: name, value }));
    if (items.length) this.box.show(items, { choose: this.option.type !== TYPE.string || (this.empty && this.option.required) });
    else this.box.close();
  }
}
