"""Photographs as the kiosk reads them: several looks, how steady they are, and which of them failed."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from models.tilt import prepare
from models.tilt.extract import load_tracker, picture
from models.tilt.gallery import BEST, WORST, shown
from models.tilt.photographs import look_at
from models.tilt.samples import Samples
from models.tilt.stability import CHANGES, steadiness
from tests.bodies import FRAME, scene_of, standing

RENDERS = Path(__file__).resolve().parents[2] / "data" / "renders"


def test_a_photograph_and_its_mirror_image_have_the_same_features() -> None:
    image = picture(RENDERS / "side_on_right.jpg")
    mirror = np.ascontiguousarray(image[:, ::-1])
    tracker = load_tracker()

    here, there = look_at(image, tracker), look_at(mirror, tracker)

    assert here is not None
    assert there is not None
    np.testing.assert_allclose(here, there, atol=1e-3)


def test_a_photograph_of_an_empty_room_has_no_features() -> None:
    assert look_at(picture(RENDERS / "empty_room.jpg"), load_tracker()) is None


class BrightSight:
    """Sees a body in what is not black."""

    def __init__(self) -> None:
        self.bright = 0.0

    def see(self, frame):
        self.bright = float(frame.image.max())
        return scene_of(standing()) if self.bright > 0 else scene_of(None)

    def forget(self):
        pass


class BrightGauge:
    """Says as many degrees as the picture's brightest pixel has tenths of white."""

    def __init__(self, sight):
        self.sight = sight

    def observe(self, body):
        return self.sight.bright / 25.5

    def estimate(self, observations):
        return SimpleNamespace(deg=observations[0])


def grey(value):
    return np.full((FRAME[1], FRAME[0], 3), value, np.uint8)


def test_a_tilt_that_follows_the_light_moves_with_the_light_and_with_nothing_else() -> None:
    sight = BrightSight()

    found = steadiness([grey(100), grey(0)], sight, BrightGauge(sight))

    assert found.tilt_deg.shape == (1, len(CHANGES))  # the black one shows nobody
    # 100, 120 and 80 of 255 are 3.92, 4.71 and 3.14 tenths.
    assert found.off_deg["brighter by a fifth"] == pytest.approx(0.784, abs=0.01)
    assert found.off_deg["darker by a fifth"] == pytest.approx(0.784, abs=0.01)
    assert found.off_deg["shifted right 1 %"] == found.off_deg["mirrored"] == 0.0
    assert found.sd_deg[0] == pytest.approx(np.std(found.tilt_deg[0]))


def test_changes_leave_the_pictures_size_and_two_mirrors_the_picture() -> None:
    image = np.random.default_rng(1).integers(0, 256, (64, 36, 3)).astype(np.uint8)

    assert all(change(image).shape == image.shape for change in CHANGES.values())
    assert (CHANGES["mirrored"](CHANGES["mirrored"](image)) == image).all()


def test_a_picture_that_is_gone_is_said() -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.jpg"):
        picture(Path("nowhere.jpg"))


def test_the_gallery_shows_the_worst_picture_of_each_body_and_then_the_best_ones() -> None:
    # 20 bodies of two pictures; body b errs by b degrees, and by half of that in its second picture.
    body = np.repeat(np.arange(20), 2)
    error = np.where(np.arange(40) % 2 == 0, body, body / 2.0)
    samples = Samples(np.zeros((40, 1), np.float32), np.zeros(40), body, np.ones(40, np.int8), {}, 40)

    rows = shown(samples, SimpleNamespace(tilt=error.astype(np.float64)))

    assert rows[:WORST].tolist() == [38, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18, 16, 14, 12]
    assert set(rows[-BEST:].tolist()) == {0, 1}


def test_a_world_of_an_older_generator_is_drawn_by_that_commit(monkeypatch, tmp_path) -> None:
    ran = []
    monkeypatch.setattr(prepare, "CACHE", tmp_path)
    monkeypatch.setattr(prepare.subprocess, "run", lambda command, **how: ran.append((command, how)))

    prepare.render(prepare.TRAIN[0], workers=2)

    checkout = tmp_path / "revisions" / prepare.NARROW
    assert ["git", "worktree", "add", "--detach", str(checkout), prepare.NARROW] in [cmd for cmd, _ in ran]
    command, how = ran[-1]
    assert command[1:3] == ["-m", "models.bodies.generate"]
    assert (how["cwd"], how["env"]["PYTHONPATH"]) == (checkout, str(checkout))
