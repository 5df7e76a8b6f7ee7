// The list of messages: adds, changes and removes articles, and keeps the reader's place.

import { $, $$, announce, nodes } from "./dom.js";
import { enhance } from "./enhance.js";
import { keepPlace } from "./focus.js";
import { showBusy } from "./interactions.js";

const log = $("#log");
const toBottom = $("#to-bottom");
const SAME_BREATH = 5 * 60 * 1000;
const QUIET_MS = 1500;
let sticking = true;
const pendingEdits = new Map();

const before = (a, b) => a.length < b.length || (a.length === b.length && a < b);

/** Say whether the reader is at the end, where new messages are followed. */
const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 40;

export function scrollToEnd() {
  sticking = true;
  toBottom.hidden = true;
  log.scrollTop = log.scrollHeight;
}

function followed(fresh) {
  if (sticking) log.scrollTop = log.scrollHeight;
  else if (fresh) toBottom.hidden = false;
}

/** Begin a long answer, which the reader has asked for, at its first line. */
function showStart(article) {
  if (!sticking || article.offsetHeight <= log.clientHeight) return;
  log.scrollTop += article.getBoundingClientRect().top - log.getBoundingClientRect().top;
  sticking = false;
}

/** Let neighbours of one author flow together. */
function group() {
  let last = null;
  for (const article of $$(".message", log)) {
    const near = last && new Date(article.dataset.at) - new Date(last.dataset.at) < SAME_BREATH;
    const continued = near && last.dataset.user === article.dataset.user && !("lead" in article.dataset)
      && last.classList.contains("ephemeral") === article.classList.contains("ephemeral");
    article.classList.toggle("continued", Boolean(continued));
    last = article;
  }
}

const words = (article) => {
  const text = $(".content", article).innerText.replace(/\s+/g, " ").trim();
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};

/** Read out an edit, but neither countdowns nor tallies, and only once it has come to rest. */
function announceEdit(article, wordsBefore) {
  const id = article.dataset.id;
  const known = pendingEdits.get(id);
  clearTimeout(known?.timer);
  const original = known?.original ?? wordsBefore;
  const timer = setTimeout(() => {
    pendingEdits.delete(id);
    const plain = (text) => text.replace(/[\d.:%█░▓■□]+/g, "");
    if (article.isConnected && plain(words(article)) !== plain(original)) announce(`Changed: ${words(article)}`);
  }, QUIET_MS);
  pendingEdits.set(id, { timer, original });
}

/** Exchange the inside of an article, keeping focus on the control that had it. */
function exchange(article, fresh) {
  if (article.dataset.version === fresh.dataset.version) return;
  const wordsBefore = words(article);
  const returnFocus = article.contains(document.activeElement) ? keepPlace() : null;
  const failure = $("[data-failure]", article)?.textContent;
  article.className = fresh.className;
  Object.assign(article.dataset, { ...fresh.dataset });
  article.replaceChildren(...fresh.childNodes);
  if (failure) showFailure(article, failure);
  returnFocus?.();
  announceEdit(article, wordsBefore);
}

/** Put one message's article where it belongs. */
function place(fresh) {
  const known = document.getElementById(fresh.id);
  if (known) exchange(known, fresh);
  else {
    const next = $$(".message", log).findLast((article) => before(article.dataset.id, fresh.dataset.id));
    if (next) next.after(fresh);
    else log.prepend(fresh);
  }
  const shown = known ?? fresh;
  enhance(shown);
  showBusy(shown);
}

/** Show a new or changed message of the open channel. */
export function show({ html, fresh, mine, asked }) {
  const article = nodes(html).firstElementChild;
  const unseen = !document.getElementById(article.id);
  if (!fresh && unseen) return;
  $(".empty", log)?.remove();
  // Whoever said or asked something wants to see what came of it.
  if ((mine || asked) && fresh) sticking = true;
  place(article);
  group();
  followed(fresh && unseen);
  if (unseen && (asked || article.classList.contains("ephemeral"))) showStart(document.getElementById(article.id));
  if (unseen && !mine) announce(words(document.getElementById(article.id)));
}

/** Remove a message. */
export function remove(id) {
  const article = document.getElementById(`m-${id}`);
  if (!article) return;
  if (article.contains(document.activeElement)) log.focus({ preventScroll: true });
  article.remove();
  group();
  fillEmpty();
}

/** Show why an interaction with a message failed. */
export function showFailure(article, text) {
  const note = $("[data-failure]", article);
  note.textContent = text;
  note.hidden = !text;
  followed(false);
}

function fillEmpty() {
  if ($(".message", log)) return;
  log.replaceChildren(nodes('<p class="empty">Nothing here yet. Say hello, or type / to use a command.</p>'));
}

/** Show all messages of a channel; in the same channel only what differs changes. */
export function showAll(html, sameChannel) {
  const content = nodes(html);
  if (!sameChannel) {
    log.replaceChildren(...content.childNodes);
    $$(".message", log).forEach((article) => { enhance(article); showBusy(article); });
    sticking = true;
  } else {
    const articles = [...content.children];
    const ids = new Set(articles.map((article) => article.id));
    const oldest = articles[0]?.dataset.id;
    for (const article of $$(".message", log)) {
      if (!ids.has(article.id) && (!oldest || before(oldest, article.dataset.id))) article.remove();
    }
    if (articles.length) $(".empty", log)?.remove();
    articles.forEach(place);
  }
  group();
  fillEmpty();
  followed(false);
}

export function startLog() {
  log.addEventListener("scroll", () => {
    sticking = atEnd();
    if (sticking) toBottom.hidden = true;
  }, { passive: true });
  // Pictures and the phone's keyboard change heights after the fact.
  new ResizeObserver(() => followed(false)).observe(log);
  log.addEventListener("load", () => followed(false), true);
  toBottom.addEventListener("click", () => { scrollToEnd(); log.focus({ preventScroll: true }); });
  group();
  fillEmpty();
  scrollToEnd();
}
