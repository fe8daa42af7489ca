"""What is heard at each moment: tones and clips by name, and the words that the screen shows."""

from dataclasses import replace

import pytest

from kiosk.guidance.language import LANGUAGES, words_of
from kiosk.guidance.prompts import NUMBERS_DEG, TONES, Prompt, clips, opening, prompt
from kiosk.guidance.reading import tell
from kiosk.guidance.words import say_of
from kiosk.pelvis.tilt import Cuts, Facing, Grade, Graded, Tilt
from kiosk.screening.reason import Reason
from kiosk.screening.view import (
    CardRefusal,
    NoRange,
    Pose,
    RangePlace,
    Result,
    Sheet,
    Stage,
    View,
)

EN = words_of("en")


def result(deg, grade=Grade.MILD):
    tilt = Tilt(deg, deg - 4.2, deg + 4.2, 0.8, 3.3, 1.5, Facing.LEFT, 84, 0.8)
    return Result(tilt, Graded(grade, False, None, {}), Cuts(), deg - 5, deg + 5)


def reachable():
    """Every view that can be heard, but for the angle of a result."""
    mat = (Stage.POSITIONING, Stage.HOLDING, Stage.CAPTURING, Stage.THINKING, Stage.REFUSED)
    for stage in Stage:
        for reason in (None, *Reason):
            for pose in Pose if stage in mat else (Pose.RELAXED,):
                yield View(stage, reason=reason, pose=pose)
        yield View(stage, ending=True)
    yield from (View(Stage.COMPARE, card_refusal=refusal) for refusal in CardRefusal)
    yield View(Stage.FAULT, for_good=True)
    for grade in Grade:
        yield View(Stage.RESULT, result=result(12.0, grade))
    shown = View(Stage.RESULT, result=result(12.0))
    yield replace(shown, sheet=Sheet.PLAN, leaf=3)
    yield replace(shown, sheet=Sheet.CHANGE)
    for found in (RangePlace(70, 60, 80), *NoRange):
        yield replace(shown, sheet=Sheet.RANGE, range=found)


def sounds_of(view):
    return [sound for heard in (opening(view), prompt(view)) if heard for sound in heard.sounds]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_can_be_heard_is_a_tone_or_a_clip_with_words(language):
    known = {*TONES, *clips(words_of(language))}
    assert {sound for view in reachable() for sound in sounds_of(view)} - known == set()


def test_no_clip_is_made_that_is_never_heard():
    heard = {sound for view in reachable() for sound in sounds_of(view)}
    heard |= {
        sound for deg in range(-160, 410) for sound in sounds_of(View(Stage.RESULT, result=result(deg / 10)))
    }
    assert {*TONES, *clips(EN)} - heard == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", [Stage.POSITIONING, Stage.REFUSED, Stage.GOODBYE, Stage.TIPS])
def test_a_caption_is_spoken_as_it_is_shown(language, stage):
    words = words_of(language)
    for view in (view for view in reachable() if view.stage is stage and not view.ending):
        heard = prompt(view)
        if heard is not None:
            shown = say_of(replace(view, language=language), words)
            stop = "" if shown.title.endswith(("?", "!", ".")) else "."
            assert clips(words)[heard.sounds[-1]] == f"{shown.title}{stop} {shown.line}"


def test_nobody_agrees_to_less_than_those_who_read():
    spoken = clips(EN)["consent"]
    for part in ("title", "line", "keeps", "counts", "aloud", "age", "ask", "touch"):
        assert EN(f"consent.{part}") in spoken


def test_the_poses_of_the_range_check_are_told_before_it():
    spoken = clips(EN)["range"]
    assert [EN(f"range.{pose}") in spoken for pose in ("arch", "tuck", "rest")] == [True] * 3


def test_at_the_mat_one_instruction_is_heard_and_nothing_more():
    assert prompt(View(Stage.POSITIONING, Reason.TOO_FAR)).sounds == ("positioning.too_far",)
    assert prompt(View(Stage.HOLDING)).sounds == ("tone-hold", "holding")
    assert clips(EN)["holding"] == "Hold still."


def test_that_all_is_well_is_said_by_the_hold_alone():
    assert prompt(View(Stage.POSITIONING)) is None


def test_a_pose_is_said_before_anything_that_is_to_be_put_right_in_it():
    view = View(Stage.POSITIONING, Reason.MOVING, pose=Pose.ARCH)
    assert opening(view) == Prompt("positioning.arch", ("positioning.arch",), again_s=8.0)
    assert prompt(view).key == "positioning.moving"
    assert prompt(replace(view, reason=None)).key == "positioning.arch"
    assert opening(replace(view, pose=Pose.RELAXED)) is None


def test_idle_is_silence_and_so_are_the_pages_of_the_plan():
    assert prompt(View(Stage.IDLE)) is None
    assert prompt(View(Stage.RESULT, result=result(12.0), sheet=Sheet.PLAN, leaf=1)) is None


@pytest.mark.parametrize(
    ("deg", "grade", "sounds"),
    [
        (12.5, Grade.MILD, ("tone-done-mild", "grade.mild", "tilt.forward.13", "result.come")),
        (1.9, Grade.NEUTRAL, ("tone-done-neutral", "grade.neutral", "tilt.level.2", "result.come")),
        (2.0, Grade.NEUTRAL, ("tone-done-neutral", "grade.neutral", "tilt.forward.2", "result.come")),
        (-0.4, Grade.NEUTRAL, ("tone-done-neutral", "grade.neutral", "tilt.level.0", "result.come")),
        (-3.4, Grade.NEUTRAL, ("tone-done-neutral", "grade.neutral", "tilt.slightly_back.3", "result.come")),
        (-6.0, Grade.NEUTRAL, ("tone-done-neutral", "grade.neutral", "tilt.back.6", "result.come")),
        (
            40.4,
            Grade.PRONOUNCED,
            ("tone-done-pronounced", "grade.pronounced", "tilt.forward.40", "result.come"),
        ),
        (40.5, Grade.PRONOUNCED, ("tone-done-pronounced", "grade.pronounced", "result.come")),
        (-15.6, Grade.NEUTRAL, ("tone-done-neutral", "grade.neutral", "result.come")),
    ],
)
def test_a_result_is_its_grades_tone_and_word_then_the_angle_then_the_way_to_the_screen(deg, grade, sounds):
    assert prompt(View(Stage.RESULT, result=result(deg, grade))).sounds == sounds


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_spoken_angle_is_the_beginning_of_the_sentence_that_is_shown(language):
    words = words_of(language)
    spoken = clips(words)
    for tenth in range(10 * NUMBERS_DEG[0], 10 * NUMBERS_DEG[-1] + 1):
        shown = result(tenth / 10)
        clip = prompt(View(Stage.RESULT, result=shown)).sounds[2]
        text = spoken[clip].removesuffix(".")
        assert tell(shown, words).line.startswith(f"{text},")
        assert any(digit.isdigit() for digit in text)


def test_what_is_remembered_of_a_prompt_tells_nothing_of_the_result():
    keys = {prompt(View(Stage.RESULT, result=result(deg, grade))).key for deg in (3, 30) for grade in Grade}
    assert keys == {"result"}


def test_every_grade_has_a_tone_of_its_own():
    tones = [prompt(View(Stage.RESULT, result=result(12, grade))).sounds[0] for grade in Grade]
    assert len({*tones, "tone-done"}) == 4


def test_a_page_that_is_about_to_end_says_so():
    heard = prompt(View(Stage.CONSENT, ending=True))
    assert heard.sounds == ("page.still_there",)


def test_a_range_check_without_a_place_says_why():
    view = View(Stage.RESULT, result=result(12.0), sheet=Sheet.RANGE, range=NoRange.TOO_SMALL)
    assert prompt(view).sounds == ("tone-again", "ranged.too_small", "result.come")
    assert EN("ranged.too_small") in clips(EN)["ranged.too_small"]
