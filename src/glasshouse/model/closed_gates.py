"""Which gates are closed to whom, by list and by tier; and what of that stood in the morning."""

from __future__ import annotations

import numpy as np

from glasshouse.kernels import inner, kernel
from glasshouse.model.list_bits import list_in
from glasshouse.population.people import (
    ERROR_FREE_DOSSIER,
    ERROR_FREE_TIER,
    OBSERVED_LIST,
    PARTICIPATES,
)

#: Bits of the lists of both ledgers, one after the other, that are 0 for whoever is on none.
_LISTS = 15


@inner
def gates_of(flags, dossier, params, which):
    """Closed gates of the observed (`which` 0) or the error-free (1) ledger, as bits.

    >>> from types import SimpleNamespace
    >>> from glasshouse.model.list_bits import with_list
    >>> params = SimpleNamespace(list_gates=[0, 0b100], tier_gates=[0] * 5 + [0b11], related=[0b111] * 16)
    >>> gates_of(PARTICIPATES | 5, 0, params, 0), gates_of(with_list(0, 0, 1), 0, params, 0), gates_of(5, 0, params, 0)
    (3, 4, 0)
    """
    return gates_on(list_in(flags, which), flags, dossier, params, which)


@inner
def gates_on(listed, flags, dossier, params, which):
    """The same for whoever is on a list, by its number."""
    tier = (flags >> (which * ERROR_FREE_TIER)) & 7
    closed = params.list_gates[listed]
    if flags & PARTICIPATES:
        closed |= params.tier_gates[tier]
    return closed & params.related[(dossier >> (which * ERROR_FREE_DOSSIER)) & 15]


@kernel
def snapshot_restrictions(agents, start, count, selected, before, params):
    """Note the closed gates and the lists of the morning for the active persons from place `start` on.

    Today's are not known yet.

    `before` holds the block's flags as they were in the morning; `params` is that of last evening, so that a
    gate which new rules close was open until then. Whoever is picked only after the rescoring
    had no closed gate then, whatever the record held.
    """
    for j in range(start, count):
        a = agents[j]
        morning = np.int64(before[selected[j]])
        a.gates0 = gates_of(morning, a.dossier, params, 0)
        a.gates = 0
        a.error_free_gates = 0
        a.wrongful = 0
        a.unjust = 0
        a.lists0 = (morning >> OBSERVED_LIST) & _LISTS
