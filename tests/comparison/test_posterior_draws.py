"""A comparison whose draws come from a posterior: every scenario of a draw takes the same particle."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

import glasshouse
from glasshouse import BadInputError, StoppedError, report_files
from glasshouse.comparison import execute_comparison
from glasshouse.comparison.comparison import open_comparison
from glasshouse.comparison.comparison_plan import ComparisonPlan, plan_comparison
from glasshouse.comparison.resume_comparison import unfinished
from glasshouse.runs.ensemble_particles import ParticleDraws
from glasshouse.scenario import load

FLAG, TRIPS = "internet.false_flag", "people.trips"
VALUES = {FLAG: [0.001, 0.002], TRIPS: [2.0, 2.5]}
ARMS = [f"{FLAG}=0.05", "cameras.enabled=false"]
SIZES = {"population": 400, "days": 3, "replicates": 1, "draws": 40, "ensemble_population": 200, "threads": 2}


@pytest.fixture
def posterior(tmp_path):
    path = tmp_path / "posterior.parquet"
    pl.DataFrame({**VALUES, "weight": [0.75, 0.25]}).write_parquet(path)
    return path


def planned(posterior, **more) -> ComparisonPlan:
    return plan_comparison(load("as-described"), ARMS, **(SIZES | more), ensemble=posterior)


def test_every_arm_of_a_draw_takes_the_same_particle_and_goes_on_without_the_file(posterior, tmp_path):
    asked = planned(posterior)
    assert f"--ensemble {posterior}" in asked.plan.command
    assert all(asked.plan_of(arm).posterior is None for arm in asked.all_arms)

    def stop(number: int, place: int, arm: str, day: int) -> None:
        if number >= 8:
            raise KeyboardInterrupt

    folder = tmp_path / "compared"
    folder.mkdir()
    with pytest.raises(StoppedError):
        execute_comparison.execute(asked, folder, stop)
    posterior.unlink()
    again = unfinished(folder)
    assert again is not None
    execute_comparison.go_on(again, folder)
    done = open_comparison(folder)
    assert done.manifest["ensemble"]["posterior"]["keys"] == [FLAG, TRIPS]
    rows = pl.read_parquet(folder / "ensemble.parquet").with_columns(pl.col("arm", "name", "quantity").cast(pl.String))
    drawn = rows.filter(pl.col("quantity") == "parameter")
    of_baseline = drawn.filter(pl.col("arm") == "baseline")
    pairs = zip(*(of_baseline.filter(pl.col("name") == key)["value"].to_list() for key in VALUES), strict=True)
    assert sorted(set(pairs)) == [(0.001, 2.0), (0.002, 2.5)]
    # An arm's rows are what differs from the baseline: of the particle's, the number alone that it sets itself.
    others = drawn.filter(pl.col("arm") != "baseline", pl.col("name").is_in([FLAG, TRIPS]))
    assert set(others.select("arm", "name").iter_rows()) == {(ARMS[0], FLAG)}


def test_an_arm_that_sets_a_number_keeps_it_and_its_own_range():
    baseline = load("as-described")
    given = baseline.parameters[FLAG]
    taken = ParticleDraws(file="p", hash="", keys=(FLAG,), values=((given.low,), (given.high,), (2 * given.high,)))
    fixed = load("as-described", sets=[f"{FLAG}=0.05"])
    assert [taken.laid_over({}, draw, fixed, baseline).get(FLAG) for draw in (1, 2, 3)] == [None] * 3
    assert [taken.laid_over({}, draw, baseline, baseline)[FLAG] for draw in (1, 3)] == [given.low, 2 * given.high]
    own = replace(given, value=0.3, low=0.2, high=0.4)
    wide = replace(baseline, parameters={**baseline.parameters, FLAG: own})
    there = [taken.laid_over({}, draw, wide, baseline)[FLAG] for draw in (1, 2, 3)]
    assert there == pytest.approx([0.2, 0.4, 0.4])


def test_what_cannot_be_is_refused_before_anything_is_written(posterior, tmp_path, monkeypatch):
    monkeypatch.setattr(report_files, "rewrite_report", lambda folder: None)
    for more, said in (({"draws": 0}, "no draws"), ({"ensemble": tmp_path / "none.parquet"}, "no such file")):
        asked = {"ensemble": posterior, **more}
        with pytest.raises(BadInputError, match=said):
            glasshouse.compare("as-described", ARMS, out=tmp_path / "out", **(SIZES | asked))
    assert not (tmp_path / "out").exists()
