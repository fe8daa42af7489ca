"""What follows a result, page by page."""

from kiosk.guidance.language import LANGUAGES, words_of
from kiosk.guidance.leaves import leaf_at, leaf_count
from kiosk.pelvis.tilt import Cuts, Facing, Grade, Graded, Tilt
from kiosk.screening.view import Result

ENGLISH = words_of("en")


def result(deg: float, grade: Grade) -> Result:
    tilt = Tilt(deg, deg - 4, deg + 4, 0.8, 3.1, 1.5, Facing.LEFT, 40, 0.9)
    return Result(tilt, Graded(grade, False, None, {}), Cuts(), deg - 5, deg + 5)


def titles(shown: Result) -> list[str]:
    return [leaf_at(shown, number, ENGLISH).title for number in range(1, leaf_count(shown) + 1)]


def test_the_reasons_come_first_then_the_plan_then_when_to_come_again():
    found = titles(result(12.0, Grade.MILD))
    assert found[:7] == [
        "The bucket",
        "Why it happens",
        "What gets tight",
        "What gets weak",
        "Why runners care",
        "Why runners care",
        "Your plan",
    ]
    assert found[-2:] == ["Take care", "Come again"]
    assert found[7] == "First loosen"
    assert found[12] == "Then strengthen"
    # Six pages of reasons, the plan's opening, two parts with seven exercises, and two at the end.
    assert len(found) == 6 + 1 + 2 + 7 + 2


def test_what_others_report_stands_alone_and_says_that_it_is_theirs():
    reported = leaf_at(result(12.0, Grade.MILD), 6, ENGLISH)
    assert reported.picture == ""
    assert "It says nothing about you." in reported.lines[0]


def test_an_exercise_says_its_kind_how_how_much_and_what_to_mind():
    stretch = leaf_at(result(21.0, Grade.PRONOUNCED), 10, ENGLISH)
    assert (stretch.title, stretch.over) == ("Half-kneeling stretch", "Stretch · hip flexors")
    assert stretch.lines[1] == "Hold 10 to 30 seconds, 2 to 4 times on each side."
    assert stretch.soft.startswith("Do not arch your back.")
    assert stretch.picture.startswith("<svg")


def test_the_more_it_tips_the_longer_the_plan():
    counts = [
        leaf_count(result(deg, grade))
        for deg, grade in ((6, Grade.NEUTRAL), (12, Grade.MILD), (21, Grade.PRONOUNCED))
    ]
    assert counts == [15, 18, 25]


def test_a_number_beyond_the_pages_is_the_nearest_page():
    shown = result(6.0, Grade.NEUTRAL)
    assert leaf_at(shown, 99, ENGLISH) == leaf_at(shown, leaf_count(shown), ENGLISH)
    assert leaf_at(shown, -3, ENGLISH) == leaf_at(shown, 1, ENGLISH)


def test_every_page_has_a_title_and_words_in_every_language():
    for code in LANGUAGES:
        for grade, deg in ((Grade.NEUTRAL, -3.0), (Grade.NEUTRAL, 1.0), (Grade.PRONOUNCED, 21.0)):
            shown = result(deg, grade)
            for number in range(1, leaf_count(shown) + 1):
                leaf = leaf_at(shown, number, words_of(code))
                assert leaf.title
                assert all(leaf.lines)
                assert "{" not in " ".join((leaf.title, leaf.over, *leaf.lines, leaf.soft))
