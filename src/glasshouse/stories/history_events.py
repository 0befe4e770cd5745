"""What can happen to a person: dated facts, each a small frozen object, and the same as plain documents.

>>> fact = Refusal(day=3, gate="rail")
>>> from_document(to_document(fact)) == fact
True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


def decided(points: int, learned: int, floor: int) -> bool:
    """Whether what the learned score takes off is what keeps points below the next better tier's.

    >>> decided(851, 2, 850), decided(825, 2, 850), decided(860, 2, 850)
    (True, False, False)
    """
    return points >= floor > points - learned


@dataclass(frozen=True, kw_only=True)
class HistoryEvent:
    """Something that happened on a day of the run, counted from 0."""

    day: int


@dataclass(frozen=True, kw_only=True)
class Deed(HistoryEvent):
    """An act that the person wanted, and did or left undone.

    ``act`` is an entry's kind (``entry_kind.EntryKind``). ``held_back`` is "", "fear" or "distrust". ``seen`` says
    which sensors saw it, in the words of their notes (``note.Sight``); ``channel`` who reported it; ``recorded``
    whether it entered the record under the person's own name.
    """

    act: str
    held_back: str = ""
    seen: tuple[str, ...] = ()
    channel: str = ""
    recorded: bool = False


@dataclass(frozen=True, kw_only=True)
class Entry(HistoryEvent):
    """An entry in the record.

    ``source``: "own act", "association", or the word of the note that says what was mistaken (``note.Mistake``), ""
    where none does. ``observed`` and ``error_free``: in which ledgers. ``points``: what it changed in the observed one,
    ``left`` the points after it. ``other``: whose act it was, who reported, or who was listed; -1 when nobody knows.
    ``spite``: a false report out of malice, and not by mistake. ``good``: in the person's favour. ``letter``: the full
    name of the kind of letter that brought it, or "".
    """

    kind: str
    source: str
    observed: bool
    error_free: bool
    points: int
    left: int
    other: int = -1
    channel: str = ""
    spite: bool = False
    good: bool = False
    letter: str = ""

    @property
    def false(self) -> bool:
        """Whether the system holds it and the person did nothing of the kind."""
        return self.observed and not self.error_free


@dataclass(frozen=True, kw_only=True)
class Kept(HistoryEvent):
    """Something false about the person, of a source as in ``Entry``, that a rule kept out of the record."""

    source: str
    other: int = -1
    channel: str = ""
    spite: bool = False


@dataclass(frozen=True, kw_only=True)
class Alert(HistoryEvent):
    """A watchlist camera raised an alert on the person, rightly or wrongly; ``stopped``: in the street.

    ``faulty``: recognised, by an entry that should not be on the list; ``arrested``: as somebody rightly sought.
    """

    true: bool
    false: bool
    stopped: bool
    faulty: bool = False
    arrested: bool = False


@dataclass(frozen=True, kw_only=True)
class Friend(HistoryEvent):
    """Word came that somebody of the circle had been sanctioned the day before; ``letter`` as in ``Entry``."""

    other: int
    tie: str
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class Scoring(HistoryEvent):
    """A scoring day that changed something.

    ``points`` after ``drift``, and the ``start`` from which everybody sets out; ``learned`` is what the learned score
    takes off, ``floor`` the points that the next better tier takes; tiers are names. ``joined``: "" or "chosen" or
    "made"; ``cleared``: old entries expired; ``watch``: 1 watched from now on, -1 no longer, 0 as before.
    """

    points: int
    drift: int
    learned: int
    before: str
    tier: str
    error_free_tier: str
    counted: bool
    joined: str = ""
    cleared: bool = False
    watch: int = 0
    start: int = 0
    floor: int = 0

    @property
    def whole(self) -> bool:
        """Whether no point is missing from those of the start.

        >>> Scoring(day=6, points=1000, start=1000, drift=5, learned=0, before="B", tier="A", error_free_tier="A",
        ...         counted=True).whole
        True
        """
        return self.points >= self.start

    @property
    def decided(self) -> bool:
        """Whether the tier would have been a better one without what the learned score took off."""
        return decided(self.points, self.learned, self.floor)


@dataclass(frozen=True, kw_only=True)
class Listed(HistoryEvent):
    """Put on a list, by its name, for some weeks; ``true``: also without the false entries."""

    list: str
    weeks: int
    true: bool


@dataclass(frozen=True, kw_only=True)
class Sanction(HistoryEvent):
    """Gates close to a person to whom all were open.

    ``would``: the gates that would have closed without the false entries. ``onset``: begun by an entry or a scoring;
    otherwise a change of the rules closed them overnight. ``lawful``, ``unlawful``: what sort of true
    entries are behind it. ``answering``: an unlawful act or a debt that is true stands
    behind it. ``flawed``: something false stands in the record as well, whether or not it was needed.
    """

    gates: tuple[str, ...]
    would: tuple[str, ...]
    wrongful: bool
    unjust: bool
    lawful: bool
    unlawful: bool = False
    answering: bool = False
    onset: bool = True
    flawed: bool = False


@dataclass(frozen=True, kw_only=True)
class Doors(HistoryEvent):
    """During a sanction, gates closed or opened, or it became wrongful (``turned`` 1) or was no longer (-1)."""

    closed: tuple[str, ...]
    opened: tuple[str, ...]
    wrongful: bool
    turned: int = 0


@dataclass(frozen=True, kw_only=True)
class Noted(HistoryEvent):
    """Something of which its mechanism says by itself what to tell: ``note`` is the full name of its note.

    ``said`` and ``often`` are ways of telling it, of one day and of many together; ``brief`` is a clause.
    """

    note: str
    said: tuple[str, ...]
    often: tuple[str, ...] = ()
    brief: str = ""


@dataclass(frozen=True, kw_only=True)
class Refusal(HistoryEvent):
    """Turned away at a closed gate."""

    gate: str


@dataclass(frozen=True, kw_only=True)
class Perk(HistoryEvent):
    """A favour at an open gate: from the commercial score, or (``top``) for people in the top tier."""

    gate: str
    top: bool


@dataclass(frozen=True, kw_only=True)
class Notice(HistoryEvent):
    """Told of the sanction, and of how to appeal."""


@dataclass(frozen=True, kw_only=True)
class Appeal(HistoryEvent):
    """The person appealed."""


@dataclass(frozen=True, kw_only=True)
class Decision(HistoryEvent):
    """An appeal was decided: "upheld", "rejected" or "overturned" (right by the record, lifted all the same)."""

    outcome: str
    wrongful: bool


@dataclass(frozen=True, kw_only=True)
class Review(HistoryEvent):
    """A human looked before the gates closed, and let them close or not; ``wrongful``: what was proposed."""

    stopped: bool
    wrongful: bool


@dataclass(frozen=True, kw_only=True)
class Correction(HistoryEvent):
    """An audit took a listing back."""


@dataclass(frozen=True, kw_only=True)
class ListEnd(HistoryEvent):
    """A listing's term ended. ``stale``: weeks for which it stayed in force all the same; 0 when it was removed.

    ``paid``: the debt was paid, which ended the term.
    """

    list: str
    stale: int
    paid: bool = False


@dataclass(frozen=True, kw_only=True)
class Lifted(HistoryEvent):
    """All gates opened again. ``why``: "upheld", "overturned", "term", "scoring", "audit",
    "decision", "ban" or "rules" (they changed overnight)."""

    why: str
    days: int


#: What the turn on the day of the ban is called.
BAN = "the ban"


@dataclass(frozen=True, kw_only=True)
class Turn(HistoryEvent):
    """Something that happened to everybody: a dated event, the day of the ban."""

    name: str
    text: str


_KINDS = (
    Deed, Entry, Kept, Alert, Friend, Scoring, Listed, Sanction, Doors, Refusal, Perk, Notice, Appeal, Decision, Review,
    Correction, ListEnd, Lifted, Noted, Turn,
)  # fmt: skip
_BY_NAME = {kind.__name__.lower(): kind for kind in _KINDS}


def to_document(event: HistoryEvent) -> dict[str, Any]:
    """An event as JSON can hold it: ``what`` names its class.

    >>> to_document(Notice(day=4))
    {'what': 'notice', 'day': 4}
    """
    return {"what": type(event).__name__.lower(), **asdict(event)}


def from_document(document: Mapping[str, Any]) -> HistoryEvent:
    """The event that a document describes. Raises ``KeyError`` for an unknown one."""
    kind: Any = _BY_NAME[document["what"]]
    names = {field.name for field in fields(kind)}
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in document.items()}
    return kind(**{key: value for key, value in given.items() if key in names})
