"""score: on rescoring days, points become tiers; tier D becomes a list; people join; old entries expire.

Everybody is rescored, not only those who were active, so that this stage works on whole columns.

Process: On every ``score.every``-th day: people join (everybody, once it is mandatory), both ledgers drift back towards
the start, both tiers are taken from points less what the learned score takes off, old dossiers expire, those in tier
D go on the list of the dishonest, those on a list or with a bad learned score are watched, and commercial scores grow.
On other days nothing happens here.

Source: Tiers and their cuts: `ohlberg-2017`; expiry after five years: `credit-regulation-2013`. The learned score is a
categorical naive Bayes fitted to who has an entry on record (``model/learned.py``); its scale and its cap are assumed.
"""

from __future__ import annotations

import numpy as np

from glasshouse.draws import Stream, random_word, scaled
from glasshouse.kernels import inner, kernel
from glasshouse.model.counts import Count
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.record import DISHONEST
from glasshouse.model.restrictions import gates_of
from glasshouse.population.people import (
    AGE_SHIFT,
    ERROR_FREE_LIST,
    ERROR_FREE_TIER,
    INCOME_SHIFT,
    INTERNET,
    OBSERVED_LIST,
    PARTICIPATES,
    URBAN,
    WATCHED,
)

_WORST = 5
_MOST_COMMERCIAL = 241
_TIERS = np.uint16(0x3F)
_TIER = np.uint16(7)
_WATCHED = np.uint16(WATCHED)
_PART = np.uint16(PARTICIPATES)
_AGE = np.uint16(3 << AGE_SHIFT)
_ANY_LIST = (3 << OBSERVED_LIST) | (3 << ERROR_FREE_LIST)


@inner
def cell_of(traits):
    """Place of a person's features (age, income, town, internet) in the learned score's table."""
    age = (traits >> AGE_SHIFT) & 3
    income = (traits >> INCOME_SHIFT) & 7
    urban = 1 if traits & URBAN else 0
    online = 1 if traits & INTERNET else 0
    return ((age * 5 + income) * 2 + urban) * 2 + online


@inner
def _list_the_worst(flags, place, p, params):
    """Those in tier D who are on no list go on the list of the dishonest, in each ledger; (flags, newly listed?)."""
    listed = False
    if flags & 7 == _WORST and (flags >> OBSERVED_LIST) & 3 == 0:
        flags |= DISHONEST << OBSERVED_LIST
        p.observed_weeks[place] = params.dishonest_weeks
        listed = True
    if (flags >> ERROR_FREE_TIER) & 7 == _WORST and (flags >> ERROR_FREE_LIST) & 3 == 0:
        flags |= DISHONEST << ERROR_FREE_LIST
        p.error_free_weeks[place] = params.dishonest_weeks
    return flags, listed


@inner
def _drift(points, start, step):
    """Both ledgers' points (int16 columns) move towards the start by at most `step`."""
    for i in range(points.shape[0]):
        x = np.int32(points[i])
        points[i] = np.int16(x + min(max(start - x, -step), step))


@inner
def _tiers(points, off, cuts, out):
    """The tiers (uint16) of a column of points, less what the learned score takes off (int16)."""
    c0, c1, c2, c3, c4 = np.int16(cuts[0]), np.int16(cuts[1]), np.int16(cuts[2]), np.int16(cuts[3]), np.int16(cuts[4])
    for i in range(points.shape[0]):
        x = np.int16(points[i] - off[i])
        out[i] = np.uint16(c0 > x) + np.uint16(c1 > x) + np.uint16(c2 > x) + np.uint16(c3 > x) + np.uint16(c4 > x)


@inner
def _joins(traits, flags, draws, params):
    """Everybody joins once it is mandatory; until then some do."""
    top = np.int64(2**32) if params.mandatory != 0 else params.join
    for i in range(traits.shape[0]):
        joins = ((traits[i] & _AGE) != 0) & (np.int64(draws[i]) < top)
        flags[i] |= np.uint16(PARTICIPATES) if joins else np.uint16(0)


@inner
def _gain(commercial, gain):
    """Members of the commercial score gain some points."""
    most = np.int32(_MOST_COMMERCIAL)
    step = np.int32(gain)
    for i in range(commercial.shape[0]):
        c = np.int32(commercial[i])
        commercial[i] = np.uint8(min(most, c + step) if c > 0 else c)


@inner
def _count(traits, before, flags, off, c):
    """Count those who joined, were rescored, lost points to the learned score, and changed tier."""
    for g in range(4):
        group = np.uint16(g)
        joined = scored = penalised = rises = falls = np.int64(0)
        for i in range(traits.shape[0]):
            takes_part = np.int64(((traits[i] & np.uint16(3)) == group) & ((flags[i] & _PART) != 0))
            took_part = takes_part & np.int64((before[i] & _PART) != 0)
            joined += takes_part - took_part
            rises += took_part & np.int64((flags[i] & _TIER) < (before[i] & _TIER))
            falls += took_part & np.int64((flags[i] & _TIER) > (before[i] & _TIER))
            scored += takes_part
            penalised += takes_part & np.int64(off[i] > 0)
        c[g, Count.tier_rises] += rises
        c[g, Count.tier_falls] += falls
        c[g, Count.joined] += joined
        c[g, Count.rescored] += scored
        c[g, Count.learned_penalised] += penalised


@kernel
def score(p, first, before, workspace, count, params, d, now, c, rows):
    """Rescore everybody in a block but children; returns how many people are now picked.

    ``workspace.extra`` holds the block's words for joining, expiry and the commercial score. `before` (uint16) is
    filled with the flags as they were in the morning. Somebody who was not picked in the morning and is under sanction
    now is added to ``workspace.selected``: the later stages concern them.
    """
    n = before.shape[0]
    draws, scratch, active, selected = workspace.extra, workspace.tiers, workspace.active, workspace.selected
    at = first - now.origin
    end = at + n
    traits, flags, dossier = p.traits[at:end], p.flags[at:end], p.dossier[at:end]
    observed, error_free, commercial = p.observed[at:end], p.error_free[at:end], p.commercial[at:end]
    off, observed_tier, error_free_tier = scratch[0][:n].view(np.int16), scratch[1][:n], scratch[2][:n]
    for i in range(n):
        before[i] = flags[i]
        off[i] = d.learned[cell_of(np.int64(traits[i]))]
    _joins(traits, flags, draws[0], params)
    _drift(observed, np.int32(params.score_start), np.int32(params.recovery))
    _drift(error_free, np.int32(params.score_start), np.int32(params.recovery))
    _tiers(observed, off, params.cuts, observed_tier)
    _tiers(error_free, off, params.cuts, error_free_tier)
    for i in range(n):
        grown = (traits[i] & _AGE) != 0
        tiers = observed_tier[i] | error_free_tier[i] << np.uint16(ERROR_FREE_TIER)
        flags[i] = (flags[i] & ~(_TIERS | _WATCHED)) | tiers if grown else flags[i]
    _count(traits, before, flags, off, c)
    _gain(commercial, params.commercial_gain)
    watch_court_list = params.watch_court_list != 0
    lists_from_tiers = params.dishonest_weeks > 0
    restricted = params.first_restricted_tier
    for i in range(n):
        if (traits[i] & _AGE) == 0:
            continue
        person = first + i
        g = np.int64(traits[i] & np.uint16(3))
        if dossier[i] != 0 and draws[1, i] < params.retention:
            dossier[i] = 0
            c[g, Count.records_expired] += 1
        if commercial[i] == 0 and draws[2, i] < params.commercial_join and traits[i] & INTERNET:
            spread = scaled(random_word(now, person, Stream.COMMERCIAL_LEVEL), params.commercial_spread)
            commercial[i] = params.commercial_start + spread
        mine = np.int64(flags[i])
        low = max(observed_tier[i], error_free_tier[i]) == _WORST
        watched = d.watch[cell_of(np.int64(traits[i]))] != 0
        if not (low or watched or mine & _ANY_LIST or mine & 7 >= restricted):
            continue
        if low and lists_from_tiers and mine & PARTICIPATES:
            mine, listed = _list_the_worst(mine, at + i, p, params)
            if listed:
                c[g, Count.listed_dishonest] += 1
                log(rows, now, person, np.int64(Event.LISTING), NO_CAUSE, -1, DISHONEST)
        if watched or (watch_court_list and (mine >> OBSERVED_LIST) & 3 != 0):
            mine |= WATCHED
        flags[i] = mine
        if active[i] == 0 and (mine & _ANY_LIST or gates_of(mine, np.int64(dossier[i]), params, 0) != 0):
            selected[count] = i
            count += 1
    return count
