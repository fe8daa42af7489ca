"""What the lights say, worked out by hand from the table in the pattern module's words."""

import itertools
import re
from pathlib import Path

import pytest

from kiosk.lights.patterns import GRADES, NEIGHBOUR, ORDER, STAGES, Rhythm, brightness, rhythms
from kiosk.pelvis.tilt import Grade, Graded
from kiosk.screening.view import Stage

# Every stage at telling moments: (seconds since it began) -> neutral, mild, pronounced.
EXPECTED = {
    Stage.IDLE: {
        0.0: (0.05, 0.05, 0.05),
        0.5: (0.175, 0.05, 0.05),
        1.0: (0.3, 0.05, 0.05),
        3.0: (0.05, 0.3, 0.05),
        4.5: (0.05, 0.05, 0.175),
        5.0: (0.05, 0.05, 0.3),
        7.0: (0.3, 0.05, 0.05),
    },
    Stage.CONSENT: {0.0: (0.05, 0.05, 0.05), 0.75: (0.05, 0.225, 0.05), 1.5: (0.05, 0.4, 0.05)},
    Stage.PREPARE: {0.0: (0.05, 0.05, 0.05), 1.5: (0.4, 0.05, 0.4), 2.25: (0.225, 0.05, 0.225)},
    Stage.DOTS: {0.0: (0.05, 0.05, 0.4), 1.5: (0.4, 0.05, 0.05), 0.75: (0.225, 0.05, 0.225)},
    Stage.THINKING: {0.0: (0.6, 0.1, 0.1), 0.3: (0.1, 0.6, 0.1), 0.6: (0.1, 0.1, 0.6), 0.9: (0.6, 0.1, 0.1)},
    Stage.TIPS: {0.0: (0.05, 0.4, 0.05), 1.5: (0.4, 0.05, 0.4)},
    Stage.RANGE: {0.0: (0.6, 0.2, 0.05), 1.0: (0.325, 0.2, 0.325), 2.0: (0.05, 0.2, 0.6)},
    Stage.COMPARE: {
        0.0: (0.6, 0.05, 0.05),
        0.5: (0.05, 0.6, 0.05),
        1.0: (0.05, 0.05, 0.6),
        1.5: (0.05, 0.6, 0.05),
        1.75: (0.325, 0.325, 0.05),
    },
    Stage.GOODBYE: {0.0: (0.8,) * 3, 2.0: (0.4,) * 3, 4.0: (0,) * 3, 5.0: (0,) * 3},
    Stage.POSITIONING: {
        0.0: (1, 0, 0),
        0.49: (1, 0, 0),
        0.5: (0, 1, 0),
        1.0: (0, 0, 1),
        1.49: (0, 0, 1),
        1.5: (1, 0, 0),
    },
    Stage.HOLDING: {0.0: (0.6, 0, 0.6), 1.7: (0.6, 0, 0.6)},
    Stage.CAPTURING: {0.0: (0.3,) * 3, 0.25: (0.65,) * 3, 0.5: (1,) * 3, 0.75: (0.65,) * 3, 2.5: (1,) * 3},
    Stage.REFUSED: {0.0: (1, 0, 1), 0.74: (1, 0, 1), 0.75: (0, 1, 0), 1.5: (1, 0, 1)},
    Stage.FAULT: {0.1: (1,) * 3, 0.2: (0,) * 3, 0.4: (1,) * 3, 0.6: (0,) * 3, 1.9: (0,) * 3, 2.1: (1,) * 3},
}


DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "lights.md"


def rhythm_of(cell: str) -> Rhythm:
    """A pattern as the document writes it."""
    if cell == "dark":
        return Rhythm(1.0, ((0.0, 0.0),))
    if steady := re.fullmatch(r"([\d.]+) %", cell):
        return Rhythm(1.0, ((0.0, float(steady[1]) / 100),))
    period, way, keys = re.fullmatch(r"([\d.]+) s ([~^]) (.+)", cell).groups()
    pairs = [key.split(":") for key in keys.split()]
    return Rhythm(float(period), tuple((float(at), float(level) / 100) for at, level in pairs), way == "~")


def documented() -> dict[str, tuple[Rhythm, ...]]:
    rows = [line.strip("|").split("|") for line in DOCUMENT.read_text().splitlines() if "| `" in line]
    return {row[0].strip(): tuple(rhythm_of(cell.strip(" `")) for cell in row[2:]) for row in rows}


def test_the_lights_play_what_the_documents_table_says():
    expected = {stage.value: pattern for stage, pattern in STAGES.items()}
    expected |= {f"result: {grade}": rhythms(Stage.RESULT, graded(grade)) for grade in Grade}
    assert documented() == expected


def test_the_document_tells_how_a_borderline_neighbour_breathes():
    [breath] = re.findall(r"beside it:\n`([^`]+)`", DOCUMENT.read_text())
    assert rhythm_of(breath) == NEIGHBOUR


def graded(grade: Grade, neighbour: Grade | None = None) -> Graded:
    return Graded(grade, borderline=neighbour is not None, neighbour=neighbour, probabilities={})


@pytest.mark.parametrize(
    ("stage", "elapsed_s", "levels"),
    [(stage, at_s, levels) for stage, moments in EXPECTED.items() for at_s, levels in moments.items()],
)
def test_each_stage_plays_its_pattern(stage, elapsed_s, levels):
    assert brightness(stage, None, elapsed_s) == pytest.approx(levels)


def test_every_stage_but_the_result_is_in_the_table():
    assert set(EXPECTED) == set(STAGES) == set(Stage) - {Stage.RESULT}


@pytest.mark.parametrize("elapsed_s", [0.0, 0.5, 1.3, 1.99])
def test_a_neutral_result_is_the_first_light_without_a_blink(elapsed_s):
    assert brightness(Stage.RESULT, graded(Grade.NEUTRAL), elapsed_s) == (1, 0, 0)


@pytest.mark.parametrize(
    ("elapsed_s", "level"), [(0.0, 1.0), (1.79, 1.0), (1.8, 0.3), (1.99, 0.3), (2.0, 1.0)]
)
def test_a_mild_result_is_the_middle_light_with_one_blink_in_two_seconds(elapsed_s, level):
    assert brightness(Stage.RESULT, graded(Grade.MILD), elapsed_s) == (0, level, 0)


@pytest.mark.parametrize(
    ("elapsed_s", "level"), [(0.0, 1.0), (1.39, 1.0), (1.45, 0.3), (1.65, 1.0), (1.85, 0.3), (2.0, 1.0)]
)
def test_a_pronounced_result_is_the_last_light_with_two_blinks_in_two_seconds(elapsed_s, level):
    assert brightness(Stage.RESULT, graded(Grade.PRONOUNCED), elapsed_s) == (0, 0, level)


@pytest.mark.parametrize(
    ("elapsed_s", "dim"), [(0.0, 0.0), (1.0, 0.175), (2.0, 0.35), (3.0, 0.175), (4.0, 0.0)]
)
def test_a_borderline_result_shows_its_neighbour_dim_and_slow(elapsed_s, dim):
    levels = brightness(Stage.RESULT, graded(Grade.NEUTRAL, Grade.MILD), elapsed_s)
    assert levels == pytest.approx((1.0, dim, 0.0))


def test_a_borderline_mild_result_shows_the_neighbour_on_its_own_side():
    assert brightness(Stage.RESULT, graded(Grade.MILD, Grade.PRONOUNCED), 1.0) == pytest.approx(
        (0, 1.0, 0.175)
    )
    assert brightness(Stage.RESULT, graded(Grade.MILD, Grade.NEUTRAL), 1.0) == pytest.approx((0.175, 1.0, 0))


def test_the_neighbour_stays_below_the_lights_own_blink_floor():
    assert max(level for _, level in NEIGHBOUR.keys) == 0.35
    assert rhythms(Stage.RESULT, graded(Grade.MILD, Grade.NEUTRAL))[0] is NEIGHBOUR


def test_a_neighbour_is_dark_when_the_reading_is_not_borderline():
    sure = Graded(Grade.MILD, borderline=False, neighbour=Grade.NEUTRAL, probabilities={})
    assert brightness(Stage.RESULT, sure, 1.0) == (0, 1, 0)


def test_a_result_without_a_grade_is_dark():
    assert brightness(Stage.RESULT, None, 1.0) == (0, 0, 0)


def test_no_two_patterns_are_alike():
    patterns = [tuple(triple) for triple in STAGES.values()]
    patterns += [rhythms(Stage.RESULT, graded(grade)) for grade in ORDER]
    patterns += [
        rhythms(Stage.RESULT, graded(one, other))
        for one, other in itertools.permutations(ORDER, 2)
        if {one, other} != {Grade.NEUTRAL, Grade.PRONOUNCED}
    ]
    assert len(set(patterns)) == len(patterns) == len(Stage) - 1 + 3 + 4


def test_the_grades_differ_in_rhythm_alone_too():
    assert len(set(GRADES.values())) == 3


def test_nothing_flashes_three_times_in_a_second():
    # Three flashes a second is where flicker begins to endanger (WCAG 2.3.1).
    every = [*(rhythm for triple in STAGES.values() for rhythm in triple), *GRADES.values(), NEIGHBOUR]
    for rhythm in every:
        levels = [rhythm.at(step / 200) for step in range(200 * 6)]
        rises = [
            step for step in range(1, len(levels)) if levels[step] > levels[step - 1] >= levels[step - 2]
        ]
        jumps = [step / 200 for step in rises if levels[step] - levels[step - 1] > 0.1]
        for start, third in zip(jumps, jumps[2:], strict=False):
            assert third - start >= 1.0


def test_every_brightness_a_pattern_can_reach_is_between_dark_and_full():
    every = [*(rhythm for triple in STAGES.values() for rhythm in triple), *GRADES.values(), NEIGHBOUR]
    assert all(0.0 <= level <= 1.0 for rhythm in every for _, level in rhythm.keys)


@pytest.mark.parametrize(
    "keys", [(), ((0.0, 1.0), (1.0, 0.0)), ((0.5, 1.0), (0.2, 0.0)), ((-0.1, 1.0),), ((0.2, 1.0), (0.2, 0.0))]
)
def test_a_rhythm_whose_keys_do_not_fit_its_turn_is_refused(keys):
    with pytest.raises(ValueError):
        Rhythm(1.0, keys)


def test_a_glide_runs_over_the_end_of_the_turn():
    # From 1 at 0.75 s down to 0 at 0.25 s of the next turn: half a second, half way at its end.
    rhythm = Rhythm(1.0, ((0.25, 0.0), (0.75, 1.0)), glide=True)
    assert [rhythm.at(at_s) for at_s in (0.75, 0.9, 1.0, 1.2, 0.5)] == pytest.approx(
        [1.0, 0.7, 0.5, 0.1, 0.5]
    )
