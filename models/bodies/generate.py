"""Render a data set of drawn people: JPEG pictures and one line of truth each, resumable body by body."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

TRUTH_FILE = "truth.jsonl"


def picture_name(body: int, image: int) -> str:
    """Where a picture lies in its set: a folder per hundred bodies."""
    return f"{body // 100:03d}/{body:05d}_{image}.jpg"


def render_body(
    seed: int, body: int, images: range, out: Path, masks: bool = False, breadth: float = 1.0
) -> list[str]:
    """Render some pictures of one body into `out`, and return their lines of truth (JSON)."""
    import cv2  # noqa: PLC0415 - threads are limited before the heavy libraries load

    from models.bodies.finish import edge_contrast, encode_jpeg  # noqa: PLC0415
    from models.bodies.render import renderer_for  # noqa: PLC0415
    from models.bodies.shot import (  # noqa: PLC0415
        HEIGHT,
        WIDTH,
        describe,
        expose,
        make_shot,
        make_subject,
    )

    cv2.setNumThreads(1)
    renderer = renderer_for(WIDTH, HEIGHT)
    subject = make_subject(seed, body, breadth)
    lines = []
    for image in images:
        shot = make_shot(subject, image)
        picture, mask = expose(shot, renderer)
        path = out / picture_name(body, image)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_jpeg(picture, shot.finish.jpeg))
        if masks:
            cv2.imwrite(str(path.with_suffix(".png")), mask)
        stands_out = {"contrast": round(edge_contrast(picture, mask), 4)}
        lines.append(json.dumps({"file": picture_name(body, image)} | describe(shot) | stands_out))
    return lines


def rendered(out: Path) -> dict[int, set[int]]:
    """The pictures already done, by body; a last line cut off by a crash is dropped from the file."""
    path = out / TRUTH_FILE
    done: dict[int, set[int]] = {}
    if not path.exists():
        return done
    whole = []
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if not line.endswith("}\n"):
            break
        truth = json.loads(line)
        done.setdefault(int(truth["body"]), set()).add(int(truth["image"]))
        whole.append(line)
    path.write_text("".join(whole), encoding="utf-8")
    return done


def _work(
    seed: int, bodies: list[tuple[int, range]], out: Path, workers: int, masks: bool, breadth: float
) -> Iterator[list[str]]:
    if workers <= 1:
        for body, images in bodies:
            yield render_body(seed, body, images, out, masks, breadth)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(render_body, seed, body, images, out, masks, breadth) for body, images in bodies]
        for job in jobs:
            yield job.result()


@click.command()
@click.option("--bodies", required=True, type=click.IntRange(1), help="How many bodies the set shall hold.")
@click.option("--images", default=4, show_default=True, type=click.IntRange(1), help="Pictures of each body.")
@click.option(
    "--seed", required=True, type=int, help="The world: the same seed and body give the same person."
)
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The set's folder."
)
@click.option("--first", default=0, show_default=True, help="Number of the first body.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1))
@click.option(
    "--breadth",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0.0, 1.0),
    help="How far stances, arms and turns differ.",
)
@click.option("--masks", is_flag=True, help="Also write each picture's exact mask as PNG.")
def main(
    *,
    bodies: int,
    images: int,
    seed: int,
    out: Path,
    first: int,
    workers: int,
    breadth: float,
    masks: bool,
) -> None:
    """Render bodies FIRST .. FIRST+BODIES-1 of a seed; what the folder already holds is kept."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from models.bodies.photographs import PhotographsMissing, gather  # noqa: PLC0415 - as in render_body

    try:
        gather()  # once, before the workers would each try
    except PhotographsMissing as error:
        raise click.ClickException(str(error)) from error
    out.mkdir(parents=True, exist_ok=True)
    done = rendered(out)
    missing = []
    for body in range(first, first + bodies):
        have = len(done.get(body, set()))
        if have < images:
            missing.append((body, range(have, images)))
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress, (out / TRUTH_FILE).open("a", encoding="utf-8") as truth:
        task = progress.add_task("bodies", total=bodies, completed=bodies - len(missing))
        for lines in _work(seed, missing, out, workers, masks, breadth):
            truth.write("".join(line + "\n" for line in lines))
            truth.flush()
            progress.advance(task)
    click.echo(f"{bodies} bodies x {images} images in {out}")


if __name__ == "__main__":
    main()
