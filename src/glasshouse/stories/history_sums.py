"""Add up a life, in the names of the run's daily measures, so that stories can be held against the tables."""

from __future__ import annotations

from collections import Counter

from glasshouse.assessed import Identification
from glasshouse.note import Meaning
from glasshouse.stories.history import History
from glasshouse.stories.history_events import (
    Alert,
    Appeal,
    Correction,
    Decision,
    Deed,
    Entry,
    Friend,
    Kept,
    Lifted,
    Listed,
    ListEnd,
    Noted,
    Notice,
    Perk,
    Refusal,
    Review,
    Sanction,
    Scoring,
)
from glasshouse.stories.notebook import Notebook, notebook
from glasshouse.stories.person_record import ACT_BITS

_DONE = {
    "offence": "act_offence",
    "assembly": "act_assembly",
    "volunteering": "act_volunteering",
    "unlawful post": "act_unlawful_post",
    "critical post": "act_critical_post",
    "critical message": "act_message",
    "default": "act_default",
    "late payment": "act_late_payment",
    "purchase": "act_purchase",
}
#: What events of these kinds mean, each of which is counted where it is noted.
_PLAIN = ((Notice, Meaning.NOTICE), (Appeal, Meaning.APPEAL), (Correction, Meaning.CORRECTED))


def sums(history: History, book: Notebook | None = None) -> dict[str, int]:
    """How often each thing that a run counts happened to this person; what did not happen is left out.

    `book` says what is counted of what the mechanisms note, those of the shipped ones unless given.
    """
    book = book or notebook()
    place = book.tiers.index
    c: Counter[str] = Counter()
    for one in history.of(Deed):
        _deed(c, one, book)
    for one in history.of(Entry):
        _entry(c, one, book)
    for one in history.of(Kept):
        _false(c, one, book)
    for one in history.of(Noted):
        note = next(note for note in book.places if note.full_name == one.note)
        c.update(count.name for count in note.counted_for(""))
    for one in history.of(Scoring):
        moved = place(one.tier) - place(one.before) if one.counted and not one.joined else 0
        happened = {f"joined {one.joined}": one.joined, "cleared": one.cleared, "fell": moved > 0, "rose": moved < 0}
        for what in (what for what, so in happened.items() if so):
            c.update(book.counts.get(what, ()))
    for one in history.of(Sanction):
        c["onsets"] += one.onset
        c["onsets_wrongful"] += one.onset and one.wrongful
        c["onsets_answering"] += one.onset and one.answering
        c["onsets_unjust"] += one.onset and one.unjust
    for one in history.of(Review):
        c.update(book.counted_with(Meaning.REVIEWED))
        if one.stopped:
            c.update(book.counted_with(Meaning.REVIEW_STOPPED, "wrongful" if one.wrongful else "rightful"))
    begun = {one.day for one in history.of(Sanction) if one.onset}
    c["proposals"] = len(begun) + sum(one.stopped and one.day not in begun for one in history.of(Review))
    faulty = [each.faulty_alerts.name for one in book.mechanisms for each in one.declared(Identification)]
    for one in history.of(Alert):
        c.update(book.counted_with(Meaning.RECOGNISED) if one.true else ())
        c["stops"] += one.stopped
        c["stops_false"] += one.stopped and not one.true
        c.update(faulty if one.faulty else ())
        c["stops_faulty"] += one.stopped and one.faulty
        c["arrests"] += one.arrested
    for one in history.of(Refusal):
        c[f"blocked_{one.gate}"] += 1
    for one in history.of(Perk):
        c.update(book.counted_with(Meaning.TOP_PERK) if one.top else [f"perk_{one.gate}"])
    for one in history.of(Decision):
        c.update(book.counted_with(one.outcome))
    for one in history.of(ListEnd):
        c.update(book.counted_with(Meaning.STALE if one.stale else Meaning.EXPIRED))
        c.update(book.counted_with(Meaning.REPAID) if one.paid else ())
    for one in history.of(Listed):
        c[f"listed_{one.list}"] += 1
    for one in history.of(Lifted):
        c.update(book.counted_with(Meaning.LIFTED) if one.why != "rules" else ())
    for kind, meaning in _PLAIN:
        for _ in history.of(kind):
            c.update(book.counted_with(meaning))
    for one in history.of(Friend):
        c.update(book.counted_by(one.letter))
    _spells(c, history)
    return {name: int(n) for name, n in sorted(c.items()) if n}


def _deed(c: Counter[str], deed: Deed, book: Notebook) -> None:
    if deed.held_back:
        note = book.withheld(ACT_BITS[deed.act], deed.held_back)
        c.update(count.name for count in (note.counted_for(deed.act) if note else ()))
        return
    c[_DONE[deed.act]] += 1
    c["acts_observed"] += bool(deed.seen)
    notes = book.seen(ACT_BITS[deed.act], deed.seen)
    named = any(note.sight.became and note.sight.leads for note in notes if note.sight)
    for note in notes:
        c.update(count.name for count in note.counted_for(deed.act))
        if note.sight and note.sight.alone is not None and not named:
            c[note.sight.alone.name] += 1
    _channel(c, deed.channel, book)


def _channel(c: Counter[str], channel: str, book: Notebook) -> None:
    c.update(book.counted_with(channel) if channel else ())


def _entry(c: Counter[str], entry: Entry, book: Notebook) -> None:
    if entry.good:
        c["entries_good"] += 1
    else:
        true = entry.observed and entry.error_free
        c["entries_true"] += true
        c["entries_unlawful"] += true and book.unlawful(entry.kind)
        c["entries_false"] += entry.false
    if not entry.letter:
        _false(c, entry, book)
    elif entry.observed:
        c.update(book.counted_by(entry.letter))


def _false(c: Counter[str], one: Entry | Kept, book: Notebook) -> None:
    """What sensors got wrong, whether or not it reached the record."""
    note = book.mistake(one.source, one.spite)
    if note is not None:
        c.update(count.name for count in note.counted_for(one.source))
        _channel(c, one.channel, book)


def _spells(c: Counter[str], history: History) -> None:
    for spell in history.spells:
        c["sanction_days"] += spell.days
        c["wrongful_days"] += spell.wrongful
        c["unjust_days"] += spell.unjust
    for gate, days in history.closed.items():
        c[f"closed_{gate}"] = days
    c["first_sanctioned"] = bool(history.spells)
    c["first_wrongful"] = any(spell.wrongful for spell in history.spells)
    c["first_unjust"] = any(spell.unjust for spell in history.spells)
