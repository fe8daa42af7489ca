"""Rooms and camera finish, drawn without a person."""

import cv2
import numpy as np

from models.bodies.camera import Camera, barrelled
from models.bodies.clutter import add_clutter
from models.bodies.finish import Finish, develop, edge_contrast, encode_jpeg, shadow, through_lens
from models.bodies.room import ROOM_KINDS, Room, paint_room

CAMERA = Camera("left", distance_m=2.5, height_m=1.0, focal_px=450.0, width=240, height=426)


# The photographs are the workshop's: see test_bodies_workshop.py.
PAINTED = [kind for kind in ROOM_KINDS if kind not in ("photo", "mural")]


def test_the_same_room_is_painted_the_same() -> None:
    room = Room("gym", 1.5, 7)

    np.testing.assert_array_equal(paint_room(room, CAMERA), paint_room(room, CAMERA))


def test_every_kind_of_room_fills_the_picture_with_light_in_range() -> None:
    for kind in PAINTED:
        canvas = paint_room(Room(kind, 1.5, 11), CAMERA)

        assert canvas.shape == (426, 240, 3)
        assert float(canvas.min()) >= 0.0
        assert float(canvas.max()) <= 1.0


def test_a_wall_meets_its_floor_where_the_camera_sees_the_wall_s_foot() -> None:
    # The wall is 2.5 + 1.5 = 4 m away and its foot 1 m below the lens: 450 / 4 = 112.5 px under the middle.
    canvas = paint_room(Room("plain", 1.5, 4), CAMERA)
    column = canvas[:, 100].sum(axis=1)
    edge = 213 + 112

    assert abs(column[edge - 40 : edge - 15].mean() - column[edge + 15 : edge + 40].mean()) > 0.1


def test_a_perfect_camera_changes_nothing_but_the_scale() -> None:
    flat = np.full((8, 8, 3), 0.5, np.float32)

    np.testing.assert_array_equal(
        develop(flat, Finish(blur_px=0.0, noise=0.0)), np.full((8, 8, 3), 128, np.uint8)
    )


def test_exposure_and_balance_act_on_every_colour() -> None:
    flat = np.full((8, 8, 3), 0.4, np.float32)

    r, g, b = develop(flat, Finish(gain=1.25, warm=0.1, blur_px=0.0, noise=0.0))[0, 0]

    # 0.4 x 1.25 = 0.5; red up and blue down by a tenth: 0.55, 0.5, 0.45 of 255.
    assert (int(r), int(g), int(b)) == (140, 128, 115)


def test_noise_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    flat = np.full((8, 8, 3), 0.5, np.float32)
    first, again, other = (develop(flat, Finish(noise=0.05, seed=seed)) for seed in (1, 1, 2))

    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_a_shadow_darkens_the_floor_under_the_feet_only() -> None:
    canvas = np.ones((426, 240, 3), np.float32)

    shadow(canvas, CAMERA, np.array([[0.0, 0.0, 0.1]]), strength=0.5)

    # The foot's floor point: 1 m under the lens at 2.5 m, 180 px below the middle row 213.
    assert canvas[393, 115].max() < 0.75
    assert canvas[100, 115].min() == 1.0


def test_a_jpeg_keeps_red_red() -> None:
    red = np.zeros((16, 16, 3), np.uint8)
    red[:, :, 0] = 200

    decoded = cv2.imdecode(np.frombuffer(encode_jpeg(red, 95), np.uint8), cv2.IMREAD_COLOR)

    assert decoded is not None
    b, g, r = (int(v) for v in decoded[8, 8])
    assert r > 190
    assert max(g, b) < 15


def test_a_lens_s_picture_has_a_point_where_the_truth_says() -> None:
    canvas = np.zeros((426, 240, 3), np.float32)
    cv2.circle(canvas, (200, 60), 4, (1.0, 1.0, 1.0), -1)

    seen = through_lens(canvas, 0.06)[:, :, 0]

    rows, columns = np.nonzero(seen > 0.5)
    expected = barrelled(np.array([[200.5, 60.5]]), 0.06, 240, 426)[0]
    np.testing.assert_allclose((columns.mean() + 0.5, rows.mean() + 0.5), expected, atol=0.3)


def test_contrast_is_the_colour_step_across_the_outline() -> None:
    mask = np.zeros((200, 100), np.uint8)
    mask[40:160, 30:70] = 255
    image = np.full((200, 100, 3), 51, np.uint8)
    image[mask > 0] = (51, 51, 204)

    # Blue rises from 0.2 to 0.8, red and green stay.
    assert abs(edge_contrast(image, mask) - 0.6) < 0.01
    assert edge_contrast(np.full_like(image, 51), mask) == 0.0


def test_clutter_stands_behind_the_guest_and_is_the_same_for_the_same_number() -> None:
    first, again = (np.full((426, 240, 3), 0.5, np.float32) for _ in range(2))

    for canvas in (first, again):
        add_clutter(canvas, np.random.default_rng(5), CAMERA, ((0.9, 0.1, 0.1),))

    np.testing.assert_array_equal(first, again)
    assert (first != 0.5).any()


def test_a_smeared_picture_keeps_its_light() -> None:
    spot = np.zeros((40, 40, 3), np.float32)
    spot[20, 20] = 1.0
    finish = Finish(blur_px=0.0, noise=0.0, streak_px=4.0, streak_deg=0.0)

    smeared = develop(spot, finish).astype(int)[:, :, 0]

    assert abs(smeared.sum() - 255) < 12
    # Along x alone.
    assert smeared[20, 19:22].min() > 30
    assert smeared[17, 20] == 0
