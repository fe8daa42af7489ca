"""Render a world of drawn bodies and show it to the pose model; what is already there is kept."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.tilt import samples as sampling
from models.tilt.samples import Samples

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"


@dataclass(frozen=True)
class World:
    """A set of drawn bodies: the same seed always gives the same ones."""

    name: str
    seed: int
    bodies: int
    images: int = 4

    @property
    def data(self) -> Path:
        """Where its pictures are."""
        return CACHE / "bodies" / self.name

    @property
    def seen(self) -> Path:
        """Where what the pose model saw in them is."""
        return CACHE / "tilt" / self.name


TRAIN = (World("train", seed=1, bodies=652), World("train3", seed=3, bodies=735))
EXAM = (World("exam", seed=2, bodies=300),)


def render(worlds: Sequence[World], workers: int) -> None:
    """Draw the bodies that are missing; hours for a whole world on two cores.

    Raises:
        subprocess.CalledProcessError: the generator failed; it has said why.
    """
    for world in worlds:
        _run(
            "models.bodies.generate",
            *("--bodies", str(world.bodies), "--images", str(world.images), "--seed", str(world.seed)),
            *("--out", str(world.data), "--workers", str(workers)),
        )


def look(worlds: Sequence[World], workers: int) -> Samples:
    """Show the pictures to the pose model and make features of what it saw; a world not begun is left out.

    Raises:
        subprocess.CalledProcessError: the extraction failed; it has said why.
    """
    for world in _begun(worlds):
        _run(
            "models.tilt.extract",
            *("--data", str(world.data), "--out", str(world.seen), "--workers", str(workers)),
        )
    return load(worlds)


def load(worlds: Sequence[World]) -> Samples:
    """The samples of all that was looked at before."""
    return sampling.together([sampling.load(world.data, world.seen) for world in _begun(worlds)])


def _begun(worlds: Sequence[World]) -> list[World]:
    return [world for world in worlds if world.data.is_dir()]


def _run(module: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", module, *arguments], check=True, cwd=ROOT)
