"""Where the controls of a page can stand, and the run that belongs to each position.

Each position is a run that the command line makes as well, so that the two can be compared.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import isclose

from glasshouse.control_panel import Dial, Lever
from glasshouse.interventions import apply
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario import Scenario, load, with_sets
from glasshouse.sites.page_terms import counted_in

#: Every second stop of the dial, or all; and the dial that a page has.
EVERY = 2
DIAL = "threshold"
MOST_DAYS = 365


@dataclass(frozen=True, kw_only=True)
class Position:
    """A position of the controls: its `key` in the page, the scenario, and the command without seed and sizes.

    `near`: the key of the position with the same levers and the dial as the scenario has it.
    """

    key: str
    near: str
    scenario: Scenario
    command: str


@dataclass(frozen=True, kw_only=True)
class PageControls:
    """The controls of one scenario, as the command line names it.

    `levers`: where nobody can be sanctioned, only those that are always there, since the others would move nothing.

    `stops`: of the dial, the scenario's `own` among them; one alone where it moves nothing.
    """

    scenario: str
    base: Scenario
    dial: Dial
    levers: tuple[Lever, ...]
    stops: tuple[float, ...]
    own: float

    def positions(self) -> Iterator[Position]:
        """All positions; the first is the scenario as it is."""
        others = (stop for stop in self.stops if stop != self.own)
        pulled = [self._pulled(on) for on in product((False, True), repeat=len(self.levers))]
        for stop, (levers, scenario) in product((self.own, *others), pulled):
            yield self._position(stop, levers, scenario)

    def _pulled(self, on: tuple[bool, ...]) -> tuple[list[Lever], Scenario]:
        """The levers that are on, and the scenario with them; where the dial stands changes nothing of it."""
        levers = [lever for lever, is_on in zip(self.levers, on, strict=True) if is_on]
        days = min(self.base.days, MOST_DAYS)
        return levers, apply(self.base, [each.safeguard for each in levers], 0, days) if levers else self.base

    def _position(self, stop: float, levers: list[Lever], scenario: Scenario) -> Position:
        moved = {}
        if stop != self.own:
            moved[self.dial.key] = stop
            for key, follows in self.dial.follows.items():
                moved[key] = follows(self.base.parameters[key].value, stop - self.own)
        if moved:
            scenario = with_sets(scenario, [f"{key}={value!r}" for key, value in moved.items()])
        changed = {
            key: f"{given.value:.12g}"
            for key, given in scenario.parameters.items()
            if not isclose(given.value, self.base.parameters[key].value, rel_tol=1e-12)
        } | {key: f"{when}" for key, when in scenario.dates.items() if when and when != self.base.dates[key]}
        words = [word for key, value in changed.items() for word in ("--set", f"{key}={value}")]
        return Position(
            key=" ".join([f"{stop:g}", *(lever.name for lever in levers)]),
            near=" ".join([f"{self.own:g}", *(lever.name for lever in levers)]),
            scenario=scenario,
            command=shlex.join(["glasshouse", "run", self.scenario, *words]),
        )


def page_levers() -> tuple[Lever, ...]:
    """All levers, in their order.

    >>> [lever.rank for lever in page_levers()]
    [0, 1, 2, 3]
    """
    return tuple(sorted(SHIPPED.declared(Lever), key=lambda one: one.rank))


def page_controls(scenario: str) -> PageControls:
    """The controls of a preset, or of a scenario in a file. Raises `ScenarioError` for what is neither.

    >>> controls = page_controls("informant-society")
    >>> controls.stops, [position.key for position in controls.positions()][:2]
    ((0.0,), ['0', '0 ban'])
    """
    base = load(scenario)
    dial = next(each for each in SHIPPED.declared(Dial) if each.name == DIAL)
    punishes = "sanctioned" in counted_in(base)
    levers = tuple(each for each in page_levers() if punishes or each.always)
    has = base.switches.get(f"{dial.key.partition('.')[0]}.enabled", False) and not _moved_by_events(base, dial)
    own = base.parameters[dial.key].value if has else 0.0
    stops = tuple(sorted({*dial.stops[::EVERY], own})) if has else (0.0,)
    return PageControls(scenario=scenario, base=base, dial=dial, levers=levers, stops=stops, own=own)


def _moved_by_events(base: Scenario, dial: Dial) -> bool:
    return any(key in event.changes for event in base.events for key in (dial.key, *dial.follows))
