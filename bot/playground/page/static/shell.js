// What surrounds the chat: the menu of people, and the hints for newcomers.

import { $, toast } from "./dom.js";

const HINTS_KEY = "hints";

function showHints(shown) {
  $("#hints").hidden = !shown;
  $("#hints-button").setAttribute("aria-expanded", String(shown));
  localStorage.setItem(HINTS_KEY, shown ? "on" : "off");
}

function startHints() {
  showHints(localStorage.getItem(HINTS_KEY) !== "off");
  $("#hints-button").addEventListener("click", () => showHints($("#hints").hidden));
  $("#hints-close").addEventListener("click", () => {
    showHints(false);
    $("#hints-button").focus();
  });
  // Whoever has used a hint, or has got an answer, has seen them; they come back with the ? button only.
  $("#hints").addEventListener("click", (event) => {
    if (!event.target.closest("a, [data-use-command]")) return;
    showHints(false);
    $("#hints-button").focus();
  });
  document.addEventListener("acted", () => {
    if (!$("#hints").hidden) showHints(false);
  });
}

function startPeople() {
  const who = $("#who");
  const close = (focus) => {
    if (!who.open) return;
    who.open = false;
    if (focus) $("summary", who).focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(true);
  });
  document.addEventListener("click", (event) => {
    if (!who.contains(event.target)) close(false);
    // Another page could not be loaded now, and this one still shows what was said.
    if (!("lost" in document.body.dataset) || !event.target.closest("[data-person-link]")) return;
    event.preventDefault();
    toast("The local Discord does not answer now. Be somebody else as soon as it does.");
  });
}

export function startShell() {
  startHints();
  startPeople();
}
