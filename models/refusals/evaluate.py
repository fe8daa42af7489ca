"""Draw the pictures, put them before the kiosk's checks, and write how often it refused as it should."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from models.refusals.judge import Verdict


def _judged(seed: int, pictures: int) -> list[Verdict]:
    """A verdict on every picture, drawn first where it has to be."""
    import cv2  # noqa: PLC0415 - threads are limited before the heavy libraries load
    from rich.progress import track  # noqa: PLC0415

    from models.refusals.judge import Judge  # noqa: PLC0415
    from models.refusals.store import fetch, wanted  # noqa: PLC0415

    cv2.setNumThreads(1)
    taken = [fetch(seed, case, number) for case, number in track(wanted(pictures), description="drawing")]
    judge = Judge()
    return [judge.verdict(one) for one in track(taken, description="looking")]


@click.command()
@click.option("--seed", default=77, show_default=True, help="The world: 77 examines, 71 to 76 tuned.")
@click.option("--pictures", default=11, show_default=True, type=click.IntRange(1), help="Of each whole case.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(__file__).resolve().parent,
    show_default="beside this file",
)
def main(seed: int, pictures: int, out: Path) -> None:
    """Examine the position checks and write report.md with its plots; drawn pictures are kept in .cache."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    logging.getLogger("kiosk").setLevel(logging.CRITICAL)
    verdicts = _judged(seed, pictures)
    from models.refusals import plots, report  # noqa: PLC0415
    from models.refusals.picture import HEIGHT, WIDTH  # noqa: PLC0415

    report.write(out, verdicts, seed, (WIDTH, HEIGHT))
    plots.draw(out / "plots", verdicts)
    spoiled = [verdict for verdict in verdicts if verdict.taken.right]
    fine = [verdict for verdict in verdicts if not verdict.taken.right]
    for name, answer in (("measure", report.photo), ("visit", report.live)):
        right, false = report.tally(spoiled, answer).rate, 1.0 - report.tally(fine, answer).rate
        click.echo(f"{name}: right refusals {right:.1%}, false refusals {false:.1%}")


if __name__ == "__main__":
    main()
