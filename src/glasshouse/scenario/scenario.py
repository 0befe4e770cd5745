"""A scenario, loaded: everything that a run needs to know, and where each number comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, cached_property, partial
from types import MappingProxyType
from typing import Any

from glasshouse import rich_display
from glasshouse.entry_kind import AREAS, related_key
from glasshouse.gate import gate_names
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.person_list import list_names, person_lists
from glasshouse.scenario import parameter_draws
from glasshouse.scenario.day_in_force import Settings
from glasshouse.scenario.origin import Origin
from glasshouse.scenario.places import Place
from glasshouse.scenario.scenario_parts import ParameterValue, ScenarioEvent, Supplier, read_only
from glasshouse.scenario.sites import Sites
from glasshouse.section import AddedGates, Suppliers, Suspension, named_in
from glasshouse.tiers import gates_key


@cache
def _banned(mechanisms: MechanismSet) -> Mapping[str, bool]:
    """What a ban switches off: every part that watches, scores or punishes.

    Courts and tax offices go on with their own work, so `registries` stays, and nothing of what it files reaches a
    record.
    """
    return read_only(
        {f"{part}.enabled": False for part in mechanisms.switched if part not in mechanisms.outlive_ban}
        | {f"{sensor}.scored": False for sensor in mechanisms.sensors}
    )


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One scenario: parameters with evidence, switches, gates, suppliers, dated events, and a place.

    ``label`` is "documented" or "hypothetical"; ``leaves_out`` says what is missing, and stands beside it.
    ``days`` and ``population`` are defaults that a run may replace. ``switches`` and ``gates`` go by their
    key in a scenario file (``cameras.enabled``, ``restrictions.tier_gates.D``), ``suppliers`` by section and name.

    >>> from glasshouse.scenario import load
    >>> load("as-described").label
    'hypothetical'
    """

    name: str
    label: str
    title: str
    summary: str
    leaves_out: tuple[str, ...]
    place: Place
    start: date
    days: int
    population: int
    #: Days before `start` that are simulated and not counted: whole weeks.
    warm_up: int = 0
    #: On which day `start` is; later than 0 only where a warm-up is simulated (``with_warm_up``).
    counted_from: int = 0
    parameters: Mapping[str, ParameterValue]
    switches: Mapping[str, bool]
    dates: Mapping[str, date | None]
    gates: Mapping[str, tuple[str, ...]]
    suppliers: Mapping[str, Supplier]
    events: tuple[ScenarioEvent, ...]
    layers: tuple[str, ...]
    hash: str
    #: The whole scenario in the layout of a file, as JSON can hold it.
    document: Mapping[str, Any]
    #: The shipped mechanisms, and those of the plug-ins that it names.
    mechanisms: MechanismSet = SHIPPED
    #: What it was loaded from; None for one that was made in another way, such as by ``dataclasses.replace``.
    origin: Origin | None = field(default=None, init=False, compare=False, repr=False)
    #: By a plug-in's module, the file (or argument) and line that names it; of those that a file names.
    plugins_at: Mapping[str, tuple[Any, int | None]] = field(
        default_factory=dict[str, Any], init=False, compare=False, repr=False
    )
    #: The sites that it was loaded with, whose parameters are worked out anew for another place.
    sites: Sites | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        """Its name, label, title and hash in one line.

        >>> from glasshouse.scenario import load
        >>> print(repr(load("as-described")).partition(", hash")[0])
        Scenario('as-described', label='hypothetical', title='China, as a blog post described it'
        """
        return f"Scenario({self.name!r}, label={self.label!r}, title={self.title!r}, hash={self.hash!r})"

    def _repr_html_(self) -> str:
        """What it is in a few lines, for a notebook."""
        return rich_display.html(self)

    @property
    def tiers(self) -> tuple[str, ...]:
        """The names of its tiers, from the best to the worst.

        >>> from glasshouse.scenario import load
        >>> load("as-described").tiers
        ('AAA', 'AA', 'A', 'B', 'C', 'D')
        """
        return self.mechanisms.tiers

    @property
    def named(self) -> tuple[str, ...]:
        """Keys of all suppliers that its files name, described or not.

        >>> from glasshouse.scenario import load
        >>> [key.rpartition(".")[2] for key in load("as-described").named[:2]]
        ['tencent', 'alibaba']
        """
        return named_in(self.switches, self.mechanisms.declared(Suppliers))

    def with_warm_up(self) -> Scenario:
        """The same scenario with the first day of its warm-up as day 0; itself without one.

        >>> from glasshouse.scenario import load
        >>> scenario = load("as-described", sets=["warm_up=364"]).with_warm_up()
        >>> scenario.start.isoformat(), scenario.counted_from, scenario.date_of(364).isoformat()
        ('2018-07-02', 364, '2019-07-01')
        """
        if self.warm_up == 0:
            return self
        first = self.start - timedelta(days=self.warm_up)
        return replace(self, start=first, warm_up=0, counted_from=self.warm_up)

    def date_of(self, day: int) -> date:
        """The calendar date of a day; day 0 is ``start``, and a day before it is negative.

        >>> from glasshouse.scenario import load
        >>> load("as-described").date_of(31).isoformat()
        '2019-08-01'
        """
        return self.start + timedelta(days=day)

    def day_of(self, when: date) -> int:
        """The day of a calendar date, from 0; negative before the start.

        >>> from glasshouse.scenario import load
        >>> load("as-described").day_of(date(2019, 8, 1))
        31
        """
        return (when - self.start).days

    def epochs(self, days: int) -> list[int]:
        """Days, ascending, on which something in force changes: 0, each first of a month, dated changes.

        >>> from glasshouse.scenario import load
        >>> load("as-described").epochs(63)
        [0, 31, 62]
        """
        firsts = (day for day in range(1, days) if self.date_of(day).day == 1)
        dated = [event.date for event in self.events] + [when for when in self.dates.values() if when]
        return sorted({0, *firsts, *(day for day in map(self.day_of, dated) if 0 < day < days)})

    def settings(self, day: int, drawn: Mapping[str, float] | None = None) -> Settings:
        """Everything in force on a day.

        ``drawn`` replaces central values by key; an event's by ``EVENTNAME:key``. Later events win.

        >>> from glasshouse.scenario import load
        >>> scenario = load("as-described", sets=["ban.date=2019-07-03"])
        >>> [scenario.settings(day).on("cameras") for day in (0, 2)]
        [True, False]
        >>> scenario.settings(0, {"people.trips": 3.0}).numbers["people.trips"]
        3.0
        """
        drawn = drawn or {}
        numbers = {key: drawn.get(key, given.value) for key, given in self.parameters.items()}
        switches = dict(self.switches)
        for event in self.events:
            if self.day_of(event.date) > day:
                break
            for key, given in event.changes.items():
                numbers[key] = drawn.get(f"{event.name}:{key}", given.value)
            switches.update(event.switches)
        recovered = self._recovered(day, numbers["ban.recovery"])
        unbanned = dict(switches)
        if recovered is not None:
            switches.update(_banned(self.mechanisms))
        for each in self.mechanisms.declared(Suspension):
            if self._reached(each.begin, day) and not self._reached(each.end, day):
                switches[f"{each.section}.enabled"] = False
        return Settings(
            place=self.place,
            numbers=MappingProxyType(parameter_draws.ordered(numbers, self.mechanisms.cuts)),
            switches=MappingProxyType(switches),
            functions=MappingProxyType(self._functions(switches)),
            tier_gates=MappingProxyType({tier: self.gates[gates_key(tier)] for tier in self.tiers}),
            list_gates=MappingProxyType(self._by_list(switches)),
            related=MappingProxyType({area: self.gates[related_key(area)] for area in AREAS}),
            reached=MappingProxyType({key: self._reached(key, day) for key in self.dates}),
            progress=MappingProxyType({key: self._progress(key, day) for key in self.dates}),
            dates=self.dates,
            gates=self.gates,
            recovered=recovered,
            unbanned=MappingProxyType(unbanned),
            announced=self._announced(day, self._first(day), drawn),
            heard=self._announced(-1, 0, drawn),
            mechanisms=self.mechanisms,
            running=self.running,
        )

    @cached_property
    def running(self) -> MechanismSet:
        """The mechanisms that a run is simulated with: the shipped ones, and plug-ins that are on at some time.

        A plug-in that is off leaves nothing at all: the day is the very same without it.

        >>> from glasshouse.scenario import load
        >>> load("as-described").running == SHIPPED
        True
        """
        later = {key for event in self.events for key, on in event.switches.items() if on}
        on = {f"{each.section}.enabled" for each in self.mechanisms.added}
        on &= later | {key for key, value in self.switches.items() if value}
        shipped = SHIPPED.with_tiers(self.tiers)
        return shipped.with_(each for each in self.mechanisms.added if f"{each.section}.enabled" in on)

    def jump(self, day: int, drawn: Mapping[str, float] | None = None) -> int:
        """The jump of fear on a day, 0 to 255: the sum over that day's events; none once the system is banned.

        >>> from glasshouse.scenario import load
        >>> load("as-described").jump(0)
        0
        """
        if self.banned(day):
            return 0
        drawn = drawn or {}
        levels = (
            drawn.get(f"{event.name}:jump", event.jump.value)
            for event in self.events
            if event.jump and self.day_of(event.date) == day
        )
        return min(255, round(sum(levels)))

    def _announced(self, until: int, day: int, drawn: Mapping[str, float]) -> tuple[tuple[int, float], ...]:
        return tuple(
            (max(0, day - when), drawn.get(f"{event.name}:jump", event.jump.value))
            for event in self.events
            if event.jump and (when := self.day_of(event.date)) <= until and not self.banned(when)
        )

    @property
    def ban_day(self) -> int | None:
        """The day from which the system is banned; None when it never is.

        >>> from glasshouse.scenario import load
        >>> load("as-described", sets=["ban.date=2019-07-03"]).ban_day
        2
        """
        when = self.dates["ban.date"]
        return None if when is None else self.day_of(when)

    def banned(self, day: int) -> bool:
        """Whether the system is banned on a day.

        >>> from glasshouse.scenario import load
        >>> scenario = load("as-described", sets=["ban.date=2019-07-03"])
        >>> [scenario.banned(day) for day in (1, 2)]
        [False, True]
        """
        return self.ban_day is not None and self.ban_day <= day

    def draw(self, replicate: int, seed: int) -> dict[str, float]:
        """Values by key drawn from the ranges for a replicate; none for replicate 0, which is central.

        Each depends on (seed, replicate, key) alone, so that a new parameter changes no other. An event's have the key
        ``EVENTNAME:key``.

        >>> from glasshouse.scenario import load
        >>> scenario = load("as-described")
        >>> scenario.draw(0, seed=1), scenario.draw(1, seed=1) == scenario.draw(1, seed=1)
        ({}, True)
        """
        return (
            {}
            if replicate == 0
            else self.draw_at(lambda key: parameter_draws.uniform(seed, replicate, parameter_draws.drawn_by(key)))
        )

    def draw_at(self, place: Callable[[str], float]) -> dict[str, float]:
        """The same values where each number is at a ``place`` of its range, from 0 (the low end) to 1.

        >>> from glasshouse.scenario import load
        >>> scenario = load("as-described")
        >>> scenario.draw_at(lambda key: 0.0)["cameras.total"] == scenario.parameters["cameras.total"].low
        True
        """
        numbers = {key: given.value for key, given in self.parameters.items()}
        return parameter_draws.draw(numbers, self._ranges(), place, self.mechanisms.cuts)

    def all_given(self) -> dict[str, ParameterValue]:
        """Every number by the key under which it is drawn; an event's are ``EVENTNAME:key``.

        >>> from glasshouse.scenario import load
        >>> load("as-described").all_given()["cameras.total"].unit
        'cameras'
        """
        found = dict(self.parameters)
        for event in self.events:
            changes = {**event.changes, **({"jump": event.jump} if event.jump else {})}
            found |= {f"{event.name}:{key}": given for key, given in changes.items()}
        return found

    def _ranges(self) -> dict[str, parameter_draws.ValueRange]:
        """The ranges of all numbers that have one."""
        rows = self.mechanisms.parameters
        return {
            full: parameter_draws.ValueRange(at=partial(given.at, whole=key == "jump" or rows[key].bounds[2]))
            for full, given in self.all_given().items()
            if given.ranged
            for key in (full.rpartition(":")[2],)
        }

    def _functions(self, switches: Mapping[str, bool]) -> dict[str, float]:
        return {
            function: self._supplied(each, function, switches)
            for each in self.mechanisms.declared(Suppliers)
            for function in each.functions
        }

    def _supplied(self, one: Suppliers, function: str, switches: Mapping[str, bool]) -> float:
        all_ = [each for each in self.suppliers.values() if each.section == one.section and function in each.functions]
        if not all_ or not switches[f"{one.section}.enabled"]:
            return 0.0
        return sum(switches[one.switch(each.name)] for each in all_) / len(all_)

    def _by_list(self, switches: Mapping[str, bool]) -> dict[str, tuple[str, ...]]:
        """The gates that each list closes, those that are added while some switch is on among them."""
        added = [each.gates for each in self.mechanisms.declared(AddedGates) if switches[each.switch]]
        found: dict[str, tuple[str, ...]] = dict.fromkeys(list_names(self.running), ())
        for one in person_lists(self.running):
            closed = {gate for key in (one.gates.key, *added) for gate in self.gates.get(key, ())}
            found[one.name] = tuple(gate for gate in gate_names(self.mechanisms) if gate in closed)
        return found

    def _reached(self, key: str, day: int) -> bool:
        """Whether a date, by key, has come."""
        when = self.dates[key]
        return when is not None and self.day_of(when) <= day

    def _progress(self, key: str, day: int) -> float:
        """How far the time from the first counted day until a date, by key, has run, 0 to 1."""
        until = self.dates[key]
        if until is None:
            return 0.0
        span = self.day_of(until) - self.counted_from
        return 1.0 if span <= 0 else min(1.0, max(0, self._first(day) - self.counted_from) / span)

    def _first(self, day: int) -> int:
        """The first day of a day's month, or the start: what grows day by day is renewed then, and then only.

        A dated change starts an epoch of its own, and must move nothing but what it names.
        """
        return max(0, self.day_of(self.date_of(day).replace(day=1)))

    def _recovered(self, day: int, days: float) -> float | None:
        since = self.ban_day
        if since is None or day < since:
            return None
        return 1.0 if days <= 0 else min(1.0, max(0, self._first(day) - since) / days)
