"""What the composition root makes of settings."""

from datetime import time

import pytest

from kiosk import app
from kiosk.guidance.announcer import QuietHours
from kiosk.guidance.soundbox import Soundbox
from kiosk.screening.view import Offer
from kiosk.settings import OfferSettings, Settings, SoundSettings, TimeSettings


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        (OfferSettings(), (Offer.RANGE, Offer.COMPARE)),
        (OfferSettings(dots=True, range=False, compare=False), (Offer.DOTS,)),
        (OfferSettings(range=False), (Offer.COMPARE,)),
    ],
)
def test_a_guest_is_offered_what_the_site_offers(offers, expected):
    assert app._offers(Settings(offers=offers)) == expected


def test_every_time_a_site_may_set_is_the_visits():
    times = app._times(Settings(times=TimeSettings(hold_s=3.0, read_s=20.0, away_s=5.0)))
    assert (times.hold_s, times.read_s, times.away_s, times.result_s) == (3.0, 20.0, 5.0, 60.0)


def test_the_voice_keeps_the_sites_volume_and_quiet_hours():
    quiet = SoundSettings(volume=0.3, quiet_from="22:00", quiet_until="06:30")
    voice = app.announcer_of(Settings(sound=quiet), Soundbox())
    assert (voice._volume, voice._quiet) == (0.3, QuietHours(time(22), time(6, 30)))
    assert app.announcer_of(Settings(), Soundbox())._quiet is None
