"""Stories add up to the run's tables: everybody's lives together are what was counted."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from glasshouse.engine.counts import MEASURES, STOCKS, Count
from glasshouse.entry_kind import kind_names
from glasshouse.mechanism_set import SHIPPED
from glasshouse.model.events import NO_CAUSE, Event
from glasshouse.person_list import list_names
from glasshouse.scenario.scenario_words import GATES
from glasshouse.stories import history_events as h
from glasshouse.stories.history_sums import sums
from stories.histories import DAYS, POPULATION, WORLDS, followed, history, lives, sanctioned, scenario

#: Counted for everybody every day, or at every scoring, whether or not anything happens.
NOT_TOLD = {"trips", "sightings", "posts", "rescored", "learned_penalised", "learned_points", "acts_recorded"}
#: A life says when somebody was watched, and does not count what was seen the while.
NOT_TOLD |= {"watched_acts", "watched_recorded", "watched_rescored", "watched_points"}
#: It says that a post was critical, and not of what it spoke.
NOT_TOLD |= {"collective_posts", "flagged_collective"}
#: A life says that somebody was afraid, and not of what: that is known of the district only.
TOLD = [n for n in MEASURES if n not in STOCKS and n not in NOT_TOLD and not n.startswith("chilled_by_")]

KINDS, LISTS = kind_names(SHIPPED), list_names(SHIPPED)


@pytest.fixture(scope="module")
def added():
    total: dict[str, Counter[str]] = {}

    def of(world: str) -> Counter[str]:
        if world not in total:
            total[world] = Counter()
            for one in lives(world):
                total[world].update(sums(one))
        return total[world]

    return of


@pytest.mark.parametrize("world", WORLDS)
def test_all_lives_together_are_what_the_run_counted(added, world):
    counted = followed(world).daily.sum(axis=(0, 1, 2))
    assert {name: added(world)[name] for name in TOLD} == {name: int(counted[Count[name]]) for name in TOLD}


def test_nearly_everything_that_a_run_counts_happens_to_somebody(added):
    shown = {name for world in WORLDS for name in TOLD if added(world)[name]}
    assert set(TOLD) - shown == set()


@pytest.mark.parametrize("world", ["plain", "banned", "reviewed"])
def test_each_sanctioned_person_s_days_are_those_of_the_run(world):
    """By day, and not in the sum alone."""
    for measure, of_spell in ((Count.sanction_days, lambda s: s.days), (Count.wrongful_days, lambda s: s.wrongful)):
        assert sum(of_spell(s) for one in lives(world) for s in one.spells) == followed(world).daily[..., measure].sum()
    days = Counter(day for one in lives(world) for s in one.spells for day in range(s.first, s.last + 1))
    counted = followed(world).daily[..., Count.sanction_days].sum(axis=(1, 2))
    assert [days[day] for day in range(DAYS)] == counted.tolist()
    assert sanctioned(world)


def rows_of(number: int) -> list[tuple[int, int, int, int, int]]:
    """The rows of the events table that a life should have led to: (day, kind, cause, other, value)."""
    rows = []
    for one in history(number).events:
        if isinstance(one, h.Entry) and one.observed:
            kind = Event.FALSE_ENTRY if one.false else Event.ENTRY
            points = int(followed().trace.compiled[0][1].params[0]["points"][KINDS.index(one.kind)])  # type: ignore[union-attr]
            rows.append((one.day, int(kind), KINDS.index(one.kind), one.other, points))
        elif isinstance(one, h.Listed):
            cause = KINDS.index("default") if one.list == "defaulter" else NO_CAUSE
            rows.append((one.day, int(Event.LISTING), cause, -1, LISTS.index(one.list)))
        elif isinstance(one, h.Sanction):
            bits = sum(1 << GATES.index(gate) for gate in one.gates)
            rows.append((one.day, int(Event.SANCTION), -2, -1, bits | one.wrongful << 8 | one.unjust << 9))
        elif isinstance(one, h.Lifted) and one.why != "rules":
            rows.append((one.day, int(Event.LIFTED), NO_CAUSE, -1, 0))
        elif isinstance(one, h.Notice):
            rows.append((one.day, int(Event.NOTICE), NO_CAUSE, -1, 0))
        elif isinstance(one, h.Appeal):
            rows.append((one.day, int(Event.APPEAL), NO_CAUSE, -1, 0))
        elif isinstance(one, h.Decision):
            rows.append((one.day, int(Event[one.outcome.upper()]), NO_CAUSE, -1, 0))
        elif isinstance(one, h.ListEnd):
            kind, value = (Event.STALE, one.stale) if one.stale else (Event.EXPIRED, LISTS.index(one.list))
            rows.append((one.day, int(kind), NO_CAUSE, -1, value))
    return rows


def test_each_life_is_its_rows_of_the_events_table():
    events = followed().events
    table: dict[int, list[tuple[int, ...]]] = {number: [] for number in range(POPULATION)}
    columns = (events[name].tolist() for name in ("person", "day", "kind", "cause", "other", "value"))
    for person, day, kind, cause, other, value in zip(*columns, strict=True):
        table[person].append((day, kind, -2 if kind == Event.SANCTION else cause, other, value))
    assert followed().event_weight == 1
    for number in range(POPULATION):
        assert sorted(rows_of(number)) == sorted(table[number]), number


def test_points_and_tiers_follow_from_what_is_told():
    """After each day's last entry or scoring the points are those of the evening, unless somebody put them right."""
    trace = followed().trace
    assert trace is not None
    checked = 0
    for one in lives():
        moved = {}
        for event in one.events:
            if isinstance(event, h.Entry):
                moved[event.day] = event.left
            elif isinstance(event, h.Scoring):
                moved[event.day] = event.points
        put_right = {d.day for d in one.of(h.Decision) if d.outcome != "rejected"}
        every = int(trace.compiled[0][1].params[0]["rescore_every"])
        silent = {day for day in range(DAYS) if (day + 1) % every == 0} - {s.day for s in one.of(h.Scoring)}
        for day, points in moved.items():
            if day not in put_right | silent:
                assert trace.evenings["observed"][day, one.person.number] == points, (one.person.number, day)
                checked += 1
    assert checked > 1000


def test_the_traits_are_those_of_the_run():
    traits = followed().state["traits"]
    assert all(history(n).person.number == n for n in range(POPULATION))
    groups = np.array([one.person.group for one in lives()])
    for k, name in enumerate(("majority men", "majority women", "minority men", "minority women")):
        assert ((traits & 3 == k) == (groups == name)).all()
    assert scenario().place.districts[0] == history(0).person.district
