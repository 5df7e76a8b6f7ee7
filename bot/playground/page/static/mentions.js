// Mentions in the message box: people read and write "@Name", Discord has "<@id>".

import { catalogue } from "./catalogue.js";
import { Combobox } from "./combobox.js";
import { $ } from "./dom.js";

const shown = (user) => user.global_name || user.username;
const plain = (name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Put Discord's mentions in place of names behind an @; of names that begin alike the longest counts. */
export async function toMarkup(text) {
  const { users } = await catalogue();
  const named = users.flatMap((user) => [[shown(user), user.id], [user.username, user.id]]);
  named.sort(([a], [b]) => b.length - a.length);
  return named.reduce((done, [name, id]) => done.replace(new RegExp(`(?<!\\w)@${plain(name)}(?!\\w)`, "gi"), `<@${id}>`), text);
}

/** Put names in place of Discord's mentions. */
export async function toNames(text) {
  const { users } = await catalogue();
  return users.reduce((done, user) => done.replaceAll(new RegExp(`<@!?${user.id}>`, "g"), `@${shown(user)}`), text);
}

/** Offer people while somebody types a name behind an @. */
export function startMentions(box, changed) {
  const before = () => box.value.slice(0, box.selectionStart);
  const typed = () => /(?:^|\s)@([^\s@]*)$/.exec(before())?.[1];
  const list = new Combobox(box, $("#mention-list"), {
    panel: $("#mention-panel"),
    isText: true,
    onPick: ({ label }) => {
      const start = before().lastIndexOf("@");
      box.setRangeText(`${label} `, start, box.selectionStart, "end");
      changed();
    },
  });
  box.addEventListener("input", async () => {
    const name = typed()?.toLowerCase();
    if (name === undefined) {
      list.close();
      return;
    }
    const { users } = await catalogue();
    if (typed()?.toLowerCase() !== name) return;
    const fitting = users.filter((user) => [shown(user), user.username].some((one) => one.toLowerCase().startsWith(name)));
    if (!fitting.length) list.close();
    else list.show(fitting.map((user) => ({ label: `@${shown(user)}`, hint: user.bot ? "app" : user.role, value: user.id })));
  });
  box.addEventListener("blur", () => list.close());
}
