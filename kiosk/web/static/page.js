// The guest's page: shows whatever the kiosk says a visit is at, and passes two touches back.

import { BucketDrawing } from "./bucket_drawing.js";
import { listen } from "./events.js";
import { OutlineDrawing } from "./outline.js";
import { Countdown, clockFace } from "./ring.js";

const by = (id) => document.getElementById(id);
const SECTIONS = { idle: "idle", consent: "consent", result: "result", leaf: "leaf", lost: "lost" };
const WITH_MIRROR = new Set(["positioning", "holding", "capturing", "refused"]);
const WITH_BODY = new Set(["positioning", "holding", "capturing"]);
const EDGE = 3; // per cent of the scale that a mark needs to itself at either end
const TOUCH_MS = 2500; // a sound kiosk answers in a few
const MISSED_MS = 6000;
const TIPPING = { mildDeg: 10, mostDeg: 17 };

const idleBucket = new BucketDrawing(by("idle-bucket"));
const resultBucket = new BucketDrawing(by("result-bucket"));
const outline = new OutlineDrawing(by("view"));
let stage = "";
let missedTimer = 0;

const countdown = new Countdown((part, seconds) => {
  by("ring").style.setProperty("--left", part);
  by("seconds").textContent = Math.ceil(seconds);
  by("clears-ring").style.setProperty("--left", part);
  by("clears").textContent = clockFace(seconds);
});

function enter(next) {
  const before = document.activeElement;
  stage = next;
  hush();
  document.body.dataset.stage = next;
  const shown = SECTIONS[next] ?? "guide";
  for (const id of ["idle", "consent", "guide", "result", "leaf", "lost"]) by(id).hidden = id !== shown;
  by("view").parentElement.hidden = !WITH_MIRROR.has(next);
  by("stop").hidden = shown !== "guide";
  by("done").hidden = by("clears-in").hidden = shown !== "result" && shown !== "leaf";
  by("plan").hidden = shown !== "result";
  by("agree").hidden = by("decline").hidden = shown !== "consent";
  by("before").hidden = by("next").hidden = by("leaf-of").hidden = shown !== "leaf";
  if (next === "idle") idleBucket.tip(TIPPING.mildDeg, TIPPING.mostDeg);
  else idleBucket.stop();
  if (!WITH_BODY.has(next)) outline.draw(null);
  // A keyboard's place must not vanish with the button it was on.
  if (before?.matches("button") && !before.checkVisibility()) {
    const next = [...document.querySelectorAll("button")].find((button) => button.checkVisibility());
    next?.focus({ preventScroll: true });
  }
}

function place(id, scale, from, to) {
  const at = (deg) => (100 * (deg - scale.from_deg)) / (scale.to_deg - scale.from_deg);
  // What lies off the scale is still seen, whole, at its end.
  const width = to === undefined ? 0 : Math.max(at(to) - at(from), EDGE);
  const least = to === undefined ? EDGE : 0;
  by(id).style.left = `${Math.max(least, Math.min(100 - Math.max(width, EDGE), at(from)))}%`;
  if (width) by(id).style.width = `${width}%`;
}

function forgetResult() {
  resultBucket.stop();
  delete by("result").dataset.grade;
  for (const part of ["word", "angle", "way", "line", "bucket-words"]) by(`result-${part}`).textContent = "";
  by("borderline").textContent = "";
  for (const id of ["band", "dot"]) by(id).style.left = "0";
}

function showResult(result) {
  const { scale } = result;
  by("result").dataset.grade = result.grade;
  by("grade-shape").setAttribute("href", `#shape-${result.grade}`);
  for (const part of ["word", "angle", "way", "line"]) by(`result-${part}`).textContent = result[part];
  by("result-bucket-words").textContent = result.bucket;
  by("borderline").textContent = result.borderline ?? "";
  by("borderline").hidden = !result.borderline;
  place("zone-neutral", scale, scale.from_deg, scale.mild_deg);
  place("zone-mild", scale, scale.mild_deg, scale.pronounced_deg);
  place("zone-pronounced", scale, scale.pronounced_deg, scale.to_deg);
  place("band", scale, scale.low_deg, scale.high_deg);
  place("dot", scale, scale.at_deg);
  for (const cut of ["mild", "pronounced"]) {
    by(`cut-${cut}`).textContent = scale[cut];
    place(`cut-${cut}`, scale, scale[`${cut}_deg`]);
  }
  place("name-mild", scale, (scale.mild_deg + scale.pronounced_deg) / 2);
  resultBucket.show(result.tilt_deg, scale.mild_deg);
}

function speak(view) {
  document.documentElement.lang = view.language;
  document.title = view.page["page.name"];
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = view.page[each.dataset.text];
  for (const button of document.querySelectorAll("[data-language]"))
    button.setAttribute("aria-pressed", button.dataset.language === view.language);
  by("languages")?.setAttribute("aria-label", view.page["page.language"]);
}

function drawn([name, attributes, children]) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children.map((child) => (typeof child === "string" ? child : drawn(child))));
  return node;
}

function showLeaf(leaf) {
  document.body.dataset.leaf = leaf?.at ?? 0;
  by("leaf-title").textContent = leaf?.title ?? "";
  by("leaf-over").textContent = leaf?.over ?? "";
  by("leaf-over").hidden = !leaf?.over;
  by("leaf-soft").textContent = leaf?.soft ?? "";
  by("leaf-of").textContent = leaf ? `${leaf.at} / ${leaf.of}` : "";
  by("leaf-lines").replaceChildren(
    ...(leaf?.lines ?? []).map((line) => Object.assign(document.createElement("p"), { textContent: line })),
  );
  by("leaf-picture").replaceChildren(...(leaf?.picture ? [drawn(leaf.picture)] : []));
  by("leaf").classList.toggle("bare", !leaf?.picture);
  by("leaf").classList.toggle("code", Boolean(leaf) && leaf.at === leaf.of);
  if (leaf) by("next").hidden = leaf.at === leaf.of;
}

function showView(view) {
  const { words, result, ring, leaf } = view;
  const shown = leaf ? "leaf" : view.stage;
  if (view.language !== document.documentElement.lang) speak(view);
  if (shown !== stage) enter(shown);
  by("simulated-parts").textContent = view.simulated;
  by("simulated").hidden = !view.simulated;
  by("title").textContent = words.title;
  by("line").textContent = words.line;
  by("note").textContent = words.note;
  by("note").hidden = !words.note;
  by("sign-use").setAttribute("href", `#sign-${words.sign}`);
  by("guide").classList.toggle("counting", Boolean(ring));
  if (ring) countdown.run(ring);
  else countdown.stop();
  if (result) showResult(result);
  else forgetResult();
  showLeaf(leaf);
  const spoken = leaf ? `${leaf.title}. ${leaf.lines.join(" ")} ${leaf.soft}` : result ? `${result.word}. ${result.line} ${result.borderline ?? ""}` : `${words.title}. ${words.line}`;
  if (by("say").textContent !== spoken) by("say").textContent = spoken;
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

for (const button of document.querySelectorAll("button[data-post]")) {
  button.addEventListener("click", () => touch(button.dataset.post));
}
// Two quick taps ask for the same page twice, and none is passed over.
const { turnTo } = document.body.dataset;
for (const button of document.querySelectorAll("button[data-turn]")) {
  button.addEventListener("click", () =>
    touch(turnTo.replace(/0$/, Math.max(0, Number(document.body.dataset.leaf) + Number(button.dataset.turn)))),
  );
}
addEventListener("contextmenu", (event) => event.preventDefault());
showView(JSON.parse(document.body.dataset.view));
listen(document.body.dataset.events, {
  view: showView,
  outline: (points) => outline.draw(WITH_BODY.has(stage) ? points : null),
  lamps: showLamps,
  lost: () => {
    showLamps(null);
    countdown.stop();
    forgetResult();
    showLeaf(null);
    enter("lost");
    by("say").textContent = by("lost").textContent.trim();
  },
});
