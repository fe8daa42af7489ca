// The range check's outcome: a place on a line from full tuck (0 %) to full arch (100 %), a bucket at each end.

import { SHELL, capacity, pour, rotate } from "./bucket.js";
import { add, path } from "./pen.js";

export const WIDTH = 340;
const HEIGHT = 88;
const LINE = [68, 272]; // where 0 % and 100 % are
const LEVEL = 44;
const NARROWEST = 12;
const ENDS = { tuck: [27, -18], arch: [313, 24] }; // each bucket's middle and tilt
const BUCKET = 0.5;

// A small bucket, tipped, that has lost what no longer fits.
export function bucket(svg, [x, y], deg, size) {
  const placed = (points) => path(points.map(([u, v]) => [x + u * size, y + v * size]), "Z");
  add(svg, "path", "gauge-water", { d: placed(pour(Math.min(capacity(8), capacity(deg)), deg).water) });
  add(svg, "path", "gauge-shell", { d: placed(rotate(SHELL, deg)) });
}

// A bar whose ends are round, as wide as it must be to be seen.
export function bar(svg, className, from, to, level, high, [least, most]) {
  const wide = Math.min(Math.max(to - from, NARROWEST), most - least);
  const x = Math.min(Math.max((from + to - wide) / 2, least), most - wide);
  const rx = Math.min(high, wide) / 2;
  return add(svg, "rect", className, { x, y: level - high / 2, width: wide, height: high, rx });
}

export class Gauge {
  constructor(svg) {
    this.svg = svg;
  }

  clear() {
    this.svg.replaceChildren();
  }

  show({ percent, low_percent: low, high_percent: high }) {
    this.clear();
    this.svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    const at = (part) => LINE[0] + ((LINE[1] - LINE[0]) * Math.min(Math.max(part, 0), 100)) / 100;
    for (const [middle, deg] of Object.values(ENDS)) bucket(this.svg, [middle, LEVEL], deg, BUCKET);
    add(this.svg, "path", "gauge-line", { d: path([[LINE[0], LEVEL], [LINE[1], LEVEL]]) });
    for (const x of [0, 50, 100].map(at)) {
      add(this.svg, "path", "gauge-tick", { d: path([[x, LEVEL - 13], [x, LEVEL + 13]]) });
    }
    bar(this.svg, "gauge-band", at(low), at(high), LEVEL, 40, [LINE[0] - 8, LINE[1] + 8]);
    add(this.svg, "circle", "gauge-place", { cx: at(percent), cy: LEVEL, r: 12 });
  }
}
