"""How much memory a run needs, and how much there is."""

from __future__ import annotations

import os
from pathlib import Path

from glasshouse.engine.part import MOST_EVENTS
from glasshouse.engine.simulate import MOST_LEDGER
from glasshouse.model.events import EVENT
from glasshouse.model.measures import GROUP_AXIS, MEASURES
from glasshouse.model.state import DEEDS, HARMS
from glasshouse.population.people import BYTES_A_PERSON
from glasshouse.results.errors import BadInputError

#: The interpreter, its libraries and compiled code; measured at about 300 MB.
_BASE = 400_000_000
#: A checkpoint packs a million people at a time; measured at 80 MB with 200 million people, and 150 MB with a ledger.
_PACKING = 150_000_000
#: The daily counts exist as a cube, and beside it the last replicate's as a cube and in long form, being written.
_FORMS = 6
#: Bytes a person and world that a comparison takes beside the worlds themselves: twelve numbers, and masks.
_COMPARED = 64


def needed(population: int, days: int, districts: int, at_once: int = 1, *, compared: bool = False) -> int:
    """Bytes that a run takes at most, roughly, with so many replicates in memory at once, or worlds that are compared.

    >>> needed(1_400_000_000, 365, 31) // 1_000_000_000
    20
    """
    # The ledger exists twice while its rows are made columns.
    ledger = 2 * (DEEDS.itemsize + HARMS.itemsize) if population <= MOST_LEDGER else 0
    # Worlds that are compared are compared person by person: what each bore, and masks over it.
    people = population * (BYTES_A_PERSON + ledger + (_COMPARED if compared else 0))
    daily = days * districts * len(GROUP_AXIS) * len(MEASURES) * 8 * _FORMS
    events = 3 * EVENT.itemsize * min(MOST_EVENTS, population * days // 20)
    packing = min(_PACKING, 10 * people)
    return _BASE + packing + at_once * people + (daily + events) * (1 + at_once) // 2


def available() -> int | None:
    """Bytes that can still be had, or None where the system does not say."""
    limits = [limit for limit in (_free(), _allowed()) if limit is not None]
    return min(limits) if limits else None


def check(population: int, days: int, districts: int, at_once: int = 1, *, compared: bool = False) -> None:
    """Raise ``BadInputError`` when a run would not fit into memory."""
    compare(needed(population, days, districts, at_once, compared=compared), available(), population, days)


def compare(need: int, free: int | None, population: int, days: int, where: str = "") -> None:
    """Raise ``BadInputError`` when the bytes that a run needs are more than are free, if that is known."""
    if free is not None and need > free:
        raise BadInputError(
            f"{population:,} people over {days:,} days need about {_gb(need)} of memory{where}, and {_gb(free)} is "
            "free. Choose a smaller --population, or fewer --days."
        )


def _gb(size: int) -> str:
    return f"{size / 1e9:,.1f} GB"


def _free() -> int | None:
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def _allowed() -> int | None:
    """What a container leaves us."""
    group = Path("/sys/fs/cgroup")
    try:
        most = (group / "memory.max").read_text(encoding="ascii").strip()
        return None if most == "max" else int(most) - int((group / "memory.current").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
