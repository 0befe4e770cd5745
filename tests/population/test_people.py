"""The invented people: how many live where, and what they are at the start."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasshouse.engine.params import compile_params
from glasshouse.population.people import (
    AGE_SHIFT,
    BYTES_A_PERSON,
    COLUMNS,
    ERROR_FREE_TIER,
    INCOME_SHIFT,
    INTERNET,
    MEMBER,
    PARTICIPATES,
    URBAN,
    allot,
    columns_of,
    empty,
    tier_of,
)
from glasshouse.scenario import load
from model.runs import run

POPULATION = 60_000


def test_a_person_takes_fourteen_bytes():
    people = empty(1000)
    assert BYTES_A_PERSON == 14
    assert sum(column.nbytes for column in people) == 14 * 1000
    assert {name: np.dtype(kind) for name, kind in COLUMNS.items()} == {
        name: column.dtype for name, column in columns_of(people).items()
    }


@given(
    population=st.integers(0, 10**9),
    real=st.lists(st.integers(1, 10**9), min_size=1, max_size=40),
)
@settings(max_examples=200, deadline=None)
def test_districts_get_their_share_to_within_one_person(population, real):
    sizes = np.array(real, float)
    starts = allot(population, sizes)
    assert (starts[0], starts[-1]) == (0, population)
    exact = population * sizes / sizes.sum()
    assert (np.abs(np.diff(starts) - exact) < 1.0001).all()


def test_nobody_s_district_is_lost_in_a_small_population():
    starts = allot(3, np.array([5.0, 5.0, 5.0, 1.0, 1.0]))
    assert np.diff(starts).tolist() == [1, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("points", "tier"), [(1300, 0), (1050, 0), (1049, 1), (1030, 1), (960, 2), (959, 3), (850, 3), (600, 4), (599, 5)]
)
def test_tiers_are_cut_where_the_scenario_says(points, tier):
    assert tier_of(points, [1050, 1030, 960, 850, 600, -32768, -32768]) == tier


@pytest.fixture(scope="module")
def first_evening() -> dict[str, np.ndarray]:
    """Everybody after a day in which nothing is recorded and nobody is moved."""
    off = (f"{part}.enabled=false" for part in ("cameras", "internet", "informants", "companies", "registries"))
    return run("as-described", *off, population=POPULATION, days=1).state


def test_groups_ages_and_towns_are_those_of_the_place(first_evening):
    scenario, traits = load("as-described"), first_evening["traits"]
    place = scenario.place.columns
    weight = place["population"] / place["population"].sum()
    age = (traits >> AGE_SHIFT) & 3
    shares = {
        "women": (traits & 1, place["women"]),
        "minority": ((traits >> 1) & 1, place["minority"]),
        "children": (age == 0, place["children"]),
        "older": (age == 2, place["older"]),
        "urban": (traits & URBAN != 0, place["urban"]),
    }
    for name, (has, share) in shares.items():
        expected = float((share * weight).sum())
        error = (expected * (1 - expected) / POPULATION) ** 0.5
        assert abs(has.mean() - expected) < 5 * error, name


def test_incomes_are_fifths(first_evening):
    fifths = np.bincount((first_evening["traits"] >> INCOME_SHIFT) & 7)
    assert len(fifths) == 5
    assert np.abs(fifths / POPULATION - 0.2).max() < 0.01


def test_children_are_not_watched_scored_or_online(first_evening):
    traits = first_evening["traits"]
    child = (traits >> AGE_SHIFT) & 3 == 0
    assert child.any()
    assert (traits[child] & (MEMBER | INTERNET) == 0).all()
    for column in ("fear", "commercial", "dossier", "observed_weeks"):
        assert (first_evening[column][child] == 0).all()
    assert (first_evening["flags"][child] & PARTICIPATES == 0).all()


def test_members_are_as_dense_as_in_the_real_place(first_evening):
    members = (first_evening["traits"] & MEMBER != 0).sum()
    scenario = load("as-described")
    real = scenario.parameters["informants.potential"].value / scenario.place.columns["population"].sum()
    assert abs(members / POPULATION - real) < 5 * (real / POPULATION) ** 0.5


def test_both_ledgers_start_alike(first_evening):
    tables = compile_params(load("as-described"), 0, POPULATION)
    flags = first_evening["flags"]
    assert (first_evening["observed"] == tables.score_start).all()
    assert (first_evening["error_free"] == tables.score_start).all()
    assert (flags & 7 == (flags >> ERROR_FREE_TIER) & 7).all()
    taking_part = (flags & PARTICIPATES != 0)[(first_evening["traits"] >> AGE_SHIFT) & 3 != 0]
    assert abs(taking_part.mean() - 0.3) < 0.01


def test_more_people_leave_the_first_ones_as_they_were():
    small = run("hong-kong-2020", population=2000, days=1).state["traits"]
    other_seed = run("hong-kong-2020", population=2000, days=1, seed=2).state["traits"]
    assert (small != other_seed).mean() > 0.5
    first = int(compile_params(load("hong-kong-2020"), 0, 2000).start[1])
    large = run("hong-kong-2020", population=4000, days=1).state["traits"]
    # The first district holds its first persons in both.
    assert (small[:first] == large[:first]).all()
