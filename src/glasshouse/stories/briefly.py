"""One event in a clause, to say what was different in another scenario."""

from __future__ import annotations

from typing import Any

from glasshouse.stories import history_events as h
from glasshouse.stories.act_words import DID, TIES, UNDID, acquaintance
from glasshouse.stories.notebook import Notebook
from glasshouse.stories.person_record import ACT_BITS
from glasshouse.stories.realise import Realiser
from glasshouse.stories.told_gates import doors, perk
from glasshouse.wording.prose import named, number

#: Of an entry behind which neither a note of a sensor nor a letter stands.
_ENTRY = "a false entry was made against {them}"
_SIMPLE = {
    h.Notice: "{they} was told of the sanction",
    h.Appeal: "{they} appealed",
    h.Correction: "an audit put the list right",
    h.Lifted: "the doors opened again",
}


def briefly(one: h.HistoryEvent, realiser: Realiser) -> str:
    """A clause without a capital letter or a full stop.

    >>> from datetime import date
    >>> briefly(h.Refusal(day=3, gate="rail"), Realiser(woman=True, start=date(2020, 1, 1)))
    'she was turned away for the fast train'
    """
    return _clause(one, realiser.book).format(**realiser.words)


def _clause(one: Any, book: Notebook) -> str:
    if isinstance(one, h.Deed):
        return _deed(one, book)
    if isinstance(one, h.Entry):
        return _entry(one, book)
    if isinstance(one, h.Kept):
        return f"{book.things[one.source][0]} was kept out of {{their}} record"
    if isinstance(one, (h.Sanction, h.Refusal, h.Perk)):
        return _at_gates(one, book)
    if isinstance(one, h.Listed):
        return f"{{they}} was put on the {book.list_noun(one.list)}"
    simple = _SIMPLE.get(type(one))
    if simple:
        return simple
    maker = _MAKERS.get(type(one))
    return maker(one) if maker else "something else happened"


def _at_gates(one: h.Sanction | h.Refusal | h.Perk, book: Notebook) -> str:
    if isinstance(one, h.Sanction):
        return f"doors closed to {{them}}: {doors(one.gates, book)}"
    if isinstance(one, h.Refusal):
        return "{they} was turned away " + book.gates[one.gate].where
    return "{they} was given " + perk(one.gate, book)


def _deed(one: h.Deed, book: Notebook) -> str:
    if one.held_back:
        note = book.withheld(ACT_BITS[one.act], one.held_back)
        lead = f", {note.withheld.lead}, " if note and note.withheld and note.withheld.lead else " "
        return f"{{they}}{lead}{UNDID[one.act][0]}"
    return "{they} " + ("volunteered" if one.act == "volunteering" else DID[one.act][0]) + _seen(one)


def _seen(one: h.Deed) -> str:
    return " and it was recorded" if one.recorded else ", which a sensor saw" if one.seen else ", unseen"


def _entry(one: h.Entry, book: Notebook) -> str:
    if one.source == "own act":
        return f"{book.entries[one.kind][0]} entered {{their}} record at {number(abs(one.points))} points"
    letter, note = book.letter_of(one.letter), book.mistake(one.source, one.spite)
    other = acquaintance(one.other, one.channel) if one.channel or one.letter else named(one.other)
    return (note.brief if note else letter.brief if letter is not None else _ENTRY).replace("{other}", other)


def _scoring(one: h.Scoring) -> str:
    if one.joined:
        return f"{{they}} was given a score, tier {one.tier}"
    if one.tier != one.before:
        return f"the scoring moved {{them}} from tier {one.before} to {one.tier}"
    return "{their} file expired" if one.cleared else "the watchlist changed for {them}"


def _doors(one: h.Doors) -> str:
    if one.closed or one.opened:
        return "other doors closed or opened"
    return "the sanction became wrongful" if one.turned > 0 else "the sanction was no longer wrongful"


_MAKERS: dict[type, Any] = {
    h.Noted: lambda one: one.brief or "something else happened",
    h.Alert: lambda one: "a watchlist camera " + ("had police stop {them}" if one.stopped else "found {them}"),
    h.Friend: lambda one: f"{{they}} heard that doors had closed to {TIES[one.tie][0]} ({named(one.other)})",
    h.Scoring: _scoring,
    h.Doors: _doors,
    h.Decision: lambda one: f"{{their}} appeal was {'rejected' if one.outcome == 'rejected' else 'granted'}",
    h.Review: lambda one: "a reviewer " + ("stopped the sanction" if one.stopped else "let the sanction pass"),
    h.ListEnd: lambda one: (
        ("{they} paid the debt" if one.paid else "{their} term on the list ran out")
        + (", and nobody removed {them}" if one.stale else "")
    ),
    h.Turn: lambda one: one.name,
}
