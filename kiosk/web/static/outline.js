// The live outline: thousandths of the frame become one smooth closed path, mirrored as in a looking glass.

export const HEIGHT = 1000;

// A closed path through the middles of the sides, each corner the control point of its curve.
export function smooth(points, width) {
  const at = [];
  for (let i = 0; i + 1 < points.length; i += 2) {
    at.push([width - (points[i] / 1000) * width, (points[i + 1] / 1000) * HEIGHT]);
  }
  if (at.length < 3) return "";
  const middle = ([x, y], [u, v]) => `${((x + u) / 2).toFixed(1)} ${((y + v) / 2).toFixed(1)}`;
  const curves = at.map(([x, y], i) => `Q${x.toFixed(1)} ${y.toFixed(1)} ${middle([x, y], at[(i + 1) % at.length])}`);
  return `M${middle(at[at.length - 1], at[0])}${curves.join("")}Z`;
}

export class OutlineDrawing {
  constructor(svg) {
    this.svg = svg;
    this.body = svg.querySelector(".body");
    this.target = svg.querySelector(".target");
    this.latest = null;
    this.due = 0;
    this.frame(9 / 16);
  }

  frame(aspect) {
    if (aspect === this.aspect) return;
    this.aspect = aspect;
    const width = aspect * HEIGHT;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    // A wide frame loses its sides rather than shrink the guest; a tall one is shown whole.
    this.svg.setAttribute("preserveAspectRatio", aspect > 1 ? "xMidYMid slice" : "xMidYMid meet");
    this.target.setAttribute("transform", `translate(${width / 2} 0)`);
  }

  draw(outline) {
    this.latest = outline;
    if (!this.due) this.due = requestAnimationFrame(() => this.paint());
  }

  paint() {
    this.due = 0;
    if (this.latest) this.frame(this.latest.aspect);
    this.body.setAttribute("d", this.latest ? smooth(this.latest.points, this.aspect * HEIGHT) : "");
  }
}
