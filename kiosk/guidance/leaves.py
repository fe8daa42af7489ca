"""What a guest may leaf through after a result: the plan, one thing a page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.guidance.figure import draw
from kiosk.guidance.language import Words
from kiosk.guidance.pictures import ABOUT
from kiosk.guidance.plan import Exercise, Plan, Topic, plan_for
from kiosk.screening.view import Result


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of it.

    Attributes:
        title: a few words.
        over: above the title: what kind of page it is; may be empty.
        lines: short paragraphs, in order.
        soft: what is said more quietly below them; may be empty.
        picture: SVG, or nothing.
    """

    title: str
    over: str
    lines: tuple[str, ...]
    soft: str
    picture: str


def leaf_count(result: Result) -> int:
    """How many pages follow a result."""
    return len(_pages(plan_for(result.tilt, result.graded)))


def leaf_at(result: Result, number: int, words: Words) -> Leaf:
    """The page with a number, 1 for the first after the result; beyond the last, the last."""
    pages = _pages(plan_for(result.tilt, result.graded))
    return pages[min(max(number, 1), len(pages)) - 1](words)


def _pages(plan: Plan) -> list[Callable[[Words], Leaf]]:
    pages: list[Callable[[Words], Leaf]] = []
    for topic in plan.topics:
        pages.append(partial(_topic, topic))
        if topic.more_key:
            pages.append(partial(_reported, topic.title_key, topic.more_key))
    pages.append(partial(_opening, plan))
    for part, exercises in (("loosen", plan.loosen), ("strengthen", plan.strengthen)):
        pages.append(partial(_part, part))
        pages += [partial(_exercise, exercise) for exercise in exercises]
    return [*pages, partial(_care, plan), partial(_end, plan)]


def _topic(topic: Topic, words: Words) -> Leaf:
    title = words(topic.title_key)
    return Leaf(title, "", (words(topic.line_key),), "", draw(topic.figure, title))


def _reported(title_key: str, more_key: str, words: Words) -> Leaf:
    """What others report about a topic: on a page of its own, since it is not the kiosk's own word."""
    return Leaf(words(title_key), "", (words(more_key),), "", "")


def _part(name: str, words: Words) -> Leaf:
    return Leaf(words(f"plan.{name}.title"), "", (words(f"plan.{name}.line"),), "", "")


def _exercise(exercise: Exercise, words: Words) -> Leaf:
    title = words(exercise.name_key)
    muscles = ", ".join(words(key) for key in exercise.muscle_keys)
    return Leaf(
        title=title,
        over=f"{words(exercise.kind_key)} · {muscles}",
        lines=(words(exercise.how_key), words(exercise.dose.key, **exercise.dose.values())),
        soft=words(exercise.caution_key),
        picture=draw(exercise.figure, title),
    )


def _opening(plan: Plan, words: Words) -> Leaf:
    title = words(plan.title_key)
    return Leaf(title, "", (words(plan.line_key), words(plan.pace_key)), "", draw(ABOUT["weak"], title))


def _care(plan: Plan, words: Words) -> Leaf:
    lines = (words(plan.red_flags_key), *(words(key, **plan.numbers) for key in plan.asks_keys))
    return Leaf(words("plan.care.title"), "", lines, "", "")


def _end(plan: Plan, words: Words) -> Leaf:
    said = (plan.retest_key, plan.honest_key, plan.habit_key)
    lines = tuple(words(key, **plan.numbers) for key in said)
    title = words("plan.end.title")
    return Leaf(title, "", lines, "", draw(ABOUT["sitting"], title))
