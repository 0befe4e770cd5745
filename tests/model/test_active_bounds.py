"""The screening pass leaves nobody out: each threshold of each table lies below what is screened for."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasshouse.engine import select_active
from glasshouse.engine.assembly import compiled_day
from glasshouse.engine.params import CompiledParams, compile_params
from glasshouse.mechanisms.whereabouts import MOST_SIGHTINGS
from glasshouse.model import active_bounds
from glasshouse.model.closed_gates import gates_of
from glasshouse.population.people import (
    AGE_SHIFT,
    CASE_OPEN,
    ERROR_FREE_LIST,
    HABIT_SHIFT,
    INCOME_SHIFT,
    INTERNET,
    OBSERVED_LIST,
    PARTICIPATES,
    WATCHED,
)
from glasshouse.scenario import load
from model.runs import BUSY

CASES = {
    "as-described": ("as-described",),
    "as-documented": ("as-documented",),
    "hong-kong-2020": ("hong-kong-2020",),
    "busy": ("as-described", *BUSY),
    "nothing but certainties": ("as-described", "people.offences=1", "people.defaults=1", "internet.false_flag=1"),
    "nothing at all": ("as-described", "people.offences=0", "people.assemblies=0", "people.volunteering=0"),
}
#: Its lower half is the upper one of the word for what is rare.
SIGHTING = 6
ADULT, TOP = 1 << AGE_SHIFT, 2**32 - 1
CONDUCT, ONLINE, MONEY, OUTING, MATCH, ERROR = range(6)


@cache
def tables(case: str) -> CompiledParams:
    preset, *sets = CASES[case]
    return compile_params(load(preset, sets=sets), 0, 10_000)


def one(array: np.ndarray, place: int = 0) -> np.record:
    return array.view(np.recarray)[place]


def bounds_of(params: np.record, district: np.record, rescoring: bool = False) -> np.ndarray:
    found = np.zeros(active_bounds.BOUNDS, np.int64)
    compiled_day().find_bounds(params, district, rescoring, found)
    return found


def selected(case: str, district: int = 0, *, words=(), traits=ADULT, flags=2, commercial=0, rescoring=False) -> bool:
    """Does somebody with these words (by place, others as high as can be) get a second look?"""
    column = np.full((7, 1), TOP, np.uint32)
    column[MATCH], column[ERROR] = 2**31, 2**30 - 1  # the upper end of these is a false match and a false flag
    for place, word in dict(words).items():
        column[place] = word
    # The highest words mean an ordinary post, and so a second look when the other word says so.
    active = np.zeros(1, np.uint8)
    t = tables(case)
    people = np.array([traits], np.uint16), np.array([flags], np.uint16), np.array([commercial], np.uint8)
    params = one(t.params)
    restricted = np.uint16(params.first_restricted_tier)
    conduct, online, money, outing, match, error, sighting = column
    bounds = bounds_of(params, one(t.districts, district), rescoring)
    select_active._screen(
        conduct, online, money, outing, match, error, sighting, *people, restricted, params, bounds, active
    )
    return bool(active[0])


def below(threshold: int) -> int:
    """The highest word that a threshold lets through."""
    return int(min(threshold, 2**32)) - 1


def errors(t: CompiledParams) -> tuple[int, int, int, int]:
    """Thresholds of the kinds of error that share a word, in its order; of people who are not watched."""
    return t.malicious, t.mistaken[0], t.clerical_error, t.shared_account[0]


@pytest.mark.parametrize("case", CASES)
def test_bounds_lie_at_or_above_every_threshold(case):
    t = tables(case)
    for place in range(len(t.districts)):
        d = one(t.districts, place)
        top = bounds_of(one(t.params), d).tolist()
        most = (5 * int(d.sight_rate) + 65535) >> 16
        for habit in range(4):
            assert top[active_bounds.CONDUCT + habit] >= t.conduct[:, habit].max()
            assert top[active_bounds.ONLINE + habit] >= t.online[:, habit].max()
        assert top[active_bounds.MONEY] >= t.money.max()
        assert top[active_bounds.PASS] >= t.visit.max()
        assert top[active_bounds.PASS] >= t.odd[0, min(MOST_SIGHTINGS, -(-int(d.sight_rate) // 65536))]
        for group in range(4):
            assert top[active_bounds.PASS] >= max(
                d.false_visit[group], d.false_movement[group], d.false_company[group] >> 3
            )
            assert top[active_bounds.ALERT] >= most * t.false_alert[group]
            assert top[active_bounds.ERROR] >= max(errors(t))
            assert top[active_bounds.VICTIM] >= d.victim[group]
            assert top[active_bounds.FLAG] >= d.false_flag[0, group]
        perks = [
            t.outing[k]
            for k in range(8)
            if (t.outing_gate[k] == 0 and t.perk_hotel) or (t.outing_gate[k] == 7 and t.perk_visa)
            or t.redlist_gates >> int(t.outing_gate[k]) & 1
        ]  # fmt: skip
        assert top[active_bounds.OUTING] >= max(perks, default=0)


@given(
    place=st.sampled_from([CONDUCT, ONLINE, MONEY]),
    row=st.tuples(st.integers(1, 2), st.integers(0, 3), st.integers(0, 4), st.integers(0, 1), st.integers(0, 2)),
    case=st.sampled_from(["as-described", "busy"]),
)
@settings(max_examples=60, deadline=None)
def test_whoever_acts_gets_a_second_look(place, row, case):
    age, habit, fifth, closed, act = row
    t = tables(case)
    table = (t.conduct[age, habit], t.online[age, habit], t.money[closed, fifth])[place]
    traits = age << AGE_SHIFT | habit << HABIT_SHIFT | fifth << INCOME_SHIFT | INTERNET
    assert selected(case, words={place: below(table[act])}, traits=traits)


@pytest.mark.parametrize(
    ("bound", "half", "active"), [(1, 0, True), (1, 1, False), (65537, 1, True), (65536, 1, False)]
)
def test_whoever_the_rare_word_may_touch_gets_a_second_look(monkeypatch, bound, half, active):
    """A bound in 65,536ths of a word's upper half, rounded up: the half may be as high as it."""
    monkeypatch.setattr(f"{__name__}.bounds_of", lambda *_: np.arange(active_bounds.BOUNDS) * 0 + _only_rare(bound))
    assert selected("nothing at all", words={SIGHTING: 0xABCD0000 | half}) is active


def _only_rare(bound: int) -> np.ndarray:
    found = np.zeros(active_bounds.BOUNDS, np.int64)
    found[active_bounds.PERK_SCORE], found[active_bounds.PASS] = 255, bound
    return found


@pytest.mark.parametrize("group", range(4))
@pytest.mark.parametrize("district", [0, 8, 30])
def test_whoever_an_error_falls_on_gets_a_second_look(group, district):
    t = tables("busy")
    d = one(t.districts, district)
    traits = ADULT | group | INTERNET
    assert selected("busy", district, words={MATCH: below(t.false_alert[group])}, traits=traits)
    assert selected("busy", district, words={MATCH: 2**32 - int(d.victim[group])}, traits=traits)
    for k in range(4):
        assert selected("busy", district, words={ERROR: k * 2**30 + below(errors(t)[k])}, traits=traits)
    posted = {ERROR: 2**32 - int(d.false_flag[0, group]), ONLINE: int(t.ordinary[1])}
    assert selected("busy", district, words=posted, traits=traits)


@pytest.mark.parametrize(
    "flags",
    [
        WATCHED,
        CASE_OPEN,
        1 << OBSERVED_LIST,
        2 << OBSERVED_LIST,
        1 << ERROR_FREE_LIST,
        2 << ERROR_FREE_LIST,
        PARTICIPATES | 4,
    ],
    ids=["watched", "case open", "defaulter", "dishonest", "clean defaulter", "clean dishonest", "tier C"],
)
def test_whoever_is_watched_listed_restricted_or_waits_gets_a_second_look(flags):
    assert selected("as-described", flags=flags)


@pytest.mark.parametrize("case", ["as-described", "as-documented", "hong-kong-2020", "busy"])
def test_whoever_has_a_closed_gate_gets_a_second_look(case):
    params = one(tables(case).params)
    closed = 0
    for tier, observed, error_free, part in product(range(6), range(3), range(3), (0, PARTICIPATES)):
        flags = tier | observed << OBSERVED_LIST | error_free << ERROR_FREE_LIST | part
        if gates_of(flags, 0xFF, params, 0):
            closed += 1
            assert selected(case, flags=flags), f"{flags:#x}"
    assert closed


def test_whoever_may_get_a_perk_gets_a_second_look():
    t = tables("as-described")
    hotel = {OUTING: below(t.outing[list(t.outing_gate).index(0)])}
    visa = {OUTING: below(t.outing[list(t.outing_gate).index(7)])}
    assert selected("as-described", words=hotel, commercial=t.perk_hotel)
    assert selected("as-described", words=visa, commercial=t.perk_visa)
    assert selected("as-described", words=hotel, flags=PARTICIPATES)  # tier AAA
    assert selected("as-described", words=hotel, rescoring=True)
    assert not selected("as-described", words=hotel, commercial=t.perk_hotel - 1)


def test_children_and_those_whom_nothing_touches_get_none():
    assert not selected("as-described", words=dict.fromkeys(range(6), 0), traits=0)
    assert not selected("as-described")


@pytest.mark.parametrize("case", [*CASES, "cameras without end"])
def test_moves_and_posts_of_a_block_are_the_sum_of_its_persons(case):
    t = tables(case) if case in CASES else compile_params(load("as-described", sets=("cameras.total=1e12",)), 0, 10_000)
    params, d = one(t.params), one(t.districts)
    rng = np.random.default_rng(1)
    trips_w, sighting_w, online_w = rng.integers(0, 2**32, (3, 500), dtype=np.uint32)
    traits = rng.integers(0, 1 << 12, 500).astype(np.uint16)
    trips = (trips_w[:, None] < params.trips[None, :]).sum(axis=1)
    seen = (trips * int(d.sight_rate) + (sighting_w.astype(np.int64) >> 16)) >> 16
    assert select_active._count_moves(trips_w, sighting_w, params, d) == (trips.sum(), seen.sum())
    age = (traits >> AGE_SHIFT) & 3
    ordinary = np.where(age == 2, params.ordinary[2], params.ordinary[1])
    posts = ((traits & INTERNET) != 0) & (online_w.astype(np.int64) >= ordinary)
    assert select_active._count_posts(online_w, traits, params) == posts.sum()
    assert (d.sight_rate >= select_active._DENSE) == (case not in CASES)
