"""The report says of each bar whether it was met, from the figures alone."""

import numpy as np

from models.tilt.aims import Aim, aims_table, groups, whole
from models.tilt.exam import Answers
from models.tilt.samples import Samples


def world(fit: list[str], arms: list[str], truth: list[float], said: list[float]) -> tuple[Samples, Answers]:
    count = len(fit)
    tilt, estimate = np.array(truth), np.array(said)
    samples = Samples(
        features=np.zeros((count, 1), np.float32),
        tilt_deg=tilt,
        body=np.arange(count),
        view=np.ones(count, np.int8),
        facts={"fit": np.array(fit), "arms": np.array(arms)},
        looks=count,
    )
    called = np.digitize(estimate, [10.0, 15.0])
    half = np.full(count, 3.0)
    answers = Answers(estimate, half, np.ones(count), called, np.eye(3)[called], ((),) * count)
    return samples, answers


def test_each_group_is_held_against_its_own_error_and_the_bias() -> None:
    samples, answers = world(
        ["tight", "tight", "loose", "loose"],
        ["crossed", "crossed", "crossed", "hanging"],
        [10.0, 12.0, 8.0, 20.0],
        [13.4, 15.2, 7.0, 21.0],
    )
    found = {aim.figure: (aim.got, aim.met) for aim in groups(samples, answers)}
    assert found == {
        # Errors of 3.4 and 3.2: mean and bias 3.3, just within the one, far out of the other.
        "tight, arms crossed (2 pictures): MAE": ("3.30°", True),
        "tight, arms crossed (2 pictures): bias": ("+3.30°", False),
        "loose (2 pictures): MAE": ("1.00°", True),
        "loose (2 pictures): bias": ("+0.00°", True),
        "arms hanging (1 pictures): MAE": ("1.00°", True),
        "arms hanging (1 pictures): bias": ("+1.00°", True),
    }


def test_grades_and_intervals_are_judged_over_all_and_in_the_worst_clothing() -> None:
    # Of five intervals of 3 degrees to each side four hold; of the two over loose clothes one.
    samples, answers = world(
        ["tight", "tight", "tight", "loose", "loose"],
        ["crossed"] * 5,
        [5.0, 12.0, 18.0, 5.0, 4.0],
        [6.0, 13.0, 17.0, 6.0, 17.0],
    )
    kappa, swaps, holds, worst = whole(samples, answers)
    assert (swaps.got, swaps.met) == ("20.0 %", False)
    assert (holds.got, holds.met) == ("80.0 %", True)
    assert (worst.got, worst.met) == ("50.0 %", False)
    assert not kappa.met


def test_the_table_says_no_where_a_bar_is_missed() -> None:
    table = aims_table([Aim("one", "≤ 2", "1", met=True), Aim("other", "≤ 2", "3", met=False)])
    assert "| one | ≤ 2 | 1 | yes |" in table
    assert "| other | ≤ 2 | 3 | **no** |" in table
