"""The engine against the oracle: every state column and every daily measure, to the last bit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest

from engine.drawn_together import DAYS, PERSONS, WordsOfBlock
from engine.specified import engine_params
from glasshouse.engine.params import CELLS
from glasshouse.engine.simulate import simulate
from glasshouse.scenario import Scenario, load
from oracle import COLUMNS, MEASURES, NO_GROUP, OracleRun
from oracle import simulate as slow
from oracle.differences import differences
from oracle.in_force import epochs
from oracle.params import compile_params
from oracle.philox import PLACES, RandomWords

SEED = 20200630

#: Everything rare made frequent, so that in 60 days each branch is taken by somebody.
RATES = {
    "people.offences": 0.2,
    "people.assemblies": 0.04,
    "people.volunteering": 0.1,
    "people.visits": 0.05,
    "people.unlawful_posts": 0.01,
    "people.critical_posts": 0.08,
    "people.critical_messages": 0.1,
    "people.defaults": 0.002,
    "people.late_payments": 0.02,
    "people.purchases": 0.1,
    "people.outings_hotel": 0.08,
    "people.outings_restaurant": 0.08,
    "people.outings_shop": 0.08,
    "people.outings_credit": 0.08,
    "people.outings_flight": 0.08,
    "people.outings_rail": 0.08,
    "people.outings_school": 0.08,
    "people.outings_visa": 0.08,
    "cameras.capture": 1,
    "face_recognition.false_match_rate": 3e-7,
    "face_recognition.enrolled_share": 0.8,
    "whereabouts.together": 0.9,
    "whereabouts.odd_hours": 0.1,
    "internet.false_flag": 0.04,
    "internet.recall_collective": 0.8,
    "people.collective_share": 0.4,
    "informants.willingness": 0.4,
    "informants.malicious": 0.02,
    "informants.mistaken": 0.02,
    "companies.message_recall": 0.3,
    "companies.purchase_recall": 0.5,
    "companies.shared_account": 0.01,
    "companies.cloud_capture": 0.2,
    "registries.clerical_error": 0.002,
    "registries.stale_share": 0.3,
    "registries.stale_weeks": 2,
    "registries.repaid": 0.3,
    "score.cut_aaa": 1010,
    "score.cut_aa": 1005,
    "score.every": 7,
    "score.retention": 60,
    "score.points_volunteering": 20,
    "learned_score.every": 14,
    "learned_score.sample": 0.8,
    "learned_score.watch": 10,
    "learned_score.watch_share": 0.3,
    "commercial_score.joining": 0.1,
    "commercial_score.gain": 20,
    "restrictions.listed_at_start": 0.05,
    "people.listed_flight": 3,
    "people.listed_rail": 0.2,
    "restrictions.defaulter_weeks": 2,
    "restrictions.dishonest_weeks": 2,
    "redress.notice": 0.8,
    "redress.appeal_wrongful": 0.8,
    "redress.appeal_rightful": 0.5,
    "redress.decision_days": 5,
    "redress.automation_bias": 0.3,
    "redress.overturn_rate": 0.3,
}
#: As-described becomes mandatory on 1 January 2020, in the middle of these days.
DENSE = (*(f"{key}={value}" for key, value in RATES.items()), "start=2019-12-01")


@dataclass(frozen=True, kw_only=True)
class Case:
    """What both sides run."""

    preset: str
    sets: tuple[str, ...] = ()
    replicate: int = 0
    population: int
    days: int = 60


CASES = {
    "as-described": Case(preset="as-described", population=400),
    "as-documented": Case(preset="as-documented", population=250),
    "hong-kong-2020": Case(preset="hong-kong-2020", population=250),
    # Cameras grow, everybody is made to take part, and somebody has been sanctioned before, when counting begins.
    "after a warm-up": Case(
        preset="as-described", sets=(*DENSE, "warm_up=35", "redress.review_share=0.5"), population=200, days=40
    ),
    "the law in the middle": Case(preset="hong-kong-2020", sets=("start=2020-06-01",), population=200, days=45),
    "everything frequent": Case(preset="as-described", sets=DENSE, population=400),
    "other numbers drawn": Case(preset="as-described", sets=DENSE, replicate=3, population=150),
    # Mail, households and districts that cross the engine's blocks.
    "several blocks": Case(preset="as-described", sets=DENSE, population=5000, days=8),
    # Districts of nobody, of one person, and households cut short.
    "hardly anybody": Case(preset="as-described", sets=DENSE, population=40),
    # A true and a false default on one day.
    "two defaults a day": Case(
        preset="as-described",
        sets=(*DENSE, "people.defaults=0.3", "registries.clerical_error=0.3"),
        population=200,
        days=30,
    ),
    # Safeguards at work, each often enough to be seen.
    "reviewed, audited, aided": Case(
        preset="as-described",
        sets=(
            *DENSE,
            "redress.review_share=0.8",
            "redress.review_specificity=0.7",
            "redress.review_automation_bias=0.3",
            "redress.review_capacity=20",
            "redress.audit=0.3",
            "redress.legal_aid=0.5",
        ),
        population=130,
    ),
    "too few reviewers": Case(
        preset="as-described", sets=(*DENSE, "redress.review_share=1", "redress.review_capacity=3"), population=130
    ),
    "no unrelated penalty": Case(
        preset="as-described",
        sets=(
            *DENSE,
            "restrictions.related_only=true",
            "restrictions.related.conduct=rail,hotel",
            "restrictions.related.private life=shop",
        ),
        population=130,
    ),
    "kept out of the record": Case(
        preset="as-described",
        sets=(*DENSE, "cameras.scored=false", "companies.scored=false", "informants.scored=false"),
        population=130,
    ),
    "the other two kept out": Case(
        preset="as-described", sets=(*DENSE, "internet.scored=false", "registries.scored=false"), population=130
    ),
    "whereabouts kept out": Case(preset="as-described", sets=(*DENSE, "whereabouts.scored=false"), population=200),
    "nobody recorded where people are": Case(
        preset="as-described", sets=(*DENSE, "whereabouts.enabled=false"), population=200
    ),
    "banned in the middle": Case(
        preset="as-described", sets=(*DENSE, "ban.date=2020-01-15", "ban.recovery=60"), population=130, days=80
    ),
    "a police list": Case(
        preset="as-described",
        sets=(
            *DENSE,
            "face_recognition.on_watchlist_share=0.05",
            "face_recognition.faulty_share=0.4",
            "face_recognition.credible_true=0.9",
            "face_recognition.credible_false=0.6",
            "face_recognition.arrest_share=0.5",
        ),
        population=130,
    ),
    "aimed at all but some": Case(
        preset="as-described",
        sets=(
            *DENSE,
            "learned_score.unaimed=0.4",
            "internet.watch_boost=2",
            "informants.watch_boost=6",
            "companies.watch_boost=4",
        ),
        population=130,
    ),
    "suspended for a while": Case(
        preset="as-described",
        sets=(*DENSE, "restrictions.suspended_from=2019-12-20", "restrictions.suspended_until=2020-01-10"),
        population=130,
    ),
    "never watched": Case(
        preset="as-described", sets=(*DENSE, "ban.date=2019-12-01", "ban.recovery=0"), population=130
    ),
    # A fit that has nobody to fit to.
    "nobody scored": Case(preset="as-described", sets=(*DENSE, "participation.enabled=false"), population=150, days=30),
}


#: Cases that take part in a longer check alone: no measure is hit by them and by none of the others.
SELDOM = (
    *("aimed at all but some", "nobody recorded where people are", "other numbers drawn", "the other two kept out"),
    *("too few reviewers", "whereabouts kept out", "hong-kong-2020", "no unrelated penalty", "kept out of the record"),
    *("several blocks", "after a warm-up"),
)
EACH = [pytest.param(name, marks=pytest.mark.slow if name in SELDOM else ()) for name in CASES]


@cache
def scenario(name: str) -> tuple[Scenario, dict[str, float]]:
    loaded = load(CASES[name].preset, sets=CASES[name].sets)
    return loaded, loaded.draw(CASES[name].replicate, SEED)


@cache
def oracle(name: str, times: int = 1) -> OracleRun:
    loaded, drawn = scenario(name)
    case = CASES[name]
    return slow(loaded, population=times * case.population, days=case.days, seed=SEED, drawn=drawn)


@cache
def engine(name: str, days: int | None = None, times: int = 1) -> Any:
    loaded, drawn = scenario(name)
    case = CASES[name]
    days = days or case.days
    return simulate(loaded, population=times * case.population, days=days, seed=SEED, threads=1, drawn=drawn)


@pytest.fixture(autouse=True)
def drawn_together(monkeypatch):
    monkeypatch.setattr("oracle.run.RandomWords", WordsOfBlock)


@pytest.mark.parametrize("day", [0, 9, DAYS - 1, DAYS, 5 * DAYS + 3])
def test_words_drawn_together_are_the_oracle_s(day):
    for person in (0, 1, PERSONS - 1, PERSONS, 2**20 + 77, 2**32 + 5):
        for seed in (SEED, 2**40 + 1):
            own, together = RandomWords(seed, person, day), WordsOfBlock(seed, person, day)
            assert [own(name) for name in PLACES] == [together(name) for name in PLACES]


@pytest.mark.parametrize("name", CASES)
def test_same_parameters(name):
    """The day below is simulated by each side's own; `oracle/test_params.py` compares them far and wide."""
    loaded, drawn = scenario(name)
    case = CASES[name]
    none = [[0] * CELLS for _ in loaded.place.districts]
    for day in epochs(loaded, case.days):
        ours = compile_params(loaded, day, case.population, drawn, points=none)
        assert differences(ours, engine_params(loaded, day, case.population, drawn)) == [], f"day {day}"


@pytest.mark.parametrize("name", EACH)
def test_same_people_at_the_end(name):
    ours, theirs = oracle(name), engine(name)
    if any(theirs.state[column].tolist() != ours.columns[column] for column in COLUMNS):
        pytest.fail(first_person(name))


@pytest.mark.parametrize("name", EACH)
def test_same_daily_measures(name):
    same_measures(oracle(name), engine(name))


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_many_people_are_the_same(name):
    """With three times as many, for what happens to few."""
    ours, theirs = oracle(name, 3), engine(name, times=3)
    wrong = [column for column in COLUMNS if theirs.state[column].tolist() != ours.columns[column]]
    assert wrong == []
    same_measures(ours, theirs)


def same_measures(ours: OracleRun, theirs: Any) -> None:
    """Fails with the first day's differences."""
    assert sorted(theirs.measures) == sorted(MEASURES)
    found = as_table(theirs)
    keys = sorted(ours.daily.keys() | found.keys())
    wrong = [key for key in keys if ours.daily.get(key, 0) != found.get(key, 0)]
    if wrong:
        pytest.fail(first_measure(wrong, ours.daily, found))


def test_the_cases_hit_every_measure():
    hit = set().union(*(oracle(name).hit for name in CASES if name not in SELDOM))
    assert sorted(set(MEASURES) - hit) == []


def as_table(run: Any) -> dict[tuple[int, int, int, str], int]:
    """The engine's daily measures that are not zero, as the oracle keeps them."""
    return {
        (int(day), int(district), NO_GROUP if group == len(run.groups) else int(group), run.measures[m]): int(
            run.daily[day, district, group, m]
        )
        for day, district, group, m in np.argwhere(run.daily)
    }


def first_measure(wrong: list[tuple[int, int, int, str]], ours: dict, found: dict) -> str:
    """The first day's differences, in words."""
    day = wrong[0][0]
    lines = [
        f"  district {district}, {'no group' if group == NO_GROUP else f'group {group}'}, {name}: "
        f"oracle {ours.get((day, district, group, name), 0)}, "
        f"engine {found.get((day, district, group, name), 0)}"
        for on, district, group, name in wrong
        if on == day
    ]
    names = ", ".join(sorted({name for *_, name in wrong}))
    return "\n".join([f"first on day {day}:", *lines[:12], f"measures that differ on some day: {names}"])


def first_person(name: str) -> str:
    """The first person, day and columns that differ, found by halving the days."""
    loaded, drawn = scenario(name)
    case = CASES[name]
    history = slow(loaded, population=case.population, days=case.days, seed=SEED, drawn=drawn, history=True).history

    def rows(days: int) -> list[tuple[int, ...]]:
        state = engine(name, days).state
        return list(zip(*(state[column].tolist() for column in COLUMNS), strict=True))

    good, bad = 0, case.days
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if rows(middle) == history[middle - 1] else (good, middle)
    pairs = list(zip(history[bad - 1], rows(bad), strict=True))
    persons = [person for person, (ours, theirs) in enumerate(pairs) if ours != theirs]
    ours, theirs = pairs[persons[0]]
    lines = [f"{len(persons)} persons differ first on day {bad - 1}; person {persons[0]}:"]
    for column, one, other in zip(COLUMNS, ours, theirs, strict=True):
        if one != other:
            lines.append(f"  {column}: oracle {one}, engine {other}")
    if bad > 1:
        evening = dict(zip(COLUMNS, history[bad - 2][persons[0]], strict=True))
        lines.append(f"  evening before: {evening}")
    return "\n".join(lines)
