"""Measures of harm, as small functions of counts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

#: Strata of *unequal*: 0, 1, 2, 3+ unlawful acts done, by 0, 1, 2+ lawful acts that the rules punish.
UNLAWFUL_STRATA = 4
LAWFUL_STRATA = 3


def per_10_000(count: float, people: float) -> float:
    """Out of 10,000 people; 0 where there is nobody.

    >>> per_10_000(3, 20_000)
    1.5
    """
    return 10_000 * count / people if people else 0.0


def a_year(count: float, days: int) -> float:
    """What a count over some days comes to in 365 days.

    >>> a_year(10, 73)
    50.0
    """
    return count * 365 / days if days else 0.0


def chance_of_share(count: float, people: float) -> float:
    """One standard deviation of chance in a number of people out of 10,000 (binomial); ``count`` is at most ``people``.

    >>> round(chance_of_share(100, 1_000_000), 3)
    0.1
    """
    if not people:
        return 0.0
    share = count / people
    return 10_000 * math.sqrt(share * (1 - share) / people)


def chance_of_times(count: float, people: float) -> float:
    """The same of something that may happen to a person several times (Poisson): ``count`` has no upper end.

    >>> chance_of_times(400, 100)
    2000.0
    """
    return 10_000 * math.sqrt(count) / people if people else 0.0


@dataclass(frozen=True, kw_only=True)
class Excess:
    """*Unequal*: people sanctioned beyond what the reference group's odds for the same acts would give.

    ``compared`` counts the group's people in strata that also hold people of the reference group;
    ``left_out`` those in strata that do not.
    """

    excess: float
    compared: int
    left_out: int


def unequal(people: np.ndarray, sanctioned: np.ndarray, group: int, reference: int = 0) -> Excess:
    """The excess of one group, by strata of what people truly did.

    ``people`` and ``sanctioned`` are counts [groups, strata…]. Strata without anyone of the reference
    group are left out and counted.

    >>> people = np.array([[100, 10], [50, 10]])
    >>> sanctioned = np.array([[1, 5], [2, 6]])
    >>> unequal(people, sanctioned, group=1)
    Excess(excess=2.5, compared=60, left_out=0)
    """
    base = people[reference]
    known = base > 0
    odds = np.divide(sanctioned[reference], base, out=np.zeros(base.shape), where=known)
    own = np.where(known, people[group], 0)
    beyond = np.where(known, sanctioned[group], 0) - own * odds
    compared = int(own.sum())
    return Excess(excess=float(beyond.sum()), compared=compared, left_out=int(people[group].sum()) - compared)


def concentration(burden: np.ndarray, share: float = 0.01) -> float:
    """The part of a burden that the most burdened ``share`` of people bear, 0 to 1; 0 without a burden.

    ``burden`` holds one whole number a person.

    >>> concentration(np.array([90, 10] + [0] * 98))
    0.9
    """
    counts = np.bincount(burden)
    total = float(np.dot(counts, np.arange(len(counts))))
    if total == 0:
        return 0.0
    people_left = max(1, round(share * len(burden)))
    borne = 0
    for level in range(len(counts) - 1, 0, -1):
        taken = min(people_left, int(counts[level]))
        borne += taken * level
        people_left -= taken
        if people_left == 0:
            break
    return borne / total
