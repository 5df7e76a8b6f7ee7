// Talks to the server as the person of this tab.

const me = () => document.body.dataset.person;

/** An answer that says why not; its message is for people. */
export class Refused extends Error {}

async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const refusal = new Refused(body.message ?? `The local Discord answered ${response.status}.`);
    throw Object.assign(refusal, { status: response.status });
  }
  return body;
}

function unreachable() {
  return new Refused("The local Discord does not answer. Is it still running?");
}

/** Read JSON from a path of the page. */
export async function get(path, params = {}) {
  const query = new URLSearchParams({ as: me(), ...params });
  return read(await fetch(`/page/${path}?${query}`).catch(() => { throw unreachable(); }));
}

/** Do something as this person. */
export async function post(path, body, signal) {
  const sent = fetch(`/page/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ as: me(), ...body }),
    signal,
  });
  return read(await sent.catch((error) => { throw error.name === "AbortError" ? error : unreachable(); }));
}
