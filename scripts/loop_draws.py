"""The loop of ``scripts.learned_loop`` over draws of the assumptions: intervals, and what the boost adds.

Every draw takes all numbers from their ranges, as an ensemble's does, and simulates each scenario with the same
people, random numbers and assumptions: what differs between scenarios in one draw is what the scenario changes, and
what differs between draws is the assumptions.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from glasshouse.engine.compile_ahead import warm_up
from glasshouse.engine.part import BranchPoint
from glasshouse.engine.repeated import RepeatedRuns
from glasshouse.engine.simulate import Replicate
from glasshouse.measures.intervals import Spread, spread_of_draws
from glasshouse.runs.ensemble_plan import design, moved
from glasshouse.scenario import Scenario

Year = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Figures by scenario and name, float64 [draws, years] each."""

    population: int
    figures: Mapping[str, Mapping[str, np.ndarray]]

    @property
    def draws(self) -> int:
        """How many."""
        return len(next(iter(next(iter(self.figures.values())).values())))

    def ends(self, scenario: str, name: str, year: int, scale: float = 1.0) -> tuple[float, float]:
        """Between which values 90 of 100 draws lie in a year, from 1."""
        spread = spread_of_draws(self.figures[scenario][name][:, year - 1].tolist()).times(scale)
        return float(spread.low or 0), float(spread.high or 0)


@dataclass(frozen=True, kw_only=True)
class Growth:
    """How many times as much a figure is: the median and 90 % of draws; of those with one, in how many more."""

    spread: Spread
    more: int
    draws: int


def drawn(
    scenarios: Mapping[str, Scenario],
    year: Callable[[Replicate, int], Year],
    *,
    population: int,
    years: int,
    draws: int,
    seed: int,
) -> Drawn:
    """Simulate each scenario in each draw; ``year`` gives the figures of one year of a run."""
    own = threading.local()
    place = design(draws, moved(scenarios.values()), seed)

    def one(draw: int) -> dict[str, list[Year]]:
        if not hasattr(own, "runs"):
            own.runs = RepeatedRuns(population=population, days=365 * years, ledger=False)
        found = {}
        for name, scenario in scenarios.items():
            drawn_now = scenario.draw_at(partial(place, draw))
            run = own.runs.simulate(BranchPoint(scenario=scenario, day=0, drawn=drawn_now), seed=seed)
            found[name] = [year(run, number) for number in range(1, years + 1)]
        print(f"draw {draw} of {draws}", flush=True)
        return found

    for scenario in scenarios.values():
        warm_up(scenario.running)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        rows = list(pool.map(one, range(1, draws + 1)))
    figures = {
        name: {key: np.array([[each[key] for each in row[name]] for row in rows]) for key in rows[0][name][0]}
        for name in scenarios
    }
    return Drawn(population=population, figures=figures)


def growth(figure: np.ndarray) -> Growth | None:
    """From the second year to the last, of a figure, float64 [draws, years]; of the draws in which it is above 0 then.

    >>> found = growth(np.array([[1.0, 2.0, 4.0], [1.0, 2.0, 3.0], [1.0, 0.0, 1.0]]))
    >>> found.spread.value, found.more, found.draws
    (1.75, 2, 2)
    >>> growth(np.zeros((3, 3))) is None
    True
    """
    known = figure[:, 1] > 0
    return _told(figure[known, -1] / figure[known, 1])


def added(figure: np.ndarray, without: np.ndarray) -> Growth | None:
    """From the same draw of another scenario, in the last year, float64 [draws, years], where it is above 0 there."""
    known = without[:, -1] > 0
    return _told(figure[known, -1] / without[known, -1])


def _told(ratios: np.ndarray) -> Growth | None:
    if not len(ratios):
        return None
    return Growth(spread=spread_of_draws(ratios.tolist()), more=int((ratios > 1).sum()), draws=len(ratios))
