// An input with a listbox, after the ARIA combobox pattern: arrows move, Enter or Tab choose, Escape closes.

import { make } from "./dom.js";

let lists = 0;

/** One entry: `{ label, hint?, value }`; what else is in it is kept. */
export class Combobox {
  /** `onPick(item)` is told of a choice; `panel` is shown and hidden with the list. A box for longer text stays one. */
  constructor(input, list, { onPick, panel = list, empty = "Nothing fits", isText = false }) {
    Object.assign(this, { input, list, panel, onPick, empty, isText, items: [], active: -1 });
    list.id ||= `list-${++lists}`;
    if (!isText) input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    this.#expand(false);
    input.autocomplete = "off";
    input.addEventListener("keydown", (event) => this.#key(event));
    // Keep the focus in the input while the pointer chooses.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) this.pick(Number(option.dataset.at));
    });
  }

  get open() {
    return !this.panel.hidden;
  }

  /** Show items; the first is active when `choose` is set. */
  show(items, { choose = true } = {}) {
    this.items = items;
    this.list.replaceChildren(...items.map((item, at) => this.#option(item, at)));
    if (!items.length) this.list.append(make("li", { class: "nothing", role: "presentation", text: this.empty }));
    this.panel.hidden = false;
    this.#expand(items.length > 0);
    this.#activate(choose && items.length ? 0 : -1);
  }

  close() {
    this.panel.hidden = true;
    this.#expand(false);
    this.#activate(-1);
  }

  pick(at) {
    const item = this.items[at];
    if (!item) return;
    this.close();
    this.onPick(item);
  }

  #expand(open) {
    // No attribute of a text box, which is what the message box is.
    if (!this.isText) this.input.setAttribute("aria-expanded", String(open));
  }

  #option(item, at) {
    return make(
      "li",
      { role: "option", class: "option", id: `${this.list.id}-${at}`, "data-at": at, "aria-selected": "false" },
      make("span", { class: "option-text" },
        make("span", { class: "option-label", text: item.label }),
        ...(item.hint ? [make("small", { text: item.hint })] : [])),
    );
  }

  #activate(at) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = at;
    const option = at < 0 ? null : this.list.children[at];
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  #key(event) {
    if (!this.open || event.isComposing) return;
    const { length } = this.items;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && length) this.#activate(this.active < 0 && step < 0 ? length - 1 : (this.active + step + length) % length);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.active >= 0) this.pick(this.active);
    else {
      // Tab chooses and moves on, as in Discord; leaving the list alone would lose the choice.
      if (event.key === "Tab" && !event.shiftKey && this.active >= 0) this.pick(this.active);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
