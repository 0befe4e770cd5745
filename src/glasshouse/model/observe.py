"""observe: which sensors see what a person does, and what they pin on that person.

An act enters the record once, however many sensors saw it.
"""

from __future__ import annotations

from glasshouse.draws import Purpose, word
from glasshouse.kernels import inner
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
def observe(acts, count, law, d, now, c):
    """Set, for each picked person, which of the day's acts were pinned on them."""
    for j in range(count):
        a = acts[j]
        person = a.person
        g = a.group
        pinned = 0
        if a.conduct == Conduct.OFFENCE or a.conduct == Conduct.ASSEMBLY:
            watched = 1 if a.flags & WATCHED else 0
            if see(person, g, watched, d, now, c) and look_up(person, g, d, now, c):
                pinned |= PIN_CONDUCT
            draw = word(now, person, Purpose.REPORT)
            if report(person, g, draw, d.report, law, now, c):
                pinned |= PIN_CONDUCT
        elif a.conduct == Conduct.VOLUNTEERING:
            if file_volunteering(person, g, law, now, c):
                pinned |= PIN_CONDUCT
        if a.online == Online.CRITICAL_POST or a.online == Online.UNLAWFUL_POST:
            if flag(person, g, a.online, d, now, c):
                pinned |= PIN_ONLINE
            if a.online == Online.CRITICAL_POST:
                draw = word(now, person, Purpose.REPORT_ONLINE)
                if report(person, g, draw, d.report_online, law, now, c):
                    pinned |= PIN_ONLINE
        elif a.online == Online.MESSAGE and message(person, g, law, now, c):
            pinned |= PIN_ONLINE
        if a.money == Money.PURCHASE:
            if purchase(person, g, law, now, c):
                pinned |= PIN_MONEY
        elif a.money != NONE and file_money(person, g, a.money, law, now, c):
            pinned |= PIN_MONEY
        a.pinned = pinned
