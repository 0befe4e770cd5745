"""record: what enters the dossier, in the two ledgers, and what it costs in points.

*held* is what the system has; *clean* is the same without false entries. Both follow the same rules.
"""

from __future__ import annotations

from glasshouse.kernels import kernel
from glasshouse.model.events import Event, log
from glasshouse.model.measures import M
from glasshouse.model.state import (
    NONE,
    PIN_CONDUCT,
    PIN_MONEY,
    PIN_ONLINE,
    Conduct,
    Kind,
    Money,
    Online,
)
from glasshouse.population.people import CLEAN_LIST, HELD_LIST

DEFAULTER, DISHONEST = 1, 2

#: Kind of entry of each public act, act online and money act.
_OF_CONDUCT = (int(Kind.OFFENCE), int(Kind.ASSEMBLY), int(Kind.VOLUNTEERING))
_OF_ONLINE = (int(Kind.UNLAWFUL_POST), int(Kind.CRITICAL_POST), int(Kind.CRITICAL_MESSAGE))
_OF_MONEY = (int(Kind.DEFAULT), int(Kind.LATE_PAYMENT), int(Kind.PURCHASE))


@kernel
def _clip(x, low, high):
    return min(max(x, low), high)


@kernel
def enter(p, person, group, kind, held, clean, law, c):
    """Make one entry in either ledger or both."""
    points = law.points[kind]
    bit = 0 if kind == Kind.VOLUNTEERING or points > 0 else 1 << law.area[kind]
    dossier = np_int(p.dossier[person])
    if held:
        p.held[person] = _clip(p.held[person] + points, 0, law.score_max)
        dossier |= bit
    if clean:
        p.clean[person] = _clip(p.clean[person] + points, 0, law.score_max)
        dossier |= bit << 4
    p.dossier[person] = dossier
    if kind == Kind.VOLUNTEERING:
        c[group, M.entries_good] += 1
    elif held and clean:
        c[group, M.entries_true] += 1
    elif held:
        c[group, M.entries_false] += 1


@kernel
def np_int(x):
    """A column's small integer as a machine integer, so that bit arithmetic cannot wrap."""
    return x + 0


@kernel
def put_on_list(p, person, which, weeks, true):
    """Put a person on a list in the held ledger, and in the clean one if the entry is true."""
    flags = np_int(p.flags[person])
    flags = (flags & ~(3 << HELD_LIST)) | (which << HELD_LIST)
    p.held_weeks[person] = weeks
    if true:
        flags = (flags & ~(3 << CLEAN_LIST)) | (which << CLEAN_LIST)
        p.clean_weeks[person] = weeks
    p.flags[person] = flags


@kernel
def _add(a, kind, true, other, p, law, day, c, rows, cursor, mask):
    """One entry of the day, with what follows from it at once: the list, the commercial score."""
    person = a.person
    g = a.group
    enter(p, person, g, kind, True, true, law, c)
    a.cause = kind
    log(rows, cursor, mask, day, person, Event.ENTRY if true else Event.FALSE_ENTRY, kind, other, law.points[kind])
    if kind == Kind.DEFAULT and law.defaulter_weeks > 0:
        if (p.flags[person] >> HELD_LIST) & 3 != DEFAULTER:
            c[g, M.listed_defaulter] += 1
            log(rows, cursor, mask, day, person, Event.LISTING, kind, -1, DEFAULTER)
        put_on_list(p, person, DEFAULTER, law.defaulter_weeks, true)
    if p.commercial[person] > 0:
        if kind == Kind.DEFAULT:
            p.commercial[person] = max(1, p.commercial[person] - law.commercial_default)
        elif kind == Kind.LATE_PAYMENT:
            p.commercial[person] = max(1, p.commercial[person] - law.commercial_late)


@kernel
def record(acts, count, p, law, day, c, rows, cursor, mask):
    """Enter what was pinned on each picked person, then what was pinned on them wrongly."""
    for j in range(count):
        a = acts[j]
        if a.pinned & PIN_CONDUCT:
            _add(a, _OF_CONDUCT[a.conduct], True, -1, p, law, day, c, rows, cursor, mask)
        if a.pinned & PIN_ONLINE:
            _add(a, _OF_ONLINE[a.online], True, -1, p, law, day, c, rows, cursor, mask)
        if a.pinned & PIN_MONEY:
            _add(a, _OF_MONEY[a.money], True, -1, p, law, day, c, rows, cursor, mask)
        if a.false_face != NONE:
            _add(a, a.false_face, False, a.other, p, law, day, c, rows, cursor, mask)
        if a.false_error != NONE:
            _add(a, a.false_error, False, a.reporter, p, law, day, c, rows, cursor, mask)


__all__ = ["DEFAULTER", "DISHONEST", "Conduct", "Money", "Online", "enter", "put_on_list", "record"]
