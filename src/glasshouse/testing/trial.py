"""The runs that the checks of a mechanism look at: each is made once, when the first check asks for it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from glasshouse.engine.checkpoint import Keeper, Pace
from glasshouse.engine.part import BranchPoint
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.interventions import error_free
from glasshouse.interventions.laying import lay_over
from glasshouse.mechanism import Mechanism
from glasshouse.scenario import Scenario, changed, with_mechanisms, with_sets
from glasshouse.testing import everybody
from glasshouse.testing.busy import busy_scenario, busy_values

#: What the author of a plug-in works out by hand: (scenario, persons, days, seed) to totals of counts by name.
Reference = Callable[[Scenario, int, int, int], Mapping[str, int]]
SEED = 1


class _CutOffError(Exception):
    """Ends a run in the middle."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A mechanism on trial among the shipped ones and those `beside` it, in a busy state or a scenario of one's own.

    `values`: what it is tried with, by key, where that is not what it brings (its numbers, and ``Busy``); `inert`:
    values under which it changes nobody. Runs have `population` persons and `days`; those in plain Python have `few`
    persons and `weeks`.

    >>> from glasshouse.mechanisms.cameras import MECHANISM
    >>> trial = Trial(mechanism=MECHANISM, days=20)
    >>> trial.switch, trial.parting, trial.off.switches["cameras.enabled"]
    ('cameras.enabled', 10, False)
    """

    mechanism: Mechanism
    beside: tuple[Mechanism, ...] = ()
    scenario: Scenario | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    inert: Mapping[str, Any] = field(default_factory=dict)
    population: int = 6_000
    days: int = 36
    few: int = 200
    weeks: int = 3

    @property
    def parting(self) -> int:
        """The day on which something changes: a branch, an event, the end of a run that is cut off."""
        return self.days // 2

    @property
    def switch(self) -> str:
        """The key that switches it off: ``plates.enabled``."""
        return f"{self.mechanism.section}.enabled"

    @cached_property
    def without(self) -> Scenario:
        """The scenario that does not name it."""
        scenario = with_mechanisms(self.scenario, self.beside) if self.scenario else busy_scenario(self.beside)
        return _switched(scenario, self.beside, True)

    @cached_property
    def on(self) -> Scenario:
        """It is on."""
        on = _switched(with_mechanisms(self.without, [self.mechanism]), [self.mechanism], True)
        busy = {} if self.scenario else busy_values([self.mechanism])
        return with_sets(on, _texts({**busy, **self.values}))

    @cached_property
    def off(self) -> Scenario:
        """It is named, and off."""
        return _switched(self.on, [self.mechanism], False)

    @cached_property
    def on_for_everybody(self) -> Scenario:
        """It is on, and everybody is looked at every day."""
        return _switched(with_mechanisms(self.on, [everybody.MECHANISM]), [everybody.MECHANISM], True)

    def switched_on(self, day: int) -> Scenario:
        """It is off until an event on a day; if that is after the last one, it is off throughout, and compiled."""
        return _with_event(self.off, day, self.switch, True)

    def switched_off(self, day: int) -> Scenario:
        """It is on until an event on a day."""
        return _with_event(self.on, day, self.switch, False)

    def errors(self, own: float | None) -> Scenario:
        """No mechanism errs; with `own`, this one does, in its error parameters' highest values or so often."""
        scenario = lay_over(self.on, [error_free.INTERVENTION])
        if own is None:
            return scenario
        return with_sets(scenario, _texts(self.own_errors(own)))

    def own_errors(self, often: float) -> dict[str, float]:
        """Its error parameters, each at its highest value, and where that is a probability at `often` at least."""
        found = {}
        for row in self.mechanism.parameters:
            if row.error:
                given = self.on.parameters[row.key]
                found[row.key] = max(given.high, min(often, row.bounds[1])) if row.bounds[1] <= 1 else given.high
        return found

    # Runs.

    @cached_property
    def run_without(self) -> Replicate:
        """Of the scenario that does not name it."""
        return self.run(self.without)

    @cached_property
    def run_on(self) -> Replicate:
        """On one thread, from the first day to the last."""
        return self.run(self.on)

    def run(self, scenario: Scenario, *, threads: int = 1, **more: Any) -> Replicate:
        """One replicate of a scenario."""
        return simulate(scenario, population=self.population, days=self.days, seed=SEED, threads=threads, **more)

    def run_with(self, numbers: Mapping[str, Any]) -> Replicate:
        """One replicate with it on, and other values by key."""
        return self.run(with_sets(self.on, _texts(numbers)))

    def resumed(self, scenario: Scenario) -> Replicate:
        """The same, cut off on an evening and gone on with from the last checkpoint, on another number of threads."""
        said: list[str] = []

        def cut(day: int) -> None:
            if day == self.parting:
                raise _CutOffError

        with tempfile.TemporaryDirectory(prefix="glasshouse-testing-") as name:
            for_one = {"folder": Path(name), "name": "000000", "about": {"run": "tested"}, "say": said.append}
            with suppress(_CutOffError):
                self.run(scenario, keeper=Keeper(**for_one, pace=Pace(least=0, sparing=0)), on_day=cut)
            simulated: list[int] = []
            keeper = Keeper(**for_one, pace=Pace(least=1e9))
            found = self.run(scenario, threads=2, keeper=keeper, on_day=simulated.append)
        assert simulated[:1] == [self.parting + 1], f"no checkpoint was used: {' '.join(said) or 'there was none'}"
        return found

    def branched(self) -> Replicate:
        """It comes in on a day, in a run whose past does not name it."""
        return self.run(self.on, past=BranchPoint(scenario=self.without, day=self.parting))


def differences(one: Replicate, other: Replicate, among: Iterable[str] | None = None) -> Iterator[str]:
    """What two runs do not have in common: columns, tallies, events and counts by name, with how much differs.

    `among`: the columns and counts to look at; all of the second run's, unless given.
    """
    wanted = None if among is None else set(among)
    pairs = (one.state, other.state, wanted), (one.ledger, other.ledger, None), (one.events, other.events, None)
    for ours, theirs, names in pairs:
        for name, column in (theirs or {}).items():
            differs = _differ((ours or {}).get(name), column) if names is None or name in names else 0
            if differs:
                yield f"{name} of {differs}"
    for name in other.measures:
        days = np.flatnonzero((daily(one, name) != daily(other, name)).any(axis=(1, 2)))
        if len(days) and (wanted is None or name in wanted):
            yield f"{name} from day {days[0]} on"


def daily(run: Replicate, name: str) -> np.ndarray:
    """A count, int64 [days, districts, groups + all]; zero where the run does not know it.

    >>> from glasshouse.scenario import load
    >>> run = simulate(load("as-described"), population=300, days=2, seed=1, threads=1)
    >>> len(daily(run, "sightings")), daily(run, "no such count").any()
    (2, np.False_)
    """
    return run.daily[..., run.measures.index(name)] if name in run.measures else np.zeros_like(run.daily[..., 0])


def total(run: Replicate, name: str) -> int:
    """A count over all days, districts and groups.

    >>> from glasshouse.scenario import load
    >>> total(simulate(load("as-described"), population=300, days=2, seed=1, threads=1), "sightings") > 0
    True
    """
    return int(daily(run, name).sum())


def _differ(ours: np.ndarray | None, theirs: np.ndarray) -> int:
    if ours is None or len(ours) != len(theirs):
        return max(len(theirs), 1)
    return int((ours != theirs).sum())


def _texts(values: Mapping[str, Any]) -> list[str]:
    return [f"{key}={value}" for key, value in values.items()]


def _switched(scenario: Scenario, mechanisms: Iterable[Mechanism], on: bool) -> Scenario:
    parts = {each.section: {"enabled": on} for each in mechanisms}
    return changed(scenario, parts, name="on" if on else "off") if parts else scenario


def _with_event(scenario: Scenario, day: int, key: str, on: bool) -> Scenario:
    when = scenario.date_of(day).isoformat()
    event = {"date": when, "name": "switched to see", "text": "It is switched.", "assumed": "to see what it does"}
    return changed(scenario, {"events": [{**event, "set": {key: on}}]}, name="switch")
