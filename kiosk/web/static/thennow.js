// Two results of one guest on one line, and around the earlier one all that is no sure change.

import { WIDTH, bar, bucket } from "./gauge.js";
import { add, path, wordSize, wordWidth } from "./pen.js";

const LINE = [52, 288];
const APART = 40; // from the line to a word
const TEXT = [24, 40]; // the least and the most of a font's size, in the drawing's units
const HIGH = [84, 2]; // the drawing's height for words of a size
const PAD_DEG = 3;
const LEAST_DEG = 20; // so that a small change does not look like a large one

// The degrees that the line spans: both results and the band, and not less than is honest.
export function span(then, now, mdc) {
  const low = Math.min(then - mdc, now) - PAD_DEG;
  const high = Math.max(then + mdc, now) + PAD_DEG;
  const more = Math.max(0, LEAST_DEG - (high - low)) / 2;
  return [low - more, high + more];
}

export class ThenNow {
  constructor(svg) {
    this.svg = svg;
  }

  clear() {
    this.svg.replaceChildren();
  }

  // The words name the two marks: {then: "Then 12°", now: "Now 9°"}.
  show({ then_deg: then, now_deg: now, mdc_deg: mdc, words }) {
    this.clear();
    const text = wordSize(this.svg, [[WIDTH, 0], HIGH], TEXT);
    const level = HIGH[0] / 2 + text;
    this.svg.setAttribute("viewBox", `0 0 ${WIDTH} ${2 * level}`);
    this.svg.setAttribute("font-size", text);
    const [low, high] = span(then, now, mdc);
    const at = (deg) => LINE[0] + ((LINE[1] - LINE[0]) * (deg - low)) / (high - low);
    bucket(this.svg, [22, level], -18, 0.42);
    bucket(this.svg, [318, level], 24, 0.42);
    add(this.svg, "path", "gauge-line", { d: path([[LINE[0], level], [LINE[1], level]]) });
    bar(this.svg, "gauge-band", at(then - mdc), at(then + mdc), level, 44, LINE);
    this.label(words.then, text, [at(then), level], -1);
    this.label(words.now, text, [at(now), level], 1);
    add(this.svg, "circle", "gauge-then", { cx: at(then), cy: level, r: 17 });
    // The diamond fits into the ring: both are seen where they meet.
    add(this.svg, "path", "gauge-now", {
      d: path([[at(now), level - 12], [at(now) + 12, level], [at(now), level + 12], [at(now) - 12, level]], "Z"),
    });
  }

  // A word over (-1) or under (1) its mark, moved in where it would leave the picture.
  label(word, size, [x, level], side) {
    const y = level + side * APART + (side > 0 ? 0.75 * size : 0);
    const text = add(this.svg, "text", "gauge-label", { y, "text-anchor": "middle" }, word);
    const half = wordWidth(text, size) / 2;
    text.setAttribute("x", Math.min(Math.max(x, half + 1), WIDTH - half - 1));
    add(this.svg, "path", "gauge-tick", { d: path([[x, level + side * 20], [x, level + side * 33]]) });
  }
}
