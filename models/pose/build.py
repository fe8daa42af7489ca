"""Build the kiosk's pose models from the published ones: ``python -m models.pose.build``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from models import manifest
from models.pose import crops, emit, fetch, fold, graph, islands, model_file, static
from models.pose.census import Census, count
from models.pose.cut import Cut, cut, same_numbers
from models.pose.graph import Floats
from models.pose.model_file import Model
from models.pose.quantize import Recipe, quantize
from models.pose.split import split_single_channel

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
# What computes in integers in the file with int8 activations: the trunk at 16x16 and 8x8 pixels, and the
# first layer after it. Larger pictures have few channels: int8 gains no time there and costs the mask's edge.
# The head loses 3 px at the hips (activations.md shows each).
TRUNK = frozenset(range(29, 71))

_MASK_LOGITS = 2  # which of the published outputs


@dataclass(frozen=True)
class Built:
    """The files' bytes: int8 weights alone, int8 activations in the trunk as well, the mask, the detector."""

    landmark: bytes
    landmark_int8: bytes
    mask: bytes
    detection: bytes


def build() -> Built:
    """Fetch, fold, quantize and pack; the same inputs always give the same bytes on one machine.

    Raises:
        ValueError: the two landmark models would need each a mask decoder of its own.
    """
    images = crops.as_input(crops.calibration())
    weights, activations = weights_only(images), with_activations(images, TRUNK)
    if not same_numbers(weights.mask, activations.mask):
        raise ValueError("The mask's last layers differ between the variants.")
    return Built(weights.landmark, activations.landmark, weights.mask, fetch.read(fetch.DETECTOR))


def weights_only(images: Floats) -> Cut:
    """The landmark model with int8 weights and float activations, calibrated on (N, 256, 256, 3) images."""
    model = folded()
    emit.emit(model, quantize(graph.load(model), images, RECIPE))
    return _split_and_cut(model)


def with_activations(images: Floats, integer: frozenset[int]) -> Cut:
    """The landmark model with int8 weights, and with int8 activations in the ``integer`` operators."""
    model = folded()
    network = graph.load(model)
    # An integer operator has int8 weights, whatever the recipe for float activations says.
    recipe = Recipe(RECIPE.kept_float - integer, RECIPE.uncorrected)
    islands.emit(model, network, static.quantize(network, images, recipe, integer))
    return _split_and_cut(model)


def committed(name: str) -> Cut:
    """A landmark model of the repository, by its name in the manifest, with the mask that all share."""
    return Cut(*((MODELS / f"{each}.tflite").read_bytes() for each in (name, "pose_mask")))


def folded() -> Model:
    """The published landmark model with plain fp32 constants."""
    model = model_file.read(fetch.read(fetch.LANDMARKS))
    fold.fold(model)
    return model


def _split_and_cut(model: Model) -> Cut:
    split_single_channel(model, _MASK_LOGITS)
    return cut(model_file.write(model))


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
    """Build the two landmark files, the mask's and the detector's, and record them in the manifest."""
    built = build()
    out.mkdir(parents=True, exist_ok=True)
    calibration = {"calibration": _source(fetch.WALKER)}
    landmarks = {"pose_landmark": built.landmark, "pose_landmark_int8": built.landmark_int8}
    for name, data in {**landmarks, "pose_mask": built.mask, "pose_detection": built.detection}.items():
        path = out / f"{name}.tflite"
        path.write_bytes(data)
        if name in landmarks:
            _record(name, path, fetch.LANDMARKS, {**calibration, "figures": _figures(count(data))})
        else:
            _record(name, path, fetch.LANDMARKS if name == "pose_mask" else fetch.DETECTOR, {})
        click.echo(f"{path}  {len(data)} bytes  sha256 {fetch.digest(data)}")


def _figures(census: Census) -> dict[str, float]:
    return {
        "int8_weights": census.weights["int8"],
        "float_weights": census.weights["float32"],
        "int8_share": round(census.int8_share, 5),
    }


if __name__ == "__main__":
    main()
