// The guest's page: shows whatever the kiosk says a visit is at, and passes touches back.

import { BucketDrawing } from "./bucket_drawing.js";
import { listen } from "./events.js";
import { OutlineDrawing } from "./outline.js";
import { forgetResult, showResult } from "./result.js";
import { Countdown, clockFace } from "./ring.js";
import { showLeaf, showOutcome, showSteps } from "./sheets.js";
import { Voice } from "./voice.js";

const by = (id) => document.getElementById(id);
const SECTIONS = {
  idle: "idle",
  consent: "consent",
  prepare: "asking",
  dots: "asking",
  range: "asking",
  tips: "asking",
  result: "result",
  leaf: "leaf",
  outcome: "outcome",
  lost: "lost",
};
const WITH_MIRROR = new Set(["positioning", "holding", "capturing", "refused"]);
const WITH_BODY = new Set(["positioning", "holding", "capturing"]);
const COUNTED = new Set(["holding", "capturing", "refused"]); // elsewhere a ring only says when a page clears
const CLEARS = new Set(["result", "leaf", "outcome", "compare"]);
const TOUCH_MS = 2500; // a sound kiosk answers in a few
const MISSED_MS = 6000;
const FRESH_MS = 400; // a second tap meant for the page before
const TIPPING = { mildDeg: 10, mostDeg: 17 };

const idleBucket = new BucketDrawing(by("idle-bucket"));
const outline = new OutlineDrawing(by("view"));
const voice = new Voice();
let stage = "";
let missedTimer = 0;
let freshTimer = 0;
let shownButtons = "";

const countdown = new Countdown((part, seconds) => {
  by("ring").style.setProperty("--left", part);
  by("seconds").textContent = Math.ceil(seconds);
  by("clears-ring").style.setProperty("--left", part);
  by("clears").textContent = clockFace(seconds);
});

function enter(next) {
  stage = next;
  hush();
  document.body.dataset.stage = next;
  const shown = SECTIONS[next] ?? "guide";
  for (const section of document.querySelectorAll("main section")) section.hidden = section.id !== shown;
  by("view").parentElement.hidden = !WITH_MIRROR.has(next);
  by("leaf-of").hidden = shown !== "leaf";
  if (next === "idle") idleBucket.tip(TIPPING.mildDeg, TIPPING.mostDeg);
  else idleBucket.stop();
  if (!WITH_BODY.has(next)) outline.draw(null);
}

// A finger that comes down twice must not touch what the first touch has put there.
function freshen() {
  document.body.dataset.fresh = "";
  clearTimeout(freshTimer);
  freshTimer = setTimeout(() => delete document.body.dataset.fresh, FRESH_MS);
}

function showButtons(labels) {
  const before = document.activeElement;
  const names = `${stage} ${Object.keys(labels).join(" ")}`;
  if (shownButtons && names !== shownButtons) freshen();
  shownButtons = names;
  for (const button of document.querySelectorAll("button[id]")) {
    button.hidden = !(button.id in labels);
    if (!button.hidden && button.textContent !== labels[button.id]) button.textContent = labels[button.id];
  }
  // A keyboard's place must not vanish with the button it was on.
  if (before?.matches("button") && !before.checkVisibility()) {
    const next = [...document.querySelectorAll("button")].find((button) => button.checkVisibility());
    next?.focus({ preventScroll: true });
  }
}

function speak(view) {
  document.documentElement.lang = view.language;
  document.title = view.page["page.name"];
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = view.page[each.dataset.text];
  for (const button of document.querySelectorAll("[data-language]"))
    button.setAttribute("aria-pressed", button.dataset.language === view.language);
  by("languages")?.setAttribute("aria-label", view.page["page.language"]);
}

function showEnding(view) {
  document.body.classList.toggle("ending", view.ending);
  by("still-there").hidden = !view.ending;
  by("still-there").textContent = view.ending ? view.page["page.still_there"] : "";
}

function spoken({ words, result, leaf, outcome, steps, stage: at }) {
  const sheet = leaf ?? outcome;
  if (sheet) return `${sheet.title}. ${sheet.lines.join(" ")} ${sheet.soft}`;
  if (result) return `${result.word}. ${result.line} ${result.borderline ?? ""}`;
  const parts = at === "idle" ? [] : steps.map((step) => step.words);
  return [`${words.title}. ${words.line}`, ...parts].join(" ");
}

function showView(view) {
  const { words, result, ring, leaf, outcome } = view;
  const shown = leaf ? "leaf" : outcome ? "outcome" : view.stage;
  if (view.language !== document.documentElement.lang) speak(view);
  if (shown !== stage) enter(shown);
  by("simulated-parts").textContent = view.simulated;
  by("simulated").hidden = !view.simulated;
  for (const part of ["title", "line", "note"]) by(part).textContent = words[part];
  for (const part of ["title", "line"]) by(`asking-${part}`).textContent = words[part];
  by("note").hidden = !words.note;
  by("sign-use").setAttribute("href", `#sign-${words.sign}`);
  by("guide").classList.toggle("counting", Boolean(ring) && COUNTED.has(shown));
  by("clears-in").hidden = !ring || !(view.ending || CLEARS.has(shown));
  if (ring) countdown.run(ring);
  else countdown.stop();
  if (result) showResult(result);
  else forgetResult();
  showLeaf(leaf);
  showOutcome(outcome);
  showSteps(by("how"), view.stage === "idle" ? view.steps : []);
  showSteps(by("steps"), view.stage === "idle" ? [] : view.steps);
  showEnding(view);
  showButtons(view.buttons);
  const aloud = spoken(view);
  if (by("say").textContent !== aloud) by("say").textContent = aloud;
}

function showLamps(levels) {
  by("lamps").hidden = !levels;
  levels?.forEach((level, i) => by("lamps").children[i].style.setProperty("--level", level));
}

// A touch that gets no answer is never swallowed; that the kiosk is gone its silence tells.
async function touch(post) {
  hush();
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), TOUCH_MS);
  try {
    const answer = await fetch(post, { method: "POST", signal: timeout.signal });
    if (!answer.ok) throw new Error(answer.statusText);
  } catch {
    if (stage !== "lost") sayMissed();
  } finally {
    clearTimeout(timer);
  }
}

function sayMissed() {
  by("missed").hidden = false;
  by("say").textContent = by("missed").textContent;
  missedTimer = setTimeout(hush, MISSED_MS);
}

function hush() {
  clearTimeout(missedTimer);
  by("missed").hidden = true;
}

// Two quick taps on Next ask for the same page twice, and none is passed over.
const { turnTo } = document.body.dataset;
const TO = { result: 0, card: 9999 }; // beyond the last page comes the last
const leafAfter = (turn) => TO[turn] ?? Math.max(0, Number(document.body.dataset.leaf) + Number(turn));

for (const button of document.querySelectorAll("button")) {
  button.addEventListener("click", () => {
    voice.unlock();
    if ("fresh" in document.body.dataset) return;
    if (button.dataset.post) touch(button.dataset.post);
    else touch(turnTo.replace(/0$/, leafAfter(button.dataset.turn)));
  });
}
addEventListener("contextmenu", (event) => event.preventDefault());
showView(JSON.parse(document.body.dataset.view));
delete document.body.dataset.view; // it may be of a guest who is long gone when the page is looked at again
listen(document.body.dataset.events, {
  view: showView,
  outline: (points) => outline.draw(WITH_BODY.has(stage) ? points : null),
  cue: (cue) => voice.cue(cue),
  lamps: showLamps,
  lost: () => {
    voice.hush();
    showLamps(null);
    countdown.stop();
    forgetResult();
    showLeaf(null);
    showOutcome(null);
    enter("lost");
    showButtons({});
    by("say").textContent = by("lost").textContent.trim();
  },
});
