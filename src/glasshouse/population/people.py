"""The invented people: 14 bytes each, drawn from published shares and the run's seed alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from glasshouse.draws import Purpose, fill, scaled, word
from glasshouse.kernels import inner, kernel

#: Bits of the traits column. LISTED: on a police watchlist at the start, rightly or not.
AGE_SHIFT, MEMBER, INTERNET, URBAN, INCOME_SHIFT, HABIT_SHIFT, LISTED = 2, 1 << 4, 1 << 5, 1 << 6, 7, 10, 1 << 12
CHILD = 0

#: Bits of the flags column.
CLEAN_TIER, HELD_LIST, CLEAN_LIST = 3, 6, 8
#: Where the clean ledger's areas begin in the dossier column.
CLEAN_DOSSIER = 4
PARTICIPATES, WATCHED, CASE_OPEN = 1 << 10, 1 << 11, 1 << 12
EVER_SANCTIONED, EVER_WRONGLY, EVER_UNJUSTLY = 1 << 13, 1 << 14, 1 << 15


#: The calls that say who somebody is, and each purpose's place among their words.
SETTLING_CALLS = (16, 17, 19)
SETTLING_WORDS = 4 * len(SETTLING_CALLS)
_GROUP, _AGE, _MEMBER, _INTERNET, _URBAN, _INCOME, _PARTICIPATES, _JOINED, _HABIT, _LEVEL, _LISTED = (
    4 * SETTLING_CALLS.index(purpose >> 2) + (purpose & 3)
    for purpose in (
        Purpose.GROUP,
        Purpose.AGE,
        Purpose.MEMBER,
        Purpose.INTERNET,
        Purpose.URBAN,
        Purpose.INCOME,
        Purpose.PARTICIPATES,
        Purpose.COMMERCIAL_START,
        Purpose.HABIT,
        Purpose.COMMERCIAL_LEVEL,
        Purpose.POLICE_LIST,
    )
)


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


def room(population: int) -> People:
    """Columns for `population` persons in which nothing stands yet; ``settle`` writes all of them.

    Pages come at the first use, and so on all threads.
    """
    return People(**{name: np.empty(population, kind) for name, kind in COLUMNS.items()})


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
def _traits(group, age, member, internet, urban, income, habit, listed, d):
    """The traits column by the words of its purposes (int64)."""
    traits = _count_at_or_below(d.group, group)
    grown = _count_at_or_below(d.age, age)
    traits |= grown << AGE_SHIFT
    if grown != CHILD:
        if member < d.member:
            traits |= MEMBER
        if internet < d.internet:
            traits |= INTERNET
        if listed < d.listed:
            traits |= LISTED
    if urban < d.urban:
        traits |= URBAN
    return traits | (scaled(habit, 4) << HABIT_SHIFT) | (scaled(income, 5) << INCOME_SHIFT)


@inner
def traits_of(person, d, now):
    """The traits column of one person of the district with record `d`."""
    return _traits(
        word(now, person, Purpose.GROUP), word(now, person, Purpose.AGE), word(now, person, Purpose.MEMBER),
        word(now, person, Purpose.INTERNET), word(now, person, Purpose.URBAN), word(now, person, Purpose.INCOME),
        word(now, person, Purpose.HABIT), word(now, person, Purpose.POLICE_LIST), d,
    )  # fmt: skip


@inner
def tier_of(points, cuts):
    """How many of the five descending cuts lie above the points: 0 (AAA) to 5 (D)."""
    tier = 0
    for k in range(5):
        if cuts[k] > points:
            tier += 1
    return tier


@kernel
def settle(p, first, last, d, law, now, words):
    """Write the state at the start for persons first .. last - 1, all of one district; `now` is day 0.

    The columns hold the persons from `now.origin` on. `words` uint32 [SETTLING_WORDS, at least so many persons]: room
    for what they draw, as vectors: a tenth of the time of single draws.
    """
    n = last - first
    for k in range(len(SETTLING_CALLS)):
        a, b, c, e = words[4 * k][:n], words[4 * k + 1][:n], words[4 * k + 2][:n], words[4 * k + 3][:n]
        fill(now.k0, now.k1, first, now.day, SETTLING_CALLS[k], a, b, c, e)
    start = law.score_start
    tiers = tier_of(start, law.cuts)
    tiers |= tiers << CLEAN_TIER
    for i in range(n):
        traits = _traits(
            np.int64(words[_GROUP, i]), np.int64(words[_AGE, i]), np.int64(words[_MEMBER, i]),
            np.int64(words[_INTERNET, i]), np.int64(words[_URBAN, i]), np.int64(words[_INCOME, i]),
            np.int64(words[_HABIT, i]), np.int64(words[_LISTED, i]), d,
        )  # fmt: skip
        adult = (traits >> AGE_SHIFT) & 3 != CHILD
        flags = tiers
        if adult and (law.mandatory != 0 or words[_PARTICIPATES, i] < law.uptake):
            flags |= PARTICIPATES
        commercial = 0
        if traits & INTERNET and words[_JOINED, i] < law.commercial_start_share:
            commercial = law.commercial_start + scaled(np.int64(words[_LEVEL, i]), law.commercial_spread)
        place = first + i - now.origin
        p.traits[place] = traits
        p.held[place] = start
        p.clean[place] = start
        p.flags[place] = flags
        p.held_weeks[place] = 0
        p.clean_weeks[place] = 0
        p.dossier[place] = 0
        p.fear[place] = law.fear_start if adult else 0
        p.trust[place] = d.trust_rest
        p.commercial[place] = commercial
