"""score: on rescoring days, points become tiers; tier D becomes a list; people join; old entries expire."""

from __future__ import annotations

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
def _retier(flags, person, p, held_tier, clean_tier, law):
    """Set both tiers; those in tier D who are on no list go on the list of the dishonest."""
    flags = (flags & ~0x3F) | held_tier | (clean_tier << CLEAN_TIER)
    listed = False
    if flags & PARTICIPATES and law.dishonest_weeks > 0:
        if held_tier == _WORST and (flags >> HELD_LIST) & 3 == 0:
            flags |= DISHONEST << HELD_LIST
            p.held_weeks[person] = law.dishonest_weeks
            listed = True
        if clean_tier == _WORST and (flags >> CLEAN_LIST) & 3 == 0:
            flags |= DISHONEST << CLEAN_LIST
            p.clean_weeks[person] = law.dishonest_weeks
    return flags, listed


@inner
def _commercial(traits, now, draw, law):
    if now > 0:
        return min(_MOST_COMMERCIAL, now + law.commercial_gain)
    if traits & INTERNET and draw < law.commercial_join:
        return law.commercial_start
    return 0


@inner
def rescore(p, first, before, draws, again, picked, count, law, d, now, c, rows):
    """Rescore everybody in a block but children; returns how many people are now picked.

    `draws` uint32 [3, …]: the block's words for joining, expiry and the commercial score. `before` (uint16) is filled with the flags as they were in the morning. Somebody
    who was not picked in the morning and is under sanction now is added to `picked`: the later stages concern them.
    """
    for i in range(before.shape[0]):
        person = first + i
        traits = p.traits[person] + 0
        flags = p.flags[person] + 0
        before[i] = flags
        if (traits >> AGE_SHIFT) & 3 == 0:
            continue
        g = traits & 3
        if not flags & PARTICIPATES and (law.mandatory != 0 or draws[0, i] < law.join):
            flags |= PARTICIPATES
            c[g, M.joined] += 1
        p.held[person] = _drift(p.held[person], law)
        p.clean[person] = _drift(p.clean[person], law)
        if p.dossier[person] != 0 and draws[1, i] < law.expire:
            p.dossier[person] = 0
            c[g, M.records_expired] += 1
        cell = cell_of(traits)
        learned = d.learned[cell]
        if flags & PARTICIPATES:
            c[g, M.rescored] += 1
            c[g, M.learned_penalised] += learned > 0
        held_tier = tier_of(p.held[person] - learned, law.cuts)
        clean_tier = tier_of(p.clean[person] - learned, law.cuts)
        flags, listed = _retier(flags, person, p, held_tier, clean_tier, law)
        if listed:
            c[g, M.listed_dishonest] += 1
            log(rows, now, person, Event.LISTING, NO_CAUSE, -1, DISHONEST)
        flags &= ~WATCHED
        if (law.watch_listed != 0 and (flags >> HELD_LIST) & 3 != 0) or d.watch[cell] != 0:
            flags |= WATCHED
        p.flags[person] = flags
        p.commercial[person] = _commercial(traits, p.commercial[person], draws[2, i], law)
        if again[i] == 0 and (gates_of(flags, law, 0) != 0 or flags & _ANY_LIST != 0):
            picked[count] = i
            count += 1
    return count
