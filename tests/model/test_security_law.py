"""The dated event of hong-kong-2020: from one day on, coverage and offences widen; moved away, nothing happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from glasshouse.engine.counts import Count
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.scenario import load
from model.runs import totals

SPAN = 60
LAW = date(2020, 6, 30)
WIDENED = (
    "seen_by_camera lookup_hit alert_false flagged_critical posts_removed false_flags messages_seen reports_true "
    "entries_true entries_false tier_B"
).split()


@cache
def simulated(params: bool) -> Replicate:
    """Sixty days before and sixty after the day of the law, with the law or with its date far away."""
    scenario = load("hong-kong-2020", sets=["start=2020-05-01"])
    if not params:
        scenario = replace(scenario, events=tuple(replace(e, date=date(2030, 1, 1)) for e in scenario.events))
    return simulate(scenario, population=30_000, days=2 * SPAN, threads=1)


def test_the_law_passes_in_the_middle_of_the_run():
    scenario = load("hong-kong-2020", sets=["start=2020-05-01"])
    assert scenario.day_of(LAW) == SPAN
    assert [event.name for event in scenario.events if event.date == LAW] == ["security law"]


def test_until_that_day_nothing_differs():
    with_law, without = simulated(True), simulated(False)
    assert (with_law.daily[:SPAN] == without.daily[:SPAN]).all()


@pytest.mark.parametrize("measure", WIDENED)
def test_it_widens(measure):
    before, after = totals(simulated(True), 0, SPAN)[measure], totals(simulated(True), SPAN)[measure]
    without = totals(simulated(False), SPAN)[measure]
    # Cameras see twice as well, and fear keeps some people from what there was to see.
    assert after > 1.6 * before
    assert after > 1.6 * without


def test_people_are_afraid_from_one_day_to_the_next():
    with_law, without = totals(simulated(True), SPAN), totals(simulated(False), SPAN)
    for chilled in ("chilled_assembly", "chilled_post", "chilled_message", "chilled_visit"):
        assert with_law[chilled] > 1.3 * without[chilled]
    adults = with_law["adults"]
    week = simulated(True).daily[SPAN + 2].sum(axis=(0, 1))  # day 62 ends a week
    assert week[Count.fear_sum] > simulated(False).daily[SPAN + 2].sum(axis=(0, 1))[Count.fear_sum] + 30 * adults


def test_moved_out_of_the_run_the_days_after_are_like_those_before():
    for measure in ("seen_by_camera", "flagged_critical", "false_flags", "messages_seen", "reports_true"):
        before, after = totals(simulated(False), 0, SPAN)[measure], totals(simulated(False), SPAN)[measure]
        assert abs(after - before) < 4 * (after + before) ** 0.5


def test_what_people_do_is_not_the_law_s():
    for measure in ("trips", "posts"):
        assert totals(simulated(True))[measure] == totals(simulated(False))[measure]
