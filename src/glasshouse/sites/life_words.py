"""What a page needs to tell a life: the notes, names and phrases that the mechanisms declare, as data.

The page reads from the trace of the engine what happened, and takes its words from here; it knows no mechanism.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from glasshouse.authoring import NONE, OBSERVED_LIST, PARTICIPATES, PIN_CONDUCT, PIN_MONEY, PIN_ONLINE, WATCHED
from glasshouse.engine.trace import ERROR_FREE_LIST, RECORDED, SANCTIONED, SCORED, UNSCORED
from glasshouse.entry_kind import ALL_AREAS, AREAS, LAWFUL_BITS, EntryKind
from glasshouse.note import Note
from glasshouse.scenario.places import Group
from glasshouse.stories.act_words import TIES, UNDID
from glasshouse.stories.deeds_of_day import tells_itself
from glasshouse.stories.notebook import Notebook, notebook
from glasshouse.stories.person_record import CONDUCT, MONEY, ONLINE
from glasshouse.stories.realise import PRONOUNS
from glasshouse.wording.prose import nth, number, span

#: Numbers up to here are told in the words of a table.
_MOST = 366


@cache
def life_words() -> dict[str, Any]:
    """Notes, kinds of entry, acts, gates, lists, letters, phrases, and the numbers of the model that they stand for.

    >>> words = life_words()
    >>> words["notes"][0]["name"], words["acts"]["online"]["names"][0], words["spans"][9]
    ('state camera', 'unlawful post', 'nine days')
    """
    book = notebook()
    return {
        "notes": [_note(note, place, book) for note, place in book.places.items()],
        "kinds": [_kind(kind, book) for kind in book.kinds],
        "acts": {
            "conduct": {"names": CONDUCT, "bit": PIN_CONDUCT, "wanted": "wanted_conduct"},
            "online": {"names": ONLINE, "bit": PIN_ONLINE, "wanted": "wanted_online"},
            "money": {"names": MONEY, "bit": PIN_MONEY, "wanted": "money"},
        },
        "gates": [{"name": gate.name, "doors": gate.doors, "where": gate.where} for gate in book.gates.values()],
        "favours": book.favours,
        "lists": list(book.lists),
        "list_nouns": {name: book.list_noun(name) for name in book.lists},
        "letters": [{"told": one.told, "kind": _place(one.entry, book)} for one in book.letters],
        "phrases": book.phrases,
        "undone": {act: once for act, (once, _) in UNDID.items()},
        "ties": {tie: once for tie, (once, _) in TIES.items()},
        "pronouns": PRONOUNS,
        "steps": {"recorded": RECORDED, "unscored": UNSCORED, "scored": SCORED, "sanctioned": SANCTIONED},
        "none": NONE,
        "flags": {
            "observed_list": OBSERVED_LIST,
            "error_free_list": ERROR_FREE_LIST,
            "participates": PARTICIPATES,
            "watched": WATCHED,
            "on_file": ALL_AREAS,
        },
        "true_areas_from": len(AREAS),  # those of the true record stand above those of the observed one
        "lawful_areas": LAWFUL_BITS,
        "numbers": [number(n) for n in range(_MOST + 1)],
        "nths": [nth(n) for n in range(_MOST + 1)],
        "spans": [span(n) for n in range(_MOST + 1)],
    }


def women_of(groups: Iterable[Group]) -> list[bool]:
    """Of each group, whether a story says *she* of its people: of those with both, where most are women."""
    return [group.women >= 0.5 for group in groups]


def _note(note: Note, place: int, book: Notebook) -> dict[str, Any]:
    if callable(note.says):
        raise ValueError(f"{note.full_name}: a page cannot call what makes its sentences")
    told: dict[str, Any] = {
        "name": note.name,
        "bit": place.bit_length() - 1,
        "says": note.says,
        "means": note.means,
        "often": bool(note.often),
        "by_itself": tells_itself(note),
        "entry": _place(note.entry, book),
    }
    if note.entry:
        told["after"] = [one.name for one in book.places if one.module == note.module and tells_itself(one)]
    if note.sight:
        one = note.sight
        told["sight"] = {
            "act": one.act, "word": one.word, "by": one.by, "became": one.became, "leads": one.leads, "too": one.too
        }  # fmt: skip
    if note.mistake:
        wrong = note.mistake
        kind = _place(wrong.kind, book) if isinstance(wrong.kind, EntryKind) else int(wrong.kind)
        told["mistake"] = {
            "kind": kind, "word": wrong.word, "other": wrong.other, "own": wrong.own, "stopped": wrong.stopped
        }  # fmt: skip
    if note.withheld:
        told["withheld"] = {"act": note.withheld.act, "why": note.withheld.why}
    return told


def _kind(kind: EntryKind, book: Notebook) -> dict[str, Any]:
    lists = any(one.after is not None and one.after.name == kind.name for one in book.lists.values())
    return {
        "name": kind.name, "good": kind.good, "unlawful": kind.unlawful, "lawful": kind.lawful, "lists": lists
    }  # fmt: skip


def _place(kind: EntryKind | None, book: Notebook) -> int | None:
    """The number of a kind of entry; None for none."""
    return None if kind is None else next(k for k, one in enumerate(book.kinds) if one.name == kind.name)
