"""Some districts lived alone leave what the whole run has for them, and parts put together are the whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest

from glasshouse.engine.digest import leaves, root
from glasshouse.engine.params import compile_params
from glasshouse.engine.part import BranchPoint, Part
from glasshouse.engine.simulate import fit
from glasshouse.model.learned_fit import fit as fit_sums
from glasshouse.model.workspace import BLOCK
from glasshouse.population.people import COLUMNS
from glasshouse.scenario import load
from glasshouse.scenario.scenario import Scenario
from model.runs import BUSY

#: Two chunks of the digest's tree, cut inside districts; the past ends within the days.
POPULATION, DAYS, PARTING, BAN = 70_000, 40, 10, "2020-01-05"


@cache
def all_arms() -> tuple[Scenario, Scenario]:
    """The past without cameras, then the busy state, with its learned score, until a ban."""
    before = load("as-described", sets=[*BUSY, "cameras.enabled=false"])
    return before, load("as-described", sets=[*BUSY, f"ban.date={BAN}"])


def part(districts: range | None = None, threads: int = 1) -> Part:
    before, after = (BranchPoint(scenario=branch, day=PARTING) for branch in all_arms())
    more = {"population": POPULATION, "days": DAYS, "seed": 3}
    return Part(before, after, threads=threads, districts=districts, ledger=True, **more)


@cache
def whole() -> tuple[Part, np.ndarray]:
    """The run, and all the mail that was written in it."""
    one, mail = part(threads=2), []
    with ThreadPoolExecutor(2) as pool:
        one.initialise(pool)
        while one.day < DAYS:
            one.simulate_day(pool)
            mail.append(one.mail)
            fit(one)
    assert len(one.fits) == 2
    assert one.end == POPULATION > BLOCK
    return one, np.concatenate(mail)


def alone(districts: range) -> tuple[Part, np.ndarray]:
    """The districts lived with the whole run's fits, and their mail."""
    one, known, mail = part(districts), dict(whole()[0].fits), []
    with ThreadPoolExecutor(1) as pool:
        one.initialise(pool)
        while one.day < DAYS:
            one.simulate_day(pool)
            mail.append(one.mail)
            if one.sums is not None:
                one.fitted(known.get(one.day - 1))
    return one, np.concatenate(mail)


def events(one: Part, first: int, last: int) -> list[tuple[int, ...]]:
    rows = np.concatenate(one.events)
    return rows[(rows["person"] >= first) & (rows["person"] < last)].tolist()


@pytest.mark.parametrize("districts", [range(0, 1), range(4, 9), range(30, 31), range(31)], ids=str)
def test_districts_alone_are_lived_as_in_the_whole_run(districts):
    (one, mail), (everybody, everything) = alone(districts), whole()
    assert (one.daily == everybody.daily[:, districts.start : districts.stop]).all()
    for name in COLUMNS:
        assert (getattr(one.people, name) == getattr(everybody.people, name)[one.origin : one.end]).all(), name
    for ours, theirs in zip(one.ledger, everybody.ledger, strict=True):
        assert (ours == theirs[one.origin : one.end]).all()
    there = (everything["recipient"] >= one.origin) & (everything["recipient"] < one.end)
    assert mail.tolist() == everything[there].tolist() != []
    assert sorted(events(one, one.origin, one.end)) == sorted(events(everybody, one.origin, one.end))


def test_parts_put_together_have_the_digest_of_the_whole():
    cuts = [range(0, 7), range(7, 20), range(20, 31)]
    parts = [alone(cut)[0] for cut in cuts]
    assert all(one.origin % 65_536 for one in parts[1:])
    found = [leaf for one in parts for leaf in leaves(one.people, one.origin, POPULATION)]
    daily = np.concatenate([one.daily for one in parts], axis=1)
    everybody, _ = whole()
    assert root(found, daily) == root(leaves(everybody.people, 0, POPULATION), everybody.daily)


def test_sums_of_parts_add_up_to_the_fit_of_the_whole():
    cuts = [range(0, 12), range(12, 31)]
    parts = [part(cut) for cut in cuts]
    with ThreadPoolExecutor(1) as pool:
        for one in parts:
            one.initialise(pool)
            while one.sums is None:
                one.simulate_day(pool)
    sums = np.concatenate([one.sums for one in parts if one.sums is not None])
    day, learned = whole()[0].fits[0]
    found = fit_sums(sums, compile_params(all_arms()[1], 0, POPULATION))
    assert found is not None
    assert parts[0].day - 1 == day
    assert (found == learned).all()
