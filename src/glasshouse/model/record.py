"""record: what enters the dossier, in the two ledgers, and what it costs in points.

*observed* is what the system has; *error-free* is the same without false entries. Both follow the same rules.

Process: Acts that were pinned on their person are entered in both ledgers, in the order conduct, online, money; then
the day's false entries in *observed* alone. An entry moves the points, marks its area of life in the dossier, and, if
it is a judgment, puts the person on the list of defaulters. ``repair`` and ``waive`` undo what review and appeal find.

Source: Points follow one pilot town and what was reported of it (`ohlberg-2017`, `mistreanu-2018`), the list and its
term the rules of the court (`spc-2017`). Two ledgers under the same rules are the model's own way to tell a false
record from an unjust rule.
"""

from __future__ import annotations

import numpy as np

from glasshouse.kernels import inner, kernel
from glasshouse.model.counts import Count
from glasshouse.model.events import Event, log
from glasshouse.model.state import (
    NONE,
    PIN_CONDUCT,
    PIN_MONEY,
    PIN_ONLINE,
    Kind,
)
from glasshouse.population.people import ERROR_FREE_DOSSIER, ERROR_FREE_LIST, ERROR_FREE_TIER, OBSERVED_LIST, tier_of

DEFAULTER, DISHONEST = 1, 2

#: Kind of entry of each public act, act online and money act.
_OF_CONDUCT = (int(Kind.OFFENCE), int(Kind.ASSEMBLY), int(Kind.VOLUNTEERING))
_OF_ONLINE = (int(Kind.UNLAWFUL_POST), int(Kind.CRITICAL_POST), int(Kind.CRITICAL_MESSAGE))
_OF_MONEY = (int(Kind.DEFAULT), int(Kind.LATE_PAYMENT), int(Kind.PURCHASE))


@inner
def _clip(x, low, high):
    return min(max(x, low), high)


@inner
def enter(a, kind, observed, error_free, params, c):
    """Make one entry in either ledger or both."""
    points = params.points[kind]
    bit = 0 if kind == Kind.VOLUNTEERING or points > 0 else 1 << params.area[kind]
    if observed:
        a.observed = _clip(a.observed + points, 0, params.score_max)
        a.dossier |= bit
    if error_free:
        a.error_free = _clip(a.error_free + points, 0, params.score_max)
        a.dossier |= bit << 4
    if kind == Kind.VOLUNTEERING:
        c[a.group, Count.entries_good] += 1
    elif observed and error_free:
        c[a.group, Count.entries_true] += 1
    elif observed:
        c[a.group, Count.entries_false] += 1


@inner
def _put_on_list(a, which, weeks, true):
    """Put a person on a list in the observed ledger, and in the error-free one if the entry is true."""
    a.flags = (a.flags & ~(3 << OBSERVED_LIST)) | (which << OBSERVED_LIST)
    a.observed_weeks = weeks
    if true:
        a.flags = (a.flags & ~(3 << ERROR_FREE_LIST)) | (which << ERROR_FREE_LIST)
        a.error_free_weeks = weeks


@inner
def _add(a, kind, true, other, params, now, c, rows):
    """One entry of the day, with what follows from it at once: the list, the commercial score."""
    enter(a, kind, True, true, params, c)
    a.cause = kind
    if true and (
        kind == Kind.OFFENCE or kind == Kind.UNLAWFUL_POST or kind == Kind.DEFAULT or kind == Kind.LATE_PAYMENT
    ):
        c[a.group, Count.entries_unlawful] += 1
    happened = np.int64(Event.ENTRY if true else Event.FALSE_ENTRY)
    log(rows, now, a.person, happened, kind, other, params.points[kind])
    if kind == Kind.DEFAULT and params.defaulter_weeks > 0:
        if (a.flags >> OBSERVED_LIST) & 3 != DEFAULTER:
            c[a.group, Count.listed_defaulter] += 1
            log(rows, now, a.person, np.int64(Event.LISTING), kind, -1, DEFAULTER)
        _put_on_list(a, DEFAULTER, params.defaulter_weeks, true)
    if a.commercial > 0:
        if kind == Kind.DEFAULT:
            a.commercial = max(1, a.commercial - params.commercial_default)
        elif kind == Kind.LATE_PAYMENT:
            a.commercial = max(1, a.commercial - params.commercial_late)


@inner
def repair(a):
    """The observed ledger becomes the error-free one."""
    a.observed = a.error_free
    a.observed_weeks = a.error_free_weeks
    a.dossier = (a.dossier & 0xF0) | (a.dossier >> ERROR_FREE_DOSSIER)
    error_free_tier = (a.flags >> ERROR_FREE_TIER) & 7
    error_free_list = (a.flags >> ERROR_FREE_LIST) & 3
    a.flags = (a.flags & ~(7 | (3 << OBSERVED_LIST))) | error_free_tier | (error_free_list << OBSERVED_LIST)


@inner
def waive(a, params):
    """A sanction that the record supports is lifted, or not imposed, all the same."""
    a.observed = max(a.observed, params.score_start)
    a.observed_weeks = 0
    a.flags = (a.flags & ~(7 | (3 << OBSERVED_LIST))) | tier_of(params.score_start, params.cuts)


@kernel
def record(agents, count, params, now, c, rows):
    """Enter what was pinned on each active person, then what was pinned on them wrongly."""
    for j in range(count):
        a = agents[j]
        if a.pinned & PIN_CONDUCT:
            _add(a, _OF_CONDUCT[a.conduct], True, -1, params, now, c, rows)
        if a.pinned & PIN_ONLINE:
            _add(a, _OF_ONLINE[a.online], True, -1, params, now, c, rows)
        if a.pinned & PIN_MONEY:
            _add(a, _OF_MONEY[a.money], True, -1, params, now, c, rows)
        if a.false_face != NONE:
            _add(a, np.int64(a.false_face), False, a.other, params, now, c, rows)
        if a.false_error != NONE:
            _add(a, np.int64(a.false_error), False, a.reporter, params, now, c, rows)
