// Makes fragments live in the reader's browser: their time zone, colours, links to messages, spoilers, copy buttons.

import { $, $$, announce } from "./dom.js";

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};
const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const PLACE = /^https?:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(?:\d+|@me)\/(\d+)(?:\/(\d+))?/i;
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

function fromNow(moment) {
  const seconds = Math.round((moment - Date.now()) / 1000);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS.at(-1);
  return relative.format(Math.round(seconds / size), unit);
}

function sent(moment) {
  const today = moment.toDateString() === new Date().toDateString();
  return moment.toLocaleString(undefined, today ? STYLES.t : STYLES.s);
}

function showTime(element) {
  const moment = new Date(element.dateTime);
  if (Number.isNaN(moment.valueOf())) return;
  const { style } = element.dataset;
  if (style === "R") element.textContent = fromNow(moment);
  else element.textContent = style === "sent" ? sent(moment) : moment.toLocaleString(undefined, STYLES[style]);
  element.title = moment.toLocaleString(undefined, STYLES.F);
}

/** Let a link to a channel or message of Discord lead there on this page, and never to the real site. */
function keepHere(link) {
  const address = link.getAttribute("href");
  const [, channel, message] = address.match(PLACE) ?? [];
  if (!channel) return;
  if (link.textContent === address) {
    const name = $(`#sidebar a[data-channel="${channel}"] .channel-name`)?.textContent ?? "unknown";
    link.textContent = `#${name}${message ? " › message" : ""}`;
  }
  $(".away", link)?.remove();
  link.removeAttribute("target");
  link.href = `/?as=${document.body.dataset.person}&channel=${channel}${message ? `#m-${message}` : ""}`;
  Object.assign(link.dataset, { openChannel: channel, ...(message && { openMessage: message }) });
}

/** Prepare a new fragment. */
export function enhance(root) {
  $$("a[href]", root).forEach(keepHere);
  $$("time[datetime]", root).forEach(showTime);
  // The content security policy forbids style attributes; properties set by script are allowed.
  for (const element of $$("[data-accent]", root)) element.style.setProperty("--accent", `#${element.dataset.accent}`);
}

function reveal(spoiler) {
  spoiler.classList.add("shown");
  for (const name of ["role", "aria-label"]) spoiler.removeAttribute(name);
}

async function copy(button) {
  const code = button.closest(".code").querySelector("code");
  await navigator.clipboard.writeText(code.textContent.trimEnd());
  button.textContent = "Copied";
  announce("Copied");
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
}

/** Listen once for everything that fragments contain, and keep relative times true. */
export function startEnhancing() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
    const spoiler = event.target.closest(".spoiler:not(.shown)");
    if (spoiler) {
      event.preventDefault();
      reveal(spoiler);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!["Enter", " "].includes(event.key) || !event.target.matches(".spoiler:not(.shown)")) return;
    event.preventDefault();
    reveal(event.target);
  });
  setInterval(() => $$('time[data-style="R"]').forEach(showTime), 1000);
  enhance(document);
}
