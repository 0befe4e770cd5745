"""Which days are told one by one, and which are folded together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from glasshouse.stories.history_events import (
    Alert,
    Deed,
    Entry,
    Friend,
    HistoryEvent,
    Noted,
    Perk,
    Refusal,
    Sanction,
    Scoring,
)

#: A folded stretch covers no more days than this.
LONGEST = 62
#: From so many entries of kinds already met in a stretch on, they are folded, too.
MANY = 3


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A day told in full, or (``aggregated``) a stretch of days told together."""

    events: tuple[HistoryEvent, ...]
    aggregated: bool

    @property
    def first(self) -> int:
        """The first day."""
        return self.events[0].day

    @property
    def last(self) -> int:
        """The last day."""
        return self.events[-1].day


def segments(
    events: Sequence[HistoryEvent], split: int | None = None, slight: Collection[str] = frozenset()
) -> list[Segment]:
    """The history in segments, in order; every event is in exactly one, and none reaches across the day `split`.

    `slight`: sources of entries that are folded once they were met, as own acts are.
    """
    made: list[Segment] = []
    waiting: list[list[HistoryEvent]] = []
    met: set[str] = set()
    refused = False
    for day, group in groupby(events, key=lambda one: one.day):
        today = list(group)
        if any(isinstance(one, Sanction) for one in today):
            refused = False
        weight = max(_weight(one, met, refused, slight) for one in today)
        met |= {f"{one.source} {one.kind}" for one in today if isinstance(one, Entry)}
        met |= {"stop" for one in today if isinstance(one, Alert) and one.stopped}
        refused = refused or any(isinstance(one, Refusal) for one in today)
        crossed = split is not None and bool(waiting) and waiting[0][0].day < split <= day
        if crossed or (waiting and day - waiting[0][0].day > LONGEST):
            made += _aggregated(waiting)
            waiting = []
        if weight == 2:
            made += [*_aggregated(waiting), Segment(events=tuple(today), aggregated=False)]
            waiting = []
        else:
            waiting.append(today)
    return made + _aggregated(waiting)


def _weight(one: HistoryEvent, met: set[str], refused: bool, slight: Collection[str]) -> int:
    """2: told in full; 1: told in full unless there are many; 0: folded."""
    if isinstance(one, Entry):
        if one.good:
            return 0
        return 1 if f"{one.source} {one.kind}" in met and one.source in ("own act", *slight) else 2
    if isinstance(one, Alert):
        return 2 if one.stopped and "stop" not in met else 0
    if isinstance(one, Scoring):
        return 2 if one.joined else 0
    if isinstance(one, Noted):
        return 0 if one.often else 2
    if isinstance(one, Refusal):
        return 0 if refused else 2
    return 0 if isinstance(one, (Deed, Friend, Perk)) else 2


def _aggregated(days: list[list[HistoryEvent]]) -> list[Segment]:
    """Waiting days as one stretch; or, with few entries among them, those days one by one."""
    heavy = [any(isinstance(one, Entry) and not one.good for one in day) for day in days]
    if sum(heavy) >= MANY:
        return [Segment(events=tuple(one for day in days for one in day), aggregated=True)]
    made = []
    for full, group in groupby(zip(heavy, days, strict=True), key=lambda pair: pair[0]):
        alike = [day for _, day in group]
        if full:
            made += [Segment(events=tuple(day), aggregated=False) for day in alike]
        else:
            made.append(Segment(events=tuple(one for day in alike for one in day), aggregated=True))
    return made
