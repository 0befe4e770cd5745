"""What stands in one person's record: names for the model's numbers, and the entries of a day with their sources."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any

import numpy as np

from glasshouse.authoring import NONE, PIN_CONDUCT, PIN_MONEY, PIN_ONLINE, Conduct, Money, Online
from glasshouse.entry_kind import EntryKind, entry_kinds
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED
from glasshouse.note import Note


def _acts(acts: type[IntEnum]) -> tuple[str, ...]:
    """Names of acts that have a kind of entry, in the order of their numbers; the others have higher ones."""
    return tuple(kind.name for act in acts for kind in entry_kinds(SHIPPED) if kind.act is act)


CONDUCT, ONLINE, MONEY = _acts(Conduct), _acts(Online), _acts(Money)
#: The bit of ``pinned`` for each kind of act.
ACT_BITS = {
    act: bit for acts, bit in ((CONDUCT, PIN_CONDUCT), (ONLINE, PIN_ONLINE), (MONEY, PIN_MONEY)) for act in acts
}
#: The source of an entry of something that the person did.
OWN = "own act"


def start_of(params: Any) -> int:
    """The points from which everybody sets out."""
    return int(params.score_start)


def cut_of(tier: int, params: Any) -> int:
    """The points from which the tier above begins; 0 for the top tier."""
    return int(params.cuts[tier - 1]) if tier > 0 else 0


def taken_off(mechanisms: Iterable[Mechanism], traits: int, district: Any) -> int:
    """What is taken off a person's points before they become a tier, by the mechanisms' own rules for it."""
    given = {"traits": np.array([traits]), "off": np.zeros(1, np.int64), "district": district}
    for rule in (each.rules["score_begin"] for each in mechanisms if "score_begin" in each.rules):
        rule(*(given[name] for name in inspect.signature(rule).parameters))
    return int(given["off"][0])


def entries_of(row: Any, notes: Sequence[Note], among: Sequence[EntryKind]) -> list[tuple[str, str, Note | None]]:
    """The day's entries in the order in which they are made: (kind, source, the mistake behind it), "" for unknown.

    An entry of the person's own act has the source "own act". `notes`: those of the day, in which stands
    what was false. `among`: the kinds of entry that there are, by number.
    """
    own = ((row.conduct, CONDUCT, PIN_CONDUCT), (row.online, ONLINE, PIN_ONLINE), (row.money, MONEY, PIN_MONEY))
    found: list[tuple[str, str, Note | None]] = [(kinds[act], OWN, None) for act, kinds, bit in own if row.pinned & bit]
    for number in (row.false_face, row.false_error):
        if number != NONE:
            kind = among[number]
            note = next((note for note in notes if note.mistake and note.mistake.kind == kind), None)
            found.append((kind.name, note.mistake.word if note and note.mistake else "", note))
    return found + [(note.entry.name, OWN, note) for note in notes if note.entry]
