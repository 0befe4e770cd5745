"""Which days are told one by one, and which are folded together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from glasshouse.stories.happenings import (
    Alert,
    Deed,
    Entry,
    Friend,
    Happening,
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
class Beat:
    """A day told in full, or (``folded``) a stretch of days told together."""

    happenings: tuple[Happening, ...]
    folded: bool

    @property
    def first(self) -> int:
        """The first day."""
        return self.happenings[0].day

    @property
    def last(self) -> int:
        """The last day."""
        return self.happenings[-1].day


def beats(happenings: Sequence[Happening], split: int | None = None) -> list[Beat]:
    """The life in beats, in order; every happening is in exactly one, and none reaches across the day `split`."""
    made: list[Beat] = []
    waiting: list[list[Happening]] = []
    met: set[str] = set()
    refused = False
    for day, group in groupby(happenings, key=lambda one: one.day):
        today = list(group)
        if any(isinstance(one, Sanction) for one in today):
            refused = False
        weight = max(_weight(one, met, refused) for one in today)
        met |= {f"{one.source} {one.kind}" for one in today if isinstance(one, Entry)}
        met |= {"stop" for one in today if isinstance(one, Alert) and one.stopped}
        refused = refused or any(isinstance(one, Refusal) for one in today)
        crossed = split is not None and bool(waiting) and waiting[0][0].day < split <= day
        if crossed or (waiting and day - waiting[0][0].day > LONGEST):
            made += _folded(waiting)
            waiting = []
        if weight == 2:
            made += [*_folded(waiting), Beat(happenings=tuple(today), folded=False)]
            waiting = []
        else:
            waiting.append(today)
    return made + _folded(waiting)


def _weight(one: Happening, met: set[str], refused: bool) -> int:
    """2: told in full; 1: told in full unless there are many; 0: folded."""
    if isinstance(one, Entry):
        if one.kind == "volunteering":
            return 0
        return 1 if f"{one.source} {one.kind}" in met and (one.source == "own act" or _slight(one)) else 2
    if isinstance(one, Alert):
        return 2 if one.stopped and "stop" not in met else 0
    if isinstance(one, Scoring):
        return 2 if one.joined else 0
    if isinstance(one, Refusal):
        return 0 if refused else 2
    return 0 if isinstance(one, (Deed, Friend, Perk)) else 2


def _slight(entry: Entry) -> bool:
    return entry.source in ("association", "shared account")


def _folded(days: list[list[Happening]]) -> list[Beat]:
    """Waiting days as one stretch; or, with few entries among them, those days one by one."""
    heavy = [any(isinstance(one, Entry) and one.kind != "volunteering" for one in day) for day in days]
    if sum(heavy) >= MANY:
        return [Beat(happenings=tuple(one for day in days for one in day), folded=True)]
    made = []
    for full, group in groupby(zip(heavy, days, strict=True), key=lambda pair: pair[0]):
        alike = [day for _, day in group]
        if full:
            made += [Beat(happenings=tuple(day), folded=False) for day in alike]
        else:
            made.append(Beat(happenings=tuple(one for day in alike for one in day), folded=True))
    return made
