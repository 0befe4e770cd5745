"""How much memory this process can still have: of the machine, of every group it is in, and of its own limit.

A group is a control group of Linux, as containers and batch systems make them, of version 1 or 2. Each is below others,
and the tightest holds. What a group's files take in the page cache counts as used there, and is given back when
somebody needs it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

if sys.platform != "win32":
    import resource

#: A limit of version 1 from here on is none.
_NO_LIMIT = 1 << 60


@dataclass(frozen=True, kw_only=True)
class System:
    """Where the system says what there is: ``/proc``, and the tree of control groups."""

    proc: Path = Path("/proc")
    groups: Path = Path("/sys/fs/cgroup")


@dataclass(frozen=True, kw_only=True)
class _Version:
    """Names of a version's files: the limit, what is used, and in ``memory.stat`` what can be given back."""

    limit: str
    used: str
    given_back: str


_FIRST = _Version(limit="memory.limit_in_bytes", used="memory.usage_in_bytes", given_back="total_inactive_file")
_SECOND = _Version(limit="memory.max", used="memory.current", given_back="inactive_file")


def available(system: System | None = None) -> int | None:
    """Bytes that can still be had, or None where the system does not say."""
    system = system or System()
    found = [_free(system), *_of_groups(system), _of_process(system)]
    known = [limit for limit in found if limit is not None]
    return max(0, min(known)) if known else None


def _free(system: System) -> int | None:
    """What the machine has."""
    try:
        for line in (system.proc / "meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def _of_groups(system: System) -> Iterator[int]:
    """What each group leaves that this process is in, and each above it."""
    try:
        lines = (system.proc / "self" / "cgroup").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controllers and "memory" not in controllers.split(","):
            continue
        base, version = (system.groups / "memory", _FIRST) if controllers else (system.groups, _SECOND)
        # In a container, the names above its own group may not be there: whatever is there holds.
        own = PurePosixPath(*(name for name in PurePosixPath(path).parts if name not in ("/", "..")))
        for each in (own, *own.parents):
            left = _left(base / each, version)
            if left is not None:
                yield left


def _left(group: Path, version: _Version) -> int | None:
    """What a group leaves; None where it has no limit, or is not there."""
    try:
        limit = int((group / version.limit).read_text(encoding="ascii"))
        used = int((group / version.used).read_text(encoding="ascii"))
    except (OSError, ValueError):  # "max" is no number
        return None
    if limit >= _NO_LIMIT:
        return None
    return limit - max(0, used - _given_back(group, version.given_back))


def _given_back(group: Path, name: str) -> int:
    """The page cache that can be given back: files that nobody used of late."""
    try:
        for line in (group / "memory.stat").read_text(encoding="ascii").splitlines():
            key, _, value = line.partition(" ")
            if key == name:
                return int(value)
    except (OSError, ValueError):
        pass
    return 0


def _of_process(system: System) -> int | None:
    """What ``ulimit -v`` leaves of address space."""
    if sys.platform == "win32":
        return None
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return None
    try:
        pages = int((system.proc / "self" / "statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        pages = 0
    return limit - pages * os.sysconf("SC_PAGE_SIZE")
