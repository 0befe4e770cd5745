"""A police watchlist: right alerts, faulty entries, and officers who look before they stop somebody."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from glasshouse.engine.simulate import simulate
from glasshouse.interventions import apply
from glasshouse.population.people import AGE_SHIFT, ON_WATCHLIST
from glasshouse.scenario import load
from model.runs import totals

#: One adult in fifty is sought, and a quarter of the list's entries should not be there.
LIST = (
    "face_recognition.on_watchlist_share=0.02",
    "face_recognition.faulty_share=0.25",
    "face_recognition.arrest_share=0.5",
)
#: Cameras alone, with many alerts, right and wrong.
STREET = (
    *(f"{part}.enabled=false" for part in ("score", "restrictions", "internet", "informants", "companies")),
    "cameras.total=500000000",
    "cameras.face_recognition_share=1",
    "face_recognition.false_match_rate=2e-7",
)


@cache
def counted(*sets: str, world: str | None = None) -> dict[str, int]:
    scenario = load("as-described", sets=[*STREET, *sets])
    if world is not None:
        scenario = apply(scenario, [world])
    return totals(simulate(scenario, population=6000, days=20, seed=4))


def test_nobody_is_on_a_list_that_does_not_exist():
    run = simulate(load("as-described"), population=3000, days=1)
    assert not (run.state["traits"] & ON_WATCHLIST).any()
    assert counted()["alert_true"] == counted()["alert_faulty"] == counted()["arrests"] == 0


def test_people_of_15_and_over_are_on_it_in_its_share():
    run = simulate(load("as-described", sets=[*LIST]), population=60_000, days=1)
    grown = run.state["traits"] >> AGE_SHIFT & 3 != 0
    listed = run.state["traits"] & ON_WATCHLIST != 0
    assert not (listed & ~grown).any()
    expected = 0.02 / 0.75
    assert abs(listed[grown].mean() - expected) < 4 * np.sqrt(expected / grown.sum())


def test_a_faulty_entry_alerts_as_a_right_one_does():
    found = counted(*LIST)
    assert found["alert_true"] > 100
    assert 0.15 < found["alert_faulty"] / found["alert_true"] < 0.35
    right = found["stops"] - found["stops_false"] - found["stops_faulty"]
    assert 0.3 < found["arrests"] / right < 0.7
    assert found["stops_faulty"] > 0 < found["stops_false"]


@pytest.mark.parametrize(("which", "gone"), [("true", ("stops_faulty", "arrests")), ("false", ("stops_false",))])
def test_an_officer_who_disbelieves_alerts_of_a_kind_stops_nobody_on_them(which, gone):
    whole, less = counted(*LIST), counted(*LIST, f"face_recognition.credible_{which}=0")
    changed = {"stops", "stops_false", "stops_faulty", "arrests"}
    assert all(less[name] == 0 < whole[name] for name in gone)
    kept = changed - {"stops", *gone}
    assert all(less[name] == whole[name] for name in kept)
    assert all(less[name] == whole[name] for name in ("alert_true", "alert_false", "alert_faulty"))


def test_without_faulty_entries_the_others_meet_what_they_met():
    whole, audited, none = counted(*LIST), counted(*LIST, world="list-audit"), counted(*LIST, world="error-free")
    assert none["alert_faulty"] == none["stops_faulty"] == 0 < audited["alert_faulty"] < whole["alert_faulty"]
    for each in (audited, none):
        assert each["alert_true"] - each["alert_faulty"] == whole["alert_true"] - whole["alert_faulty"]
        assert each["arrests"] == whole["arrests"]
