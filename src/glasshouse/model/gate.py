"""gate: what people try to do, and are refused, or get as a perk."""

from __future__ import annotations

from glasshouse.kernels import kernel
from glasshouse.model.measures import M
from glasshouse.model.state import NONE
from glasshouse.population.people import PARTICIPATES

_HOTEL, _VISA = 0, 7


@kernel
def gate(acts, count, p, law, c, ledger):
    """Refuse wanted outings at closed gates; count perks at open ones."""
    for j in range(count):
        a = acts[j]
        if a.outing == NONE:
            continue
        g = a.group
        person = a.person
        if (a.gates >> a.outing) & 1:
            a.refused = 1
            c[g, M.blocked_hotel + a.outing] += 1
            if ledger.shape[0] > 0:
                row = ledger[person]
                row.blocked = min(65535, row.blocked + 1)
        elif a.outing == _HOTEL and 0 < law.perk_hotel <= p.commercial[person]:
            c[g, M.perk_hotel] += 1
        elif a.outing == _VISA and 0 < law.perk_visa <= p.commercial[person]:
            c[g, M.perk_visa] += 1
        elif p.flags[person] & PARTICIPATES and p.flags[person] & 7 == 0 and (law.redlist_gates >> a.outing) & 1:
            c[g, M.perk_redlist] += 1
