// The list of channels: opening one without loading the page, what is unread, the drawer on phones.

import { get } from "./api.js";
import { $, $$, make, nodes, toast } from "./dom.js";
import { remove, reveal, scrollToEnd, show, showAll } from "./log.js";

const { dataset } = document.body;
const sidebar = $("#sidebar");
const drawerButton = $("#drawer-button");
const phone = matchMedia("(max-width: 759px)");
const pings = new Map();
const listeners = [];
const seenKey = `seen:${dataset.person}`;
let opening = 0;

/** The id of the open channel. */
export const current = () => dataset.channel;

/** Call `listener` after another channel was opened. */
export const onChannel = (listener) => listeners.push(listener);

const later = (a, b) => (a.length === b.length ? a > b : a.length > b.length);
const links = () => $$("a[data-channel]", sidebar);

function seen() {
  return JSON.parse(localStorage.getItem(seenKey) ?? "null");
}

function markSeen(channel, last) {
  localStorage.setItem(seenKey, JSON.stringify({ ...seen(), [channel]: last }));
  pings.delete(channel);
}

function fillBadge(badge, count, label) {
  badge.hidden = !label;
  badge.classList.toggle("dot", !count);
  badge.replaceChildren(count ? String(count) : "", make("span", { class: "sr-only", text: label }));
}

/** Mark the open channel and the unread ones. */
function mark() {
  const known = seen();
  if (known === null) localStorage.setItem(seenKey, JSON.stringify(Object.fromEntries(links().map((link) => [link.dataset.channel, link.dataset.last]))));
  let unread = 0;
  let mentioned = 0;
  for (const link of links()) {
    const { channel, last } = link.dataset;
    const here = channel === current();
    if (here) {
      link.setAttribute("aria-current", "page");
      if (last) markSeen(channel, last);
    } else link.removeAttribute("aria-current");
    const fresh = !here && known !== null && Boolean(last) && later(last, known[channel] ?? "");
    const count = here ? 0 : pings.get(channel) ?? 0;
    link.classList.toggle("unread", fresh);
    fillBadge($(".badge", link), count, count ? ` ${count === 1 ? "mention" : "mentions"}` : fresh ? " unread" : "");
    unread += fresh ? 1 : 0;
    mentioned += count;
  }
  fillBadge($("#drawer-badge"), mentioned, mentioned ? " mentions of you" : unread ? " unread channels" : "");
  document.title = `${mentioned ? `(${mentioned}) ` : ""}${dataset.direct === undefined ? "#" : "@"}${dataset.name} · ${dataset.guild} as ${dataset.me}`;
}

/** Show a new list of channels. */
export function showList(html) {
  const focused = document.activeElement?.closest("a[data-channel]")?.dataset.channel;
  sidebar.replaceChildren(nodes(html));
  mark();
  if (focused) links().find((link) => link.dataset.channel === focused)?.focus();
}

/** Show a message here, or count it where it is. */
export function receive(event) {
  const { channel, id, fresh, ping } = event;
  const link = links().find((item) => item.dataset.channel === channel);
  if (link && fresh && later(id, link.dataset.last)) link.dataset.last = id;
  if (channel === current()) show(event);
  else if (fresh && ping) pings.set(channel, (pings.get(channel) ?? 0) + 1);
  mark();
}

/** Take a deleted message away. */
export function forget({ channel, id }) {
  if (channel === current()) remove(id);
}

/** Show the server's name, which follows the courses that are served. */
export function showGuild({ guild }) {
  dataset.guild = guild;
  $("#guild").textContent = guild;
  mark();
}

function fillPage(state, sameChannel) {
  Object.assign(dataset, { channel: state.id, name: state.name });
  showGuild(state);
  document.body.toggleAttribute("data-direct", state.direct);
  document.body.toggleAttribute("data-can-send", state.can_send);
  if (!sameChannel) $("#channel-header").replaceChildren(nodes(state.header));
  showAll(state.messages, sameChannel);
  showList(state.channels);
  for (const link of $$("[data-person-link]")) {
    const url = new URL(link.href);
    url.searchParams.set("channel", state.id);
    link.href = url;
  }
  for (const listener of listeners) listener(state);
}

/** Open a channel, as far back as a message in it; `address` says whether the address bar follows. */
export async function openChannel(channel, { address = true, message = null } = {}) {
  const turn = ++opening;
  closeDrawer();
  const state = await get("channel", { channel, ...(message && { message }) });
  if (turn !== opening) return;
  if (address) history.pushState({}, "", `/?as=${dataset.person}&channel=${channel}`);
  fillPage(state, false);
  scrollToEnd();
  // On a phone the message box would open the keyboard over what was chosen.
  $(phone.matches ? "#channel-title" : "#composer").focus();
}

/** Open the channel of a message, show the message and mark it. */
async function openMessage(channel, message) {
  const here = channel === current();
  closeDrawer();
  if (here && reveal(message)) return;
  await openChannel(channel, { address: !here, message });
  if (channel === current() && !reveal(message)) toast("This message is not there any more.");
}

/** Fetch what a gap in the stream has hidden; returns whether the bot is online. */
export async function catchUp() {
  const turn = opening;
  const state = await get("channel", { channel: current() });
  if (turn === opening) fillPage(state, true);
  return state.online;
}

function closeDrawer({ focus = false } = {}) {
  if (!document.body.classList.contains("drawer-open")) return;
  document.body.classList.remove("drawer-open");
  $("#scrim").hidden = true;
  $(".chat").inert = false;
  drawerButton.setAttribute("aria-expanded", "false");
  if (focus) drawerButton.focus();
}

function openDrawer() {
  document.body.classList.add("drawer-open");
  $("#scrim").hidden = false;
  $(".chat").inert = true;
  drawerButton.setAttribute("aria-expanded", "true");
  ($('[aria-current="page"]', sidebar) ?? links()[0])?.focus();
}

export function startChannels(onError) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#sidebar a[data-channel], [data-open-channel]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { channel, openChannel: other, openMessage: message } = link.dataset;
    (message ? openMessage(other, message) : openChannel(channel ?? other)).catch(onError);
  });
  addEventListener("popstate", () => {
    const channel = new URLSearchParams(location.search).get("channel");
    if (channel && channel !== current()) openChannel(channel, { address: false }).catch(onError);
  });
  drawerButton.addEventListener("click", () => {
    if (document.body.classList.contains("drawer-open")) closeDrawer({ focus: true });
    else openDrawer();
  });
  $("#scrim").addEventListener("click", () => closeDrawer({ focus: true }));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeDrawer({ focus: true });
  });
  phone.addEventListener("change", () => closeDrawer());
  mark();
  const [, named] = location.hash.match(/^#m-(\d+)$/) ?? [];
  if (named) openMessage(current(), named).catch(onError);
}
