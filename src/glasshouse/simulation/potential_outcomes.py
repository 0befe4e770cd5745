"""The same invented people in several scenarios: what becomes of each person in each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from glasshouse.arguments import Argument
from glasshouse.comparison.resolve_arm import Asked, as_text, resolve
from glasshouse.comparison.shared_setting import Setting
from glasshouse.engine.part import event_weight
from glasshouse.engine.simulate import MOST_LEDGER
from glasshouse.errors import BadInputError
from glasshouse.intervention import Intervention
from glasshouse.mechanism import Mechanism
from glasshouse.scenario.scenario import Scenario
from glasshouse.simulation.asked_values import at_least_one, known_name
from glasshouse.simulation.person_columns import COUNTED, RECORDED
from glasshouse.simulation.results import columns
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
    arms: Asked | Iterable[Asked],
    *,
    population: int | None = None,
    days: int | None = None,
    seed: int = 1,
    overrides: Mapping[str, Any] | None = None,
    threads: int | None = None,
    outcomes: str | Iterable[str] = OUTCOMES,
) -> pl.DataFrame:
    """One row a person, with each outcome in the baseline and in each arm: known potential outcomes.

    All scenarios have the same people and random numbers, so that a difference within a row is what the scenario did
    to this person.

    - ``arms``: as in ``glasshouse.compare``: names of safeguards or presets, paths, ``KEY=VALUE``, scenarios,
      safeguards or mechanisms of one's own; one may stand alone. Arms with ``@DAY`` are not taken: they share a past.
    - ``overrides``: as in ``Simulation``, laid over the baseline, and so over the arms that are made from it. An arm
      that is a whole scenario (a preset, a file of one, a ``Scenario``) keeps its own values: write
      ``"as-documented+KEY=VALUE"`` where it is to have them, too. (``set`` in ``glasshouse.compare`` reaches presets.)
    - ``outcomes``: columns of ``people()`` (``glasshouse.columns()``); each becomes ``OUTCOME:ARM``, the baseline's
      ``OUTCOME:baseline``. Above 20 million people, what is counted of each person (such as ``sanction_days``) is not
      there.

    Raises ``ScenarioError`` or ``BadInputError`` before anything is simulated.

    >>> table = counterfactual("as-described", ["internet.false_flag=0"], population=300, days=30, threads=1)
    >>> table.columns[-2:], table.shape[0]
    (['trust:baseline', 'trust:internet.false_flag=0'], 300)
    """
    base = Simulation(
        scenario, population=population, days=days, seed=seed, overrides=overrides, threads=threads
    )  # fmt: skip
    setting = Setting(
        scenario=base.scenario, population=base.population, days=base.days, seed=seed, overriding=True
    )  # fmt: skip
    asked = at_least_one("arms", arms, str, os.PathLike, Scenario, Intervention, Mechanism)
    found = resolve([as_text(each, setting) for each in asked], setting)
    wanted = [arm for arm in found if arm.text not in _ALWAYS or arm.text in asked]
    if shared := [arm.name for arm in wanted if arm.past is not None]:
        raise BadInputError(f"arm {shared[0]}: scenarios that share a past are compared by glasshouse.compare alone.")
    chosen, made = tuple(at_least_one("outcomes", outcomes, str)), base.scenario.mechanisms
    of_people = columns().filter(pl.col("tables").str.contains("people"))["column"]
    there = [*of_people, *(own for each in made for own in each.columns)]
    for name in chosen:
        known_name("outcomes", name, there, "glasshouse.columns() lists all.")
    _require_kept(chosen, base.population, base.days + base.scenario.warm_up)
    people = base.run().people()
    for name in chosen:
        known_name("outcomes", name, people.columns)
    table = [people.select(_TRAITS), people.select(pl.col(name).alias(f"{name}:baseline") for name in chosen)]
    for arm in wanted:
        own = Simulation(arm.scenario, population=base.population, days=base.days, seed=seed, threads=threads)
        simulated = own.run().people()
        table.append(simulated.select(pl.col(name).alias(f"{name}:{arm.name}") for name in chosen))
    order = [f"{name}:{arm}" for name in chosen for arm in ("baseline", *(each.name for each in wanted))]
    return pl.concat(table, how="horizontal").select(*_TRAITS, *order)


def _require_kept(outcomes: Iterable[str], population: int, days: int) -> None:
    """Raise ``BadInputError`` for an outcome that so large a simulation does not keep of each person."""
    of_ledger, of_events = {name for name, _, _ in COUNTED}, {name for name, _, _ in RECORDED}
    for name in outcomes:
        if name in of_ledger and population > MOST_LEDGER:
            kept, smaller = "no ledger of persons is kept", f"simulate at most {MOST_LEDGER:,}"
        elif name in of_events and event_weight(population, days) > 1:
            kept, smaller = "events are kept of a sample of persons", "simulate fewer, or fewer days"
        else:
            continue
        asked, left = Argument("outcomes", name), "leave it out of the outcomes"
        raise BadInputError(
            asked, f": of {population:,} people {kept}, which it is counted from; {left}, or {smaller}."
        )
