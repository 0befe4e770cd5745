"""A small busy run in which everybody was followed, and the lives in it; made once a test run."""

from __future__ import annotations

from functools import cache

from glasshouse.engine.person_index import PersonIndex
from glasshouse.engine.simulate import BranchPoint, Replicate, simulate
from glasshouse.scenario import Scenario, load
from glasshouse.stories.history import History
from glasshouse.stories.render import Rendering, render
from glasshouse.stories.someone import Neighbourhood
from glasshouse.stories.trace_to_history import history_of
from model.runs import BUSY

POPULATION, DAYS = 260, 70

#: Scenarios in which something in the rules is other, by name.
WORLDS = {
    "plain": (),
    "banned": ("ban.date=2020-01-10",),
    "never": ("ban.date=2019-12-01",),
    "reviewed": (
        "redress.review_share=0.9",
        "redress.review_sensitivity=0.8",
        "redress.review_specificity=0.5",
        "redress.review_capacity=100",
    ),
    "sought": (
        "face_recognition.on_watchlist_share=0.1",
        "face_recognition.faulty_share=0.5",
        "face_recognition.arrest_share=0.5",
    ),
    "debts paid": ("registries.repaid=0.3",),
    "audited": ("redress.audit=0.5", "registries.clerical_error=0.002"),
    "related": ("restrictions.related_only=true",),
    "some unscored": ("cameras.scored=false", "informants.scored=false"),
    "others unscored": ("internet.scored=false", "companies.scored=false", "registries.scored=false"),
    "suspended": ("restrictions.suspended_from=2019-12-20", "restrictions.suspended_until=2020-01-15"),
}


@cache
def scenario(world: str = "plain") -> Scenario:
    return load("as-described", sets=[*BUSY, *WORLDS[world]])


@cache
def followed(world: str = "plain", past: str = "", day: int = 0) -> Replicate:
    """Everybody followed; with a past, the days before `day` are simulated in that scenario."""
    before = BranchPoint(scenario=scenario(past), day=day) if past else None
    return simulate(scenario(world), population=POPULATION, days=DAYS, threads=2, traced=range(POPULATION), past=before)


@cache
def hood() -> Neighbourhood:
    trace = followed().trace
    assert trace is not None
    return Neighbourhood(PersonIndex(trace.compiled[0][1], 1), scenario().place)


@cache
def history(number: int, world: str = "plain") -> History:
    return history_of(followed(world).trace, number, hood=hood(), days=DAYS, ban_day=scenario(world).ban_day)


@cache
def lives(world: str = "plain") -> tuple[History, ...]:
    return tuple(history(number, world) for number in range(POPULATION))


@cache
def told(number: int, world: str = "plain") -> Rendering:
    return render(history(number, world), hood=hood(), start=scenario().start)


def sanctioned(world: str = "plain") -> list[int]:
    return [number for number in range(POPULATION) if history(number, world).spells]
