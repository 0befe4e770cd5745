"""One point of a study: a scenario lived with given assumptions, and its measures as rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from glasshouse.engine.simulate import simulate
from glasshouse.measures import harm_table, measures_of
from glasshouse.studies.counted_output import counted, rate
from glasshouse.studies.study_parts import ALL, Subset

if TYPE_CHECKING:
    from glasshouse.engine.part import BranchPoint
    from glasshouse.engine.simulate import Replicate
    from glasshouse.mechanism_set import MechanismSet
    from glasshouse.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large each scenario is. The seed is that of every scenario: random numbers are shared, so that it blurs no
    difference."""

    population: int
    days: int
    seed: int


def askable(mechanisms: MechanismSet) -> tuple[str, ...]:
    """Measures that one scenario alone defines, and which a study can therefore ask for.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> "wrongful" in askable(SHIPPED), "knock_on" in askable(SHIPPED)
    (True, False)
    """
    return tuple(name for name, measure in measures_of(mechanisms).items() if measure.reference is None)


def rates(
    scenario: Scenario,
    drawn: Mapping[str, float],
    size: Size,
    names: Sequence[str],
    past: BranchPoint | None = None,
    mechanisms: MechanismSet | None = None,
) -> dict[str, float]:
    """Simulate one scenario, on one thread; its measures of the whole country as rates, NaN where there is none.

    ``drawn`` replaces central values by key. ``names`` are of `askable`, with the scenario's mechanisms or those given,
    or of what the scenario's mechanisms count; what belongs to no mechanism that is on is 0.
    ``past``: what the days before are simulated under.

    >>> from glasshouse.scenario import load
    >>> found = rates(load("as-described"), {}, Size(population=300, days=2, seed=1), ["sanctioned", "trust"])
    >>> sorted(found)
    ['sanctioned', 'trust']
    """
    people, days, seed = size.population, size.days, size.seed
    simulated = simulate(scenario, population=people, days=days, seed=seed, threads=1, drawn=dict(drawn), past=past)
    found = figures(simulated, scenario, days, [(name, ALL) for name in names], mechanisms)
    return {name: value for (name, _), value in found.items()}


def figures(
    simulated: Replicate,
    scenario: Scenario,
    days: int,
    asked: Sequence[tuple[str, Subset]],
    mechanisms: MechanismSet | None = None,
) -> dict[tuple[str, Subset], float]:
    """The same of a simulation that is over, by group, district and days: each name and cell with its rate.

    Over some of the days, flows are added up over these. Stocks are counted on each seventh evening and on the last:
    those of the next such evening stand for the end of these days. Raises ``ValueError`` for a cell that the place has
    not.
    """
    mechanisms = mechanisms or scenario.mechanisms
    known, own = measures_of(mechanisms), counted(scenario.running)
    found: dict[tuple[str, Subset], float] = {}
    for window in dict.fromkeys(cell.days for _, cell in asked):
        of = [(name, cell) for name, cell in asked if cell.days == window]
        first, last = window or (0, days - 1)
        part = _between(simulated, first, last) if window else simulated
        measures = {name for name, _ in of if name in known}
        table = harm_table(part, days=last - first + 1, names=measures, mechanisms=mechanisms)
        for name, cell in of:
            if name in measures:
                found[name, cell] = float(table.rate(name)[_places(scenario, cell)])
            else:
                found[name, cell] = rate(own[name], part, last - first + 1) if name in own else 0.0
    return {key: found[key] for key in asked}


def _between(simulated: Replicate, first: int, last: int) -> Replicate:
    """A replicate's days from the first to the last of some."""
    daily = simulated.daily[first : last + 1].copy()
    counted_on = simulated.daily[last:, :, :, simulated.measures.index("people")].any(axis=(1, 2))
    evening = simulated.daily[last + int(np.argmax(counted_on))]
    stocks = [simulated.measures.index(name) for name in simulated.mechanisms.stocks]
    daily[-1][:, :, stocks] = evening[:, :, stocks]
    return replace(simulated, daily=daily)


def _places(scenario: Scenario, cell: Subset) -> tuple[int, int]:
    """Row and column of a cell in a table of measures; the last of each is the whole."""
    place = scenario.place
    row = -1 if cell.district is None else place.districts.index(cell.district)
    return row, -1 if cell.group is None else place.group_names.index(cell.group)
