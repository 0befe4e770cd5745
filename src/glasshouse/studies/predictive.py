"""Predictive intervals from the posterior of a study by ABC, for any measure: its particles simulated anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from threading import local
from typing import Any

import numpy as np
import polars as pl

from glasshouse.arguments import Argument
from glasshouse.engine.part import BranchPoint
from glasshouse.engine.repeated import RepeatedRuns
from glasshouse.errors import BadInputError, nearest
from glasshouse.measure import Measure
from glasshouse.measures import harm_table, measures_of
from glasshouse.runs.ensemble_plan import DRAWS
from glasshouse.runs.run_plan import Plan, plan, seed_of
from glasshouse.runs.side_by_side import side_by_side
from glasshouse.scenario.scenario import Scenario
from glasshouse.studies.posterior import INTERVAL

#: The figures of one draw: by measure, a rate for each group and for all, float64 [groups + 1].
_Rates = Mapping[str, np.ndarray]


def predicted(
    scenario: Scenario,
    particles: Path,
    measures: Iterable[str] | None,
    *,
    population: int,
    days: int,
    seed: int,
    draws: int | None,
    threads: int | None,
) -> pl.DataFrame:
    """measure, group, low, median, high, unit, draws: a row a measure and group, "all" first.

    Each draw takes a particle by its weight, everything else at its central value, and random numbers of its own, as
    the points of the study do; so the intervals hold chance as well. ``draws`` of a row: those in which it is defined.

    Raises ``BadInputError`` for a measure that there is not, before anything is simulated.
    """
    wanted = _wanted(scenario, measures)
    made = plan(
        scenario, population=population, days=days, seed=seed, threads=threads, ensemble=particles,
        draws=DRAWS if draws is None else draws, ensemble_population=population, command="in memory",
    )  # fmt: skip
    simulate = _simulator(made, tuple(wanted))
    found = list(side_by_side(simulate, range(1, made.draws + 1), made.threads, scenario.running))
    groups = ("all", *scenario.place.group_names)
    places = (-1, *range(len(groups) - 1))
    rows = [
        _row(name, group, place, measure, found)
        for name, measure in wanted.items()
        for place, group in zip(places, groups, strict=True)
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


_SCHEMA: Mapping[str, Any] = {
    "measure": pl.String, "group": pl.String, "low": pl.Float64, "median": pl.Float64, "high": pl.Float64,
    "unit": pl.String, "draws": pl.Int64,
}  # fmt: skip


def _wanted(scenario: Scenario, measures: Iterable[str] | None) -> dict[str, Measure]:
    """The measures by name: those asked for, or all that one scenario alone defines."""
    known = {name: each for name, each in measures_of(scenario.mechanisms).items() if each.reference is None}
    if measures is None:
        return known
    names = [measures] if isinstance(measures, str) else list(measures)
    if not names:
        raise BadInputError(Argument("measures"), ": there is none; leave it out for all of them.")
    for name in names:
        if name not in known:
            raise BadInputError(Argument("measures", name), f": there is no such measure.{nearest(str(name), known)}")
    return {name: known[name] for name in names}


def _simulator(made: Plan, names: Sequence[str]) -> Callable[[int], _Rates]:
    """What simulates a draw, from 1, each thread in memory of its own."""
    kept, posterior = local(), made.posterior
    assert posterior is not None

    def one(draw: int) -> _Rates:
        if not hasattr(kept, "runs"):
            kept.runs = RepeatedRuns(population=made.population, days=made.days)
        branch = BranchPoint(scenario=made.scenario, day=0, drawn=posterior.laid_over({}, draw, made.scenario))
        run = kept.runs.simulate(branch, seed=seed_of(made.seed, draw))
        found = harm_table(run, days=made.days, mechanisms=made.scenario.mechanisms, whole=True)
        return {name: np.array(found.rate(name)[-1]) for name in names}

    return one


def _row(name: str, group: str, place: int, measure: Measure, found: Sequence[_Rates]) -> tuple[Any, ...]:
    values = np.array([each[name][place] for each in found], float)
    known = values[~np.isnan(values)]
    ends = np.quantile(known, INTERVAL, method="inverted_cdf").tolist() if len(known) else [None] * len(INTERVAL)
    return (name, group, *ends, measure.unit, len(known))
