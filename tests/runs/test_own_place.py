"""A run in a place of somebody's own needs no file but those in its folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import glasshouse
from glasshouse.cli.main import status

FILE = """\
title: Two banks
assumed: an invented town
population: {values: {Left bank: 6000, Right bank: 4000}}
children: 0.15
older: 0.2
internet: {value: 0.8, source: town-2025, confidence: S}
minority: 0.2
sources:
  town-2025: {author: Town office, title: Households online, year: 2025, at: town.example}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A finished run whose scenario and place are gone."""
    town, scenario = tmp_path / "town.yaml", tmp_path / "mine.yaml"
    town.write_text(FILE, encoding="utf-8")
    scenario.write_text("glasshouse: 1\nextends: as-described\nplace: ./town.yaml\n", encoding="utf-8")
    out = tmp_path / "out"
    sizes = ["--population", "6000", "--days", "20", "--draws", "0"]
    assert status(["run", str(scenario), *sizes, "--out", str(out)]) == 0
    for file in (town, scenario):
        file.unlink()
    return out


def test_it_is_verified_and_reported_and_told_after_the_file_has_gone(folder: Path):
    assert status(["verify", str(folder)]) == 0
    assert status(["resume", str(folder)]) == 0
    (folder / "report.html").unlink()
    assert status(["report", str(folder)]) == 0
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Right bank" in page
    assert "Households online" in page
    assert glasshouse.open_run(folder).scenario.place.districts == ("Left bank", "Right bank")


def test_a_place_that_was_edited_in_the_folder_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]):
    facts = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    facts["scenario"]["place"]["columns"]["older"]["values"]["Left bank"] = 0.3
    (folder / "run.json").write_text(json.dumps(facts), encoding="utf-8")
    assert status(["verify", str(folder)]) != 0
    assert "run.json" in capsys.readouterr().err
