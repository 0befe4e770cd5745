"""What a section of a scenario file holds beside its switch and its parameters, declared by its mechanism.

The models of a scenario file, the keys that ``--set`` takes and the schema are made from these declarations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from glasshouse.mechanism import maker

#: What a key may hold: a date or nothing, true or false, a list of gates, the names of tiers.
KINDS = ("date", "switch", "gates", "tiers")
#: How an entry that has a name of its own may be called.
NAME = r"[a-z][a-z0-9_]*"


class Declaring(Protocol):
    """Mechanisms that are asked for what they declare."""

    def declared(self, kind: type[Any]) -> Iterable[Any]:
        """Everything of a kind."""
        ...


@dataclass(frozen=True, kw_only=True)
class Extra:
    """One more key of a section.

    `key`: its full key; one of three words stands in a mapping within the section (``restrictions.tier_gates.D``).
    `kind`: one of KINDS. `off`: a switch that is off unless a file switches it on. `mapping`: what the schema says of
    it, or of the mapping in which it stands. `quiet`: left out of a scenario's document where it is empty.
    `mark`: of a date, what a report's charts call it. Raises ValueError for an unknown kind.

    >>> Extra(key="ban.date", kind="date").section
    'ban'
    """

    key: str
    kind: str
    off: bool = False
    mapping: str = ""
    quiet: bool = False
    mark: str = ""
    module: str = field(default_factory=maker)

    def __post_init__(self) -> None:
        """Refuse a kind that there is not."""
        if self.kind not in KINDS:
            raise ValueError(f"{self.key}: '{self.kind}' is no kind of key; the kinds are {', '.join(KINDS)}")

    @property
    def section(self) -> str:
        """The section in which it stands."""
        return self.key.partition(".")[0]


@dataclass(frozen=True, kw_only=True)
class Suppliers:
    """A section that has entries under names of their own: who supplies which of some functions.

    Any name is one, given a role, its source and functions. `section`: its mechanism's. `one`: what each of them is, in
    a word. `functions`: by name, what each feeds. How much of a function is supplied (``settings.functions``, by name)
    is the suppliers that are switched on, as a share of all that supply it, and 0 where nobody does.

    >>> couriers = Suppliers(section="couriers", one="courier", functions={"parcels": "parcels are opened"})
    >>> couriers.switch("postman")
    'couriers.postman.enabled'
    """

    section: str
    one: str
    functions: Mapping[str, str]
    module: str = field(default_factory=maker)

    def switch(self, name: str) -> str:
        """The key of a supplier's switch."""
        return f"{self.section}.{name}.enabled"


@dataclass(frozen=True, kw_only=True)
class Suspension:
    """Two dates between which a section is off, whatever its switch says; without the first there is none.

    >>> Suspension(section="plates", begin="plates.paused_from", end="plates.paused_until").section
    'plates'
    """

    section: str
    begin: str
    end: str
    module: str = field(default_factory=maker)


@dataclass(frozen=True, kw_only=True)
class AddedGates:
    """Gates that every list closes as well while a switch is on; `switch` and `gates` are the two keys.

    >>> AddedGates(switch="plates.joint.enabled", gates="plates.joint.gates").gates
    'plates.joint.gates'
    """

    switch: str
    gates: str
    module: str = field(default_factory=maker)


def extras(mechanisms: Declaring, kind: str | None = None) -> tuple[Extra, ...]:
    """The further keys of some mechanisms' sections, perhaps those of a kind."""
    return tuple(each for each in mechanisms.declared(Extra) if kind in (None, each.kind))


def keys_of(mechanisms: Declaring, kind: str) -> tuple[str, ...]:
    """The keys of a kind."""
    return tuple(each.key for each in extras(mechanisms, kind))


def described(data: Any, declared: Iterable[Suppliers], *, bottom: bool) -> tuple[str, ...]:
    """Keys of suppliers in a file: those that it describes; with nothing below it (`bottom`) also those it switches.

    >>> couriers = Suppliers(section="couriers", one="courier", functions={"parcels": "parcels are opened"})
    >>> file = {"couriers": {"postman": {"role": "x"}, "runner": {"enabled": False}, "scored": True}}
    >>> described(file, [couriers], bottom=False), described(file, [couriers], bottom=True)
    (('couriers.postman',), ('couriers.postman', 'couriers.runner'))
    """
    found: list[str] = []
    for each in declared:
        section = data.get(each.section) if isinstance(data, dict) else None
        for name, value in section.items() if isinstance(section, dict) else ():
            says = value.keys() if isinstance(value, dict) else set()
            if re.fullmatch(NAME, str(name)) and (says & {"role", "functions"} or (bottom and says == {"enabled"})):
                found.append(f"{each.section}.{name}")
    return tuple(found)


def named_in(keys: Iterable[str], declared: Iterable[Suppliers]) -> tuple[str, ...]:
    """Keys of suppliers among the keys of switches.

    >>> couriers = Suppliers(section="couriers", one="courier", functions={"parcels": "parcels are opened"})
    >>> named_in(["couriers.enabled", "couriers.postman.enabled"], [couriers])
    ('couriers.postman',)
    """
    patterns = [re.compile(rf"({each.section}\.{NAME})\.enabled") for each in declared]
    return tuple(dict.fromkeys(hit[1] for key in keys for pattern in patterns if (hit := pattern.fullmatch(key))))
