// Select menus on messages: a button that opens a listbox; one choice is sent at once, several by Apply.

import { $, $$ } from "./dom.js";
import { move } from "./focus.js";
import { choose } from "./interactions.js";

let open = null;

const options = (select) => $$('[role="option"]', select);
const chosen = (select) => options(select).filter((option) => option.getAttribute("aria-selected") === "true");
const limits = (select) => ({ min: Number(select.dataset.min), max: Number(select.dataset.max) });

function close({ focus = false } = {}) {
  if (!open) return;
  $(".select-panel", open).hidden = true;
  $(".select-toggle", open).setAttribute("aria-expanded", "false");
  if (focus) $(".select-toggle", open).focus();
  open = null;
}

function show(select) {
  close();
  open = select;
  const panel = $(".select-panel", select);
  panel.hidden = false;
  $(".select-toggle", select).setAttribute("aria-expanded", "true");
  showApply(select);
  (chosen(select)[0] ?? options(select)[0])?.focus({ preventScroll: true });
  panel.scrollIntoView({ block: "nearest" });
}

function showApply(select) {
  const apply = $("[data-apply]", select);
  if (!apply) return;
  const { min, max } = limits(select);
  const count = chosen(select).length;
  apply.disabled = count < min || count > max;
}

function pick(select, option) {
  const { min, max } = limits(select);
  const on = option.getAttribute("aria-selected") !== "true";
  if (max > 1) {
    if (on && chosen(select).length >= max) return;
    option.setAttribute("aria-selected", String(on));
    showApply(select);
    return;
  }
  const values = on || min > 0 ? [option.dataset.value] : [];
  close({ focus: true });
  choose(select, values);
}

function onKey(event) {
  if (!open) return;
  if (event.key === "Escape") {
    event.stopPropagation();
    close({ focus: true });
    return;
  }
  const option = event.target.closest('[role="option"]');
  if (!option || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    pick(open, option);
    return;
  }
  move(event, options(open));
}

export function startSelects() {
  document.addEventListener("click", (event) => {
    const select = event.target.closest("[data-select]");
    if (open && select !== open) close();
    if (!select) return;
    const option = event.target.closest('[role="option"]');
    if (option) pick(select, option);
    else if (event.target.closest("[data-apply]")) {
      const values = chosen(select).map((item) => item.dataset.value);
      close({ focus: true });
      choose(select, values);
    } else if (event.target.closest(".select-toggle")) {
      if (open === select) close({ focus: true });
      else if (!select.classList.contains("busy")) show(select);
    }
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (event) => {
    if (open && !open.contains(event.target)) close();
  });
}
