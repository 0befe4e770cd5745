"""Run one replicate: build the people, simulate the days, fit the learned score, keep the counts."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from glasshouse.engine.checkpoint import Keeper
from glasshouse.engine.compile_ahead import warm_up
from glasshouse.engine.digest import digest
from glasshouse.engine.event_order import event_order
from glasshouse.engine.part import BranchPoint, Part
from glasshouse.engine.tasks import executor
from glasshouse.engine.trace import Trace
from glasshouse.errors import BadInputError
from glasshouse.mechanism_set import MechanismSet
from glasshouse.model import learned_fit
from glasshouse.plugins import require_cpu
from glasshouse.population.people import columns_of, group_of
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.scenario_words import GROUPS

#: The most persons with a ledger of their own.
MOST_LEDGER = 20_000_000


@dataclass(frozen=True, kw_only=True)
class Replicate:
    """What one replicate leaves.

    `daily` int64 [days, districts, groups + all, measures]; `groups`: the place's, by name; `state` the columns on the
    last evening; `events` columns of the kept events, of a keyed sample of persons that stands for `event_weight` times
    as many; `ledger` per-person tallies, or None; `trace` the lives of those who were followed, or None. Seconds: the
    days alone, compiling, and building the people.
    """

    daily: np.ndarray
    groups: tuple[str, ...] = GROUPS
    mechanisms: MechanismSet
    state: dict[str, np.ndarray]
    events: dict[str, np.ndarray]
    event_weight: int
    digest: str
    ledger: dict[str, np.ndarray] | None
    fits: list[tuple[int, np.ndarray]]
    trace: Trace | None = None
    seconds: float
    compile_seconds: float
    startup_seconds: float
    person_days: int

    @property
    def group(self) -> np.ndarray:
        """Each person's group, by its place in `groups`."""
        return group_of(self.state["traits"])

    @cached_property
    def sums(self) -> np.ndarray:
        """int64 [districts, groups + all, measures]: `daily` added up over the days."""
        return self.daily.sum(axis=0)

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of what is counted, in the order of the last axis of `daily`."""
        return self.mechanisms.measures


def simulate(
    scenario: Scenario,
    *,
    population: int,
    days: int,
    seed: int = 1,
    threads: int | None = None,
    drawn: dict[str, float] | None = None,
    on_day: Callable[[int], None] | None = None,
    ledger: bool | None = None,
    past: BranchPoint | None = None,
    traced: Iterable[int] = (),
    keeper: Keeper | None = None,
    device: str = "cpu",
    digested: bool = True,
) -> Replicate:
    """Simulate `days` days with `population` invented persons.

    Before them come those of the scenario's warm-up, of which nothing is counted. `drawn` overrides the parameters'
    central values; `on_day` is called after each day with its number. With a `past`,
    the days before `past.day` are simulated under its scenario. `traced` are the numbers of persons to follow, which
    changes nothing. A `keeper` writes checkpoints and goes on from the last good one, which changes nothing either;
    nobody is followed then. On the `device` "cuda", an NVIDIA GPU, the days are the same, and nobody can be followed.
    Without `digested`, the digest stays "": it takes as long as a year of 10,000 people.
    The result depends on the scenario, the population, the days, the seed, `drawn` and `past` alone.
    Raises ``ValueError`` when the past happens in another place or with other tiers, or a followed person does not
    exist.

    >>> from glasshouse.scenario import load
    >>> r = simulate(load("as-described"), population=500, days=2, threads=1)
    >>> r.daily.shape[:3], r.person_days
    ((2, 31, 5), 1000)
    """
    began = time.perf_counter()
    threads = threads or os.cpu_count() or 1
    if ledger is None:
        ledger = population <= MOST_LEDGER
    first = past if past is not None and past.day > 0 else BranchPoint(scenario=scenario, day=0, drawn=drawn)
    if first.scenario.place != scenario.place:
        raise ValueError("a run and its past are in different places")
    if first.scenario.tiers != scenario.tiers:
        raise ValueError("a run and its past have different tiers")
    if first.scenario.warm_up != scenario.warm_up:
        raise ValueError("a run and its past have different warm-ups")
    if scenario.warm_up > 0 and tuple(traced):
        raise BadInputError("nobody can be followed in a run that warms up; follow somebody in one without warm_up.")
    branch_point = BranchPoint(scenario=scenario, day=first.day, drawn=drawn)
    kind, warmed_up = _simulated_on(device, first.scenario.running.with_(scenario.running))
    part = kind(
        first, branch_point, population=population, days=days, seed=seed, threads=threads, ledger=ledger, traced=traced
    )  # fmt: skip
    compiling = warmed_up()
    began += compiling
    with executor(threads) as pool:
        part.initialise(pool)
        if keeper is not None:
            keeper.restore(part, pool)
        startup = time.perf_counter() - began
        before = keeper.seconds if keeper is not None else 0.0
        while part.day < part.days:
            part.simulate_day(pool)
            fit(part)
            if keeper is not None:
                keeper.evening(part, before + time.perf_counter() - began - startup)
            if on_day is not None and part.day > part.counted_from:
                on_day(part.day - 1 - part.counted_from)
        seconds = before + time.perf_counter() - began - startup
        fingerprint = digest(part.people, part.counted, pool, part.mechanisms) if digested else ""
    return replicate_of(part, fingerprint, seconds=seconds, compile_seconds=compiling, startup_seconds=startup)


def replicate_of(part: Part, digested: str, **seconds: float) -> Replicate:
    """What a whole run leaves whose days are over."""
    return Replicate(
        daily=part.counted,
        groups=part.branch_point.scenario.place.group_names,
        mechanisms=part.mechanisms,
        state=columns_of(part.people),
        events=_columns([_events(part)]),
        event_weight=part.weight,
        digest=digested,
        ledger=_columns([part.ledger[0]]) | _columns([_counted_harms(part)]) if len(part.ledger[0]) else None,
        fits=part.fits,
        trace=part.follower.done(),
        **{"seconds": 0.0, "compile_seconds": 0.0, "startup_seconds": 0.0, **seconds},
        person_days=part.population * (part.days - part.counted_from),
    )


def _simulated_on(device: str, mechanisms: MechanismSet) -> tuple[type[Part], Callable[[], float]]:
    """What holds the people there, and what compiles their day and says how many seconds that took."""
    if device == "cpu":
        return Part, lambda: warm_up(mechanisms)
    require_cpu(device, mechanisms)
    from glasshouse.engine.cuda.device_part import DevicePart
    from glasshouse.engine.cuda.device_people import warm_up as warmed_up

    return DevicePart, warmed_up


def fit(part: Part) -> None:
    """Fit the learned score of a whole run, if that is due."""
    if part.sums is not None:
        part.fitted(learned_fit.fit(part.sums, part.compiled))


def _events(part: Part) -> np.ndarray:
    """All events; those of plug-ins' letters in the order that shards can tell, too. Of others it is so already."""
    rows = part.counted_events()
    if not any("receive" in each.rules for each in part.mechanisms.added):
        return rows
    return rows[event_order(rows, part.compiled.districts["start"])]


def _counted_harms(part: Part) -> np.ndarray:
    """What each person bore, with days as they count."""
    harms = part.ledger[1]
    if part.counted_from > 0:
        harms = harms.copy()
        for name in ("sanctioned_to", "wrongful_from", "wrongful_to"):
            harms[name] = np.maximum(harms[name], part.counted_from) - part.counted_from
    return harms


def _columns(parts: Iterable[np.ndarray]) -> dict[str, np.ndarray]:
    whole = np.concatenate(list(parts))
    return {name: np.ascontiguousarray(whole[name]) for name in whole.dtype.names or ()}
