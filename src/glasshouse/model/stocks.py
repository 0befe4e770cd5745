"""Levels on a day: how many people are in which tier, on which list, how afraid; and the learned score's sample."""

from __future__ import annotations

import numpy as np

from glasshouse.draws import Stream, random_word
from glasshouse.kernels import inner, kernel
from glasshouse.model.counts import Count
from glasshouse.model.score import cell_of
from glasshouse.model.workspace import STOCK_BITS
from glasshouse.population.people import AGE_SHIFT, OBSERVED_LIST, PARTICIPATES

_AGE = np.uint16(3 << AGE_SHIFT)
#: Places of the histogram. Bits of a person's: group 0-1, grown 2, observed tier 3-5, observed list 6-7, scored 8,
#: watched 9, dossier 10.
_PLACES = 1 << STOCK_BITS
#: Sums by group packed into one word: fear in bits 0-20, trust in 21-41, commercial members from 42 on. A block of
#: 4,096 persons cannot overflow them.
_TRUST, _MEMBERS, _SUM = 21, 42, (1 << 21) - 1


@kernel
def take_stock(p, first, last, workspace, c):
    """Add the stocks of the persons at places first .. last - 1 of the columns (one block) to the counts.

    One histogram and one packed sum a person, taken apart afterwards: a dozen counters a person took far longer.
    """
    n = last - first
    traits, flags, dossier = p.traits[first:last], p.flags[first:last], p.dossier[first:last]
    fear, trust, commercial = p.fear[first:last], p.trust[first:last], p.commercial[first:last]
    places, packed, histogram, sums = workspace.places, workspace.packed, workspace.histogram, workspace.sums
    for i in range(n):  # as vectors
        grown = np.uint16((traits[i] & _AGE) != 0)
        noted = np.uint16((dossier[i] & np.uint8(15)) != 0)
        place = (traits[i] & np.uint16(3)) | grown << np.uint16(2) | (flags[i] & np.uint16(7)) << np.uint16(3)
        place |= (flags[i] & np.uint16(3 << OBSERVED_LIST)) | ((flags[i] >> np.uint16(10)) & np.uint16(3)) << np.uint16(
            8
        )
        places[i] = place | noted << np.uint16(10)
        joined = np.int64(commercial[i] > 0)
        packed[i] = np.int64(grown) * (np.int64(fear[i]) | np.int64(trust[i]) << _TRUST | joined << _MEMBERS)
    # In turns of four: neighbours often fall into the same place, and each would wait for the other.
    histogram[:] = 0
    sums[:] = 0
    for i in range(n):
        place = np.int64(places[i])
        histogram[i & 3, place] += 1
        sums[i & 3, place & 3] += packed[i]
    for place in range(_PLACES):
        many = np.int64(histogram[0, place]) + histogram[1, place] + histogram[2, place] + histogram[3, place]
        if many > 0:
            _spread(place, many, c)
    for g in range(4):
        total = sums[0, g] + sums[1, g] + sums[2, g] + sums[3, g]
        c[g, Count.fear_sum] += total & _SUM
        c[g, Count.trust_sum] += (total >> _TRUST) & _SUM
        c[g, Count.commercial_members] += total >> _MEMBERS


@inner
def _spread(place, many, c):
    """Count `many` persons of one place of the histogram."""
    g = place & 3
    listed = (place >> 6) & 3
    c[g, Count.people] += many
    if place >> 2 & 1 == 0:
        return
    c[g, Count.adults] += many
    if place >> 8 & 1:
        c[g, Count.participants] += many
        c[g, Count.tier_AAA + ((place >> 3) & 7)] += many
    c[g, Count.watched] += many * (place >> 9 & 1)
    c[g, Count.on_defaulter_list] += many * (listed == 1)
    c[g, Count.on_dishonest_list] += many * (listed == 2)
    c[g, Count.with_dossier] += many * (place >> 10 & 1)


@kernel
def take_sample(p, first, last, params, now, out):
    """Add participants of the keyed sample to `out` [cells, 2]: with and without a recorded entry."""
    for i in range(first, last):
        place = i - now.origin
        if p.flags[place] & PARTICIPATES and random_word(now, i, Stream.SAMPLE) < params.sample:
            out[cell_of(p.traits[place] + 0), 1 if p.dossier[place] & 15 else 0] += 1
