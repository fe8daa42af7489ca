// Draws the bucket that bucket.js works out into an SVG element.

import { GROUND, capacity, pool, pour, tipping } from "./bucket.js";

const SVG = "http://www.w3.org/2000/svg";
const LOOP_MS = 9000;
const FRAME_MS = 40;
const TIP_MS = 1400;
const STEEPEST_DEG = 40;
const still = matchMedia("(prefers-reduced-motion: reduce)");

const line = (points) => `M${points.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}Z`;

function add(svg, name, className) {
  const element = document.createElementNS(SVG, name);
  element.setAttribute("class", className);
  svg.append(element);
  return element;
}

export class BucketDrawing {
  constructor(svg) {
    this.pool = add(svg, "ellipse", "water");
    this.stream = add(svg, "path", "stream");
    this.water = add(svg, "path", "water");
    this.shell = add(svg, "path", "shell");
    this.timer = 0;
  }

  // One moment: the tilt, the water in the bucket, the water on the ground, and whether it runs.
  draw(deg, held, spilled, running) {
    const { shell, water } = pour(held, deg);
    const on = pool(spilled, deg === 0 ? 1e-6 : deg);
    this.shell.setAttribute("d", line(shell));
    this.water.setAttribute("d", water.length > 2 ? line(water) : "");
    this.pool.setAttribute("cx", this.poolAt ?? on.x);
    this.pool.setAttribute("cy", GROUND);
    this.pool.setAttribute("rx", on.rx);
    this.pool.setAttribute("ry", on.ry);
    const [x, y] = on.from;
    this.stream.setAttribute("d", running ? `M${x} ${y}Q${(x + on.x) / 2} ${y} ${on.x} ${GROUND}` : "");
    this.stream.setAttribute("stroke-width", Math.min(7, 1.5 + spilled / 80));
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.poolAt = undefined;
    for (const part of [this.shell, this.water, this.stream]) part.setAttribute("d", "");
    for (const part of ["cx", "cy", "rx", "ry"]) this.pool.setAttribute(part, 0);
    this.stream.setAttribute("stroke-width", 0);
  }

  // Tip to a result and stay there. Full is what just fits at the first cut: water runs only beyond it.
  show(tiltDeg, mildDeg) {
    this.stop();
    const full = capacity(mildDeg);
    const end = Math.max(-STEEPEST_DEG, Math.min(STEEPEST_DEG, tiltDeg));
    const since = performance.now();
    const step = () => {
      const part = still.matches ? 1 : Math.min((performance.now() - since) / TIP_MS, 1);
      const deg = end * part * part * (3 - 2 * part);
      const { held, spilled } = pour(full, deg);
      this.draw(deg, held, spilled, spilled > 1);
      if (part < 1) this.timer = setTimeout(step, FRAME_MS);
    };
    step();
  }

  // Tip and fill, gently and for ever; with reduced motion, one telling picture.
  tip(mildDeg, mostDeg) {
    this.stop();
    const full = capacity(mildDeg);
    this.poolAt = pool(1, mostDeg).x;
    const since = performance.now();
    const step = () => {
      const phase = still.matches ? 0.43 : ((performance.now() - since) / LOOP_MS) % 1;
      const { deg, held, spilled, running } = tipping(phase, full, mostDeg);
      this.draw(deg, held, spilled, running);
      if (!still.matches) this.timer = setTimeout(step, FRAME_MS);
    };
    step();
  }
}
