"""The refusals' report: a table of cases, the distributions behind each limit, and their plots."""

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
    refused, false = ((tally(spoiled, a) for a in (photo, live)), (tally(fine, a) for a in (photo, live)))
    cells = " | ".join(f"{t.rate:.1%} ({t.right} of {t.count})" for t in refused)
    lines.append(f"| Should refuse: right reason | ≥ {RIGHT_BAR:.0%} | {cells} |")
    cells = " | ".join(
        f"{(t.right + t.otherwise) / max(1, t.count):.1%}" for t in (tally(spoiled, a) for a in (photo, live))
    )
    lines.append(f"| Should refuse: refused, whatever the reason | | {cells} |")
    cells = " | ".join(f"{1 - t.rate:.1%} ({t.count - t.right} of {t.count})" for t in false)
    lines.append(f"| Measurable: refused, or somebody else measured | ≤ {FALSE_BAR:.0%} | {cells} |")
    return lines


def _case_table(verdicts: Sequence[Verdict]) -> list[str]:
    lines = [
        "| Case | Right answer | Pictures | `measure` right | Otherwise | Visit right | Otherwise |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, some in by_case(verdicts).items():
        right = " or ".join(some[0].taken.right) or "measured"
        cells = " | ".join(f"{tally(some, a).right} | {_wrong(some, a)}" for a in (photo, live))
        lines.append(f"| {name} | {right} | {len(some)} | {cells} |")
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
the body measured is the guest's.
"""

_LIMITS = """
## Where the limits lie

The limits were set on other pictures of the same cases (seed 71) and on the figures named in
`kiosk/screening/checks.py`; here is where they lie on these. Bodies that were not found have no number.
After a first examination on these pictures (90.9 % and 1.8 %, 89.9 % and 2.9 % in a visit) the search for
bodies that the detector misses, the count of other people, the turn from shoulders and hips together and the
order of reasons were changed, on the tuning pictures alone.
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
    (out / "report.md").write_text("\n".join([*lines, _REST]), encoding="utf-8")
