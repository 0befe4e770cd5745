"""A scenario with tiers of its own: its run, report, page of the lab, comparison, lives, and its folder checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

import glasshouse
from glasshouse.lab.run.run_shown import _read
from glasshouse.mechanisms.restrictions import DISHONEST
from glasshouse.report.run_charts import tier_colours
from glasshouse.runs.replay_sample import replay_sample
from glasshouse.runs.verify_run import verify
from small_tiers import names, scenario_file

SIZES: dict[str, Any] = {"population": 900, "days": 30, "seed": 2, "replicates": 2, "threads": 1}
SETS = ("people.offences=0.3", "score.every=10", "people.critical_posts=0.3", "participation.uptake=0.8")


@pytest.fixture(scope="module", params=[2, 3, 8])
def many(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module")
def folder(many: int, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("runs") / "run"
    glasshouse.run(scenario_file(place.parent, many), out=place, set=SETS, **SIZES)
    return place


def test_its_tables_name_its_tiers_and_no_others(folder: Path, many: int) -> None:
    run = glasshouse.open_run(folder)
    assert run.scenario.tiers == names(many)
    counted = set(run.daily.select(pl.col("measure").cast(pl.String).unique()).collect()["measure"])
    by_tier = {name for name in counted if name.startswith("tier_")} - {"tier_rises", "tier_falls"}
    assert by_tier <= {f"tier_{name}" for name in names(many)}
    assert f"tier_{names(many)[-1]}" in by_tier
    assert not [name for name in counted if name.startswith("column_")]
    measures = set(run.measures.select(pl.col("measure").cast(pl.String).unique()).collect()["measure"])
    assert {name for name in measures if name.startswith("tier_")} == {
        *("tier_rises", "tier_falls"),
        *(f"tier_{name}" for name in names(many)),
    }
    assert verify(run) == []
    said, faults = replay_sample(run)
    assert said
    assert faults == []


def test_its_report_and_its_page_of_the_lab_name_them(folder: Path, many: int) -> None:
    report = (folder / "report.html").read_text(encoding="utf-8")
    for name in names(many):
        assert f"</i>{name}" in report
    assert f"tier {names(many)[-1]}" in report
    assert "AAA" not in report
    assert len(set(tier_colours(names(many)).values())) == many
    shown = _read(folder, 0, 0)
    assert [*dict.fromkeys(row["tier"] for row in shown.charts["tiers"].data["rows"])] == list(names(many))


def test_a_comparison_has_them_too(folder: Path, many: int, tmp_path: Path) -> None:
    file = folder.parent / f"{many}-tiers.yaml"
    arms = ["error-free", "as-described"]
    sizes = {**SIZES, "replicates": 1, "days": 12}
    compared = glasshouse.compare(file, arms, out=tmp_path / "compared", set=SETS, **sizes)
    tier = f"tier_{names(many)[-1]}"
    assert compared.count("error-free", tier, "baseline") is not None
    report = (tmp_path / "compared" / "report.html").read_text(encoding="utf-8")
    assert ", ".join(names(many)) in report  # what as-described changes


def test_a_life_says_in_which_tier_somebody_is(folder: Path, many: int) -> None:
    events = glasshouse.open_run(folder).events.filter(pl.col("replicate") == 0).collect()
    listed = events.filter((pl.col("event").cast(pl.String) == "listing") & (pl.col("value") == DISHONEST))
    told = glasshouse.story(folder, int(listed["person"][0]))
    assert told.here.history.tier_last in names(many)
    assert f"ier {names(many)[-1]}" in told.text
    assert "tier D" not in told.text
