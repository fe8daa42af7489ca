"""Whether somebody is still there: a body, or something that stirs."""

import numpy as np

from kiosk.screening.presence import Presence

ROOM = np.full((640, 360, 3), 100, np.uint8)


def with_arm(x, level=40):
    image = ROOM.copy()
    image[300:420, x : x + 60] = level
    return image


def still_there(*images):
    presence = Presence()
    return [presence.somebody(image, body_seen=False) for image in images]


def test_a_body_is_somebody_however_still():
    presence = Presence()
    assert [presence.somebody(ROOM, body_seen=True) for _ in range(3)] == [True] * 3


def test_an_arm_that_moves_is_somebody_and_an_empty_room_is_not():
    assert still_there(with_arm(100), with_arm(130), with_arm(130), ROOM, ROOM) == [
        True,
        True,
        False,
        True,
        False,
    ]


def test_lamps_going_up_and_sensor_noise_are_nobody():
    noise = np.random.default_rng(1).normal(0, 8, (2, *ROOM.shape))
    noisy = [np.clip(ROOM + each, 0, 255).astype(np.uint8) for each in noise]
    assert still_there(ROOM, ROOM + np.uint8(40))[1] is False
    assert still_there(*noisy)[1] is False


def test_forgetting_begins_anew_with_the_benefit_of_the_doubt():
    presence = Presence()
    presence.somebody(ROOM, body_seen=False)
    presence.forget()
    assert presence.somebody(ROOM, body_seen=False)
