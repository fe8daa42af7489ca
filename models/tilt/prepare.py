"""Render a world of drawn bodies and show it to the pose model; what is already there is kept."""

from __future__ import annotations

import os
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
    """A set of drawn bodies: the same seed always gives the same ones.

    Attributes:
        name: of its folders in the cache.
        generator: the module that draws it.
        seed, bodies: which bodies, and how many.
        more: further options of the generator's command.
        revision: the commit whose generator draws it; none: the present one.
    """

    name: str
    generator: str
    seed: int
    bodies: int
    more: tuple[str, ...] = ()
    revision: str | None = None

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
_TWO, _FOUR = ("--images", "2"), ("--images", "4")
NARROW = "52413b16"
"""The last commit before the generator drew people more variously: how they stand, dress and are seen."""

TRAIN = (
    World("train", _OWN, seed=1, bodies=652, more=_FOUR, revision=NARROW),
    World("train3", _OWN, seed=3, bodies=735, more=_FOUR, revision=NARROW),
)
"""The bodies that the tilt itself is learnt from; models/tilt.md tells why not the others."""

VARIOUS = (
    World("world", _OWN, seed=11, bodies=4200, more=_TWO),
    World("plainer", _OWN, seed=13, bodies=4200, more=(*_TWO, "--breadth", "0.6")),
)
"""The bodies that doubts and changes are learnt from: as various as can be, and nearer to usual."""

OWN = World("exam", _OWN, seed=2, bodies=300, more=_FOUR, revision=NARROW)
"""Unseen bodies of the world that the tilt is learnt in."""

FAMILIAR = World("familiar", _OWN, seed=12, bodies=240, more=_TWO)
"""Unseen bodies of the generator as it is now."""

STRANGERS = World("exam", "models.strangers.generate", seed=50, bodies=240)
"""Bodies of a world that nothing was trained in, and that nothing was chosen by."""

NEIGHBOURS = World("dev", "models.strangers.generate", seed=51, bodies=60)
"""Other bodies of that world, looked at while the head is made: the interval's width and the change head's
stretch are set by them, the grade's rule and the choice of training bodies were held against them."""


def render(world: World, workers: int) -> None:
    """Draw the bodies that are missing; half an hour for a training world on two cores.

    Raises:
        subprocess.CalledProcessError: the generator failed; it has said why.
    """
    arguments = ("--bodies", str(world.bodies), "--seed", str(world.seed), "--out", str(world.data))
    root = ROOT if world.revision is None else _checkout(world.revision)
    _run(world.generator, *arguments, "--workers", str(workers), *world.more, root=root)


def _checkout(revision: str) -> Path:
    """The repository as it was, beside the cache; its generator finds its downloads where they are."""
    folder = CACHE / "revisions" / revision
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["git", "worktree", "prune"], check=True, cwd=ROOT)
        subprocess.run(["git", "worktree", "add", "--detach", str(folder), revision], check=True, cwd=ROOT)
    return folder


def look_at_all(worlds: Sequence[World], workers: int) -> Samples:
    """The samples of several worlds, as ``look`` makes them."""
    return sampling.together([look(world, workers) for world in worlds])


def load_all(worlds: Sequence[World]) -> Samples:
    """The samples of several worlds that were looked at before."""
    return sampling.together([load(world) for world in worlds])


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


def _run(module: str, *arguments: str, root: Path = ROOT) -> None:
    places = {"PYTHONPATH": str(root), "ANNY_CACHE_DIR": str(CACHE / "anny")}
    subprocess.run([sys.executable, "-m", module, *arguments], check=True, cwd=root, env=os.environ | places)
