"""Draw the dots' exam, measure it as the kiosk does, and write models/dots/report.md with its pictures."""

from pathlib import Path

import click

from models.dots.generate import render
from models.dots.readings import read_pictures
from models.dots.report import report
from models.dots.sheets import draw_errors, draw_failures

HERE = Path(__file__).parent
EXAM_SEED, TUNING_SEEDS = 83, (80, 81, 84)
_CACHE = Path(__file__).resolve().parents[2] / ".cache" / "dots"


@click.command()
@click.option("--seed", default=EXAM_SEED, show_default=True, help="The set: the exam, or one to tune on.")
@click.option(
    "--positives", default=100, show_default=True, help="Pictures of half-balls, and as many of stickers."
)
@click.option("--negatives", default=80, show_default=True, help="Pictures to refuse, in all.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=HERE, show_default=False)
def main(seed: int, positives: int, negatives: int, out: Path) -> None:
    """Evaluate the dots; pictures that .cache/dots holds are not drawn anew."""
    folder = _CACHE / str(seed)
    truths = list(render(seed, positives, negatives, folder))
    reads = list(read_pictures(folder, truths))
    out.mkdir(parents=True, exist_ok=True)
    draw_errors([read for read in reads if read.truth["case"] == "half_ball"], out / "errors.png")
    draw_failures(folder, reads, out / "failures.jpg")
    (out / "report.md").write_text(report(seed, TUNING_SEEDS, reads), encoding="utf-8")
    click.echo(f"{len(reads)} pictures measured; the report is {out / 'report.md'}")


if __name__ == "__main__":
    main()
