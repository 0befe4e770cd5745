"""Which gates are closed to whom, by list and by tier; and what of that stood in the morning."""

from __future__ import annotations

import numpy as np

from glasshouse.kernels import inner, kernel
from glasshouse.population.people import (
    ERROR_FREE_DOSSIER,
    ERROR_FREE_LIST,
    ERROR_FREE_TIER,
    OBSERVED_LIST,
    PARTICIPATES,
)


@inner
def gates_of(flags, dossier, params, which):
    """Closed gates of the observed (`which` 0) or the error-free (1) ledger, as bits."""
    tier = (flags >> (which * ERROR_FREE_TIER)) & 7
    listed = (flags >> (OBSERVED_LIST + 2 * which)) & 3
    closed = params.list_gates[listed]
    if flags & PARTICIPATES:
        closed |= params.tier_gates[tier]
    return closed & params.related[(dossier >> (which * ERROR_FREE_DOSSIER)) & 15]


@kernel
def snapshot_restrictions(agents, start, count, selected, before, params):
    """Note the closed gates and the lists of the morning for the active persons from place `start` on.

    Today's are not known yet.

    `before` (uint16) holds the block's flags as they were in the morning; `params` is that of last evening, so that a
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
        a.lists0 = ((morning >> OBSERVED_LIST) & 3) | (((morning >> ERROR_FREE_LIST) & 3) << 2)
