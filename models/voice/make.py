"""Speak every clip with espeak-ng, play every tone, write both into kiosk/guidance/voice: ``make voice``."""

import hashlib
import json
import re
import subprocess
from pathlib import Path

import click

from kiosk.guidance.language import LANGUAGES, words_of
from kiosk.guidance.prompts import TONES, clips
from models.voice.sound import level, read_wave, trim, write_opus
from models.voice.tones import tone

VOICE = Path(__file__).resolve().parents[2] / "kiosk" / "guidance" / "voice"
MANIFEST = VOICE / "clips.json"
WORDS_A_MINUTE = 150
SPEAKERS = {"en": "en-gb", "es": "es", "de": "de", "fr": "fr-fr"}

_SAID_AS = {
    "en": ((r"\b1°", "1 degree"),),
    "es": (
        (r"\bunos 1°", "un grado"),
        (r"\b21°", "veintiún grados"),
        (r"\b31°", "treinta y un grados"),
    ),
    "de": ((r"\b1°", "ein Grad"),),
    "fr": ((r"\b1°", "un degré"),),
}
"""Where espeak-ng reads what is written in a way that nobody says it."""


def spoken(language: str, text: str) -> str:
    """The text as it is given to espeak-ng."""
    for written, said in _SAID_AS[language]:
        text = re.sub(written, said, text)
    return text


def fingerprint(text: str) -> str:
    """What the manifest keeps of a clip's text, to know when it has changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def speak(language: str, text: str) -> bytes:
    """A WAV of the text, spoken."""
    command = ["espeak-ng", "-v", SPEAKERS[language], "-s", str(WORDS_A_MINUTE), "--stdout", "--stdin"]
    return subprocess.run(
        command, input=spoken(language, text).encode(), capture_output=True, check=True
    ).stdout


def make(anew: bool) -> tuple[int, int]:
    """Write what has no clip or another text than its clip; the numbers of clips written and removed."""
    known = json.loads(MANIFEST.read_text()) if MANIFEST.exists() and not anew else {}
    manifest: dict[str, dict[str, str]] = {}
    written = 0
    for language in LANGUAGES:
        texts = clips(words_of(language))
        manifest[language] = {name: fingerprint(texts[name]) for name in sorted(texts)}
        folder = VOICE / language
        folder.mkdir(parents=True, exist_ok=True)
        for name, mark in manifest[language].items():
            path = folder / f"{name}.ogg"
            if path.exists() and known.get(language, {}).get(name) == mark:
                continue
            write_opus(path, level(trim(read_wave(speak(language, texts[name])))))
            written += 1
    _make_tones()
    MANIFEST.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    return written, _remove_others(manifest)


def _make_tones() -> None:
    folder = VOICE / "tones"
    folder.mkdir(parents=True, exist_ok=True)
    for name in TONES:
        write_opus(folder / f"{name}.ogg", tone(name))


def _remove_others(manifest: dict[str, dict[str, str]]) -> int:
    kept = {VOICE / language / f"{name}.ogg" for language, names in manifest.items() for name in names}
    kept |= {VOICE / "tones" / f"{name}.ogg" for name in TONES}
    others = set(VOICE.glob("*/*.ogg")) - kept
    for path in others:
        path.unlink()
    return len(others)


@click.command()
@click.option("--anew", is_flag=True, help="Speak every clip again, not only those whose text has changed.")
def main(anew: bool) -> None:
    """Make the kiosk's own sounds."""
    written, removed = make(anew)
    size = sum(path.stat().st_size for path in VOICE.glob("*/*.ogg"))
    click.echo(f"{written} clips spoken, {removed} removed; {size / 1e6:.2f} MB in all")


if __name__ == "__main__":
    main()
