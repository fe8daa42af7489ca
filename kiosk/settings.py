"""Every setting of the kiosk: typed, described and checked; from a TOML file and the environment.

The file is the one named by ``KIOSK_SETTINGS``, else ``/etc/kiosk/kiosk.toml`` if there is one. A variable
such as ``KIOSK_PORT`` or ``KIOSK_CUTS__MILD_DEG`` overrides the file; an option of a command overrides both.
"""

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings import (
    SettingsError as SourceError,
)

from kiosk.errors import SettingsError

SYSTEM_FILE = Path("/etc/kiosk/kiosk.toml")
PREFIX = "KIOSK_"
FILE_VARIABLE = f"{PREFIX}SETTINGS"

_PLAIN = {
    "extra_forbidden": "there is no such setting",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "string_type": "must be text in quotes",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "tuple_type": "must be a list",
    "path_type": "must be a path in quotes",
    "model_type": "must be a table of settings",
}
"""Pydantic's kinds of error in words for whoever writes the file; the braces take its own bounds."""


def _whole(value: object) -> object:
    """A variable's text as the number it stands for: Literal takes no text for one.

    ``true`` and ``1.0`` would pass for 1.
    """
    if isinstance(value, bool | float):
        raise PydanticCustomError("int_type", "must be a whole number")
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _number(value: object) -> object:
    """``true`` would pass for 1."""
    if isinstance(value, bool):
        raise PydanticCustomError("float_type", "must be a number")
    return value


def _time_of_day(value: object) -> object:
    """A time as text or, as TOML writes it, without quotes; empty text for none.

    Pydantic itself would take a number of seconds for one.
    """
    if isinstance(value, time) or value is None:
        return value
    if value == "":
        return None
    try:
        if isinstance(value, str) and re.fullmatch(r"\d\d?:\d\d", value):
            hour, minute = value.split(":")
            return time(int(hour), int(minute))
    except ValueError:
        pass
    raise PydanticCustomError("time_of_day", 'must be a time of day such as "22:00"')


Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[float, BeforeValidator(_number)]
Seconds = Annotated[float, Field(gt=0, le=600), BeforeValidator(_number)]
TimeOfDay = Annotated[time | None, BeforeValidator(_time_of_day)]
Pin = Annotated[Whole, Field(ge=0, le=27)]


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CutSettings(_Group):
    """Where the grades begin."""

    mild_deg: Number = Field(10.0, ge=-20, le=45, description="Mild begins here, degrees of forward tilt.")
    pronounced_deg: Number = Field(15.0, ge=-20, le=45, description="Pronounced begins above this, degrees.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.mild_deg >= self.pronounced_deg:
            raise ValueError("mild_deg must be smaller than pronounced_deg")
        return self


class TimeSettings(_Group):
    """How long each part of a visit takes, seconds."""

    hold_s: Number = Field(2.0, ge=0.2, le=600, description="The countdown before the capture; at least 0.2.")
    capture_s: Number = Field(
        3.0,
        ge=1,
        le=600,
        description="The burst of still frames; at least 1, which a reading needs.",
    )
    result_s: Seconds = Field(60.0, description="How long a result stays on the screen without a touch.")
    read_s: Seconds = Field(60.0, description="How long a page that asks something waits for a touch.")
    away_s: Seconds = Field(8.0, description="With nobody there for this long a guest who was seen has left.")
    refused_s: Seconds = Field(6.0, description="How long the reason of a refusal stays before the next try.")
    patience_s: Seconds = Field(
        120.0, description="How long a visit may take until its capture, all tries together."
    )


class PinSettings(_Group):
    """The lights' pins, Broadcom numbers."""

    neutral: Pin = Field(17, description="Green, neutral.")
    mild: Pin = Field(27, description="Amber, mild.")
    pronounced: Pin = Field(22, description="Red, pronounced.")

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if len({self.neutral, self.mild, self.pronounced}) < 3:
            raise ValueError("the three lights need three different pins")
        return self


class OfferSettings(_Group):
    """What a guest may choose beside the reading itself."""

    dots: bool = Field(
        False, description="A finer reading with two half-ball dots, where staff keep a dispenser of them."
    )
    range: bool = Field(True, description="The range check after a result: arch, tuck, rest.")
    compare: bool = Field(True, description="Then and now, with the card of an earlier result.")


class SoundSettings(_Group):
    """How loud the voice and the tones are, and when they are silent."""

    volume: Number = Field(0.7, ge=0, le=1, description="How loud, 0 (no sound at all) to 1.")
    quiet_from: TimeOfDay = Field(
        None, description='No sound from then on, local time such as "22:00"; none: no quiet hours.'
    )
    quiet_until: TimeOfDay = Field(None, description="Sound again from then on; it may be on the next day.")
    folder: Path | None = Field(
        None, description="A folder of recordings that replace the kiosk's own; none: there are none."
    )

    @model_validator(mode="after")
    def _together(self) -> Self:
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise ValueError("quiet_from and quiet_until go together: give both or none")
        if self.quiet_from is not None and self.quiet_from == self.quiet_until:
            raise ValueError("quiet_from and quiet_until must differ; for no sound at all set volume = 0")
        return self


class LensSettings(_Group):
    """How the camera sees, as calibrated; all three or none."""

    field_of_view_deg: Number | None = Field(
        None,
        ge=10,
        le=120,
        description="From top to bottom of the camera's upright picture, degrees; none: not calibrated.",
    )
    pitch_deg: Number | None = Field(
        None, ge=-30, le=30, description="The lens's pitch, degrees, positive when it points down."
    )
    roll_deg: Number | None = Field(
        None,
        ge=-30,
        le=30,
        description="The camera's roll, degrees, positive when its picture is turned clockwise.",
    )

    @model_validator(mode="after")
    def _together(self) -> Self:
        known = [value is not None for value in (self.field_of_view_deg, self.pitch_deg, self.roll_deg)]
        if any(known) and not all(known):
            raise ValueError("field_of_view_deg, pitch_deg and roll_deg go together: give all three or none")
        return self


class Settings(BaseSettings):
    """All of the kiosk's settings."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
    )

    camera: str = Field(
        "auto", min_length=1, description="auto, pi, webcam, webcam:N, demo, or a video, image or folder."
    )
    rotation_deg: Annotated[Literal[0, 90, 180, 270], BeforeValidator(_whole)] = Field(
        0,
        description="How far to turn a live camera's picture clockwise so that people stand upright; "
        "files and the demo are not turned.",
    )
    lights: Literal["auto", "gpio", "mock"] = Field("auto", description="auto, gpio or mock.")
    port: Whole = Field(
        8000, ge=1, le=65535, description="The guest page's port on this machine (127.0.0.1)."
    )
    threads: Whole | None = Field(
        None,
        ge=1,
        le=8,
        description="Cores one inference may use; none: half of this machine's, at most two.",
    )
    pose_variant: Literal["auto", "weights", "activations"] = Field(
        "auto",
        description="What the pose model has in int8: weights, or activations too; auto tries both at start "
        "and takes the faster, but on tflite-runtime always weights.",
    )
    models: Path | None = Field(
        None, description="A folder of models with their manifest; none: the kiosk's own."
    )
    languages: tuple[Literal["en", "es", "de", "fr"], ...] = Field(
        ("en", "es", "de", "fr"),
        min_length=1,
        description="The languages a guest may choose from, as codes; every visit begins in the first.",
    )
    cuts: CutSettings = Field(default_factory=CutSettings)
    offers: OfferSettings = Field(default_factory=OfferSettings)
    times: TimeSettings = Field(default_factory=TimeSettings)
    pins: PinSettings = Field(default_factory=PinSettings)
    sound: SoundSettings = Field(default_factory=SoundSettings)
    lens: LensSettings = Field(default_factory=LensSettings)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options first, then the environment, then the file."""
        del dotenv_settings, file_secret_settings
        return (init_settings, env_settings, *_file_source(settings_cls))


def settings_file() -> Path | None:
    """The settings file in use, if any.

    Raises:
        SettingsError: the file named by the environment is not there, or may not be looked at.
    """
    named = os.environ.get(FILE_VARIABLE)
    path = Path(named) if named else SYSTEM_FILE
    try:
        there = path.is_file()
    except OSError as error:
        raise SettingsError(f"the settings file {path} cannot be read: {error.strerror}") from error
    if named and not there:
        raise SettingsError(f"{FILE_VARIABLE} names {named}, which is not a file: correct or unset it")
    return path if there else None


def load(**options: object) -> Settings:
    """The settings in force; ``options`` that are not None override file and environment.

    Raises:
        SettingsError: the file cannot be read, a name does not exist, or a value does not make sense.
    """
    _check_variables(os.environ)
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # checked by pydantic at run time
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "settings"
        raise SettingsError(f"setting {where}: {_plain(first)}") from error
    except SourceError as error:
        raise SettingsError(f"settings: {' '.join(str(error).split())}") from error


def _file_source(settings_cls: type[BaseSettings]) -> Iterator[PydanticBaseSettingsSource]:
    path = settings_file()
    if path is None:
        return
    try:
        # Some editors put a byte order mark before UTF-8.
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield InitSettingsSource(settings_cls, tomllib.loads(file.read()))
    except OSError as error:
        raise SettingsError(f"the settings file {path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"the settings file {path} cannot be read: {error}") from error


def _variables(model: type[BaseModel] = Settings, prefix: str = PREFIX) -> Iterator[str]:
    """The variable of every setting, and of every table as a whole."""
    for name, field in model.model_fields.items():
        variable = f"{prefix}{name.upper()}"
        yield variable
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _variables(inner, f"{variable}__")


def _check_variables(environment: Mapping[str, str]) -> None:
    """A variable that looks like ours but is none would be passed over in silence.

    Raises:
        SettingsError: naming it.
    """
    known = {FILE_VARIABLE, *_variables()}
    tables = {name.partition("__")[0] for name in known if "__" in name}
    for variable in sorted(environment):
        if variable.upper().startswith(PREFIX) and variable.upper() not in known:
            raise SettingsError(f"variable {variable}: there is no such setting")
        if variable.upper() in tables and not _is_table(environment[variable]):
            raise SettingsError(f'variable {variable}: must be a table as JSON, as in {{"name": 1}}')


def _is_table(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _plain(error: Mapping[str, Any]) -> str:
    """What is wrong with a value, in plain words; pydantic's own where it is rarely wrong."""
    plain = _PLAIN.get(error["type"])
    if plain:
        return plain.format(**error.get("ctx", {}))
    return " ".join(error["msg"].removeprefix("Value error, ").split())
