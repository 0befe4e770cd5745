"""live: what people want to do today, and what they leave undone out of fear.

Only those whom the screening picked (``screening.py``) are asked: nobody else could be touched by what they do.

Process: Trips and sightings are counted; then one act in public, one online, one of money and one outing are each the
first whose threshold lies above the person's word of the day (``want``). Fear then takes away offences, gatherings,
unlawful posts and critical posts and messages, and distrust takes away volunteering (``hold_back``). Nothing is ever
added, so that a world without fear holds every act of a world with it.

Source: Rates are the scenario's own, most of them assumed. That people who feel watched hold back was seen after June
2013 (`penney-2016`, `marthews-2017`) and in a survey of writers (`pen-2013`); how much, at which fear, is assumed.
"""

from __future__ import annotations

import numpy as np

from glasshouse.draws import FIRST_LATE, Purpose
from glasshouse.kernels import inner, kernel
from glasshouse.model.measures import ALL_GROUPS, M
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
def want(acts, start, count, picked, words, law, d):
    """Write what the picked persons from place `start` on want to do today."""
    for j in range(start, count):
        i = picked[j]
        a = acts[j]
        age = (a.traits >> AGE_SHIFT) & 3
        a.group = a.traits & 3
        a.age = age
        trips = 0
        for k in range(5):
            trips += words[0, i] < law.trips[k]
        a.sightings = (trips * d.sight_rate + (np.int64(words[7, i]) >> 16)) >> 16
        habit = (a.traits >> HABIT_SHIFT) & 3
        a.conduct = _first_below(law.conduct[age, habit], np.int64(words[1, i]))
        a.online = NONE
        if a.traits & INTERNET:
            draw = np.int64(words[2, i])
            a.online = _first_below(law.online[age, habit], draw)
            if a.online == NONE and draw >= law.ordinary[age]:
                a.online = Online.POST
        closed = 1 if a.gates0 & _CREDIT else 0
        fifth = (a.traits >> INCOME_SHIFT) & 7
        a.money = _first_below(law.money[closed, fifth], np.int64(words[3, i]))
        outing = _first_below(law.outing, np.int64(words[4, i]))
        a.outing = NONE if outing == NONE else law.outing_gate[outing]
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
def hold_back(acts, count, late, law, now, c, deeds):
    """Take away what people leave undone out of fear or distrust, and count what they do.

    `late` uint32 [8, …]: the words of the picked persons for the calls that only they need.
    """
    for j in range(count):
        a = acts[j]
        g = a.group
        chilled = 0
        if a.conduct == Conduct.VOLUNTEERING:
            if late[Purpose.CHILL_CONDUCT - FIRST_LATE, j] < law.withdraw[a.trust]:
                a.conduct = NONE
                c[g, M.withdrawn] += 1
            else:
                c[g, M.act_volunteering] += 1
        elif a.conduct != NONE:
            if late[Purpose.CHILL_CONDUCT - FIRST_LATE, j] < law.chill[a.conduct, a.fear]:
                if a.conduct == Conduct.OFFENCE:
                    c[g, M.deterred] += 1
                else:
                    c[g, M.chilled_assembly] += 1
                    chilled += 1
                a.conduct = NONE
            elif a.conduct == Conduct.OFFENCE:
                c[g, M.act_offence] += 1
            else:
                c[g, M.act_assembly] += 1
        if a.online != NONE and a.online != Online.POST:
            c[ALL_GROUPS, M.posts] += a.online != Online.MESSAGE
            if late[Purpose.CHILL_ONLINE - FIRST_LATE, j] < law.chill[2 + a.online, a.fear]:
                if a.online == Online.UNLAWFUL_POST:
                    c[g, M.deterred] += 1
                else:
                    c[g, M.chilled_post if a.online == Online.CRITICAL_POST else M.chilled_message] += 1
                    chilled += 1
                a.online = NONE
            elif a.online == Online.UNLAWFUL_POST:
                c[g, M.act_unlawful_post] += 1
            elif a.online == Online.CRITICAL_POST:
                c[g, M.act_critical_post] += 1
            else:
                c[g, M.act_message] += 1
        if a.money != NONE:
            c[g, M.act_default + a.money] += 1
        if deeds.shape[0] > 0:
            _tally(deeds[a.person - now.origin], a, chilled)


@inner
def _tally(row, a, chilled):
    row.chilled = min(65535, row.chilled + chilled)
    unlawful = (a.conduct == Conduct.OFFENCE) + (a.online == Online.UNLAWFUL_POST) + (0 <= a.money <= 1)
    lawful = (a.conduct == Conduct.ASSEMBLY) + (1 <= a.online <= 2) + (a.money == 2)
    row.unlawful = min(255, row.unlawful + unlawful)
    row.lawful = min(255, row.lawful + lawful)
