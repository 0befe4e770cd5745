"""Checkpoints of a part of a run: when one is written, which are kept, and which one a run goes on from.

The format is documented in ``docs/checkpoints.md``. A checkpoint is a folder of Arrow files that gets its name in the
last step. Days that are over and their events go into files of their own, written once and listed by each later one.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glasshouse.engine import column_files, stored_checkpoint
from glasshouse.engine.part import Part
from glasshouse.engine.record_layout import bytes_a_person

#: How many are kept.
KEPT = 2
#: What a disk takes, guessed before the first checkpoint was written.
_BYTES_A_SECOND = 1e9
#: What a file that somebody altered can come to, whoever reads it.
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)


@dataclass(kw_only=True)
class Pace:
    """When the next checkpoint is due, so that all of them together cost little.

    Not before `least` seconds since the last one (or the first evening), nor before `sparing` times what that one cost.

    >>> moments = iter([0.0, 10.0, 30.0, 32.0, 80.0, 92.0])
    >>> pace = Pace(clock=lambda: next(moments))
    >>> pace.due(0), pace.due(0), pace.due(0)
    (False, False, True)
    >>> pace.wrote(2.0)
    >>> pace.due(0), pace.due(0)
    (False, True)
    """

    least: float = 30.0
    sparing: float = 30.0
    clock: Callable[[], float] = time.monotonic
    _cost: float | None = None
    _since: float | None = None

    def due(self, size: int) -> bool:
        """Whether it is time for one of so many bytes."""
        now = self.clock()
        if self._since is None:
            self._since = now
        cost = size / _BYTES_A_SECOND if self._cost is None else self._cost
        return now - self._since >= max(self.least, self.sparing * cost)

    def wrote(self, seconds: float) -> None:
        """Note what one cost."""
        self._cost, self._since = seconds, self.clock()


class Keeper:
    """Keeps the checkpoints of a part in a folder, under a name, and finds the last good one there.

    `about` says which run it is (JSON values): a checkpoint of another one is not used. `say` is called with one
    sentence when a checkpoint turns out to be no good. `seconds` is the time that the days before it took.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        about: Mapping[str, Any],
        *,
        pace: Pace | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Touch nothing yet."""
        self.folder, self.name, self.about, self.pace, self.say = folder, name, dict(about), pace or Pace(), say
        self.seconds = 0.0
        self._segments: list[dict[str, Any]] = []
        self._day, self._logged = 0, 0

    def restore(self, part: Part, pool: Executor, *, replay: bool = True) -> None:
        """Bring a settled part to the day of the last good checkpoint; without one, leave it where it is.

        Without `replay` its smallest district is not simulated again: another part's of the same run is.
        """
        for place in self._found():
            loading = False
            try:
                content = stored_checkpoint.check(place, part, self.about)
                if replay:
                    stored_checkpoint.replay(place, content, part, pool)
                loading = True
                stored_checkpoint.load(place, content, part)
                self.seconds = float(content["seconds"])
            except _UNREADABLE as error:
                why = str(error) if isinstance(error, stored_checkpoint.CheckpointError) else "it cannot be read"
                self.say(f"A checkpoint, {place}, is not used: {why}.")
                self._set_aside(place)
                if loading:
                    part.clear()
                    part.initialise(pool)
                continue
            self._segments, self._day, self._logged = list(content["segments"]), part.day, len(part.events)
            return

    def evening(self, part: Part, seconds: float) -> None:
        """Write a checkpoint if it is time; `seconds` is what all days took so far. Raises ``OSError``."""
        if part.day < part.days and self.pace.due((part.end - part.origin) * bytes_a_person(part.mechanisms)):
            began = time.monotonic()
            self.write(part, seconds)
            self.pace.wrote(time.monotonic() - began)

    def write(self, part: Part, seconds: float = 0.0) -> Path:
        """Write a checkpoint of a part now, and drop those before the last ones. Raises ``OSError``."""
        self.folder.mkdir(exist_ok=True)
        self._close_segments(part)
        place = self.folder / f"{self.name}-day-{part.day:05d}"
        said = {"day": part.day, "seconds": round(seconds, 6), "segments": self._segments}
        with _in_one_step(place) as partial:
            partial.mkdir()
            stored_checkpoint.write(partial, part, {**stored_checkpoint.describe(part, self.about), **said})
        column_files.sync(self.folder)
        self._prune()
        return place

    def drop(self) -> None:
        """Remove all that is kept under this name: the part has come to its end."""
        for path in self._all():
            _remove(path)

    def _close_segments(self, part: Part) -> None:
        """Write the days since the last checkpoint, and their events, into files of their own."""
        first, last = self._day, part.day
        if last == first:
            return
        new = []
        for kind, batches in stored_checkpoint.segments(part, first, self._logged).items():
            name = f"{self.name}-{kind}-{first:05d}-{last:05d}.arrow"
            with _in_one_step(self.folder / name) as partial:
                said = column_files.write_columns(partial, batches)
            new.append({"kind": kind, "name": name, "days": [first, last], **said})
        self._segments, self._day, self._logged = [*self._segments, *new], last, len(part.events)

    def _set_aside(self, place: Path) -> None:
        """Give a checkpoint that is no good a name under which nobody looks for one, until it is pruned."""
        unused = self.folder / f".{place.name}.unused"
        _remove(unused)
        os.replace(place, unused)

    def _found(self) -> list[Path]:
        """Checkpoints under this name, the last first."""
        return sorted((path for path in self._all() if path.name.startswith(f"{self.name}-day-")), reverse=True)

    def _all(self) -> list[Path]:
        """All that there is under this name, what is half written or no good too."""
        if not self.folder.is_dir():
            return []
        return [path for path in self.folder.iterdir() if path.name.lstrip(".").startswith(f"{self.name}-")]

    def _prune(self) -> None:
        """Keep the last checkpoints and the segments that they list."""
        kept = self._found()[:KEPT]
        wanted = {path.name for path in kept}
        for path in kept:
            wanted |= {said["name"] for said in stored_checkpoint.manifest(path)["segments"]}
        for path in self._all():
            if path.name not in wanted:
                _remove(path)


@contextmanager
def _in_one_step(path: Path) -> Iterator[Path]:
    """Where to write what becomes `path` when the block ends; after a failure nothing is left of it."""
    partial = path.with_name(f".{path.name}.part")
    _remove(partial)
    try:
        yield partial
        if path.is_dir():
            shutil.rmtree(path)
        os.replace(partial, path)
    except BaseException:
        _remove(partial)
        raise


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
