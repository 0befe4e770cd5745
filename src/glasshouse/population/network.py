"""Who knows whom: households, neighbours and workmates, computed from a person's number.

Nothing is stored: a procedural network costs no memory, and it is the same on any number of shards
because all ties stay inside the district. The construction is in ``docs/model.md``, section 2.
Household sizes follow the 2020 census (mean 2.62; 1: 25.4 %, 2: 29.7 %, 3: 21 %, 4: 13 %, 5+: 11 %).
"""

from __future__ import annotations

import numpy as np

from glasshouse.draws import philox_rounds
from glasshouse.kernels import inner

#: Household sizes in the order in which they repeat.
SIZES = (1, 2, 3, 2, 5, 4, 1, 2, 3, 2, 4, 1, 2, 3, 2, 5, 4, 1, 3, 1)
RUN = sum(SIZES)
#: For each place in a run of 51 persons: where its household starts, and its size.
_FIRST = np.concatenate([np.full(s, sum(SIZES[:k])) for k, s in enumerate(SIZES)]).astype(np.int64)
_SIZE = np.concatenate([np.full(s, s) for s in SIZES]).astype(np.int64)
LAYERS = 3
#: Most people in a circle: four of the household, two neighbours, three workmates.
CIRCLE = max(SIZES) - 1 + 2 + LAYERS
_FEISTEL_ROUNDS = 4
_NETWORK_CALL = 18


@inner
def household(local, n):
    """(first local index, size) of the household of a local index in a district of n persons."""
    place = local % RUN
    first = local - place + _FIRST[place]
    return first, min(_SIZE[place], n - first)


@inner
def _mix(x):
    x = x & 0xFFFFFFFF
    x ^= x >> 16
    x = (x * 0x7FEB352D) & 0xFFFFFFFF
    x ^= x >> 15
    x = (x * 0x846CA68B) & 0xFFFFFFFF
    x ^= x >> 16
    return x


@inner
def _half_bits(n):
    b = 1
    while (np.int64(1) << (2 * b)) < n:
        b += 1
    return b


@inner
def workmate(local, n, district, layer, now):
    """The local index of the workmate in one layer, or -1 where there is none.

    The same person is found from either side, since the partner is the other half of a pair.
    """
    if n < 2:
        return np.int64(-1)
    b = _half_bits(n)
    mask = (np.int64(1) << b) - 1
    call = np.uint64(_NETWORK_CALL)
    keys = philox_rounds(np.uint64(layer), np.uint64(district), np.uint64(0xFFFFFFFF), call, now.k0, now.k1)
    x = np.int64(local)
    while True:
        left = x >> b
        right = x & mask
        for r in range(_FEISTEL_ROUNDS):
            left, right = right, left ^ (_mix(right + np.int64(keys[r])) & mask)
        x = (left << b) | right
        if x < n:
            break
    x ^= 1
    if x >= n:
        return np.int64(-1)
    while True:
        left = x >> b
        right = x & mask
        for r in range(_FEISTEL_ROUNDS - 1, -1, -1):
            left, right = right ^ (_mix(left + np.int64(keys[r])) & mask), left
        x = (left << b) | right
        if x < n:
            break
    return x


@inner
def circle(local, n, district, now, out):
    """Fill `out` (int64, at least CIRCLE long) with the local indices of a person's circle; how many."""
    count = 0
    first, size = household(local, n)
    for other in range(first, first + size):
        if other != local:
            out[count] = other
            count += 1
    if local - RUN >= 0:
        out[count] = local - RUN
        count += 1
    if local + RUN < n:
        out[count] = local + RUN
        count += 1
    for layer in range(LAYERS):
        mate = workmate(local, n, district, layer, now)
        if mate >= 0:
            out[count] = mate
            count += 1
    return count
