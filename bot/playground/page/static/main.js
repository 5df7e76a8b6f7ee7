// Starts the page and gives each live event to the part that shows it.

import { get } from "./api.js";
import { forgetCommands } from "./catalogue.js";
import { catchUp, current, forget, receive, showGuild, showList, startChannels } from "./channels.js";
import { startComposer } from "./composer.js";
import { $, complain, toast } from "./dom.js";
import { startEnhancing } from "./enhance.js";
import { forgetBusy, isMine, settle, startInteractions } from "./interactions.js";
import { startLog } from "./log.js";
import { startMenu } from "./menu.js";
import { openModal, settleModal, startModal } from "./modal.js";
import { startSelects } from "./selects.js";
import { connect } from "./stream.js";
import { startShell } from "./shell.js";

const TYPING_MS = 9000;
const status = $("#bot-status");
const answering = new Set();
const typing = new Map();

function showStatus(text, offline) {
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle("offline", offline);
}

const showOnline = (online) => showStatus(online ? "Bot online" : "Bot offline", !online);

/** Say below the log who is at work. */
function showActivity() {
  const writers = [...typing.values()].filter(({ channel }) => channel === current()).map(({ who }) => who);
  const text = answering.size ? "The bot is answering…" : writers.length ? `${writers.join(", ")} is typing…` : "";
  if ($("#activity").textContent !== text) $("#activity").textContent = text;
}

function showTyping({ channel, who }) {
  const key = `${channel}/${who}`;
  clearTimeout(typing.get(key)?.timer);
  const timer = setTimeout(() => { typing.delete(key); showActivity(); }, TYPING_MS);
  typing.set(key, { channel, who, timer });
  showActivity();
}

async function showInteraction(event) {
  settle(event);
  settleModal(event);
  if (event.message) return;
  answering[event.state === "pending" ? "add" : "delete"](event.interaction);
  showActivity();
  if (event.state === "failed" && (await isMine(event.interaction))) toast(event.text);
}

function showMessage(event) {
  for (const [key, { channel, timer }] of typing) {
    if (channel !== event.channel || !event.fresh) continue;
    clearTimeout(timer);
    typing.delete(key);
  }
  showActivity();
  receive(event);
}

async function ready() {
  forgetBusy();
  answering.clear();
  showActivity();
  showOnline(await catchUp());
  delete document.body.dataset.lost;
  forgetCommands();
}

/** Wait for the server; one that was set up afresh knows neither this person nor this channel. */
async function lost() {
  delete document.body.dataset.live;
  document.body.dataset.lost = "";
  showStatus("Connection lost, trying again…", true);
  const status = await get("channel", { channel: current() }).then(() => 200, (error) => error.status);
  if (status === 409) location.reload();
}

startEnhancing();
startLog();
startInteractions();
startSelects();
startModal();
startMenu();
startChannels(complain);
startComposer();
startShell();
connect(
  {
    ready: () => ready().then(() => { document.body.dataset.live = ""; }, complain),
    message: showMessage,
    gone: forget,
    channels: ({ html }) => showList(html),
    interaction: showInteraction,
    modal: openModal,
    typing: showTyping,
    commands: forgetCommands,
    guild: showGuild,
    status: ({ online }) => showOnline(online),
  },
  lost,
);
