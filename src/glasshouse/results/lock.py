"""Who is writing a folder: one process at a time, and one that was killed holds nothing up.

A lock is a file ``.lock-N`` that says which process holds it. The holder is the one with the highest N; whoever finds
that it lives no more makes N + 1, which the file system lets only one do.
"""

from __future__ import annotations

import json
import os
import platform
import re
import sys
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from glasshouse.results.entries import read_json
from glasshouse.results.errors import BadInputError

_NAME = re.compile(r"\.lock-(\d{6})")
#: Bytes of a lock; more are none.
_LONGEST = 4096
#: Seconds in which the maker of a lock must have written its name into it.
_YOUNG = 10.0


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
        self._own: Path | None = None

    def take(self) -> None:
        """Hold the folder. Raises ``BadInputError`` when somebody does, and ``OSError``."""
        for _ in range(100):
            numbers = _numbers(self.folder)
            if numbers:
                holder = _living(_path(self.folder, numbers[-1]))
                if holder:
                    raise BadInputError(f"{self.folder}: something is writing it ({holder}). Wait until it ends.")
            mine = numbers[-1] + 1 if numbers else 1
            if not self._make(_path(self.folder, mine)):
                continue
            # Somebody may have come and gone since the numbers were read, and a third have taken a lower one.
            lower = [number for number in _numbers(self.folder) if number < mine]
            if any(_living(_path(self.folder, number)) for number in lower):
                self.release()
                continue
            for number in lower:
                _path(self.folder, number).unlink(missing_ok=True)
            return
        raise BadInputError(f"{self.folder}: something else is writing it.")

    def release(self) -> None:
        """Let go of it; nothing happens when it is not held."""
        if self._own is not None:
            with suppress(OSError):
                self._own.unlink(missing_ok=True)
            self._own = None

    def _make(self, path: Path) -> bool:
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return False
        try:
            os.write(handle, json.dumps({"process": os.getpid(), "since": _born(os.getpid()), "on": _host()}).encode())
        except OSError:  # a disk that is full: an empty lock would hold for some seconds
            path.unlink(missing_ok=True)
            raise
        finally:
            os.close(handle)
        self._own = path
        return True


def holder(folder: Path) -> str:
    """Who writes a folder, in words; "" when nobody does."""
    numbers = _numbers(folder)
    return _living(_path(folder, numbers[-1])) if numbers else ""


def _numbers(folder: Path) -> list[int]:
    return sorted(int(found[1]) for path in folder.iterdir() if (found := _NAME.fullmatch(path.name)))


def _path(folder: Path, number: int) -> Path:
    return folder / f".lock-{number:06d}"


def _living(path: Path) -> str:
    """Who holds a lock, in words; "" when nobody does any more."""
    try:
        said: Any = read_json(path, _LONGEST)
        process, since, where = int(said["process"]), said["since"], said["on"]
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        try:
            young = time.time() - path.stat().st_mtime < _YOUNG
        except OSError:
            return ""
        return "a process that has just begun" if young else ""
    if where != _host():
        return f"a process on another machine; if it is no more, delete {path}"
    born = _born(process)
    lives = _lives(process) if born is None else since is None or born == since
    return f"process {process}" if lives else ""


def _host() -> str:
    """This machine, without its name."""
    return blake2b(platform.node().encode(), digest_size=8).hexdigest()


def _born(process: int) -> str | None:
    """When a process began, "" for one that has ended, None where the system does not say."""
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return "" if Path("/proc/self/stat").exists() else None
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]


def _lives(process: int) -> bool:
    """Whether there is a process with a number, where ``/proc`` does not say."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, process)  # may ask about it, and no more
        if not handle:
            return False
        code = ctypes.c_ulong()
        alive = bool(kernel.GetExitCodeProcess(handle, ctypes.byref(code))) and code.value == 259
        kernel.CloseHandle(handle)
        return alive
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
