"""Days before the start that are simulated and not counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glasshouse.engine.checkpoint import Keeper, Pace
from glasshouse.engine.part import BranchPoint, Part
from glasshouse.engine.repeated import RepeatedRuns
from glasshouse.engine.simulate import Replicate, fit, simulate
from glasshouse.engine.tasks import executor
from glasshouse.errors import BadInputError
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario import Scenario, ScenarioError, load
from glasshouse.testing.busy import busy_settings

WEEKS = 7 * 5
SETS = (*busy_settings(SHIPPED), "cameras.forecast=0")
SIZES: dict[str, Any] = {"population": 600, "days": 21, "seed": 3}


@cache
def scenario(warm_up: int = WEEKS) -> Scenario:
    return load("as-described", sets=(*SETS, f"warm_up={warm_up}"))


@cache
def warmed_up() -> Replicate:
    return simulate(scenario(), **SIZES, threads=1)


@cache
def whole() -> Replicate:
    """The same days without anything left out."""
    plain = scenario(0)
    earlier = replace(plain, start=plain.start - timedelta(days=WEEKS))
    return simulate(earlier, **{**SIZES, "days": SIZES["days"] + WEEKS}, threads=1)


def _ever(run: Replicate, measure: str) -> np.ndarray:
    return run.daily[..., run.measures.index(measure)].sum(axis=(1, 2))


def test_the_counted_days_are_the_last_of_all():
    found, all_days = warmed_up(), whole()
    first = [found.measures.index(name) for name in ("first_sanctioned", "first_wrongful", "first_unjust")]
    same = np.delete(found.daily, first, axis=-1) == np.delete(all_days.daily[WEEKS:], first, axis=-1)
    assert found.daily.shape[0] == 21
    assert same.all()
    assert found.person_days == 600 * 21


def test_who_was_sanctioned_in_the_warm_up_counts_anew():
    found, all_days = warmed_up(), whole()
    assert _ever(all_days, "first_sanctioned")[:WEEKS].sum() > 0
    assert _ever(found, "first_sanctioned").sum() > _ever(all_days, "first_sanctioned")[WEEKS:].sum()


def test_the_ledger_of_persons_begins_with_the_first_counted_day():
    found, all_days = warmed_up(), whole()
    assert found.ledger is not None
    assert all_days.ledger is not None
    assert found.ledger["sanction_days"].sum() == _ever(found, "sanction_days").sum()
    assert found.ledger["sanction_days"].sum() < all_days.ledger["sanction_days"].sum()
    assert 0 < found.ledger["sanctioned_to"].max() <= 21


def test_events_are_those_of_the_counted_days():
    found, all_days = warmed_up(), whole()
    later = all_days.events["day"] >= WEEKS
    assert (found.events["day"] == all_days.events["day"][later] - WEEKS).all()
    assert (found.events["person"] == all_days.events["person"][later]).all()
    assert 0 < later.sum() < len(later)


def test_threads_and_memory_used_again_change_nothing():
    assert simulate(scenario(), **SIZES, threads=3).digest == warmed_up().digest
    runs = RepeatedRuns(population=600, days=21)
    for each in (scenario(0), scenario()):
        again = runs.simulate(BranchPoint(scenario=each, day=0), seed=3)
    assert (again.daily == warmed_up().daily).all()


def test_a_past_goes_on_until_its_day_of_the_counted_ones():
    changed = load("as-described", sets=(*SETS, f"warm_up={WEEKS}", "restrictions.enabled=false"))
    past = BranchPoint(scenario=scenario(), day=7)
    parted = simulate(changed, **SIZES, threads=1, past=past)
    assert (parted.daily[:7] == warmed_up().daily[:7]).all()
    assert _ever(parted, "sanction_days")[7:].sum() == 0 < _ever(parted, "sanction_days")[:7].sum()
    with pytest.raises(ValueError, match="warm-up"):
        simulate(changed, **SIZES, threads=1, past=BranchPoint(scenario=scenario(0), day=7))


def test_cameras_grow_from_the_start_on():
    growing = load("as-described", sets=["warm_up=364"])
    later, plain = growing.with_warm_up(), load("as-described")
    progress = [later.settings(day).progress["cameras.forecast_date"] for day in (0, 100, 364, 364 + 200)]
    assert progress[:3] == [0, 0, 0]
    assert progress[3] == plain.settings(200).progress["cameras.forecast_date"] > 0


def test_nobody_is_followed_through_a_warm_up():
    with pytest.raises(BadInputError, match="warm"):
        simulate(scenario(), **SIZES, threads=1, traced=(1,))


@pytest.mark.parametrize(("text", "hint"), [("warm_up=10", "14"), ("warm_up=7000", "3640"), ("warm_up=-7", "0")])
def test_a_warm_up_takes_whole_weeks_within_bounds(text: str, hint: str):
    with pytest.raises(ScenarioError) as refused:
        load("as-described", sets=[text])
    assert hint in str(refused.value).replace(",", "")


def test_a_warm_up_is_part_of_the_rules_and_claims_nothing_new():
    documented = load("as-documented", sets=["warm_up=364"])
    assert documented.hash != load("as-documented").hash == load("as-documented", sets=["warm_up=0"]).hash
    assert documented.label == "documented"
    assert documented.document["warm_up"] == 364


@pytest.mark.parametrize("day", [14, WEEKS, WEEKS + 5])
def test_a_run_that_was_cut_off_goes_on_from_before_and_after_the_start(day: int, tmp_path: Path):
    branch = BranchPoint(scenario=scenario(), day=0)
    part = Part(branch, branch, **SIZES, threads=1, ledger=True)

    def keeper() -> Keeper:
        return Keeper(tmp_path / "kept", "000000", {}, pace=Pace(least=1e9), say=pytest.fail)

    with executor(1) as pool:
        part.initialise(pool)
        while part.day < day:
            part.simulate_day(pool)
            fit(part)
    keeper().write(part)
    seen: list[int] = []
    found = simulate(scenario(), **SIZES, threads=1, keeper=keeper(), on_day=seen.append)
    assert seen == list(range(max(0, day - WEEKS), 21))
    assert found.digest == warmed_up().digest
    assert found.ledger is not None
    assert {name: column.tolist() for name, column in found.ledger.items()} == {
        name: column.tolist() for name, column in (warmed_up().ledger or {}).items()
    }
