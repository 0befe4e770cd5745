"""How much memory a run needs, and how much there is."""

from __future__ import annotations

import math

from glasshouse.arguments import Argument
from glasshouse.engine.part import MOST_EVENTS
from glasshouse.engine.record_layout import bytes_a_person
from glasshouse.engine.simulate import MOST_LEDGER
from glasshouse.errors import BadInputError
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.model.events import EVENT
from glasshouse.model.state import DEEDS, HARMS
from glasshouse.runs.free_memory import available
from glasshouse.scenario.scenario_words import GROUPS

#: The interpreter, its libraries and compiled code; measured at about 300 MB.
_BASE = 400_000_000
#: A checkpoint packs a million people at a time; measured at 80 MB with 200 million people, and 150 MB with a ledger.
_PACKING = 150_000_000
#: The daily counts exist as a cube, and beside it the last replicate's as a cube and in long form, being written.
_FORMS = 6
#: Bytes a person and scenario that a comparison takes beside the scenarios themselves: twelve numbers, and masks.
_COMPARED = 64
#: Bytes that the report holds of a replicate for each district, group and measure that is not 0, and for each day.
#: Measured with 20,000 people over 365 days: 8,500 such cells, and 4.1 MB for each of 192 replicates.
_CELL, _DAY = 400, 3_000


def needed(
    population: int,
    days: int,
    districts: int,
    at_once: int = 1,
    *,
    groups: int = len(GROUPS),
    compared: bool = False,
    replicates: int = 1,
    mechanisms: MechanismSet = SHIPPED,
) -> int:
    """Bytes that a run takes at most, roughly, with so many replicates in memory at once, or scenarios that are
    compared.

    Of all ``replicates``, what the report shows of each is in memory together. ``mechanisms``: plug-ins keep columns of
    their own of every person, need a wider one for many lists, and count more.

    >>> needed(1_400_000_000, 365, 31) // 1_000_000_000
    20
    """
    # The ledger exists twice while its rows are made columns.
    ledger = 2 * (DEEDS.itemsize + HARMS.itemsize) if population <= MOST_LEDGER else 0
    # Scenarios that are compared are compared person by person: what each bore, and masks over it.
    people = population * (bytes_a_person(mechanisms) + ledger + (_COMPARED if compared else 0))
    daily = days * districts * (groups + 1) * len(mechanisms.measures) * 8 * _FORMS
    events = 3 * EVENT.itemsize * min(MOST_EVENTS, population * days // 20)
    packing = min(_PACKING, 10 * people)
    shown = replicates * (_cells(population, districts, groups, mechanisms) * _CELL + days * _DAY)
    return _BASE + packing + at_once * people + (daily + events) * (1 + at_once) // 2 + shown


def _cells(population: int, districts: int, groups: int, mechanisms: MechanismSet = SHIPPED) -> int:
    """Cells that are not 0: of rare measures the more, the more people there are, up to ten million.

    >>> _cells(20_000, 31, 4), _cells(10**7, 31, 4)
    (11352, 18476)
    """
    most = districts * groups * len(mechanisms.measures)  # what is counted by group has no row for all
    return int(most * min(1.0, math.log10(max(10, population)) / 7))


def check(
    population: int,
    days: int,
    districts: int,
    at_once: int = 1,
    *,
    groups: int = len(GROUPS),
    compared: bool = False,
    replicates: int = 1,
    mechanisms: MechanismSet = SHIPPED,
) -> None:
    """Raise ``BadInputError`` when a run would not fit into memory."""
    need = needed(
        population,
        days,
        districts,
        at_once,
        groups=groups,
        compared=compared,
        replicates=replicates,
        mechanisms=mechanisms,
    )
    compare(need, available(), population, days)


def compare(need: int, free: int | None, population: int, days: int, where: str = "") -> None:
    """Raise ``BadInputError`` when the bytes that a run needs are more than are free, if that is known."""
    if free is not None and need > free:
        raise BadInputError(
            f"{population:,} people over {days:,} days need about {_gb(need)} of memory{where}, and {_gb(free)} is "
            "free. Choose a smaller ",
            Argument("population"),
            ", fewer ",
            Argument("days"),
            " or fewer ",
            Argument("replicates"),
            ".",
        )


def _gb(size: int) -> str:
    return f"{size / 1e9:,.1f} GB"
