"""The example shows wherever the shipped mechanisms do, with no edit: story, report, measures, ODD, `explain`."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

import glasshouse
from glasshouse import odd, plugins
from glasshouse.cli.explain import explanation
from glasshouse.comparison.attributed_parts import parts_of
from glasshouse.interventions.laying import lay_over
from glasshouse.measure import Measure
from glasshouse.report.run_flow import diagram_of
from glasshouse.runs.verify_run import verify
from glasshouse.scenario import load, preset_names

from .package import NAME, SOURCE

OPEN = ("ombudsman.enabled=true", "ombudsman.complaints=0.2", "ombudsman.quota=10000")
WRONGED = ("plates.suspicious=1", "score.points_suspicious_trip=-500")


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> glasshouse.Run:
    folder = tmp_path_factory.mktemp("town") / "run"
    return glasshouse.run(
        "small-town-plates", population=6000, days=40, replicates=1, set=[*OPEN, *WRONGED], out=folder
    )


def events(run: glasshouse.Run, kind: str) -> set[int]:
    rows = pl.read_parquet(run.path / "events.parquet").filter(pl.col("event") == kind)
    if kind == "false entry":
        rows = rows.filter(pl.col("cause") == "suspicious trip")
    return set(rows["person"])


def test_the_place_and_the_preset_are_found():
    town = load("small-town-plates")
    assert "small-town-plates" in preset_names()
    assert (town.place.name, len(town.place.districts)) == ("small-town", 3)
    assert town.place.group_names == ("townspeople", "newcomers", "villagers")
    assert {each.name for each in town.mechanisms.added} == {"plates", "low_trust", "ombudsman"}


@pytest.mark.slow
def test_a_story_tells_of_the_false_sighting_and_of_the_ombudsman(run):
    helped = sorted(events(run, "false entry") & events(run, "sanction") & events(run, "sanction lifted"))
    texts = [glasshouse.story(run.path, person).text for person in helped[:4]]
    assert all("misread" in text for text in texts)
    assert any("ombudsman" in text.lower() for text in texts)


@pytest.mark.slow
def test_the_report_has_cards_arrows_and_a_sentence(run):
    page = (run.path / "report.html").read_text(encoding="utf-8")
    daily = pl.read_parquet(run.path / "daily.parquet").group_by("measure").agg(pl.col("value").sum())
    totals = dict(daily.iter_rows())
    for mechanism in run.scenario.mechanisms.added:
        assert mechanism.title is not None
        assert mechanism.title in page
        for count in mechanism.counts:
            assert (count.text in page) == (totals.get(count.name, 0) > 0)
        assert all(measure.title in page for measure in mechanism.declared(Measure))
    assert any("plate readers saw" in sentence for sentence in glasshouse.headline(run).sentences)
    assert {"plates", "ombudsman"} <= {node.key for node in diagram_of(run.scenario.mechanisms).nodes}


@pytest.mark.slow
def test_measures_stand_among_the_others_and_the_folder_verifies(run):
    names = set(pl.read_parquet(run.path / "measures.parquet")["measure"])
    assert {"false_sightings_by_reads", "helped_by_ombudsman"} <= names
    assert verify(run) == []


@pytest.mark.slow
def test_the_manifest_names_the_package(run):
    assert {each["package"] for each in run.manifest["plugins"]} in ({NAME}, {"glasshouse_plate_readers"})
    assert len(run.manifest["plugins"]) == 3


def test_what_can_be_switched_off_alone_is_in_the_list():
    parts = parts_of(load("small-town-plates").mechanisms)
    assert parts["plates"].family == "sensors"
    assert parts["misread-plates"].off == {"plates.misread": 0}


def test_the_safeguard_brings_its_mechanism_along():
    from glasshouse_plate_readers.ombudsman import OMBUDSMAN

    opened = lay_over(load("as-described"), [OMBUDSMAN])
    assert opened.switches["ombudsman.enabled"]
    assert [each.name for each in opened.mechanisms.added] == ["ombudsman"]
    assert not load("small-town-plates").switches["ombudsman.enabled"]


def test_every_name_is_explained():
    town = load("small-town-plates")
    for each in town.mechanisms.added:
        for name in (*(row.key for row in each.parameters), *(count.name for count in each.counts)):
            assert explanation(name, town).startswith(name)
    assert "The Register (2010)" in explanation("plates.read", town)


def test_they_describe_themselves_in_odd_form():
    page = odd.page(load("small-town-plates").mechanisms.added)
    for title in ("### plates", "### low_trust", "### ombudsman", "ombudsman_times"):
        assert title in page


def test_the_readme_names_what_there_is():
    readme = (SOURCE.parent / "README.md").read_text(encoding="utf-8")
    files = {path.name for path in Path(SOURCE).rglob("*.*") if path.suffix in (".py", ".yaml")}
    assert {name for name in files - {"__init__.py", "files.py"} if f"`{name}`" not in readme} == set()


@pytest.mark.slow
def test_a_plug_in_that_was_changed_is_said_in_one_line(run, monkeypatch):
    monkeypatch.setattr(plugins, "fingerprint", lambda *_: "0" * 32)
    opened = glasshouse.open_run(run.path)
    told = "the plug-in 'plates' (glasshouse-plate-readers"
    assert any(told in each and "was changed since" in each for each in verify(opened))
    with pytest.raises(glasshouse.BadInputError, match="was changed since"):
        glasshouse.story(run.path, 0)
    with pytest.raises(glasshouse.BadInputError, match="was changed since"):
        glasshouse.write_report(run.path)


@pytest.mark.slow
def test_a_plug_in_that_is_missing_is_said_in_one_line(run, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "glasshouse_plate_readers"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(plugins, "installed", lambda: ())
    monkeypatch.setattr(plugins, "_is_module", lambda name: False)
    with pytest.raises(glasshouse.BadInputError, match="is missing") as caught:
        _ = glasshouse.open_run(run.path).scenario
    assert "Install" in str(caught.value)
    assert "\n" not in str(caught.value)
