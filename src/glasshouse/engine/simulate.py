"""Run one replicate: build the people, live through the days, keep the counts.

Tasks are spans of blocks. Each writes to its own counts, mail and events, which are put together in the order of
the persons, so that threads change nothing but the time it takes.
"""

from __future__ import annotations

import os
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from glasshouse.draws import moment
from glasshouse.engine import mail as post
from glasshouse.engine.blocks import blocks, spans
from glasshouse.engine.digest import digest
from glasshouse.engine.tasks import Office, Task, grown, hand_out, live
from glasshouse.engine.trace import Follower, Trace, follow
from glasshouse.engine.warm import warm_up
from glasshouse.model import learned
from glasshouse.model.day import BLOCK
from glasshouse.model.events import EVENT
from glasshouse.model.measures import GROUP_AXIS, MEASURES, M
from glasshouse.model.safeguards import ban
from glasshouse.model.state import DEEDS, HARMS, MAIL
from glasshouse.model.tables import CELLS, Tables, build
from glasshouse.population.people import People, empty, settle
from glasshouse.scenario.scenario import Scenario

#: Most rows of events that a run keeps, and the most persons with a ledger of their own.
MOST_EVENTS = 5_000_000
MOST_LEDGER = 20_000_000
#: Rows of events a person-year that a run is prepared for; measured: 1.9 in `as-described`.
_EVENTS_A_YEAR = 4
#: Days for which reviewers have a budget of cases.
_REVIEW_DAYS = 28


@dataclass(frozen=True, kw_only=True)
class Replicate:
    """What one replicate leaves.

    `daily` int64 [days, districts, groups + all, measures]; `state` the columns on the last evening; `events`
    columns of the kept events, of a keyed sample of persons that stands for `event_weight` times as many;
    `ledger` per-person tallies, or None; `trace` the lives of those who were followed, or None. Seconds: the days
    alone, compiling, and building the people.
    """

    daily: np.ndarray
    measures: tuple[str, ...]
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


@dataclass(frozen=True, kw_only=True)
class Past:
    """What the days before `day` are lived under: a scenario, with the values drawn for it."""

    scenario: Scenario
    day: int
    drawn: dict[str, float] | None = None


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
    past: Past | None = None,
    traced: Iterable[int] = (),
) -> Replicate:
    """Live through `days` days with `population` invented persons.

    `drawn` overrides the parameters' central values; `on_day` is called after each day with its number. With a `past`,
    the days before `past.day` are lived under its scenario. `traced` are the numbers of persons to follow, which
    changes nothing. The result depends on the scenario, the population, the days, the seed, `drawn` and `past` alone.
    Raises ``ValueError`` when the past happens in another place, or a followed person does not exist.

    >>> from glasshouse.scenario import load
    >>> r = simulate(load("as-described"), population=500, days=2, threads=1)
    >>> r.daily.shape[:3], r.person_days
    ((2, 31, 5), 1000)
    """
    began = time.perf_counter()
    threads = threads or os.cpu_count() or 1
    if ledger is None:
        ledger = population <= MOST_LEDGER
    follower = follow(traced, population)
    first = past if past is not None and past.day > 0 else Past(scenario=scenario, day=0, drawn=drawn)
    if first.scenario.place != scenario.place:
        raise ValueError("a run and its past are in different places")
    tables = build(first.scenario, 0, population, first.drawn)
    if 0 < tables.learned_every <= days:
        learned.prepare()
    compiling = warm_up()
    began += compiling
    run = _Run(first, Past(scenario=scenario, day=first.day, drawn=drawn), population, days, seed, threads, tables)
    run.keep(_ledger(population if ledger else 0), follower)
    startup = time.perf_counter() - began
    with ThreadPoolExecutor(threads) as pool:
        for day in range(days):
            run.day(day, pool)
            if on_day is not None:
                on_day(day)
    seconds = time.perf_counter() - began - startup
    return Replicate(
        daily=run.daily,
        measures=MEASURES,
        state=run.people._asdict(),
        events=_columns(run.events),
        event_weight=run.weight,
        digest=digest(run.people, run.daily),
        ledger=_columns([run.ledger[0]]) | _columns([run.ledger[1]]) if ledger else None,
        fits=run.fits,
        trace=follower.done(),
        seconds=seconds,
        compile_seconds=compiling,
        startup_seconds=startup,
        person_days=population * days,
    )


def _columns(parts: Iterable[np.ndarray]) -> dict[str, np.ndarray]:
    whole = np.concatenate(list(parts))
    return {name: np.ascontiguousarray(whole[name]) for name in whole.dtype.names or ()}


def _ledger(population: int) -> tuple[np.ndarray, np.ndarray]:
    """What people did, and what was done to them, one row a person."""
    return np.zeros(population, DEEDS), np.zeros(population, HARMS)


def _event_weight(population: int, days: int) -> int:
    """The least power of two at which the kept sample of persons should stay within MOST_EVENTS."""
    expected = population * days / 365 * _EVENTS_A_YEAR
    weight = 1
    while expected / weight > MOST_EVENTS:
        weight *= 2
    return weight


class _Run:
    """A replicate under way: lived under `first` until the day of `then`, and under that from then on."""

    def __init__(self, first: Past, then: Past, population, days, seed, threads, tables) -> None:
        self.now_in, self.then = first, then
        self.population, self.days, self.seed, self.threads = population, days, seed, threads
        self.tables: Tables = tables
        self.epoch = 0
        self.epochs = first.scenario.epochs(days)
        self.people: People = empty(population)
        districts = len(tables.districts)
        self.spans = spans(blocks(tables.start, BLOCK), threads)
        self.daily = np.zeros((days, districts, len(GROUP_AXIS), len(MEASURES)), np.int64)
        self.mail = np.zeros(0, MAIL)
        self.events: list[np.ndarray] = [np.zeros(0, EVENT)]
        self.weight = _event_weight(population, days)
        self.learned: np.ndarray | None = None
        self.watch: np.ndarray | None = None
        self.fits: list[tuple[int, np.ndarray]] = []
        self.keep(_ledger(0), follow((), population))
        for part in self.spans:
            for start, last, number in part.tolist():
                settle(self.people, start, last, tables.districts[number], tables.law[0], self.now(0)[0])

    def keep(self, ledger: tuple[np.ndarray, np.ndarray], follower: Follower) -> None:
        """Keep a ledger, and follow some persons."""
        self.ledger, self.follower = ledger, follower
        self.office = Office(len(self.tables.districts), follower.room)
        follower.law(0, self.tables)

    def now(self, day: int) -> np.ndarray:
        """The day's NOW record."""
        return moment(self.seed, day, self.weight - 1)

    def day(self, day: int, pool: ThreadPoolExecutor) -> None:
        """Live through one day and keep what it leaves."""
        counts, now = self.daily[day], self.now(day)
        yesterday = self.tables
        self._renew(day, counts, now)
        tables = self.tables
        laws = np.concatenate([tables.law, yesterday.law])
        self.follower.morning(day, self.mail)
        morning = self.office.borrow(self.spans[0], now)
        hand_out(morning, self.mail, self.people, tables, self.ledger[1])
        counts += morning.counts
        self.events.append(morning.written()[0])
        self.office.give_back(morning)
        resting, room = self._resting_fear(day), self._reviewers(day)
        jump = self.now_in.scenario.jump(day, self.now_in.drawn) if tables.responds else 0
        sums = np.zeros((len(tables.districts), CELLS, 2), np.int64)
        letters, records = [], []

        def work(table: np.ndarray) -> Task:
            task = self.office.borrow(table, now)
            last = day == self.days - 1
            return live(task, self.people, tables, laws, resting, room, jump, last, self.ledger, self.follower.marks)

        for task in pool.map(work, self.spans):
            counts += task.counts
            sums += task.fitted
            events, outbox, traced = task.written()
            self.events.append(events)
            letters.append(outbox)
            records.append(traced)
            self.office.give_back(task)
        self.mail = post.sort(letters)
        self.follower.evening(self.people, records)
        self._fit(day, sums)

    def _renew(self, day: int, counts: np.ndarray, now: np.ndarray) -> None:
        """Put new rules in force: those after the past, those of a new epoch, those of a ban."""
        before, parting = self.now_in.scenario, day > 0 and day == self.then.day
        if parting:
            self.now_in = self.then
            self.epochs = self.then.scenario.epochs(self.days)
        epoch = self.epochs[bisect_right(self.epochs, day) - 1]
        if not parting and epoch == self.epoch:
            return
        if self.now_in.scenario.banned(day) and not before.banned(day - 1):
            self._lift(counts, now)
        self.epoch = epoch
        self._build(day)

    def _build(self, day: int) -> None:
        scenario, drawn = self.now_in.scenario, self.now_in.drawn
        self.tables = build(scenario, self.epoch, self.population, drawn, self.learned, self.watch)
        self.follower.law(day, self.tables)

    def _lift(self, counts: np.ndarray, now: np.ndarray) -> None:
        """The ban's own day: what the system holds of people is erased."""
        tables = self.tables
        for part in self.spans:
            task = self.office.borrow(part, now)
            while len(task.rows) < BLOCK * len(part):
                task.rows = grown(task.rows)
            for start, last, number in part.tolist():
                ban.lift(self.people, start, last, tables.law[0], task.now[0], task.counts[number], task.rows)
            counts += task.counts
            self.events.append(task.written()[0])
            self.office.give_back(task)

    def _resting_fear(self, day: int) -> np.ndarray:
        """int64 [districts]: where rumour of yesterday's sanctions leaves people's fear."""
        law = self.tables.law[0]
        sanctioned = np.zeros(len(self.tables.districts), np.int64)
        if day > 0:
            sanctioned = self.daily[day - 1][:, :, M.sanction_days].sum(axis=1)
        rumour = law["rumour"] * sanctioned // np.maximum(1, self.tables.districts["n"])
        return np.minimum(255, law["fear_rest"] + rumour)

    def _reviewers(self, day: int) -> np.ndarray:
        """int64 [districts]: for what part of today's new sanctions, of 65,536, there are reviewers.

        They have time for so many cases in four weeks. How many will come today nobody knows in advance: on a rescoring
        day as many as on the last one, on any other as many as on such a day of late.
        """
        tables = self.tables
        if tables.review == 0:
            return np.zeros(len(tables.districts), np.int64)
        coming = self._proposals_expected(day)
        done = self.daily[max(0, day - _REVIEW_DAYS + 1) : day, :, :, M.reviews].sum(axis=(0, 2)).tolist()
        hired = [_REVIEW_DAYS * tables.review_capacity * n for n in tables.districts["n"].tolist()]
        parts = [
            min(65536, 65536 * max(0, can - 1_000_000 * had) // (1_000_000 * max(1, due)))
            for can, had, due in zip(hired, done, coming, strict=True)
        ]
        return np.array(parts, np.int64)

    def _proposals_expected(self, day: int) -> list[int]:
        every = self.tables.rescore_every
        if every > 0 and (day + 1) % every == 0:
            last = self.daily[day - every : day - every + 1] if day >= every else self.daily[:0]
            return last[:, :, :, M.proposals].sum(axis=(0, 2)).tolist()
        ordinary = [d for d in range(max(0, day - _REVIEW_DAYS), day) if every == 0 or (d + 1) % every != 0]
        seen = self.daily[ordinary][:, :, :, M.proposals].sum(axis=(0, 2)).tolist()
        return [-(-many // max(1, len(ordinary))) for many in seen]

    def _fit(self, day: int, sums: np.ndarray) -> None:
        every = self.tables.learned_every
        if every == 0 or (day + 1) % every != 0:
            return
        fitted = learned.fit(sums, self.tables)
        if fitted is not None:
            self.learned, self.watch = fitted
            self.fits.append((day, self.learned))
        # A fit starts no epoch: all other numbers stay those of the epoch's first day.
        self._build(day + 1)
