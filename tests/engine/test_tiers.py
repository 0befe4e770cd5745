"""Scenarios with other tiers than the shipped six: the engine against the oracle, and against itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.specified import engine_params
from engine.test_oracle import DENSE, as_table
from glasshouse.engine.assembly import compiled_day
from glasshouse.engine.checkpoint import Keeper, Pace
from glasshouse.engine.params import CELLS
from glasshouse.engine.params import compile_params as engine_compile_params
from glasshouse.engine.part import BranchPoint
from glasshouse.engine.plausibility import possible
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.mechanism_set import SHIPPED
from glasshouse.mechanisms.score import tiers_of
from glasshouse.population.people import ERROR_FREE_TIER, tier_of
from glasshouse.scenario import Scenario
from glasshouse.scenario.scenario_loading import load_text
from glasshouse.tiers import TIERS
from oracle import COLUMNS
from oracle import simulate as slow
from oracle.differences import differences
from oracle.params import compile_params
from small_tiers import names, text

SEED, DAYS, PEOPLE = 7, 35, 500
COUNTS = (2, 3, 6, 8)
#: All that is made frequent there but the cuts, which are each scenario's own.
FREQUENT = (*(each for each in DENSE if not each.startswith("score.cut_")), "redress.review_share=0.3")


@cache
def scenario(tiers: int) -> Scenario:
    return load_text(text(tiers), sets=FREQUENT)


@cache
def simulated(tiers: int, threads: int = 1) -> Replicate:
    return simulate(scenario(tiers), population=PEOPLE, days=DAYS, seed=SEED, threads=threads)


@pytest.mark.parametrize("tiers", COUNTS)
def test_the_engine_does_what_the_oracle_does(tiers: int) -> None:
    none = [[0] * CELLS for _ in scenario(tiers).place.districts]
    for drawn in ({}, scenario(tiers).draw(2, SEED)):
        ours = compile_params(scenario(tiers), 0, PEOPLE, drawn, points=none)
        assert differences(ours, engine_params(scenario(tiers), 0, PEOPLE, drawn)) == []
    found, wanted = simulated(tiers), slow(scenario(tiers), population=PEOPLE, days=DAYS, seed=SEED)
    for column in COLUMNS:
        assert found.state[column].tolist() == wanted.columns[column], column
    assert as_table(found) == {key: value for key, value in wanted.daily.items() if value}


@pytest.mark.parametrize("tiers", COUNTS)
def test_everybody_with_a_score_is_in_one_of_the_tiers(tiers: int) -> None:
    found = simulated(tiers)
    of = {name: found.daily[..., column] for column, name in enumerate(found.measures)}
    by_tier = np.stack([of[f"tier_{name}"] for name in names(tiers)])
    assert (by_tier.sum(axis=0) == of["participants"]).all()
    assert (by_tier[:, -1].sum(axis=(1, 2)) > 0).all()  # there is somebody in each
    held = found.state["flags"] & 7, found.state["flags"] >> ERROR_FREE_TIER & 7
    assert max(map(max, held)) == tiers - 1
    assert of["tier_falls"].sum() > 0
    assert of["tier_rises"].sum() > 0
    assert of["listed_dishonest"].sum() > 0
    assert of["perk_redlist"].sum() > 0
    assert of["closed_school"].sum() > 0  # of the best, and of those on a list
    assert of["closed_rail"].sum() > 0


@pytest.mark.parametrize("tiers", COUNTS)
def test_what_nobody_is_counted_in_has_no_name_of_a_tier(tiers: int) -> None:
    found = simulated(tiers)
    assert [name for name in found.measures if name.startswith("tier_") and name[5:] not in ("rises", "falls")] == [
        f"tier_{name}" for name in names(tiers)
    ]
    free = [column for column, name in enumerate(found.measures) if name.startswith("column_")]
    assert len(free) == max(0, len(TIERS) - tiers)
    assert not found.daily[..., free].any()


class StopError(Exception):
    """Cuts a run off."""


@pytest.mark.parametrize("tiers", COUNTS)
def test_threads_and_a_pause_change_nothing(tiers: int, tmp_path: Path) -> None:
    assert simulated(tiers, threads=2).digest == simulated(tiers).digest

    def on_day(day: int) -> None:
        if day == 20:
            raise StopError

    run: dict[str, Any] = {"population": PEOPLE, "days": DAYS, "seed": SEED, "threads": 1}
    with pytest.raises(StopError):
        simulate(scenario(tiers), **run, keeper=keeper(tmp_path), on_day=on_day)
    days: list[int] = []
    went_on = simulate(scenario(tiers), **run, keeper=keeper(tmp_path), on_day=days.append)
    assert went_on.digest == simulated(tiers).digest
    assert days == list(range(21, DAYS))


def keeper(folder: Path) -> Keeper:
    """One that writes a checkpoint every evening."""
    return Keeper(folder, "000000", {"run": "tested"}, pace=Pace(least=0.0, sparing=0), say=pytest.fail)


def test_a_tier_that_there_is_not_is_in_no_checkpoint() -> None:
    columns = {name: np.zeros(2, np.uint16) for name in ("traits", "flags", "fear", "dossier", "commercial")}
    columns["flags"][1] = 5
    assert possible(columns, tiers=6)
    assert not possible(columns, tiers=3)


def test_a_past_with_other_tiers_is_refused() -> None:
    past = BranchPoint(scenario=scenario(3), day=5)
    with pytest.raises(ValueError, match="tiers"):
        simulate(scenario(2), population=PEOPLE, days=DAYS, seed=SEED, threads=1, past=past)


def test_nothing_is_compiled_for_other_tiers() -> None:
    ours, shipped = compiled_day(scenario(8).running), compiled_day(SHIPPED)
    assert ours.simulate_day is shipped.simulate_day
    assert ours.mechanisms.tiers == names(8)


def test_six_tiers_of_other_names_are_the_shipped_ones_but_for_the_names() -> None:
    """The same cuts and gates under other names leave the same people, and the same counts in the same columns."""
    cuts = (1020, 1010, 990, 980, 960)
    shipped = [f"{key}={cut}" for key, cut in zip(scenario_of_six().mechanisms.cuts, cuts, strict=True)]
    theirs = simulate(scenario_of_six(*shipped), population=PEOPLE, days=DAYS, seed=SEED, threads=1)
    own = [f"{key}={cut}" for key, cut in zip(scenario(6).mechanisms.cuts, cuts, strict=True)]
    gates = [f"restrictions.tier_gates.{name}=[]" for name in names(6)]
    ours = load_text(text(6), sets=[*FREQUENT, *own, *gates])
    found = simulate(ours, population=PEOPLE, days=DAYS, seed=SEED, threads=1)
    assert found.digest == theirs.digest


def scenario_of_six(*sets: str) -> Scenario:
    gates = [f"restrictions.tier_gates.{name}=[]" for name in TIERS]
    return load_text(
        "glasshouse: 1\nextends: as-described\n",
        sets=[*FREQUENT, *sets, *gates, "restrictions.redlist_gates=[restaurant]"],
    )


@pytest.mark.parametrize("tiers", range(2, 9))
def test_a_column_of_points_and_a_single_person_are_put_in_the_same_tier(tiers: int) -> None:
    points, off, out = np.arange(-2000, 2001, dtype=np.int16), np.zeros(4001, np.int16), np.zeros(4001, np.uint16)
    off[::3] = 7
    params = engine_compile_params(load_text(text(tiers)), 0, PEOPLE).params[0]
    tiers_of(points, off, params["cuts"], out)
    assert out.tolist() == [tier_of(int(x), params["cuts"]) for x in points - off]
    assert set(out.tolist()) == set(range(tiers))
