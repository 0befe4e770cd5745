"""Government records: judgments, late payments, volunteering; clerks err, debts are paid, entries go stale.

Mechanism: Unpaid court orders, late taxes and fines, and volunteering reach the record with chances of their own.

Error: The clerical error: a judgment is entered against the wrong person. And the stale entry: a listing that nobody
removes when its term has ended.

Effect: It alone puts people on the list of judgment defaulters, and takes them off when the debt is paid.

Source: Defaults: `spc-2025`. Errors: `prygodicz-2021`, where averaged incomes made debts. How many entries go stale is
assumed.
"""

from __future__ import annotations

from glasshouse.draws import Stream, random_word
from glasshouse.kernels import inner
from glasshouse.model.counts import Count
from glasshouse.model.record import DEFAULTER
from glasshouse.model.state import Money
from glasshouse.population.people import ERROR_FREE_LIST, OBSERVED_LIST


@inner
def file_money(group, money, draw, params, c):
    """Does a default or a late payment reach the record?"""
    if money == Money.DEFAULT and draw < params.judgment:
        c[group, Count.judgments_recorded] += 1
        return True
    if money == Money.LATE and draw < params.late:
        c[group, Count.late_recorded] += 1
        return True
    return False


@inner
def file_volunteering(group, draw, params, c):
    """Does volunteering reach the record?"""
    if draw < params.volunteering:
        c[group, Count.volunteering_recorded] += 1
        return True
    return False


@inner
def clerical_error(group, c):
    """A judgment is entered against the wrong person."""
    c[group, Count.clerical_errors] += 1


@inner
def pays(person, flags, group, params, now, c):
    """Does somebody who is rightly on the defaulter list pay the debt this week?"""
    if params.repaid == 0 or (flags >> OBSERVED_LIST) & 3 != DEFAULTER or (flags >> ERROR_FREE_LIST) & 3 != DEFAULTER:
        return False
    if random_word(now, person, Stream.REPAID) < params.repaid:
        c[group, Count.repaid] += 1
        return True
    return False


@inner
def goes_stale(person, group, params, now, c):
    """Does a listing stay on after its term has ended?"""
    if random_word(now, person, Stream.STALE) < params.stale:
        c[group, Count.stale_entries] += 1
        return True
    return False
