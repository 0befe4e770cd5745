"""A span of blocks as a task: the scratch space that it borrows, what it writes, and its part of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from glasshouse.draws import moment
from glasshouse.engine.assembly import CompiledDay
from glasshouse.engine.params import CELLS, CompiledParams
from glasshouse.engine.record_layout import agent_day, flags_column
from glasshouse.engine.records import copied
from glasshouse.errors import FaultyRuleError
from glasshouse.model.events import EVENT, MOST_A_DAY
from glasshouse.model.mail import MAIL
from glasshouse.model.state import AGENT_DAY
from glasshouse.model.workspace import BLOCK, Workspace, workspace
from glasshouse.population.network import CIRCLE
from glasshouse.population.people import People


class OnTheSpot(Executor):
    """Does the work where it is asked for: to hand a day of a few people to a thread takes as long as the day.

    >>> with OnTheSpot() as pool:
    ...     list(pool.map(abs, [-1, 2]))
    [1, 2]
    """

    def map(self, fn: Callable[..., Any], *iterables: Iterable[Any], **_: Any) -> Iterator[Any]:
        """One after the other, each when its result is asked for."""
        return map(fn, *iterables)


def executor(threads: int) -> Executor:
    """What does the tasks of a day; more than one thread are a pool."""
    return OnTheSpot() if threads == 1 else ThreadPoolExecutor(threads)


@dataclass
class Task:
    """One span's blocks and what they write, under the rules of a day."""

    day: CompiledDay
    blocks: np.ndarray
    counts: np.ndarray
    fitted: np.ndarray
    # Not written to before they are used: a day of some thousand people takes up the first pages alone. So much that
    # they seldom grow, which costs as much as all that such a day writes to them in a month.
    rows: np.ndarray = field(default_factory=lambda: np.empty(BLOCK * MOST_A_DAY * 4, EVENT))
    letters: np.ndarray = field(default_factory=lambda: np.empty(BLOCK * CIRCLE * 6, MAIL))
    trace: np.ndarray = field(default_factory=lambda: np.zeros(0, AGENT_DAY))
    now: np.ndarray = field(default_factory=lambda: moment(0, 0))
    workspace: Workspace = field(init=False)

    def __post_init__(self) -> None:
        """Its records have the fields of the day's mechanisms."""
        self.workspace = workspace(agent_day=agent_day(self.day.mechanisms), flags=flags_column(self.day.mechanisms))

    def turn_to(self, table: np.ndarray, now: np.ndarray) -> None:
        """Take up the blocks in `table` on the day of `now`, with nothing written."""
        self.blocks = table
        self.now.view(np.int64)[...] = now.view(
            np.int64
        )  # in place: what stays where it was is not looked at again by compiled code

    def hand_in(self, counts: np.ndarray, sums: np.ndarray) -> None:
        """Add what was counted to the day's counts, and to its training sums, and count from zero again.

        The first task of a day has no need of it: it counts into them.
        """
        counts += self.counts
        self.counts[...] = 0
        sums += self.fitted
        self.fitted[...] = 0

    def written(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Copies of the events, of the letters and of the records of those who are followed."""
        *_, logged, sent, traced = self.now[0].item()
        return (
            copied(self.rows, logged),
            copied(self.letters, sent),
            copied(self.trace, traced) if traced else self.trace[:0],
        )


def grown(rows: np.ndarray) -> np.ndarray:
    """Twice the room, with what was written kept."""
    more = np.empty(2 * len(rows), rows.dtype)
    more[: len(rows)] = rows
    return more


#: Events that a letter may lead to at most, with all mechanisms' rules for it.
MOST_A_LETTER = 4


class WorkspacePool:
    """Scratch space for the tasks: one a thread, which keeps it from day to day while it is still in its cache."""

    def __init__(self, districts: int, groups: int, followed: int, day: CompiledDay) -> None:
        """For so many districts and groups, and rows of so many followed persons a day."""
        self.districts, self.groups, self.followed, self.day = districts, groups, followed, day
        self.tasks: list[Task] = []

    def furnish(self, threads: int) -> None:
        """Have space for so many tasks at once, written to once: else the first days pay for its pages."""
        self.tasks += [self._task() for _ in range(threads - len(self.tasks))]

    def first(self, table: np.ndarray, now: np.ndarray, counts: np.ndarray) -> Task:
        """Space for one task alone, which does the blocks in `table` on the day of `now` and counts into `counts`."""
        self.furnish(1)
        task = self.tasks[0]
        task.turn_to(table, now)
        task.counts = counts
        return task

    def _task(self) -> Task:
        counts = np.zeros((self.districts, self.groups + 1, len(self.day.mechanisms.measures)), np.int64)
        task = Task(self.day, np.zeros((0, 3), np.int64), counts, np.zeros((self.districts, CELLS, 2), np.int64))
        task.trace = np.zeros(self.followed, agent_day(self.day.mechanisms))
        for space in task.workspace:
            space.fill(0)
        return task


def hand_out(task: Task, letters: np.ndarray, people: People, compiled: CompiledParams, harms: np.ndarray) -> None:
    """Deliver the mail."""
    while len(task.rows) < MOST_A_LETTER * len(letters):
        task.rows = grown(task.rows)
    try:
        task.day.deliver(
            letters, people, compiled.params, compiled.districts, task.now, task.counts, task.rows, harms,
            task.workspace,
        )  # fmt: skip
    except IndexError as error:
        raise _faulty(task.day, error) from error


def simulate_day(day: CompiledDay, *given: Any) -> int:
    """The day of some blocks under the rules of a set of mechanisms; how many of them are done.

    Raises FaultyRuleError where a rule of a plug-in asks for an index that does not exist.
    """
    try:
        return day.simulate_day(*given)
    except IndexError as error:
        raise _faulty(day, error) from error


def _faulty(day: CompiledDay, error: IndexError) -> Exception:
    """What is told of an index that there is not: indices are checked in the rules of plug-ins alone."""
    own = [each.module for each in day.mechanisms.added if each.rules]
    if not own:
        return error
    names = " or ".join(own)
    return FaultyRuleError(
        f"a rule of {names} asks for an index that does not exist, such as a count of a group beyond the last; "
        "the checks of glasshouse.testing run the rules in plain Python and say in which line"
    )


def simulate_span(
    task: Task,
    people: People,
    compiled: CompiledParams,
    params_pair: np.ndarray,
    mornings: np.ndarray,
    jump: int,
    last_day: bool,
    ledger: tuple[np.ndarray, np.ndarray],
    followed: np.ndarray,
) -> Task:
    """The day of one span's people; the outbox and the log grow when they must, so that nothing is dropped."""
    done = 0
    while True:
        done = simulate_day(
            task.day, task.blocks, done, people, params_pair, compiled.districts, mornings, jump, last_day,
            task.now, task.counts, task.fitted, task.rows, task.letters, *ledger, followed, task.trace, task.workspace,
        )  # fmt: skip
        if done == len(task.blocks):
            return task
        task.rows, task.letters = grown(task.rows), grown(task.letters)
