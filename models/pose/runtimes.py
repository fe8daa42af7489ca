"""Time the original and the int8 model side by side on this Python's own TFLite runtime.

``python -m models.pose.runtimes FOLDER`` runs in the kiosk's environment and in the model
workshop alike, so that both runtimes can be compared.
"""

from __future__ import annotations

import time
from pathlib import Path

import click
import numpy as np

from kiosk.pose.landmarker import Landmarker
from kiosk.pose.mask import MaskDecoder
from kiosk.pose.runtime import Network, runtime_name
from models.pose.compare import ask

_WARM_UP = 3


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--rounds", default=30, help="Inferences of each model, in turns.")
def main(folder: Path, rounds: int) -> None:
    """Write out.npz: milliseconds (rounds, 2) of original and int8, and int8's answers to crops.npy."""
    images = np.load(folder / "crops.npy")
    models = [_load(folder, name) for name in ("original", "int8")]
    took_ms = np.zeros((rounds, len(models)))
    for turn in range(-_WARM_UP, rounds):
        for which, model in enumerate(models):
            started = time.perf_counter()
            model.read(images[0])
            if turn >= 0:
                took_ms[turn, which] = 1000 * (time.perf_counter() - started)
    answers = ask(models[1], images)
    np.savez(
        folder / "out.npz",
        runtime=runtime_name(),
        took_ms=took_ms,
        points=answers.points,
        masks=answers.masks,
        scores=answers.scores,
    )


def _load(folder: Path, name: str) -> Landmarker:
    landmark, mask = (Network((folder / f"{name}{part}.tflite").read_bytes()) for part in ("", "_mask"))
    return Landmarker(landmark, MaskDecoder(mask))


if __name__ == "__main__":
    main()
