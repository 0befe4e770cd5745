"""gate: what people try to do, and are refused, or get as a perk.

Process: Each wanted outing whose gate is closed in the observed ledger is refused. One that is open may earn a perk: by
the commercial score at hotels and for visas, or for tier AAA.

Source: Which gates close for whom is the scenario's; refusals of flights and fast trains are those that courts report
(`ncpc-2019`). Perks: `hvistendahl-2017`.
"""

from __future__ import annotations

from glasshouse.kernels import kernel
from glasshouse.model.counts import Count
from glasshouse.model.state import NONE, Note
from glasshouse.population.people import PARTICIPATES

HOTEL, VISA = 0, 7
_PERK = int(Note.PERK)


@kernel
def gate(agents, count, params, now, c, harms):
    """Refuse wanted outings at closed gates; count perks at open ones."""
    for j in range(count):
        a = agents[j]
        if a.outing == NONE:
            continue
        g = a.group
        if (a.gates >> a.outing) & 1:
            a.refused = 1
            c[g, Count.blocked_hotel + a.outing] += 1
            if harms.shape[0] > 0:
                row = harms[a.person - now.origin]
                row.blocked = min(65535, row.blocked + 1)
        elif a.outing == HOTEL and 0 < params.perk_hotel <= a.commercial:
            a.noted |= _PERK
            c[g, Count.perk_hotel] += 1
        elif a.outing == VISA and 0 < params.perk_visa <= a.commercial:
            a.noted |= _PERK
            c[g, Count.perk_visa] += 1
        elif a.flags & PARTICIPATES and a.flags & 7 == 0 and (params.redlist_gates >> a.outing) & 1:
            a.noted |= _PERK
            c[g, Count.perk_redlist] += 1
