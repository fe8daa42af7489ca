"""The growing wait between attempts to restart a thing that fails."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Backoff:
    """Waits that grow by ``factor`` from ``first_s`` up to ``cap_s``, seconds."""

    first_s: float = 0.5
    factor: float = 2.0
    cap_s: float = 10.0
    _next_s: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._next_s = self.first_s

    def next_s(self) -> float:
        """The wait before the next attempt."""
        wait_s = min(self._next_s, self.cap_s)
        self._next_s = wait_s * self.factor
        return wait_s

    def reset(self) -> None:
        """Begin with the short wait again."""
        self._next_s = self.first_s
