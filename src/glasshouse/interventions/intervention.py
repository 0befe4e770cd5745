"""What a safeguard is: one composable change of a scenario, with its evidence, and how several are laid over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from glasshouse.scenario import ParameterValue, Scenario, changed
from glasshouse.scenario.documents import event_entry, fitted, number

#: From a number that is in force to the one that takes its place.
Change = Callable[[ParameterValue], ParameterValue]


@dataclass(frozen=True, kw_only=True)
class Intervention:
    """One change for the better, or a scenario to compare with.

    - `sentence`: what it does, in one sentence; `fails`: when it does nothing, or backfires, in another.
    - `stage`: the stage of the day on which it works.
    - `numbers`: changes of parameters by key. They reach dated events too, so that no event undoes them.
    - `switches`, `dates`, `gates`: the other keys. Dates are given (scenario, first day, days in all),
      gates (key, gates).
    """

    name: str
    title: str
    sentence: str
    fails: str
    stage: str
    numbers: Mapping[str, Change] = field(default_factory=dict)
    switches: Mapping[str, bool] = field(default_factory=dict)
    dates: Callable[[Scenario, int, int], Mapping[str, date | None]] | None = None
    gates: Callable[[str, tuple[str, ...]], tuple[str, ...]] | None = None

    def document(self, scenario: Scenario, day: int = 0, days: int | None = None) -> dict[str, Any]:
        """The partial scenario document that it lays over a scenario, in force from a day on.

        `days` are those of the run; the scenario's own unless given.

        >>> from glasshouse.scenario import load
        >>> from glasshouse.interventions import INTERVENTIONS
        >>> INTERVENTIONS["opt-in"].document(load("as-described"))["participation"]
        {'mandatory_from': None}
        """
        flat: dict[str, Any] = {key: number(self._changed(key, scenario.parameters[key])) for key in self.numbers}
        flat |= self.switches
        if self.dates is not None:
            flat |= {
                key: when and when.isoformat() for key, when in self.dates(scenario, day, days or scenario.days).items()
            }
        if self.gates is not None:
            flat |= {key: list(self.gates(key, gates)) for key, gates in scenario.gates.items() if _closes(key)}
        out: dict[str, Any] = {"title": f"{scenario.title}, with {self.title}"}
        for key, value in flat.items():
            _place(out, key, value)
        events = [self._event(event) for event in scenario.events if self.numbers.keys() & event.changes.keys()]
        return {**out, "events": events} if events else out

    def _changed(self, key: str, given: ParameterValue) -> ParameterValue:
        """The new number, within the bounds of its kind."""
        return replace(fitted(key, self.numbers[key](given)), layer=self.name)

    def _event(self, event: Any) -> dict[str, Any]:
        changes = {
            key: self._changed(key, given) if key in self.numbers else given for key, given in event.changes.items()
        }
        return event_entry(replace(event, changes=changes))


def _closes(key: str) -> bool:
    """Whether a list of gates says what is closed, and a file may give it."""
    tables = ("restrictions.tier_gates.", "restrictions.list_gates.", "restrictions.joint_punishment.")
    return key.startswith(tables) and key.rsplit(".", 1)[1] not in ("AAA", "AA", "A")


def _place(out: dict[str, Any], key: str, value: Any) -> None:
    *path, last = key.split(".")
    for step in path:
        out = out.setdefault(step, {})
    out[last] = value


def lay_over(scenario: Scenario, safeguards: Iterable[Intervention], day: int = 0, days: int | None = None) -> Scenario:
    """A scenario with safeguards laid over it, one after the other, in force from a day on."""
    for each in safeguards:
        scenario = changed(scenario, each.document(scenario, day, days), name=each.name)
    return scenario


# Changes of a number.


def fixed(value: float, low: float | None = None, high: float | None = None, **evidence: str) -> Change:
    """A number of one's own, with its range, and `assumed`, or `source` and `confidence`.

    >>> from glasshouse.scenario import load
    >>> old = load("as-described").parameters["redress.notice"]
    >>> fixed(0.9, 0.8, 1, assumed="a duty")(old).value
    0.9
    """
    blank = {"source": None, "confidence": None, "assumed": None}

    def change(given: ParameterValue) -> ParameterValue:
        ends = (value if low is None else low, value if high is None else high)
        return replace(given, value=value, low=ends[0], high=ends[1], **{**blank, **evidence})

    return change


def _moved(move: Callable[[float], float], why: str) -> Change:
    def change(given: ParameterValue) -> ParameterValue:
        value, low, high = (move(x) for x in (given.value, given.low, given.high))
        return replace(given, value=value, low=low, high=high, source=None, confidence=None, assumed=why)

    return change


def shifted(by: float, why: str) -> Change:
    """What it was, and so much more; its range moves with it."""
    return _moved(lambda x: x + by, why)


def scaled(by: float, why: str) -> Change:
    """What it was, times a factor; its range too."""
    return _moved(lambda x: x * by, why)


def at_most(limit: float, why: str) -> Change:
    """What it was, if that was no more than the limit."""
    return _moved(lambda x: min(x, limit), why)


def at_least(limit: float, why: str) -> Change:
    """What it was, if that was no less than the limit."""
    return _moved(lambda x: max(x, limit), why)
