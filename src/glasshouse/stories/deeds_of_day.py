"""What the person wanted and did on a day, and which sensors saw it."""

from __future__ import annotations

from typing import Any

from glasshouse.authoring import NONE, PIN_CONDUCT, PIN_MONEY, PIN_ONLINE
from glasshouse.note import Note, noted_on
from glasshouse.stories.history_events import Deed, Kept, Noted
from glasshouse.stories.notebook import Notebook
from glasshouse.stories.person_record import CONDUCT, MONEY, ONLINE

#: Fields of what was wanted and of what was done, the names of the acts, and their bit of ``pinned``.
_ACTS = (
    ("wanted_conduct", "conduct", CONDUCT, PIN_CONDUCT),
    ("wanted_online", "online", ONLINE, PIN_ONLINE),
    ("money", "money", MONEY, PIN_MONEY),
)
#: Why an act was left undone of which no note says why.
UNKNOWN = "unknown"
#: Through whom a report comes.
_CHANNELS = {"household", "neighbour", "workplace"}


def channel_of(row: Any, book: Notebook) -> str:
    """Through whom a report about the person came that day, "" for none."""
    return next(iter(book.meaning(noted_on(row)) & _CHANNELS), "")


def deeds_of(day: int, row: Any, book: Notebook) -> list[Deed]:
    """The deeds of a day, from its record."""
    notes = book.of(noted_on(row))
    found = []
    for wanted, done, acts, bit in _ACTS:
        if not 0 <= getattr(row, wanted) < len(acts):  # nothing, or an ordinary post
            continue
        act = acts[getattr(row, wanted)]
        if getattr(row, done) == NONE:
            why = (note.withheld.why for note in notes if note.withheld and note.withheld.act == bit)
            found.append(Deed(day=day, act=act, held_back=next(why, UNKNOWN)))
            continue
        seen = tuple(note.sight.word for note in notes if note.sight and note.sight.act == bit)
        channel = channel_of(row, book) if "report" in seen else ""
        found.append(Deed(day=day, act=act, seen=seen, channel=channel, recorded=bool(row.pinned & bit)))
    return found


def mistakes_of(row: Any, book: Notebook) -> list[Note]:
    """The notes of what was false about the person that day."""
    return [note for note in book.of(noted_on(row)) if note.mistake]


def kept_out(day: int, row: Any, entered: list[Note], book: Notebook) -> list[Kept]:
    """False things of the day that a rule kept out of the record: those without an entry."""
    if "kept out" not in book.meaning(noted_on(row)):
        return []
    left = [note for note in mistakes_of(row, book) if note not in entered]
    return [Kept(day=day, **said_of(note, row, book)) for note in left]


def said_of(note: Note, row: Any, book: Notebook) -> dict[str, Any]:
    """What a story needs of something false: its source, and who else is in it."""
    mistake = note.mistake
    assert mistake is not None
    facts: dict[str, Any] = {"source": mistake.word, "spite": mistake.malice}
    if mistake.other:
        facts["other"] = getattr(row, mistake.other)
    return facts | ({"channel": channel_of(row, book)} if mistake.other == "reporter" else {})


def noted(day: int, row: Any, book: Notebook) -> list[Noted]:
    """What mechanisms say by themselves of a day."""
    found = []
    for note in book.of(noted_on(row)):
        if tells_itself(note):
            found.append(noted_of(note, day, row))
    return found


def tells_itself(note: Note) -> bool:
    """Whether a story says a note by itself, and not as part of an act, a mistake or an entry."""
    told = note.sight or note.mistake or note.withheld or note.entry or isinstance(note.says, dict)
    return bool(note.says) and not told


def made_by(entry: Note, one: Noted) -> bool:
    """Whether an event is of the mechanism that makes an entry: what is said of it leads to the entry."""
    return one.note.startswith(f"{entry.module}:")


def noted_of(note: Note, day: int, row: Any) -> Noted:
    """What a note says of a day by itself."""
    said = (note.says(row),) if callable(note.says) else note.said_of("")
    return Noted(day=day, note=note.full_name, said=said, often=note.often, brief=note.brief)
