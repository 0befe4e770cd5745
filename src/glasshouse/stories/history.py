"""One person's life: dated facts, the sanctions with their causes, and how afraid and trusting the person was."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from glasshouse.stories.causes import Chain
from glasshouse.stories.history_events import HistoryEvent, to_document
from glasshouse.stories.someone import Someone


@dataclass(frozen=True, kw_only=True)
class Spell:
    """A stretch of days under sanction, the last one included, and how many of them were wrongful or unjust."""

    first: int
    last: int
    wrongful: int
    unjust: int

    @property
    def days(self) -> int:
        """How long."""
        return self.last - self.first + 1


@dataclass(frozen=True, kw_only=True)
class History:
    """One person's days: what happened, the sanctions with their causes, and how afraid and trusting they were.

    ``wrongful``: the days of wrongful sanction. ``closed``: days by gate. ``fear`` and ``trust`` are the values
    of each evening, 0 to 255; ``scored``: whether they had a score at first.
    """

    person: Someone
    days: int
    events: tuple[HistoryEvent, ...]
    chains: tuple[Chain, ...]
    spells: tuple[Spell, ...]
    wrongful: tuple[int, ...]
    closed: dict[str, int]
    fear: tuple[int, ...]
    trust: tuple[int, ...]
    scored: bool
    scored_last: bool
    points_last: int
    tier_last: str

    def of(self, kind: type) -> list[Any]:
        """The events of one kind, in order."""
        return [one for one in self.events if isinstance(one, kind)]

    def document(self) -> dict[str, Any]:
        """The life as JSON can hold it."""
        return {
            "person": asdict(self.person),
            "days": self.days,
            "events": [to_document(one) for one in self.events],
            "sanctions": [chain.document() for chain in self.chains],
            "spells": [asdict(spell) for spell in self.spells],
            "wrongful_on": list(self.wrongful),
            "days_closed": dict(self.closed),
            "fear": list(self.fear),
            "trust": list(self.trust),
            "scored_at_first": self.scored,
            "scored_at_last": self.scored_last,
            "points_at_last": self.points_last,
            "tier_at_last": self.tier_last,
        }
