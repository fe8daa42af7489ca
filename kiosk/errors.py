"""The kiosk's errors: each is both a KioskError and the builtin kind callers already catch.

A message is one line for a person: what is wrong, then what to do about it.
"""


class KioskError(Exception):
    """Anything the kiosk reports to a person in one line."""


class SettingsError(KioskError, ValueError):
    """The settings cannot be read, or do not make sense."""


class WrongUse(KioskError, ValueError):
    """A command was given what it cannot mean."""


class CameraError(KioskError, OSError):
    """The camera does not deliver frames."""


class CameraMissing(CameraError):
    """No such camera is connected."""


class CameraBusy(CameraError):
    """Another program holds the camera."""


class CameraStalled(CameraError, TimeoutError):
    """The camera is open, but no frame came in time."""


class SourceEnded(CameraError, EOFError):
    """A file or folder has no more frames."""


class UnreadableSource(CameraError, ValueError):
    """A file is not an image or video that can be read."""


class UnreadableFrame(CameraError, ValueError):
    """One frame cannot be decoded; those after it may be."""


class ModelError(KioskError, RuntimeError):
    """A model file is missing, altered or does not run."""


class ModelNotTrusted(ModelError):
    """A model's hash is not in the manifest."""


class LightsError(KioskError, OSError):
    """The lights cannot be driven."""


class PortInUse(KioskError, OSError):
    """Another program listens on the kiosk's address."""


class PortDenied(KioskError, OSError):
    """The system does not let this user have the port."""
