"""The log of single events: a keyed sample of persons, whole for each of them, that stands for all."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.authoring import ASSOCIATION
from glasshouse.engine import part
from glasshouse.engine.simulate import simulate
from glasshouse.entry_kind import how_many_kinds
from glasshouse.mechanism_set import SHIPPED
from glasshouse.model.events import NO_CAUSE, Event, kept
from glasshouse.scenario import load
from model.runs import BUSY, busy, totals

OF_MEASURE = {
    Event.FALSE_ENTRY: ("entries_false",),
    Event.LISTING: ("listed_defaulter", "listed_dishonest"),
    Event.SANCTION: ("onsets",),
    Event.LIFTED: ("lifted",),
    Event.NOTICE: ("notices",),
    Event.APPEAL: ("appeals",),
    Event.UPHELD: ("appeals_upheld",),
    Event.REJECTED: ("appeals_rejected",),
    Event.OVERTURNED: ("overturned",),
    Event.STALE: ("stale_entries",),
    Event.EXPIRED: ("expired",),
}


def rows(events: dict[str, np.ndarray]) -> set[tuple[int, ...]]:
    return set(zip(*(events[name].tolist() for name in sorted(events)), strict=True))


@pytest.mark.parametrize("event", OF_MEASURE, ids=lambda event: event.name)
def test_there_is_a_row_for_each_one_counted(event):
    assert (busy().events["kind"] == event).sum() == sum(totals(busy())[name] for name in OF_MEASURE[event]) > 0


def test_the_sample_holds_exactly_the_rows_of_those_it_keeps(monkeypatch):
    everything = busy()
    expected = 10_000 * 70 / 365 * part._EVENTS_A_YEAR
    monkeypatch.setattr(part, "MOST_EVENTS", expected / 4)
    sampled = simulate(load("as-described", sets=BUSY), population=10_000, days=70, threads=1)
    weight = sampled.event_weight
    assert (everything.event_weight, weight) == (1, 4)
    chosen = np.array([kept(person, weight - 1) for person in everything.events["person"].tolist()])
    assert 0.2 < chosen.mean() < 0.3
    assert rows(sampled.events) == rows({name: column[chosen] for name, column in everything.events.items()})
    assert sampled.digest == everything.digest


def test_the_sample_stands_for_all():
    for weight in (2, 8, 64):
        n = sum(kept(person, weight - 1) for person in range(64_000))
        assert abs(n - 64_000 / weight) < 5 * (64_000 / weight) ** 0.5


def test_a_smaller_sample_lies_within_a_larger_one():
    assert all(kept(person, 1) for person in range(5000) if kept(person, 7))


def test_rows_say_what_led_to_them():
    events = busy().events
    sanctions = events["kind"] == Event.SANCTION
    assert set(events["cause"][sanctions].tolist()) <= {*range(how_many_kinds(SHIPPED)), NO_CAUSE}
    assert (events["value"][sanctions] & 255 > 0).all()
    assert (events["other"][events["cause"] == ASSOCIATION] >= -1).all()
    assert (np.diff(events["day"]) >= 0).all()
