// Keeps the keyboard's place in a message while what is inside it is exchanged.

import { $, $$ } from "./dom.js";

const controlsOf = (article) => $$("button, a[href], [tabindex='0']", article);
const customId = (control) => control.dataset.click ?? control.closest("[data-select]")?.dataset.select;
const label = (control) => control.textContent.trim();

/** Note which control is in use; the function returned gives the focus to it, or to what now stands for it. */
export function keepPlace(element) {
  const article = element.closest(".message");
  // A list's option goes with its list, which is closed afterwards.
  const held = $("button", element.closest("[data-select]") ?? document.createElement("i")) ?? element;
  const at = article ? controlsOf(article).indexOf(held) : -1;
  const [id, name] = [customId(held), label(held)];
  return () => {
    const now = article && document.getElementById(article.id);
    if (held.isConnected || !now) {
      (held.isConnected && held !== document.body ? held : $("#composer")).focus({ preventScroll: true });
      return;
    }
    const controls = controlsOf(now);
    const named = controls.filter((control) => label(control) === name);
    const same = controls.find((control) => id && customId(control) === id) ?? (named.includes(controls[at]) ? controls[at] : named[0]);
    (same && !same.disabled ? same : now).focus({ preventScroll: true });
  };
}
