"""Two stands of one person become a change, said only as far as it is beyond what re-standing explains."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.capture import Observation, pooled
from kiosk.pelvis.change_head import Relative
from kiosk.pelvis.tilt import Facing

STAND_SEM_DEG = 2.9
"""How much one capture of one stand differs from the next (standard error of measurement), degrees.

Computed, not yet measured on people: it puts the minimal detectable change of single captures at 8.0 (from 7
to 9 is expected) and, divided by the root of three, that of three re-stands at 4.6 (4 to 5.4 is expected).
"""

Z95 = 1.96  # standard deviations either way that hold 95 % of a normal distribution

Head = Callable[[NDArray[np.float32]], Relative]


@dataclass(frozen=True, slots=True)
class Stand:
    """How someone stood, on a scale of their own; one capture, or several with stepping off between them.

    Attributes:
        deg: tilt up to a constant of the person, degrees, positive forward.
        sd_deg: what the model and the frames' disagreement leave open of it, degrees.
        sem_deg: how much standing so once more would differ, degrees.
        facing: the side of the image the guest looked to, or None when the captures disagree.
    """

    deg: float
    sd_deg: float
    sem_deg: float
    facing: Facing | None


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of two stands of one person.

    Attributes:
        deg: how much further forward the second is, degrees.
        sd_deg: what model and frames leave open of it, degrees.
        mdc_deg: the minimal detectable change at 95 %, degrees.
        same_side: whether both were seen from one side; left and right half of a pelvis differ.
    """

    deg: float
    sd_deg: float
    mdc_deg: float
    same_side: bool

    @property
    def beyond(self) -> bool:
        """Whether this is a change one can be sure of."""
        return self.same_side and abs(self.deg) > self.mdc_deg


def stand(
    captures: Sequence[Sequence[Observation]], head: Head, capture_sem_deg: float = STAND_SEM_DEG
) -> Stand:
    """Where a person's stand lies on their own scale.

    The model is asked once for each capture, of its averaged frames; the captures are averaged. What the
    model errs by does not shrink with their number: a person's clothes and build are the same in each. What
    the frames, or the captures, disagree by does.

    Args:
        captures: the observations of each, of one person, standing alike.
        head: such as ``kiosk.pelvis.change_head.ChangeHead``.
        capture_sem_deg: how much one capture differs from the next, degrees.

    Raises:
        ValueError: there is no capture, or one has no observation.
    """
    if not captures:
        raise ValueError("a stand needs at least one capture")
    count = len(captures)
    together = [pooled(observations) for observations in captures]
    values = [head(capture.features) for capture in together]
    spreads = [np.std([head(single).deg for single in capture.singles]) for capture in together]
    frames_deg = float(np.linalg.norm(spreads)) / count
    degs = [value.deg for value in values]
    captures_deg = float(np.std(degs, ddof=1)) / math.sqrt(count) if count > 1 else 0.0
    error_deg = math.sqrt(sum(value.error_deg**2 for value in values) / count)
    facings = {capture.facing for capture in together}
    return Stand(
        deg=sum(degs) / count,
        sd_deg=math.hypot(error_deg, max(frames_deg, captures_deg)),
        sem_deg=capture_sem_deg / math.sqrt(count),
        facing=facings.pop() if len(facings) == 1 else None,
    )


def change(before: Stand, after: Stand) -> Change:
    """What changed between two stands of one person.

    The minimal detectable change is 1.96 times the standard error of the difference: for two stands of the
    same SEM the 1.96 * sqrt(2) * SEM of the reliability literature. Where model and frames leave more open
    than re-standing does, as in a restless capture, that counts instead.
    """
    sd_deg = math.hypot(before.sd_deg, after.sd_deg)
    return Change(
        deg=after.deg - before.deg,
        sd_deg=sd_deg,
        mdc_deg=Z95 * max(math.hypot(before.sem_deg, after.sem_deg), sd_deg),
        same_side=before.facing is not None and before.facing is after.facing,
    )
