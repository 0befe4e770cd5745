"""Who is active today: one pass over everybody in a block, as vectors.

Most people do nothing that any sensor, rule or gate could touch; those who might are picked out and get a record of
the day. Picking too many costs time and changes nothing; ``tests/model/test_active_bounds.py`` holds that nobody is
left out.
"""

from __future__ import annotations

import numpy as np

from glasshouse.draws import fill, rare_day
from glasshouse.kernels import inner
from glasshouse.mechanisms.activity import POSTS, TRIPS
from glasshouse.mechanisms.cameras import SIGHTINGS
from glasshouse.model.active_bounds import (
    ALERT,
    CONDUCT,
    ERROR,
    FLAG,
    MONEY,
    ONLINE,
    OUTING,
    PASS,
    PERK_SCORE,
    VICTIM,
    no_bounds,
    set_bounds,
)
from glasshouse.model.attribution import QUARTER, WHOLE_WORD
from glasshouse.model.model_words import ALL_GROUPS
from glasshouse.population.people import (
    AGE_SHIFT,
    CASE_OPEN,
    ERROR_FREE_LIST,
    HABIT_SHIFT,
    INTERNET,
    OBSERVED_LIST,
    ON_WATCHLIST,
    WATCHED,
)

_ANY_LIST = (3 << OBSERVED_LIST) | (3 << ERROR_FREE_LIST)
_LOOK_AGAIN = np.uint16(_ANY_LIST | WATCHED | CASE_OPEN)
_AGE = np.uint16(3 << AGE_SHIFT)
_OLDER = np.uint16(2 << AGE_SHIFT)
_HABIT_1, _HABIT_2 = np.uint16(1 << HABIT_SHIFT), np.uint16(2 << HABIT_SHIFT)
_USER = np.uint16(INTERNET)
_TIER = np.uint16(7)
_ON_WATCHLIST = np.uint16(ON_WATCHLIST)
_TOP = 2**32 - 1
#: From so many sightings a trip (in 65,536ths: 4,096) on, 32 bits might not hold a block's.
_DENSE = 2**28
_QUARTER = np.uint32(QUARTER)


@inner
def _highest(threshold):
    """The highest word (uint32) below a threshold; 0 for a threshold of 0, which picks too many and never too few."""
    return np.uint32(min(max(threshold - 1, 0), _TOP))


@inner
def _screen(
    conduct_w, online_w, money_w, outing_w, match_w, error_w, sighting_w, traits, flags, commercial, restricted, params,
    bounds, active,
):  # fmt: skip
    """Mark in `active` (uint8) who is active; never a child."""
    c0, c1 = _highest(bounds[CONDUCT]), _highest(bounds[CONDUCT + 1])
    c2, c3 = _highest(bounds[CONDUCT + 2]), _highest(bounds[CONDUCT + 3])
    o0, o1 = _highest(bounds[ONLINE]), _highest(bounds[ONLINE + 1])
    o2, o3 = _highest(bounds[ONLINE + 2]), _highest(bounds[ONLINE + 3])
    money, outing, alert = _highest(bounds[MONEY]), _highest(bounds[OUTING]), _highest(bounds[ALERT])
    error, perk = _highest(bounds[ERROR]), np.uint8(bounds[PERK_SCORE])
    victim = np.uint32(min(WHOLE_WORD - bounds[VICTIM], _TOP))
    flagged = np.uint32(min(WHOLE_WORD - bounds[FLAG], _TOP))
    ordinary = np.uint32(min(min(params.ordinary[1], params.ordinary[2]), _TOP))
    # What is rare has the lower half of a word to itself, and with it more bits than a word.
    passes, low_half = np.uint32((bounds[PASS] + 0xFFFF) >> 16), np.uint32(0xFFFF)
    # Every number is narrowed by hand: Numba widens what it computes to 64 bits, and that halves the vectors.
    for i in range(traits.shape[0]):
        t, f = traits[i], flags[i]
        low_habit = np.uint16(t & _HABIT_1) == 0
        few_habits = np.uint16(t & _HABIT_2) == 0
        tier = np.uint16(f & _TIER)
        conduct = (c0 if low_habit else c1) if few_habits else (c2 if low_habit else c3)
        online = (o0 if low_habit else o1) if few_habits else (o2 if low_habit else o3)
        active[i] = (np.uint16(t & _AGE) != 0) & (
            (conduct_w[i] <= conduct)
            | ((online_w[i] <= online) & (np.uint16(t & _USER) != 0))
            | (money_w[i] <= money)
            | ((outing_w[i] <= outing) & ((commercial[i] >= perk) | (tier == 0)))
            | (match_w[i] <= alert)
            | (match_w[i] >= victim)
            | (np.uint32(sighting_w[i] & low_half) < passes)
            | (np.uint32(error_w[i] & _QUARTER) <= error)
            | ((error_w[i] >= flagged) & (online_w[i] >= ordinary))
            | (np.uint16(f & _LOOK_AGAIN) != 0)
            | (np.uint16(t & _ON_WATCHLIST) != 0)
            | (tier >= restricted)
        )


@inner
def _below(threshold):
    """A threshold (0 .. 2**32) as a word, and 1 where every word is below it; the word then is one that none is."""
    full = threshold > _TOP
    return np.uint32(0 if full else threshold), np.uint32(full)


@inner
def _count_moves(trips_w, sighting_w, params, d):
    """Trips and sightings of the block.

    In 32-bit numbers, twice as many a vector as in 64-bit ones: a block cannot overflow them below _DENSE.
    """
    (a, all_a), (b, all_b), (c, all_c) = _below(params.trips[0]), _below(params.trips[1]), _below(params.trips[2])
    (e, all_e), (f, all_f) = _below(params.trips[3]), _below(params.trips[4])
    always = np.uint32(all_a + all_b + all_c + all_e + all_f)
    rate, half = np.uint32(d.sight_rate), np.uint32(16)
    trips = np.uint32(0)
    seen = np.uint32(0)
    if d.sight_rate >= _DENSE:
        return _count_many_moves(trips_w, sighting_w, params, d)
    for i in range(trips_w.shape[0]):
        w = trips_w[i]
        t = np.uint32(np.uint32(w < a) + np.uint32(w < b) + np.uint32(w < c) + np.uint32(w < e) + np.uint32(w < f))
        t = np.uint32(t + always)
        trips = np.uint32(trips + t)
        by_chance = np.uint32(sighting_w[i] >> half)
        seen = np.uint32(seen + np.uint32(np.uint32(np.uint32(t * rate) + by_chance) >> half))
    return np.int64(trips), np.int64(seen)


@inner
def _count_many_moves(trips_w, sighting_w, params, d):
    """The same, however many cameras there are."""
    trips = seen = np.int64(0)
    for i in range(trips_w.shape[0]):
        t = np.int64(0)
        for k in range(5):
            t += np.int64(trips_w[i]) < params.trips[k]
        trips += t
        seen += (t * d.sight_rate + (np.int64(sighting_w[i]) >> 16)) >> 16
    return trips, seen


@inner
def _count_posts(online_w, traits, params):
    """Ordinary posts that the block's internet users write: words at or above the threshold of their age."""
    (adult, no_adult), (older, no_older) = _below(params.ordinary[1]), _below(params.ordinary[2])
    adults_post, older_post = np.uint32(1 - no_adult), np.uint32(1 - no_older)
    posts = np.uint32(0)
    for i in range(traits.shape[0]):
        old = np.uint16(traits[i] & _AGE) == _OLDER
        user = np.uint32(np.uint16(traits[i] & _USER) != 0)
        ordinary = np.uint32(online_w[i] >= (older if old else adult)) & (older_post if old else adults_post)
        posts = np.uint32(posts + np.uint32(user & ordinary))
    return np.int64(posts)


@inner
def count_all(words, traits, params, district, counts):
    """Count what happens to everybody in the block; the rules ``count_all`` of all take the place of this one."""


@inner
def mark_rare(now, first, traits, params, district, workspace):
    """Mark whom a stream with a bound may touch; what is made for the streams of the day takes the place of this."""


def select_active(
    now, first, workspace, traits, flags, commercial, rescoring, params, params_yesterday, district, counts
):
    """Fill ``workspace.selected`` with the places in the block of those who is active; how many.

    ``workspace.active`` is left at 1 for those who are selected.
    """
    w, active, bounds = workspace.words, workspace.active, workspace.bounds
    n = traits.shape[0]
    trips, seen = _count_moves(w[0][:n], w[7][:n], params, district)
    counts[ALL_GROUPS, TRIPS] += trips
    counts[ALL_GROUPS, SIGHTINGS] += seen
    counts[ALL_GROUPS, POSTS] += _count_posts(w[2], traits, params)
    count_all(w, traits, params, district, counts)
    find_bounds(params, district, rescoring, bounds)
    # Whoever had a closed gate last evening is looked at on the day on which the rules open it.
    restricted = np.uint16(min(params.first_restricted_tier, params_yesterday.first_restricted_tier))
    _screen(w[1], w[2], w[3], w[4], w[5], w[6], w[7], traits, flags, commercial, restricted, params, bounds, active)
    mark_rare(now, first, traits, params, district, workspace)
    return _places_of(active, n, workspace.selected)


@inner
def find_bounds(params, district, rescoring, bounds):
    """Fill `bounds` (int64 [BOUNDS]) with what could touch anybody of a district."""
    no_bounds(bounds)
    set_bounds(params, district, rescoring, bounds)


@inner
def mark_below(now, first, traits, stream_id, bound, workspace):
    """Mark in ``workspace.active`` whom a stream may touch: whose rare word of it may be below the bound (0 .. 2**32).

    The upper 16 bits of the rare word are drawn for eight persons at a time, and looked at eight at a time.
    """
    if bound <= 0:
        return
    n, extra = traits.shape[0], workspace.extra
    ceiling = np.uint32((bound - 1) >> 16)
    group = np.int64(first) >> 3
    many = ((np.int64(first) + n - 1) >> 3) - group + 1
    a, b, c, d = extra[0][:many], extra[1][:many], extra[2][:many], extra[3][:many]
    fill(now.k0, now.k1, group, rare_day(now), stream_id >> 2, a, b, c, d)
    low, half = np.uint32(0xFFFF), np.uint32(16)
    for k in range(many):
        least = min(min(a[k] & low, a[k] >> half), min(b[k] & low, b[k] >> half))
        least = min(least, min(min(c[k] & low, c[k] >> half), min(d[k] & low, d[k] >> half)))
        if least > ceiling:
            continue
        for m in range(8):
            i = ((group + k) << 3) + m - first
            if 0 <= i < n and (traits[i] & _AGE) != 0:
                word = np.uint32(extra[m >> 1, k] >> np.uint32(16 * (m & 1)))
                if (word & low) <= ceiling:
                    workspace.active[i] = 1


@inner
def _places_of(active, n, selected):
    """Write the places of the marks among the first n into `selected`, eight marks at a time; how many."""
    eights = active.view(np.uint64)
    count = 0
    for k in range((n + 7) // 8):
        if eights[k] != 0:
            for i in range(8 * k, min(8 * k + 8, n)):
                selected[count] = i
                count += active[i]
    return count
