"""People in a device's memory, from one day to the next; only rules, counts, events and mail travel."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from glasshouse.draws import moment
from glasshouse.engine.assembly import compiled_day
from glasshouse.engine.counts import MEASURES
from glasshouse.engine.cuda.device_kernels import EVENTS, LETTERS, MOST_LETTERS, build
from glasshouse.engine.cuda.device_machine import Machine, simulated
from glasshouse.engine.cuda.rows import (
    DEEDS_D,
    DISTRICT_D,
    HARMS_D,
    LETTER,
    NOW_D,
    PARAMS_D,
    ROW,
    changed,
    events_in_order,
    mail_in_order,
)
from glasshouse.engine.params import CELLS, DISTRICT, PARAMS, CompiledParams
from glasshouse.engine.part import Today
from glasshouse.model.active_bounds import BOUNDS
from glasshouse.model.events import EVENT, MOST_A_DAY
from glasshouse.model.mail import MAIL
from glasshouse.model.model_words import GROUPS
from glasshouse.model.workspace import BLOCK, STOCK_BITS
from glasshouse.population.people import BYTES_A_PERSON, COLUMNS, MOST_GROUPS, NO_OWN, People

#: Bytes of scratch space that a thread needs to take stock of a block.
_STOCK_BYTES = BLOCK * (2 + 8) + 4 * (2 << STOCK_BITS) + 4 * MOST_GROUPS * 8
#: The threads' own memory (1.4 kB for each that a device may hold), code, rules, counts, a morning's mail.
_BESIDE = 1_000_000_000


@dataclass(frozen=True, kw_only=True)
class Grid:
    """How many threads work together, and how many groups of them at a time.

    `few`: groups on a day on which most people are passed over; `all`: on one on which something is done to everybody,
    when each group needs room for all that a whole block might write; `capacity`: for so many whole blocks, rows and
    letters are kept on the device before they travel.
    """

    threads: int
    few: int
    all: int
    capacity: int
    stocktakers: int

    @staticmethod
    def of(processors: int, blocks: int) -> Grid:
        """For a device with so many processors (SMs), and so many blocks of persons.

        >>> Grid.of(132, 10**6).all, Grid.of(132, 40).few
        (396, 40)
        """
        most = max(1, blocks)
        every = min(most, 3 * processors)
        return Grid(
            threads=128,
            few=min(most, 16 * processors),
            all=every,
            capacity=2 * every,
            stocktakers=min(-(-most // 64) * 64, 4096),
        )

    @staticmethod
    def small() -> Grid:
        """For the simulator, where each thread is one of Python's; still with more than one of each."""
        return Grid(threads=3, few=2, all=2, capacity=2, stocktakers=2)


def bytes_needed(persons: int, ledger: bool, grid: Grid) -> int:
    """What a run takes of the device's memory.

    >>> bytes_needed(1_400_000_000, False, Grid.of(132, 10**6)) / 1e9 < 26
    True
    """
    each = BYTES_A_PERSON + 1 + (DEEDS_D.itemsize + HARMS_D.itemsize if ledger else 0)
    space = grid.capacity * BLOCK * (MOST_A_DAY * ROW.itemsize + MOST_LETTERS * LETTER.itemsize)
    return persons * each + space + grid.stocktakers * _STOCK_BYTES + _BESIDE


class DevicePeople:
    """The persons `origin .. origin + persons - 1` on a device, in whole districts.

    `blocks` int64 [n, 3]: first person, last person + 1, district, as ``engine.block_cuts`` cuts them. Tables and all
    arrays by district are those of these districts alone.
    """

    def __init__(
        self,
        blocks: np.ndarray,
        origin: int,
        districts: int,
        *,
        groups: int,
        ledger: bool,
        measures: int = len(MEASURES),
        grid: Grid | None = None,
    ) -> None:
        """All zero, before anybody is there."""
        self.cuda, self.kernels = Machine().cuda, build(groups, measures)
        self.table, self.firsts, self.origin, self.districts = blocks, blocks[:, 0], origin, districts
        self.persons = int(blocks[-1, 1]) - origin if len(blocks) else 0
        self.grid = grid or usual_grid(len(blocks))
        self.largest = int((blocks[:, 1] - blocks[:, 0]).max(initial=1))
        self.blocks = self.cuda.to_device(np.ascontiguousarray(blocks))
        columns = {name: self._zeros(self.persons, kind) for name, kind in COLUMNS.items()}
        self.people: Any = People(**columns, own=self._zeros(0, NO_OWN))
        self.kept = self.persons if ledger else 0
        self.deeds, self.harms = self._zeros(self.kept, DEEDS_D), self._zeros(self.kept, HARMS_D)
        self.marks = self._zeros(self.persons, np.uint8)
        space = self.grid.capacity * self.largest
        self.rows = self.cuda.device_array(space * MOST_A_DAY, ROW)
        self.letters = self.cuda.device_array(space * MOST_LETTERS, LETTER)
        takers = self.grid.stocktakers
        self.scratch = (
            self.cuda.device_array((takers, self.largest), np.uint16),
            self.cuda.device_array((takers, self.largest), np.int64),
            self.cuda.device_array((takers, 4, 1 << STOCK_BITS), np.uint16),
            self.cuda.device_array((takers, 4, MOST_GROUPS), np.int64),
        )

    def initialise(self, compiled: CompiledParams, now: np.ndarray) -> None:
        """Build the people, as they are before day 0."""
        params, districts = self._rules(compiled, compiled.params)
        self._launch("initialise", self.grid.few)(self.blocks, self.people, params, districts, self._now(now))

    def lift(self, compiled: CompiledParams, now: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """The ban's own day. Adds to `counts` (int64 [districts, groups + all, measures]); returns the events."""
        params, _ = self._rules(compiled, compiled.params)
        found, sums = [np.zeros(0, ROW)], self._zeros(counts.shape)
        at_once = max(1, self.rows.shape[0] // self.largest)
        for first in range(0, len(self.table), at_once):
            part = self.cuda.to_device(np.ascontiguousarray(self.table[first : first + at_once]))
            cursors = self._zeros(4)
            self._launch("lift", self.grid.few)(part, self.people, params, self._now(now), sums, self.rows, cursors)
            found.append(self._written(self.rows, int(cursors.copy_to_host()[EVENTS])))
        counts += sums.copy_to_host()
        return events_in_order(np.concatenate(found), self.firsts, [True])

    def deliver(self, mail: np.ndarray, compiled: CompiledParams, now: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """Deliver sorted mail (MAIL). Adds to `counts`; returns the events."""
        if len(mail) == 0:
            return np.zeros(0, EVENT)
        params, districts = self._rules(compiled, compiled.params)
        blank = np.zeros(len(mail), ROW)
        blank["person"] = -1
        letters, rows = self.cuda.to_device(changed(mail, LETTER)), self.cuda.to_device(blank)
        sums = self._zeros(counts.shape)
        self._launch("hand_out", -(-len(mail) // self.grid.threads))(
            letters, self.people, params, districts, self._now(now), sums, rows, self.harms, self.kept
        )
        counts += sums.copy_to_host()
        found = rows.copy_to_host()
        return changed(found[found["person"] >= 0], EVENT)

    def simulate_day(self, compiled: CompiledParams, today: Today) -> np.ndarray:
        """The day; its counts, sums and events go where `today` says. Returns the mail, sorted."""
        params, day = compiled.params[0], int(today.now["day"][0])
        rescoring = bool(params["rescore_every"] > 0 and (day + 1) % params["rescore_every"] == 0)
        fitting = bool(params["learned_every"] > 0 and (day + 1) % params["learned_every"] == 0)
        weekly = day % 7 == 6
        everybody = rescoring or fitting or weekly or today.jump > 0
        params_pair, districts = self._rules(compiled, today.params_pair)
        now, counts, sums = self._now(today.now), self._zeros(today.counts.shape), self._zeros(today.sums.shape)
        bounds = self._zeros((self.districts, BOUNDS))
        self._launch("summits", -(-self.districts // self.grid.threads))(params_pair, districts, rescoring, bounds)
        self._launch("screen", self.grid.few)(
            self.blocks, self.people, params_pair, districts, bounds, self.marks, now, counts, rescoring
        )
        mornings = self.cuda.to_device(today.mornings)
        rules = params_pair, districts, mornings, int(today.jump), bool(today.last), everybody, now
        rows, mail = self._simulate_and_log(rules, counts, sums)
        if weekly or today.last:
            takers = self.grid.stocktakers
            threads = min(64, takers)
            self.kernels.stock[takers // threads, threads](
                self.blocks, self.people, params_pair, now, counts, *self.scratch
            )
        today.counts[...] += counts.copy_to_host()
        today.sums[...] += sums.copy_to_host()
        today.logged.append(events_in_order(rows, self.firsts, [ranks for _, ranks in self.kernels.steps]))
        return mail_in_order(mail, self.firsts)

    def _simulate_and_log(self, rules: tuple[Any, ...], counts: Any, sums: Any) -> tuple[np.ndarray, np.ndarray]:
        """Call the day until all are through, and empty the common boxes after each call: rows and letters."""
        groups = self.grid.all if rules[5] else self.grid.few
        reached = np.arange(groups)
        rows, letters = [np.zeros(0, ROW)], [np.zeros(0, LETTER)]
        while (reached < len(self.table)).any():
            start, cursors = self.cuda.to_device(reached), self._zeros(4)
            self._launch("simulate_day", groups)(
                self.blocks, start, self.marks, self.people, *rules, counts, sums,
                self.rows, self.letters, cursors, self.deeds, self.harms, self.kept,
            )  # fmt: skip
            reached, written = start.copy_to_host(), cursors.copy_to_host()
            rows.append(self._written(self.rows, int(written[EVENTS])))
            letters.append(self._written(self.letters, int(written[LETTERS])))
        return np.concatenate(rows), np.concatenate(letters)

    def bring(self, people: People, ledger: tuple[np.ndarray, np.ndarray]) -> None:
        """Copy the state and the ledger to columns in the processor's memory."""
        for name in COLUMNS if self.persons else ():
            getattr(self.people, name).copy_to_host(getattr(people, name))
        if self.kept:
            for mine, theirs in zip((self.deeds, self.harms), ledger, strict=True):
                theirs[...] = changed(mine.copy_to_host(), theirs.dtype)

    def take(self, people: People, ledger: tuple[np.ndarray, np.ndarray]) -> None:
        """Take over a state and a ledger from the processor's memory."""
        for name in COLUMNS if self.persons else ():
            getattr(self.people, name).copy_to_device(getattr(people, name))
        if self.kept:
            for mine, theirs, kind in zip((self.deeds, self.harms), ledger, (DEEDS_D, HARMS_D), strict=True):
                mine.copy_to_device(changed(theirs, kind))

    def _zeros(self, shape: Any, kind: Any = np.int64) -> Any:
        """Cleared memory of the device; one place where none is asked for, since a device gives no empty room."""
        if isinstance(shape, tuple):
            return self.cuda.to_device(np.zeros(shape, kind))
        space, step = self.cuda.device_array(shape or 1, kind), 1 << 24
        for first in range(0, space.shape[0], step):
            part = space[first : first + step]
            part.copy_to_device(np.zeros(part.shape, kind))
        return space

    def _rules(self, compiled: CompiledParams, params_pair: np.ndarray) -> tuple[Any, Any]:
        return self.cuda.to_device(changed(params_pair, PARAMS_D)), self.cuda.to_device(
            changed(compiled.districts, DISTRICT_D)
        )

    def _now(self, now: np.ndarray) -> Any:
        return self.cuda.to_device(changed(now, NOW_D))

    def _launch(self, kernel: str, groups: int) -> Any:
        return getattr(self.kernels, kernel)[groups, self.grid.threads]

    def _written(self, rows: Any, many: int) -> np.ndarray:
        return rows[:many].copy_to_host() if many else np.zeros(0, rows.dtype)


def usual_grid(blocks: int) -> Grid:
    """The grid for this machine's device, or for the simulator."""
    if simulated():
        return Grid.small()
    device = Machine().cuda.get_current_device()
    return Grid.of(device.MULTIPROCESSOR_COUNT, blocks)


def too_little_room(persons: int, ledger: bool) -> str | None:
    """One sentence when so many persons do not fit into the device's memory, or None."""
    if simulated():
        return None
    need, free = bytes_needed(persons, ledger, usual_grid(persons // BLOCK)), Machine().free_bytes
    if need <= free:
        return None
    sizes = f"{need / 1e9:.1f} GB of the GPU's memory, and {free / 1e9:.1f} GB is free"
    return f"{persons:,} people need {sizes}"


def warm_up() -> float:
    """Compile all kernels by sending one person through a day without rules; returns the seconds it took."""
    began = time.perf_counter()
    districts = np.zeros(1, DISTRICT)
    districts["n"] = 1
    districts["group"] = 2**32  # everybody is of the first group: nobody has thresholds here
    compiled, now = CompiledParams(params=np.zeros(1, PARAMS), districts=districts), moment(0, 0)
    grid = Grid(threads=1, few=1, all=1, capacity=1, stocktakers=1)
    person = DevicePeople(np.array([[0, 1, 0]]), 0, 1, groups=len(GROUPS), ledger=False, grid=grid)
    counts = np.zeros((1, len(GROUPS) + 1, len(MEASURES)), np.int64)
    person.initialise(compiled, now)
    person.lift(compiled, now, counts)
    person.deliver(np.zeros(1, MAIL), compiled, now, counts)
    person.simulate_day(
        compiled,
        Today(
            now=now,
            params_pair=np.zeros(2, PARAMS),
            mornings=np.zeros((len(compiled_day().mornings), 1), np.int64),
            jump=0,
            last=True,
            counts=counts,
            sums=np.zeros((1, CELLS, 2), np.int64),
            logged=[],
        ),
    )
    return time.perf_counter() - began
