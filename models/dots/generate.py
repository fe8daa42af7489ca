"""Draw the pictures of one seed into a cache folder, uncoded, each case its share, each with its truth."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2

from models.bodies.render import renderer_for
from models.dots.scene import CASES, HEIGHT, NEGATIVES, WIDTH, Case, describe, make_scene, picture

TRUTH_FILE = "truth.jsonl"
# Eighths of the pictures to refuse: a single dot is what a search for slivers endangers most.
_EIGHTHS: dict[Case, int] = {"one": 3}


def plan(positives: int, negatives: int) -> list[tuple[int, Case]]:
    """Number and case of each picture: `positives` of either kind of dots, `negatives` in all."""
    counts: dict[Case, int] = {
        case: negatives * _EIGHTHS.get(case, 1) // 8 if case in NEGATIVES else positives for case in CASES
    }
    cases = [case for case in CASES for _ in range(counts[case])]
    return list(enumerate(cases))


def render(seed: int, positives: int, negatives: int, out: Path) -> Iterator[dict[str, Any]]:
    """The truth of each picture, drawn first where the folder does not hold it yet."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / TRUTH_FILE
    done = {}
    if path.exists():
        done = {line["file"]: line for line in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    cv2.setNumThreads(1)
    renderer = renderer_for(WIDTH, HEIGHT)
    for number, case in plan(positives, negatives):
        name = f"{number:04d}_{case}.png"
        if name not in done:
            scene = make_scene(seed, number, case)
            image, shown = picture(scene, renderer)
            cv2.imwrite(str(out / name), image[:, :, ::-1])
            done[name] = {"file": name} | describe(scene) | {"shown_px": shown}
            with path.open("a", encoding="utf-8") as truth:
                truth.write(json.dumps(done[name]) + "\n")
        yield done[name]
