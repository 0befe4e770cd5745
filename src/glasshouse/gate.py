"""A gate as a declaration: what people want behind it, what it is called, and what is counted at it.

A gate can be closed by tiers and lists of a scenario. The eight that ship stand in ``mechanisms/outings.py``; a
mechanism of somebody's own may bring more of them, up to MOST in all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from glasshouse.day_settings import DaySettings
from glasshouse.flow_chart import LAST, Arrow, Node
from glasshouse.mechanism import UNPLACED, Count, Mechanism, Parameter, maker
from glasshouse.note import Ways

#: So many gates have room in the rows of single events.
MOST = 28
#: Gates whose bits lie below those of a verdict in such a row; the others' lie above.
_BELOW = 8


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A gate, made by `gate`.

    - `wanted`: the key of the parameter that says how often an adult wants what lies behind it, in a day. A person goes
      to one gate a day at most: what all gates together come to beyond 1, nobody wants.
    - `title`: that, several of it ("Hotel nights"). `doors`: whose doors they are ("hotels"). `kind`: the same in the
      words of a measure, and `short` in a box of the flow chart. `where`, `everywhere`: where somebody is turned away
      ("at a hotel", "at hotels").
    - `learned`, `refused`: ways of telling of the refusal from which somebody learned of a sanction, and of others.
    - `needed`: nobody may be kept from it (the ceiling on sanctions).
    - `closed`, `blocked`: days on which it was closed to somebody, and attempts refused.
    - `place`: the bit of a shipped one; others get the next in the set of mechanisms. `turn`: which comes first where a
      person's outing of the day is looked up; those without come last.
    """

    name: str
    wanted: str
    title: str
    doors: str
    kind: str
    short: str
    where: str
    everywhere: str
    learned: Ways
    refused: Ways
    needed: bool
    closed: Count
    blocked: Count
    place: int | None
    turn: int
    module: str

    #: What is declared with it: its counts, its box in the flow chart, and the arrow to it.
    brings: tuple[Any, ...]


def gate(
    name: str,
    *,
    wanted: Parameter | str,
    title: str,
    doors: str,
    where: str,
    everywhere: str = "",
    kind: str = "",
    short: str = "",
    learned: Ways = (),
    refused: Ways = (),
    needed: bool = False,
    place: int | None = None,
    columns: tuple[int, int] | None = None,
    turn: int = UNPLACED,
) -> Gate:
    """Declare a gate.

    >>> bus = gate("bus", wanted="buses.outings", title="Bus journeys", doors="buses", where="on the bus")
    >>> bus.closed.name, bus.blocked.text, bus.short
    ('closed_bus', 'Bus journeys: attempts refused', 'Buses')
    """
    module = maker()
    closed = Count(
        f"closed_{name}",
        f"{title}: days closed",
        unit="person-days",
        place=columns[0] if columns else None,
        card="restrictions",
    )
    blocked = Count(
        f"blocked_{name}",
        f"{title}: attempts refused",
        unit="attempts",
        place=columns[1] if columns else None,
        card="restrictions",
    )
    closed.module = blocked.module = module
    short = short or doors[:1].upper() + doors[1:]
    order = LAST if place is None else 10 + place
    box = Node(key=name, name=short, stage="gates", part="restrictions", place=order, module=module)
    arrow = Arrow(
        start="sanction",
        end=name,
        what="refused",
        measures=(blocked,),
        part="restrictions",
        place=LAST if place is None else 210 + place,
        module=module,
    )
    return Gate(
        name=name,
        wanted=wanted if isinstance(wanted, str) else wanted.key,
        title=title,
        doors=doors,
        kind=kind or doors,
        short=short,
        where=where,
        everywhere=everywhere or where,
        learned=learned or (f"{{they}} learned of it when {{they}} was turned away {where}.",),
        refused=refused or (f"{{they}} was turned away {where}.", f"The {{nth}} refusal was {where}."),
        needed=needed,
        closed=closed,
        blocked=blocked,
        place=place,
        turn=turn,
        module=module,
        brings=(closed, blocked, box, arrow),
    )


@dataclass(frozen=True, kw_only=True)
class Favour:
    """What somebody is given at a gate, in a story: "a faster visa"."""

    gate: str
    what: str
    module: str


def favour(gate: Gate, what: str) -> Favour:
    """Declare what is given at a gate.

    >>> bus = gate("bus", wanted="buses.outings", title="Bus journeys", doors="buses", where="on the bus")
    >>> favour(bus, "a seat in front").gate
    'bus'
    """
    return Favour(gate=gate.name, what=what, module=maker())


@cache
def gates(mechanisms: tuple[Mechanism, ...]) -> tuple[Gate, ...]:
    """The gates of some mechanisms in the order of their bits: the shipped ones, and those of plug-ins."""
    found = [one for each in mechanisms for one in each.declared(Gate)]
    return tuple(sorted(found, key=lambda one: UNPLACED if one.place is None else one.place))


def gate_names(mechanisms: tuple[Mechanism, ...]) -> tuple[str, ...]:
    """Names of the gates, in the order of their bits."""
    return tuple(one.name for one in gates(mechanisms))


def how_many(mechanisms: tuple[Mechanism, ...]) -> int:
    """The number of gates: the length of a table by gate."""
    return len(gates(mechanisms))


def in_use(gate: Gate, settings: DaySettings) -> bool:
    """Whether there is such a gate on a day: the mechanism that brings it is on, and so is what says who wants it."""
    owners = (each.section for each in settings.running if each.module == gate.module)
    return _on(settings, gate.wanted.partition(".")[0]) and any(_on(settings, each) for each in owners)


def _on(settings: DaySettings, section: str) -> bool:
    """Whether a section is on; a scenario that is left for another may have no such switch."""
    try:
        return settings.on(section)
    except KeyError:
        return False


def gate_bits(names: Iterable[str], known: tuple[str, ...]) -> int:
    """Gates as bits; a gate that is not among those known, since its mechanism is off, has none.

    >>> gate_bits(["hotel", "shop", "bus"], ("hotel", "restaurant", "shop"))
    5
    """
    return sum(1 << known.index(name) for name in {*names} if name in known)


def gates_in(bits: int, known: tuple[str, ...]) -> tuple[str, ...]:
    """The names of gates that are bits of a number.

    >>> gates_in(0b101, ("hotel", "restaurant", "shop"))
    ('hotel', 'shop')
    """
    return tuple(name for place, name in enumerate(known) if bits >> place & 1)


def bits_of_sanction(value: int) -> int:
    """The closed gates in the value of a row that says that a sanction began (``model/events.py``).

    >>> bits_of_sanction(0b1_01_00000101)
    261
    """
    return value & (1 << _BELOW) - 1 | value >> _BELOW + 2 << _BELOW
