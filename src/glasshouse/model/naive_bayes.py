"""A categorical naive Bayes on whole-number sums, and who has the most of what it says.

Laplace smoothing 1. The features of a cell are its district, age, income fifth, town and internet.
"""

from __future__ import annotations

import math

import numpy as np

from glasshouse.kernels import inner, kernel
from glasshouse.shipped_kernel import ShippedKernel

#: Levels of each feature after the district: age, income fifth, town, internet.
LEVELS = (3, 5, 2, 2)
CELLS = 3 * 5 * 2 * 2
#: The place of each level in a cell's number, and of its feature among the rows of the scratch space.
_BELOW, _ROW = (20, 4, 2, 1), (0, 3, 8, 10)
_ROWS = sum(LEVELS)
#: A large whole number is held in so many parts of so many bits.
PART_BITS, PARTS = 30, 7
_PART = (1 << PART_BITS) - 1


def scratch(districts: int) -> np.ndarray:
    """The room in which `write_points` works, float64 [rows, 3].

    >>> scratch(31).shape
    (43, 3)
    """
    return np.zeros((districts + _ROWS, 3))


@ShippedKernel
@kernel
def write_points(sums, scale, cap, table, out):
    """Write what is taken off each cell, int64 [districts, CELLS], from sums [districts, CELLS, (no entry, entry)].

    That is `scale` for each unit of log odds, 0 to `cap`, to the nearest point. `table` is the scratch space. The
    logarithms' last bits may differ between machines; a point is far coarser. With nobody of either kind there is
    nothing to learn, and nothing is written; whether there was.
    """
    districts = sums.shape[0]
    for entry in range(2):
        many = np.int64(0)
        for d in range(districts):
            for cell in range(CELLS):
                many += sums[d, cell, entry]
        if many == 0:
            return False
    for row in range(districts + _ROWS):
        table[row, 0] = table[row, 1] = 1.0
    for d in range(districts):
        for cell in range(CELLS):
            for entry in range(2):
                few = float(sums[d, cell, entry])
                table[d, entry] += few
                for k in range(len(LEVELS)):
                    table[districts + _row(cell, k), entry] += few
    _weigh(table, 0, districts)
    for k in range(len(LEVELS)):
        _weigh(table, districts + _ROW[k], districts + _ROW[k] + LEVELS[k])
    for d in range(districts):
        for cell in range(CELLS):
            evidence = table[d, 2]
            for k in range(len(LEVELS)):
                evidence += table[districts + _row(cell, k), 2]
            out[d, cell] = min(max(_nearest(scale * evidence), 0), cap)
    return True


@inner
def _row(cell, k):
    """The row of a cell's level of a feature."""
    return _ROW[k] + cell // _BELOW[k] % LEVELS[k]


@inner
def _weigh(table, first, end):
    """What each level of a feature says: the log odds of an entry."""
    without = entries = 0.0
    for row in range(first, end):
        without += table[row, 0]
        entries += table[row, 1]
    for row in range(first, end):
        table[row, 2] = (math.log(table[row, 1]) - math.log(entries)) - (math.log(table[row, 0]) - math.log(without))


@inner
def _nearest(value):
    """The nearest whole number, of two the even one."""
    below = math.floor(value)
    rest = value - below
    lower = np.int64(below)
    return lower + (1 if rest > 0.5 or (rest == 0.5 and lower & 1 == 1) else 0)


def in_parts(numbers: np.ndarray) -> np.ndarray:
    """Large whole numbers (Python's, not below 0) in parts, the lowest first: int64 [..., PARTS].

    >>> in_parts(np.array([5, 2**31], object)).tolist()
    [[5, 0, 0, 0, 0, 0, 0], [0, 2, 0, 0, 0, 0, 0]]
    """
    return np.stack([(numbers >> (PART_BITS * k) & _PART).astype(np.int64) for k in range(PARTS)], axis=-1)


@ShippedKernel
@kernel
def mark_most(points, people, enough, least, before, out):
    """Mark in `out` (int64 [districts, CELLS]) the cells with the most points, until there are `enough` people.

    Whoever has as many points as the last of them is marked as well; nobody with less than `least`, and nobody where
    that is 0. `people` int64 [districts, CELLS, PARTS] and `enough` [PARTS] are large whole numbers in parts;
    `before` [PARTS] is room for another.
    """
    out[:] = 0
    before[:] = 0
    highest = np.int64(0)
    for d in range(points.shape[0]):
        for cell in range(CELLS):
            highest = max(highest, points[d, cell])
    point = highest
    while least > 0 and point >= max(1, least) and _is_less(before, enough):
        following = np.int64(0)
        for d in range(points.shape[0]):
            for cell in range(CELLS):
                if points[d, cell] == point:
                    out[d, cell] = 1
                    for part in range(PARTS):
                        before[part] += people[d, cell, part]
                elif points[d, cell] < point:
                    following = max(following, points[d, cell])
        _carry(before)
        point = following


@inner
def _carry(number):
    """Bring each part back to its bits."""
    for part in range(PARTS - 1):
        number[part + 1] += number[part] >> PART_BITS
        number[part] &= _PART


@inner
def _is_less(one, other):
    """Is a number in parts less than another?"""
    for k in range(PARTS):
        part = PARTS - 1 - k
        if one[part] != other[part]:
            return one[part] < other[part]
    return False
