"""A whole preset, simulated as ``glasshouse run`` simulates it, against what was published of its country.

Nothing is fed: each draw takes all of the preset's parameters from their ranges, simulates so many people for so many
days, and scales what it counted to the true population. So a table says what a preset counts, when, and what was
published of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial

import numpy as np

from glasshouse.engine.compile_ahead import warm_up
from glasshouse.engine.part import BranchPoint
from glasshouse.engine.repeated import RepeatedRuns
from glasshouse.scenario import load
from glasshouse.scenario.scenario import Scenario
from glasshouse.validation.table_kind import Input, TableKind, TableOutput

NAME = "whole-preset"
#: So many person-days all draws of a table may take together, half a minute or two of one core; and the fewest draws.
_PERSON_DAYS, _FEWEST = 3_000_000_000, 40


@dataclass(frozen=True, kw_only=True)
class Taken:
    """How a figure is taken from a run.

    The sum of a count over days `first` to `last` (from 1), the mean of a level over them, or the level when it was
    last counted until then, of all people or of one `group` (its place); in parts of the same of another count (`of`),
    or scaled by `population` people over those simulated; times `times`.
    """

    measure: str
    take: str
    first: int
    last: int
    of: str | None
    population: float
    times: float
    group: int | None = None


@dataclass(frozen=True, kw_only=True)
class WholePlan:
    """Which preset is simulated, with how many people, for how many days, and what is taken from it, by name."""

    preset: str
    people: int
    days: int
    taken: Mapping[str, Taken]


@cache
def _loaded(preset: str) -> Scenario:
    return load(preset)


@lru_cache(maxsize=1)
def _runs(preset: str, people: int, days: int) -> RepeatedRuns:
    """One after the other in the same memory, without a digest, which took nearly half of the time.

    Those of one table alone: the counts of 1,600 days in 31 districts fill hundreds of megabytes.
    """
    warm_up(_loaded(preset).running)
    return RepeatedRuns(population=people, days=days, ledger=False)


def simulate(plan: WholePlan, inputs: Mapping[str, float], seed: int) -> dict[str, float]:
    """One draw: a run with parameters from their ranges, but for those in `inputs`."""
    scenario, seed = _loaded(plan.preset), seed & (2**63 - 1)
    drawn = scenario.draw(1, seed) | dict(inputs)
    run = _runs(plan.preset, plan.people, plan.days).simulate(
        BranchPoint(scenario=scenario, day=0, drawn=drawn), seed=seed
    )
    daily, places = run.daily.sum(axis=1), {name: k for k, name in enumerate(run.measures)}
    return {name: _figure(taken, daily, places, plan.people) for name, taken in plan.taken.items()}


def _figure(taken: Taken, daily: np.ndarray, places: Mapping[str, int], people: int) -> float:
    """A figure from the counts int64 [days, groups, counts] of a run."""
    own = slice(None) if taken.group is None else slice(taken.group, taken.group + 1)
    # Levels are counted on some days only, the others hold nothing: those on which people are counted.
    counted = np.flatnonzero(daily[: taken.last, :, places["people"]].sum(axis=1))
    daily = daily[:, own].sum(axis=1)

    def amount(measure: str) -> float:
        days = daily[taken.first - 1 : taken.last, places[measure]]
        if taken.take != "sum":
            within = counted[counted >= taken.first - 1]
            days = daily[within if taken.take == "mean" and len(within) else counted[-1:], places[measure]]
        return float({"sum": days.sum, "mean": days.mean, "end": days[-1:].sum}[taken.take]())

    if taken.of is None:
        return taken.times * amount(taken.measure) * taken.population / people
    whole = amount(taken.of)
    return taken.times * amount(taken.measure) / whole if whole else float("nan")


def kind_of(plan: WholePlan, meanings: Mapping[str, tuple[str, str]], changed: Mapping[str, Input]) -> TableKind:
    """The kind of one table: (unit, meaning) of its figures, and the parameters that wrong inputs change."""
    outputs = {name: TableOutput(unit=unit, meaning=meaning) for name, (unit, meaning) in meanings.items()}
    return replace(
        KIND, inputs=changed, outputs=outputs, simulate=partial(simulate, plan), sentence=_sentence(plan),
        draws=draws_of(plan),
    )  # fmt: skip


def draws_of(plan: WholePlan) -> int:
    """How many draws a verdict rests on: 200, or fewer where a run is large.

    >>> draws_of(WholePlan(preset="london-lfr", people=80_000, days=365, taken={}))
    100
    """
    fit = _PERSON_DAYS // (plan.people * plan.days)
    return max(_FEWEST, min(KIND.draws, fit - fit % 10))


def _sentence(plan: WholePlan) -> str:
    return f"The preset {plan.preset} is simulated whole: {plan.people:,} people, {plan.days:,} days."


def _nothing(inputs: Mapping[str, float], seed: int) -> dict[str, float]:
    raise AssertionError("a table of this kind says itself what is simulated")


KIND = TableKind(
    name=NAME,
    stages=("live", "observe", "attribute", "record", "score", "sanction", "gate", "adapt", "redress"),
    exercises="people",
    title="A whole preset",
    sentence="A preset is simulated whole, with all of its parameters from their ranges, and scaled to the country.",
    inputs={},
    outputs={},
    simulate=_nothing,
    draws=200,
)
