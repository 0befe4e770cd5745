"""sanction: which gates are closed to whom today, in both ledgers, and who hears of it.

*Wrongful*: the observed ledger closes a gate that the error-free one leaves open. *Unjust by rule*: the record is right
and the rule is the harm (``model/compile_params/rules.py``). Both are kept apart and never added up.

Process: For each active person the closed gates follow from list and tier in both ledgers (``model/restrictions.py``).
Where none was closed this morning and one is now, a reviewer may look first. What then is closed counts as a
sanction-day, wrongful and unjust as it may be, and on the first day of a sanction everybody in the circle is written
to; so they are when a list begins, which may cost them points tomorrow.

Source: Joint punishment across offices: `state-council-2014` and `state-council-2016-33`. That a reviewer follows the
machine in about half of all reviews: 18 of 34 wrong alerts in London were believed (`fussey-2019`).
"""

from __future__ import annotations

import numpy as np

from glasshouse.interventions import human_review
from glasshouse.kernels import inner, kernel
from glasshouse.model.counts import Count
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.restrictions import gates_of
from glasshouse.model.state import CONTAGION, GUILT_BY_ASSOCIATION, NONE
from glasshouse.population.network import circle
from glasshouse.population.people import (
    ERROR_FREE_DOSSIER,
    ERROR_FREE_LIST,
    EVER_SANCTIONED,
    EVER_UNJUSTLY,
    EVER_WRONGLY,
    OBSERVED_LIST,
)

_UNLAWFUL_AREAS = 0b1001

review = human_review.review


@inner
def _ever(a, bit, measure, c):
    if not a.flags & bit:
        a.flags |= bit
        c[a.group, measure] += 1


@inner
def _count_day(a, now, c, harms):
    """Count a sanction-day."""
    g = a.group
    unjust = a.unjust
    c[g, Count.sanction_days] += 1
    _ever(a, EVER_SANCTIONED, Count.first_sanctioned, c)
    if a.wrongful:
        c[g, Count.wrongful_days] += 1
        _ever(a, EVER_WRONGLY, Count.first_wrongful, c)
    if unjust:
        c[g, Count.unjust_days] += 1
        _ever(a, EVER_UNJUSTLY, Count.first_unjust, c)
    for gate in range(8):
        c[g, Count.closed_hotel + gate] += (a.gates >> gate) & 1
    if harms.shape[0] > 0:
        row = harms[a.person - now.origin]
        row.sanction_days = min(65535, row.sanction_days + 1)
        row.wrongful_days = min(65535, row.wrongful_days + a.wrongful)
        row.unjust_days = min(65535, row.unjust_days + unjust)
        today = min(65535, now.day + 1)
        row.sanctioned_to = today
        if a.wrongful:
            row.wrongful_from = row.wrongful_from if row.wrongful_from > 0 else today
            row.wrongful_to = today


@inner
def _write_to_circle(person, purpose, payload, d, now, known, mail):
    for k in range(circle(person - d.start, d.n, d.number, now, known)):
        letter = mail[now.sent]
        letter.recipient = d.start + known[k]
        letter.sender = person
        letter.purpose = purpose
        letter.payload = payload
        now.sent += 1


@inner
def _look(a, params):
    """Which gates either ledger closes now, and whether that is wrongful or unjust by rule."""
    a.gates = gates_of(a.flags, a.dossier, params, 0)
    a.error_free_gates = gates_of(a.flags, a.dossier, params, 1)
    a.wrongful = np.int64((a.gates & ~a.error_free_gates) != 0)
    a.unjust = np.int64(params.unjust[a.gates & a.error_free_gates, a.dossier >> ERROR_FREE_DOSSIER])


@kernel
def sanction(agents, count, params, d, review_capacity, now, c, rows, known, mail, harms):
    """Close and open gates, count sanction-days, and let acquaintances know the next morning.

    `review_capacity`: the part of today's new sanctions, of 65,536, for which the district has reviewers.
    """
    for j in range(count):
        a = agents[j]
        g = a.group
        _look(a, params)
        if a.gates != 0 and a.gates0 == 0:
            c[g, Count.proposals] += 1
            if review(a, params, review_capacity, now, c, rows):
                _look(a, params)
        if a.gates != 0:
            _count_day(a, now, c, harms)
        if a.gates != 0 and a.gates0 == 0:
            a.onset = 1
            c[g, Count.onsets] += 1
            c[g, Count.onsets_wrongful] += a.wrongful
            c[g, Count.onsets_unjust] += a.unjust
            if a.error_free_gates != 0 and (a.dossier >> ERROR_FREE_DOSSIER) & _UNLAWFUL_AREAS:
                c[g, Count.onsets_answering] += 1
            cause = np.int64(NO_CAUSE if a.cause == NONE else a.cause)
            value = np.int64(a.gates) | (a.wrongful << 8) | (a.unjust << 9)
            log(rows, now, a.person, np.int64(Event.SANCTION), cause, -1, value)
            _write_to_circle(a.person, CONTAGION, 0, d, now, known, mail)
        observed_new = a.lists0 & 3 == 0 and (a.flags >> OBSERVED_LIST) & 3 != 0
        error_free_new = a.lists0 >> 2 == 0 and (a.flags >> ERROR_FREE_LIST) & 3 != 0
        if observed_new or error_free_new:
            payload = np.int64(observed_new) | (np.int64(error_free_new) << 1)
            _write_to_circle(a.person, GUILT_BY_ASSOCIATION, payload, d, now, known, mail)
