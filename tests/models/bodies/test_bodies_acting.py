"""Timed actions leave a performer where their script says."""

import pytest

from models.bodies.acting import Arrange, Moment, Stand, Tip, Turn, Wait, Walk, play, still_spans

START = Moment((0.0, 1.0), 0.0)


def test_halfway_through_a_walk_is_halfway_along() -> None:
    assert play((Walk((0.0, -1.0), 2.0),), START, 1.0).at == pytest.approx((0.0, 0.0))


def test_a_walker_faces_the_way() -> None:
    ahead = play((Walk((0.0, -1.0), 2.0),), START, 1.0)
    back = play((Walk((0.0, 3.0), 2.0),), START, 1.0)
    aside = play((Walk((1.0, 1.0), 2.0),), START, 1.0)

    assert (ahead.heading_deg, abs(back.heading_deg), aside.heading_deg) == pytest.approx((0.0, 180.0, 90.0))


def test_a_walker_who_halts_ends_without_a_stride() -> None:
    end = play((Walk((0.0, 0.0), 2.0, halts=True), Wait(1.0)), START, 2.0)

    assert end.gait == 0.0
    assert end.at == pytest.approx((0.0, 0.0))


@pytest.mark.parametrize(("start", "end", "middle"), [(170.0, -170.0, 180.0), (-170.0, 170.0, -180.0)])
def test_a_turn_takes_the_shorter_way(start: float, end: float, middle: float) -> None:
    turned = play((Turn(end, 1.0),), Moment((0.0, 0.0), start), 0.5)

    assert turned.heading_deg == pytest.approx(middle)


def test_only_a_stand_is_still() -> None:
    actions = (Wait(1.0), Stand(2.0), Tip(5.0, 1.0))

    assert [play(actions, START, at).still for at in (0.5, 2.0, 3.5)] == [False, True, False]


def test_a_tip_stays_tipped() -> None:
    assert play((Tip(9.0, 1.0), Stand(4.0)), START, 3.0).tip_deg == pytest.approx(9.0)


def test_arms_are_on_their_way_while_the_turn_goes_on() -> None:
    midway = play((Arrange("crossed", Turn(90.0, 1.0)),), START, 0.5)

    assert (midway.arms_from, midway.arms_to, midway.arms_share) == ("hanging", "crossed", pytest.approx(0.5))
    assert midway.heading_deg == pytest.approx(45.0)


def test_the_stands_of_a_script_are_found_by_their_times() -> None:
    actions = (Wait(1.5), Stand(4.0), Tip(-9.0, 1.0), Stand(3.0))

    assert still_spans(actions) == [(1.5, 5.5), (6.5, 9.5)]


def test_the_last_action_s_end_stays() -> None:
    assert play((Walk((0.0, 0.0), 1.0),), START, 99.0).at == pytest.approx((0.0, 0.0))
