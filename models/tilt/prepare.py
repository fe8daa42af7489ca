"""Render a world of drawn bodies and show it to the pose model; what is already there is kept."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from models.tilt import samples as sampling
from models.tilt.samples import Samples

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"


@dataclass(frozen=True)
class World:
    """A set of drawn bodies: the same seed always gives the same ones.

    Attributes:
        name: of its folders in the cache.
        generator: the module that draws it.
        seed, bodies: which bodies, and how many.
        more: further options of the generator's command.
    """

    name: str
    generator: str
    seed: int
    bodies: int
    more: tuple[str, ...] = ()

    @property
    def data(self) -> Path:
        """Where its pictures are."""
        return CACHE / self._family / self.name

    @property
    def seen(self) -> Path:
        """Where what the pose model saw in them is."""
        return CACHE / "tilt" / f"{self._family}-{self.name}"

    @property
    def _family(self) -> str:
        return self.generator.split(".")[1]


_OWN = "models.bodies.generate"
TRAIN = World("world", _OWN, seed=11, bodies=4200, more=("--images", "2"))
FIRST = World("exam", _OWN, seed=2, bodies=300, more=("--images", "4"))
"""Unseen bodies of the world the present head was trained in, drawn before the generator was broadened."""

FAMILIAR = World("familiar", _OWN, seed=12, bodies=240, more=("--images", "2"))
"""Unseen bodies of the generator as it is now."""

STRANGERS = World("exam", "models.strangers.generate", seed=50, bodies=240)
"""Bodies of a world that nothing was trained in, nor chosen by."""

NEIGHBOURS = World("dev", "models.strangers.generate", seed=51, bodies=60)
"""Other bodies of that world: the interval is made wide enough for them, and nothing else is."""


def render(world: World, workers: int) -> None:
    """Draw the bodies that are missing; an hour for the training world on two cores.

    Raises:
        subprocess.CalledProcessError: the generator failed; it has said why.
    """
    _run(
        world.generator,
        *("--bodies", str(world.bodies), "--seed", str(world.seed), "--out", str(world.data)),
        *("--workers", str(workers), *world.more),
    )


def look(world: World, workers: int) -> Samples:
    """Show the pictures to the pose model and make features of what it saw.

    Raises:
        subprocess.CalledProcessError: the extraction failed; it has said why.
    """
    _run(
        "models.tilt.extract",
        *("--data", str(world.data), "--out", str(world.seen), "--workers", str(workers)),
    )
    return load(world)


def load(world: World) -> Samples:
    """The samples of all that was looked at before."""
    return sampling.load(world.data, world.seen)


def _run(module: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", module, *arguments], check=True, cwd=ROOT)
