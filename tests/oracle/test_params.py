"""The oracle's parameters against the engine's tables: every field, in every preset, and wherever numbers may go."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from engine.specified import engine_params, names
from glasshouse.engine.params import CELLS
from glasshouse.scenario import PARAMETERS, SWITCHED, Scenario, load, preset_names
from glasshouse.scenario.scenario_loading import with_sets
from glasshouse.scenario.scenario_models import SMALLEST
from glasshouse.scenario.scenario_words import SENSORS

from .differences import differences, off_by_one
from .in_force import epochs, fear_jump
from .params import Params, compile_params

PRESETS = tuple(preset_names())
#: The engine's own: a district's place in the list, and its persons, which `start` says already.
_ITS_OWN = {"number", "n", "closed_column", "blocked_column", "tier_column"}
#: Long enough for every dated change of the presets, and for what grows by the month to have grown.
LONG = 580

BAN = "ban.date=2019-08-14"
#: What the presets leave as it is.
COMPANIES = tuple(load("as-described").suppliers)
CHANGES = {
    **{f"no {part}": (f"{part}.enabled=false",) for part in SWITCHED},
    **{f"no {key}": (f"{key}.enabled=false",) for key in COMPANIES},
    **{f"{sensor} unscored": (f"{sensor}.scored=false",) for sensor in SENSORS},
    "no company at all": tuple(f"{key}.enabled=false" for key in COMPANIES),
    # Reliances of a half, as here, are the same both ways round.
    "other reliances": (
        *("companies.tencent.enabled=false", "companies.sensetime.enabled=false", "companies.huawei.enabled=false"),
        *(f"companies.{what}_reliance=0.8" for what in ("social", "telecom", "recognition")),
    ),
    "errors beyond a quarter": (
        *("informants.malicious=0.3", "informants.mistaken=0.4", "registries.clerical_error=0.5"),
        *("companies.shared_account=0.6", "internet.false_flag=0.9", "internet.minority_ratio=5"),
    ),
    "aimed": (
        *("face_recognition.watch_boost=1.5", "internet.watch_boost=2.5", "informants.watch_boost=40"),
        *("companies.watch_boost=0.3", "internet.recall_unlawful=1", "companies.message_recall=1"),
        *("informants.mistaken=0.01", "companies.shared_account=0.01", "internet.false_flag=0.3"),
    ),
    "no joint punishment": ("restrictions.joint_punishment.enabled=false",),
    "lists do not watch": ("restrictions.watch_court_list=false",),
    "related only": (
        "restrictions.related_only=true",
        "restrictions.related.conduct=rail,hotel",
        "restrictions.related.private life=shop",
    ),
    "banned": (BAN, "ban.recovery=60"),
    "banned for good": (BAN, "ban.recovery=0"),
    "banned without informants": (BAN, "ban.recovery=60", "informants.enabled=false"),
    "suspended": ("restrictions.suspended_from=2019-08-20", "restrictions.suspended_until=2019-09-10"),
    "suspended to the end": ("restrictions.suspended_from=2019-08-20",),
    "helped": (
        "redress.legal_aid=0.4",
        "redress.review_share=0.7",
        "redress.review_automation_bias=0.2",
        "redress.audit=0.1",
    ),
    "few reviewers": ("redress.review_share=1", "redress.review_specificity=0.8", "redress.review_capacity=0.375"),
    "a faulty list": ("face_recognition.on_watchlist_share=0.02", "face_recognition.faulty_share=0.3"),
    "another threshold": ("face_recognition.threshold=0.7", "face_recognition.threshold_slope=12"),
    "the forecast is past": ("cameras.forecast_date=2019-07-01",),
    "no forecast": ("cameras.forecast_date=null",),
}


@cache
def preset(name: str) -> Scenario:
    return load(name)


def no_fit(scenario: Scenario) -> list[list[int]]:
    return [[0] * CELLS for _ in scenario.place.districts]


def check(scenario: Scenario, day: int, drawn: dict[str, float] | None = None, population: int = 1000) -> None:
    none = no_fit(scenario)
    ours = compile_params(scenario, day, population, drawn, points=none)
    assert differences(ours, engine_params(scenario, day, population, drawn)) == []


def ends(scenario: Scenario, end: str) -> dict[str, float]:
    """Every number at one end of its range, those of events too."""
    given_ = dict(scenario.parameters)
    for event in scenario.events:
        given_ |= {f"{event.name}:{key}": change for key, change in event.changes.items()}
        given_ |= {f"{event.name}:jump": event.jump} if event.jump else {}
    return {key: getattr(one, end) for key, one in given_.items()}


def test_no_field_is_left_out():
    assert names() - _ITS_OWN == {field.name for field in fields(Params)}


@pytest.mark.parametrize("name", PRESETS)
def test_each_epoch_of_a_preset(name: str):
    scenario = preset(name)
    days = epochs(scenario, LONG)
    assert days == scenario.epochs(LONG)
    for day in days:
        check(scenario, day)


@pytest.mark.parametrize("name", PRESETS)
def test_other_numbers_of_a_preset(name: str):
    scenario = preset(name)
    draws = [ends(scenario, "low"), ends(scenario, "high"), *(scenario.draw(replicate, 3) for replicate in (1, 2))]
    for drawn in draws:
        for day in (0, LONG):
            check(scenario, day, drawn)


@pytest.mark.parametrize("change", CHANGES)
def test_each_change(change: str):
    scenario = with_sets(preset("as-described"), CHANGES[change])
    days = epochs(scenario, 90)
    assert days == scenario.epochs(90)
    for day in (*days, 100):
        check(scenario, day)


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("population", [1, 7, 40, 9001, 1_400_000_007])
def test_persons_by_district(name: str, population: int):
    scenario = preset(name)
    none = no_fit(scenario)
    ours = compile_params(scenario, 0, population, points=none)
    assert ours.start == engine_params(scenario, 0, population).start.tolist()
    assert ours.start[-1] == population


@pytest.mark.parametrize("sets", [(), ("score.enabled=false",), ("learned_score.enabled=false",), (BAN,)])
def test_a_fit_is_used_where_a_learned_score_is(sets: tuple[str, ...]):
    scenario = with_sets(preset("as-described"), sets)
    points = [[(7 * d + cell) % 90 for cell in range(CELLS)] for d in range(len(scenario.place.districts))]
    for day in (0, 62):
        ours = compile_params(scenario, day, 1000, points=points)
        theirs = engine_params(scenario, day, 1000, None, np.array(points))
        assert differences(ours, theirs) == []


@pytest.mark.parametrize("share", [0, 0.0001, 0.01, 0.37, 1])
@pytest.mark.parametrize("least", [0, 1, 25])
def test_those_with_the_most_points_are_watched_until_there_are_enough(share: float, least: int):
    scenario = with_sets(preset("as-described"), (f"learned_score.watch_share={share}", f"learned_score.watch={least}"))
    points = [[(7 * d + cell) % 61 for cell in range(CELLS)] for d in range(len(scenario.place.districts))]
    ours = compile_params(scenario, 0, 1000, points=points)
    theirs = engine_params(scenario, 0, 1000, None, np.array(points))
    assert differences(ours, theirs) == []
    on_watch = {
        taken for row, few in zip(points, ours.watch, strict=True) for taken, one in zip(row, few, strict=True) if one
    }
    assert bool(on_watch) == (share > 0 and least > 0)
    assert share < 1 or least == 0 or on_watch == set(range(least, 61))


@pytest.mark.parametrize("end", ["value", "low", "high"])
@pytest.mark.parametrize("sets", [(), ("ban.date=2020-07-10",)])
def test_jumps_of_fear(end: str, sets: tuple[str, ...]):
    scenario = with_sets(preset("hong-kong-2020"), sets)
    drawn = ends(scenario, end)
    jumps = [fear_jump(scenario, day, drawn) for day in range(400)]
    assert jumps == [scenario.jump(day, drawn) for day in range(400)]
    assert sum(jump > 0 for jump in jumps) == (1 if sets else 2)


@st.composite
def within_ranges(draw: st.DrawFn) -> tuple[Scenario, int, dict[str, float]]:
    """A preset, a day, and numbers within their ranges, the ends above all."""
    scenario = preset(draw(st.sampled_from(PRESETS)))
    drawn = {}
    low, high = ends(scenario, "low"), ends(scenario, "high")
    u = draw(st.randoms(use_true_random=False))
    for key in low:
        whole = key.endswith(":jump") or PARAMETERS[key.rpartition(":")[2]].bounds[2]
        inner = u.randint(int(low[key]), int(high[key])) if whole else u.uniform(low[key], high[key])
        drawn[key] = u.choice((low[key], high[key], inner, inner))
    return scenario, draw(st.sampled_from((0, 200, LONG))), drawn


# What is found is not made simpler: that takes minutes, and the message names the field.
@given(within_ranges())
@settings(max_examples=60, phases=[Phase.generate])
def test_numbers_within_their_ranges(found: tuple[Scenario, int, dict[str, float]]):
    check(*found)


@st.composite
def allowed(draw: st.DrawFn) -> dict[str, float]:
    """Some numbers, anywhere that a file may put them."""
    drawn = {}
    for key in draw(st.lists(st.sampled_from(tuple(PARAMETERS)), min_size=1, max_size=12, unique=True)):
        low, high, whole = PARAMETERS[key].bounds
        inner: Any = st.integers(int(low), int(high)) if whole else st.floats(low, high)
        edges = [x for x in (low, high, 0.0, 1.0) if low <= x <= high]
        value = float(draw(st.sampled_from(edges) | inner))
        drawn[key] = value if abs(value) >= SMALLEST else 0.0
    return drawn


@given(st.sampled_from(PRESETS), allowed())
@settings(max_examples=60)
def test_numbers_wherever_a_file_may_put_them(name: str, drawn: dict[str, float]):
    check(preset(name), 200, drawn)


def test_a_last_bit_is_one_number_by_one():
    assert off_by_one([("report[0]", 5, 6), ("report[1]", 5, 6)])
    assert not off_by_one([("report[0]", 5, 7)])
    assert not off_by_one([("report[0]", 5, 6), ("report[1]", 6, 7)])
    assert not off_by_one([("report", [5], [5, 6])])


def test_differences_name_the_field_and_the_place():
    scenario = preset("london-lfr")
    none = no_fit(scenario)
    ours = compile_params(scenario, 0, 1000, points=none)
    theirs = compile_params(scenario, 0, 1000, {"people.trips": 1.25, "score.recovery": 33}, points=none)
    assert [line.partition(":")[0] for line in differences(ours, theirs)] == ["trips[0]", "recovery"]
