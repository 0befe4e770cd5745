"""One point of a study: a scenario lived with given assumptions, and its measures as rates."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from glasshouse.engine.simulate import simulate
from glasshouse.engine.warm import warm_up
from glasshouse.results.measures import harm_table, measures_of
from glasshouse.studies.counted import counted, rate

if TYPE_CHECKING:
    from glasshouse.engine.part import BranchPoint
    from glasshouse.mechanism_set import MechanismSet
    from glasshouse.scenario.scenario import Scenario

_Job = TypeVar("_Job")
_Found = TypeVar("_Found")


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


def side_by_side(work: Callable[[_Job], _Found], jobs: Iterable[_Job], threads: int | None = None) -> Iterator[_Found]:
    """Do jobs on so many threads (all cores unless said) and give what they find in the order of the jobs.

    Scenarios stand side by side, each on a thread of its own: the days release Python's lock, and what stands between
    them (rules, counts, measures) is small but would leave the other cores idle.
    Stops handing out jobs when it is closed, or one fails.

    >>> list(side_by_side(abs, [-1, -2, -3], threads=2))
    [1, 2, 3]
    """
    warm_up()  # once, before threads could do it at the same time
    threads = threads or os.cpu_count() or 1
    waiting: list[Future[_Found]] = []
    with ThreadPoolExecutor(threads) as pool:
        try:
            for job in jobs:
                waiting.append(pool.submit(work, job))
                if len(waiting) >= 2 * threads:
                    yield waiting.pop(0).result()
            while waiting:
                yield waiting.pop(0).result()
        finally:
            with suppress(Exception):
                pool.shutdown(wait=False, cancel_futures=True)
