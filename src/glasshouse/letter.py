"""What one person does to another: letters that a mechanism's rules write today and deliver tomorrow morning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from glasshouse.entry_kind import EntryKind
from glasshouse.mechanism import Count, maker

#: What a story tells of a letter: that a friend is in trouble, or an entry in the record of whoever gets it.
TOLD = ("", "friend", "entry")
#: There are so many kinds; the places of the shipped ones come first.
MOST = 128
#: The place of a letter that has none yet; no record can hold it.
_UNPLACED = 2**41


class Letter(int):
    """A kind of letter; in compiled code the number that a letter carries as its purpose.

    `place`: of the shipped ones. Any other has one from the set of mechanisms. `told`: what a story tells of it, one
    of TOLD. `entry`: the kind of that entry; `counts`: what is counted with one: with an entry, where the observed
    ledger gets it. `things`: (one, several) of such an entry where the sender's own was false; those of its kind
    unless given. `brief`: a clause with {other}, for where two lives part.

    >>> int(Letter("news", place=0)), Letter("a warning") > MOST
    (0, True)
    """

    name: str
    told: str
    entry: EntryKind | None
    counts: tuple[Count, ...]
    things: tuple[str, str]
    brief: str
    place: int | None
    module: str

    def __new__(
        cls,
        name: str,
        *,
        place: int | None = None,
        told: str = "",
        entry: EntryKind | None = None,
        counts: tuple[Count, ...] = (),
        things: tuple[str, str] | None = None,
        brief: str = "",
    ) -> Self:
        """Declare a kind of letter. Raises ValueError for what no story tells, and for an entry that is none.

        Counts of a letter of which no story tells anything would be missing in what a life adds up to.
        """
        if told not in TOLD:
            raise ValueError(f"{name}: no story tells '{told}' of a letter; it may tell {', '.join(TOLD[1:])}")
        if (told == "entry") != (entry is not None):
            raise ValueError(f"{name}: only a letter that a story tells as an entry says of which kind")
        if counts and not told:
            raise ValueError(
                f"{name}: only a letter that a story tells has counts; say told='{TOLD[1]}' or '{TOLD[2]}'"
            )
        self = super().__new__(cls, _UNPLACED if place is None else place)
        self.name, self.place, self.told, self.module = name, place, told, maker()
        self.entry, self.counts = entry, counts
        self.things = things or (entry.things if entry else ("", ""))
        self.brief = brief or f"{{other}} brought {{them}} {self.things[0]}"
        return self

    @property
    def full_name(self) -> str:
        """The module that declares it, and its name."""
        return f"{self.module}:{self.name}"

    def __reduce__(self) -> Any:
        """A plain number to other processes."""
        return int, (int(self),)

    def __repr__(self) -> str:
        """Its name; a number prints as one."""
        return f"<Letter {self.name}>"

    __str__ = int.__repr__


def letters_of(letters: Iterable[Letter]) -> tuple[Letter, ...]:
    """All kinds of letters, each at its place: the shipped ones at theirs, the others after them by full name.

    Raises ValueError where there are more than MOST.

    >>> [each.name for each in letters_of([Letter("b"), Letter("a"), Letter("first", place=0)])]
    ['first', 'a', 'b']
    """
    each = list({id(letter): letter for letter in letters}.values())
    placed = sorted((letter for letter in each if letter.place is not None), key=int)
    found = (*placed, *sorted((each for each in each if each.place is None), key=lambda one: (one.module, one.name)))
    if len(found) > MOST:
        raise ValueError(f"{len(found)} kinds of letters, and room for {MOST}")
    return found
