// The commands usable in the open channel, fetched once until something changes.

import { get } from "./api.js";
import { current } from "./channels.js";

const listeners = [];
let loading = null;

/** Fetch the commands, and what their options can name. */
export function catalogue() {
  loading ??= get("commands", { channel: current() }).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** Call `listener` after the commands may have changed. */
export const onCommands = (listener) => listeners.push(listener);

/** Forget the known commands; the bot or the channel has changed. */
export function forgetCommands() {
  loading = null;
  for (const listener of listeners) listener();
}
