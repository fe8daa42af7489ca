"""The dots' report: how far readings were off, how often their intervals held, and what was refused."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from statistics import NormalDist

import numpy as np

from kiosk.pelvis.dot_line import CLOTH_TURN_DEG, WIDEST_DOTS
from kiosk.pelvis.dots import PLACED_SD_DEG
from kiosk.pelvis.tilt import Tilt
from models.dots.readings import CODINGS, SLIVER_CASES, Coding, Line, Read, back_turned_deg
from models.dots.scene import NEGATIVES
from models.dots.told import INTRO, TRIED

_SHOWN_PX = (0, 2, 8, 16, 24)  # of a PSIS sticker: the first has nothing to be found by
NAMES: dict[Coding, str] = {
    "uncoded": "as the camera gave them",
    "good": "as JPEG of quality 95",
    "jpeg": "as JPEG",
}
_KINDS = (("half_ball", "half-balls"), ("flat", "flat stickers"))
_QUIET, _LEVEL_DEG = 0.015, 2.0  # noise and pitch of a camera that is mounted well
_SIDE_ON_DEG = 6.0
_WAYS: tuple[tuple[str, str], ...] = (
    ("plain", "`--dots`"),
    ("both", "`--dots --combine`"),
    ("calibrated", "calibrated"),
    ("calibrated_both", "calibrated, `--combine`"),
    ("contour", "the contour alone"),
)


def report(seed: int, tuning: Sequence[int], reads: Sequence[Read]) -> str:
    """The report's text, Markdown."""
    seeds = f"{', '.join(map(str, tuning[:-1]))} and {tuning[-1]}"
    parts = [INTRO.format(seed=seed, tuning=seeds, hand=PLACED_SD_DEG), *_bars(reads)]
    for case, name in _KINDS:
        title = name.capitalize()
        parts += [f"## {title}", ""]
        for coding in CODINGS:
            some = [read for read in reads if read.truth["case"] == case and read.coding == coding]
            parts += _accuracy(f"{title} {NAMES[coding]}", some)
    stickers = [read for read in reads if read.truth["case"] == "flat"]
    parts += [
        *_shown(stickers),
        *_lenient([read for read in reads if read.truth["case"] in SLIVER_CASES]),
        *_turned([read for read in reads if read.truth["case"] == "half_ball"]),
        *_mounted(reads),
        *_negatives(reads),
        "![Errors of the half-balls](errors.png)",
        "",
        "The worst readings and some refusals; triangles below mark where the dots are:",
        "",
        "![Failures](failures.jpg)",
        "",
        TRIED.format(widest=WIDEST_DOTS, turn=CLOTH_TURN_DEG, hand=PLACED_SD_DEG),
    ]
    return "\n".join(parts)


def _bars(reads: Sequence[Read]) -> list[str]:
    """What is asked, and what was reached as the camera gave the pictures, with a calibrated camera."""
    uncoded = [read for read in reads if read.coding == "uncoded"]
    balls = [read for read in uncoded if read.truth["case"] == "half_ball" and read.truth["fit"] == "tight"]
    flat = [read for read in uncoded if read.truth["case"] == "flat"]
    off_balls, off_flat = (
        [error for read in some for error in _off(read, read.calibrated)] for some in (balls, flat)
    )
    lines = [
        "## Against the bars",
        "",
        "As the camera gave them, with a calibrated camera:",
        "",
        "| Figure | asked | reached | |",
        "|---|---|---|---|",
    ]
    if off_balls:
        lines.append(_bar("half-balls over tight clothes, MAE", 1.0, float(np.mean(off_balls)), ".2f"))
        most = float(np.percentile(off_balls, 95))
        lines.append(_bar("half-balls over tight clothes, 95th percentile", 2.5, most, ".2f"))
    if off_flat:
        lines.append(_bar("flat stickers, MAE", 1.6, float(np.mean(off_flat)), ".2f"))
    if flat:
        refused = sum(read.refused for read in flat) / len(flat)
        lines.append(_bar("flat stickers, refused", 0.25, refused, ".0%"))
    return [*lines, ""]


def _bar(name: str, asked: float, reached: float, style: str) -> str:
    verdict = "met" if reached <= asked else "missed"
    return f"| {name} | {format(asked, style)} | {format(reached, style)} | {verdict} |"


def _accuracy(title: str, reads: Sequence[Read]) -> list[str]:
    found = [read for read in reads if read.plain]
    mistaken = sum(read.mistaken for read in found)
    lines = [
        f"### {title}",
        "",
        f"{len(reads)} pictures, {_refused(reads)} refused{_position(reads)}; in {mistaken} of the others a "
        "look-alike was taken for a dot, which the figures below include.",
        "",
        "| Degrees | pictures | MAE | bias | 95th percentile | interval | holds "
        "| MAE with a hand's error | holds with it |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for way, name in _WAYS:
        fits = ("", "tight", "loose") if way != "contour" else ("",)
        for fit in fits:
            some = [read for read in found if read.truth["fit"].startswith(fit)]
            clothes = f", {fit} clothes" if fit else ""
            lines.append(_tilts(f"{name}{clothes}", some, way))
    right = [read for read in found if not read.mistaken]
    tight, loose = ([read for read in reads if read.truth["fit"] == fit] for fit in ("tight", "loose"))
    lines += [
        _tilts("calibrated, look-alikes left out", right, "calibrated"),
        _row(
            "calibrated line against the line marked", found, "marked", lambda one: _line(one).calibrated_deg
        ),
        _row("plain line against ideal centres", found, "ideal", lambda one: _line(one).plain_deg),
        _row("calibrated, the true turn given", found, "tilt", lambda one: _line(one).turned_deg),
        _row("marked line against truth, tight", tight, "tilt", lambda one: one.truth["marked_deg"]),
        _row("marked line against truth, loose", loose, "tilt", lambda one: one.truth["marked_deg"]),
        _row("ideal centres, against truth", reads, "tilt", lambda one: one.ideal_deg),
        "",
    ]
    return lines


def _tilts(name: str, reads: Sequence[Read], way: str) -> str:
    """A row of readings with their intervals."""
    pairs = [(tilt, read) for read in reads if (tilt := getattr(read, way)) is not None]
    row = _row(name, [read for _, read in pairs], "tilt", lambda one: getattr(one, way).deg)
    if not pairs:
        return row
    reaches = [(tilt.high_deg - tilt.low_deg) / 2.0 for tilt, _ in pairs]
    errors = [tilt.deg - float(read.truth["tilt_deg"]) for tilt, read in pairs]
    hands = [PLACED_SD_DEG * _dots_share(tilt, read) for tilt, read in pairs]
    held = np.mean([abs(error) <= reach for error, reach in zip(errors, reaches, strict=True)])
    off = np.mean([off_by_hand(error, hand) for error, hand in zip(errors, hands, strict=True)])
    still = np.mean([held_by_hand(*each) for each in zip(errors, reaches, hands, strict=True)])
    figures = f"{np.mean(reaches):.1f} | {held:.0%} | {off:.2f} | {still:.0%}"
    return f"{row.removesuffix(' | | | | |')} | {figures} |"


def held_by_hand(error_deg: float, reach_deg: float, hand_sd_deg: float) -> float:
    """How likely an interval still holds the truth when a hand's normal error comes on top of the error."""
    if hand_sd_deg == 0.0:
        return float(abs(error_deg) <= reach_deg)
    hand = NormalDist(error_deg, hand_sd_deg)
    return hand.cdf(reach_deg) - hand.cdf(-reach_deg)


def off_by_hand(error_deg: float, hand_sd_deg: float) -> float:
    """How far off a reading is on the mean when a hand's normal error comes on top of its own.

    The mean of a folded normal: ``s sqrt(2 / pi) exp(-e^2 / 2 s^2) + |e| (1 - 2 Phi(-|e| / s))``.
    """
    off = abs(error_deg)
    if hand_sd_deg == 0.0:
        return off
    ratio = off / hand_sd_deg
    spread = hand_sd_deg * math.sqrt(2.0 / math.pi) * math.exp(-(ratio**2) / 2.0)
    return spread + off * (1.0 - 2.0 * NormalDist().cdf(-ratio))


def _dots_share(tilt: Tilt, read: Read) -> float:
    """How much of a dot's error a reading takes over: all of it, none, or by the variances."""
    dots = {id(read.both): read.plain, id(read.calibrated_both): read.calibrated}.get(id(tilt))
    if tilt is read.contour:
        return 0.0
    return 1.0 if dots is None else (tilt.sd_deg / dots.sd_deg) ** 2


def _row(name: str, reads: Sequence[Read], truth: str, angle: Callable[[Read], float]) -> str:
    errors = np.array([angle(read) - _reference(read, truth) for read in reads])
    if not len(errors):
        return f"| {name} | 0 | | | | | | | |"
    off = np.abs(errors)
    figures = f"{off.mean():.2f} | {errors.mean():+.2f} | {np.percentile(off, 95):.2f}"
    return f"| {name} | {len(off)} | {figures} | | | | |"


def _reference(read: Read, truth: str) -> float:
    return read.ideal_deg if truth == "ideal" else float(read.truth[f"{truth}_deg"])


def _line(read: Read) -> Line:
    if read.line is None:
        raise ValueError(f"{read.truth['file']} was measured and has no line")
    return read.line


def _refused(reads: Sequence[Read]) -> str:
    """How many for their dots, and which share of them; a dash where there is none to refuse."""
    refused = sum(read.refused for read in reads)
    return f"{refused} ({refused / len(reads):.0%})" if reads else "-"


def _position(reads: Sequence[Read]) -> str:
    """How many were refused before dots were looked for, and why."""
    counts = Counter(str(read.reason) for read in reads if not read.measurable)
    if not counts:
        return ""
    reasons = ", ".join(f"`{reason}` {count}" for reason, count in counts.most_common())
    return f", {counts.total()} more for the guest's position ({reasons})"


def _off(read: Read, tilt: Tilt | None) -> list[float]:
    return [] if tilt is None else [abs(tilt.deg - float(read.truth["tilt_deg"]))]


def _mean(errors: Sequence[float]) -> str:
    return f"{np.mean(errors):.2f} ({len(errors)})" if errors else "-"


def _most(errors: Sequence[float]) -> str:
    return f"{np.percentile(errors, 95):.2f}" if errors else "-"


def _shown(reads: Sequence[Read]) -> list[str]:
    """Refusals by how much of the PSIS sticker shows, in each coding, and where noise is low."""
    heads = [NAMES[coding] for coding in CODINGS]
    heads = [*heads, *(f"{head}, noise below {_QUIET:.1%}" for head in heads)]
    lines = [
        "### Refused, by what shows of the PSIS sticker",
        "",
        f"| It shows | pictures | {' | '.join(heads)} |",
        "|---" * (len(heads) + 2) + "|",
    ]
    for low, high in zip(_SHOWN_PX, (*_SHOWN_PX[1:], 10**6), strict=True):
        some = [read for read in reads if low <= read.truth["shown_px"][1] < high]
        quiet = [read for read in some if read.truth["noise"] < _QUIET]
        cells = [
            _refused([read for read in part if read.coding == one])
            for part in (some, quiet)
            for one in CODINGS
        ]
        span = f"{low} to {high - 1} px" if high < 10**6 else f"{low} px and more"
        lines.append(f"| {span} | {len(some) // len(CODINGS)} | {' | '.join(cells)} |")
    return [*lines, ""]


def _lenient(reads: Sequence[Read]) -> list[str]:
    """What would come of believing the likeliest place along the back in every picture."""
    lines = [
        "### If the likeliest place were always believed",
        "",
        "Perfect judgement would refuse only pictures where that place is wrong or no ASIS dot was found; no",
        "judgement at all would measure the wrong ones too, and guests who wear one dot or none.",
        "",
        "| Stickers | right | perfect judgement refuses | wrong | MAE with the wrong ones, true turn given "
        "| one dot or none, measured |",
        "|---|---|---|---|---|---|",
    ]
    for coding in CODINGS:
        some = [read for read in reads if read.coding == coding and read.measurable]
        flat = [read for read in some if read.truth["case"] == "flat"]
        others = [read for read in some if read.truth["case"] != "flat"]
        taken = [read.lenient for read in flat if read.lenient]
        wrong = sum(line.mistaken for line in taken)
        right = len(taken) - wrong
        errors = [
            abs(read.lenient.turned_deg - float(read.truth["tilt_deg"])) for read in flat if read.lenient
        ]
        share = f"{1.0 - right / len(flat):.0%}" if flat else "-"
        lines.append(
            f"| {NAMES[coding]} | {right} of {len(flat)} | {share} | {wrong} | {_mean(errors)} "
            f"| {sum(read.lenient is not None for read in others)} of {len(others)} |"
        )
    return [*lines, ""]


def _turned(reads: Sequence[Read]) -> list[str]:
    """Half-balls by how far the guest is turned, calibrated, and what knowing the turn would give."""
    lines = [
        "### Half-balls by how far the guest is turned",
        "",
        "As the camera gave them, calibrated; mean errors and 95th percentiles.",
        "",
        "| Clothes, turn | pictures | calibrated | 95th percentile | true turn given | 95th percentile |",
        "|---|---|---|---|---|---|",
    ]
    found = [read for read in reads if read.coding == "uncoded" and read.calibrated]
    for fit in ("tight", "loose"):
        for name, least, most in (("to", 0.0, _SIDE_ON_DEG), ("beyond", _SIDE_ON_DEG, math.inf)):
            some = [
                read
                for read in found
                if read.truth["fit"] == fit and least <= abs(back_turned_deg(read.truth)) < most
            ]
            errors = [error for read in some for error in _off(read, read.calibrated)]
            known = [abs(_line(read).turned_deg - float(read.truth["tilt_deg"])) for read in some]
            cells = f"{_mean(errors)} | {_most(errors)} | {_mean(known)} | {_most(known)}"
            lines.append(f"| {fit}, {name} {_SIDE_ON_DEG:.0f} degrees | {len(some)} | {cells} |")
    return [*lines, ""]


def _mounted(reads: Sequence[Read]) -> list[str]:
    """The easier pictures: little noise, a camera that hardly looks up or down."""
    lines = [
        "## Nearer to a kiosk that is mounted well",
        "",
        f"The same pictures, where noise is below {_QUIET:.1%} and pitch within {_LEVEL_DEG:.0f} degrees;",
        "mean errors against truth, degrees, and how many pictures they are of.",
        "",
        "| Dots | refused | calibrated | 95th percentile | tight clothes | loose clothes | `--dots` |",
        "|---|---|---|---|---|---|---|",
    ]
    easy = [read for read in reads if _is_easy(read)]
    for case, name in _KINDS:
        for coding in CODINGS:
            some = [read for read in easy if read.truth["case"] == case and read.coding == coding]
            lines.append(f"| {name} {NAMES[coding]} | {_refused(some)} of {len(some)} | {_brief(some)} |")
    return [*lines, ""]


def _is_easy(read: Read) -> bool:
    return bool(read.truth["noise"] < _QUIET and abs(read.truth["pitch_deg"]) <= _LEVEL_DEG)


def _brief(reads: Sequence[Read]) -> str:
    """Mean and 95th percentile of the calibrated error, its mean by clothes, and that of ``--dots``."""
    tight, loose = (
        [error for read in reads if read.truth["fit"] == fit for error in _off(read, read.calibrated)]
        for fit in ("tight", "loose")
    )
    plain = [error for read in reads for error in _off(read, read.plain)]
    return " | ".join([_mean(tight + loose), _most(tight + loose), _mean(tight), _mean(loose), _mean(plain)])


def _negatives(reads: Sequence[Read]) -> list[str]:
    total = [read for read in reads if read.truth["case"] in NEGATIVES]
    lines = [
        "## Pictures to refuse",
        "",
        f"Without those refused for the guest's position: {sum(not read.measurable for read in total)} of "
        f"{len(total)} looks.",
        "",
        f"| Case | {' | '.join('refused ' + NAMES[coding] for coding in CODINGS)} |",
        "|---" * (len(CODINGS) + 1) + "|",
    ]
    for case in (*NEGATIVES, "all"):
        some = [read for read in total if case in ("all", read.truth["case"]) and read.measurable]
        cells = []
        for coding in CODINGS:
            looks = [read for read in some if read.coding == coding]
            cells.append(f"{_refused(looks)} of {len(looks)}")
        lines.append(f"| {case} | {' | '.join(cells)} |")
    return [*lines, ""]
