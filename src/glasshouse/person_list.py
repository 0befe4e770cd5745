"""A list of people as a declaration: what it is called, what puts somebody on it, and for how long.

The two that ship stand in ``mechanisms/restrictions.py``; mechanisms of somebody's own may bring more, up to MOST in
all.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from hashlib import blake2b
from typing import Any, Self

from glasshouse.entry_kind import EntryKind
from glasshouse.mechanism import Count, Mechanism, Parameter, maker, parameter
from glasshouse.note import Phrases, Ways
from glasshouse.section import Extra

#: A person is on one list at a time. Two bits in each ledger tell so many apart, ``model/list_bits.py`` more of them.
NARROW, MOST = 3, 48
_BY_LIST = "Gates that each list closes."


class PersonList(int):
    """A list; in compiled code its number, from 1; 0 is none.

    - `name`: its name in tables and scenarios ("defaulter"); ``restrictions.NAME_weeks`` is the parameter of its
      `term`, for which a plug-in gives value, range and evidence, and ``restrictions.list_gates.NAME`` says which gates
      it closes. `title` with its article: "the blacklist of tier D". `noun`: in a story, "blacklist".
    - `why`: what puts somebody on it, as in "for knowing a debtor". `after`: the kind of entry that does, where one
      does.
    - `says`: words for it, with {weeks}. `closes`: words for why it closed {doors}, with {list} and {when} it
      was; `closes_falsely` where what put somebody on it was false, `from_tier` where the worst tier did that day.
    - `listed`: how many were put on it, `stock` how many are, as counts, with `columns` for the shipped ones.
    - `place`: the number of a shipped one; others get the next in the set of mechanisms.

    >>> late = PersonList("late", title="the list of late payers", noun="list of late payers", why="for paying late")
    >>> late.term.key, late.gates.key, late.listed.name, late.stock.text
    ('restrictions.late_weeks', 'restrictions.list_gates.late', 'listed_late', 'On the list of late payers, at the end')
    """

    name: str
    title: str
    noun: str
    why: str
    after: EntryKind | None
    closes: Ways
    closes_falsely: Ways
    from_tier: Ways
    place: int | None
    term: Parameter
    gates: Extra
    listed: Count
    stock: Count
    module: str

    #: What is declared with it: its term, its key for gates, its counts, and what a story says.
    brings: tuple[Any, ...]

    def __new__(
        cls,
        name: str,
        *,
        title: str,
        noun: str,
        why: str,
        after: EntryKind | None = None,
        says: Ways = (),
        closes: Ways = (),
        closes_falsely: Ways = (),
        from_tier: Ways = (),
        place: int | None = None,
        columns: tuple[int, int] | None = None,
        weeks: float | None = None,
        range: tuple[float, float] | None = None,
        **evidence: str,
    ) -> Self:
        """Declare a list."""
        module = maker()
        unplaced = 2**64 + int.from_bytes(blake2b(f"{module}:{name}".encode(), digest_size=8).digest(), "little")
        self = super().__new__(cls, unplaced if place is None else place)
        self.name, self.title, self.noun, self.why, self.after = name, title, noun, why, after
        self.closes, self.closes_falsely, self.from_tier = closes, closes_falsely, from_tier
        self.place, self.module = place, module
        term = parameter(
            f"restrictions.{name}_weeks",
            f"weeks on {title} (0: no such list)",
            kind="weeks",
            stage="sanction",
            value=weeks,
            range=range,
            error=False,
            of_place=False,
            **evidence,
        )
        self.term = replace(term, module=module)
        self.gates = Extra(key=f"restrictions.list_gates.{name}", kind="gates", mapping=_BY_LIST, module=module)
        into, on = columns or (None, None)
        self.listed = Count(f"listed_{name}", f"Put on {title}", unit="listings", place=into, card="restrictions")
        self.stock = Count(
            f"on_{name}_list", f"On {title}, at the end", unit="people", place=on, card="restrictions", stock=True
        )
        self.listed.module = self.stock.module = module
        told = says or (f"{{they}} was put on {title}, for {{weeks}} weeks.", f"It was {title} again.")
        words = Phrases(said={f"listed {name}": told}, module=module)
        self.brings = (self.term, self.gates, self.listed, self.stock, words)
        return self

    def __reduce__(self) -> Any:
        """A plain number to other processes."""
        return int, (int(self),)

    def __repr__(self) -> str:
        """Its name; a number prints as one."""
        return f"<PersonList {self.name}>"

    __str__ = int.__repr__


@cache
def person_lists(mechanisms: tuple[Mechanism, ...]) -> tuple[PersonList, ...]:
    """The lists of some mechanisms, in the order of their numbers, of which the first is 1."""
    found = [one for each in mechanisms for one in each.declared(PersonList)]
    placed = sorted((one for one in found if one.place is not None), key=int)
    return (*placed, *(one for one in found if one.place is None))


def list_names(mechanisms: tuple[Mechanism, ...]) -> tuple[str, ...]:
    """Names of the lists by their numbers; the first is "none"."""
    return ("none", *(one.name for one in person_lists(mechanisms)))


def has_many_lists(mechanisms: tuple[Mechanism, ...]) -> bool:
    """Whether there are more lists than two bits tell apart, so that the column ``flags`` is wider."""
    return len(person_lists(mechanisms)) > NARROW


def how_many_lists(mechanisms: tuple[Mechanism, ...]) -> int:
    """The length of a table by list: their number and one, for those who are on none."""
    return 1 + len(person_lists(mechanisms))
