"""Time the original and the int8 model side by side on this Python's own TFLite runtime.

``python -m models.pose.runtimes ORIGINAL INT8 CROPS OUT`` runs in the kiosk's environment and in the model
workshop alike, so that both runtimes can be compared.
"""

from __future__ import annotations

import time
from pathlib import Path

import click
import numpy as np

from kiosk.pose.runtime import Network, runtime_name
from models.pose.compare import ask

_WARM_UP = 3


@click.command()
@click.argument("original", type=click.Path(exists=True, path_type=Path))
@click.argument("int8", type=click.Path(exists=True, path_type=Path))
@click.argument("crops", type=click.Path(exists=True, path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--rounds", default=30, help="Inferences of each model, in turns.")
def main(original: Path, int8: Path, crops: Path, out: Path, rounds: int) -> None:
    """Write an .npz: milliseconds (rounds, 2) of original and int8, and the int8 model's answers to CROPS."""
    images = np.load(crops)
    networks = Network(original.read_bytes()), Network(int8.read_bytes())
    value = (images[0].astype(np.float32) / 255)[np.newaxis]
    took_ms = np.zeros((rounds, len(networks)))
    for turn in range(-_WARM_UP, rounds):
        for which, network in enumerate(networks):
            started = time.perf_counter()
            network(value)
            if turn >= 0:
                took_ms[turn, which] = 1000 * (time.perf_counter() - started)
    answers = ask(networks[1], images)
    np.savez(
        out,
        runtime=runtime_name(),
        took_ms=took_ms,
        points=answers.points,
        mask_logits=answers.mask_logits,
        scores=answers.scores,
    )


if __name__ == "__main__":
    main()
