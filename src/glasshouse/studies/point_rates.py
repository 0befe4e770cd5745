"""One point of a study: a scenario lived with given assumptions, and its measures as rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasshouse.engine.simulate import simulate
from glasshouse.measures import harm_table, measures_of
from glasshouse.studies.counted_output import counted, rate

if TYPE_CHECKING:
    from glasshouse.engine.part import BranchPoint
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
    lived = simulate(scenario, population=people, days=days, seed=seed, threads=1, drawn=dict(drawn), past=past)
    own = measures_of(mechanisms or scenario.mechanisms)
    measures = [name for name in names if name in own]
    table = harm_table(lived, days=days, names=measures, mechanisms=mechanisms or scenario.mechanisms)
    found = {name: float(table.rate(name)[-1, -1]) for name in measures}
    known = counted(scenario.running)
    return found | {name: rate(known[name], lived, days) if name in known else 0.0 for name in names if name not in own}
