"""A sample of days is simulated again, and what a folder says otherwise is seen."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polars as pl
import pytest

from glasshouse.folders.json_files import note_files
from glasshouse.runs import execute_run
from glasshouse.runs.replay_sample import replay_sample
from glasshouse.runs.run import open_run
from glasshouse.runs.run_plan import plan
from glasshouse.runs.verify_run import verify
from glasshouse.scenario import load
from grammar import facts, numbers
from model.runs import BUSY
from tampering import edit


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("runs") / "run"
    path.mkdir()
    asked = plan(load("as-described", sets=BUSY), population=3000, days=30, replicates=2, seed=3, threads=1)
    execute_run.execute(asked, path)
    return path


@pytest.fixture
def run(made, tmp_path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "run"))


def test_days_lived_again_are_the_same_and_it_is_said_how_many(run):
    assert verify(open_run(run)) == []
    said, faults = replay_sample(open_run(run))
    assert (numbers(said), faults) == (["30", "3,000", "31", "0"], [])
    assert said.endswith("the same.")
    said, faults = replay_sample(open_run(run), worth=1)
    assert faults == []
    assert numbers(said) == ["30", "8", "0"]
    assert re.search(facts("Tibet … the same."), said)


def rewritten(run: Path, name: str, change: pl.Expr, where: pl.Expr) -> None:
    frame = pl.read_parquet(run / f"{name}.parquet")
    place = pl.col("district").cast(pl.String) == "Tibet"
    first = frame.with_row_index().filter(place, pl.col("replicate") == 0, where)["index"][0]
    index = pl.int_range(pl.len())
    frame.with_columns(
        pl.when(index == first)
        .then(change)
        .otherwise(pl.col(change.meta.output_name()))
        .alias(change.meta.output_name())
    ).write_parquet(run / f"{name}.parquet")
    note_files(run, [f"{name}.parquet"], "run.json")


@pytest.mark.parametrize(
    ("name", "change"),
    [("daily", pl.col("value") + 1), ("daily", pl.col("day") + 1), ("events", pl.col("value") + 1)],
    ids=["a count", "a day", "an event"],
)
def test_a_figure_that_was_made_up_is_seen(run, name, change):
    rewritten(run, name, change, pl.lit(True))
    said, faults = replay_sample(open_run(run))
    assert said == ""
    (fault,) = faults
    assert re.match(facts(f"Tibet … replicate 0 … {name}.parquet"), fault)


def test_a_row_too_many_or_too_few_is_seen(run):
    daily = pl.read_parquet(run / "daily.parquet")
    daily.filter(pl.col("district").cast(pl.String) != "Tibet").write_parquet(run / "daily.parquet")
    note_files(run, ["daily.parquet"], "run.json")
    (fault,) = replay_sample(open_run(run))[1]
    assert re.match(facts("Tibet … replicate 0 … daily.parquet"), fault)
    pl.concat([daily, daily]).write_parquet(run / "daily.parquet")
    note_files(run, ["daily.parquet"], "run.json")
    assert len(replay_sample(open_run(run))[1]) == 31


def test_other_fits_are_seen(run):
    each = open_run(run).manifest["each"]
    each[0]["fits"][0]["points"] = ["60 " * 60] * 31
    edit(run, each=each)
    assert replay_sample(open_run(run))[1] != []
    del each[0]["fits"]
    edit(run, each=each)
    assert "learned score" in replay_sample(open_run(run))[1][0]


def test_another_version_s_days_are_not_lived_again(run):
    edit(run, version="9.9")
    assert replay_sample(open_run(run)) == ("", [])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scenario_hash": "0" * 32}, "hash"),
        ({"digest": "0" * 64}, "is not that of its replicates"),
        ({"digests": ["0" * 64, "1" * 64]}, "is not that of its replicates"),
        ({"seed": 4}, "another seed"),
        ({"population": 777}, "another number of person-days"),
        ({"days": 9}, "another number of person-days"),
    ],
)
def test_run_json_must_hold_together(run, change, words):
    edit(run, **change)
    faults = verify(open_run(run))
    assert len(faults) == 1
    assert words in faults[0]
