"""live: what people want to do today, and what they leave undone out of fear.

Only those whom the screening picked (``screening.py``) are asked: nobody else could be touched by what they do.

Process: Trips and sightings are counted; then one act in public, one online, one of money and one outing are each the
first whose threshold lies above the person's word of the day (``want``). Fear then takes away offences, gatherings,
unlawful posts and critical posts and messages, and distrust takes away volunteering (``live_inhibit``). Nothing is ever
added, so that a scenario without fear holds every act of a scenario with it.

Source: Rates are the scenario's own, most of them assumed. That people who feel watched hold back was seen after June
2013 (`penney-2016`, `marthews-2017`) and in a survey of writers (`pen-2013`); how much, at which fear, is assumed.
"""

from __future__ import annotations

import numpy as np

from glasshouse.draws import FIRST_LATE, Stream
from glasshouse.kernels import inner, kernel
from glasshouse.model.counts import ALL_GROUPS, Count
from glasshouse.model.state import NONE, Conduct, Online
from glasshouse.population.people import AGE_SHIFT, HABIT_SHIFT, INCOME_SHIFT, INTERNET

_CREDIT = 1 << 3


@inner
def _first_below(table, draw):
    """The first cumulative threshold above the word, or NONE."""
    for k in range(table.shape[0]):
        if draw < table[k]:
            return k
    return NONE


@kernel
def live_intend(agents, start, count, selected, words, params, d):
    """Write what the active persons from place `start` on want to do today."""
    for j in range(start, count):
        i = selected[j]
        a = agents[j]
        age = (a.traits >> AGE_SHIFT) & 3
        a.group = a.traits & 3
        a.age = age
        trips = 0
        for k in range(5):
            trips += words[0, i] < params.trips[k]
        a.sightings = (trips * d.sight_rate + (np.int64(words[7, i]) >> 16)) >> 16
        habit = (a.traits >> HABIT_SHIFT) & 3
        a.conduct = _first_below(params.conduct[age, habit], np.int64(words[1, i]))
        a.online = NONE
        if a.traits & INTERNET:
            draw = np.int64(words[2, i])
            a.online = _first_below(params.online[age, habit], draw)
            if a.online == NONE and draw >= params.ordinary[age]:
                a.online = Online.POST
        closed = 1 if a.gates0 & _CREDIT else 0
        fifth = (a.traits >> INCOME_SHIFT) & 7
        a.money = _first_below(params.money[closed, fifth], np.int64(words[3, i]))
        outing = _first_below(params.outing, np.int64(words[4, i]))
        a.outing = NONE if outing == NONE else params.outing_gate[outing]
        a.wanted_conduct = a.conduct
        a.wanted_online = a.online
        a.noted = 0
        a.pinned = 0
        a.alert = 0
        a.false_face = NONE
        a.other = -1
        a.false_error = NONE
        a.reporter = -1
        a.cause = NONE
        a.onset = 0
        a.refused = 0


@kernel
def live_inhibit(agents, count, late, params, now, c, deeds):
    """Take away what people leave undone out of fear or distrust, and count what they do.

    `late` uint32 [8, …]: the words of the active persons for the calls that only they need.
    """
    for j in range(count):
        a = agents[j]
        g = a.group
        chilled = 0
        if a.conduct == Conduct.VOLUNTEERING:
            if late[Stream.CHILL_CONDUCT - FIRST_LATE, j] < params.withdraw[a.trust]:
                a.conduct = NONE
                c[g, Count.withdrawn] += 1
            else:
                c[g, Count.act_volunteering] += 1
        elif a.conduct != NONE:
            if late[Stream.CHILL_CONDUCT - FIRST_LATE, j] < params.chill[a.conduct, a.fear]:
                if a.conduct == Conduct.OFFENCE:
                    c[g, Count.deterred] += 1
                else:
                    c[g, Count.chilled_assembly] += 1
                    chilled += 1
                a.conduct = NONE
            elif a.conduct == Conduct.OFFENCE:
                c[g, Count.act_offence] += 1
            else:
                c[g, Count.act_assembly] += 1
        if a.online != NONE and a.online != Online.POST:
            c[ALL_GROUPS, Count.posts] += a.online != Online.MESSAGE
            if late[Stream.CHILL_ONLINE - FIRST_LATE, j] < params.chill[2 + a.online, a.fear]:
                if a.online == Online.UNLAWFUL_POST:
                    c[g, Count.deterred] += 1
                else:
                    c[g, Count.chilled_post if a.online == Online.CRITICAL_POST else Count.chilled_message] += 1
                    chilled += 1
                a.online = NONE
            elif a.online == Online.UNLAWFUL_POST:
                c[g, Count.act_unlawful_post] += 1
            elif a.online == Online.CRITICAL_POST:
                c[g, Count.act_critical_post] += 1
            else:
                c[g, Count.act_message] += 1
        if a.money != NONE:
            c[g, Count.act_default + a.money] += 1
        if deeds.shape[0] > 0:
            _tally(deeds[a.person - now.origin], a, chilled)


@inner
def _tally(row, a, chilled):
    row.chilled = min(65535, row.chilled + chilled)
    unlawful = (a.conduct == Conduct.OFFENCE) + (a.online == Online.UNLAWFUL_POST) + (0 <= a.money <= 1)
    lawful = (a.conduct == Conduct.ASSEMBLY) + (1 <= a.online <= 2) + (a.money == 2)
    row.unlawful = min(255, row.unlawful + unlawful)
    row.lawful = min(255, row.lawful + lawful)
