"""The language of the visit: the guest's choice, forgotten with the guest."""

from dataclasses import dataclass, replace

FORGOTTEN_S = 60.0
"""A language chosen on the idle page by someone who then walks away lasts this long."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """What the kiosk speaks.

    Attributes:
        offered: the languages' codes; the first is the one every visit begins with.
        code: the one spoken now.
        until_s: until when a choice on the idle page holds.
    """

    offered: tuple[str, ...] = ("en",)
    code: str = "en"
    until_s: float = 0.0

    @classmethod
    def of(cls, offered: tuple[str, ...]) -> "Tongue":
        """The first of the languages offered."""
        return cls(offered, offered[0])

    def chosen(self, code: str, now_s: float) -> "Tongue":
        """The guest touched a language; one that is not offered changes nothing."""
        return replace(self, code=code, until_s=now_s + FORGOTTEN_S) if code in self.offered else self

    def later(self, now_s: float, *, was_idle: bool, idle: bool) -> "Tongue":
        """After a step of the visit: its end, or a choice left alone, brings back the first language."""
        ended = idle and not was_idle
        return Tongue.of(self.offered) if ended or (idle and now_s >= self.until_s) else self
