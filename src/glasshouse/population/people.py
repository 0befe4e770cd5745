"""The invented people: 14 bytes each, drawn from published shares and the run's seed alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from glasshouse.draws import fill, random_word, scaled
from glasshouse.kernels import inner, kernel
from glasshouse.mechanism import Stream
from glasshouse.shipped_kernel import ShippedKernel
from glasshouse.tiers import MOST

#: Fewest and most groups of a place.
FEWEST_GROUPS, MOST_GROUPS = 2, 8
#: Bits 0, 1 and 13 of the traits hold the group.
GROUP_MASK = 3 | 1 << 13
#: Cuts between tiers; those that a scenario does not have lie below all points.
MOST_CUTS = MOST - 1
#: Other bits of the traits. ON_WATCHLIST: on a police watchlist at the start, rightly or not.
AGE_SHIFT, MEMBER, INTERNET, URBAN, INCOME_SHIFT, HABIT_SHIFT, ON_WATCHLIST = 2, 1 << 4, 1 << 5, 1 << 6, 7, 10, 1 << 12
CHILD = 0
#: Bits of the traits that say who somebody is; those of a mechanism are declared in its file (``stored.Stored``).
WHO = {"group": GROUP_MASK, "age": 3 << AGE_SHIFT, "townsperson": URBAN, "income fifth": 7 << INCOME_SHIFT}

#: Bits of the flags column.
ERROR_FREE_TIER, OBSERVED_LIST, ERROR_FREE_LIST = 3, 6, 8
#: Where the error-free ledger's areas begin in the dossier column.
ERROR_FREE_DOSSIER = 4
#: What somebody has who is on the courts' list at the start: its number, and an entry in the area of money.
DEFAULTERS, MONEY = 1, 1 << 3
PARTICIPATES, WATCHED, CASE_OPEN = 1 << 10, 1 << 11, 1 << 12
EVER_SANCTIONED, EVER_WRONGLY, EVER_UNJUSTLY = 1 << 13, 1 << 14, 1 << 15


#: Who somebody is, is drawn once, of these streams.
GROUP_DRAW = Stream("group", at=(16, 0))
AGE_DRAW = Stream("age", at=(16, 1))
MEMBER_DRAW = Stream("member", at=(16, 2))
INTERNET_DRAW = Stream("internet", at=(16, 3))
URBAN_DRAW = Stream("urban", at=(17, 0))
INCOME_DRAW = Stream("income", at=(17, 1))
UPTAKE_DRAW = Stream("participates", at=(17, 2))
COMMERCIAL_START_DRAW = Stream("commercial_start", at=(17, 3))
HABIT_DRAW = Stream("habit", at=(19, 0))
COMMERCIAL_LEVEL_DRAW = Stream("commercial_level", at=(19, 1))
WATCHLIST_DRAW = Stream("watchlist", at=(19, 2))
START_LIST_DRAW = Stream("listed_at_start", at=(19, 3))

#: The calls of these streams, and each one's place among their words.
INITIAL_CALLS = (16, 17, 19)
INITIAL_WORDS = 4 * len(INITIAL_CALLS)
_GROUP, _AGE, _MEMBER, _INTERNET, _URBAN, _INCOME, _PARTICIPATES, _JOINED, _HABIT, _LEVEL, _ON_WATCHLIST, _LISTED = (
    4 * INITIAL_CALLS.index(stream >> 2) + (stream & 3)
    for stream in (
        GROUP_DRAW,
        AGE_DRAW,
        MEMBER_DRAW,
        INTERNET_DRAW,
        URBAN_DRAW,
        INCOME_DRAW,
        UPTAKE_DRAW,
        COMMERCIAL_START_DRAW,
        HABIT_DRAW,
        COMMERCIAL_LEVEL_DRAW,
        WATCHLIST_DRAW,
        START_LIST_DRAW,
    )
)


class People(NamedTuple):
    """The state of all persons, a column each; 14 bytes a person. `own`: records of what plug-ins keep, or nothing."""

    traits: np.ndarray
    observed: np.ndarray
    error_free: np.ndarray
    flags: np.ndarray
    observed_weeks: np.ndarray
    error_free_weeks: np.ndarray
    fear: np.ndarray
    trust: np.ndarray
    commercial: np.ndarray
    dossier: np.ndarray
    own: np.ndarray


#: Type of each column; together 14 bytes.
COLUMNS = {
    "traits": np.uint16,
    "observed": np.int16,
    "error_free": np.int16,
    "flags": np.uint16,
    "observed_weeks": np.uint8,
    "error_free_weeks": np.uint8,
    "fear": np.uint8,
    "trust": np.uint8,
    "commercial": np.uint8,
    "dossier": np.uint8,
}
#: What stands for the records of plug-ins where there are none; no such record is ever made.
NO_OWN = np.dtype([("nothing", np.uint8)])
#: Its type where a set of mechanisms has three lists of people at most (``model/list_bits.py`` has the other).
NARROW_FLAGS = np.dtype(COLUMNS["flags"])
BYTES_A_PERSON = sum(np.dtype(kind).itemsize for kind in COLUMNS.values())


def empty(population: int, own: np.dtype = NO_OWN, flags: np.dtype = NARROW_FLAGS) -> People:
    """Columns for `population` persons, all zero; `own`: the records that plug-ins keep of them; `flags`: the type of
    that column.

    >>> empty(3).observed.dtype, BYTES_A_PERSON
    (dtype('int16'), 14)
    """
    columns = {name: cleared(population, np.dtype(kind)) for name, kind in {**COLUMNS, "flags": flags}.items()}
    return People(**columns, own=cleared(_kept(population, own), own))


def uninitialised(population: int, own: np.dtype = NO_OWN, flags: np.dtype = NARROW_FLAGS) -> People:
    """Columns for `population` persons in which nothing stands yet; `initialise_population` writes all of them.

    Pages come at the first use, and so on all threads.
    """
    columns = {name: np.empty(population, kind) for name, kind in {**COLUMNS, "flags": flags}.items()}
    return People(**columns, own=cleared(_kept(population, own), own))


def _kept(population: int, own: np.dtype) -> int:
    return 0 if own == NO_OWN else population


def columns_of(people: People) -> dict[str, np.ndarray]:
    """All columns by name: the shipped ones, and those of plug-ins.

    >>> list(columns_of(empty(1, np.dtype([("quota", np.uint8)]))))[-2:]
    ['dossier', 'quota']
    """
    own = () if people.own.dtype == NO_OWN else people.own.dtype.names or ()
    return {**{name: getattr(people, name) for name in COLUMNS}, **{name: people.own[name] for name in own}}


def cleared(length: int, kind: np.dtype) -> np.ndarray:
    """Zeros, written now.

    ``np.zeros`` leaves it to the system to hand out each page of 4 kB at its first use, in the middle of the days (8
    microseconds each, measured: a quarter of the first month of 20 million persons with ledgers). Room that is written
    at once comes in pages of 2 MB where Linux has them, and what people far apart do then misses fewer translations.
    """
    memory = np.empty(length * kind.itemsize, np.uint8)
    memory.fill(0)
    return memory.view(kind)


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
def group_of(traits):
    """The group, 0 to 7, of a traits column (or of a whole array of them).

    >>> group_of(0x2001), group_of(3)
    (5, 3)
    """
    return (traits & 3) | ((traits >> 11) & 4)


@inner
def group_bits(group):
    """The bits of the traits that hold a group.

    >>> group_bits(5) == 0x2001, group_of(group_bits(6))
    (True, 6)
    """
    return (group & 3) | ((group & 4) << 11)


def group_slots(values: np.ndarray, axis: int = -1) -> np.ndarray:
    """Values by group with room for the most groups that a place may have: those that it does not have are 0.

    >>> group_slots(np.array([3, 1])).tolist()
    [3, 1, 0, 0, 0, 0, 0, 0]
    """
    shape = list(values.shape)
    shape[axis] = MOST_GROUPS
    found = np.zeros(shape, values.dtype)
    found[(slice(None),) * (axis % values.ndim) + (slice(values.shape[axis]),)] = values
    return found


@inner
def _count_at_or_below(table, draw):
    """How many of a table's rising thresholds are at or below the word."""
    place = 0
    for t in table:
        if t <= draw:
            place += 1
    return place


@inner
def _traits(group, age, member, internet, urban, income, habit, on_watchlist, d):
    """The traits column by the words of its purposes (int64)."""
    number = _count_at_or_below(d.group, group)
    grown = 0
    for band in range(2):
        if d.group_age[number, band] <= age:
            grown += 1
    traits = group_bits(number) | grown << AGE_SHIFT
    if grown != CHILD:
        if member < d.member:
            traits |= MEMBER
        if internet < d.group_internet[number]:
            traits |= INTERNET
        if on_watchlist < d.on_watchlist:
            traits |= ON_WATCHLIST
    if urban < d.group_urban[number]:
        traits |= URBAN
    return traits | (scaled(habit, 4) << HABIT_SHIFT) | (scaled(income, 5) << INCOME_SHIFT)


@inner
def traits_of(person, d, now):
    """The traits column of one person of the district with record `d`."""
    return _traits(
        random_word(now, person, GROUP_DRAW), random_word(now, person, AGE_DRAW), random_word(now, person,
        MEMBER_DRAW), random_word(now, person, INTERNET_DRAW), random_word(now, person, URBAN_DRAW),
        random_word(now, person, INCOME_DRAW), random_word(now, person, HABIT_DRAW), random_word(now, person,
        WATCHLIST_DRAW), d,
    )  # fmt: skip


@inner
def tier_of(points, cuts):
    """How many of the descending cuts lie above the points: 0 for the best tier, at most 7."""
    tier = 0
    for k in range(MOST_CUTS):
        if cuts[k] > points:
            tier += 1
    return tier


@inner
def level_of(figure, person):
    """A level in 256ths as a whole level of somebody: as many people have the higher one as its fraction says."""
    return (np.int32(figure) + ((np.int32(person & 255) * np.int32(157)) & np.int32(255))) >> np.int32(8)


@inner
def _weeks_at_start(word, listed, params):
    """Weeks left on the defaulters' list at the start, in the observed ledger and in the error-free one."""
    if word < params.start_wrongly:
        return 1 + word * params.start_weeks // params.start_wrongly, 0
    if word < listed:
        weeks = 1 + (word - params.start_wrongly) * params.start_weeks // (listed - params.start_wrongly)
        return weeks, weeks
    return 0, 0


@ShippedKernel
@kernel
def initialise_population(p, first, last, d, params, now, words):
    """Write the state at the start for persons first .. last - 1, all of one district; `now` is day 0.

    The columns hold the persons from `now.origin` on. `words` uint32 [SETTLING_WORDS, at least so many persons]: room
    for what they draw, as vectors: a tenth of the time of single draws.
    """
    n = last - first
    for k in range(len(INITIAL_CALLS)):
        a, b, c, e = words[4 * k][:n], words[4 * k + 1][:n], words[4 * k + 2][:n], words[4 * k + 3][:n]
        fill(now.k0, now.k1, first, now.day, INITIAL_CALLS[k], a, b, c, e)
    start = params.score_start
    tiers = tier_of(start, params.cuts)
    tiers |= tiers << ERROR_FREE_TIER
    for i in range(n):
        traits = _traits(
            np.int64(words[_GROUP, i]), np.int64(words[_AGE, i]), np.int64(words[_MEMBER, i]),
            np.int64(words[_INTERNET, i]), np.int64(words[_URBAN, i]), np.int64(words[_INCOME, i]),
            np.int64(words[_HABIT, i]), np.int64(words[_ON_WATCHLIST, i]), d,
        )  # fmt: skip
        adult = (traits >> AGE_SHIFT) & 3 != CHILD
        flags = tiers
        if adult and (params.mandatory != 0 or words[_PARTICIPATES, i] < params.uptake):
            flags |= PARTICIPATES
        weeks = error_free_weeks = areas = 0
        if adult:
            weeks, error_free_weeks = _weeks_at_start(
                np.int64(words[_LISTED, i]), params.start_listed[(traits >> INCOME_SHIFT) & 7], params
            )
        if weeks > 0:
            flags |= DEFAULTERS << OBSERVED_LIST
            areas |= MONEY
        if error_free_weeks > 0:
            flags |= DEFAULTERS << ERROR_FREE_LIST
            areas |= MONEY << ERROR_FREE_DOSSIER
        commercial = 0
        if traits & INTERNET and words[_JOINED, i] < params.commercial_start_share:
            commercial = params.commercial_start + scaled(np.int64(words[_LEVEL, i]), params.commercial_spread)
        place = first + i - now.origin
        p.traits[place] = traits
        p.observed[place] = start
        p.error_free[place] = start
        p.flags[place] = flags
        p.observed_weeks[place] = weeks
        p.error_free_weeks[place] = error_free_weeks
        p.dossier[place] = areas
        p.fear[place] = level_of(d.fear_start, first + i) if adult else 0
        p.trust[place] = d.trust_rest
        p.commercial[place] = commercial
