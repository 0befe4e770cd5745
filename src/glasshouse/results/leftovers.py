"""What lies in a folder until its run is finished, and what a kill leaves there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from glasshouse.errors import BadInputError
from glasshouse.results.entries import require_plain
from glasshouse.results.lock import Lock

#: Finished replicates, and checkpoints of the one under way, until the run is finished.
PARTS, CHECKPOINTS = ".parts", ".checkpoints"
#: Locks as folders of 0.1 had them. Nothing heeds them any more.
_OLD_LOCKS = ".lock-*"


def sweep(folder: Path, finished: bool = False) -> None:
    """Remove what a kill left half written; and of a finished run or comparison all that it took to go on with it.

    Raises ``BadInputError`` for a folder in which a link leads elsewhere, and then nothing is removed.
    """
    require_plain(folder)
    for path in (*folder.glob(".*.part"), *folder.glob(_OLD_LOCKS)):
        path.unlink(missing_ok=True)
    for name in (PARTS, CHECKPOINTS) if finished else ():
        shutil.rmtree(folder / name, ignore_errors=True)


def tidy(folder: Path) -> None:
    """Remove what a process left that was killed after its run had finished, unless it is still there."""
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
