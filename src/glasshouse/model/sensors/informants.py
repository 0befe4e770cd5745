"""Informants: people in the circle who are expected to report. They may be right, mistaken, or malicious.

Mechanism: Each act that somebody in the circle could witness is reported with a chance that grows with how many
potential reporters there are; the report comes from the household, a neighbour or the workplace.

Error: A mistaken or a malicious report about somebody who did nothing. It is made only if the contact drawn is a
potential reporter, and the record then knows who it was.

Effect: It alone lowers the trust to which people return, and it alone makes entries for disloyalty.

Source: How many report: `mueller-enbergs-2008`, `ccp-2020`. What they do to trust: `lichter-2021`. Why, and how often
falsely, is assumed.
"""

from __future__ import annotations

from glasshouse.draws import Stream, random_word, scaled
from glasshouse.kernels import inner
from glasshouse.model.counts import Count
from glasshouse.population.network import LAYERS, RUN, household, workmate
from glasshouse.population.people import MEMBER


@inner
def _channel(person, params, now):
    """0 household, 1 neighbour, 2 workplace."""
    draw = random_word(now, person, Stream.CHANNEL)
    return (draw >= params.channel[0]) + (draw >= params.channel[1])


@inner
def report(person, group, draw, chance, params, now, c):
    """Is an act reported that somebody in the circle witnessed?"""
    if draw >= chance:
        return False
    c[group, Count.reports_true] += 1
    c[group, Count.reports_household + _channel(person, params, now)] += 1
    return True


@inner
def false_report(person, group, kind, traits, params, d, now, c):
    """A mistaken or malicious report about somebody who did nothing: the reporter, or -1.

    It is made only if the person's contact in the drawn channel exists and is a potential reporter.
    """
    n = d.n
    local = person - d.start
    channel = _channel(person, params, now)
    contact = random_word(now, person, Stream.CONTACT)
    other = -1
    if channel == 0:
        first, size = household(local, n)
        if size > 1:
            other = first + scaled(contact, size - 1)
            other += other >= local
    elif channel == 1:
        other = local - RUN if contact % 2 == 0 else local + RUN
        if other >= n:
            other = -1
    else:
        other = workmate(local, n, d.number, scaled(contact, LAYERS), now)
    if other < 0 or not traits[d.start + other - now.origin] & MEMBER:
        return -1
    c[group, Count.report_malicious + kind] += 1
    c[group, Count.reports_household + channel] += 1
    return d.start + other
