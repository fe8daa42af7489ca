"""The refusals' report: a table of cases, the distributions behind each limit, and their plots."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kiosk.screening.reason import Reason
from models.refusals.cases import STILLS
from models.refusals.films import FILMS
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
frames, each with other noise of 2 of 255; what the visit says most of the time after its stillness window
counts).

A picture counts as right when it is refused with the case's own reason, or when it can be measured, is, and
the body measured is the guest's. Where a guest who bends, turns or meets somebody does so at the picture's
edge or far off, a second reason is true: "not in frame" if the joint under the head or an ankle lies
outside the picture, "too far" if the guest would stand smaller in it than `Limits.far`. It counts as right,
too (`models/refusals/truth.py`): {borne_out} answers, to files and in visits, owe it that. Cases about what
is in the frame, and pictures that can be measured, know no such second answer. Behind each share stands its
95 % interval (Wilson): the counts are small. No photograph that the rooms are made of has people in it (all
23 were looked at), so every empty room counts.
"""

_LIMITS = """
## Where the limits lie

The limits were set on other pictures of the same cases (seeds 71 and 73 to 76) and on the figures named in
`kiosk/screening/checks.py`; here is where they lie on these. Bodies that were not found have no number.

Seeds 70 and 71 were drawn before the generator drew people more variously and put photographs behind them.
On seed 70 of then the checks were right in 92.8 % and refused 2.9 % falsely (a visit: 91.3 %, 3.5 %): that
world was kinder than this one. On seed 76, drawn as this one, they were right in 88.4 % and refused 7.1 %
falsely (a visit: 88.4 %, 10.0 %); since then it is a tuning seed. Those checks of then, put before seed 77 as
the present ones are here, are right in 89.1 % and refuse 3.5 % falsely (a visit: 88.8 %, 7.1 %).
"""

_TRIED = """
## What was tried, and what it points to

Every wrong answer on seed 76, and the false refusals on seeds 73 to 75, were looked at with what the model
saw drawn in. What was found, what was done, and what that did on those seeds:

| Cause | What was done | Wrong before | Now |
|---|---|---|---|
| the crop follows the body and the body the crop: who stands still wanders (visits, 76) | a crop that \
need hardly move stays | 2 of 48 | 0 |
| the detector missed the guest, or pointed to a bystander or a mirror image (74, 75) | the landmark model \
looks at the mat itself | 12 of 25 | 0 |
| the keypoints turned a guest who stood side-on (74, 75) | who seems turned is looked at in the mirror \
image, too, and must be turned in both | 10 of 25 | 3 |
| too dark a room that shows the outline well (74, 75) | limit 15 in place of 20 | 2 of 25 | 0 |
| somebody close by not seen, or taken for smaller (76) | looks beside the covered guest, until the crop \
settles; who is faint to the detector must stay in other crops | 8 of 16 | 6 |
| half a person at the frame's edge whom the detector misses (73, 75, 76) | the half is shown beside its \
own mirror image | 15 of 28 | 1 |
| people cut off not seen (73, 75, 76) | the looks at all places are summed up, where one alone must hold \
in other crops | 46 of 109 | 31 |
| bodies imagined in coats, cups and roofs by the same sum (73, 75, 76) | the price of that | 5 of 103 | 8 \
|

Tried and left out: the mean of turn over four crops (tells 30° in 81 % at 2 % false refusals, the single
look in 69 %, the smaller of frame and mirror image in 88 %); ears, eyes, feet and knees in a regression
(told no more); to ask both other crops to show somebody cut off (loses 15 of 42); to take the detector's
word where the landmark model wavers (a shirt on a stand is as sure to it as two people who stand close).

What is missed now points to these limits of one look at one frame: two people whose outlines run into one
body are nobody or one; hips and thighs right before the lens are nobody in one of four; a turn of 30° looks
as that of one guest in fifty who stands side-on, in the frame as in its mirror image, so that a lower line
only trades one error for the other; a shirt on a stand with arms of its own, and a round thing that fills
the frame, stay bodies in every crop; a mirror's frame or a pole beside a body runs into its outline.

On seed 77 false refusals meet their bar and right answers miss theirs. Of the 26 wrong answers to files, 7
are of people too close, whom no look shows or one shows cut off at one end only; 6 are of bodies imagined
in rooms, coats and posters; 3 are lunges that lie elsewhere in another crop and are nobody then, though
somebody plainly stands there: to say what is wrong with a body that is seen and not proven, where the
detector is sure of it, is what was not done.
"""

_REST = """
## What this does not show

Someone who looks between two thirds and three quarters as tall as the guest is in no case here: whether they
stand close by or behind is a matter of taste there. Bystanders, mirror images and posters of the measurable
cases look at most 0.66 times as tall as the guest, people close by at least 0.78 times. A mirror that shows
the guest at nearly full size, right beside them, counts as a second person. A child close by looks as small
as an adult behind. Someone who walks in beside a guest who stands is noticed after 2 s at worst (after 16 s
where the detector misses them, for a side is then looked at every 8 s), and these stills do not show that;
someone right before the camera, with nobody else found, after 3 s at 15 frames a
second. Drawn people are not people: that real pictures keep to these distributions was looked at
on few.
"""


def _borne_out(verdicts: Sequence[Verdict]) -> str:
    """How many answers were right by the picture's own geometry alone, to a file and in a visit."""
    case = {one.name: set(one.right) for one in (*STILLS, *FILMS)}

    def count(answer: Answer) -> int:
        added = [v for v in verdicts if set(v.taken.right) - case.get(v.taken.case, set(v.taken.right))]
        return sum(is_right(v, answer) and answer(v) not in case[v.taken.case] for v in added)

    return f"{count(photo)} and {count(live)}"


def write(out: Path, verdicts: Sequence[Verdict], seed: int, size: tuple[int, int]) -> None:
    """Write report.md; its plots are ``plots.draw``'s."""
    intro = _INTRO.format(
        seed=seed, count=len(verdicts), width=size[0], height=size[1], borne_out=_borne_out(verdicts)
    )
    lines = [intro, *_summary(verdicts), "", "## Case by case", "", *_case_table(verdicts), _LIMITS]
    lines += [*_limit_table(verdicts), ""]
    lines += [f"![{statistic.axis}](plots/{statistic.name}.png)" for statistic in STATISTICS]
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.md").write_text("\n".join([*lines, _TRIED, _REST]), encoding="utf-8")
