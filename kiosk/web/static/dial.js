// The angle on a dial: a half ring in the grades' colours and shapes, its cuts, the interval and a needle.

import { add, arc, around, path, sector, spread, wordSize, wordWidth } from "./pen.js";

const RING = [98, 126]; // inner and outer radius
const BAND = [91, 133];
const MOST = 141;
const TEXT = [22, 44]; // the least and the most of a font's size, in the drawing's units
// The dial's place for words of a size: a cut's name fits beside the ring, above it, and a line below it.
const WIDE = [296, 3.2];
const HIGH = [162, 1.9];
const ROOM = 9; // between two labels
const SHAPES = {
  neutral: "M-10 0A10 10 0 1 1 10 0A10 10 0 1 1 -10 0Z",
  mild: "M0 -11 11 0 0 11 -11 0Z",
  pronounced: "M0 -10.5 11 9.5H-11Z",
};
const GRADES = Object.keys(SHAPES);

// Where an angle lies on the dial: -90 (left end) .. 90 (right end), 0 straight up; kept on the dial.
export function heading(scale, deg) {
  const part = (deg - scale.from_deg) / (scale.to_deg - scale.from_deg);
  return 180 * Math.min(Math.max(part, 0), 1) - 90;
}

function glyph(to, grade, className, [x, y], size) {
  add(to, "path", `${className} ${grade}`, { d: SHAPES[grade], transform: `translate(${x} ${y}) scale(${size})` });
}

export class Dial {
  constructor(svg) {
    this.svg = svg;
  }

  clear() {
    this.svg.replaceChildren();
  }

  // A scale (see ScaleJson), the grade whose shape the needle starts from, and the name of where most people are.
  show(scale, grade, most) {
    this.clear();
    this.lay(wordSize(this.svg, [WIDE, HIGH], TEXT));
    const ends = [scale.from_deg, scale.mild_deg, scale.pronounced_deg, scale.to_deg].map((deg) => heading(scale, deg));
    const zones = GRADES.map((name, i) => [name, ends[i], ends[i + 1]]);
    for (const zone of zones) this.zone(...zone);
    this.mostPeople(scale, most);
    this.cuts(scale);
    this.band(heading(scale, scale.low_deg), heading(scale, scale.high_deg));
    for (const zone of zones) this.shape(...zone);
    const needle = add(this.svg, "g", "dial-needle", {
      transform: `rotate(${heading(scale, scale.at_deg).toFixed(2)} ${this.middle.join(" ")})`,
    });
    const [x, y] = this.middle;
    add(needle, "path", "", { d: path([[x - 6, y - 26], [x - 2, y - 114], [x + 2, y - 114], [x + 6, y - 26]], "Z") });
    glyph(this.svg, grade, "dial-grade", [x, y - 12], 1.25);
  }

  // Where everything is, for words of a size.
  lay(text) {
    this.text = text;
    [this.width, this.height] = [WIDE, HIGH].map(([bare, each]) => bare + each * text);
    this.reach = 149 + text / 2; // to the middle of a cut's name
    this.middle = [this.width / 2, this.height - text - 10];
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    this.svg.setAttribute("font-size", text);
  }

  // The angle that so wide a name takes up around the dial.
  turn(wide) {
    return (2 * Math.asin(Math.min(1, wide / 2 / this.reach)) * 180) / Math.PI;
  }

  zone(grade, from, to) {
    if (to - from < 0.1) return;
    add(this.svg, "path", `dial-zone ${grade}`, { d: sector(this.middle, ...RING, from, to) });
  }

  // The grade's own shape in the middle of its zone, where it fits.
  shape(grade, from, to) {
    const middle = (RING[0] + RING[1]) / 2;
    if (((to - from) * Math.PI * middle) / 180 > 24)
      glyph(this.svg, grade, "dial-shape", around(this.middle, (from + to) / 2, middle), 0.8);
  }

  // Level and forward of it: outside the ring, from 0° on to where the dial ends.
  mostPeople(scale, word) {
    const from = heading(scale, 0);
    const to = heading(scale, scale.to_deg);
    if (!word || to - from < 1) return;
    add(this.svg, "path", "dial-most", { d: arc(this.middle, MOST, from, to) });
    const bar = [MOST - 6, MOST + 6].map((radius) => around(this.middle, from, radius));
    add(this.svg, "path", "dial-most", { d: path(bar) });
    const [x, y] = around(this.middle, to, MOST);
    add(this.svg, "path", "dial-most", { d: path([[x - 7, y - 8], [x, y], [x + 7, y - 8]]) });
    const label = this.label(word);
    // A long name in some language is set narrower rather than cut off.
    const wide = Math.min(wordWidth(label, this.text), this.width - 4);
    label.setAttribute("x", this.width - 2 - wide / 2);
    label.setAttribute("y", this.height - 0.24 * this.text);
    label.setAttribute("textLength", wide);
    label.setAttribute("lengthAdjust", "spacingAndGlyphs");
  }

  // A cut that lies off the dial is not marked at its end, where another angle is.
  cuts(scale) {
    const cuts = ["mild", "pronounced"]
      .filter((cut) => scale[`${cut}_deg`] >= scale.from_deg && scale[`${cut}_deg`] <= scale.to_deg)
      .map((cut) => ({ end: heading(scale, scale[`${cut}_deg`]), label: this.label(scale[cut]) }));
    const widths = cuts.map(({ label }) => wordWidth(label, this.text));
    const gaps = widths.slice(1).map((wide, i) => this.turn((wide + widths[i]) / 2 + ROOM));
    const least = this.turn(this.text) / 2 - 90;
    const places = spread(cuts.map(({ end }) => end), gaps, least, -least);
    cuts.forEach(({ end, label }, i) => {
      const half = widths[i] / 2;
      // Beside the ring a name is as far from it as above, whatever its width.
      const aside = Math.abs(Math.sin((places[i] * Math.PI) / 180)) * Math.max(0, half - this.text / 2);
      const [x, y] = around(this.middle, places[i], this.reach + aside);
      label.setAttribute("x", Math.min(Math.max(x, half + 1), this.width - half - 1));
      label.setAttribute("y", y + this.text * 0.36);
      const across = [RING[0] - 2, MOST + 2].map((radius) => around(this.middle, end, radius));
      add(this.svg, "path", "dial-cut", { d: path([...across, around(this.middle, places[i], MOST + 7)]) });
    });
  }

  label(word) {
    return add(this.svg, "text", "dial-label", { "text-anchor": "middle" }, word);
  }

  band(from, to) {
    // As narrow as it may be, it is still seen.
    const wide = Math.max(to - from, 4);
    const start = Math.min(Math.max((from + to - wide) / 2, -90), 90 - wide);
    add(this.svg, "path", "dial-band", { d: sector(this.middle, ...BAND, start, start + wide) });
  }
}
