"""Walk through one person's record day by day, so that every change of points and tier has its reason.

The engine keeps only where each evening ended. The steps in between follow from the rules in ``docs/model.md``: the
mail's penalties, the day's entries in their order, the drift back and the learned score on a scoring day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from glasshouse.mechanisms.learned_score import cell_of
from glasshouse.model.state import NONE, PIN_CONDUCT, PIN_MONEY, PIN_ONLINE
from glasshouse.note import Note
from glasshouse.population.people import tier_of
from glasshouse.scenario.words import GATES, KINDS, TIERS

ONLINE = ("unlawful post", "critical post", "critical message")
CONDUCT = ("offence", "assembly", "volunteering")
#: Kinds of entries about what the law forbids, and debts.
UNLAWFUL = ("offence", "unlawful post", "default", "late payment")
MONEY = ("default", "late payment", "purchase")
#: The bit of ``pinned`` for each kind of act.
ACT_BITS = {
    act: bit for acts, bit in ((CONDUCT, PIN_CONDUCT), (ONLINE, PIN_ONLINE), (MONEY, PIN_MONEY)) for act in acts
}
#: The source of an entry of something that the person did.
OWN = "own act"


def gates_in(bits: int) -> tuple[str, ...]:
    """The names of the gates in a byte.

    >>> gates_in(0b101000)
    ('credit', 'rail')
    """
    return tuple(name for place, name in enumerate(GATES) if bits >> place & 1)


@dataclass(frozen=True, kw_only=True)
class Purse:
    """One ledger's points while a day goes on."""

    held: int
    clean: int

    def entered(self, points: int, held: bool, clean: bool, most: int) -> Purse:
        """After one entry.

        >>> Purse(held=5, clean=1000).entered(-10, True, True, 1300)
        Purse(held=0, clean=990)
        """
        return Purse(
            held=min(max(self.held + points, 0), most) if held else self.held,
            clean=min(max(self.clean + points, 0), most) if clean else self.clean,
        )

    def drifted(self, start: int, step: int) -> Purse:
        """Both moved towards the start by at most `step`.

        >>> Purse(held=980, clean=1003).drifted(1000, 5)
        Purse(held=985, clean=1000)
        """
        return Purse(held=_towards(self.held, start, step), clean=_towards(self.clean, start, step))


def _towards(x: int, start: int, step: int) -> int:
    return x + min(max(start - x, -step), step)


@dataclass(frozen=True, kw_only=True)
class Tiers:
    """What a scoring day makes of a person's points in both ledgers, by place in ``TIERS``."""

    learned: int
    held: int
    clean: int


def tiers_of(purse: Purse, traits: int, params: Any, district: Any) -> Tiers:
    """The tiers of both ledgers, less what the learned score takes off."""
    learned = int(district["learned"][cell_of(traits)])
    cuts = params["cuts"].tolist()
    return Tiers(learned=learned, held=tier_of(purse.held - learned, cuts), clean=tier_of(purse.clean - learned, cuts))


def cut_of(tier: int, params: Any) -> int:
    """The points from which the tier above begins; 0 for the top tier."""
    return int(params["cuts"][tier - 1]) if tier > 0 else 0


def entries_of(row: Any, mistakes: Sequence[Note]) -> list[tuple[str, str, Note | None]]:
    """The day's entries in the order in which they are made: (kind, source, the mistake behind it), "" for unknown.

    An entry of the person's own act has the source "own act". `mistakes`: the notes of what was false that day.
    """
    own = (("conduct", CONDUCT, PIN_CONDUCT), ("online", ONLINE, PIN_ONLINE), ("money", MONEY, PIN_MONEY))
    found: list[tuple[str, str, Note | None]] = [
        (kinds[row[field]], OWN, None) for field, kinds, bit in own if row["pinned"] & bit
    ]
    for field in ("false_face", "false_error"):
        if row[field] != NONE:
            note = next((note for note in mistakes if note.mistake and note.mistake.kind == row[field]), None)
            found.append((KINDS[row[field]], note.mistake.word if note and note.mistake else "", note))
    return found


def tier_name(place: int) -> str:
    """The name of a tier."""
    return TIERS[place]
