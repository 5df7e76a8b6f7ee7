// Buttons and selects of messages: sends their use, shows that it is pending, and why it failed.

import { post } from "./api.js";
import { $, $$, complain, toast } from "./dom.js";
import { showFailure } from "./log.js";

const NO_ANSWER = "The application did not respond";
const busy = new Set();
const mine = new Set();
const underway = new Set();
const key = (message, customId) => `${message}/${customId}`;

/** Mark the controls of a message that wait for the bot. */
export function showBusy(article) {
  const message = article.dataset.id;
  for (const control of $$("[data-click], [data-select]", article)) {
    const waits = busy.has(key(message, control.dataset.click ?? control.dataset.select));
    control.classList.toggle("busy", waits);
    control.setAttribute("aria-busy", String(waits));
  }
}

function setBusy(message, customId, waits) {
  busy[waits ? "add" : "delete"](key(message, customId));
  const article = document.getElementById(`m-${message}`);
  if (article) showBusy(article);
}

/** Start an interaction and remember that this tab did; refusals are shown as a toast. */
export async function start(path, body) {
  const answer = post(path, body);
  underway.add(answer);
  try {
    const { interaction_id: id } = await answer;
    mine.add(id);
    document.dispatchEvent(new Event("acted"));
    return id;
  } catch (error) {
    complain(error);
    return null;
  } finally {
    underway.delete(answer);
  }
}

/** Say whether this tab started an interaction, whose id may still be on its way. */
export async function isMine(id) {
  await Promise.allSettled([...underway]);
  await Promise.resolve();
  return mine.has(id);
}

async function use(article, path, customId, more = {}) {
  const message = article.dataset.id;
  if (busy.has(key(message, customId))) return;
  showFailure(article, "");
  setBusy(message, customId, true);
  if ((await start(path, { message, custom_id: customId, ...more })) === null) setBusy(message, customId, false);
}

/** Choose values in a select of a message. */
export function choose(select, values) {
  return use(select.closest(".message"), "select", select.dataset.select, { values });
}

/** React to what became of an interaction with a message. */
export function settle({ state, message, custom_id: customId, text }) {
  if (!message) return;
  setBusy(message, customId, state === "pending");
  const article = document.getElementById(`m-${message}`);
  if (state === "failed" && article) {
    showFailure(article, text || NO_ANSWER);
    toast(text || NO_ANSWER);
  }
}

/** Forget what was pending; after a gap in the stream its end may have been missed. */
export function forgetBusy() {
  busy.clear();
  $$(".message").forEach(showBusy);
}

export function startInteractions() {
  $("#log").addEventListener("click", (event) => {
    const button = event.target.closest("[data-click]");
    if (button && !button.disabled) use(button.closest(".message"), "click", button.dataset.click);
  });
}
