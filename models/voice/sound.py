"""Samples of sound: trimmed of silence, made equally loud, and written as Ogg Opus."""

import io
import wave
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
LOUDNESS_LUFS = -19.0
"""Of every spoken clip: as loud as spoken radio, with room for the consonants."""

CEILING = 0.55
"""No sample is larger: Opus at this rate overshoots by up to a half where a consonant bursts."""

BIT_RATE = 16_000
"""This voice has a thousandth of its power above 8 kHz: more would make it no clearer."""

_OPUS = {"application": "voip", "frame_duration": "40", "cutoff": "8000"}
"""Left to change its bandwidth as it goes, Opus clicks now and then."""

_QUIET = 0.01  # of the loudest sample: below it there is no speech
_LEAD_S, _TAIL_S = 0.03, 0.15
_WINDOW_S = 0.01
_LOOK_S = 0.005
_LEAST_LUFS = -70.0


def read_wave(data: bytes) -> NDArray[np.float32]:
    """The samples of a 16-bit mono WAV, resampled to ``RATE_HZ``: (N,) float32 within -1..1."""
    with wave.open(io.BytesIO(data)) as file:
        rate_hz = file.getframerate()
        raw = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    frame = av.AudioFrame.from_ndarray(raw[None], format="s16", layout="mono")
    frame.sample_rate = rate_hz
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
    parts = [part.to_ndarray()[0] for given in (frame, None) for part in resampler.resample(given)]
    samples: NDArray[np.float32] = np.concatenate(parts).astype(np.float32)
    return samples


def trim(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Without the silence at both ends but for a breath: a short one before, a longer one after."""
    window = round(RATE_HZ * _WINDOW_S)
    whole = samples[: samples.size // window * window].reshape(-1, window)
    loud = np.flatnonzero(np.abs(whole).max(axis=1) > _QUIET * np.abs(samples).max())
    first, last = loud[0] * window, (loud[-1] + 1) * window
    ends = np.zeros(round(RATE_HZ * _LEAD_S), np.float32), np.zeros(round(RATE_HZ * _TAIL_S), np.float32)
    return np.concatenate([ends[0], samples[first:last], ends[1]])


def loudness_lufs(samples: NDArray[np.float32]) -> float:
    """How loud speech is: ITU-R BS.1770-4's K-weighting and gates, mono, blocks of 0.4 s every 0.1 s."""
    weighted = _k_weighted(samples)
    length, step = round(0.4 * RATE_HZ), round(0.1 * RATE_HZ)
    padded = np.pad(weighted, (0, max(0, length - weighted.size)))
    starts = range(0, padded.size - length + 1, step)
    power = np.array([np.mean(padded[start : start + length] ** 2) for start in starts])
    heard = power[_lufs(power) > _LEAST_LUFS]
    if heard.size == 0:
        return _LEAST_LUFS
    relative = heard[_lufs(heard) > _lufs(heard.mean()) - 10.0]
    return float(_lufs(relative.mean()))


def level(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """As loud as every other clip, its peaks held down to ``CEILING``."""
    levelled = samples
    # What is held down is less loud: a second and a third time make up for it.
    for _ in range(3):
        gain = 10.0 ** ((LOUDNESS_LUFS - loudness_lufs(levelled)) / 20.0)
        levelled = _held_down(levelled * np.float32(gain))
    return levelled


def _held_down(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Peaks brought under the ceiling by a gain that moves too slowly to be heard as anything but quieter."""
    reach = round(RATE_HZ * _LOOK_S)
    needed = np.minimum(1.0, CEILING / np.maximum(np.abs(samples), 1e-9))
    least = np.lib.stride_tricks.sliding_window_view(np.pad(needed, reach, mode="edge"), 2 * reach + 1).min(1)
    bell = np.hanning(2 * reach + 1)
    smooth = np.convolve(np.pad(least, reach, mode="edge"), bell / bell.sum(), mode="valid")
    held: NDArray[np.float32] = (samples * smooth).astype(np.float32)
    return held


def write_opus(path: Path, samples: NDArray[np.float32]) -> None:
    """Mono Ogg Opus; the same samples give the same bytes."""
    with av.open(str(path), "w", format="ogg", options={"fflags": "+bitexact", "serial_offset": "1"}) as file:
        stream = file.add_stream("libopus", rate=RATE_HZ, layout="mono", options=_OPUS)
        stream.bit_rate = BIT_RATE
        frame = av.AudioFrame.from_ndarray(samples[None], format="flt", layout="mono")
        frame.sample_rate = RATE_HZ
        frame.pts = 0
        for given in (frame, None):
            file.mux(stream.encode(given))


def read_opus(path: Path) -> NDArray[np.float32]:
    """The samples of a sound file, mono at ``RATE_HZ``: (N,) float32."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
    with av.open(str(path)) as file:
        frames = [*file.decode(audio=0), None]
        parts = [part.to_ndarray()[0] for frame in frames for part in resampler.resample(frame)]
    samples: NDArray[np.float32] = np.concatenate(parts).astype(np.float32)
    return samples


def _lufs(power: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    lufs: NDArray[np.float64] = -0.691 + 10.0 * np.log10(np.maximum(power, 1e-12))
    return lufs


def _k_weighted(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Through BS.1770-4's two filters for 48 kHz (its tables 1 and 2), applied to the whole spectrum."""
    size = samples.size + RATE_HZ // 10
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1.0 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    rumble = (1.0 - 2.0 * z + z**2) / (1.0 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    weighted: NDArray[np.float64] = np.fft.irfft(np.fft.rfft(samples, size) * shelf * rumble, size)
    return weighted[: samples.size]
