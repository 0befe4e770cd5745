"""The loop of ``scripts.learned_loop`` over draws of the assumptions: intervals, and what the boost adds.

Every draw takes all numbers from their ranges and simulates each scenario with the same people, random numbers and
assumptions, so that what differs between scenarios in one draw is what the scenario changes.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from glasshouse.engine.compile_ahead import warm_up
from glasshouse.engine.part import BranchPoint
from glasshouse.engine.repeated import RepeatedRuns
from glasshouse.engine.simulate import Replicate
from glasshouse.scenario import Scenario

#: What lies between, in hundredths: 90 of 100 draws.
ENDS = (5, 95)
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
        low, high = np.percentile(self.figures[scenario][name][:, year - 1] * scale, ENDS)
        return float(low), float(high)


@dataclass(frozen=True, kw_only=True)
class Growth:
    """How many times as much a figure is in the last year as in the second: the median, between which values 90 of 100
    draws lie, and in how many draws it is more."""

    middle: float
    low: float
    high: float
    more: int


def drawn(
    scenarios: Mapping[str, Scenario],
    year: Callable[[Replicate, int], Year],
    *,
    population: int,
    years: int,
    draws: int,
) -> Drawn:
    """Simulate each scenario in each draw; ``year`` gives the figures of one year of a run."""
    own = threading.local()

    def one(draw: int) -> dict[str, list[Year]]:
        if not hasattr(own, "runs"):
            own.runs = RepeatedRuns(population=population, days=365 * years, ledger=False)
        found = {}
        for name, scenario in scenarios.items():
            run = own.runs.simulate(BranchPoint(scenario=scenario, day=0, drawn=scenario.draw(draw, draw)), seed=draw)
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


def growth(figure: np.ndarray) -> Growth:
    """Of a figure, float64 [draws, years]; a draw in which it is 0 in the second year is left out.

    >>> growth(np.array([[1.0, 2.0, 4.0], [1.0, 2.0, 3.0], [1.0, 2.0, 1.0]])).middle
    1.5
    """
    known = figure[figure[:, 1] > 0]
    return _told(known[:, -1] / known[:, 1], 1.0)


def added(figure: np.ndarray, without: np.ndarray) -> Growth:
    """How many times as much it is in the last year as in the same draw of another scenario, float64 [draws, years]."""
    known = (figure[:, -1] > 0) & (without[:, -1] > 0)
    return _told(figure[known, -1] / without[known, -1], 1.0)


def _told(ratios: np.ndarray, even: float) -> Growth:
    low, middle, high = np.percentile(ratios, (ENDS[0], 50, ENDS[1])).tolist()
    return Growth(low=low, middle=middle, high=high, more=int((ratios > even).sum()))
