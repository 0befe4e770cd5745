"""The examples of CONTRIBUTING.md are whole: a mechanism, a measure, a place and a table, each run as it is written."""

from __future__ import annotations

import re
import sys

import polars as pl
import pytest

import glasshouse
from glasshouse.cli.main import status
from glasshouse.measures.definitions import measures_of
from glasshouse.scenario import load
from manual.blocks import ROOT, blocks

PAGE = ROOT / "CONTRIBUTING.md"
NAMES = ("wardens.py", "with-wardens.yaml", "two-valleys.yaml", "town-fair.yaml")


@pytest.fixture
def written(tmp_path, monkeypatch):
    """A folder with the examples, under the names that stand before them."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for block in blocks(PAGE.read_text(encoding="utf-8")):
        named = re.findall(r"`([\w-]+\.(?:py|yaml))`", " ".join(lines[max(0, block.line - 4) : block.line - 1]))
        if block.language in ("py", "yaml"):
            (tmp_path / named[-1]).write_text(block.text, encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == set(NAMES)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    sys.modules.pop("wardens", None)


def test_the_mechanism_and_its_measure_are_known(written):
    scenario = load(written / "with-wardens.yaml")
    (mechanism,) = scenario.mechanisms.added
    assert [each.key for each in mechanism.parameters if each.error] == ["wardens.wrong"]
    assert measures_of(scenario.mechanisms)["wardens_wrong_share"].section == mechanism.title


def test_the_place_is_one(written):
    place = load("as-described", sets=["place=two-valleys.yaml"]).place
    assert (place.group_names, len(place.districts)) == (("settled", "arrived"), 2)
    assert place.columns["population"].sum() == 150_000


def test_the_table_is_evaluated(written, capsys):
    assert status(["validate", "town-fair.yaml", "--draws", "40"]) == 0
    assert "town-fair" in capsys.readouterr().out


@pytest.mark.slow
def test_the_mechanism_runs_and_errs(written):
    frequent = ["wardens.seen=0.2", "wardens.wrong=1e-3", "people.offences=0.5"]
    run = glasshouse.run("with-wardens.yaml", population=2000, days=14, replicates=1, draws=0, threads=1, set=frequent,
                         out=written / "run")  # fmt: skip
    counted = dict(run.daily.group_by("measure").agg(pl.col("value").sum()).collect().iter_rows())
    assert counted["wardens_seen"] > 0
    assert counted["wardens_wrong"] > 0
    assert counted["entries_false"] >= counted["wardens_wrong"]
    (share,) = run.measures.filter(measure="wardens_wrong_share", district="all", group="all").collect()["rate"]
    assert share == pytest.approx(100 * counted["wardens_wrong"] / (counted["wardens_wrong"] + counted["wardens_seen"]))
