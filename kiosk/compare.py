"""Several inputs of one person become one answer: what changed, or where rest lies in their own range."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kiosk.measure import Capture, Meter, Reading, Status, inputs
from kiosk.pelvis.change import Change, Head, change, stand
from kiosk.pelvis.range_check import NoPlace, Place, Unplaceable, place

Kind = Literal["change", "range"]

NO_CHANGE = "no change we can be sure of"
_OTHER_SIDE = "they were seen from different sides, and left and right can differ"
_FACING_DIFFERS = "facing_differs"
_NOTHING = {"change": "not compared", "range": "no place in the range"}

_WHY_NOT = {
    Unplaceable.RANGE_TOO_SMALL: "arch and tuck are too close to tell apart: try again, "
    "tipping further each way",
    Unplaceable.WRONG_ORDER: "the arch lies below the tuck: give arch first, then tuck, then rest",
    Unplaceable.REST_OUTSIDE: "rest lies outside arch and tuck: check which input is which, "
    "or try again, tipping further each way",
}


@dataclass(frozen=True, slots=True)
class Together:
    """One answer made of several inputs.

    Attributes:
        kind: what was asked for.
        readings: each input's own, under its name in the command (``before`` ...); re-stands side by side.
        outcome: the answer, or None when an input could not be measured.
    """

    kind: Kind
    readings: Mapping[str, tuple[Reading, ...]]
    outcome: Change | Place | NoPlace | None

    @property
    def status(self) -> Status:
        """Of the first input that was not measured; refused, too, when all of them give no answer."""
        for _, reading in self._unmeasured():
            return reading.status
        return Status.REFUSED if isinstance(self.outcome, NoPlace) else Status.OK

    @property
    def unreadable(self) -> bool:
        """Whether an input could not be read at all."""
        return any(reading.status is Status.ERROR for _, reading in self._unmeasured())

    @property
    def damages(self) -> list[str]:
        """A line for a person for each input that is cut short."""
        return [reading.note for of in self.readings.values() for reading in of if reading.note]

    @property
    def notes(self) -> tuple[str, ...]:
        """What limits the answer, from a closed set."""
        match self.outcome:
            case Change(same_side=False):
                return (_FACING_DIFFERS,)
            case Place(beyond=end, same_side=same):
                outside = (f"rest_beyond_{end}",) if end else ()
                return outside if same else (*outside, _FACING_DIFFERS)
            case _:
                return ()

    def as_json(self) -> dict[str, Any]:
        """The contract's object, the inputs' own inside."""
        which, reason = next(((name, reading.reason) for name, reading in self._unmeasured()), (None, None))
        given = self.outcome.reason if isinstance(self.outcome, NoPlace) else reason
        answer: dict[str, Any] = {"kind": self.kind, "status": self.status, "reason": given, "which": which}
        match self.outcome:
            case Change() as found:
                answer |= {
                    "change_deg": round(found.deg, 1),
                    "sd_deg": round(found.sd_deg, 1),
                    "mdc_deg": round(found.mdc_deg, 1),
                    "beyond": found.beyond,
                    "notes": list(self.notes),
                }
            case Place() as found:
                answer |= {
                    "place_percent": round(found.percent),
                    "interval_percent": [round(found.low_percent), round(found.high_percent)],
                    "interval_level": found.level,
                    **_span(found.span),
                    "notes": list(self.notes),
                }
            case NoPlace(span=span):
                answer |= _span(span)
        for name, readings in self.readings.items():
            answer[name] = [reading.as_json() for reading in readings]
        elapsed_ms = sum(reading.elapsed_ms for readings in self.readings.values() for reading in readings)
        return answer | {"elapsed_ms": elapsed_ms}

    def sentence(self) -> str:
        """The answer for a person."""
        match self.outcome:
            case Change() as found:
                return f"{self._named('after')} against {self._named('before')}: {_words_of_change(found)}"
            case Place() as found:
                return f"{self._named('rest')}: {_words_of_place(found)}"
            case NoPlace(reason=reason, span=span):
                return f"{_NOTHING[self.kind]}: {_WHY_NOT[reason]} ({_range(span)})"
            case None:
                each = (
                    f"{name}: {reading.message or reading.sentence()}" for name, reading in self._unmeasured()
                )
                return f"{_NOTHING[self.kind]}: {'; '.join(each)}"

    def _named(self, name: str) -> str:
        readings = self.readings[name]
        return readings[0].source if len(readings) == 1 else f"{name} ({len(readings)} captures)"

    def _unmeasured(self) -> list[tuple[str, Reading]]:
        return [
            (name, reading)
            for name, readings in self.readings.items()
            for reading in readings
            if reading.status is not Status.OK
        ]


@dataclass(frozen=True, slots=True)
class Comparer:
    """All that an answer of several inputs takes; the meter's gauge must read the contour."""

    meter: Meter
    head: Head

    def changed(self, before: Path, after: Path) -> Together:
        """What changed from before to after; a folder holds re-stands of the same occasion.

        Raises:
            ModelError: a model fails.
        """
        captures = self._captures(before=before, after=after)
        readings = _readings(captures)
        if not _all_measured(captures):
            return Together("change", readings, None)
        first, second = (stand(_seen(of), self.head) for of in captures.values())
        return Together("change", readings, change(first, second))

    def placed(self, arch: Path, tuck: Path, rest: Path) -> Together:
        """Where rest lies between tuck and arch; a folder holds repeats of the same pose.

        Raises:
            ModelError: a model fails.
        """
        captures = self._captures(arch=arch, tuck=tuck, rest=rest)
        readings = _readings(captures)
        if not _all_measured(captures):
            return Together("range", readings, None)
        arched, tucked, resting = (stand(_seen(of), self.head) for of in captures.values())
        return Together("range", readings, place(arched, tucked, resting))

    def _captures(self, **paths: Path) -> dict[str, list[Capture]]:
        return {name: [self.meter.capture(file) for file in inputs([path])] for name, path in paths.items()}


def _seen(captures: Sequence[Capture]) -> list[tuple[Any, ...]]:
    return [capture.observations for capture in captures]


def _readings(captures: Mapping[str, Sequence[Capture]]) -> dict[str, tuple[Reading, ...]]:
    return {name: tuple(capture.reading for capture in of) for name, of in captures.items()}


def _all_measured(captures: Mapping[str, Sequence[Capture]]) -> bool:
    return all(capture.reading.status is Status.OK for of in captures.values() for capture in of)


def _words_of_change(found: Change) -> str:
    way = "further forward" if found.deg >= 0 else "further back"
    size = f"{abs(found.deg):.1f}° {way}"
    if found.beyond:
        return f"the pelvis tips {size}, more than the {found.mdc_deg:.1f}° that standing anew can explain"
    if not found.same_side:
        return f"{NO_CHANGE}: {_OTHER_SIDE} ({size})"
    return f"{NO_CHANGE}: {size}, and up to {found.mdc_deg:.1f}° can come from standing anew"


def _words_of_place(found: Place) -> str:
    edge = f", slightly beyond the {found.beyond}" if found.beyond else ""
    side = f"; {_OTHER_SIDE}" if not found.same_side else ""
    return (
        f"at rest {found.percent:.0f}% of the way from full tuck to full arch{edge}, "
        f"{found.level:.0%} interval {found.low_percent:.0f}% to {found.high_percent:.0f}% "
        f"({_range(found.span)}){side}"
    )


def _range(span: Change) -> str:
    return f"from tuck to arch {span.deg:.1f}°, to be told apart {span.mdc_deg:.1f}°"


def _span(span: Change) -> dict[str, float]:
    return {"range_deg": round(span.deg, 1), "least_range_deg": round(span.mdc_deg, 1)}
