// The live connection: one stream of events per tab, opened again whenever it breaks.

const RETRY_MS = [500, 1000, 2000, 5000];

/** Call `handlers[name](event)` for each event, and `onBreak` when the connection is lost. */
export function connect(handlers, onBreak) {
  const source = new EventSource(`/events?as=${document.body.dataset.person}`);
  let failures = 0;
  let stopped = false;
  const listen = (stream) => {
    stream.addEventListener("message", ({ data }) => {
      const event = JSON.parse(data);
      if (event.name === "ready") failures = 0;
      handlers[event.name]?.(event);
    });
    stream.addEventListener("error", () => {
      // A browser gives up on some errors (a refused connection among them); always try again ourselves.
      stream.close();
      if (stopped) return;
      onBreak();
      const wait = RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)];
      setTimeout(() => listen(new EventSource(stream.url)), wait);
    });
  };
  addEventListener("pagehide", () => { stopped = true; });
  listen(source);
}
