// Small helpers for elements, and the two ways to tell the reader something.

import { Refused } from "./api.js";

/** Find one element. */
export const $ = (selector, root = document) => root.querySelector(selector);

/** Find all elements, as an array. */
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Make an element; `props` are attributes, `text` its text, functions are listeners. */
export function make(tag, { text, ...props } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

/** Turn a fragment of the server into nodes. */
export function nodes(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** Read something out without showing it. */
export function announce(text) {
  $("#announcer").append(make("p", { text }));
  while ($("#announcer").childElementCount > 5) $("#announcer").firstElementChild.remove();
}

/** Show and read out why something did not work. */
export function toast(text) {
  const close = make("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", text: "×" });
  const note = make("div", { class: "toast" }, make("p", { text }), close);
  const remove = () => note.remove();
  close.addEventListener("click", remove);
  $("#toasts").append(note);
  setTimeout(remove, 9000);
}

/** Tell why the server refused something; other errors are mistakes of the page. */
export function complain(error) {
  if (!(error instanceof Refused)) throw error;
  toast(error.message);
}
