// The bucket's physics: a tilted cross-section, level water of constant area, and what runs over the lip.
// Units are the drawing's own; x right, y down; a positive tilt lowers the right (front) lip.

export const SHELL = [[-34, -36], [34, -36], [26, 36], [-26, 36]];
export const GROUND = 62;
const POOL_FLATNESS = 0.2;
const THROW = 12;

export function rotate(points, deg) {
  const angle = (deg * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return points.map(([x, y]) => [x * cos - y * sin, x * sin + y * cos]);
}

export function area(points) {
  const doubled = points.reduce((sum, [x, y], i) => {
    const [u, v] = points[(i + 1) % points.length];
    return sum + x * v - u * y;
  }, 0);
  return Math.abs(doubled) / 2;
}

// The part of a convex shape that lies at or below a level.
export function below(points, level) {
  const kept = [];
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length];
    if (a[1] >= level) kept.push(a);
    if (a[1] >= level !== b[1] >= level) {
      const part = (level - a[1]) / (b[1] - a[1]);
      kept.push([a[0] + part * (b[0] - a[0]), level]);
    }
  });
  return kept;
}

// The lower of the two lip corners: where water leaves.
export function lip(deg) {
  const [left, right] = rotate(SHELL.slice(0, 2), deg);
  return left[1] > right[1] ? left : right;
}

// The most water the bucket holds at a tilt.
export function capacity(deg) {
  return area(below(rotate(SHELL, deg), lip(deg)[1]));
}

// Pour a volume into a bucket at a tilt: the water's shape, what it holds and what ran over.
export function pour(volume, deg) {
  const shell = rotate(SHELL, deg);
  const held = Math.min(volume, capacity(deg));
  let high = lip(deg)[1];
  let low = Math.max(...shell.map(([, y]) => y));
  for (let i = 0; i < 40; i += 1) {
    const middle = (high + low) / 2;
    if (area(below(shell, middle)) > held) high = middle;
    else low = middle;
  }
  return { shell, water: below(shell, low), level: low, held, spilled: volume - held };
}

// The pool on the ground: an ellipse whose area is the water it is made of.
export function pool(spilled, deg) {
  const [x, y] = lip(deg);
  const rx = Math.sqrt(spilled / (Math.PI * POOL_FLATNESS));
  return { x: x + Math.sign(x) * THROW, y: GROUND, rx, ry: rx * POOL_FLATNESS, from: [x, y] };
}

// The attract loop: at `phase` (0..1) the bucket's tilt, the water it has left and the water on the ground.
export function tipping(phase, full, mostDeg) {
  const ease = (from, to) => {
    const part = Math.min(Math.max((phase - from) / (to - from), 0), 1);
    return part * part * (3 - 2 * part);
  };
  const deg = mostDeg * (ease(0.08, 0.38) - ease(0.5, 0.72));
  const reached = phase < 0.44 ? deg : mostDeg;
  const left = Math.min(full, capacity(reached));
  const back = ease(0.76, 0.96);
  const held = left + (full - left) * back;
  return { deg, held, spilled: (full - left) * (1 - back), running: phase < 0.44 && left < full };
}
