"""Government records: judgments, late payments, volunteering; clerks err, debts are paid, entries go stale.

Mechanism: Unpaid court orders, late taxes and fines, and volunteering reach the record with chances of their own.

Error: The clerical error: a judgment is entered against the wrong person. And the stale entry: a listing that nobody
removes when its term has ended.

Effect: It alone puts people on the list of judgment defaulters, and takes them off when the debt is paid.

Source: Defaults: `spc-2025`. Errors: `prygodicz-2021`, where averaged incomes made debts. How many entries go stale is
assumed.
"""

from __future__ import annotations

from glasshouse.draws import Purpose, word
from glasshouse.kernels import inner
from glasshouse.model.measures import M
from glasshouse.model.record import DEFAULTER
from glasshouse.model.state import Money
from glasshouse.population.people import CLEAN_LIST, HELD_LIST


@inner
def file_money(group, money, draw, law, c):
    """Does a default or a late payment reach the record?"""
    if money == Money.DEFAULT and draw < law.judgment:
        c[group, M.judgments_recorded] += 1
        return True
    if money == Money.LATE and draw < law.late:
        c[group, M.late_recorded] += 1
        return True
    return False


@inner
def file_volunteering(group, draw, law, c):
    """Does volunteering reach the record?"""
    if draw < law.volunteering:
        c[group, M.volunteering_recorded] += 1
        return True
    return False


@inner
def clerical_error(group, c):
    """A judgment is entered against the wrong person."""
    c[group, M.clerical_errors] += 1


@inner
def pays(person, flags, group, law, now, c):
    """Does somebody who is rightly on the defaulter list pay the debt this week?"""
    if law.repaid == 0 or (flags >> HELD_LIST) & 3 != DEFAULTER or (flags >> CLEAN_LIST) & 3 != DEFAULTER:
        return False
    if word(now, person, Purpose.REPAID) < law.repaid:
        c[group, M.repaid] += 1
        return True
    return False


@inner
def goes_stale(person, group, law, now, c):
    """Does a listing stay on after its term has ended?"""
    if word(now, person, Purpose.STALE) < law.stale:
        c[group, M.stale_entries] += 1
        return True
    return False
