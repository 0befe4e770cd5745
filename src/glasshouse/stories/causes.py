"""Why gates closed: the chain from entries to points, tier or list, and from there to the gates.

>>> Chain(day=3, gates=("rail",), would=(), by_tier=("rail",), tier="C", error_free_tier="A", counted=True).verdict
'all'
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from glasshouse.stories.history_events import Entry, Listed, decided


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Why a sanction began on a day.

    ``entries``: what weighs on the score since it last stood at its start, or what led to the list; ``since`` when.
    ``points`` and ``clean_points`` as the tier was worked out, ``learned`` taken off on top, ``floor`` the points
    that the next better tier takes. ``listed`` is the listing in force; ``stale``: it had outlived its term.
    ``by_tier`` and ``by_list`` close the gates; ``would`` are those that would have closed without the false entries.
    """

    day: int
    gates: tuple[str, ...]
    would: tuple[str, ...]
    by_tier: tuple[str, ...] = ()
    by_list: tuple[str, ...] = ()
    tier: str
    error_free_tier: str
    counted: bool
    entries: tuple[Entry, ...] = ()
    points: int = 0
    error_free_points: int = 0
    start: int = 0
    learned: int = 0
    floor: int = 0
    listed: Listed | None = None
    stale: bool = False
    joined: str = ""
    onset: bool = True
    unjust: bool = False
    lawful: bool = False
    unlawful: bool = False

    @property
    def verdict(self) -> str:
        """What the false entries did: closed "all" of the gates, "some" of them, or "none"."""
        extra = set(self.gates) - set(self.would)
        return "all" if not self.would else "some" if extra else "none"

    @property
    def false(self) -> tuple[Entry, ...]:
        """The false entries among those that weigh."""
        return tuple(entry for entry in self.entries if entry.false)

    @property
    def since(self) -> int:
        """The day of the first entry that weighs; the day of the sanction when there is none."""
        return min((entry.day for entry in self.entries), default=self.day)

    @property
    def recovered(self) -> int:
        """Points that came back by themselves, or from good deeds, since the first entry."""
        return self.points - self.start - sum(entry.points for entry in self.entries)

    @property
    def decided(self) -> bool:
        """Whether the tier that closed gates would have been a better one without what the learned score took off."""
        return bool(self.by_tier) and decided(self.points, self.learned, self.floor)

    @property
    def links(self) -> tuple[str, ...]:
        """The kinds of causes in the chain, never empty.

        >>> Chain(day=3, gates=("rail",), would=("rail",), tier="A", error_free_tier="A", counted=False).links
        ('rules',)
        """
        found = [entry.source for entry in self.entries]
        found += ["list"] if self.by_list else []
        found += ["tier"] if self.by_tier else []
        found += ["learned score"] if self.decided else []
        found += ["joining"] if self.joined else []
        return tuple(found) or ("rules",)

    def document(self) -> dict[str, Any]:
        """The chain as JSON can hold it."""
        return {**asdict(self), "verdict": self.verdict, "since": self.since, "links": list(self.links)}
