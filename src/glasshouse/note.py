"""What a story can tell of a mechanism: notes that its rules set on a person's day, and the words for them.

A rule notes what happens to somebody (``agent.noted |= SEEN``). No rule reads a note: they cost an ``or``, and a story
of that person is told from them. A mechanism declares its notes and its words at the top level of its file, so that
whoever tells stories knows no mechanism by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from hashlib import blake2b
from typing import Any, Self

from glasshouse.entry_kind import EntryKind
from glasshouse.mechanism import Count, maker

#: What a story says: several ways, of which the first introduces a thing and the later ones take turns. ``{they}``,
#: ``{them}``, ``{their}`` are the person's pronouns, and ``{nth}`` which of its kind it is; other braces are facts.
Ways = tuple[str, ...]


class Meaning(StrEnum):
    """What a note can be in a life beside a sentence of its own: the story puts it in its place among the others.

    >>> str(Meaning.KEPT_OUT), Meaning("expired") is Meaning.EXPIRED
    ('kept out', True)
    """

    # through whom a report came
    HOUSEHOLD = auto()
    NEIGHBOUR = auto()
    WORKPLACE = auto()
    # by a watchlist camera, and in the street
    RECOGNISED = auto()
    STOPPED = auto()
    ARRESTED = auto()
    # out of the record, by a rule
    KEPT_OUT = "kept out"
    NOTICE = auto()
    APPEAL = auto()
    UPHELD = auto()
    REJECTED = auto()
    OVERTURNED = auto()
    # before a sanction: looked at, stopped, and found wrong
    REVIEWED = auto()
    REVIEW_STOPPED = "review stopped"
    PUT_RIGHT = "put right"
    # a list, by an audit
    CORRECTED = auto()
    # a listing: its debt paid, its term over and still there, its term over
    REPAID = auto()
    STALE = auto()
    EXPIRED = auto()
    # all doors open
    LIFTED = auto()
    PERK = auto()
    TOP_PERK = "top perk"


#: The same as words.
MEANINGS = tuple(each.value for each in Meaning)


@dataclass(frozen=True, kw_only=True)
class Sight:
    """A sensor saw an act of the day.

    - `act`: which (PIN_CONDUCT, PIN_ONLINE, PIN_MONEY of ``model/state.py``). `word`: what saw it, in documents.
    - `by`: the sensor, as a story names it: {by} in its sentences, and in those of what became of the sight.
    - `became`: it is what became of the sight before it, and is told in its place. `leads`: to "them", to "another", or
      to nobody.
    - `too`: what is said where another sensor was told of before.
    - `alone`: counted where nothing that became of it led to anybody.

    >>> seen = Sight(act=1, word="plate reader", by="a plate reader")
    >>> Note("plate read", says=("{by} saw {them}.",), sight=seen).sight.by
    'a plate reader'
    """

    act: int
    word: str
    by: str = ""
    became: bool = False
    leads: str = ""
    too: Ways = ()
    alone: Count | None = None


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """Something false about a person.

    - `kind`: the kind of the entry that it makes. `word`: its source, in documents; `things`: (one, several) of it.
    - `other`: the field of the day's record that says who else is in it. `own`: what is said where that is the person.
    - `stopped`: what is said where it ended in a stop in the street. `malice`: done on purpose. `slight`: once it was
      told, later ones may be told together.

    >>> wrong = Mistake(kind=3, word="plate reader", things=("misread plate", "misread plates"))
    >>> Note("misread", says=("A reader took another plate for {their} own.",), mistake=wrong).mistake.word
    'plate reader'
    """

    kind: EntryKind | int
    word: str
    things: tuple[str, str]
    other: str = ""
    own: Ways = ()
    stopped: Ways = ()
    malice: bool = False
    slight: bool = False


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """An act that a person wanted, and left undone.

    - `act`: which (as in `Sight`). `why`: the reason, in documents; `lead`: the same in a clause ("out of fear").
    - `once`: what is said where it is told with other things and happened a single time.
    - `wanted`: where fear takes lawful acts away, the parameters of how often they are wanted.

    >>> stayed = Withheld(act=1, why="fear of plate readers", lead="out of fear of plate readers")
    >>> Note("stayed at home", says=("{they} stayed at home.",), withheld=stayed).withheld.why
    'fear of plate readers'
    """

    act: int
    why: str
    lead: str = ""
    once: Ways = ()
    wanted: tuple[str, ...] = ()


#: A record's ``noted`` has so many bits, all for what ships, and as many stand in another field for plug-ins.
BITS = 63
#: That field; a plug-in's rules find it as ``agent.noted``.
MORE = "noted_more"
#: Where its bits stand in the number of all notes of a day (``noted_on``).
SECOND = 64


class Note(int):
    """Something that happens to a person on a day; in compiled code a bit of ``agent.noted``.

    - `says`: the sentences of a story: ways of saying it; by kind of act, for a sight that is told differently of each;
      or a function from the day's record (``model/state.py``) to a sentence.
    - `often`: ways of telling of several days at once, with {times}; for a sight, of the acts seen ({what}), for what
      was withheld, of those left undone ({deeds}). A note that has none is told on each day by itself. `brief`: a
      clause, for where two lives part.
    - `sight`, `mistake`, `withheld`, `means`: that it is a sight, something false, an act left undone, or one of
      MEANINGS, which is told in its place, and what the note says beside it.
    - `entry`: the kind of a true entry that the rule makes with it (``ledger.add_entry``), which is told with its cost.
    - `counts`: what is counted whenever it happens; by kind of act, or of what was proposed to a review, where that
      differs.
    - `bit`: its place, for those of the first edition. Any other gets one where a set of mechanisms is put together
      (`places`); until then its number is one that no record can hold, so that nothing sets another's bit by mistake.

    >>> seen = Note("plate read", says=("A reader noted {their} plate.",), often=("Readers saw {them} {times}.",))
    >>> seen.name, seen > 2**64, int(Note("x", bit=3))
    ('plate read', True, 8)
    """

    name: str
    says: Ways | Mapping[str, Ways] | Callable[[Any], str]
    often: Ways
    brief: str
    sight: Sight | None
    mistake: Mistake | None
    withheld: Withheld | None
    means: str
    entry: EntryKind | None
    counts: tuple[Count, ...] | Mapping[str, tuple[Count, ...]]
    bit: int | None
    module: str

    def __new__(
        cls,
        name: str,
        *,
        says: Ways | Mapping[str, Ways] | Callable[[Any], str] = (),
        often: Ways = (),
        brief: str = "",
        sight: Sight | None = None,
        mistake: Mistake | None = None,
        withheld: Withheld | None = None,
        means: str = "",
        entry: EntryKind | None = None,
        counts: tuple[Count, ...] | Mapping[str, tuple[Count, ...]] = (),
        bit: int | None = None,
    ) -> Self:
        """Declare a note. Raises ValueError for a meaning that there is not."""
        if means and means not in MEANINGS:
            raise ValueError(f"{name}: no note means '{means}'; it may mean {', '.join(MEANINGS)}")
        module = maker()
        unplaced = 2**64 + int.from_bytes(blake2b(f"{module}:{name}".encode(), digest_size=8).digest(), "little")
        self = super().__new__(cls, unplaced if bit is None else 1 << bit)
        self.name, self.says, self.often, self.brief = name, says, often, brief
        self.sight, self.mistake, self.withheld, self.means, self.counts = sight, mistake, withheld, means, counts
        self.entry, self.bit, self.module = entry, bit, module
        return self

    @property
    def full_name(self) -> str:
        """The module that declares it, and its name."""
        return f"{self.module}:{self.name}"

    def said_of(self, act: str) -> Ways:
        """What is said of it for a kind of act."""
        if isinstance(self.says, Mapping):
            return self.says.get(act, ())
        return self.says if isinstance(self.says, tuple) else ()

    def counted_for(self, act: str) -> tuple[Count, ...]:
        """What is counted for a kind of act."""
        return self.counts.get(act, ()) if isinstance(self.counts, Mapping) else self.counts

    def __reduce__(self) -> Any:
        """A plain number to other processes."""
        return int, (int(self),)

    def __repr__(self) -> str:
        """Its name; a number prints as one."""
        return f"<Note {self.name}>"

    __str__ = int.__repr__


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """Words of a mechanism for what a story tells by itself, such as a score that fell; by what it says them for.

    `counts`: what is counted whenever it happens, by the same names.

    >>> Phrases(said={"toll": ("{they} paid a toll.",)}).said["toll"][0]
    '{they} paid a toll.'
    """

    said: Mapping[str, Ways]
    counts: Mapping[str, tuple[Count, ...]] = field(default_factory=dict[str, tuple[Count, ...]])
    module: str = field(default_factory=maker)


def places(notes: Iterable[Note]) -> dict[Note, int]:
    """The number of each note among those of a day (``noted_on``): one bit, which hangs on the set of notes and not on
    their order.

    Raises ValueError where there are more notes than bits, or two of one full name.

    >>> first, second = Note("first"), Note("second")
    >>> places([second, first]) == places([first, second]) == {first: 2**64, second: 2**65}
    True
    """
    each = {id(note): note for note in notes}.values()
    given = sorted(each, key=lambda note: (note.bit is None, note.bit or 0, note.full_name))
    names = [note.full_name for note in given]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ValueError(f"{twice}: two notes of one name")
    free = [note for note in given if note.bit is None]
    if len(free) > BITS:
        raise ValueError(f"{len(free)} notes of plug-ins, and room for {BITS}: {', '.join(names[-3:])}, …")
    found = {note: int(note) for note in given if note.bit is not None}
    return found | {note: 1 << SECOND + turn for turn, note in enumerate(free)}


def noted_on(record: Any) -> int:
    """All notes of a day's record (``model/state.py``), those of plug-ins among them.

    >>> from types import SimpleNamespace
    >>> noted_on(SimpleNamespace(noted=5)), noted_on(SimpleNamespace(noted=5, noted_more=1)) == 5 + 2**64
    (5, True)
    """
    return int(record.noted) | int(getattr(record, MORE, 0)) << SECOND
