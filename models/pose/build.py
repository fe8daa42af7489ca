"""Build the kiosk's pose models from the published ones: ``python -m models.pose.build``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from models import manifest
from models.pose import crops, emit, fetch, fold, graph, model_file
from models.pose.census import Census, count
from models.pose.quantize import Recipe, quantize

MODELS = Path(__file__).resolve().parents[1]
COMMAND = "python -m models.pose.build"

# Operators of pose_landmark_full, in the folded file's order. The stem sees raw pixels through 24 filters
# and is too small to be worth its error. The mask decoder's last layers (0.07 % of the weights) work with 8
# channels at 64 to 256 pixels: int8 there costs 0.05 of mask IoU.
STEM = frozenset({1, 2})
MASK_LAYERS = frozenset(range(77, 95))
# The decoder adds skip connections at every size. Correcting its biases on means over foreground and
# background alike pulls the mask's edge about.
DECODER = frozenset(range(70, 96))
# The landmark head ends on a 2x2 grid, where each cell sees other taps of a 3x3 kernel: one correction per
# channel cannot undo their rounding. Operator 121 alone moved the hips by 0.4 px. 0.4 % of the weights.
GRID_2X2 = frozenset({118, 121, 124, 127, 130})
RECIPE = Recipe(kept_float=STEM | MASK_LAYERS | GRID_2X2, uncorrected=DECODER)

INPUTS = ("image",)
OUTPUTS = ("landmarks", "score", "mask_logits", "heatmap", "world")


@dataclass(frozen=True)
class Built:
    """The files' bytes, and how many of the landmark model's constants are int8."""

    landmark: bytes
    detection: bytes
    census: Census


def build() -> Built:
    """Fetch, fold, quantize and pack; the same inputs always give the same bytes on one machine."""
    model = model_file.read(fetch.read(fetch.LANDMARKS))
    fold.fold(model)
    quantized = quantize(graph.load(model), crops.as_input(crops.calibration()), RECIPE)
    emit.emit(model, quantized)
    emit.sign(model, INPUTS, OUTPUTS)
    landmark = model_file.write(model)
    return Built(landmark, fetch.read(fetch.DETECTOR), count(landmark))


def _source(member: fetch.Member) -> dict[str, str]:
    package = member.package
    return {
        "package": package.name,
        "version": package.version,
        "wheel": package.filename,
        "wheel_sha256": package.sha256,
        "member": member.path,
        "sha256": member.sha256,
    }


def _record(name: str, path: Path, source: fetch.Member, more: dict[str, object]) -> None:
    data = path.read_bytes()
    entry: dict[str, object] = {
        "file": path.name,
        "sha256": fetch.digest(data),
        "bytes": len(data),
        "licence": source.package.licence,
        "card": f"{name}.md",
        "built_by": COMMAND,
        "source": _source(source),
    }
    manifest.record(name, {**entry, **more}, path.parent / manifest.PATH.name)


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=MODELS,
    help="Where the model files and the manifest go.",
)
def main(out: Path) -> None:
    """Build pose_landmark.tflite and pose_detection.tflite and record them in the manifest."""
    built = build()
    out.mkdir(parents=True, exist_ok=True)
    landmark, detection = out / "pose_landmark.tflite", out / "pose_detection.tflite"
    landmark.write_bytes(built.landmark)
    detection.write_bytes(built.detection)
    figures = {
        "int8_weights": built.census.weights["int8"],
        "float_weights": built.census.weights["float32"],
        "int8_share": round(built.census.int8_share, 5),
    }
    calibration = _source(fetch.WALKER)
    _record("pose_landmark", landmark, fetch.LANDMARKS, {"calibration": calibration, "figures": figures})
    _record("pose_detection", detection, fetch.DETECTOR, {})
    for path in (landmark, detection):
        click.echo(f"{path}  {path.stat().st_size} bytes  sha256 {fetch.digest(path.read_bytes())}")


if __name__ == "__main__":
    main()
