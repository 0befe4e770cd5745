"""Whether a peer's final state is distributed as the reference's, column by column and all together.

Persons of the reduced model are independent and alike, so the final states of n persons are n draws from one
distribution, whatever generator made them. Each column is counted by value, rare values are joined to their neighbours,
and the counts are compared with the reference's in a chi-square test of two samples. The bound on p was fixed before
anything was compared, and is low enough that a right form fails about once in a hundred thousand runs.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import chi2

from benchmarks.peers import rules

#: A column whose p is lower differs.
BOUND = 1e-6
#: A bin is expected to hold at least so many persons of the smaller sample.
FEWEST = 10
#: What is counted beside the columns: dossier, tier and time under sanction of the same person.
TOGETHER = "together"

#: For each column and TOGETHER, how many persons have each value.
Counts = dict[str, np.ndarray]


def count(state: rules.State) -> Counts:
    """How many persons hold each value of each column, and of dossier, tier and sanctioned taken together."""
    counts = {name: np.bincount(state[name]) for name in rules.COLUMNS}
    dossier, served = np.minimum(state["dossier"], 7).astype(np.int64), np.minimum(state["sanctioned"] // 4, 7)
    counts[TOGETHER] = np.bincount((dossier * 4 + state["tier"]) * 8 + served)
    return counts


def add(one: Counts | None, other: Counts) -> Counts:
    """The counts of both."""
    if one is None:
        return other
    return {name: np.add(*_as_long(one[name], other[name])) for name in one}


def chances(found: Counts, reference: Counts) -> dict[str, float]:
    """For each column, the chance of a difference at least as large if both have one distribution.

    A column that nobody's random numbers changed at all is an error: it would agree for no reason.
    """
    return {name: _chance(found[name], reference[name]) for name in reference}


def differing(found: Counts, reference: Counts) -> dict[str, float]:
    """The columns that differ, with their chances; none for a form that is right."""
    return {name: p for name, p in chances(found, reference).items() if not p >= BOUND}


def _chance(found: np.ndarray, reference: np.ndarray) -> float:
    a, b = _as_long(found, reference)
    n, m = a.sum(), b.sum()
    bins = _bins(a + b, FEWEST * (n + m) / min(n, m))
    if bins.size < 2:
        raise ValueError("a column holds one value only: more persons or more days are needed")
    a, b = np.add.reduceat(a, bins), np.add.reduceat(b, bins)
    distance = ((np.sqrt(m / n) * a - np.sqrt(n / m) * b) ** 2 / (a + b)).sum()
    return float(chi2.sf(distance, bins.size - 1))


def _bins(counts: np.ndarray, fewest: float) -> np.ndarray:
    """Where bins begin so that each holds at least ``fewest``, from the lowest value up.

    >>> _bins(np.array([5, 1, 0, 9, 1]), 5)
    array([0, 1])
    """
    starts, held = [0], 0
    for value, number in enumerate(counts):
        if held >= fewest:
            starts.append(value)
            held = 0
        held += number
    if held < fewest and len(starts) > 1:
        starts.pop()
    return np.array(starts)


def _as_long(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    length = max(a.size, b.size)
    return np.pad(a, (0, length - a.size)), np.pad(b, (0, length - b.size))
