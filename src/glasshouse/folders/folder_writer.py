"""A folder being filled, one job after the other, so that whatever stops it costs only the job under way.

A kind of folder says what one job leaves (``keep``), how it finds again what an earlier process kept (``take_up``), and
what becomes of it all at the end (``gather``). Folders that are filled together with it, one for each part of a job,
are its ``children``. All else is the same for every kind and stands here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, ClassVar, Generic, TypeVar

from glasshouse import __version__
from glasshouse.errors import FaultyRuleError, Say, StoppedError, quiet, why
from glasshouse.folders.folder_description import require_readable
from glasshouse.folders.folder_kind import FolderKind
from glasshouse.folders.json_files import read_json, write_description
from glasshouse.folders.leftovers import PARTS, stopped_when_whole, sweep
from glasshouse.folders.lock import Lock
from glasshouse.folders.new_folder import begun, not_begun
from glasshouse.folders.plan_part import PART
from glasshouse.scenario.scenario import Scenario
from glasshouse.source import source

Job = TypeVar("Job")


class FolderWriter(ABC, Generic[Job]):
    """Fills a folder: ``begin`` (or ``go_on``), ``keep`` each job in order, then ``finish``.

    Or ``stop``, whatever happened; and ``release`` at the very end. ``description`` is what the folder says of itself
    so far, ``jobs`` how many there are to do. ``say`` is told of what is found to be no good.
    """

    kind: ClassVar[FolderKind]

    def __init__(
        self,
        path: Path,
        opening: Mapping[str, Any],
        jobs: int,
        *,
        say: Say = quiet,
        children: Sequence[FolderWriter[Any]] = (),
        threads: int = 1,
    ) -> None:
        """Of a folder that exists, and is empty unless it is to be gone on with; ``threads`` close its children."""
        self.path, self.jobs, self.say, self.children, self.threads = path, jobs, say, tuple(children), threads
        self.lock = Lock(path)
        self._opening = dict(opening)
        self.description: dict[str, Any] = dict(opening)
        self._began = perf_counter()

    @property
    @abstractmethod
    def finished(self) -> int:
        """How many jobs are kept, from the first."""

    @abstractmethod
    def keep(self, job: Job) -> None:
        """Keep what the next job left, or a part of it. Raises ``OSError``, and then nothing is kept of it."""

    @abstractmethod
    def take_up(self) -> None:
        """Find the jobs that an earlier process kept whole, from the first; other parts may go. Raises ``OSError``."""

    @abstractmethod
    def back_to(self, count: int) -> None:
        """Keep the first jobs alone. Raises ``OSError``."""

    @abstractmethod
    def gather(self, count: int) -> None:
        """Make the tables of the first jobs; each has its name only when it is whole. Raises ``OSError``."""

    @abstractmethod
    def told(self, count: int) -> Mapping[str, Any]:
        """What the description says of so many jobs, finished or not."""

    def closing(self) -> Mapping[str, Any]:
        """What it says beside when all jobs are done."""
        return {}

    def since(self, before: Mapping[str, Any]) -> Mapping[str, Any]:
        """What it says beside when it is gone on with a folder that said so much."""
        return {"started": before.get("started")}

    def salvage(self) -> int:
        """Show what is whole after a failure; how many jobs that is. Raises ``OSError``."""
        whole = min(self.finished, *(child.finished for child in self.children), self.jobs)
        self.show(whole)
        return whole

    def show(self, count: int) -> None:
        """``gather``, but for a part of a plan. Raises ``OSError``."""
        if not self.partial:
            self.gather(count)

    @property
    def seconds(self) -> float:
        """Since it was begun, or gone on with, in this process."""
        return perf_counter() - self._began

    @property
    def partial(self) -> bool:
        """Whether it holds a part of a plan: it makes no tables, and keeps its jobs apart for whoever merges them."""
        return PART in self._opening

    @property
    def file(self) -> Path:
        """Where it describes itself."""
        return self.path / self.kind.name

    def begin(self) -> None:
        """Write the description, begin the children. Raises ``StoppedError`` and ``BadInputError``: nothing is left."""
        try:
            require_readable(self.file, self.description, self.kind.form)
            self.lock.take()
            (self.path / PARTS).mkdir()
            for child in self.children:
                child.path.mkdir()
                child.begin()
            write_description(self.file, self.description)
        except BaseException as error:
            not_begun(self.path)
            if not isinstance(error, (OSError, KeyboardInterrupt, StoppedError)):
                raise
            reason = why(error.__cause__ if isinstance(error, StoppedError) and error.__cause__ else error)
            raise StoppedError(
                f"{self.path}: the {self.kind.noun} could not start, because {reason}. Nothing is left behind."
            ) from error
        begun(self.path)

    def go_on(self, before: Mapping[str, Any]) -> int:
        """Take up an unfinished folder, which said so much of itself; how many jobs are whole, in its children too.

        Hold the lock before. Raises ``StoppedError``, and ``BadInputError`` when a child is being written.
        """
        try:
            sweep(self.path)
            (self.path / PARTS).mkdir(exist_ok=True)
            self.description |= self.since(before)
            self.take_up()
            first = min([self.finished, *(child._take_over() for child in self.children)])
            if self.children and first < self.jobs:
                first = min([first, *(child._reopen() for child in self.children)])
                for one in (self, *self.children):
                    one.back_to(first)
            write_description(self.file, self.description)
        except (OSError, KeyboardInterrupt) as error:
            raise StoppedError(f"{self.path}: the {self.kind.noun} could not go on, because {why(error)}.") from error
        return first

    def finish(self, more: Mapping[str, Any] | None = None) -> None:
        """Gather all jobs, and call the folder and its children finished. Raises ``OSError``.

        ``more`` is for the description.
        """
        with ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(FolderWriter.finish, self._running()))
        self.show(self.finished)
        self._close("finished", self.finished, {**self.closing(), **(more or {})})
        sweep(self.path, finished=not self.partial)

    def stop(self, error: BaseException) -> str:
        """Close the folder after a failure; sentences say what is left of it, and how it goes on."""
        if said := stopped_when_whole(self.path, self.kind.name):
            return said
        for child in self._running():
            child.stop(error)
        faulty = isinstance(error, FaultyRuleError)  # it would stop there again
        on = "" if faulty else f"'glasshouse resume {self.path}' goes on with it."
        try:
            whole = self.salvage()
            self._close(
                "interrupted" if isinstance(error, KeyboardInterrupt) else "failed", whole, {"reason": why(error)}
            )
        except OSError:
            # Even the description cannot be rewritten: it still says "running", which nobody takes for "finished".
            return f"{self.path} could not be closed. {on}".rstrip()
        job = self.kind.job
        if not whole:
            elsewhere = self.kind.elsewhere.format(self.path) if self.children else ""
            return f"No {job} was finished{elsewhere}. {on}".rstrip()
        kept = f"Kept in {self.path}: {whole:,} of {self.jobs:,} {job if self.jobs == 1 else f'{job}s'}."
        shown = self.kind.reported and not self.partial
        return (f"{kept} 'glasshouse report {self.path}' shows them. {on}" if shown else f"{kept} {on}").rstrip()

    def release(self) -> None:
        """Let others write the folder and its children."""
        for child in self.children:
            child.release()
        self.lock.release()

    def _running(self) -> list[FolderWriter[Any]]:
        return [child for child in self.children if child.description["status"] == "running"]

    def _take_over(self) -> int:
        """Take up a child, finished or not, and its lock; how many jobs are whole."""
        self.lock.take()
        before = read_json(self.file)
        if before["status"] != "finished":
            return self.go_on(before)
        self.description = dict(before)
        sweep(self.path, finished=not self.partial)
        return self.finished

    def _reopen(self) -> int:
        """Go on with a child even if it is finished, which has no parts any more; how many jobs are whole."""
        if self.description["status"] != "finished":
            return self.finished
        before, self.description = self.description, dict(self._opening)
        return self.go_on(before)

    def _close(self, status: str, count: int, facts: Mapping[str, Any]) -> None:
        self.description |= {"status": status, **self.told(count), **facts}
        write_description(self.file, self.description)


def opening(kind: FolderKind, scenario: Scenario, *, label: str, command: str, note: str) -> dict[str, Any]:
    """What every kind of folder says of itself first, before there is anything in it."""
    return {
        "format": kind.format,
        "status": "running",
        "note": note,
        "version": __version__,
        "commit": source().commit,
        "command": command,
        "started": now(),
        "scenario_name": scenario.name,
        "scenario_hash": scenario.hash,
        "label": label,
        "start": scenario.start.isoformat(),
    }


def now() -> str:
    """This moment, as descriptions hold it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
