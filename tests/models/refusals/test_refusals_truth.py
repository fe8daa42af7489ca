"""A picture's own geometry may bear out another reason than its case's; what may be measured stays so."""

import dataclasses

import pytest

from kiosk.screening.checks import Limits
from kiosk.screening.reason import Reason
from models.refusals.truth import Truth, also_right

SIZE = (540, 960)
INSIDE = Truth(hip_px=(270, 500), head_px=(270, 200), feet_px=((260, 850), (280, 850)), tall=0.7)
HEADLESS = dataclasses.replace(INSIDE, head_px=(541.0, 300.0))
SEATED = (Reason.NOT_STANDING,)


@pytest.mark.parametrize(
    ("truth", "also"),
    [
        (INSIDE, ()),
        (HEADLESS, (Reason.NOT_IN_FRAME,)),
        (dataclasses.replace(INSIDE, head_px=(270.0, -1.0)), (Reason.NOT_IN_FRAME,)),
        (dataclasses.replace(INSIDE, feet_px=((260, 850), (-1.0, 850))), (Reason.NOT_IN_FRAME,)),
        (dataclasses.replace(INSIDE, feet_px=((260, 960.0), (280, 850))), (Reason.NOT_IN_FRAME,)),
        (dataclasses.replace(INSIDE, hip_px=(-1.0, 500.0)), ()),
        (dataclasses.replace(INSIDE, tall=Limits().far - 0.01), (Reason.TOO_FAR,)),
        (dataclasses.replace(INSIDE, tall=Limits().far + 0.01), ()),
        (None, ()),
    ],
)
def test_a_head_or_foot_outside_and_a_guest_too_small_are_right_answers_too(
    truth: Truth | None, also: tuple[Reason, ...]
) -> None:
    assert also_right(SEATED, truth, SIZE) == also


@pytest.mark.parametrize("right", [(), (Reason.NOT_IN_FRAME,), (Reason.TOO_CLOSE,)])
def test_measurable_pictures_and_cases_about_the_frame_have_their_own_answer_only(
    right: tuple[Reason, ...],
) -> None:
    assert also_right(right, HEADLESS, SIZE) == ()


def test_a_truth_is_kept_as_plain_numbers() -> None:
    kept = dataclasses.asdict(INSIDE)
    assert kept["feet_px"] == ((260, 850), (280, 850))
    assert Truth.loaded(kept) == INSIDE
