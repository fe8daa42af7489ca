// Keeps an ear on the kiosk: passes its events on, says when it has gone silent, and comes back by itself.
// A browser has six connections for all its pages together: one that nobody sees lets go of its own.

const SILENCE_MS = 1400;
const LOOK_MS = 200;
const RETRY_MS = 300;

export function listen(url, on) {
  let source = null;
  let retry = 0;
  let heardAt = 0;
  let lost = false;
  let asleep = true;

  function heard() {
    heardAt = performance.now();
    lost = false;
  }

  function lose() {
    if (!lost) on.lost();
    lost = true;
  }

  function open() {
    const mine = new EventSource(url);
    source = mine;
    for (const name of ["view", "outline", "cue", "lamps"]) {
      mine.addEventListener(name, (event) => {
        if (source !== mine) return;
        heard();
        on[name](JSON.parse(event.data));
      });
    }
    mine.addEventListener("beat", heard);
    // A browser gives up for good on an answer that is not a stream; this page never does.
    mine.addEventListener("error", again);
  }

  function shut() {
    source?.close();
    source = null;
    clearTimeout(retry);
  }

  function again() {
    shut();
    if (!asleep) retry = setTimeout(open, RETRY_MS);
  }

  function sleep() {
    if (asleep) return;
    asleep = true;
    shut();
    // Whatever a visit shows must not stay behind on a page that is told nothing more.
    lose();
  }

  function wake() {
    if (!asleep || document.visibilityState === "hidden") return;
    asleep = false;
    heardAt = performance.now();
    open();
  }

  setInterval(() => {
    if (asleep || performance.now() - heardAt < SILENCE_MS) return;
    lose();
    if (source && source.readyState === EventSource.OPEN) again();
  }, LOOK_MS);

  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? sleep() : wake()));
  addEventListener("pagehide", sleep);
  addEventListener("pageshow", wake);
  wake();
}
