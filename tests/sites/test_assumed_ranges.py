"""The interval of the ensemble that ships belongs to one scenario as it is, and to the engine that made it."""

from __future__ import annotations

import json

import polars as pl
import pytest

from glasshouse.measures.intervals import spread_of_draws
from glasshouse.scenario import load, with_sets
from glasshouse.sites import assumed_ranges as module
from glasshouse.sites import shipped_comparison
from glasshouse.sites.assumed_ranges import assumed_ranges


def test_it_is_the_interval_of_the_draws():
    found = assumed_ranges(load("as-described"), 365)
    assert found is not None
    draws = pl.read_parquet(shipped_comparison.FOLDER / "ensemble.parquet").filter(
        (pl.col("arm") == "baseline") & (pl.col("quantity") == "measure") & (pl.col("group") == "all")
    )
    for outcome, measure in {"sanctioned": "sanctioned", "wrongly": "wrongful", "mistaken": "misidentified"}.items():
        values = draws.filter(pl.col("name") == measure)["value"].to_list()
        own = spread_of_draws(values)
        assert found["draws"] == len(values)
        assert found["ranges"][outcome] == [round(own.low or 0, 1), round(own.value, 1), round(own.high or 0, 1)]
        assert 0 < found["ranges"][outcome][0] < found["ranges"][outcome][1] < found["ranges"][outcome][2]


@pytest.mark.parametrize("changed", ["another preset", "a parameter", "fewer days", "the engine"])
def test_anything_else_has_none(changed, monkeypatch, tmp_path):
    scenario, days = load("as-described"), 365
    if changed == "another preset":
        scenario = load("as-documented")
    if changed == "a parameter":
        scenario = with_sets(scenario, ["score.recovery=3"])
    if changed == "fewer days":
        days = 300
    if changed == "the engine":
        (tmp_path / "engine.json").write_text(json.dumps({"fingerprint": "x"}))
        monkeypatch.setattr(module, "_ENGINE", tmp_path / "engine.json")
    assert assumed_ranges(scenario, days) is None
