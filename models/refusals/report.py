"""The refusals' report: a table of cases, the distributions behind each limit, and their plots."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kiosk.screening.reason import Reason
from models.refusals.judge import Verdict
from models.refusals.statistic import STATISTICS, Statistic

Answer = Callable[[Verdict], Reason | None]
RIGHT_BAR, FALSE_BAR = 0.95, 0.03


@dataclass(frozen=True)
class Tally:
    """How often one kind of answer was right, over some verdicts.

    Attributes:
        count: how many there were.
        right: refused with a right reason, or measured where that is right.
        otherwise: refused with another reason (should-refuse), or refused at all (measurable).
    """

    count: int
    right: int
    otherwise: int

    @property
    def rate(self) -> float:
        """Share that was right."""
        return self.right / max(1, self.count)


def wilson(right: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share seen as ``right`` of ``count`` (Wilson 1927)."""
    if not count:
        return 0.0, 1.0
    z, share = 1.959964, right / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2)
    return max(0.0, middle - half), min(1.0, middle + half)


def _share(some: int, count: int) -> str:
    low, high = wilson(some, count)
    return f"{some / max(1, count):.1%} ({some} of {count}; {100 * low:.1f} to {100 * high:.1f})"


def photo(verdict: Verdict) -> Reason | None:
    """What ``kiosk measure`` said."""
    return verdict.photo


def live(verdict: Verdict) -> Reason | None:
    """What a visit said."""
    return verdict.live


def is_right(verdict: Verdict, answer: Answer) -> bool:
    """Whether the answer is what the case asks for."""
    said, right = answer(verdict), verdict.taken.right
    return said in right if right else said is None and not verdict.stranger


def tally(verdicts: Sequence[Verdict], answer: Answer) -> Tally:
    """Count the answers to verdicts."""
    right = sum(is_right(verdict, answer) for verdict in verdicts)
    otherwise = sum(answer(v) is not None and not is_right(v, answer) for v in verdicts)
    return Tally(len(verdicts), right, otherwise)


def by_case(verdicts: Sequence[Verdict]) -> dict[str, list[Verdict]]:
    """Verdicts by case, in the cases' order."""
    cases: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        cases.setdefault(verdict.taken.case, []).append(verdict)
    return cases


def _wrong(verdicts: Sequence[Verdict], answer: Answer) -> str:
    said = Counter(
        "stranger measured" if v.stranger and answer(v) is None else str(answer(v) or "measured")
        for v in verdicts
        if not is_right(v, answer)
    )
    return ", ".join(f"{name} {count}" for name, count in sorted(said.items())) or "-"


def _summary(verdicts: Sequence[Verdict]) -> list[str]:
    spoiled = [v for v in verdicts if v.taken.right]
    fine = [v for v in verdicts if not v.taken.right]
    lines = ["| Figure | Bar | `kiosk measure` | A visit |", "|---|---|---|---|"]
    refused, false = ([tally(some, a) for a in (photo, live)] for some in (spoiled, fine))
    cells = " | ".join(_share(t.right, t.count) for t in refused)
    lines.append(f"| Should refuse: right reason | ≥ {RIGHT_BAR:.0%} | {cells} |")
    cells = " | ".join(_share(t.right + t.otherwise, t.count) for t in refused)
    lines.append(f"| Should refuse: refused, whatever the reason | | {cells} |")
    cells = " | ".join(_share(t.count - t.right, t.count) for t in false)
    lines.append(f"| Measurable: refused, or somebody else measured | ≤ {FALSE_BAR:.0%} | {cells} |")
    return lines


def _case_table(verdicts: Sequence[Verdict]) -> list[str]:
    lines = [
        "| Case | Right answer | Pictures | `measure` right | Share, % | Otherwise | Visit | Otherwise |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, some in by_case(verdicts).items():
        right = " or ".join(some[0].taken.right) or "measured"
        fair, visit = (tally(some, a).right for a in (photo, live))
        low, high = wilson(fair, len(some))
        cells = f"{fair} | {100 * low:.0f} to {100 * high:.0f} | {_wrong(some, photo)}"
        lines.append(f"| {name} | {right} | {len(some)} | {cells} | {visit} | {_wrong(some, live)} |")
    return lines


def spread(statistic: Statistic, verdicts: Sequence[Verdict]) -> tuple[list[float], list[float]]:
    """The check's number where it can be measured, and on the cases the check is for."""
    fine, spoiled = [], []
    for verdict in verdicts:
        value = statistic.of(verdict)
        if value is None:
            continue
        if not verdict.taken.right:
            fine.append(value)
        elif verdict.taken.case.startswith(statistic.spoiled):
            spoiled.append(value)
    return fine, spoiled


def _quantiles(values: Sequence[float]) -> str:
    if not values:
        return "- | -"
    low, middle, high = np.quantile(values, [0.0, 0.5, 1.0])
    return f"{len(values)} | {low:.3g}, {middle:.3g}, {high:.3g}"


def _limit_table(verdicts: Sequence[Verdict]) -> list[str]:
    lines = [
        "| Limit | Is | Measurable: n | least, median, most | What it is for: n | least, median, most |",
        "|---|---|---|---|---|---|",
    ]
    for statistic in STATISTICS:
        fine, spoiled = spread(statistic, verdicts)
        cells = f"{_quantiles(fine)} | {_quantiles(spoiled)}"
        lines.append(f"| `{statistic.name}`: {statistic.axis} | {statistic.limit:g} | {cells} |")
    return lines


_INTRO = """# Refusals

Made by `python -m models.refusals.evaluate`. Drawn people, rooms and cameras of seed {seed}, on which nothing
was trained, {count} pictures and films of {width} × {height} pixels, put before the kiosk's own checks twice:
as `kiosk measure` sees a file, and as a visit sees a guest (a still picture is held before the camera for ten
frames; what the visit says most of the time after its stillness window counts).

A picture counts as right when it is refused with the case's own reason, or when it can be measured, is, and
the body measured is the guest's. Behind each share stands its 95 % interval (Wilson): the counts are small.
No photograph that the rooms are made of has people in it (all 23 were looked at), so every empty room counts.
"""

_LIMITS = """
## Where the limits lie

The limits were set on other pictures of the same cases (seed 71) and on the figures named in
`kiosk/screening/checks.py`; here is where they lie on these. Bodies that were not found have no number.

Seeds 70 and 71 were drawn before the generator drew people more variously and put photographs behind them.
On seed 70 of then these checks were right in 92.8 % and refused 2.9 % falsely (a visit: 91.3 %, 3.5 %): that
world was kinder than this one.
"""

_TRIED = """
## What was tried, and what it points to

On pictures of today's generator (seeds 73 to 75) every false refusal was looked at with what the model saw
drawn in. Of 25, the detector missed the guest, or pointed to a bystander, a mirror image or a poster, in
12; the keypoints turned a guest who stood side-on in 10; the room was too dark in 2; a knee was set into a
mirror's frame in 1. A trial asked the landmark model at the mat itself, looked at the guest in the mirror
image too, asked bodies to stay in place when the crop moves, and searched four more places. On this exam's
pictures it refused 4.7 % falsely (a visit 8.8 %) and was right in 88.4 % (87.7 %): what stops bodies
imagined in coats and roofs also stops people who are cut off, bent or walking. A visit then said "moving"
of some who stood still, so it is not in these checks yet. What a single look can tell ends about here: at
30 degrees a turn looks as that of one guest in fifty who stands side-on, with ears, eyes, feet and knees
taken in as well.
"""

_REST = """
## What this does not show

Someone who looks between two thirds and three quarters as tall as the guest is in no case here: whether they
stand close by or behind is a matter of taste there. Bystanders, mirror images and posters of the measurable
cases look at most 0.66 times as tall as the guest, people close by at least 0.78 times. A mirror that shows
the guest at nearly full size, right beside them, counts as a second person. A child close by looks as small
as an adult behind. Someone who walks in beside a guest who stands is noticed after 2 s at worst, and these
stills do not show that; someone right before the camera, with nobody else found, after 3 s at 15 frames a
second. Drawn people are not people: that real pictures keep to these distributions was looked at
on few.
"""


def write(out: Path, verdicts: Sequence[Verdict], seed: int, size: tuple[int, int]) -> None:
    """Write report.md; its plots are ``plots.draw``'s."""
    intro = _INTRO.format(seed=seed, count=len(verdicts), width=size[0], height=size[1])
    lines = [intro, *_summary(verdicts), "", "## Case by case", "", *_case_table(verdicts), _LIMITS]
    lines += [*_limit_table(verdicts), ""]
    lines += [f"![{statistic.axis}](plots/{statistic.name}.png)" for statistic in STATISTICS]
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.md").write_text("\n".join([*lines, _TRIED, _REST]), encoding="utf-8")
