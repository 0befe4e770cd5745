"""The record: what enters the dossier, in the two ledgers, and what it costs in points.

*observed* is what the system has; *error-free* is the same without false entries. Both follow the same rules.

Process: Acts that were pinned on their person are entered in both ledgers, in the order conduct, online, money; then
the day's false entries in *observed* alone. An entry moves the points and marks its area of life in the dossier; a
judgment puts the person on the list of defaulters. ``repair`` and ``waive`` undo what review and appeal find.

Source: Points follow one pilot town and what was reported of it (`ohlberg-2017`, `mistreanu-2018`). Two ledgers under
the same rules are the model's own way to tell a false record from an unjust rule.
"""

# Which errors enter: the sensor's own file. When what is entered is deleted: search for score_expire.

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np

from glasshouse.day_settings import DaySettings
from glasshouse.entry_kind import entry_kinds, how_many_kinds
from glasshouse.flow_chart import Node
from glasshouse.kernels import inner
from glasshouse.measure import mean, share
from glasshouse.mechanism import Count, Mechanism
from glasshouse.model.events import Event, log
from glasshouse.model.list_bits import ERROR_FREE, OBSERVED, list_in, with_list
from glasshouse.model.state import NONE, PIN_CONDUCT, PIN_MONEY, PIN_ONLINE, Conduct, Money, Online
from glasshouse.note import Phrases
from glasshouse.population.people import ERROR_FREE_DOSSIER, ERROR_FREE_TIER, tier_of
from glasshouse.stored import Stored

ENTRIES_TRUE = Count("entries_true", "Entries about something the person did", unit="entries", place=46)
ENTRIES_UNLAWFUL = Count("entries_unlawful", "Entries about a real offence or debt", unit="entries", place=58)
ENTRIES_FALSE = Count("entries_false", "False entries", unit="entries", place=47)
ENTRIES_GOOD = Count("entries_good", "Entries in a person's favour", unit="entries", place=48)
WITH_DOSSIER = Count(
    "with_dossier", "People with something against them on record, at the end", unit="people", place=112, stock=True
)
_GROWN = "people of 15 and over"
MEASURES = (
    mean(
        "dossier",
        "Entries a person",
        "Entries made in people's records: true or false, for or against them.",
        unit="entries",
        base=_GROWN,
        counts=("entries_true", "entries_false", "entries_good"),
        over=("adults",),
        unsought="what is kept of a life is the system's reach",
        section="What is known of people",
        place=1,
    ),
    share(
        "with_dossier",
        "People with a dossier",
        "People with something against them on record on the last evening, true or false.",
        base=_GROWN,
        counts=("with_dossier",),
        over=("adults",),
        unsought="of how many something is kept is the system's reach",
        section="What is known of people",
        place=2,
    ),
)

PHRASES = Phrases(
    said={
        "cost": (
            "That cost {them} {n} points and left {left}.",
            "{N} points off: {left}.",
            "{their} score fell by {n}, to {left}.",
            "It took {n} points; {left} remained.",
            "The price was {n} points, and the score stood at {left}.",
        ),
        "cost unscored": (
            "{they} had no score yet, but {n} points were already noted against {them}.",
            "{N} more points were noted against the score that {they} did not have yet.",
            "That, too, was noted, at {n} points.",
            "Points off a score that {they} did not have: {n} more.",
            "It was noted at {n} points, for the day when {they} would have a score.",
        ),
        "cost nothing": (
            "It went into {their} file, at no cost in points.",
            "The file grew by one line, and the score did not move.",
            "That is on file now, without points.",
        ),
        "entries folded": (
            "{Many} more things reached the record: {what}. That took {n} points, down to {left}.",
            "The record took in {many} more entries, {what}: {n} points, which left {left}.",
            "{Many} entries were added, {what}; together they cost {n} points and left {left}.",
        ),
        "entries folded unscored": (
            "{Many} more things were noted against {them}: {what}.",
            "The file grew by {many} more entries: {what}.",
        ),
        "good entries": ("Also in {their} favour were {what}: {n} points up, to {left}.",),
        "kept out": (
            "By the rules, none of it could go into {their} record.",
            "The rules kept that out of the record.",
            "It stayed out of the record, as the rules had it.",
            "Nothing of it was allowed to count.",
        ),
    }
)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Which kinds of entry are in a person's favour, which about something unlawful, and which is an act's."""
    kinds = entry_kinds(settings.running)

    def entries(acts: type[IntEnum]) -> list[int]:
        return [next((number for number, kind in enumerate(kinds) if kind.act is act), NONE) for act in acts]

    return {
        "entry_good": [int(kind.good) for kind in kinds],
        "entry_unlawful": [int(kind.unlawful) for kind in kinds],
        "entry_of_conduct": entries(Conduct),
        "entry_of_online": entries(Online),
        "entry_of_money": entries(Money),
    }


@inner
def _clip(x, low, high):
    return min(max(x, low), high)


@inner
def enter(agent, kind, observed, error_free, params, counts):
    """Make one entry in either ledger or both."""
    points = params.points[kind]
    bit = 0 if params.entry_good[kind] or points > 0 else 1 << params.area[kind]
    if observed:
        agent.observed = _clip(agent.observed + points, 0, params.score_max)
        agent.dossier |= bit
    if error_free:
        agent.error_free = _clip(agent.error_free + points, 0, params.score_max)
        agent.dossier |= bit << ERROR_FREE_DOSSIER
    if params.entry_good[kind]:
        counts[agent.group, ENTRIES_GOOD] += 1
    elif observed and error_free:
        counts[agent.group, ENTRIES_TRUE] += 1
    elif observed:
        counts[agent.group, ENTRIES_FALSE] += 1


@inner
def put_on_list(agent, which, weeks, true):
    """Put a person on a list in the observed ledger, and in the error_free one if the entry is true.

    >>> from types import SimpleNamespace
    >>> agent = SimpleNamespace(flags=0, observed_weeks=0, error_free_weeks=0)
    >>> put_on_list(agent, 1, 104, False)
    >>> list_in(agent.flags, OBSERVED), agent.observed_weeks, agent.error_free_weeks
    (1, 104, 0)
    """
    agent.flags = with_list(agent.flags, OBSERVED, which)
    agent.observed_weeks = weeks
    if true:
        agent.flags = with_list(agent.flags, ERROR_FREE, which)
        agent.error_free_weeks = weeks


@inner
def follow_entry(agent, kind, true, params, now, counts, rows):
    """What follows from an entry at once; the rules of all mechanisms for it take the place of this one."""


@inner
def add_entry(agent, kind, true, other, params, now, counts, rows):
    """One entry of the day, with what follows from it at once.

    `other`: the person's number whose act it was, or who reported it; or -1.

    >>> from types import SimpleNamespace
    >>> from glasshouse.model.events import EVENT
    >>> agent = SimpleNamespace(person=7, group=0, observed=1000, error_free=1000, dossier=0)
    >>> params = SimpleNamespace(points=[-50], area=[0], score_max=1300, entry_good=[0], entry_unlawful=[0])
    >>> now, rows = SimpleNamespace(day=3, mask=0, logged=0), np.recarray(4, EVENT)
    >>> add_entry(agent, 0, False, -1, params, now, np.zeros((9, 99), np.int64), rows)
    >>> agent.observed, agent.error_free, agent.cause, now.logged
    (950, 1000, 0, 1)
    """
    enter(agent, kind, True, true, params, counts)
    agent.cause = kind
    if true and params.entry_unlawful[kind]:
        counts[agent.group, ENTRIES_UNLAWFUL] += 1
    happened = np.int64(Event.ENTRY if true else Event.FALSE_ENTRY)
    log(rows, now, agent.person, happened, kind, other, params.points[kind])
    follow_entry(agent, kind, true, params, now, counts, rows)


@inner
def repair(agent):
    """The observed ledger becomes the error_free one.

    >>> from types import SimpleNamespace
    >>> agent = SimpleNamespace(observed=600, error_free=1000, observed_weeks=9, error_free_weeks=0, dossier=3, flags=5)
    >>> repair(agent)
    >>> agent.observed, agent.observed_weeks, agent.dossier, agent.flags
    (1000, 0, 0, 0)
    """
    agent.observed = agent.error_free
    agent.observed_weeks = agent.error_free_weeks
    agent.dossier = (agent.dossier & 0xF0) | (agent.dossier >> ERROR_FREE_DOSSIER)
    error_free_tier = (agent.flags >> ERROR_FREE_TIER) & 7
    listed = list_in(agent.flags, ERROR_FREE)
    agent.flags = (with_list(agent.flags, OBSERVED, listed) & ~7) | error_free_tier


@inner
def waive(agent, params):
    """A sanction that the record supports is lifted, or not imposed, all the same.

    >>> from types import SimpleNamespace
    >>> agent = SimpleNamespace(observed=600, observed_weeks=9, flags=0)
    >>> waive(agent, SimpleNamespace(score_start=1000, cuts=np.array([1050, 1000, 900, 850, 600, 0, 0, 0])))
    >>> agent.observed, agent.observed_weeks
    (1000, 0)
    """
    agent.observed = max(agent.observed, params.score_start)
    agent.observed_weeks = 0
    agent.flags = (with_list(agent.flags, OBSERVED, 0) & ~7) | tier_of(params.score_start, params.cuts)


def record(agent, params, now, counts, rows):
    """Enter what was pinned on a person, then what was pinned on them wrongly."""
    if agent.pinned & PIN_CONDUCT:
        add_entry(agent, params.entry_of_conduct[agent.conduct], True, -1, params, now, counts, rows)
    if agent.pinned & PIN_ONLINE:
        add_entry(agent, params.entry_of_online[agent.online], True, -1, params, now, counts, rows)
    if agent.pinned & PIN_MONEY:
        add_entry(agent, params.entry_of_money[agent.money], True, -1, params, now, counts, rows)
    if agent.false_face != NONE:
        add_entry(agent, np.int64(agent.false_face), False, agent.other, params, now, counts, rows)
    if agent.false_error != NONE:
        add_entry(agent, np.int64(agent.false_error), False, agent.reporter, params, now, counts, rows)


def keep_active(agent):
    """Whoever gets an entry, or whom an alert may stop, has more of a day before them."""
    return agent.pinned or agent.alert or agent.false_face != NONE or agent.false_error != NONE


FLOW_CHART = (Node(key="record", name="The record", stage="record", part="", place=20),)

#: What the record keeps of every person.
STORED = (
    Stored(column="observed", means="points in the observed ledger"),
    Stored(column="error_free", means="points in the error-free ledger"),
    Stored(column="dossier", means="areas of life with an entry on record, in both ledgers"),
)

MECHANISM = Mechanism(
    module=__name__,
    section="score",
    place=110,
    params={
        "entry_good": (how_many_kinds,),
        "entry_unlawful": (how_many_kinds,),
        "entry_of_conduct": (len(Conduct),),
        "entry_of_online": (len(Online),),
        "entry_of_money": (len(Money),),
    },
    compile_params=compile_params,
    steps={"follow_entry": follow_entry},
    rules={"record": record, "keep_active": keep_active},
)
