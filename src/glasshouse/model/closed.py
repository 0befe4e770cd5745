"""Which gates are closed to whom, by list and by tier; and what of that stood in the morning."""

from __future__ import annotations

import numpy as np

from glasshouse.kernels import inner, kernel
from glasshouse.population.people import CLEAN_DOSSIER, CLEAN_LIST, CLEAN_TIER, HELD_LIST, PARTICIPATES


@inner
def gates_of(flags, dossier, law, which):
    """Closed gates of the held (`which` 0) or the clean (1) ledger, as bits."""
    tier = (flags >> (which * CLEAN_TIER)) & 7
    listed = (flags >> (HELD_LIST + 2 * which)) & 3
    closed = law.list_gates[listed]
    if flags & PARTICIPATES:
        closed |= law.tier_gates[tier]
    return closed & law.related[(dossier >> (which * CLEAN_DOSSIER)) & 15]


@kernel
def recall(acts, start, count, picked, before, law):
    """Note the closed gates and the lists of the morning for the picked persons from place `start` on.

    Today's are not known yet.

    `before` (uint16) holds the block's flags as they were in the morning; `law` is that of last evening, so that a gate
    which new rules close was open until then. Whoever is picked only after the rescoring
    had no closed gate then, whatever the record held.
    """
    for j in range(start, count):
        a = acts[j]
        morning = np.int64(before[picked[j]])
        a.gates0 = gates_of(morning, a.dossier, law, 0)
        a.gates = 0
        a.clean_gates = 0
        a.wrongful = 0
        a.unjust = 0
        a.lists0 = ((morning >> HELD_LIST) & 3) | (((morning >> CLEAN_LIST) & 3) << 2)
