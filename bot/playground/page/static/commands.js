// The commands as the picker lists them: by their full names, the most used first, those in menus last.

import { catalogue } from "./catalogue.js";

const SUBCOMMAND_TYPES = [1, 2];
// Discord knows from use what it lists first; here that is what everybody comes for, and last what instructors do.
const FIRST = ["concept", "quiz start", "lesson", "lab start", "help"];
const LAST = ["announce", "course"];

/** List a command, or its subcommands, with full names. */
function flatten(node, id = node.id, path = []) {
  const here = [...path, node.name];
  const inner = (node.options ?? []).filter(({ type }) => SUBCOMMAND_TYPES.includes(type));
  if (inner.length) return inner.flatMap((option) => flatten(option, id, here));
  const full = here.join(" ");
  return [{ id, path: here, full, label: `/${full}`, hint: node.description, description: node.description, options: node.options ?? [] }];
}

/** List the commands in the menus of messages and people, which are used there. */
function inMenus(menus) {
  return Object.entries(menus).flatMap(([kind, commands]) => commands.map(({ name }) => (
    { full: name.toLowerCase(), label: name, inMenu: true, hint: `In the menu ⋯ of a ${kind === "user" ? "person" : "message"}: opens it on the newest message.` })));
}

function rank({ full, path }) {
  const first = FIRST.indexOf(full);
  return first >= 0 ? first : FIRST.length + Number(LAST.includes(path[0]));
}

/** Return every command that this person may use in the open channel. */
export async function entries() {
  const { commands, menus } = await catalogue();
  const listed = commands.flatMap((command) => flatten(command)).sort((a, b) => rank(a) - rank(b));
  return [...listed, ...inMenus(menus)];
}

/** Rank entries: names that begin with the text, names that contain it, then descriptions. */
export function matching(all, text) {
  const wanted = text.toLowerCase();
  const score = ({ full, hint }) => [full.startsWith(wanted), full.includes(wanted), hint.toLowerCase().includes(wanted), true].indexOf(true);
  return all.map((item) => [score(item), item]).filter(([found]) => found < 3).sort(([a], [b]) => a - b).map(([, item]) => item);
}
