// Keeps an ear on the kiosk: passes its events on, says when it has gone silent, and comes back by itself.

const SILENCE_MS = 1400;
const LOOK_MS = 200;
const RETRY_MS = 300;

export function listen(url, on) {
  let source = null;
  let heardAt = performance.now();
  let lost = false;

  function heard() {
    heardAt = performance.now();
    lost = false;
  }

  function open() {
    const mine = new EventSource(url);
    source = mine;
    for (const name of ["view", "outline", "lamps"]) {
      mine.addEventListener(name, (event) => {
        heard();
        on[name](JSON.parse(event.data));
      });
    }
    mine.addEventListener("beat", heard);
    // A browser gives up for good on an answer that is not a stream; this page never does.
    mine.addEventListener("error", again);
  }

  function again() {
    source.close();
    source = null;
    setTimeout(open, RETRY_MS);
  }

  setInterval(() => {
    if (performance.now() - heardAt < SILENCE_MS) return;
    if (!lost) on.lost();
    lost = true;
    if (source && source.readyState === EventSource.OPEN) again();
  }, LOOK_MS);

  addEventListener("pagehide", () => source?.close());
  open();
}
