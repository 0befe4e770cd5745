"""sanction: which gates are closed to whom today, in both ledgers, and who hears of it.

*Wrongful*: the held ledger closes a gate that the clean one leaves open. *Unjust by rule*: the record is right and
the rule is the harm (``model/parts/rules.py``). Both are kept apart and never added up.
"""

from __future__ import annotations

from glasshouse.kernels import kernel
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.live import gates_of
from glasshouse.model.measures import M
from glasshouse.model.state import FRIEND_SANCTIONED, GUILT_BY_ASSOCIATION, NONE
from glasshouse.population.network import circle
from glasshouse.population.people import (
    CLEAN_LIST,
    EVER_SANCTIONED,
    EVER_UNJUSTLY,
    EVER_WRONGLY,
    HELD_LIST,
)

_UNLAWFUL_AREAS = 0b1001


@kernel
def _ever(p, person, group, bit, measure, c):
    if not p.flags[person] & bit:
        p.flags[person] = p.flags[person] | bit
        c[group, measure] += 1


@kernel
def _count_day(a, p, law, c, ledger):
    """Count a sanction-day; returns (wrongful, unjust)."""
    person = a.person
    g = a.group
    wrongful = (a.gates & ~a.clean_gates) != 0
    unjust = law.unjust[a.gates & a.clean_gates, p.dossier[person] >> 4] != 0
    c[g, M.sanction_days] += 1
    _ever(p, person, g, EVER_SANCTIONED, M.first_sanctioned, c)
    if wrongful:
        c[g, M.wrongful_days] += 1
        _ever(p, person, g, EVER_WRONGLY, M.first_wrongful, c)
    if unjust:
        c[g, M.unjust_days] += 1
        _ever(p, person, g, EVER_UNJUSTLY, M.first_unjust, c)
    for gate in range(8):
        c[g, M.closed_hotel + gate] += (a.gates >> gate) & 1
    if ledger.shape[0] > 0:
        row = ledger[person]
        row.sanction_days = min(65535, row.sanction_days + 1)
        row.wrongful_days = min(65535, row.wrongful_days + wrongful)
        row.unjust_days = min(65535, row.unjust_days + unjust)
    return wrongful, unjust


@kernel
def _write_to_circle(person, purpose, payload, d, k0, k1, known, mail, sent):
    for k in range(circle(person - d.start, d.n, d.number, k0, k1, known)):
        letter = mail[sent[0]]
        letter.recipient = d.start + known[k]
        letter.sender = person
        letter.purpose = purpose
        letter.payload = payload
        sent[0] += 1


@kernel
def sanction(acts, count, p, law, d, day, k0, k1, c, rows, cursor, mask, known, mail, sent, ledger):
    """Close and open gates, count sanction-days, and let acquaintances know the next morning."""
    for j in range(count):
        a = acts[j]
        person = a.person
        g = a.group
        flags = p.flags[person] + 0
        a.gates = gates_of(flags, law, 0)
        a.clean_gates = gates_of(flags, law, 1)
        a.wrongful = (a.gates & ~a.clean_gates) != 0
        unjust = False
        if a.gates != 0:
            _, unjust = _count_day(a, p, law, c, ledger)
        if a.gates != 0 and a.gates0 == 0:
            a.onset = 1
            c[g, M.onsets] += 1
            c[g, M.onsets_wrongful] += a.wrongful
            c[g, M.onsets_unjust] += unjust
            if a.clean_gates != 0 and (p.dossier[person] >> 4) & _UNLAWFUL_AREAS:
                c[g, M.onsets_answering] += 1
            cause = NO_CAUSE if a.cause == NONE else a.cause
            value = a.gates | (a.wrongful << 8) | (unjust << 9)
            log(rows, cursor, mask, day, person, Event.SANCTION, cause, -1, value)
            _write_to_circle(person, FRIEND_SANCTIONED, 0, d, k0, k1, known, mail, sent)
        elif a.gates == 0 and a.gates0 != 0:
            c[g, M.lifted] += 1
            log(rows, cursor, mask, day, person, Event.LIFTED, NO_CAUSE, -1, 0)
        held_new = a.lists0 & 3 == 0 and (flags >> HELD_LIST) & 3 != 0
        clean_new = a.lists0 >> 2 == 0 and (flags >> CLEAN_LIST) & 3 != 0
        if held_new or clean_new:
            payload = held_new | (clean_new << 1)
            _write_to_circle(person, GUILT_BY_ASSOCIATION, payload, d, k0, k1, known, mail, sent)
