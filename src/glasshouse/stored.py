"""What a mechanism keeps of every person in the columns that all share, as a declaration.

The shipped state is 14 bytes a person, packed into few columns. Whose each bit of it is stands in the file of the
mechanism that writes it, and whoever draws the table of the state or counts what a mechanism costs reads it there. A
plug-in keeps what it keeps in columns of its own (``Mechanism(columns=…)``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from glasshouse.mechanism import Mechanism, maker
from glasshouse.population.people import COLUMNS, WHO


@dataclass(frozen=True, kw_only=True)
class Stored:
    """Bits of a shared column that a mechanism keeps; `bits` none: the whole column.

    Raises ValueError for a column that does not exist, or bits beyond it.

    >>> Stored(column="fear", means="fear, 0 to 255").width
    8
    >>> Stored(column="flags", means="a case is open", bits=1 << 12).width
    1
    """

    column: str
    means: str
    bits: int = 0
    module: str = field(default_factory=maker)

    def __post_init__(self) -> None:
        """Take the whole column where no bits are named."""
        if self.column not in COLUMNS:
            raise ValueError(f"'{self.column}' is no shared column; these are: {', '.join(COLUMNS)}")
        whole = _whole(self.column)
        if self.bits & ~whole:
            raise ValueError(f"column '{self.column}' has no bits {self.bits & ~whole:#x}")
        if not self.bits:
            object.__setattr__(self, "bits", whole)

    @property
    def width(self) -> int:
        """How many bits these are."""
        return self.bits.bit_count()


def _whole(column: str) -> int:
    return (1 << 8 * np.dtype(COLUMNS[column]).itemsize) - 1


#: Who somebody is, is drawn once and belongs to no mechanism.
WHO_STORED = tuple(Stored(column="traits", means=means, bits=bits) for means, bits in WHO.items())


def stored_by(mechanisms: Iterable[Mechanism]) -> Iterator[Stored]:
    """All that is kept in the shared columns, from the lowest bit of each."""
    found = [*WHO_STORED, *(one for each in mechanisms for one in each.declared(Stored))]
    names = list(COLUMNS)
    return iter(sorted(found, key=lambda one: (names.index(one.column), one.bits & -one.bits)))


def bits_kept(mechanism: Mechanism) -> int:
    """Bits of a person that a mechanism keeps: in the shared columns, and in those of its own.

    >>> from glasshouse.mechanisms import affect, cameras
    >>> bits_kept(affect.MECHANISM), bits_kept(cameras.MECHANISM)
    (16, 0)
    """
    own = sum(8 * np.dtype(kind).itemsize for kind in mechanism.columns.values())
    return own + sum(one.width for one in mechanism.declared(Stored))


def meanings(mechanisms: Iterable[Mechanism]) -> dict[str, str]:
    """What each shared column holds, in words: what its mechanisms say of their bits.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> meanings(SHIPPED)["dossier"]
    'areas of life with an entry on record, in both ledgers'
    """
    found: dict[str, list[str]] = {name: [] for name in COLUMNS}
    for one in stored_by(mechanisms):
        found[one.column].append(one.means)
    return {name: ", ".join(what) for name, what in found.items()}
