// Mentions in the message box: people read and write "@Name", Discord has "<@id>".

import { catalogue } from "./catalogue.js";
import { Combobox } from "./combobox.js";
import { $ } from "./dom.js";

const shown = (user) => user.global_name || user.username;
const plain = (name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What can be written behind an @, with what Discord has for it; a role has an & as well, for a bot has one of its name. */
const written = ({ users, roles }) => [
  ...users.map((user) => [shown(user), `<@${user.id}>`]),
  ...users.map((user) => [user.username, `<@${user.id}>`]),
  ...roles.filter((role) => role.mentionable).map((role) => [`&${role.name}`, `<@&${role.id}>`]),
];

/** Put Discord's mentions in place of names behind an @; of names that begin alike the longest counts. */
export async function toMarkup(text) {
  const named = written(await catalogue()).sort(([a], [b]) => b.length - a.length);
  return named.reduce((done, [name, mark]) => done.replace(new RegExp(`(?<!\\w)@${plain(name)}(?!\\w)`, "gi"), mark), text);
}

/** Put names in place of Discord's mentions. */
export async function toNames(text) {
  const named = written(await catalogue());
  return named.reduce((done, [name, mark]) => done.replaceAll(mark, `@${name}`), text.replaceAll("<@!", "<@"));
}

/** Offer people, and roles that may be mentioned, while somebody types a name behind an @. */
export function startMentions(box, changed) {
  const before = () => box.value.slice(0, box.selectionStart);
  const typed = () => /(?:^|\s)@([^\s@]*)$/.exec(before())?.[1];
  const list = new Combobox(box, $("#mention-list"), {
    panel: $("#mention-panel"),
    isText: true,
    onPick: ({ name }) => {
      const start = before().lastIndexOf("@");
      box.setRangeText(`@${name} `, start, box.selectionStart, "end");
      changed();
    },
  });
  box.addEventListener("input", async () => {
    const name = typed()?.toLowerCase();
    if (name === undefined) {
      list.close();
      return;
    }
    const { users, roles } = await catalogue();
    if (typed()?.toLowerCase() !== name) return;
    const fits = (one) => one.toLowerCase().startsWith(name);
    const fitting = [
      ...users
        .filter((user) => fits(shown(user)) || fits(user.username))
        .map((user) => ({ label: `@${shown(user)}`, name: shown(user), hint: user.bot ? "app" : user.role, value: user.id })),
      ...roles
        .filter((role) => role.mentionable && fits(role.name))
        .map((role) => ({ label: `@${role.name}`, name: `&${role.name}`, hint: "role", value: role.id })),
    ];
    if (!fitting.length) list.close();
    else list.show(fitting);
  });
  box.addEventListener("blur", () => list.close());
}
