// Moves the focus within a list, and keeps its place in a message while what is inside it is exchanged.

import { $, $$ } from "./dom.js";

const customId = (control) => control.dataset.click ?? control.closest("[data-select]")?.dataset.select;
const label = (control) => control.textContent.trim();
const controlsOf = (article) => $$("button:not([data-apply]), a[href], [tabindex='0']", article);
const named = (article, name) => controlsOf(article).filter((control) => label(control) === name);
const used = (article) => controlsOf(article).filter(customId);

/** Find what stands for a control after the exchange: by its id, its name, or its place in the same row of buttons. */
function finder(article, held) {
  const [id, name] = [customId(held), label(held)];
  const nth = named(article, name).indexOf(held);
  const places = used(article);
  const at = places.indexOf(held);
  return (fresh) => {
    const now = used(fresh);
    return (id && now.find((control) => customId(control) === id)) ?? named(fresh, name)[nth] ?? (now.length === places.length ? now[at] : undefined);
  };
}

/** Note what has the focus; the function returned gives it back, or to what now stands for it. */
export function keepPlace() {
  const active = document.activeElement;
  const article = active.closest(".message");
  if (!article) return () => (active.isConnected && active !== document.body ? active : $("#composer")).focus();
  // An option goes with its list, which is closed after the exchange.
  const held = active.closest("[data-select]")?.querySelector("button") ?? active;
  const find = finder(article, held);
  return () => {
    const fresh = document.getElementById(article.id);
    const same = fresh && find(fresh);
    (same && !same.disabled ? same : fresh ?? $("#composer")).focus({ preventScroll: true });
  };
}

/** Say which of some elements an arrow, Home, End or a first letter leads to. */
function follow({ key, target }, all) {
  const at = all.indexOf(target);
  if (key === "ArrowDown") return all[Math.min(at + 1, all.length - 1)];
  if (key === "ArrowUp") return all[Math.max(at - 1, 0)];
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key.length !== 1 || key === " ") return null;
  const rest = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return rest.find((element) => element.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
}

/** Move the focus among the entries of a listbox or menu. */
export function move(event, all) {
  const next = follow(event, all);
  if (!next) return;
  event.preventDefault();
  next.focus();
}
