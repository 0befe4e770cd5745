"""People in a device's memory, from one day to the next; only rules, counts, events and mail travel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glasshouse.engine.cuda.kernels import EVENTS, LETTERS, MOST_LETTERS, build
from glasshouse.engine.cuda.machine import Machine, simulated
from glasshouse.engine.cuda.rows import (
    DEEDS_D,
    DISTRICT_D,
    HARMS_D,
    LAW_D,
    LETTER,
    NOW_D,
    ROW,
    changed,
    events_in_order,
    mail_in_order,
)
from glasshouse.model.desk import BLOCK, STOCK_BITS
from glasshouse.model.events import EVENT, MOST_A_DAY
from glasshouse.model.measures import GROUP_AXIS, MEASURES
from glasshouse.model.state import DEEDS, HARMS, MAIL
from glasshouse.model.tables import CELLS, Tables
from glasshouse.population.people import BYTES_A_PERSON, COLUMNS, People

#: Bytes of scratch space that a thread needs to take stock of a block.
_STOCK_BYTES = BLOCK * (2 + 8) + 4 * (2 << STOCK_BITS) + 4 * 4 * 8


@dataclass(frozen=True, kw_only=True)
class Grid:
    """How many threads work together, and how many groups of them at a time.

    `few`: groups on a day on which most people are passed over; `all`: on one on which something is done to everybody,
    when each group needs room for all that a whole block might write; `room`: for so many whole blocks, rows and
    letters are kept on the device before they travel.
    """

    threads: int
    few: int
    all: int
    room: int
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
            room=2 * every,
            stocktakers=min(-(-most // 64) * 64, 4096),
        )

    @staticmethod
    def small() -> Grid:
        """For the simulator, where each thread is one of Python's; still with more than one of each."""
        return Grid(threads=3, few=2, all=2, room=2, stocktakers=2)


def bytes_needed(persons: int, ledger: bool, grid: Grid) -> int:
    """What a run takes of the device's memory.

    >>> bytes_needed(1_400_000_000, False, Grid.of(132, 10**6)) / 1e9 < 26
    True
    """
    each = BYTES_A_PERSON + 1 + (DEEDS_D.itemsize + HARMS_D.itemsize if ledger else 0)
    room = grid.room * BLOCK * (MOST_A_DAY * ROW.itemsize + MOST_LETTERS * LETTER.itemsize)
    return persons * each + room + grid.stocktakers * _STOCK_BYTES


class Life:
    """The persons `origin .. origin + persons - 1` on a device, in whole districts.

    `blocks` int64 [n, 3]: first person, last person + 1, district, as ``engine.blocks`` cuts them. Tables and all
    arrays by district are those of these districts alone.
    """

    def __init__(self, blocks: np.ndarray, origin: int, districts: int, *, ledger: bool, grid: Grid | None = None):
        """All zero, before anybody is there."""
        self.cuda, self.kernels = Machine().cuda, build()
        self.table, self.firsts, self.origin, self.districts = blocks, blocks[:, 0], origin, districts
        self.persons = int(blocks[-1, 1]) - origin if len(blocks) else 0
        self.grid = grid or usual_grid(len(blocks))
        self.largest = int((blocks[:, 1] - blocks[:, 0]).max(initial=1))
        self.blocks = self.cuda.to_device(np.ascontiguousarray(blocks))
        self.people = People(**{name: self._zeros(self.persons, np.dtype(kind)) for name, kind in COLUMNS.items()})
        self.kept = self.persons if ledger else 0
        self.deeds, self.harms = self._zeros(self.kept, DEEDS_D), self._zeros(self.kept, HARMS_D)
        self.marks = self._zeros(self.persons, np.dtype(np.uint8))
        room = self.grid.room * self.largest
        self.rows = self.cuda.device_array(room * MOST_A_DAY, ROW)
        self.letters = self.cuda.device_array(room * MOST_LETTERS, LETTER)
        takers = self.grid.stocktakers
        self.scratch = (
            self.cuda.device_array((takers, self.largest), np.uint16),
            self.cuda.device_array((takers, self.largest), np.int64),
            self.cuda.device_array((takers, 4, 1 << STOCK_BITS), np.uint16),
            self.cuda.device_array((takers, 4, 4), np.int64),
        )

    def settle(self, tables: Tables, now: np.ndarray) -> None:
        """Build the people, as they are before day 0."""
        law, districts = self._rules(tables, tables.law)
        self._launch("settle", self.grid.few)(self.blocks, self.people, law, districts, self._now(now))

    def lift(self, tables: Tables, now: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """The ban's own day. Adds to `counts`; returns the events."""
        law, _ = self._rules(tables, tables.law)
        found, sums = [], self._zeros(counts.shape, counts.dtype)
        at_once = self.rows.shape[0] // self.largest
        for first in range(0, len(self.table), at_once):
            part = self.cuda.to_device(np.ascontiguousarray(self.table[first : first + at_once]))
            cursors = self.cuda.to_device(np.zeros(4, np.int64))
            self._launch("lift", self.grid.few)(part, self.people, law, self._now(now), sums, self.rows, cursors)
            found.append(self._written(self.rows, int(cursors.copy_to_host()[EVENTS])))
        counts += sums.copy_to_host()
        return events_in_order(np.concatenate(found), self.firsts, [True])

    def deliver(
        self, mail: np.ndarray, tables: Tables, now: np.ndarray, counts: np.ndarray
    ) -> np.ndarray:
        """Deliver sorted mail (MAIL). Adds to `counts`; returns the events."""
        if len(mail) == 0:
            return np.zeros(0, EVENT)
        law, districts = self._rules(tables, tables.law)
        sums, letters = self._zeros(counts.shape, counts.dtype), self.cuda.to_device(changed(mail, LETTER))
        blank = np.zeros(len(mail), ROW)
        blank["person"] = -1
        rows = self.cuda.to_device(blank)
        self._launch("hand_out", -(-len(mail) // self.grid.threads))(
            letters, self.people, law, districts, self._now(now), sums, rows, self.harms, self.kept
        )
        counts += sums.copy_to_host()
        found = rows.copy_to_host()
        return changed(found[found["person"] >= 0], EVENT)

    def live(
        self,
        tables: Tables,
        laws: np.ndarray,
        resting: np.ndarray,
        room: np.ndarray,
        jump: int,
        last_day: bool,
        now: np.ndarray,
        counts: np.ndarray,
        sums: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:
        """The day. Adds to `counts` and `sums` (int64 [districts, CELLS, 2]); returns the events and the sorted mail.

        `laws`: today's, and the one in force last evening; `resting`, `room`: see ``engine.morning``.
        """
        law, today = tables.law[0], int(now["day"][0])
        rescoring = bool(law["rescore_every"] > 0 and (today + 1) % law["rescore_every"] == 0)
        fitting = bool(law["learned_every"] > 0 and (today + 1) % law["learned_every"] == 0)
        weekly = today % 7 == 6
        everybody = rescoring or fitting or weekly or jump > 0
        to_device = self.cuda.to_device
        laws_d, districts = self._rules(tables, laws)
        now_d = self._now(now)
        tops = self._zeros((self.districts, 14), np.dtype(np.uint32))
        added, fitted = self._zeros(counts.shape, counts.dtype), self._zeros((self.districts, CELLS, 2), sums.dtype)
        self._launch("summits", -(-self.districts // self.grid.threads))(laws_d, districts, tops)
        self._launch("screen", self.grid.few)(
            self.blocks, self.people, laws_d, districts, tops, self.marks, now_d, added, rescoring
        )
        groups = self.grid.all if everybody else self.grid.few
        reached, cursors = np.arange(groups), np.zeros(4, np.int64)
        resting_d, room_d = to_device(resting), to_device(room)
        events, letters = [], []
        while (reached < len(self.table)).any():
            reached_d, cursors_d = to_device(reached), to_device(np.zeros(4, np.int64))
            self._launch("live", groups)(
                self.blocks, reached_d, self.marks, self.people, laws_d, districts, resting_d, room_d, jump,
                last_day, everybody, now_d, added, fitted, self.rows, self.letters, cursors_d, self.deeds, self.harms,
                self.kept,
            )  # fmt: skip
            reached, cursors = reached_d.copy_to_host(), cursors_d.copy_to_host()
            events.append(self._written(self.rows, int(cursors[EVENTS])))
            letters.append(self._written(self.letters, int(cursors[LETTERS])))
        if weekly or last_day:
            takers = self.grid.stocktakers
            threads = min(64, takers)
            self.kernels.stock[takers // threads, threads](self.blocks, self.people, now_d, added, *self.scratch)
        counts += added.copy_to_host()
        sums += fitted.copy_to_host()
        by_ranks = [ranks for _, ranks in self.kernels.steps]
        found = np.concatenate([*events, np.zeros(0, ROW)])
        return (
            events_in_order(found, self.firsts, by_ranks),
            mail_in_order(np.concatenate([*letters, np.zeros(0, LETTER)]), self.firsts),
        )

    def bring(self, people: People, ledger: tuple[np.ndarray, np.ndarray]) -> None:
        """Copy the state and the ledger to columns in the processor's memory."""
        for mine, theirs in zip(self.people, people, strict=True):
            mine[: self.persons].copy_to_host(theirs) if self.persons else None
        if self.kept:
            for mine, theirs in zip((self.deeds, self.harms), ledger, strict=True):
                theirs[...] = changed(mine.copy_to_host(), theirs.dtype)

    def take(self, people: People, ledger: tuple[np.ndarray, np.ndarray]) -> None:
        """Take over a state and a ledger from the processor's memory."""
        for mine, theirs in zip(self.people, people, strict=True):
            mine[: self.persons].copy_to_device(theirs) if self.persons else None
        if self.kept:
            for mine, theirs, kind in zip((self.deeds, self.harms), ledger, (DEEDS_D, HARMS_D), strict=True):
                mine.copy_to_device(changed(theirs, kind))

    def _zeros(self, shape, kind):
        return self.cuda.to_device(np.zeros(shape if shape else 1, kind))

    def _rules(self, tables: Tables, laws: np.ndarray):
        return self.cuda.to_device(changed(laws, LAW_D)), self.cuda.to_device(changed(tables.districts, DISTRICT_D))

    def _now(self, now: np.ndarray):
        return self.cuda.to_device(changed(now, NOW_D))

    def _launch(self, kernel: str, groups: int):
        return getattr(self.kernels, kernel)[groups, self.grid.threads]

    def _written(self, rows, many: int) -> np.ndarray:
        return rows[:many].copy_to_host() if many else np.zeros(0, rows.dtype)


def usual_grid(blocks: int) -> Grid:
    """The grid for this machine's device, or for the simulator."""
    if simulated():
        return Grid.small()
    device = Machine().cuda.get_current_device()
    return Grid.of(device.MULTIPROCESSOR_COUNT, blocks)
