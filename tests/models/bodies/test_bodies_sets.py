"""A rendered set can be resumed, and its card tells what is tied to what."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.bodies.datacard import between_bodies, body_means, correlation, read_truth, within_slope
from models.bodies.generate import TRUTH_FILE, picture_name, rendered
from models.bodies.sheet import contact_sheet


def _write(folder: Path, text: str) -> None:
    (folder / TRUTH_FILE).write_text(text, encoding="utf-8")


def test_pictures_lie_in_a_folder_per_hundred_bodies() -> None:
    assert picture_name(1234, 2) == "012/01234_2.jpg"


def test_an_empty_folder_holds_nothing_yet(tmp_path: Path) -> None:
    assert rendered(tmp_path) == {}


def test_what_is_listed_is_done(tmp_path: Path) -> None:
    _write(tmp_path, '{"body": 0, "image": 0}\n{"body": 0, "image": 1}\n{"body": 7, "image": 0}\n')

    assert rendered(tmp_path) == {0: {0, 1}, 7: {0}}


def test_a_line_cut_off_by_a_crash_is_dropped_from_the_file(tmp_path: Path) -> None:
    _write(tmp_path, '{"body": 0, "image": 0}\n{"body": 0, "ima')

    assert rendered(tmp_path) == {0: {0}}
    assert (tmp_path / TRUTH_FILE).read_text(encoding="utf-8") == '{"body": 0, "image": 0}\n'


def test_a_line_still_being_written_is_not_read_as_truth(tmp_path: Path) -> None:
    _write(tmp_path, json.dumps({"body": 3}) + "\n" + '{"body": 4')

    assert read_truth(tmp_path) == [{"body": 3}]


def test_means_are_taken_body_by_body() -> None:
    values, bodies = np.array([1.0, 3.0, 10.0, 20.0]), np.array([5, 5, 2, 2])

    np.testing.assert_allclose(body_means(values, bodies), [15.0, 2.0])


def test_the_slope_within_bodies_ignores_how_bodies_differ() -> None:
    # In each body y rises 2 a unit of x; the second body's y lies 100 lower.
    x, y = np.array([0.0, 1.0, 10.0, 11.0]), np.array([0.0, 2.0, -100.0, -98.0])

    assert within_slope(x, y, np.array([0, 0, 1, 1])) == pytest.approx(2.0)


def test_bodies_tied_the_one_way_are_told_from_pictures_tied_the_other() -> None:
    # Habits run together exactly (y = x = 0, 10, 20); within each body y falls as x rises.
    x = np.array([-1.0, 1.0, 9.0, 11.0, 19.0, 21.0])
    y = np.array([1.0, -1.0, 11.0, 9.0, 21.0, 19.0])
    bodies = np.array([0, 0, 1, 1, 2, 2])

    # Components: var 100 - 2 / 2 = 99 each, covariance 100 + 2 / 2 = 101.
    assert between_bodies(x, y, bodies) == pytest.approx(101.0 / 99.0)


def test_what_does_not_vary_is_tied_to_nothing() -> None:
    assert correlation(np.ones(4), np.arange(4.0)) == 0.0


def test_a_contact_sheet_has_a_caption_strip_under_each_row() -> None:
    tiles: list[Any] = [np.full((40, 30, 3), k, np.uint8) for k in (50, 100, 150)]

    sheet = contact_sheet(tiles, ["a", "b", "c"], columns=2)

    assert sheet.shape == (2 * (40 + 18), 60, 3)
    assert (sheet[20, 10], sheet[20, 40], sheet[78, 10]) == (
        pytest.approx([50] * 3),
        pytest.approx([100] * 3),
        pytest.approx([150] * 3),
    )
