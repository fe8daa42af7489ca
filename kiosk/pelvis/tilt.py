"""A tilt and its grade, as plain values."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """The three bands, from little to much forward tilt."""

    NEUTRAL = "neutral"
    MILD = "mild"
    PRONOUNCED = "pronounced"


class Facing(StrEnum):
    """The side of the image a guest looks to."""

    LEFT = "left"
    RIGHT = "right"


class Method(StrEnum):
    """What a tilt was read from."""

    CONTOUR = "contour"
    DOTS = "dots"
    DOTS_AND_CONTOUR = "dots+contour"


@dataclass(frozen=True, slots=True)
class Tilt:
    """One reading: the sagittal angle of ASIS-PSIS against the horizontal, positive forward.

    Attributes:
        deg: the estimate, degrees.
        low_deg, high_deg: its interval at ``level``, degrees.
        level: the interval's nominal coverage, 0..1.
        sd_deg: the spread of the error behind the interval, degrees.
        sem_deg: how much a repeat of the same stance would differ (standard error of measurement).
        facing: the side of the image the guest looked to.
        frames: how many frames it was made of.
        confidence: 0..1, how much the capture resembles those the estimate was evaluated on.
        notes: reasons for doubt, from a closed set (``loose_top`` ...).
        method: what it was read from.
    """

    deg: float
    low_deg: float
    high_deg: float
    level: float
    sd_deg: float
    sem_deg: float
    facing: Facing
    frames: int
    confidence: float
    notes: tuple[str, ...] = ()
    method: Method = Method.CONTOUR


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where mild and pronounced begin, degrees (Preece 2008, PMC2565125, explains why 10 and 15)."""

    mild_deg: float = 10.0
    pronounced_deg: float = 15.0

    def band(self, deg: float) -> Grade:
        """The grade between whose cuts an angle lies; an angle on a cut is mild."""
        if deg < self.mild_deg:
            return Grade.NEUTRAL
        return Grade.MILD if deg <= self.pronounced_deg else Grade.PRONOUNCED


@dataclass(frozen=True, slots=True)
class Graded:
    """A tilt's band, whether a repeat could land in the next one, and how likely each band is."""

    grade: Grade
    borderline: bool
    neighbour: Grade | None
    probabilities: dict[Grade, float]
