"""Draw a set of strangers: JPEG pictures and one line of truth each, resumable body by body."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import click

from models.strangers.plan import pictures_of, plans

TRUTH_FILE = "truth.jsonl"


def file_name(body: int, image: int) -> str:
    """Where a picture lies in its set."""
    return f"{body // 50:03d}/{body:05d}-{image}.jpg"


def draw_body(seed: int, body: int, out: Path) -> list[str]:
    """Draw all pictures of one body into `out`; returns their lines of truth (JSON)."""
    import cv2  # noqa: PLC0415 - threads are limited before the heavy libraries load

    from models.strangers.paint import painter  # noqa: PLC0415
    from models.strangers.picture import describe, make_shot, make_subject, photograph  # noqa: PLC0415

    cv2.setNumThreads(1)
    subject = make_subject(seed, body)
    lines = []
    for plan in plans(body):
        shot = make_shot(subject, plan)
        jpeg, _ = photograph(shot, painter())
        path = out / file_name(body, plan.image)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(jpeg)
        lines.append(json.dumps({"file": file_name(body, plan.image)} | describe(shot)))
    return lines


def kept(out: Path) -> set[int]:
    """Bodies the set already holds whole; lines of a body cut short by a crash are dropped from the file.

    Lines of one body are written at once, and the next body's only after them: just the last can be short.
    """
    path = out / TRUTH_FILE
    if not path.exists():
        return set()
    whole: dict[int, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.endswith("}\n"):
            whole.setdefault(int(json.loads(line)["body"]), []).append(line)
    done = {body for body, lines in whole.items() if len(lines) == pictures_of(body)}
    path.write_text("".join(line for body in whole if body in done for line in whole[body]), encoding="utf-8")
    return done


def _drawn(seed: int, bodies: list[int], out: Path, workers: int) -> Iterator[list[str]]:
    if workers <= 1:
        for body in bodies:
            yield draw_body(seed, body, out)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for job in [pool.submit(draw_body, seed, body, out) for body in bodies]:
            yield job.result()


@click.command()
@click.option("--bodies", required=True, type=click.IntRange(1), help="How many bodies the set shall hold.")
@click.option("--seed", required=True, type=int, help="The same seed and number give the same body.")
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The set's folder."
)
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1))
def main(bodies: int, seed: int, out: Path, workers: int) -> None:
    """Draw bodies 0 to BODIES-1 of a seed; those the folder already holds are kept."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    out.mkdir(parents=True, exist_ok=True)
    done = kept(out)
    missing = [body for body in range(bodies) if body not in done]
    with (out / TRUTH_FILE).open("a", encoding="utf-8") as truth:
        for count, lines in enumerate(_drawn(seed, missing, out, workers), start=1):
            truth.write("".join(line + "\n" for line in lines))
            truth.flush()
            if count % 10 == 0 or count == len(missing):
                click.echo(f"{len(done & set(range(bodies))) + count} of {bodies} bodies")


if __name__ == "__main__":
    main()
