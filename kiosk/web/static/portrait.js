// The guest's own outline, mirrored as the live one was, with the line of the pelvis drawn on it.

import { HEIGHT, smooth } from "./outline.js";
import { add, path } from "./pen.js";

const DEPTHS = 1.5; // the line's length, in depths of the trunk
const BEYOND = 1.4; // how much longer the level line is, so that it shows beside it
const MARGIN = 24;
const [THIN, DEEP] = [0.09, 0.24]; // of the body's height: an outline's depth beyond these is no trunk's

// Where the outline crosses a height, left to right: x, by straight lines between its points.
function crossings(points, level) {
  const found = [];
  points.forEach(([x, y], i) => {
    const [u, v] = points[(i + 1) % points.length];
    if (y > level !== v > level) found.push(x + ((u - x) * (level - y)) / (v - y));
  });
  return found.sort((a, b) => a - b);
}

// How deep the trunk is around the hip; an arm in front of it or a gap beside it is not counted.
export function depth(points, [x, y]) {
  const heights = points.map((point) => point[1]);
  const tall = Math.max(...heights) - Math.min(...heights);
  const at = crossings(points, y);
  let wide = 0;
  for (let i = 0; i + 1 < at.length; i += 2) if (at[i] <= x && x <= at[i + 1]) wide = at[i + 1] - at[i];
  return Math.min(Math.max(wide, THIN * tall), DEEP * tall);
}

// The line's two ends, back and front, on the mirrored picture (x right, y down).
export function pelvis([x, y], length, tiltDeg, facing) {
  // Who faces left in the camera's picture faces right in a looking glass.
  const front = facing === "left" ? 1 : -1;
  const tilt = (tiltDeg * Math.PI) / 180;
  const right = (front * length * Math.cos(tilt)) / 2;
  const down = (length * Math.sin(tilt)) / 2;
  return [[x - right, y - down], [x + right, y + down]];
}

export class Portrait {
  constructor(svg) {
    this.svg = svg;
  }

  clear() {
    this.svg.replaceChildren();
    this.svg.removeAttribute("viewBox");
  }

  show({ aspect, points, hip, tilt_deg: tiltDeg, facing }) {
    this.clear();
    if (points.length < 6) return;
    const width = aspect * HEIGHT;
    const mirrored = (x, y) => [width - (x / 1000) * width, (y / 1000) * HEIGHT];
    const body = [];
    for (let i = 0; i + 1 < points.length; i += 2) body.push(mirrored(points[i], points[i + 1]));
    const at = mirrored(...hip);
    const length = DEPTHS * depth(body, at);
    const [back, front] = pelvis(at, length, tiltDeg, facing);
    const [from, to] = pelvis(at, length * BEYOND, 0, facing);
    const [, level] = pelvis(at, length, 0, facing);
    this.crop([...body, back, front, from, to]);
    add(this.svg, "path", "portrait-body", { d: smooth(points, width) });
    add(this.svg, "path", "portrait-tip", { d: path([at, level, front], "Z") });
    add(this.svg, "path", "portrait-level", { d: path([from, to]) });
    // A dark edge keeps the line apart from the outline that it crosses.
    for (const part of ["portrait-edge", "portrait-line"]) add(this.svg, "path", part, { d: path([back, front]) });
    add(this.svg, "circle", "portrait-end back", { cx: back[0], cy: back[1], r: 13 });
    add(this.svg, "circle", "portrait-end front", { cx: front[0], cy: front[1], r: 19 });
  }

  crop(points) {
    const [left, top] = [0, 1].map((i) => Math.min(...points.map((point) => point[i])) - MARGIN);
    const [right, bottom] = [0, 1].map((i) => Math.max(...points.map((point) => point[i])) + MARGIN);
    this.svg.setAttribute("viewBox", [left, top, right - left, bottom - top].map((edge) => edge.toFixed(1)).join(" "));
  }
}
