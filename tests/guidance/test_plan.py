import string
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.guidance.english import TEXT as PAGES
from kiosk.guidance.english_plan import TEXT
from kiosk.guidance.figure import Muscle
from kiosk.guidance.pictures import ABOUT, EXERCISES
from kiosk.guidance.plan import CATALOGUE, Kind, Lean, Scope, Span, lean_of, plan_for
from kiosk.pelvis.tilt import Facing, Grade, Graded, Tilt

FORBIDDEN = (
    *("screening", "diagnos", "disorder", "injur", "patient", "abnormal", "treat", "medical", "risk"),
    *("cure", "fix", "bad", "wrong", "poor", "fault", "lazy", "damage", "danger"),
)
DISCLAIMERS = ("this is not a medical device",)
EASY_SENTENCE = 26  # words


def tilt(deg):
    return Tilt(deg, deg - 5, deg + 5, 0.8, 4.0, 1.5, Facing.LEFT, 84, 0.8)


def graded(grade):
    return Graded(grade, False, None, {})


def plan(deg, grade):
    return plan_for(tilt(deg), graded(grade))


def names(exercises):
    return [each.name for each in exercises]


def keys_of(each):
    """Every key of words that a plan and all in it name."""
    topics = [
        key for topic in each.topics for key in (topic.title_key, topic.line_key, topic.more_key) if key
    ]
    exercises = [
        key
        for one in (*each.loosen, *each.strengthen)
        for key in (one.name_key, one.how_key, one.caution_key, one.kind_key, one.dose.key, *one.muscle_keys)
    ]
    own = [each.title_key, each.line_key, each.pace_key, each.habit_key, each.honest_key, each.retest_key]
    return {*topics, *exercises, *own, each.red_flags_key, *each.asks_keys}


EVERY_PLAN = [
    *(plan(6, Grade.NEUTRAL), plan(12, Grade.MILD), plan(18, Grade.PRONOUNCED)),
    *(plan(1, Grade.NEUTRAL), plan(-6, Grade.NEUTRAL)),
]


def test_a_neutral_result_gets_a_short_plan_to_keep_it_up():
    short = plan(6, Grade.NEUTRAL)
    assert (short.scope, short.lean) == (Scope.KEEP_UP, Lean.FORWARD)
    assert short.title_key == "plan.keep_up.title"
    assert names(short.loosen) == ["stretch_hip_flexors", "stretch_lower_back"]
    assert names(short.strengthen) == ["bridge", "dead_bug"]


def test_a_mild_result_gets_one_thing_for_each_tight_group_then_three_for_strength():
    middle = plan(12, Grade.MILD)
    assert middle.scope is Scope.MIDDLE
    assert [each.muscles for each in middle.loosen] == [
        (Muscle.QUADRICEPS,),
        (Muscle.HIP_FLEXORS,),
        (Muscle.LOWER_BACK,),
        (Muscle.CALVES,),
    ]
    assert names(middle.strengthen) == ["bridge", "dead_bug", "hip_hinge"]


def test_a_pronounced_result_gets_every_exercise():
    full = plan(18, Grade.PRONOUNCED)
    assert full.scope is Scope.FULL
    assert set(names((*full.loosen, *full.strengthen))) == set(CATALOGUE)


def test_the_more_a_pelvis_tips_the_more_a_plan_holds_of_the_one_before():
    sizes = [set(names((*each.loosen, *each.strengthen))) for each in EVERY_PLAN[:3]]
    assert sizes[0] < sizes[1] | {"stretch_lower_back"}
    assert sizes[0] < sizes[1] < sizes[2]


@pytest.mark.parametrize("each", EVERY_PLAN, ids=lambda each: f"{each.scope}-{each.lean}")
def test_every_plan_loosens_before_it_strengthens(each):
    assert each.loosen
    assert each.strengthen
    assert {one.kind for one in each.loosen} <= {Kind.MASSAGE, Kind.STRETCH}
    assert {one.kind for one in each.strengthen} == {Kind.STRENGTH}


@pytest.mark.parametrize(("deg", "lean"), [(1.9, Lean.LEVEL), (0.0, Lean.LEVEL), (-3.0, Lean.BACK)])
def test_a_pelvis_that_does_not_tip_forward_gets_words_and_exercises_of_its_own(deg, lean):
    own = plan(deg, Grade.NEUTRAL)
    assert (own.scope, own.lean) == (Scope.KEEP_UP, lean)
    assert own.line_key == f"plan.keep_up.{lean}.line"
    assert own.honest_key == "plan.honest.level"
    pulling_back = {Muscle.HIP_FLEXORS, Muscle.LOWER_BACK}
    assert not [one for one in own.loosen if pulling_back & set(one.muscles)]
    assert "bridge" not in names(own.strengthen)


def test_a_tilt_of_two_degrees_tips_forward_as_its_result_says():
    assert [lean_of(deg) for deg in (2.0, 1.99, -0.5, -0.51)] == [
        Lean.FORWARD,
        Lean.LEVEL,
        Lean.LEVEL,
        Lean.BACK,
    ]


@given(st.floats(-40, 1.99), st.sampled_from(Grade))
def test_no_cut_of_a_site_turns_a_level_pelvis_into_one_that_tips_forward(deg, grade):
    assert plan(deg, grade).scope is Scope.KEEP_UP
    assert plan(deg, grade).lean is not Lean.FORWARD


def test_a_plan_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        EVERY_PLAN[0].scope = Scope.FULL


def test_doses_are_those_that_the_sources_give():
    for each in CATALOGUE.values():
        dose = each.dose
        match each.kind:
            case Kind.MASSAGE:
                assert (dose.seconds, dose.times) == (Span(30, 120), Span(1, 3))
            case Kind.STRETCH:
                assert (dose.seconds, dose.times) == (Span(10, 30), Span(2, 4))
            case Kind.STRENGTH:
                assert (dose.times, dose.repeats, dose.days) == (Span(2, 4), Span(8, 12), Span(2, 3))


def test_every_muscle_to_loosen_is_massaged_and_stretched():
    for kind in (Kind.MASSAGE, Kind.STRETCH):
        muscles = {muscle for each in CATALOGUE.values() if each.kind is kind for muscle in each.muscles}
        assert muscles == {Muscle.HIP_FLEXORS, Muscle.QUADRICEPS, Muscle.LOWER_BACK, Muscle.CALVES}


def test_what_works_on_one_side_is_dosed_for_each_side():
    both = {"stretch_lower_back", "bridge", "hip_hinge", "hamstring_curl", "plank"}
    sided = {name for name, each in CATALOGUE.items() if "each side" in TEXT[each.dose.key]}
    assert sided == set(CATALOGUE) - both


def test_a_dose_is_read_as_a_sentence():
    bridge, calves = CATALOGUE["bridge"].dose, CATALOGUE["massage_calves"].dose
    assert TEXT[bridge.key].format(**bridge.values()) == "2 to 4 sets of 8 to 12, on 2 to 3 days a week."
    assert TEXT[calves.key].format(**calves.values()) == "30 to 120 seconds on each side, 1 to 3 times."


def test_a_retest_is_offered_after_six_to_eight_weeks():
    said = TEXT[EVERY_PLAN[0].retest_key].format(**EVERY_PLAN[0].numbers)
    assert said == "Check again in 6 to 8 weeks."


@pytest.mark.parametrize("each", EVERY_PLAN, ids=lambda each: f"{each.scope}-{each.lean}")
def test_every_plan_names_red_flags_pregnancy_and_the_young(each):
    said = TEXT[each.red_flags_key]
    for flag in ("pain", "numbness", "weakness", "bladder or bowel", "fever", "recent fall", "professional"):
        assert flag in said
    asks = " ".join(TEXT[key].format(**each.numbers) for key in each.asks_keys)
    assert "Pregnant? Ask a professional" in asks
    assert "Under 18? Do this with a guardian or with staff." in asks


def test_massage_keeps_deep_pressure_off_the_belly_and_the_spine():
    assert "Stay off your belly" in TEXT["exercise.massage_hip_flexors.caution"]
    assert "never on it" in TEXT["exercise.massage_lower_back.caution"]


def test_what_a_therapist_reports_is_named_as_hers_or_his_and_not_the_guests():
    (more,) = [topic.more_key for topic in EVERY_PLAN[0].topics if topic.more_key]
    assert "therapist quoted in a running article" in TEXT[more]
    assert TEXT[more].endswith("It says nothing about you.")


def test_every_key_has_words_and_every_word_a_use():
    used = set().union(*(keys_of(each) for each in EVERY_PLAN))
    headings = {f"plan.{part}.{which}" for part in ("loosen", "strengthen") for which in ("title", "line")}
    pages = {"plan.care.title", "plan.end.title"}
    assert used | headings | pages == set(TEXT)


def test_every_sentences_places_are_filled_by_what_carries_it():
    doses = {each.dose.key: each.dose.values() for each in CATALOGUE.values()}
    for key, words in TEXT.items():
        places = {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}
        assert places == set(doses[key]) if key in doses else places <= set(EVERY_PLAN[0].numbers), key


def test_numbers_are_placed_and_never_written_into_the_words():
    assert [key for key, words in TEXT.items() if any(sign.isdigit() for sign in words)] == []


def test_every_exercise_and_topic_has_its_picture():
    assert set(CATALOGUE) == set(EXERCISES)
    assert [topic.figure for topic in EVERY_PLAN[0].topics] == list(ABOUT.values())
    assert all(each.figure is EXERCISES[name] for name, each in CATALOGUE.items())


def test_no_key_of_the_plan_means_something_else_on_the_pages():
    assert {key: PAGES[key] for key in TEXT} == dict(TEXT)


@pytest.mark.parametrize("key", TEXT)
def test_no_words_of_the_plan_blame_or_belong_in_a_clinic(key):
    said = TEXT[key].lower()
    for disclaimer in DISCLAIMERS:
        said = said.replace(disclaimer, "")
    assert not [word for word in FORBIDDEN if word in said]
    assert "!" not in said


@pytest.mark.parametrize("key", TEXT)
def test_sentences_are_short(key):
    for sentence in TEXT[key].replace("?", ".").split("."):
        assert len(sentence.split()) <= EASY_SENTENCE


@pytest.mark.parametrize("name", CATALOGUE)
def test_an_exercise_fits_a_card(name):
    assert len(TEXT[f"exercise.{name}.name"]) <= 24
    assert len(TEXT[f"exercise.{name}.how"]) <= 160
    assert len(TEXT[f"exercise.{name}.caution"]) <= 80
