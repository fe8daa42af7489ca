"""What the tests of the flow share: its times, a result, and a way to play events into it."""

from kiosk.pelvis.tilt import Cuts, Facing, Grade, Graded, Tilt
from kiosk.screening.flow import advance
from kiosk.screening.states import Checked, Errand, Positioning, Times
from kiosk.screening.view import Result

TIMES = Times(
    settle_s=0.5,
    hold_s=2,
    capture_s=3,
    grace_s=0.4,
    result_s=45,
    refused_s=4,
    patience_s=90,
    approach_s=20,
    away_s=8,
    pose_s=6,
    read_s=30,
    warn_s=10,
    card_s=40,
    goodbye_s=5,
)
TILT = Tilt(12.0, 8.0, 16.0, 0.8, 3.1, 1.5, Facing.LEFT, 40, 0.9)
RESULT = Result(TILT, Graded(Grade.MILD, False, None, {}), Cuts(), 7.0, 17.0)
FINE = Checked(None)

ON_MAT = Errand(until_s=90.0)
SEEN = Errand(until_s=90.0, seen=True)


def play(*timed, state=None):
    """Feed (time, event) pairs; the states after each, and all effects with their times."""
    state, states, effects = state or Positioning(ON_MAT, since_s=0.0), [], []
    for now_s, event in timed:
        state, asked = advance(state, event, now_s, TIMES)
        states.append(state)
        effects += [(now_s, effect) for effect in asked]
    return states, effects
