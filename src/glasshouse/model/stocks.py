"""Levels on a day: how many people are in which tier, on which list, how afraid; and the learned score's sample."""

from __future__ import annotations

import numpy as np

from glasshouse.draws import Purpose, word
from glasshouse.kernels import inner
from glasshouse.model.measures import M
from glasshouse.model.score import cell_of
from glasshouse.population.people import AGE_SHIFT, HELD_LIST, PARTICIPATES

#: Bits of a person's place in the histogram: group 0-1, grown 2, held tier 3-5, held list 6-7, scored 8, watched 9,
#: dossier 10.
_PLACES = 1 << 11
#: Sums by group packed into one word: fear in bits 0-20, trust in 21-41, commercial members from 42 on. A block of
#: 4,096 persons cannot overflow them.
_TRUST, _MEMBERS, _SUM = 21, 42, (1 << 21) - 1


@inner
def take_stock(p, first, last, c):
    """Add the stocks of persons first .. last - 1 (one block) to the counts.

    One histogram and one packed sum a person, taken apart afterwards: a dozen counters a person took far longer.
    """
    held = np.zeros(_PLACES, np.int64)
    sums = np.zeros(4, np.int64)
    for i in range(first, last):
        traits = np.int64(p.traits[i])
        flags = np.int64(p.flags[i])
        grown = np.int64((traits >> AGE_SHIFT) & 3 != 0)
        noted = np.int64(p.dossier[i] & 15 != 0)
        place = (traits & 3) | grown << 2 | (flags & 7) << 3 | ((flags >> HELD_LIST) & 3) << 6
        place |= ((flags >> 10) & 3) << 8 | noted << 10
        held[place] += 1
        joined = np.int64(p.commercial[i] > 0)
        packed = np.int64(p.fear[i]) | np.int64(p.trust[i]) << _TRUST | joined << _MEMBERS
        sums[traits & 3] += grown * packed
    for place in range(_PLACES):
        if held[place] > 0:
            _spread(place, held[place], c)
    for g in range(4):
        c[g, M.fear_sum] += sums[g] & _SUM
        c[g, M.trust_sum] += (sums[g] >> _TRUST) & _SUM
        c[g, M.commercial_members] += sums[g] >> _MEMBERS


@inner
def _spread(place, many, c):
    """Count `many` persons of one place of the histogram."""
    g = place & 3
    listed = (place >> 6) & 3
    c[g, M.people] += many
    if place >> 2 & 1 == 0:
        return
    c[g, M.adults] += many
    if place >> 8 & 1:
        c[g, M.participants] += many
        c[g, M.tier_AAA + ((place >> 3) & 7)] += many
    c[g, M.watched] += many * (place >> 9 & 1)
    c[g, M.on_defaulter_list] += many * (listed == 1)
    c[g, M.on_dishonest_list] += many * (listed == 2)
    c[g, M.with_dossier] += many * (place >> 10 & 1)


@inner
def take_sample(p, first, last, law, now, out):
    """Add participants of the keyed sample to `out` [cells, 2]: with and without a recorded entry."""
    for i in range(first, last):
        if p.flags[i] & PARTICIPATES and word(now, i, Purpose.SAMPLE) < law.sample:
            out[cell_of(p.traits[i] + 0), 1 if p.dossier[i] & 15 else 0] += 1
