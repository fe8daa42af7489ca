// Adds a shape to a drawing, and the few curves that the drawings share.

const SVG = "http://www.w3.org/2000/svg";

export function add(to, name, className, attributes = {}, text = "") {
  const shape = document.createElementNS(SVG, name);
  shape.setAttribute("class", className);
  for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
  shape.textContent = text;
  to.append(shape);
  return shape;
}

const n = (value) => Number(value.toFixed(2));

export const WORD_PX = 22.5; // no word is smaller on the screen

// How large words are set, in a drawing's units, so that they are WORD_PX in its place: a drawing is
// [width, height] of that place for words of a size, each told as [without words, for each unit of them].
export function wordSize(svg, [width, height], [least, most]) {
  const place = svg.getBoundingClientRect();
  const fit = (room, [bare, each]) => (room > WORD_PX * each ? (WORD_PX * bare) / (room - WORD_PX * each) : most);
  if (!place.width || !place.height) return least;
  return Math.min(Math.max(fit(place.width, width), fit(place.height, height), least), most);
}

// How wide a word is drawn; about so wide where the page does not show it yet, and cannot tell.
export function wordWidth(label, size) {
  return label.getComputedTextLength() || label.textContent.length * size * 0.56;
}

// A line through points, closed where it is a shape.
export const path = (points, end = "") => `M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join("L")}${end}`;

// The point at a heading (degrees clockwise from straight up) and a distance from a middle.
export function around([x, y], heading, radius) {
  const turn = (heading * Math.PI) / 180;
  return [n(x + radius * Math.sin(turn)), n(y - radius * Math.cos(turn))];
}

// A part of a circle, from one heading clockwise to another, less than the whole round.
export function arc(middle, radius, from, to) {
  const ends = [from, to].map((heading) => around(middle, heading, radius).join(" "));
  return `M${ends[0]}A${radius} ${radius} 0 ${to - from > 180 ? 1 : 0} 1 ${ends[1]}`;
}

// A part of a ring, between two radii.
export function sector(middle, inner, outer, from, to) {
  const [a, b] = [around(middle, to, inner), around(middle, from, inner)];
  const large = to - from > 180 ? 1 : 0;
  return `${arc(middle, outer, from, to)}L${a.join(" ")}A${inner} ${inner} 0 ${large} 0 ${b.join(" ")}Z`;
}

// Places, in order, moved apart until neighbours are `gaps` apart and all keep to `least` .. `most`.
export function spread(places, gaps, least, most) {
  const at = places.map((place) => Math.min(Math.max(place, least), most));
  for (let pass = 0; pass < 40; pass += 1) {
    gaps.forEach((gap, i) => {
      const short = gap - (at[i + 1] - at[i]);
      if (short > 0) {
        at[i] = Math.max(least, at[i] - short / 2);
        at[i + 1] = Math.min(most, Math.max(at[i + 1], at[i] + gap));
      }
    });
  }
  return at;
}
