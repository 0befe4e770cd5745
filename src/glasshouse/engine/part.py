"""A part of a run under way: consecutive whole districts, with their people, mail, events and counts.

All ties stay inside a district, and so do mail, rumour and reviewers: between two fits of the learned score, a part can
be simulated alone, and leaves exactly what the whole run has for its districts. The whole run is a part with all of
them.

Tasks are spans of blocks. Each writes to its own counts, mail and events, which are put together in the order of
the persons, so that threads change nothing but the time it takes.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np

from glasshouse.draws import moment
from glasshouse.engine import shipped_code
from glasshouse.engine import sorted_mail as mail_exchange
from glasshouse.engine.assembly import compiled_day
from glasshouse.engine.block_cuts import blocks, spans
from glasshouse.engine.morning_figures import MorningFigures
from glasshouse.engine.params import CELLS, CompiledParams, compile_params, with_learned
from glasshouse.engine.params_memory import ParamsMemory
from glasshouse.engine.record_layout import flags_column, own_columns
from glasshouse.engine.records import clear, together
from glasshouse.engine.tasks import Task, WorkspacePool, grown, hand_out, simulate_span
from glasshouse.engine.trace import follow
from glasshouse.model.events import EVENT
from glasshouse.model.mail import MAIL
from glasshouse.model.state import DEEDS, HARMS
from glasshouse.model.workspace import BLOCK
from glasshouse.population.people import (
    EVER_SANCTIONED,
    EVER_UNJUSTLY,
    EVER_WRONGLY,
    INITIAL_WORDS,
    People,
    cleared,
    initialise_population,
    uninitialised,
)
from glasshouse.scenario.scenario import Scenario

#: Most rows of events that a run keeps.
MOST_EVENTS = 5_000_000
#: Rows of events a person-year that a run is prepared for; measured: 1.9 in `as-described`.
_EVENTS_A_YEAR = 4


@dataclass(frozen=True, kw_only=True)
class BranchPoint:
    """What the days before `day` are simulated under: a scenario, with the values drawn for it."""

    scenario: Scenario
    day: int
    drawn: dict[str, float] | None = None


def warmed_up(branch: BranchPoint) -> BranchPoint:
    """The same with days from the first of the scenario's warm-up on."""
    day = branch.day + branch.scenario.warm_up if branch.day > 0 else 0
    return replace(branch, scenario=branch.scenario.with_warm_up(), day=day)


@dataclass(frozen=True, kw_only=True)
class Today:
    """What a day is simulated with, and where its counts, events and training sums go."""

    now: np.ndarray
    params_pair: np.ndarray
    mornings: np.ndarray
    jump: int
    last: bool
    counts: np.ndarray
    sums: np.ndarray
    logged: list[np.ndarray]


def event_weight(population: int, days: int) -> int:
    """The least power of two at which the kept sample of persons should stay within MOST_EVENTS."""
    expected = population * days / 365 * _EVENTS_A_YEAR
    weight = 1
    while expected / weight > MOST_EVENTS:
        weight *= 2
    return weight


class Part:
    """Districts `districts` of a run: simulated under `first` until the day of `branch_point`, and under that from then
    on; the days of a warm-up before `days` counted ones.

    Given days are those that count. In the part itself day 0 is the first of the warm-up, `counted_from` the first that
    counts, and `days` is the number of all.

    Call `initialise` once, then `simulate_day` for each day; on a day on which the learned score is fitted, `sums`
    (int64 [the part's districts, CELLS, 2]) is there afterwards, and `fitted` must be called before the next day. The
    state:

    - `day`: the next one to be simulated; `people`: columns of the persons `origin .. end - 1`; `mail`: undelivered,
      MAIL
    - `daily` int64 [days, the part's districts, groups + all, measures]; `events`: EVENT arrays, in order
    - `ledger`: DEEDS and HARMS rows, one a person, or empty; `fits`: (day, coefficients int64 [all districts, CELLS])
    - `learned`: the last fit, or None; `compiled`: the rules in force, for its districts

    >>> from glasshouse.scenario import load
    >>> branch = BranchPoint(scenario=load("as-described"), day=0)
    >>> part = Part(branch, branch, population=1000, days=2, seed=1, threads=1, districts=range(3, 5))
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> with ThreadPoolExecutor(1) as pool:
    ...     part.initialise(pool)
    ...     part.simulate_day(pool)
    >>> part.day, part.daily.shape[:2], part.sums, part.end - part.origin == len(part.people.observed)
    (1, (2, 2), None, True)
    """

    def __init__(
        self,
        first: BranchPoint,
        branch_point: BranchPoint,
        *,
        population: int,
        days: int,
        seed: int,
        threads: int,
        districts: range | None = None,
        ledger: bool = False,
        traced: Iterable[int] = (),
    ) -> None:
        """Before anybody is there; without `districts`, all of them."""
        self.given = first, branch_point, days
        self.turn_to(first, branch_point, seed)
        self.population, self.threads = population, threads
        self.counted_from = first.scenario.warm_up
        self.days = days = self.counted_from + days
        self.mechanisms = first.scenario.running.with_(branch_point.scenario.running.added)
        self.compiled_day = compiled_day(self.mechanisms)
        self.districts = range(len(first.scenario.place.districts)) if districts is None else districts
        self.day = 0
        self.learned: np.ndarray | None = None
        self._params_memory = ParamsMemory()
        self.sums: np.ndarray | None = None
        self._no_sums = self._room_for_sums()
        self.fits: list[tuple[int, np.ndarray]] = []
        self.weight = event_weight(population, days)
        self._paired: tuple[CompiledParams | None, ...] = (None, None)
        self._come_into_force(0)
        start = self.compiled.start
        self.origin, self.end = int(start[0]), int(start[-1])
        self.spans = spans(blocks(start, BLOCK), threads)
        self.people: People = self._nobody()
        self.mail = np.zeros(0, MAIL)
        self.events: list[np.ndarray] = [np.zeros(0, EVENT)]
        self.groups = len(first.scenario.place.groups)
        shape = (days, len(self.districts), self.groups + 1, len(self.mechanisms.measures))
        self.daily = cleared(prod(shape), np.dtype(np.int64)).reshape(shape)
        self._figures = MorningFigures(self.compiled_day.mornings, districts=len(self.districts))
        kept = self.end - self.origin if ledger else 0
        self.ledger = cleared(kept, DEEDS), cleared(kept, HARMS)
        self.follower = follow(traced, population, self.origin, self.end)
        self.workspaces = WorkspacePool(len(self.districts), self.groups, self.follower.max_rows, self.compiled_day)
        self.follower.note_params(0, self.compiled)

    def turn_to(self, first: BranchPoint, branch_point: BranchPoint, seed: int) -> None:
        """What the days are to be simulated under, from before day 0."""
        self.first, self.branch_point, self.seed = warmed_up(first), warmed_up(branch_point), seed

    @property
    def counted(self) -> np.ndarray:
        """The counts of the days that count: `daily` without the warm-up."""
        return self.daily[self.counted_from :]

    def counted_events(self) -> np.ndarray:
        """The events of the days that count, by these days."""
        rows = together(self.events, EVENT)
        if self.counted_from > 0:
            rows = rows[rows["day"] >= self.counted_from]
            rows["day"] -= self.counted_from
        return rows

    def _nobody(self) -> People:
        """Columns before anybody is there."""
        return uninitialised(self.end - self.origin, own_columns(self.mechanisms), flags_column(self.mechanisms))

    def initialise(self, pool: Executor) -> None:
        """Build the people, as they are before day 0."""
        shipped_code.ready(self.compiled_day)
        params, now = self.compiled.params[0], self.now(0)[0]
        self.workspaces.furnish(min(self.threads, len(self.spans)))

        def work(table: np.ndarray) -> None:
            words = np.empty((INITIAL_WORDS, BLOCK), np.uint32)
            for start, last, number in table.tolist():
                initialise_population(self.people, start, last, self.compiled.districts[number], params, now, words)

        list(pool.map(work, self.spans))

    def clear(self) -> None:
        """All zero again, as before anybody was there."""
        for column in (*self.people, *self.ledger, self.daily):
            clear(column)
        self.mail, self.events = np.zeros(0, MAIL), [np.zeros(0, EVENT)]
        self.learned = self.sums = None
        self.go_on_from(0, [])

    def now(self, day: int) -> np.ndarray:
        """The day's NOW record."""
        return moment(self.seed, day, self.weight - 1, self.origin)

    def simulate_day(self, pool: Executor) -> None:
        """Simulate the next day and keep what it leaves."""
        if self.sums is not None:
            raise RuntimeError("the learned score must be fitted before the next day")
        day = self.day
        if 0 < day == self.counted_from:
            self._begin_counting()
        counts, now, logged = self.daily[day], self.now(day), []
        yesterday = self.compiled
        self._renew(day, counts, now, logged)
        self._morning(day, counts, now, logged)
        fitting = self._learned_every > 0 and (day + 1) % self._learned_every == 0
        today = Today(
            now=now,
            params_pair=self._params_pair(yesterday),
            mornings=self._mornings(day),
            jump=self._jump(day),
            last=day == self.days - 1,
            counts=counts,
            sums=self._room_for_sums() if fitting else self._no_sums,
            logged=logged,
        )
        self.mail = self._through(pool, today)
        self.events.append(together(logged, EVENT))
        self.day = day + 1
        if fitting:
            self.sums = today.sums

    def _jump(self, day: int) -> int:
        """What the day's laws and news add to fear; each begins an epoch."""
        if day != self.epoch or self.compiled.responds == 0:
            return 0
        return self.now_in.scenario.jump(day, self.now_in.drawn)

    def _room_for_sums(self) -> np.ndarray:
        return np.zeros((len(self.districts), CELLS, 2), np.int64)

    def _params_pair(self, yesterday: CompiledParams) -> np.ndarray:
        """Today's rules and yesterday's, which are the same pair on most days."""
        both = self.compiled, yesterday
        if any(here is not there for here, there in zip(both, self._paired, strict=True)):
            self._paired = both
            self._pair = together((each.params for each in both), both[0].params.dtype)
        return self._pair

    def _begin_counting(self) -> None:
        """The warm-up is over: what single persons bore and did in it counts no more, and their record stays."""
        self.people.flags[...] &= ~self.people.flags.dtype.type(EVER_SANCTIONED | EVER_WRONGLY | EVER_UNJUSTLY)
        for rows in self.ledger:
            clear(rows)

    def _through(self, pool: Executor, today: Today) -> np.ndarray:
        """Everybody's day, from getting up to the evening; the mail that was written, sorted."""
        compiled, spans = self.compiled, self.spans
        left: list[Any] = [None] * len(spans)
        # A thread takes the next span when it has done one. Handing out each as a job of its own cost 60 microseconds
        # a span: a million persons have eight a day.
        turns = itertools.count()

        def work(task: Task) -> None:
            while (turn := next(turns)) < len(spans):
                task.turn_to(spans[turn], today.now)
                simulate_span(
                    task, self.people, compiled, today.params_pair, today.mornings, today.jump,
                    today.last, self.ledger, self.follower.marks,
                )  # fmt: skip
                left[turn] = task.written()

        self.workspaces.furnish(min(self.threads, len(spans)))
        first, *others = self.workspaces.tasks
        first.counts, first.fitted = today.counts, today.sums
        list(pool.map(work, self.workspaces.tasks))
        for task in others:
            task.hand_in(today.counts, today.sums)
        today.logged.extend(events for events, _, _ in left)
        self.follower.evening(self.people, [traced for _, _, traced in left])
        return mail_exchange.sort([letters for _, letters, _ in left])

    def fitted(self, learned: np.ndarray | None) -> None:
        """Take over the coefficients (int64 [all districts, CELLS]) of the fit that is due; None: there was none."""
        if self.sums is None:
            raise RuntimeError("no fit is due")
        self.sums = None
        if learned is not None:
            self.learned = learned
            self.fits.append((self.day - 1, learned))
            # A fit starts no epoch: all other numbers stay those of the epoch's first day.
            self._put_in_force(with_learned(self._everywhere, learned))
            self.follower.note_params(self.day, self.compiled)

    def alone(self, district: int) -> Part:
        """One district by itself, from before day 0, of the same run."""
        first, branch_point, days = self.given
        return Part(
            first,
            branch_point,
            population=self.population,
            days=days,
            seed=self.seed,
            threads=self.threads,
            districts=range(district, district + 1),
            ledger=len(self.ledger[0]) > 0,
        )

    def simulate_until(self, day: int, fits: Mapping[int, np.ndarray], pool: Executor) -> None:
        """Simulate the days before `day` with fits that are known, by the day on which they were made."""
        while self.day < day:
            self.simulate_day(pool)
            if self.sums is not None:
                self.fitted(fits.get(self.day - 1))

    def go_on_from(self, day: int, fits: list[tuple[int, np.ndarray]]) -> None:
        """Take the place of a part that has simulated the days before `day`; its columns are filled in by the
        caller."""
        self.day, self.fits = day, fits
        if fits:
            self.learned = fits[-1][1]
        self._come_into_force(max(0, day - 1))

    def _come_into_force(self, day: int) -> None:
        """The scenario, the epoch and the tables of a day, from nothing but the last fit."""
        self.now_in = self.branch_point if 0 < self.branch_point.day <= day else self.first
        self.epochs = self.now_in.scenario.epochs(self.days)
        self.epoch = self.epochs[bisect_right(self.epochs, day) - 1]
        self._compile()

    def _compile(self) -> None:
        scenario, drawn = self.now_in.scenario, self.now_in.drawn
        sizes = self.epoch, self.population
        self._put_in_force(compile_params(scenario, *sizes, drawn, self.learned, self.mechanisms, self._params_memory))

    def _put_in_force(self, everywhere: CompiledParams) -> None:
        own = everywhere.districts[self.districts.start : self.districts.stop]
        self._everywhere, self.compiled = everywhere, CompiledParams(params=everywhere.params, districts=own)
        self._learned_every = self.compiled.learned_every

    def _renew(self, day: int, counts: np.ndarray, now: np.ndarray, logged: list[np.ndarray]) -> None:
        """Put new rules in force: those after the past, those of a new epoch, those of a ban."""
        before, parting = self.now_in.scenario, day > 0 and day == self.branch_point.day
        if parting:
            self.now_in = self.branch_point
            self.epochs = self.branch_point.scenario.epochs(self.days)
        epoch = self.epochs[bisect_right(self.epochs, day) - 1]
        if not parting and epoch == self.epoch:
            return
        if self.now_in.scenario.banned(day) and not before.banned(day - 1):
            self._lift(counts, now, logged)
        self.epoch = epoch
        self._compile()
        self.follower.note_params(day, self.compiled)

    def _mornings(self, day: int) -> np.ndarray:
        """What the mechanisms work out for each district before a day, int64 [names, the part's districts]."""
        table = self._figures.find(day, self.daily, self.compiled)
        for name, count in self.compiled_day.kept.items():
            self.daily[day, :, -1, count] = self._figures.last[name]
        return table

    def _lift(self, counts: np.ndarray, now: np.ndarray, logged: list[np.ndarray]) -> None:
        """The ban's own day: what the system holds of people is erased."""
        compiled, lift = self.compiled, self.compiled_day.lift
        for part in self.spans:
            task = self.workspaces.first(part, now, counts)
            while len(task.rows) < BLOCK * len(part):
                task.rows = grown(task.rows)
            for start, last, number in part.tolist():
                lift(self.people, start, last, compiled.params[0], task.now[0], task.counts[number], task.rows)
            logged.append(task.written()[0])

    def _morning(self, day: int, counts: np.ndarray, now: np.ndarray, logged: list[np.ndarray]) -> None:
        """Deliver last evening's mail."""
        self.follower.morning(day, self.mail, self.people)
        if len(self.mail) == 0:
            return
        task = self.workspaces.first(self.spans[0], now, counts)
        hand_out(task, self.mail, self.people, self.compiled, self.ledger[1])
        logged.append(task.written()[0])
