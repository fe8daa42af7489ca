"""Parts of the evaluation report: the notes, changes within one person, and the same photograph changed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from models.tilt.exam import Answers
from models.tilt.samples import Samples
from models.tilt.stability import CHANGES, Steadiness
from models.tilt.tables import percent, table
from models.tilt.train import hair_on_back, loose_top
from models.tilt.triples import Triples

_TURNED_DEG = 8.0
_LITTLE_CONTRAST = 0.18  # the lowest twentieth of the training world's pictures


def doubts(familiar: Samples, answers: Answers) -> str:
    """How often the notes are right where the truth is known: on unseen bodies of the present generator."""
    facts = familiar.facts
    truths = {
        "loose_top": ("a loose top", loose_top(familiar)),
        "hair_on_back": ("hair to the shoulder blades, behind", hair_on_back(familiar)),
        "turned": (f"{_TURNED_DEG:.0f}° or more from side-on", np.abs(facts["yaw_deg"]) >= _TURNED_DEG),
        "low_contrast": ("an edge like what is behind it", facts["contrast"] < _LITTLE_CONTRAST),
    }
    rows = []
    for note, (meaning, truth) in truths.items():
        said = np.array([note in notes for notes in answers.notes])
        right = percent(float(truth[said].mean())) if said.any() else "–"
        told = percent(float(said[truth].mean())) if truth.any() else "–"
        rows.append((f"`{note}`: {meaning}", percent(float(said.mean())), right, told))
    arm = np.array(["arm_on_back" in notes for notes in answers.notes])
    rows.append(("`arm_on_back`: the truth is not recorded", percent(float(arm.mean())), "–", "–"))
    head = ("note and what it should mean", "said of", "right when said", "said when true")
    return (
        "## Notes\n\nOn unseen bodies of the broader world. The first two are learnt, the others "
        "read off keypoints and the mask's edge: hints, seldom right. No body of that world is turned by "
        "more than 12°, and those are read as well as others; the note is meant for more.\n\n"
        + table(head, rows)
    )


def changes(triples: Triples) -> str:
    """Differences within one person, by the change head and by the absolute one."""
    own, absolute = triples.change_head, triples.absolute_head
    rows = [
        ("arch above rest above tuck", percent(own.ordered), percent(absolute.ordered)),
        ("MAE of a difference", f"{own.mae:.2f}°", f"{absolute.mae:.2f}°"),
        ("slope of estimated on true difference", f"{own.slope:.2f}", f"{absolute.slope:.2f}"),
    ]
    return f"""## Arch, rest and tuck

{triples.count} bodies of the exam arched, stood and tucked in the same clothes. The change head
(`change.tflite`) is trained on pairs of looks at one body, so that differences keep their size.

{table(("", "change head", "absolute head"), rows)}"""


def steady(photographs: Mapping[str, Steadiness]) -> str:
    """How far a tilt moves when only the photograph does."""
    names = list(photographs)
    rows = [
        ("photographs", *(str(len(photographs[name].tilt_deg)) for name in names)),
        ("**SD of a photograph's tilts, mean**", *(f"{photographs[n].sd_deg.mean():.2f}°" for n in names)),
        ("... of the least steady", *(f"{photographs[name].sd_deg.max():.2f}°" for name in names)),
    ]
    rows += [
        (f"moved by: {change}", *(f"{photographs[name].off_deg[change]:.2f}°" for name in names))
        for change in list(CHANGES)[1:]
    ]
    return f"""## The same photograph

Each photograph is put before the kiosk as `kiosk measure` reads one, as it is and changed. The walker is real
(the demo film of Sports2D, BSD-3-Clause): she strides, 480 pixels tall, and nobody knows her tilt; only how
far the answer moves is told.

{table(("", *names), rows)}"""


def worst() -> str:
    """The gallery of failures."""
    return (
        "## The worst\n\nThe exam's largest errors, one a body, with the outline the pose model saw in red; "
        "the last two are the smallest errors.\n\n![The exam's largest errors](plots/worst.jpg)"
    )
