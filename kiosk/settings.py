"""Every setting of the kiosk: typed, described and checked; from a TOML file and the environment.

The file is the one named by ``KIOSK_SETTINGS``, else ``/etc/kiosk/kiosk.toml`` if there is one. A variable
such as ``KIOSK_PORT`` or ``KIOSK_CUTS__MILD_DEG`` overrides the file; an option of a command overrides both.
"""

import os
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import (
    SettingsError as SourceError,
)

from kiosk.errors import SettingsError

SYSTEM_FILE = Path("/etc/kiosk/kiosk.toml")
FILE_VARIABLE = "KIOSK_SETTINGS"

Seconds = Annotated[float, Field(gt=0, le=600)]
Pin = Annotated[int, Field(ge=0, le=27)]


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CutSettings(_Group):
    """Where the grades begin."""

    mild_deg: float = Field(10.0, ge=-20, le=45, description="Mild begins here, degrees of forward tilt.")
    pronounced_deg: float = Field(15.0, ge=-20, le=45, description="Pronounced begins above this, degrees.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.mild_deg >= self.pronounced_deg:
            raise ValueError("mild_deg must be smaller than pronounced_deg")
        return self


class TimeSettings(_Group):
    """How long each part of a visit takes, seconds."""

    hold_s: Seconds = Field(2.0, description="The countdown before the capture.")
    capture_s: Seconds = Field(3.0, description="The burst of still frames.")
    result_s: Seconds = Field(45.0, description="How long a result stays on the screen.")
    refused_s: Seconds = Field(4.0, description="How long the reason of a refusal stays before the next try.")
    patience_s: Seconds = Field(90.0, description="How long positioning may take before the kiosk goes idle.")


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


class Settings(BaseSettings):
    """All of the kiosk's settings."""

    model_config = SettingsConfigDict(
        env_prefix="KIOSK_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    camera: str = Field(
        "auto", min_length=1, description="auto, pi, webcam, webcam:N, demo, or a video, image or folder."
    )
    rotation_deg: Literal[0, 90, 180, 270] = Field(
        0, description="How far to turn the camera's picture clockwise so that people stand upright."
    )
    lights: Literal["auto", "gpio", "mock"] = Field("auto", description="auto, gpio or mock.")
    port: int = Field(8000, ge=1, le=65535, description="The guest page's port on this machine (127.0.0.1).")
    threads: int | None = Field(
        None,
        ge=1,
        le=8,
        description="Cores one inference may use; none: half of this machine's, at most two.",
    )
    models: Path | None = Field(
        None, description="A folder of models with their manifest; none: the kiosk's own."
    )
    cuts: CutSettings = Field(default_factory=CutSettings)
    times: TimeSettings = Field(default_factory=TimeSettings)
    pins: PinSettings = Field(default_factory=PinSettings)

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
        path = settings_file()
        file = (TomlConfigSettingsSource(settings_cls, path),) if path else ()
        return (init_settings, env_settings, *file)


def settings_file() -> Path | None:
    """The settings file in use, if any.

    Raises:
        SettingsError: the file named by the environment is not there.
    """
    named = os.environ.get(FILE_VARIABLE)
    if named:
        if not Path(named).is_file():
            raise SettingsError(f"{FILE_VARIABLE} names {named}, which is not a file: correct or unset it")
        return Path(named)
    return SYSTEM_FILE if SYSTEM_FILE.is_file() else None


def load(**options: object) -> Settings:
    """The settings in force; ``options`` that are not None override file and environment.

    Raises:
        SettingsError: the file cannot be read, or a value does not make sense.
    """
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # checked by pydantic at run time
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "settings"
        raise SettingsError(f"setting {where}: {_plain(first['msg'])}") from error
    except SourceError as error:
        raise SettingsError(f"settings: {_plain(str(error))}") from error
    except (OSError, UnicodeDecodeError, TOMLDecodeError) as error:
        raise SettingsError(f"the settings file {settings_file()} cannot be read: {error}") from error


def _plain(message: str) -> str:
    """Pydantic's message as one line of a sentence."""
    return " ".join(message.removeprefix("Value error, ").split())
