"""Who is writing a folder: one process at a time, and one that was killed holds nothing up.

The lock is filelock's ``FileLock`` on the file ``.lock``: the system's own (``flock``, or its like on Windows), which
ends with the process that holds it. What decided, tried with eleven versions of filelock from 3.16 to 4.3 on Linux:

- ``SoftFileLock`` takes a killed process that nobody has waited for yet (as in a container whose first process waits
  for none) for a living one, and so would refuse to go on with its folder. ``flock`` holds nothing then.
- ``flock`` reaches across machines on NFS and SMB. On a file system without it filelock takes its soft lock by itself:
  then only a process on the same machine is seen to be dead, and after a crash elsewhere ``.lock`` must be deleted.
- Since 3.21 a lock whose file is gone is taken for none, so that ``release`` may remove the file while it still holds
  it; nothing is left in a finished folder. Up to 3.29 a refused process empties the file, and up to 4.0 two processes
  can hold a folder without ``flock``. So the lower bound is 4.1.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from glasshouse.errors import BadInputError
from glasshouse.folders.entries import read_plain

NAME = ".lock"
#: Seconds in which whoever only looked (``is_written``) has let go again, and between two tries.
_PATIENCE, _BETWEEN = 0.2, 0.02
#: Bytes of a lock's file; more are none of ours.
_LONGEST = 1024


class Lock:
    """The right to write a folder.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     lock = Lock(Path(place))
    ...     lock.take()
    ...     try:
    ...         Lock(Path(place)).take()
    ...     except BadInputError as error:
    ...         print(str(error).partition(": ")[2].partition(" (")[0])
    ...     lock.release()
    ...     Lock(Path(place)).take()
    something is writing it
    """

    def __init__(self, folder: Path) -> None:
        """Touch nothing yet."""
        self.folder = folder
        # One thread may take it and another let go of it.
        self._lock = FileLock(folder / NAME, thread_local=False)

    def take(self) -> None:
        """Hold the folder. Raises ``BadInputError`` when somebody does, and ``OSError``."""
        try:
            self._lock.acquire(timeout=_PATIENCE, poll_interval=_BETWEEN)
        except Timeout:
            raise BadInputError(
                f"{self.folder}: something is writing it{_who(self.folder)}. Wait until it ends."
            ) from None
        with suppress(OSError):  # told in the refusal of others, and needed by nobody; the soft lock has it already
            if _process(self.folder) != str(os.getpid()):
                (self.folder / NAME).write_text(f"{os.getpid()}\n", encoding="utf-8")

    def release(self) -> None:
        """Let go of it; nothing happens when it is not held."""
        if self._lock.is_locked:
            with suppress(OSError):  # Windows removes it afterwards
                (self.folder / NAME).unlink(missing_ok=True)
            with suppress(OSError):
                self._lock.release()


def is_written(folder: Path) -> bool:
    """Whether a process is writing a folder. Nothing is made in one that no process ever wrote.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     is_written(Path(place))
    False
    """
    if not (folder / NAME).is_file():
        return False
    lock = FileLock(folder / NAME, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False


def _who(folder: Path) -> str:
    process = _process(folder)
    return f" (process {process})" if process.isdecimal() else ""


def _process(folder: Path) -> str:
    """The process that a lock's file names; "" when it names none."""
    try:
        return next(iter(read_plain(folder / NAME, _LONGEST).splitlines()), "")
    except (OSError, ValueError):
        return ""
