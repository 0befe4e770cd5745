"""Levels on a day: how many people are in which tier, on which list, how afraid."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import Count
from glasshouse.kernels import inner, kernel
from glasshouse.model.workspace import STOCK_BITS
from glasshouse.population.people import AGE_SHIFT, OBSERVED_LIST

_AGE = np.uint16(3 << AGE_SHIFT)
#: Places of the histogram. Bits of a person's: group 0-1, grown 2, observed tier 3-5, observed list 6-7, scored 8,
#: watched 9, dossier 10, and the group's third bit 11: the upper half is for places with more than four groups.
_PLACES = 1 << STOCK_BITS
_HALF, _FOUR = _PLACES // 2, 4
#: Sums by group packed into one word: fear in bits 0-20, trust in 21-41, commercial members from 42 on. A block of
#: 4,096 persons cannot overflow them.
_TRUST, _MEMBERS, _SUM = 21, 42, (1 << 21) - 1


@kernel
def take_stock(people, place, end, params, workspace, counts):
    """Add the stocks of the persons at places place .. end - 1 of the columns (one block) to the counts.

    One histogram and one packed sum a person, taken apart afterwards: a dozen counters a person took far longer.
    """
    n = end - place
    traits, flags, dossier = people.traits[place:end], people.flags[place:end], people.dossier[place:end]
    fear, trust, commercial = people.fear[place:end], people.trust[place:end], people.commercial[place:end]
    places, packed, histogram, sums = workspace.places, workspace.packed, workspace.histogram, workspace.sums
    for i in range(n):  # as vectors
        grown = np.uint16((traits[i] & _AGE) != 0)
        noted = np.uint16((dossier[i] & np.uint8(15)) != 0)
        slot = (traits[i] & np.uint16(3)) | grown << np.uint16(2) | (flags[i] & np.uint16(7)) << np.uint16(3)
        slot |= (flags[i] & np.uint16(3 << OBSERVED_LIST)) | ((flags[i] >> np.uint16(10)) & np.uint16(3)) << np.uint16(
            8
        )
        places[i] = slot | noted << np.uint16(10) | ((traits[i] >> np.uint16(2)) & np.uint16(1 << 11))
        joined = np.int64(commercial[i] > 0)
        packed[i] = np.int64(grown) * (np.int64(fear[i]) | np.int64(trust[i]) << _TRUST | joined << _MEMBERS)
    # In turns of four: neighbours often fall into the same slot, and each would wait for the other.
    groups = counts.shape[0] - 1
    used = _HALF if groups <= _FOUR else _PLACES
    for k in range(4):
        for slot in range(used):
            histogram[k, slot] = 0
    sums[:] = 0
    for i in range(n):
        slot = np.int64(places[i])
        histogram[i & 3, slot] += 1
        sums[i & 3, _group(slot)] += packed[i]
    for slot in range(used):
        many = np.int64(histogram[0, slot]) + histogram[1, slot] + histogram[2, slot] + histogram[3, slot]
        if many > 0:
            _spread(slot, many, params, counts)
    count_many_lists(traits, flags, counts)
    for g in range(groups):
        total = sums[0, g] + sums[1, g] + sums[2, g] + sums[3, g]
        counts[g, Count.fear_sum] += total & _SUM
        counts[g, Count.trust_sum] += (total >> _TRUST) & _SUM
        counts[g, Count.commercial_members] += total >> _MEMBERS


@inner
def _group(slot):
    return (slot & 3) | ((slot >> 9) & 4)


@inner
def count_listed(g, listed, many, counts):
    """Count them on their list; what the day is made for takes the place of this one."""


@inner
def count_many_lists(traits, flags, counts):
    """Where there are more lists than the histogram has room for, count them by the person; what the day is made for
    takes the place of this one."""


@inner
def _spread(slot, many, params, counts):
    """Count `many` persons of one slot of the histogram."""
    g = _group(slot)
    listed = (slot >> 6) & 3
    counts[g, Count.people] += many
    if slot >> 2 & 1 == 0:
        return
    counts[g, Count.adults] += many
    if slot >> 8 & 1:
        counts[g, Count.participants] += many
        counts[g, params.tier_column[(slot >> 3) & 7]] += many
    counts[g, Count.watched] += many * (slot >> 9 & 1)
    count_listed(g, listed, many, counts)
    counts[g, Count.with_dossier] += many * (slot >> 10 & 1)
