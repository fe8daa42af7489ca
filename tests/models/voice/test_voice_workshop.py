"""How clips and tones are made: trimmed, equally loud, without clipping, and the same every time."""

import numpy as np
import pytest

from kiosk.guidance.prompts import TONES

pytest.importorskip("av", reason="needs the model workshop")

from models.voice.make import VOICE, fingerprint, spoken
from models.voice.sound import (
    CEILING,
    LOUDNESS_LUFS,
    RATE_HZ,
    level,
    loudness_lufs,
    read_opus,
    trim,
    write_opus,
)
from models.voice.tones import PEAK, TUNES, tone

pytestmark = pytest.mark.workshop


def sine(hz, length_s, size=1.0):
    at_s = np.arange(round(RATE_HZ * length_s)) / RATE_HZ
    return (size * np.sin(2 * np.pi * hz * at_s)).astype(np.float32)


def test_a_full_tone_of_997_hz_is_as_loud_as_the_standard_says():
    assert loudness_lufs(sine(997, 5.0)) == pytest.approx(-3.01, abs=0.05)


def test_half_the_size_is_six_decibels_less_and_silence_between_does_not_count():
    loud = sine(997, 2.0, 0.5)
    gap = np.zeros(2 * RATE_HZ, np.float32)
    assert loudness_lufs(loud) == pytest.approx(-9.03, abs=0.05)
    assert loudness_lufs(np.concatenate([loud, gap, loud])) == pytest.approx(-9.03, abs=0.6)


def test_low_rumble_hardly_counts():
    assert loudness_lufs(sine(30, 5.0)) < -12.0


def test_speech_keeps_a_short_breath_before_and_a_longer_one_after():
    nothing = np.zeros(RATE_HZ, np.float32)
    trimmed = trim(np.concatenate([nothing, sine(440, 0.5), nothing]))
    assert trimmed.size / RATE_HZ == pytest.approx(0.03 + 0.5 + 0.15, abs=0.011)


def test_a_clip_is_brought_to_the_common_loudness_and_its_peaks_are_held_down():
    crackling = sine(440, 2.0, 0.05)
    crackling[:: RATE_HZ // 5] = 1.0
    for samples in (sine(440, 2.0, 0.01), crackling):
        levelled = level(samples)
        assert loudness_lufs(levelled) == pytest.approx(LOUDNESS_LUFS, abs=1.5)
        assert np.abs(levelled).max() <= CEILING + 1e-6


def test_the_same_samples_give_the_same_bytes(tmp_path):
    samples = level(sine(440, 1.0, 0.2))
    write_opus(tmp_path / "one.ogg", samples)
    write_opus(tmp_path / "two.ogg", samples)
    assert (tmp_path / "one.ogg").read_bytes() == (tmp_path / "two.ogg").read_bytes()
    assert read_opus(tmp_path / "one.ogg").size == pytest.approx(samples.size, abs=RATE_HZ // 50)


def test_the_committed_clips_are_equally_loud_and_none_is_clipped():
    quiet = {}
    for path in sorted(VOICE.glob("*/*.ogg")):
        samples = read_opus(path)
        assert np.abs(samples).max() < 1.0, path
        if path.parent.name != "tones" and abs(loudness_lufs(samples) - LOUDNESS_LUFS) > 2.0:
            quiet[path.stem] = loudness_lufs(samples)
    assert quiet == {}


def test_the_committed_tones_are_gentle():
    for name in TONES:
        samples = read_opus(VOICE / "tones" / f"{name}.ogg")
        assert loudness_lufs(samples) < LOUDNESS_LUFS + 1.0, name


@pytest.mark.parametrize("name", TONES)
def test_a_tone_begins_and_ends_in_silence(name):
    samples = tone(name)
    assert np.abs(samples).max() == pytest.approx(PEAK, abs=1e-6)
    assert np.abs(samples[[0, -1]]).max() < 1e-3
    assert np.abs(np.diff(samples)).max() < 0.2  # no click


def test_no_two_tones_have_the_same_contour_and_rhythm():
    def shape(notes):
        pitches = [note.half_tones for note in notes]
        contour = tuple(np.sign(np.diff(pitches)).tolist())
        rhythm = tuple(np.round(np.diff([note.at_s for note in notes]), 1).tolist())
        return contour, rhythm, len(notes)

    shapes = {name: shape(notes) for name, notes in TUNES.items()}
    assert set(TUNES) == set(TONES)
    assert len(set(shapes.values())) == len(TONES)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        (
            "en",
            "Your pelvis tips slightly back, about 1°.",
            "Your pelvis tips slightly back, about 1 degree.",
        ),
        ("en", "about 21°.", "about 21°."),
        ("es", "atrás, unos 1°.", "atrás, un grado."),
        ("es", "delante unos 21°.", "delante unos veintiún grados."),
        ("de", "etwa 1° nach vorn", "etwa ein Grad nach vorn"),
        ("fr", "environ 1°.", "environ un degré."),
    ],
)
def test_a_single_degree_is_spoken_as_people_say_it(language, text, said):
    assert spoken(language, text) == said


def test_a_changed_text_has_another_fingerprint():
    assert fingerprint("Hold still.") != fingerprint("Hold still")
