"""Run one replicate: build the people, live through the days, keep the counts.

Tasks are spans of blocks. Each writes to its own counts, mail and events, which are put together in the order of
the persons, so that threads change nothing but the time it takes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from glasshouse.draws import moment
from glasshouse.engine import mail as post
from glasshouse.engine.blocks import blocks, spans
from glasshouse.engine.digest import digest
from glasshouse.engine.warm import warm_up
from glasshouse.model import learned
from glasshouse.model.day import BLOCK, deliver, live_through
from glasshouse.model.events import EVENT, MOST_A_DAY
from glasshouse.model.measures import GROUP_AXIS, MEASURES, M
from glasshouse.model.state import DEEDS, HARMS, MAIL
from glasshouse.model.tables import CELLS, Tables, build
from glasshouse.population.network import CIRCLE
from glasshouse.population.people import People, empty, settle
from glasshouse.scenario.scenario import Scenario

#: Most rows of events that a run keeps, and the most persons with a ledger of their own.
MOST_EVENTS = 5_000_000
MOST_LEDGER = 20_000_000
#: Rows of events a person-year that a run is prepared for; measured: 1.9 in `as-described`.
_EVENTS_A_YEAR = 4


@dataclass(frozen=True, kw_only=True)
class Replicate:
    """What one replicate leaves.

    `daily` int64 [days, districts, groups + all, measures]; `state` the columns on the last evening; `events`
    columns of the kept events, of a keyed sample of persons that stands for `event_weight` times as many;
    `ledger` per-person tallies, or None. Seconds: the days alone, compiling, and building the people.
    """

    daily: np.ndarray
    measures: tuple[str, ...]
    state: dict[str, np.ndarray]
    events: dict[str, np.ndarray]
    event_weight: int
    digest: str
    ledger: dict[str, np.ndarray] | None
    fits: list[tuple[int, np.ndarray]]
    seconds: float
    compile_seconds: float
    startup_seconds: float
    person_days: int


@dataclass
class _Task:
    """One span's blocks and what they write."""

    blocks: np.ndarray
    counts: np.ndarray
    fitted: np.ndarray
    rows: np.ndarray = field(default_factory=lambda: np.empty(BLOCK * MOST_A_DAY * 2, EVENT))
    letters: np.ndarray = field(default_factory=lambda: np.empty(BLOCK * CIRCLE * 3, MAIL))
    now: np.ndarray = field(default_factory=lambda: moment(0, 0))

    def written(self) -> tuple[np.ndarray, np.ndarray]:
        """Copies of the events and of the letters."""
        now = self.now[0]
        return self.rows[: now["logged"]].copy(), self.letters[: now["sent"]].copy()


def _grown(rows: np.ndarray) -> np.ndarray:
    """Twice the room, with what was written kept."""
    more = np.empty(2 * len(rows), rows.dtype)
    more[: len(rows)] = rows
    return more


class _Office:
    """Scratch space for the tasks: borrowed for a span, given back, never more than one a thread."""

    def __init__(self, districts: int) -> None:
        self.districts = districts
        self.free: list[_Task] = []

    def borrow(self, table: np.ndarray, now: np.ndarray) -> _Task:
        try:
            task = self.free.pop()
        except IndexError:
            counts = np.zeros((self.districts, len(GROUP_AXIS), len(MEASURES)), np.int64)
            task = _Task(table, counts, np.zeros((self.districts, CELLS, 2), np.int64))
        task.blocks, task.now = table, now.copy()
        return task

    def give_back(self, task: _Task) -> None:
        task.counts[:] = 0
        task.fitted[:] = 0
        self.free.append(task)


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
) -> Replicate:
    """Live through `days` days with `population` invented persons.

    `drawn` overrides the parameters' central values; `on_day` is called after each day with its number. The result
    depends on the scenario, the population, the days, the seed and `drawn` alone.

    >>> from glasshouse.scenario import load
    >>> r = simulate(load("as-described"), population=500, days=2, threads=1)
    >>> r.daily.shape[:3], r.person_days
    ((2, 31, 5), 1000)
    """
    began = time.perf_counter()
    threads = threads or os.cpu_count() or 1
    if ledger is None:
        ledger = population <= MOST_LEDGER
    first = build(scenario, 0, population, drawn)
    if 0 < first.learned_every <= days:
        learned.prepare()
    compiling = warm_up()
    began += compiling
    run = _Run(scenario, population, days, seed, threads, drawn, first, ledger)
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
    """A replicate under way."""

    def __init__(self, scenario, population, days, seed, threads, drawn, tables, ledger) -> None:
        self.scenario, self.population, self.days, self.drawn = scenario, population, days, drawn
        self.threads = threads
        self.seed = seed
        self.tables: Tables = tables
        self.epoch = 0
        self.epochs = set(scenario.epochs(days))
        self.people: People = empty(population)
        self.ledger = _ledger(population if ledger else 0)
        districts = len(tables.districts)
        self.spans = spans(blocks(tables.start, BLOCK), threads)
        self.office = _Office(districts)
        self.daily = np.zeros((days, districts, len(GROUP_AXIS), len(MEASURES)), np.int64)
        self.mail = np.zeros(0, MAIL)
        self.events: list[np.ndarray] = [np.zeros(0, EVENT)]
        self.weight = _event_weight(population, days)
        self.learned: np.ndarray | None = None
        self.watch: np.ndarray | None = None
        self.fits: list[tuple[int, np.ndarray]] = []
        for part in self.spans:
            for start, last, number in part.tolist():
                settle(self.people, start, last, tables.districts[number], tables.law[0], self.now(0)[0])

    def now(self, day: int) -> np.ndarray:
        """The day's NOW record."""
        return moment(self.seed, day, self.weight - 1)

    def day(self, day: int, pool: ThreadPoolExecutor) -> None:
        """Live through one day and keep what it leaves."""
        if day > 0 and day in self.epochs:
            self.epoch = day
            self.tables = build(self.scenario, day, self.population, self.drawn, self.learned, self.watch)
        tables, counts = self.tables, self.daily[day]
        now = self.now(day)
        morning = self.office.borrow(self.spans[0], now)
        _morning(morning, self.mail, self.people, tables)
        counts += morning.counts
        self.events.append(morning.written()[0])
        self.office.give_back(morning)
        resting = self._resting_fear(day)
        jump = self.scenario.jump(day, self.drawn) if tables.responds else 0
        sums = np.zeros((len(tables.districts), CELLS, 2), np.int64)
        letters = []

        def work(table: np.ndarray) -> _Task:
            task = self.office.borrow(table, now)
            return _live(task, self.people, tables, resting, jump, day == self.days - 1, self.ledger)

        for task in pool.map(work, self.spans):
            counts += task.counts
            sums += task.fitted
            events, outbox = task.written()
            self.events.append(events)
            letters.append(outbox)
            self.office.give_back(task)
        self.mail = post.sort(letters)
        self._fit(day, sums)

    def _resting_fear(self, day: int) -> np.ndarray:
        """int64 [districts]: where rumour of yesterday's sanctions leaves people's fear."""
        law = self.tables.law[0]
        sanctioned = np.zeros(len(self.tables.districts), np.int64)
        if day > 0:
            sanctioned = self.daily[day - 1][:, :, M.sanction_days].sum(axis=1)
        rumour = law["rumour"] * sanctioned // np.maximum(1, self.tables.districts["n"])
        return np.minimum(255, law["fear_rest"] + rumour)

    def _fit(self, day: int, sums: np.ndarray) -> None:
        every = self.tables.learned_every
        if every == 0 or (day + 1) % every != 0:
            return
        fitted = learned.fit(sums, self.tables)
        if fitted is not None:
            self.learned, self.watch = fitted
            self.fits.append((day, self.learned))
        # A fit starts no epoch: all other numbers stay those of the epoch's first day.
        self.tables = build(self.scenario, self.epoch, self.population, self.drawn, self.learned, self.watch)


def _morning(task: _Task, letters: np.ndarray, people: People, tables: Tables) -> None:
    """Deliver the mail."""
    while len(task.rows) < len(letters):
        task.rows = _grown(task.rows)
    deliver(letters, people, tables.law, tables.districts, task.now, task.counts, task.rows)


def _live(
    task: _Task,
    people: People,
    tables: Tables,
    resting: np.ndarray,
    jump: int,
    last_day: bool,
    ledger: tuple[np.ndarray, np.ndarray],
) -> _Task:
    """The day of one span's people; the outbox and the log grow when they must, so that nothing is dropped."""
    done = 0
    while True:
        done = live_through(
            task.blocks, done, people, tables.law, tables.districts, resting, jump, last_day,
            task.now, task.counts, task.fitted, task.rows, task.letters, *ledger,
        )  # fmt: skip
        if done == len(task.blocks):
            return task
        task.rows, task.letters = _grown(task.rows), _grown(task.letters)
