"""The invented people: 14 bytes each, drawn from published shares and the run's seed alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from glasshouse.draws import Purpose, scaled, word
from glasshouse.kernels import inner, kernel

#: Bits of the traits column.
AGE_SHIFT, MEMBER, INTERNET, URBAN, INCOME_SHIFT, HABIT_SHIFT = 2, 1 << 4, 1 << 5, 1 << 6, 7, 10
CHILD = 0

#: Bits of the flags column.
CLEAN_TIER, HELD_LIST, CLEAN_LIST = 3, 6, 8
#: Where the clean ledger's areas begin in the dossier column.
CLEAN_DOSSIER = 4
PARTICIPATES, WATCHED, CASE_OPEN = 1 << 10, 1 << 11, 1 << 12
EVER_SANCTIONED, EVER_WRONGLY, EVER_UNJUSTLY = 1 << 13, 1 << 14, 1 << 15


class People(NamedTuple):
    """The state of all persons, a column each; 14 bytes a person."""

    traits: np.ndarray
    held: np.ndarray
    clean: np.ndarray
    flags: np.ndarray
    held_weeks: np.ndarray
    clean_weeks: np.ndarray
    fear: np.ndarray
    trust: np.ndarray
    commercial: np.ndarray
    dossier: np.ndarray


#: Type of each column; together 14 bytes.
COLUMNS = {
    "traits": np.uint16,
    "held": np.int16,
    "clean": np.int16,
    "flags": np.uint16,
    "held_weeks": np.uint8,
    "clean_weeks": np.uint8,
    "fear": np.uint8,
    "trust": np.uint8,
    "commercial": np.uint8,
    "dossier": np.uint8,
}
BYTES_A_PERSON = sum(np.dtype(kind).itemsize for kind in COLUMNS.values())


def empty(population: int) -> People:
    """Columns for `population` persons, all zero.

    >>> empty(3).held.dtype, BYTES_A_PERSON
    (dtype('int16'), 14)
    """
    return People(**{name: cleared(population, np.dtype(kind)) for name, kind in COLUMNS.items()})


def cleared(length: int, kind: np.dtype) -> np.ndarray:
    """Zeros, written now.

    ``np.zeros`` leaves it to the system to hand out each page of 4 kB at its first use, in the middle of the days (8
    microseconds each, measured: a quarter of the first month of 20 million persons with ledgers). Room that is written
    at once comes in pages of 2 MB where Linux has them, and what people far apart do then misses fewer translations.
    """
    room = np.empty(length * kind.itemsize, np.uint8)
    room.fill(0)
    return room.view(kind)


def allot(population: int, real: np.ndarray) -> np.ndarray:
    """District starts, int64 [districts + 1]: persons in proportion to the real ones (largest remainders).

    >>> allot(10, np.array([600.0, 300.0, 100.0]))
    array([ 0,  6,  9, 10])
    """
    exact = population * real / real.sum()
    sizes = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - sizes), kind="stable")
    sizes[order[: population - int(sizes.sum())]] += 1
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


@inner
def _count_at_or_below(table, draw):
    """How many of a table's rising thresholds are at or below the word."""
    place = 0
    for t in table:
        if t <= draw:
            place += 1
    return place


@inner
def traits_of(person, d, now):
    """The traits column of one person of the district with record `d`."""
    group = _count_at_or_below(d.group, word(now, person, Purpose.GROUP))
    age = _count_at_or_below(d.age, word(now, person, Purpose.AGE))
    traits = group | (age << AGE_SHIFT)
    if age != CHILD:
        if word(now, person, Purpose.MEMBER) < d.member:
            traits |= MEMBER
        if word(now, person, Purpose.INTERNET) < d.internet:
            traits |= INTERNET
    if word(now, person, Purpose.URBAN) < d.urban:
        traits |= URBAN
    traits |= scaled(word(now, person, Purpose.HABIT), 4) << HABIT_SHIFT
    return traits | (scaled(word(now, person, Purpose.INCOME), 5) << INCOME_SHIFT)


@inner
def tier_of(points, cuts):
    """How many of the five descending cuts lie above the points: 0 (AAA) to 5 (D)."""
    tier = 0
    for k in range(5):
        if cuts[k] > points:
            tier += 1
    return tier


@kernel
def settle(p, first, last, d, law, now):
    """Write the state at the start for persons first .. last - 1, all of one district; `now` is day 0.

    The columns hold the persons from `now.origin` on.
    """
    start = law.score_start
    tiers = tier_of(start, law.cuts)
    tiers |= tiers << CLEAN_TIER
    for i in range(first, last):
        traits = traits_of(i, d, now)
        adult = (traits >> AGE_SHIFT) & 3 != CHILD
        flags = tiers
        if adult and (law.mandatory != 0 or word(now, i, Purpose.PARTICIPATES) < law.uptake):
            flags |= PARTICIPATES
        commercial = 0
        if traits & INTERNET and word(now, i, Purpose.COMMERCIAL_START) < law.commercial_start_share:
            commercial = law.commercial_start + scaled(word(now, i, Purpose.COMMERCIAL_LEVEL), law.commercial_spread)
        place = i - now.origin
        p.traits[place] = traits
        p.held[place] = start
        p.clean[place] = start
        p.flags[place] = flags
        p.fear[place] = law.fear_start if adult else 0
        p.trust[place] = d.trust_rest
        p.commercial[place] = commercial
