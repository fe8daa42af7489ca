// The pages that come as data: the plan's leaves, small pictures with a word each, and what came of a check.

import { Gauge } from "./gauge.js";
import { ThenNow } from "./thennow.js";

const by = (id) => document.getElementById(id);
const gauge = new Gauge(by("gauge"));
const thenNow = new ThenNow(by("gauge"));

function drawn([name, attributes, children]) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children.map((child) => (typeof child === "string" ? child : drawn(child))));
  return node;
}

const paragraphs = (lines) => lines.map((line) => Object.assign(document.createElement("p"), { textContent: line }));

export function showLeaf(leaf) {
  document.body.dataset.leaf = leaf?.at ?? 0;
  by("leaf-title").textContent = leaf?.title ?? "";
  by("leaf-over").textContent = leaf?.over ?? "";
  by("leaf-over").hidden = !leaf?.over;
  by("leaf-soft").textContent = leaf?.soft ?? "";
  by("leaf-of").textContent = leaf ? `${leaf.at} / ${leaf.of}` : "";
  by("leaf-lines").replaceChildren(...paragraphs(leaf?.lines ?? []));
  by("leaf-picture").replaceChildren(...(leaf?.picture ? [drawn(leaf.picture)] : []));
  by("leaf").classList.toggle("bare", !leaf?.picture);
  by("leaf").classList.toggle("code", Boolean(leaf) && leaf.at === leaf.of);
}

function step({ words, picture }) {
  const item = document.createElement("li");
  const drawing = drawn(picture);
  drawing.setAttribute("aria-hidden", "true");
  item.append(drawing, Object.assign(document.createElement("span"), { textContent: words }));
  return item;
}

export function showSteps(list, steps) {
  list.replaceChildren(...steps.map(step));
}

export function showOutcome(outcome) {
  by("outcome-title").textContent = outcome?.title ?? "";
  by("outcome-lines").replaceChildren(...paragraphs(outcome?.lines ?? []));
  by("outcome-soft").textContent = outcome?.soft ?? "";
  by("end-tuck").textContent = outcome?.gauge?.tuck ?? "";
  by("end-arch").textContent = outcome?.gauge?.arch ?? "";
  by("outcome-ends").hidden = !outcome?.gauge;
  by("outcome-drawing").hidden = !outcome?.gauge && !outcome?.then_now;
  if (outcome?.gauge) gauge.show(outcome.gauge);
  else if (outcome?.then_now) thenNow.show(outcome.then_now);
  else gauge.clear();
}
