"""score: on rescoring days, points become tiers; tier D becomes a list; people join; old entries expire."""

from __future__ import annotations

import numpy as np

from glasshouse.draws import Purpose, scaled, word
from glasshouse.kernels import inner
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.live import gates_of
from glasshouse.model.measures import M
from glasshouse.model.record import DISHONEST
from glasshouse.population.people import (
    AGE_SHIFT,
    CLEAN_LIST,
    CLEAN_TIER,
    HELD_LIST,
    INCOME_SHIFT,
    INTERNET,
    PARTICIPATES,
    URBAN,
    WATCHED,
    tier_of,
)

_WORST = 5
_MOST_COMMERCIAL = 241
_TIERS = 0x3F
_ANY_LIST = (3 << HELD_LIST) | (3 << CLEAN_LIST)


@inner
def cell_of(traits):
    """Place of a person's features (age, income, town, internet) in the learned score's table."""
    age = (traits >> AGE_SHIFT) & 3
    income = (traits >> INCOME_SHIFT) & 7
    urban = 1 if traits & URBAN else 0
    online = 1 if traits & INTERNET else 0
    return ((age * 5 + income) * 2 + urban) * 2 + online


@inner
def _drift(points, law):
    return points + min(max(law.score_start - points, -law.recovery), law.recovery)


@inner
def _list_the_worst(flags, person, p, law):
    """Those in tier D who are on no list go on the list of the dishonest, in each ledger; (flags, newly held?)."""
    listed = False
    if flags & 7 == _WORST and (flags >> HELD_LIST) & 3 == 0:
        flags |= DISHONEST << HELD_LIST
        p.held_weeks[person] = law.dishonest_weeks
        listed = True
    if (flags >> CLEAN_TIER) & 7 == _WORST and (flags >> CLEAN_LIST) & 3 == 0:
        flags |= DISHONEST << CLEAN_LIST
        p.clean_weeks[person] = law.dishonest_weeks
    return flags, listed


@inner
def rescore(p, first, before, draws, again, picked, count, law, d, now, c, rows):
    """Rescore everybody in a block but children; returns how many people are now picked.

    `draws` uint32 [3, …]: the block's words for joining, expiry and the commercial score. `before` (uint16) is filled
    with the flags as they were in the morning. Somebody who was not picked in the morning and is under sanction now is
    added to `picked`: the later stages concern them.
    """
    start = law.score_start
    # Most people have the points they began with and no entry: their tier depends on the learned score alone.
    unmoved = np.empty(d.learned.shape[0], np.int64)
    for cell in range(unmoved.shape[0]):
        tier = tier_of(start - d.learned[cell], law.cuts)
        unmoved[cell] = tier | tier << CLEAN_TIER
    scored = np.zeros(4, np.int64)
    penalised = np.zeros(4, np.int64)
    watch_listed = law.watch_listed != 0
    lists_from_tiers = law.dishonest_weeks > 0
    for i in range(before.shape[0]):
        person = first + i
        traits = np.int64(p.traits[person])
        flags = np.int64(p.flags[person])
        before[i] = flags
        if (traits >> AGE_SHIFT) & 3 == 0:
            continue
        g = traits & 3
        if not flags & PARTICIPATES and (law.mandatory != 0 or draws[0, i] < law.join):
            flags |= PARTICIPATES
            c[g, M.joined] += 1
        if p.dossier[person] != 0 and draws[1, i] < law.expire:
            p.dossier[person] = 0
            c[g, M.records_expired] += 1
        cell = cell_of(traits)
        learned = d.learned[cell]
        takes_part = np.int64(flags & PARTICIPATES != 0)
        scored[g] += takes_part
        penalised[g] += takes_part & np.int64(learned > 0)
        tiers = unmoved[cell]
        if p.held[person] != start or p.clean[person] != start:
            p.held[person] = _drift(p.held[person], law)
            p.clean[person] = _drift(p.clean[person], law)
            held_tier = tier_of(p.held[person] - learned, law.cuts)
            tiers = held_tier | tier_of(p.clean[person] - learned, law.cuts) << CLEAN_TIER
        flags = (flags & ~(_TIERS | WATCHED)) | tiers
        if takes_part and lists_from_tiers and (tiers & 7 == _WORST or tiers >> CLEAN_TIER == _WORST):
            flags, listed = _list_the_worst(flags, person, p, law)
            if listed:
                c[g, M.listed_dishonest] += 1
                log(rows, now, person, Event.LISTING, NO_CAUSE, -1, DISHONEST)
        if (watch_listed and (flags >> HELD_LIST) & 3 != 0) or d.watch[cell] != 0:
            flags |= WATCHED
        p.flags[person] = flags
        member = np.int64(p.commercial[person])
        if member > 0:
            p.commercial[person] = min(_MOST_COMMERCIAL, member + law.commercial_gain)
        elif traits & INTERNET and draws[2, i] < law.commercial_join:
            spread = scaled(word(now, person, Purpose.COMMERCIAL_LEVEL), law.commercial_spread)
            p.commercial[person] = law.commercial_start + spread
        if again[i] == 0 and (flags & _ANY_LIST or gates_of(flags, law, 0) != 0):
            picked[count] = i
            count += 1
    for g in range(4):
        c[g, M.rescored] += scored[g]
        c[g, M.learned_penalised] += penalised[g]
    return count
