"""Made-up replicates, so that what a run leaves can be tested without an engine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from glasshouse.engine.checkpoint import Keeper
from glasshouse.engine.counts import MEASURES, STOCKS, Count
from glasshouse.engine.simulate import Replicate
from glasshouse.mechanism_set import SHIPPED
from glasshouse.model.events import NO_CAUSE, Event
from glasshouse.model.state import DEEDS, HARMS
from glasshouse.population.people import AGE_SHIFT, COLUMNS, EVER_SANCTIONED, EVER_WRONGLY
from glasshouse.runs.execute_run import Watch
from glasshouse.runs.run_plan import Plan
from glasshouse.scenario import Scenario


def replicate(scenario: Scenario, *, population: int = 4000, days: int = 8, number: int = 0) -> Replicate:
    """A replicate in which the figures by person and by day agree; nothing else about it is true."""
    random = np.random.default_rng(number)
    state = {name: np.zeros(population, kind) for name, kind in COLUMNS.items()}
    group = random.integers(0, 4, population)
    adult = random.random(population) < 0.8
    sanctioned = adult & (random.random(population) < 0.1 + 0.05 * (group == 3) + 0.01 * number)
    wrongly = sanctioned & (random.random(population) < 0.3)
    state["traits"][:] = group | (adult.astype(np.uint16) << AGE_SHIFT)
    state["flags"][:] = EVER_SANCTIONED * sanctioned + EVER_WRONGLY * wrongly
    names = (*DEEDS.names, *HARMS.names)  # type: ignore[misc]
    ledger = {name: np.zeros(population, np.uint16) for name in names} | {
        "unlawful": (adult * random.integers(0, 6, population)).astype(np.uint8),
        "lawful": (adult * random.integers(0, 4, population)).astype(np.uint8),
        "sanction_days": (sanctioned * random.integers(1, days + 1, population)).astype(np.uint16),
        "misidentified": (adult & (random.random(population) < 0.02)).astype(np.uint8),
    }
    daily = random.poisson(0.5, (days, len(scenario.place.districts), len(scenario.place.group_axis), len(MEASURES)))
    daily[:, :, -1] = 0
    daily[..., [Count[name] for name in ("first_sanctioned", "first_wrongful", "first_unjust", *STOCKS)]] = 0
    for g in range(4):
        daily[3, 0, g, Count.first_sanctioned] = np.sum(sanctioned & (group == g))
        daily[3, 0, g, Count.first_wrongful] = np.sum(wrongly & (group == g))
        daily[[6, days - 1], 1, g, Count.people] = np.sum(group == g)
    events = {
        "day": np.array([0, 3], np.int32),
        "person": np.array([5, population - 1], np.int64),
        "kind": np.array([Event.FALSE_ENTRY, Event.SANCTION], np.uint8),
        "cause": np.array([0, NO_CAUSE], np.uint8),
        "other": np.array([7, -1], np.int64),
        "value": np.array([-10, 16], np.int32),
    }
    return Replicate(
        daily=daily.astype(np.int64),
        mechanisms=SHIPPED,
        state=state,
        events=events,
        event_weight=2,
        digest=f"{number:064x}",
        ledger=ledger,
        fits=[],
        seconds=0.5,
        compile_seconds=0.25,
        startup_seconds=0.125,
        person_days=population * days,
    )


def simulator(stop_at: int | None = None, error: BaseException | None = None) -> Callable[..., Replicate]:
    """A stand-in for ``execute.simulate_one`` that raises ``error`` in replicate ``stop_at``."""

    def simulate_one(plan: Plan, number: int, watch: Watch | None = None, keeper: Keeper | None = None) -> Replicate:
        if number == stop_at and error is not None:
            raise error
        if watch:
            watch(number, 0)
        return replicate(plan.scenario, population=plan.population, days=plan.days, number=number)

    return simulate_one
