"""The kiosk's own clips and tones: there for every word that is spoken, up to date, and short enough."""

import hashlib
import json
import shutil
import wave
from pathlib import Path

import pytest

from kiosk.guidance.language import LANGUAGES, words_of
from kiosk.guidance.prompts import TONES, clips, prompt
from kiosk.guidance.soundbox import OWN, Missing, Soundbox
from kiosk.screening.states import Times
from kiosk.screening.view import Pose, Stage, View

MOST_BYTES = 4_000_000


@pytest.fixture(scope="module")
def soundbox():
    return Soundbox()


def record(path: Path, length_s: float):
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(2 * round(8000 * length_s)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clip_says_the_words_of_today(language):
    made_from = json.loads((OWN / "clips.json").read_text())[language]
    now = {
        name: hashlib.sha256(text.encode()).hexdigest()[:16]
        for name, text in clips(words_of(language)).items()
    }
    stale = {name for name in {*made_from, *now} if made_from.get(name) != now.get(name)}
    assert stale == set(), "run: make voice"


def test_every_sound_is_there_and_can_be_read(soundbox):
    assert soundbox.missing(LANGUAGES) == []


def test_no_file_lies_there_that_nothing_plays():
    known = {OWN / language / f"{name}.ogg" for language in LANGUAGES for name in clips(words_of(language))}
    known |= {OWN / "tones" / f"{name}.ogg" for name in TONES}
    assert {path for path in OWN.rglob("*") if path.is_file()} - known == {OWN / "clips.json"}


def test_all_sounds_together_are_small():
    assert sum(path.stat().st_size for path in OWN.rglob("*.ogg")) < MOST_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_in_a_hold_or_a_capture_is_over_before_it_ends(soundbox, language):
    times = Times()
    for stage, most_s in ((Stage.HOLDING, times.hold_s), (Stage.CAPTURING, times.capture_s)):
        for pose in Pose:
            sounds = prompt(View(stage, pose=pose)).sounds
            assert sum(soundbox.length_s(language, name) for name in sounds) < most_s


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pose_is_said_before_the_time_to_take_it_up_is_over(soundbox, language):
    for pose in (Pose.ARCH, Pose.TUCK, Pose.REST):
        assert soundbox.length_s(language, f"positioning.{pose}") < Times().pose_s


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clip_is_as_long_as_its_words(soundbox, language):
    for name, text in clips(words_of(language)).items():
        # Ordinary speech has 10 to 20 letters a second; the shortest words are mostly breath.
        assert len(text) / 25 < soundbox.length_s(language, name) < 0.8 + len(text) / 8, name


def test_tones_are_short(soundbox):
    assert all(0.2 < soundbox.length_s("en", name) < 1.4 for name in TONES)


def test_a_recording_of_the_same_name_takes_a_clips_place_and_no_others(tmp_path):
    record(tmp_path / "de" / "consent.wav", 1.5)
    site = Soundbox(tmp_path)
    assert site.path("de", "consent") == tmp_path / "de" / "consent.wav"
    assert site.length_s("de", "consent") == 1.5
    assert site.path("en", "consent") == OWN / "en" / "consent.ogg"
    assert site.missing(LANGUAGES) == []


def test_a_tone_is_recorded_once_for_all_languages(tmp_path):
    record(tmp_path / "tones" / "tone-start.wav", 0.5)
    site = Soundbox(tmp_path)
    assert {site.path(language, "tone-start") for language in LANGUAGES} == {
        tmp_path / "tones" / "tone-start.wav"
    }


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound", b"OggS" + bytes(100)])
def test_a_broken_recording_leaves_the_clip_in_its_place_and_staff_can_be_told(tmp_path, content):
    broken = tmp_path / "en" / "consent.ogg"
    broken.parent.mkdir()
    broken.write_bytes(content)
    site = Soundbox(tmp_path)
    assert site.path("en", "consent") == OWN / "en" / "consent.ogg"
    assert site.missing(["en"]) == [Missing("en", "consent", broken)]


def test_a_clip_cut_short_by_a_full_disk_is_broken_or_shorter(tmp_path):
    whole = OWN / "en" / "consent.ogg"
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "consent.ogg").write_bytes(whole.read_bytes()[:3000])
    length_s = Soundbox(own=tmp_path).length_s("en", "consent")
    assert length_s is None or length_s < 3


def test_without_any_files_nothing_is_found_and_nothing_breaks(tmp_path):
    empty = Soundbox(tmp_path / "none", own=tmp_path)
    assert empty.length_s("en", "consent") is None
    assert len(empty.missing(["en"])) == len(TONES) + len(clips(words_of("en")))


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "../../settings"),
        ("en", "unknown"),
        ("..", "consent"),
        ("xx", "consent"),
        ("", "consent"),
        ("tones", "consent"),
        ("de", "en/consent"),
    ],
)
def test_only_names_that_the_kiosk_may_cue_are_looked_for(tmp_path, language, name):
    shutil.copytree(OWN / "en", tmp_path / "xx")
    (tmp_path / "en").mkdir()
    for path in ("settings.ogg", "en/unknown.ogg"):
        shutil.copy(OWN / "en" / "consent.ogg", tmp_path / path)
    assert Soundbox(own=tmp_path).path(language, name) is None
