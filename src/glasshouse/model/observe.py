"""observe: which sensors see what a person does, and what they pin on that person.

An act enters the record once, however many sensors saw it.

Process: A public act may be seen by a camera, whose picture is then searched for faces, and reported by somebody in the
circle; a post may be flagged, or reported; a message may be passed on by a company's feed; a debt, a late payment and
volunteering may reach a register. Whether what a sensor saw may reach the record at all is a rule of its own
(``PART.scored``), so that a sensor can be watched without being used.

Source: How densely cameras stand, how much is removed online and how many people report come with the scenario
(`nyt-2018`, `king-2013`, `ccp-2020`, `mueller-enbergs-2008`). That one act is entered once is a rule of the model.
"""

from __future__ import annotations

import numpy as np

from glasshouse.draws import FIRST_LATE, Stream
from glasshouse.kernels import inner, kernel
from glasshouse.model import attribute
from glasshouse.model.attribute import CAMERAS, COMPANIES, INFORMANTS, INTERNET, REGISTRIES
from glasshouse.model.counts import Count
from glasshouse.model.sensors import cameras, companies, informants, internet, registries
from glasshouse.model.state import NONE, PIN_CONDUCT, PIN_MONEY, PIN_ONLINE, Conduct, Money, Note, Online
from glasshouse.population.people import WATCHED

see = cameras.see
look_up = attribute.look_up
report = informants.report
flag = internet.flag
message = companies.message
purchase = companies.purchase
file_money = registries.file_money
file_volunteering = registries.file_volunteering

_HIT, _UNSCORED = int(Note.FACE_HIT), int(Note.UNSCORED)
_REPORTED, _REPORTED_ONLINE = int(Note.REPORTED), int(Note.REPORTED_ONLINE)
_FLAGGED, _TIED = int(Note.FLAGGED), int(Note.TIED)
_FEED_ONLINE, _FEED_MONEY = int(Note.FEED_ONLINE), int(Note.FEED_MONEY)
_FILED_CONDUCT, _FILED_MONEY = int(Note.FILED_CONDUCT), int(Note.FILED_MONEY)
#: An act was seen when any of these is noted of it.
_CONDUCT_SEEN = int(Note.STATE_CAMERA | Note.COMPANY_CAMERA | Note.REPORTED | Note.FILED_CONDUCT)
_ONLINE_SEEN = int(Note.FLAGGED | Note.REPORTED_ONLINE | Note.FEED_ONLINE)
_MONEY_SEEN = int(Note.FEED_MONEY | Note.FILED_MONEY)


@inner
def _public_act(a, j, late, params, d, now, c):
    """Is an offence or a gathering pinned on its person, by a face search or a report?"""
    watched = 1 if a.flags & WATCHED else 0
    pinned = False
    camera = see(a.group, watched, late[Stream.CAMERA - FIRST_LATE, j], d, c)
    if camera > 0:
        a.noted |= camera  # 1 and 2 are the bits of Note for either camera
        face = look_up(a.group, late[Stream.LOOKUP - FIRST_LATE, j], d, c)
        a.noted |= face
        if face == _HIT:
            pinned = _may(a, CAMERAS, params)
    told = report(a.person, a.group, np.int64(late[Stream.REPORT - FIRST_LATE, j]), d.report, params, now, c)
    if told:
        a.noted |= _REPORTED
        told = _may(a, INFORMANTS, params)
    return pinned or told


@inner
def _online_act(a, j, late, params, d, now, c):
    """Is a post or a message pinned on its author, by a flag, a report or a feed?"""
    if a.online == Online.MESSAGE:
        if not message(a.group, late[Stream.FEED - FIRST_LATE, j], params, c):
            return False
        a.noted |= _FEED_ONLINE
        return _may(a, COMPANIES, params)
    pinned = False
    flagged = flag(a.group, a.online, late[Stream.FLAG - FIRST_LATE, j], d, c)
    if flagged > 0:
        a.noted |= _FLAGGED
    if flagged == 2:
        a.noted |= _TIED
        pinned = _may(a, INTERNET, params)
    told = False
    if a.online == Online.CRITICAL_POST:
        draw = np.int64(late[Stream.REPORT_ONLINE - FIRST_LATE, j])
        told = report(a.person, a.group, draw, d.report_online, params, now, c)
        if told:
            a.noted |= _REPORTED_ONLINE
            told = _may(a, INFORMANTS, params)
    return pinned or told


@inner
def _money_act(a, j, late, params, c):
    """Is a default, a late payment or a purchase pinned on its person, by a register or a feed?"""
    if a.money == Money.PURCHASE:
        if not purchase(a.group, late[Stream.FEED - FIRST_LATE, j], params, c):
            return False
        a.noted |= _FEED_MONEY
        return _may(a, COMPANIES, params)
    if not file_money(a.group, a.money, late[Stream.REGISTRY - FIRST_LATE, j], params, c):
        return False
    a.noted |= _FILED_MONEY
    return _may(a, REGISTRIES, params)


@inner
def _may(a, sensor, params):
    """May what this sensor saw reach the record?"""
    if params.scored[sensor] == 0:
        a.noted |= _UNSCORED
        return False
    return True


@kernel
def observe(agents, count, late, params, d, now, c):
    """Set, for each active person, which of the day's acts were pinned on them."""
    for j in range(count):
        a = agents[j]
        if a.conduct == Conduct.VOLUNTEERING:
            if file_volunteering(a.group, late[Stream.REGISTRY - FIRST_LATE, j], params, c):
                a.noted |= _FILED_CONDUCT
                if _may(a, REGISTRIES, params):
                    a.pinned |= PIN_CONDUCT
        elif a.conduct != NONE and _public_act(a, j, late, params, d, now, c):
            a.pinned |= PIN_CONDUCT
        if a.online != NONE and a.online != Online.POST and _online_act(a, j, late, params, d, now, c):
            a.pinned |= PIN_ONLINE
        if a.money != NONE and _money_act(a, j, late, params, c):
            a.pinned |= PIN_MONEY
        noted = a.noted
        seen = (noted & _CONDUCT_SEEN != 0) + (noted & _ONLINE_SEEN != 0) + (noted & _MONEY_SEEN != 0)
        c[a.group, Count.acts_observed] += seen
