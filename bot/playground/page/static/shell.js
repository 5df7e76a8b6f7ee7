// What surrounds the chat: the menu of people, the hints for newcomers, jumps to a message.

import { $ } from "./dom.js";

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
  // The hints take the room that the head of the answer needs, on every screen.
  document.addEventListener("acted", () => {
    if (!$("#hints").hidden) showHints(false);
  });
}

function startMenu() {
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
  });
}

/** Bring the message that a reply names into view, and mark it for a moment. */
function startJumps() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-jump]");
    if (!link) return;
    event.preventDefault();
    const article = document.getElementById(`m-${link.dataset.jump}`);
    if (!article) return;
    article.scrollIntoView({ block: "center" });
    article.focus({ preventScroll: true });
    article.classList.add("found");
    setTimeout(() => article.classList.remove("found"), 1500);
  });
}

export function startShell() {
  startHints();
  startMenu();
  startJumps();
}
