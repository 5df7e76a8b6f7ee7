// The menu of a message or a person: what apps can do with it, after the ARIA menu button pattern.

import { post } from "./api.js";
import { catalogue, onCommands } from "./catalogue.js";
import { current, onChannel } from "./channels.js";
import { edit, reply } from "./composer.js";
import { $, $$, complain, make } from "./dom.js";
import { move } from "./focus.js";
import { start } from "./interactions.js";

const MARGIN = 8;
const menu = $("#menu");
let owner = null;

// A message that changes while its menu is open has another button afterwards.
const button = () => document.getElementById(owner)?.querySelector("[data-more]");
const items = () => $$('[role="menuitem"]', menu);

function close({ focus = false } = {}) {
  if (!owner) return;
  const opener = button();
  owner = null;
  menu.hidden = true;
  menu.replaceChildren();
  opener?.setAttribute("aria-expanded", "false");
  if (focus) (opener ?? $("#composer")).focus({ preventScroll: true });
}

/** Keep the menu below its button, or above it where there is no room. */
function place() {
  if (!owner) return;
  const opener = button();
  if (!opener) {
    close({ focus: true });
    return;
  }
  const { top, bottom, right } = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = bottom + height + MARGIN <= innerHeight;
  menu.style.top = `${Math.max(MARGIN, below ? bottom : top - height)}px`;
  menu.style.left = `${Math.max(MARGIN, Math.min(right, innerWidth - MARGIN) - width)}px`;
}

async function use(command, target) {
  close({ focus: true });
  await start("invoke", { channel: current(), command, options: [], target });
}

function group(title, commands, run) {
  const entries = commands.map(({ id, name }) =>
    make("button", { type: "button", role: "menuitem", tabindex: "-1", class: "option", text: name, click: () => run(id) }));
  return make("div", { role: "group", "aria-label": title }, make("p", { class: "list-title", "aria-hidden": "true", text: title }), ...entries);
}

/** List what everybody can do with a message, and what who wrote it can. */
function ownActions(article) {
  const { id, user, name, raw } = article.dataset;
  const actions = article.classList.contains("ephemeral") ? [] : [{ name: "Reply", id: () => reply(id, name) }];
  if (user !== document.body.dataset.person) return actions;
  return [...actions, { name: "Edit message", id: () => edit(id, raw) },
    { name: "Delete message", id: () => post("delete", { message: id }).catch(complain) }];
}

async function open(opener) {
  close();
  const { id, dataset } = opener.closest("[data-user]");
  const { menus } = (await catalogue().catch(complain)) ?? { menus: {} };
  const groups = [];
  if (dataset.id && menus.message) groups.push(group("Apps", menus.message, (command) => use(command, dataset.id)));
  if (menus.user) groups.push(group(`Apps for ${dataset.name}`, menus.user, (command) => use(command, dataset.user)));
  const own = dataset.id ? ownActions(opener.closest("[data-id]")) : [];
  if (own.length) groups.push(group("Message", own, (run) => { close({ focus: true }); run(); }));
  if (!groups.length || !opener.isConnected) return;
  owner = id;
  opener.setAttribute("aria-expanded", "true");
  menu.replaceChildren(...groups);
  menu.hidden = false;
  place();
  items()[0].focus({ preventScroll: true });
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!owner) {
    if (event.key !== "ArrowDown" || !event.target.matches("[data-more]")) return;
    event.preventDefault();
    open(event.target);
  } else if (event.key === "Escape") {
    close({ focus: true });
  } else if (event.key === "Tab") close({ focus: true }); // the key moves on from the button
  else move(event, items());
}

/** Show the buttons only where there is something behind them. */
async function showButtons() {
  const channel = current();
  const { menus } = await catalogue().catch(() => ({ menus: {} }));
  if (channel === current()) document.body.dataset.menus = Object.keys(menus).join(" ");
}

export function startMenu() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-more]");
    if (opener && opener !== button()) open(opener);
    else if (owner && !menu.contains(event.target)) close({ focus: Boolean(opener) });
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", ({ target }) => {
    if (!menu.contains(target) && target !== button()) close();
  });
  $("#log").addEventListener("scroll", place, { passive: true });
  addEventListener("resize", place);
  onChannel(place);
  onCommands(showButtons);
}
