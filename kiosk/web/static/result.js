// The result's page: grade and angle in words, on the dial, as the bucket and on the guest's own outline.

import { BucketDrawing } from "./bucket_drawing.js";
import { Dial } from "./dial.js";
import { Portrait } from "./portrait.js";

const by = (id) => document.getElementById(id);
const WORDS = ["word", "angle", "way", "line", "method"];
const bucket = new BucketDrawing(by("result-bucket"));
const dial = new Dial(by("dial"));
const portrait = new Portrait(by("portrait"));
let shown = "";

export function showResult(result) {
  // A picture drawn anew would move again.
  const now = JSON.stringify(result);
  if (now === shown) return;
  shown = now;
  by("result").dataset.grade = result.grade;
  by("grade-shape").setAttribute("href", `#shape-${result.grade}`);
  for (const part of WORDS) by(`result-${part}`).textContent = result[part];
  by("result-method").hidden = !result.method;
  by("result-bucket-words").textContent = result.bucket;
  by("borderline").textContent = result.borderline ?? "";
  by("borderline").hidden = !result.borderline;
  dial.show(result.scale, result.grade, result.scale.most);
  by("portrait-place").hidden = !result.portrait;
  if (result.portrait) portrait.show(result.portrait);
  else portrait.clear();
  bucket.show(result.tilt_deg, result.scale.mild_deg);
}

export function forgetResult() {
  shown = "";
  bucket.stop();
  dial.clear();
  portrait.clear();
  delete by("result").dataset.grade;
  for (const part of [...WORDS, "bucket-words"]) by(`result-${part}`).textContent = "";
  by("borderline").textContent = "";
  by("grade-shape").setAttribute("href", "");
}
