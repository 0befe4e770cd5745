"""The same person's life in two scenarios: the first day on which the lives part, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from glasshouse.stories.briefly import briefly
from glasshouse.stories.history import History
from glasshouse.stories.history_events import BAN, Entry, HistoryEvent, Scoring, Turn, to_document
from glasshouse.stories.realise import Realiser


@dataclass(frozen=True, kw_only=True)
class Parting:
    """Where two lives part.

    ``day`` is the first on which anything differs, fear and points included; ``shown`` the first on which something
    happened in one scenario and not in the other, to everybody or to this person; ``own`` the first on which anything
    of this person's differs. None: never. ``here`` and ``there``: what happened in one scenario alone on the day that
    shows. ``calmer``: 1 less afraid in the other scenario on that person's first day, -1 more. ``why`` is a sentence or
    two, a cause where one is known.
    """

    day: int | None
    shown: int | None
    own: int | None = None
    here: tuple[HistoryEvent, ...] = ()
    there: tuple[HistoryEvent, ...] = ()
    differs: tuple[str, ...] = ()
    calmer: int = 0
    why: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """The parting as JSON can hold it."""
        return {
            "first_day": self.day,
            "first_day_that_shows": self.shown,
            "here_alone": [to_document(one) for one in self.here],
            "there_alone": [to_document(one) for one in self.there],
            "why": list(self.why),
        }


def first_difference(here: Any, there: Any, number: int, *, child: bool = False) -> tuple[int | None, tuple[str, ...]]:
    """The first day on which two traces of a person differ, and the state columns that differ on that evening.

    Evenings, records of the day and mail are compared, all of them; a child's mail is never delivered.
    """
    places = [int(np.searchsorted(trace.persons, number)) for trace in (here, there)]
    days: list[int] = []
    for name in here.evenings:
        mine, other = here.evenings[name][:, places[0]], there.evenings[name][:, places[1]]
        unlike = np.flatnonzero(mine != other)
        days += unlike[:1].tolist()
    days += _unlike_rows(here.agents[here.agents["person"] == number], there.agents[there.agents["person"] == number])
    if not child:
        days += _unlike_rows(*(trace.mail[trace.mail["recipient"] == number] for trace in (here, there)))
    if not days:
        return None, ()
    day = min(days)
    columns = tuple(
        name for name in here.evenings if here.evenings[name][day, places[0]] != there.evenings[name][day, places[1]]
    )
    return day, columns


def _unlike_rows(mine: np.ndarray, other: np.ndarray) -> list[int]:
    """The first day with different rows, in a list; an empty list when there is none."""
    rows = [Counter(map(_plain, table)) for table in (mine, other)]
    unlike = (rows[0] - rows[1]) + (rows[1] - rows[0])
    days = [dict(row)["day"] for row in unlike]
    return [min(days)] if days else []


def _plain(row: np.void) -> tuple[tuple[str, int], ...]:
    return tuple((name, int(row[name])) for name in row.dtype.names or ())


def part(
    here: History,
    there: History,
    traces: tuple[Any, Any],
    realiser: Realiser,
    names: tuple[str, str],
    turns: tuple[Sequence[Turn], Sequence[Turn]] = ((), ()),
) -> Parting:
    """Find where two lives part.

    `names` say where: "in the run", "under a ban". `turns` are what happened to everybody in either scenario alone.
    """
    day, columns = first_difference(*traces, here.person.number, child=here.person.child)
    if day is None:
        return Parting(day=None, shown=None, why=("The two lives are the same to the last day.",))
    only_here = [*turns[0], *_unlike(here.events, there.events)]
    only_there = [*turns[1], *_unlike(there.events, here.events)]
    days = [one.day for one in (*only_here, *only_there)]
    shown = min(days, default=None)
    alone = [tuple(one for one in found if one.day == shown) for found in (only_here, only_there)]
    calmer = (here.fear[day] > there.fear[day]) - (here.fear[day] < there.fear[day])
    first = day if shown is None else min(day, shown)
    parting = Parting(day=first, shown=shown, own=day, here=alone[0], there=alone[1], differs=columns, calmer=calmer)
    return Parting(**{**vars(parting), "why": tuple(_why(parting, realiser, names))})


def _unlike(mine: Sequence[HistoryEvent], others: Sequence[HistoryEvent]) -> list[HistoryEvent]:
    """What happened in one scenario and not in the other."""
    left = Counter(map(_bare, others))
    alone = []
    for one in mine:
        if left[_bare(one)] > 0:
            left[_bare(one)] -= 1
        else:
            alone.append(one)
    return alone


def _bare(one: HistoryEvent) -> HistoryEvent:
    """Without what the formula took off a score: it is another in every scenario, and only the tier can be felt."""
    return replace(one, learned=0, start=0, floor=0) if isinstance(one, Scoring) else one


def _why(parting: Parting, realiser: Realiser, names: tuple[str, str]) -> list[str]:
    assert parting.day is not None
    said = []
    when = realiser.date(parting.day, year=True)
    if parting.shown is None or parting.day < parting.shown:
        said.append(f"The two lives part on {when}: {_inner(parting, realiser, names[1])}.")
        if parting.shown is None:
            return [*said, "Whatever happened to {them} happened in both scenarios.".format(**realiser.words)]
    here, there = (_clauses(found, realiser) for found in (parting.here, parting.there))
    shown = realiser.date(parting.shown, year=True)
    lead = f"It shows first on {shown}" if said else f"The two lives part on {when}"
    turned = _turned(parting, names)
    if turned:
        return [*said, f"{lead}, {turned}.", *_later(parting, realiser)]
    here, there = (clause or "nothing of the kind happened" for clause in (here, there))
    first, second = (names[0], here), (names[1], there)
    if not parting.here:
        first, second = second, first
    return [*said, f"{lead}: {first[0]}, {first[1]}; {second[0]}, {second[1]}."]


def _turned(parting: Parting, names: tuple[str, str]) -> str:
    """What sort of day it was for everybody in one of the scenarios; "" when it was none."""
    for name, found in zip(names[::-1], (parting.there, parting.here), strict=True):
        turn = next((one for one in found if isinstance(one, Turn)), None)
        if turn is not None:
            day = f"the day of {turn.name}" if turn.name == BAN else f"the day of '{turn.name}' {name}"
            return f"the first day, {day.replace('the day', 'that')}" if turn.day == 0 else day
    return ""


def _later(parting: Parting, realiser: Realiser) -> list[str]:
    """When a turn for everybody reaches this person, if not on the same day."""
    if parting.own is None or parting.shown is None or parting.own <= parting.shown:
        return []
    return [
        realiser.fill(
            "For {them}, the first thing that differs comes on {when}.", when=realiser.date(parting.own, year=True)
        )
    ]


def _clauses(found: tuple[HistoryEvent, ...], realiser: Realiser) -> str:
    told = [one for one in found if not (isinstance(one, Entry) and one.source == "own act")]
    clauses = list(dict.fromkeys(briefly(one, realiser) for one in told or found))
    return ", and ".join(clauses[:2])


def _inner(parting: Parting, realiser: Realiser, name: str) -> str:
    """A difference that is not yet an event."""
    differs = set(parting.differs)
    they, their = realiser.words["they"], realiser.words["their"]
    if parting.calmer:
        mood = "less" if parting.calmer == 1 else "more"
        return f"{they} is a little {mood} afraid {name}, by what is heard of others"
    if differs & {"fear", "trust"}:
        return f"{their} trust is another, by what is heard of others"
    if differs & {"observed", "error_free", "flags"}:
        return f"{their} score, or {their} standing, is another"
    if differs:
        return f"{their} file is another"
    return "something small goes another way"
