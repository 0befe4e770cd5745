"""Scenarios simulated again for the lab's pages: off the request's thread, one at a time, and never the same one twice.

A run keeps no person’s days, so a story takes as long as its run did. What was told lately is kept, and so are the
histories and tallies behind it: the switch to another scenario on the page of a story simulates that scenario alone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from threading import Lock
from time import monotonic
from typing import Any

from pydantic import BaseModel

from glasshouse.errors import BadInputError, StoppedError
from glasshouse.lab.jobs import QueueFullError
from glasshouse.stories.choose_person import TALLIES, by_number, choose
from glasshouse.stories.follow_in_replay import ReplaySource
from glasshouse.stories.person_tallies import Tallied, tally
from glasshouse.stories.spared import SparedAndHarmed, moved
from glasshouse.stories.story import Followed, Story, simulate_history, together
from glasshouse.wording.numbers import whole

#: The most person-days that are simulated again for one page: a minute or so. The command line takes more.
MOST_REPLAYED = 4_000_000_000
#: What is kept: answers, histories of one person in one scenario, and tallies of so many persons together.
ANSWERS, HISTORIES, TALLIED_PEOPLE = 128, 128, 2_000_000
#: Person-days a second where a run does not say how fast it was.
_SPEED = 50e6


class TooMuchError(BadInputError):
    """More person-days than are simulated again for a page."""


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose life is asked for: a person's number, or a way of choosing that passes over ``another`` others."""

    source: ReplaySource
    person: int | None = None
    way: str = ""
    another: int = 0
    other: ReplaySource | None = None

    @property
    def replays(self) -> int:
        """How often the run is simulated again for it, at most."""
        return 1 + (self.other is not None) + (self.person is None and self.way in TALLIES)


class Replaying(BaseModel):
    """How far something is that is being simulated again: ``done`` of ``total`` days."""

    done: int
    total: int
    seconds_left: float


@dataclass(eq=False)
class ReplayTask:
    """Something that is being simulated, or was: ``done`` of ``total`` days; ``seconds`` is what it may take."""

    future: Future[Any]
    total: int
    seconds: float
    done: int = 0
    began: float | None = None

    @property
    def seconds_left(self) -> float:
        """What it may still take, from the speed so far."""
        if self.began is None or not self.done:
            return self.seconds
        return (monotonic() - self.began) * max(0, self.total - self.done) / self.done

    @property
    def living(self) -> Replaying:
        """The same for a page."""
        return Replaying(done=min(self.done, self.total), total=self.total, seconds_left=round(self.seconds_left, 1))


def answered(task: ReplayTask, seconds: float) -> Any:
    """What a task comes to, or None when it takes longer. Raises what it failed by."""
    try:
        return task.future.result(seconds)
    except TimeoutError:
        return None


@dataclass
class _Kept:
    """The last few of something by name; touched by the one thread that simulates."""

    most: int
    size: Callable[[Any], int] = lambda _: 1
    found: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        if key not in self.found:
            self.found[key] = make()
        self.found.move_to_end(key)
        while len(self.found) > 1 and sum(map(self.size, self.found.values())) > self.most:
            self.found.popitem(last=False)
        return self.found[key]


class Replays:
    """Simulates scenarios again, one at a time. ``threads``: of each; ``most_waiting``: tasks in the queue."""

    def __init__(self, threads: int, most_waiting: int = 8) -> None:
        """Nothing is simulated yet."""
        _load_what_drawings_look_for()
        self.threads, self.most_waiting = threads, most_waiting
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="glasshouse stories")
        self._lock, self._tasks = Lock(), OrderedDict[Hashable, ReplayTask]()
        self._closed = False
        self._histories = _Kept(HISTORIES)
        self._tallies = _Kept(TALLIED_PEOPLE, size=lambda tallied: len(tallied.group))

    def story(self, whose: Whose) -> ReplayTask:
        """The task whose result is a ``Story``; the same task for the same question.

        Raises ``TooMuchError`` and ``QueueFullError``.
        """
        source, other = whose.source, whose.other
        key = ("story", _name(source), whose.person, whose.way, whose.another, other and _name(other))
        return self._ask(key, source, whose.replays, lambda watch: self._story(whose, watch))

    def moved(self, baseline: ReplaySource, arm: ReplaySource, measure: str) -> ReplayTask:
        """The task whose result is ``Moved``: who bore a harm in one of two scenarios alone. Raises as ``story``."""
        key = ("moved", _name(baseline), _name(arm), measure)
        return self._ask(key, baseline, 2, lambda watch: self._moved(baseline, arm, measure, watch))

    def close(self) -> None:
        """Stop what is being simulated after its day, and begin nothing more."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _ask(self, key: Hashable, source: ReplaySource, replays: int, work: Callable[[Any], Any]) -> ReplayTask:
        simulated = source.population * source.days * replays
        if simulated > MOST_REPLAYED:
            raise TooMuchError(
                f"{whole(source.population)} people over {whole(source.days)} days, simulated {replays} times, are "
                "more than this page simulates again while you wait. The command line does."
            )
        with self._lock:
            task = self._tasks.get(key)
            if task is None or (task.future.done() and _failed(task.future)):
                task = self._tasks[key] = self._begun(source, replays, work)
            self._tasks.move_to_end(key)
            ended = [key for key, each in self._tasks.items() if each.future.done()]
            for old in ended[: max(0, len(ended) - ANSWERS)]:
                del self._tasks[old]
            return task

    def _begun(self, source: ReplaySource, replays: int, work: Callable[[Any], Any]) -> ReplayTask:
        waiting = [task for task in self._tasks.values() if not task.future.done()]
        if self._closed or len(waiting) >= self.most_waiting:
            raise QueueFullError("Enough people are waiting to have their story told. Try again in a moment.")
        speed = source.manifest.get("person_days_per_second")
        pace = speed if isinstance(speed, int | float) and speed > 0 else _SPEED
        before = sum(task.seconds_left for task in waiting)
        seconds = 0.5 + source.population * source.days * replays / pace
        task = ReplayTask(future=Future(), total=source.days * replays, seconds=before + seconds)

        def watch(_: int) -> None:
            if self._closed:
                raise StoppedError("The lab is closing.")
            task.done += 1

        def simulated() -> Any:
            task.began, task.seconds = monotonic(), seconds
            return work(watch)

        task.future = self._pool.submit(simulated)
        return task

    # What follows runs on the one thread that simulates.

    def _story(self, whose: Whose, watch: Any) -> Story:
        source = whose.source
        if whose.person is not None:
            found = by_number(source, whose.person)
        else:
            found = choose(source, whose.way, whose.another, self.threads, lambda *_: self._tallied(source, watch))
        here = self._followed(source, found.number, watch)
        there = self._followed(whose.other, found.number, watch) if whose.other is not None else None
        return together(found, here, there)

    def _moved(self, baseline: ReplaySource, arm: ReplaySource, measure: str, watch: Any) -> SparedAndHarmed:
        return moved(self._tallied(baseline, watch), self._tallied(arm, watch), measure, baseline.seed)

    def _followed(self, source: ReplaySource, number: int, watch: Any) -> Followed:
        return self._histories.get(
            (_name(source), number), lambda: simulate_history(source, number, self.threads, watch)
        )

    def _tallied(self, source: ReplaySource, watch: Any) -> Tallied:
        return self._tallies.get(_name(source), lambda: tally(source, self.threads, watch))


def _load_what_drawings_look_for() -> None:
    """Altair looks in every call whether pandas is loaded, and breaks while another thread is loading it.

    pyarrow does so when it first makes a table of numpy's arrays; so it is loaded before a thread lives.
    """
    with suppress(ImportError):
        import_module("pandas")


def _name(source: ReplaySource) -> Hashable:
    """What is simulated: two sources of one name come to the same lives, and are told in the same words."""
    past = source.past.hash if source.past else ""
    sizes = source.population, source.days, source.seed, source.past_day, past
    return str(source.folder), source.arm, source.digest, source.where, source.scenario.hash, *sizes


def _failed(future: Future[Any]) -> bool:
    """Whether to try again: what is said of a bad question stays true."""
    return future.cancelled() or not isinstance(future.exception(), BadInputError | None)
