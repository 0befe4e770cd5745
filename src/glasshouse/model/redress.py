"""redress: notice, appeal, human review that leans on the machine, repair, expiry, stale listings.

Process: On the first day of a sanction a person may be told, and may appeal. An open case is decided some day later, by
a reviewer who may follow the machine; who is found wronged has the observed ledger set to the error-free one. Once a
week lists are audited, debts paid, terms run down, and an entry whose term is over may stay on because nobody removes
it.

Source: Fifteen days for an objection, and terms of two years: `spc-2017`. Appeals against a computer's accusations:
`oag-2016`, `prygodicz-2021`. How many are told, and how many of them appeal, is assumed.
"""

from __future__ import annotations

import numpy as np

from glasshouse.draws import Stream, random_word
from glasshouse.interventions import list_audit
from glasshouse.kernels import inner, kernel
from glasshouse.model.counts import Count
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.record import DEFAULTER, repair, waive
from glasshouse.model.restrictions import gates_of
from glasshouse.model.sensors import registries
from glasshouse.model.state import Note
from glasshouse.population.people import CASE_OPEN, ERROR_FREE_LIST, OBSERVED_LIST

goes_stale, pays = registries.goes_stale, registries.pays
audit = list_audit.audit

_NOTICE, _APPEAL, _UPHELD, _REJECTED = (int(n) for n in (Note.NOTICE, Note.APPEAL, Note.UPHELD, Note.REJECTED))
_REPAID = int(Note.REPAID)
_OVERTURNED, _STALE, _EXPIRED, _LIFTED = (int(n) for n in (Note.OVERTURNED, Note.STALE, Note.EXPIRED, Note.LIFTED))


@inner
def _decide(a, params, now, c, rows):
    """The review of an open case."""
    a.flags &= ~CASE_OPEN
    draw = random_word(now, a.person, Stream.REVIEW)
    if a.wrongful and draw < params.uphold_rate:
        repair(a)
        outcome, measure, noted = Event.UPHELD, Count.appeals_upheld, _UPHELD
    elif not a.wrongful and draw < params.overturn_rate:
        waive(a, params)
        outcome, measure, noted = Event.OVERTURNED, Count.overturned, _OVERTURNED
    else:
        outcome, measure, noted = Event.REJECTED, Count.appeals_rejected, _REJECTED
    a.noted |= noted
    c[a.group, measure] += 1
    log(rows, now, a.person, np.int64(outcome), NO_CAUSE, -1, 0)


@inner
def _notify(a, params, now, c, rows):
    """Somebody sanctioned today may be told, and may appeal."""
    if random_word(now, a.person, Stream.NOTICE) >= params.notice:
        return
    a.noted |= _NOTICE
    c[a.group, Count.notices] += 1
    log(rows, now, a.person, np.int64(Event.NOTICE), NO_CAUSE, -1, 0)
    if not a.flags & CASE_OPEN and random_word(now, a.person, Stream.APPEAL) < params.appeal[a.wrongful]:
        a.flags |= CASE_OPEN
        a.noted |= _APPEAL
        c[a.group, Count.appeals] += 1
        log(rows, now, a.person, np.int64(Event.APPEAL), NO_CAUSE, -1, 0)


@inner
def _run_down(a, params, now, c, rows):
    """A week passes on the lists; a list whose weeks are over ends, unless nobody removes it.

    A paid debt ends the term with this week.
    """
    if pays(a.person, a.flags, a.group, params, now, c):
        a.noted |= _REPAID
        a.observed_weeks = 1
        a.error_free_weeks = 1
    if a.observed_weeks > 0:
        a.observed_weeks -= 1
        if a.observed_weeks == 0:
            listed = (a.flags >> OBSERVED_LIST) & 3
            if listed == DEFAULTER and goes_stale(a.person, a.group, params, now, c):
                a.observed_weeks = params.stale_weeks
                a.noted |= _STALE
                log(rows, now, a.person, np.int64(Event.STALE), NO_CAUSE, -1, params.stale_weeks)
            else:
                a.flags &= ~(3 << OBSERVED_LIST)
                a.noted |= _EXPIRED
                c[a.group, Count.expired] += 1
                log(rows, now, a.person, np.int64(Event.EXPIRED), NO_CAUSE, -1, np.int64(listed))
    if a.error_free_weeks > 0:
        a.error_free_weeks -= 1
        if a.error_free_weeks == 0:
            a.flags &= ~(3 << ERROR_FREE_LIST)


@kernel
def redress(agents, count, params, now, c, rows):
    """Notices, appeals, decisions, and once a week the lists' terms."""
    weekly = now.day % 7 == 6
    for j in range(count):
        a = agents[j]
        if a.onset:
            _notify(a, params, now, c, rows)
        elif a.flags & CASE_OPEN and random_word(now, a.person, Stream.DECISION) < params.decide:
            _decide(a, params, now, c, rows)
        if weekly:
            audit(a, params, now, c, rows)
            _run_down(a, params, now, c, rows)
        # Sanctions end at a rescoring, on appeal, and with the term of a list.
        if (a.gates0 != 0 or a.gates != 0) and gates_of(a.flags, a.dossier, params, 0) == 0:
            a.noted |= _LIFTED
            c[a.group, Count.lifted] += 1
            log(rows, now, a.person, np.int64(Event.LIFTED), NO_CAUSE, -1, 0)
