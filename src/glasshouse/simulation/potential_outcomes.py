"""The same invented people in several scenarios: what becomes of each person in each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from glasshouse.comparison.resolve_arm import Asked, as_text, resolve
from glasshouse.comparison.shared_setting import Setting
from glasshouse.errors import BadInputError
from glasshouse.scenario.scenario import Scenario
from glasshouse.simulation.simulation import Simulation

#: What becomes of a person.
OUTCOMES = (
    "sanctioned", "wrongful", "unjust", "sanction_days", "wrongful_days", "blocked", "misidentified", "chilled",
    "score", "tier", "fear", "trust",
)  # fmt: skip
#: Who a person is, the same in every scenario.
_TRAITS = ("person", "district", "group", "age", "income", "urban", "internet", "habit", "on_watchlist")
#: They are in every comparison, and not in this table unless asked for.
_ALWAYS = ("ban", "unwatched")


def counterfactual(
    scenario: str | os.PathLike[str] | Scenario,
    arms: Iterable[Asked],
    *,
    population: int | None = None,
    days: int | None = None,
    seed: int = 1,
    overrides: Mapping[str, Any] | None = None,
    threads: int | None = None,
    outcomes: Iterable[str] = OUTCOMES,
) -> pl.DataFrame:
    """One row a person, with each outcome in the baseline and in each arm: known potential outcomes.

    All scenarios have the same people and random numbers, so that a difference within a row is what the scenario did
    to this person.

    - ``arms``: as in ``glasshouse.compare``: names of safeguards or presets, paths, ``KEY=VALUE``, scenarios,
      safeguards or mechanisms of one's own. Arms with ``@DAY`` are not taken: they share a past.
    - ``outcomes``: columns of ``glasshouse.columns()``; each becomes ``OUTCOME:ARM``, the baseline's
      ``OUTCOME:baseline``.

    Raises ``ScenarioError`` or ``BadInputError`` before anything is simulated.

    >>> table = counterfactual("as-described", ["internet.false_flag=0"], population=300, days=30, threads=1)
    >>> table.columns[-2:], table.shape[0]
    (['trust:baseline', 'trust:internet.false_flag=0'], 300)
    """
    base = Simulation(
        scenario, population=population, days=days, seed=seed, overrides=overrides, threads=threads
    )  # fmt: skip
    setting = Setting(scenario=base.scenario, population=base.population, days=base.days, seed=seed)
    asked = list(arms)
    found = resolve([as_text(each, setting) for each in asked], setting)
    wanted = [arm for arm in found if arm.text not in _ALWAYS or arm.text in asked]
    if shared := [arm.name for arm in wanted if arm.past is not None]:
        raise BadInputError(f"arm {shared[0]}: scenarios that share a past are compared by glasshouse.compare alone.")
    chosen = tuple(outcomes)
    people = base.run().people()
    _check(chosen, people)
    table = [people.select(_TRAITS), people.select(pl.col(name).alias(f"{name}:baseline") for name in chosen)]
    for arm in wanted:
        own = Simulation(arm.scenario, population=base.population, days=base.days, seed=seed, threads=threads)
        columns = own.run().people()
        table.append(columns.select(pl.col(name).alias(f"{name}:{arm.name}") for name in chosen))
    order = [f"{name}:{arm}" for name in chosen for arm in ("baseline", *(each.name for each in wanted))]
    return pl.concat(table, how="horizontal").select(*_TRAITS, *order)


def _check(chosen: tuple[str, ...], people: pl.DataFrame) -> None:
    for name in chosen:
        if name not in people.columns:
            raise BadInputError(f"outcome '{name}': there is no such column; glasshouse.columns() lists all.")
