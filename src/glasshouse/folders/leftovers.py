"""What lies in a folder until it is finished, and what a kill leaves there."""

from __future__ import annotations

import os
import shutil
from itertools import count
from pathlib import Path

from glasshouse.errors import BadInputError
from glasshouse.folders.entries import read_json, require_plain
from glasshouse.folders.lock import Lock

#: Finished jobs, and checkpoints of the one under way, until the folder is finished.
PARTS, CHECKPOINTS = ".parts", ".checkpoints"
#: Locks as folders of 0.1 had them. Nothing heeds them any more.
_OLD_LOCKS = ".lock-*"


def sweep(folder: Path, finished: bool = False) -> None:
    """Remove what a kill left half written; and of a finished folder all that it took to go on with it.

    Raises ``BadInputError`` for a folder in which a link leads elsewhere, and then nothing is removed.
    """
    require_plain(folder)
    for path in (*folder.glob(".*.part"), *folder.glob(_OLD_LOCKS)):
        path.unlink(missing_ok=True)
    for name in (PARTS, CHECKPOINTS) if finished else ():
        shutil.rmtree(folder / name, ignore_errors=True)


def tidy(folder: Path) -> None:
    """Remove what a process left that was killed after the folder was finished, unless it is still there."""
    lock = Lock(folder)
    try:
        lock.take()
        sweep(folder, finished=True)
    except (BadInputError, OSError):
        pass
    finally:
        lock.release()


def double(source: Path, target: Path) -> None:
    """The same file under another name, which takes no room where the file system can do that."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def stopped_when_whole(folder: Path, name: str) -> str:
    """What is said of a folder that was stopped when it called itself finished already; "" for others.

    ``name`` is the file in which it describes itself. It is not closed anew: some of its parts may be gone by then.
    """
    try:
        finished = read_json(folder / name)["status"] == "finished"
    except (OSError, ValueError, LookupError, TypeError):
        finished = False
    return f"{folder}: the figures are whole. 'glasshouse resume {folder}' writes the report." if finished else ""


def kept_jobs(folder: Path, first: int = 0) -> int:
    """How many jobs of an unfinished folder are whole: those noted among its parts, from the ``first``.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     (Path(place) / PARTS).mkdir()
    ...     for number in (0, 1, 3):
    ...         _ = (Path(place) / PARTS / f"{number:06d}.json").write_text("{}")
    ...     kept_jobs(Path(place))
    2
    """
    parts = folder / PARTS
    if parts.is_symlink():
        return 0
    return next(many for many in count() if not (parts / f"{first + many:06d}.json").is_file())
