"""Random people, places and views for a case, each grown from (seed, case, number) alone."""

import zlib
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from models.bodies.camera import Camera
from models.bodies.person import Person, lift
from models.bodies.shot import Placed, Shot, Subject, make_shot, make_subject
from models.refusals.picture import HEIGHT, WIDTH, Picture, Prop, Scenery

BODIES = 40
"""So many people of a seed are cast; they wear other clothes in every picture."""


@lru_cache(maxsize=BODIES)
def _subject(seed: int, body: int) -> Subject:
    return make_subject(seed, body)


@dataclass(frozen=True)
class Draw:
    """The chance of one picture of a case, and the measurable shot that the case then spoils."""

    seed: int
    case: str
    number: int

    @cached_property
    def rng(self) -> np.random.Generator:
        """The case's own chance."""
        return np.random.default_rng([self.seed, zlib.crc32(self.case.encode()), self.number])

    @cached_property
    def shot(self) -> Shot:
        """A guest to be measured: side-on within 10 degrees, any clothes, arms and hair, either facing."""
        return self.another(0)

    def another(self, person: int) -> Shot:
        """A shot of someone else: ``person`` counts from the guest, who is 0."""
        start = zlib.crc32(self.case.encode())
        subject = _subject(self.seed, (start + 7 * self.number + 11 * person) % BODIES)
        return make_shot(subject, start % 100_000 + 10 * self.number + person, WIDTH, HEIGHT)

    @property
    def guest(self) -> Placed:
        """The measurable guest."""
        return self.shot.placed

    @property
    def camera(self) -> Camera:
        """The guest's camera."""
        return self.shot.camera

    @property
    def behind(self) -> float:
        """The sign of x away from the camera."""
        return -1.0 if self.camera.facing == "left" else 1.0

    def turned(self, toward_deg: float) -> float:
        """The yaw of someone turned towards the camera by so much (180: facing the picture's other side)."""
        return toward_deg if self.camera.facing == "left" else -toward_deg

    def uniform(self, low: float, high: float) -> float:
        """A number of the case's own chance."""
        return float(self.rng.uniform(low, high))

    def sign(self) -> float:
        """One way or the other."""
        return 1.0 if self.rng.random() < 0.5 else -1.0

    def picture(
        self, *people: Placed, camera: Camera | None = None, props: tuple[Prop, ...] = (), wall_m: float = 0.0
    ) -> Picture:
        """The shot's place with other people, camera or things in it, its wall at least ``wall_m`` behind."""
        room = replace(self.shot.room, wall_m=max(self.shot.room.wall_m, wall_m))
        seen = camera or self.camera
        return Picture(Scenery(seen, self.shot.light, room, self.shot.finish, props), people)


def posed(placed: Placed, person: Person) -> Placed:
    """The same guest, clothes and place in another pose, on the soles of their shoes."""
    return replace(placed, person=lift(person, placed.outfit.sole_m))


def tall_m(placed: Placed) -> float:
    """Standing height with shoes, metres."""
    return float(placed.person.vertices[:, 2].max())
