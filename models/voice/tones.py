"""The tones: short tunes of soft notes, each with a contour and a rhythm of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
ATTACK_S, FADE_S = 0.012, 0.06
PEAK = 0.35
"""Of full scale: a tone comes before words, and does not startle."""

_PARTIALS = ((1.0, 1.0), (2.0, 0.22), (3.0, 0.07))  # (times the note, strength): a soft bell


@dataclass(frozen=True, slots=True)
class Note:
    """One note: its pitch in half tones above A4 (440 Hz), when it begins and for how long it rings."""

    half_tones: float
    at_s: float
    rings_s: float


TUNES: Mapping[str, tuple[Note, ...]] = MappingProxyType(
    {
        # Rises once: we begin.
        "tone-start": (Note(3, 0.0, 0.35), Note(10, 0.16, 0.5)),
        # One low, long note: stay.
        "tone-hold": (Note(-2, 0.0, 0.45),),
        # Two quick high ones, like a shutter.
        "tone-capture": (Note(15, 0.0, 0.12), Note(15, 0.11, 0.2)),
        # Up, and to rest: it is done. With a grade the tune begins alike, then rises, waits, or turns down.
        "tone-done": (Note(3, 0.0, 0.3), Note(10, 0.13, 0.3), Note(7, 0.26, 0.6)),
        "tone-done-neutral": (Note(3, 0.0, 0.3), Note(7, 0.13, 0.3), Note(15, 0.26, 0.7)),
        "tone-done-mild": (Note(3, 0.0, 0.3), Note(7, 0.13, 0.3), Note(7, 0.33, 0.3), Note(8, 0.53, 0.6)),
        "tone-done-pronounced": (
            Note(3, 0.0, 0.3),
            Note(7, 0.13, 0.3),
            Note(5, 0.33, 0.25),
            Note(5, 0.46, 0.25),
            Note(0, 0.66, 0.6),
        ),
        # Down and up again: once more.
        "tone-again": (Note(7, 0.0, 0.2), Note(2, 0.13, 0.2), Note(7, 0.26, 0.3)),
        # Falls gently: farewell.
        "tone-goodbye": (Note(10, 0.0, 0.4), Note(7, 0.2, 0.4), Note(3, 0.4, 0.7)),
    }
)
"""Each tone's notes; no two tones have the same contour and rhythm."""


def tone(name: str) -> NDArray[np.float32]:
    """The samples of a tone: (N,) float32 at ``RATE_HZ``, at most ``PEAK``, silent at both ends."""
    notes = TUNES[name]
    samples = np.zeros(round(RATE_HZ * max(note.at_s + note.rings_s for note in notes)))
    for note in notes:
        rung = _ring(note)
        start = round(RATE_HZ * note.at_s)
        samples[start : start + rung.size] += rung[: samples.size - start]
    scaled: NDArray[np.float32] = (samples * (PEAK / np.abs(samples).max())).astype(np.float32)
    return scaled


def _ring(note: Note) -> NDArray[np.float64]:
    at_s = np.arange(round(RATE_HZ * note.rings_s)) / RATE_HZ
    pitch_hz = 440.0 * 2.0 ** (note.half_tones / 12.0)
    sound = sum(
        strength * np.sin(2 * np.pi * pitch_hz * times * at_s) * np.exp(-3.0 * times * at_s / note.rings_s)
        for times, strength in _PARTIALS
    )
    # Without these a note would begin and end with a click.
    attack = np.clip(at_s / ATTACK_S, 0.0, 1.0)
    fade = np.clip((note.rings_s - at_s) / FADE_S, 0.0, 1.0)
    rung: NDArray[np.float64] = sound * np.sin(attack * np.pi / 2) ** 2 * np.sin(fade * np.pi / 2) ** 2
    return rung
