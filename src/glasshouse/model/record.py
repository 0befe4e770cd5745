"""record: what enters the dossier, in the two ledgers, and what it costs in points.

*held* is what the system has; *clean* is the same without false entries. Both follow the same rules.

Process: Acts that were pinned on their person are entered in both ledgers, in the order conduct, online, money; then
the day's false entries in *held* alone. An entry moves the points, marks its area of life in the dossier, and, if it
is a judgment, puts the person on the list of defaulters. ``repair`` and ``let_off`` undo what review and appeal find.

Source: Points follow one pilot town and what was reported of it (`ohlberg-2017`, `mistreanu-2018`), the list and its
term the rules of the court (`spc-2017`). Two ledgers under the same rules are the model's own way to tell a false
record from an unjust rule.
"""

from __future__ import annotations

import numpy as np

from glasshouse.kernels import inner, kernel
from glasshouse.model.events import Event, log
from glasshouse.model.measures import M
from glasshouse.model.state import (
    NONE,
    PIN_CONDUCT,
    PIN_MONEY,
    PIN_ONLINE,
    Kind,
)
from glasshouse.population.people import CLEAN_DOSSIER, CLEAN_LIST, CLEAN_TIER, HELD_LIST, tier_of

DEFAULTER, DISHONEST = 1, 2

#: Kind of entry of each public act, act online and money act.
_OF_CONDUCT = (int(Kind.OFFENCE), int(Kind.ASSEMBLY), int(Kind.VOLUNTEERING))
_OF_ONLINE = (int(Kind.UNLAWFUL_POST), int(Kind.CRITICAL_POST), int(Kind.CRITICAL_MESSAGE))
_OF_MONEY = (int(Kind.DEFAULT), int(Kind.LATE_PAYMENT), int(Kind.PURCHASE))


@inner
def _clip(x, low, high):
    return min(max(x, low), high)


@inner
def enter(a, kind, held, clean, law, c):
    """Make one entry in either ledger or both."""
    points = law.points[kind]
    bit = 0 if kind == Kind.VOLUNTEERING or points > 0 else 1 << law.area[kind]
    if held:
        a.held = _clip(a.held + points, 0, law.score_max)
        a.dossier |= bit
    if clean:
        a.clean = _clip(a.clean + points, 0, law.score_max)
        a.dossier |= bit << 4
    if kind == Kind.VOLUNTEERING:
        c[a.group, M.entries_good] += 1
    elif held and clean:
        c[a.group, M.entries_true] += 1
    elif held:
        c[a.group, M.entries_false] += 1


@inner
def _put_on_list(a, which, weeks, true):
    """Put a person on a list in the held ledger, and in the clean one if the entry is true."""
    a.flags = (a.flags & ~(3 << HELD_LIST)) | (which << HELD_LIST)
    a.held_weeks = weeks
    if true:
        a.flags = (a.flags & ~(3 << CLEAN_LIST)) | (which << CLEAN_LIST)
        a.clean_weeks = weeks


@inner
def _add(a, kind, true, other, law, now, c, rows):
    """One entry of the day, with what follows from it at once: the list, the commercial score."""
    enter(a, kind, True, true, law, c)
    a.cause = kind
    if true and (
        kind == Kind.OFFENCE or kind == Kind.UNLAWFUL_POST or kind == Kind.DEFAULT or kind == Kind.LATE_PAYMENT
    ):
        c[a.group, M.entries_unlawful] += 1
    happened = np.int64(Event.ENTRY if true else Event.FALSE_ENTRY)
    log(rows, now, a.person, happened, kind, other, law.points[kind])
    if kind == Kind.DEFAULT and law.defaulter_weeks > 0:
        if (a.flags >> HELD_LIST) & 3 != DEFAULTER:
            c[a.group, M.listed_defaulter] += 1
            log(rows, now, a.person, np.int64(Event.LISTING), kind, -1, DEFAULTER)
        _put_on_list(a, DEFAULTER, law.defaulter_weeks, true)
    if a.commercial > 0:
        if kind == Kind.DEFAULT:
            a.commercial = max(1, a.commercial - law.commercial_default)
        elif kind == Kind.LATE_PAYMENT:
            a.commercial = max(1, a.commercial - law.commercial_late)


@inner
def repair(a):
    """The held ledger becomes the clean one."""
    a.held = a.clean
    a.held_weeks = a.clean_weeks
    a.dossier = (a.dossier & 0xF0) | (a.dossier >> CLEAN_DOSSIER)
    clean_tier = (a.flags >> CLEAN_TIER) & 7
    clean_list = (a.flags >> CLEAN_LIST) & 3
    a.flags = (a.flags & ~(7 | (3 << HELD_LIST))) | clean_tier | (clean_list << HELD_LIST)


@inner
def let_off(a, law):
    """A sanction that the record supports is lifted, or not imposed, all the same."""
    a.held = max(a.held, law.score_start)
    a.held_weeks = 0
    a.flags = (a.flags & ~(7 | (3 << HELD_LIST))) | tier_of(law.score_start, law.cuts)


@kernel
def record(acts, count, law, now, c, rows):
    """Enter what was pinned on each picked person, then what was pinned on them wrongly."""
    for j in range(count):
        a = acts[j]
        if a.pinned & PIN_CONDUCT:
            _add(a, _OF_CONDUCT[a.conduct], True, -1, law, now, c, rows)
        if a.pinned & PIN_ONLINE:
            _add(a, _OF_ONLINE[a.online], True, -1, law, now, c, rows)
        if a.pinned & PIN_MONEY:
            _add(a, _OF_MONEY[a.money], True, -1, law, now, c, rows)
        if a.false_face != NONE:
            _add(a, np.int64(a.false_face), False, a.other, law, now, c, rows)
        if a.false_error != NONE:
            _add(a, np.int64(a.false_error), False, a.reporter, law, now, c, rows)
