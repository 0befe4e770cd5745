"""observe: which sensors see what a person does, and what they pin on that person.

An act enters the record once, however many sensors saw it.
"""

from __future__ import annotations

import numpy as np

from glasshouse.draws import FIRST_LATE, Purpose, word
from glasshouse.kernels import inner, kernel
from glasshouse.model import attribute
from glasshouse.model.sensors import cameras, companies, informants, internet, registries
from glasshouse.model.state import NONE, PIN_CONDUCT, PIN_MONEY, PIN_ONLINE, Conduct, Money, Online
from glasshouse.population.people import WATCHED

see = cameras.see
look_up = attribute.look_up
report = informants.report
flag = internet.flag
message = companies.message
purchase = companies.purchase
file_money = registries.file_money
file_volunteering = registries.file_volunteering


@inner
def _public_act(a, j, late, law, d, now, c):
    """Is an offence or a gathering pinned on its person, by a face search or a report?"""
    watched = 1 if a.flags & WATCHED else 0
    pinned = False
    if see(a.group, watched, late[Purpose.CAMERA - FIRST_LATE, j], d, c):
        pinned = look_up(a.group, late[Purpose.LOOKUP - FIRST_LATE, j], d, c)
    told = report(a.person, a.group, np.int64(late[Purpose.REPORT - FIRST_LATE, j]), d.report, law, now, c)
    return pinned or told


@inner
def _online_act(a, j, late, law, d, now, c):
    """Is a post or a message pinned on its author, by a flag, a report or a feed?"""
    if a.online == Online.MESSAGE:
        return message(a.group, late[Purpose.FEED - FIRST_LATE, j], law, c)
    pinned = flag(a.group, a.online, late[Purpose.FLAG - FIRST_LATE, j], d, c)
    told = False
    if a.online == Online.CRITICAL_POST:
        draw = word(now, a.person, Purpose.REPORT_ONLINE)
        told = report(a.person, a.group, draw, d.report_online, law, now, c)
    return pinned or told


@kernel
def observe(acts, count, late, law, d, now, c):
    """Set, for each picked person, which of the day's acts were pinned on them."""
    for j in range(count):
        a = acts[j]
        registry = late[Purpose.REGISTRY - FIRST_LATE, j]
        if a.conduct == Conduct.VOLUNTEERING:
            if file_volunteering(a.group, registry, law, c):
                a.pinned |= PIN_CONDUCT
        elif a.conduct != NONE and _public_act(a, j, late, law, d, now, c):
            a.pinned |= PIN_CONDUCT
        if a.online != NONE and a.online != Online.POST and _online_act(a, j, late, law, d, now, c):
            a.pinned |= PIN_ONLINE
        if a.money == Money.PURCHASE:
            if purchase(a.group, late[Purpose.FEED - FIRST_LATE, j], law, c):
                a.pinned |= PIN_MONEY
        elif a.money != NONE and file_money(a.group, a.money, registry, law, c):
            a.pinned |= PIN_MONEY
