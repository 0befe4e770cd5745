"""redress: notice, appeal, human review that leans on the machine, repair, expiry, stale listings."""

from __future__ import annotations

from glasshouse.draws import Purpose, word
from glasshouse.kernels import kernel
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.measures import M
from glasshouse.model.record import DEFAULTER
from glasshouse.model.sensors import registries
from glasshouse.population.people import CASE_OPEN, CLEAN_LIST, CLEAN_TIER, HELD_LIST, tier_of

goes_stale = registries.goes_stale


@kernel
def _repair(p, person, flags):
    """The held ledger becomes the clean one."""
    p.held[person] = p.clean[person]
    p.held_weeks[person] = p.clean_weeks[person]
    p.dossier[person] = (p.dossier[person] & 0xF0) | (p.dossier[person] >> 4)
    clean_tier = (flags >> CLEAN_TIER) & 7
    clean_list = (flags >> CLEAN_LIST) & 3
    return (flags & ~(7 | (3 << HELD_LIST))) | clean_tier | (clean_list << HELD_LIST)


@kernel
def _let_off(p, person, flags, law):
    """A sanction that the record supports is lifted all the same."""
    p.held[person] = max(p.held[person], law.score_start)
    p.held_weeks[person] = 0
    return (flags & ~(7 | (3 << HELD_LIST))) | tier_of(law.score_start, law.cuts)


@kernel
def _decide(a, p, flags, law, day, k0, k1, c, rows, cursor, mask):
    """The review of an open case."""
    flags &= ~CASE_OPEN
    draw = word(k0, k1, a.person, day, Purpose.REVIEW)
    if a.wrongful and draw < law.correct:
        c[a.group, M.appeals_upheld] += 1
        log(rows, cursor, mask, day, a.person, Event.UPHELD, NO_CAUSE, -1, 0)
        return _repair(p, a.person, flags)
    if not a.wrongful and draw < law.mercy:
        c[a.group, M.overturned] += 1
        log(rows, cursor, mask, day, a.person, Event.OVERTURNED, NO_CAUSE, -1, 0)
        return _let_off(p, a.person, flags, law)
    c[a.group, M.appeals_rejected] += 1
    log(rows, cursor, mask, day, a.person, Event.REJECTED, NO_CAUSE, -1, 0)
    return flags


@kernel
def _notify(a, flags, law, day, k0, k1, c, rows, cursor, mask):
    """Somebody sanctioned today may be told, and may appeal."""
    if word(k0, k1, a.person, day, Purpose.NOTICE) >= law.notice:
        return flags
    c[a.group, M.notices] += 1
    log(rows, cursor, mask, day, a.person, Event.NOTICE, NO_CAUSE, -1, 0)
    if not flags & CASE_OPEN and word(k0, k1, a.person, day, Purpose.APPEAL) < law.appeal[a.wrongful]:
        flags |= CASE_OPEN
        c[a.group, M.appeals] += 1
        log(rows, cursor, mask, day, a.person, Event.APPEAL, NO_CAUSE, -1, 0)
    return flags


@kernel
def _run_down(a, p, flags, law, day, k0, k1, c, rows, cursor, mask):
    """A week passes on the lists; a list whose weeks are over ends, unless nobody removes it."""
    person = a.person
    if p.held_weeks[person] > 0:
        p.held_weeks[person] -= 1
        if p.held_weeks[person] == 0:
            listed = (flags >> HELD_LIST) & 3
            if listed == DEFAULTER and goes_stale(person, a.group, law, day, k0, k1, c):
                p.held_weeks[person] = law.stale_weeks
                log(rows, cursor, mask, day, person, Event.STALE, NO_CAUSE, -1, law.stale_weeks)
            else:
                flags &= ~(3 << HELD_LIST)
                c[a.group, M.expired] += 1
                log(rows, cursor, mask, day, person, Event.EXPIRED, NO_CAUSE, -1, listed)
    if p.clean_weeks[person] > 0:
        p.clean_weeks[person] -= 1
        if p.clean_weeks[person] == 0:
            flags &= ~(3 << CLEAN_LIST)
    return flags


@kernel
def redress(acts, count, p, law, day, k0, k1, c, rows, cursor, mask):
    """Notices, appeals, decisions, and once a week the lists' terms."""
    weekly = day % 7 == 6
    for j in range(count):
        a = acts[j]
        flags = p.flags[a.person] + 0
        if a.onset:
            flags = _notify(a, flags, law, day, k0, k1, c, rows, cursor, mask)
        elif flags & CASE_OPEN and word(k0, k1, a.person, day, Purpose.DECISION) < law.decide:
            flags = _decide(a, p, flags, law, day, k0, k1, c, rows, cursor, mask)
        if weekly:
            flags = _run_down(a, p, flags, law, day, k0, k1, c, rows, cursor, mask)
        p.flags[a.person] = flags
