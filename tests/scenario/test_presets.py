"""Presets carry their evidence; the schema fits them; a new file starts from one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from glasshouse.control_panel import Dial
from glasshouse.evidence import load_sources
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario import PARAMETERS, ParameterValue, ScenarioError, list_presets, load, new_file, preset_names
from glasshouse.scenario import presets as presets_module
from glasshouse.scenario.presets import crowd_presets
from glasshouse.scenario.scenario_loading import FOLDER, load_text
from glasshouse.scenario.schema import SCHEMA_FILE, schema_text
from glasshouse.scenario.yaml_reading import read

FILES = sorted(FOLDER.glob("*.yaml"))


def numbers(name: str) -> dict[str, ParameterValue]:
    scenario = load(name)
    out = dict(scenario.parameters)
    for event in scenario.events:
        out |= {f"{event.name}:{key}": given for key, given in event.changes.items()}
        out |= {f"{event.name}:jump": event.jump} if event.jump else {}
    return out


@pytest.mark.parametrize("name", preset_names())
def test_every_number_has_evidence(name: str) -> None:
    for key, given in numbers(name).items():
        if given.source is None:
            assert given.assumed, key
            assert given.assumed.strip(), key
        else:
            source = load_sources()[given.source]
            assert source.author, key
            assert source.title, key
            assert source.year, key
            assert given.confidence in ("S", "M", "D"), key


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_number_has_a_range_or_a_posterior(path: Path) -> None:
    def walk(data: Any, at: str) -> None:
        if isinstance(data, dict):
            if "value" in data:
                assert ("range" in data) != ("posterior" in data), at
            for key, inner in data.items():
                walk(inner, f"{at}.{key}")
        elif isinstance(data, list):
            for inner in data:
                walk(inner, at)

    walk(read(path).data, path.stem)


@pytest.mark.parametrize("name", preset_names())
def test_companies_and_events_are_cited(name: str) -> None:
    scenario = load(name)
    assert {company.source for company in scenario.suppliers.values()} <= set(load_sources())
    assert {event.source for event in scenario.events if event.source} <= set(load_sources())


def test_documented_has_no_score_gates_and_no_points_for_lawful_speech() -> None:
    scenario = load("as-documented")
    settings = scenario.settings(364)
    assert not any(settings.tier_gates.values())
    assert not settings.reached["participation.mandatory_from"]
    assert not settings.on("learned_score")
    assert settings.numbers["score.points_critical_post"] == 0
    assert settings.numbers["score.points_assembly"] == 0
    assert settings.list_gates["defaulter"] == ("hotel", "credit", "flight", "rail", "school")
    assert settings.list_gates["dishonest"] == ()


def test_documented_says_first_that_xinjiang_is_left_out() -> None:
    assert load("as-documented").leaves_out[0].startswith("Xinjiang")


def test_the_security_law_widens_everything_it_touches() -> None:
    scenario = load("hong-kong-2020")
    day = scenario.day_of(date(2020, 6, 30))
    before, after = scenario.settings(day - 1).numbers, scenario.settings(day).numbers
    law = scenario.events[0]
    for key in law.changes:
        assert abs(after[key]) > abs(before[key]), key
    assert scenario.jump(day) > 0
    assert len(scenario.place.districts) == 18


def test_list_of_presets() -> None:
    presets = {preset.name: preset for preset in list_presets()}
    known = ["as-described", "as-documented", "hong-kong-2020", "london-lfr", "london-lfr-2020", "stadium-list"]
    assert [name for name in presets if name in known] == known
    assert presets["as-documented"].label == "documented"
    for preset in presets.values():
        assert preset.title
        assert preset.sentence.endswith(".")
        assert len(preset.sentence) < 160


def test_a_crowd_is_offered_the_presets_that_its_sliders_fit() -> None:
    offered = crowd_presets()
    assert {"as-described", "as-documented", "london-lfr", "stadium-list"} <= set(offered)
    assert "hong-kong-2020" not in offered, "a preset that extends one has no title of it"
    moved = {dial.key for dial in SHIPPED.declared(Dial)}
    for name in offered:
        scenario = load(name)
        assert scenario.settings(0).on("face_recognition") is True
        assert not moved & {key for event in scenario.events for key in event.changes}, name


def test_a_preset_offers_itself_to_a_crowd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, title in {"one": "crowd_title: >-\n  Two\n  lines\n", "other": ""}.items():
        (tmp_path / name).write_text(f"glasshouse: 1\nextends: as-described\n{title}", encoding="utf-8")
    monkeypatch.setattr(presets_module, "preset_names", lambda: ["one", "other"])
    monkeypatch.setattr(presets_module, "preset_file", tmp_path.joinpath)
    assert dict(crowd_presets.__wrapped__()) == {"one": "Two lines"}


def test_what_a_crowd_is_called_changes_nothing_of_a_scenario() -> None:
    plain, called = (load_text(f"glasshouse: 1\nextends: as-described\n{line}") for line in ("", "crowd_title: Mine"))
    assert dict(called.document) == dict(plain.document)
    with pytest.raises(ScenarioError, match="crowd_title") as raised:
        load_text("glasshouse: 1\nextends: as-described\ncrowd_title: [1]")
    assert raised.value.line == 3


def test_schema_is_current() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "python -m glasshouse.scenario.schema"


def test_schema_fits_the_presets_and_refuses_faults() -> None:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for path in FILES:
        data = json.loads(json.dumps(read(path).data, default=date.isoformat))
        assert not list(validator.iter_errors(data)), path.name
    bare = {"glasshouse": 1, "cameras": {"total": 3}}
    assert list(validator.iter_errors(bare))
    assert list(validator.iter_errors({"glasshouse": 1, "camera": {}}))


@pytest.mark.parametrize("preset", preset_names())
def test_a_new_file_loads_and_shows_every_parameter(preset: str, tmp_path: Path) -> None:
    path = new_file(tmp_path / "mine.yaml", preset)
    text = path.read_text(encoding="utf-8")
    scenario = load(path)
    assert scenario.hash == load(preset).hash
    assert (scenario.name, scenario.label) == ("mine", "hypothetical")
    for row in PARAMETERS.values():
        assert row.meaning in text
        assert f"unit: {row.unit}" in text


@pytest.mark.parametrize("preset", preset_names())
def test_a_new_file_loads_with_every_line_taken_in(preset: str, tmp_path: Path) -> None:
    lines = new_file(tmp_path / "mine.yaml", preset).read_text(encoding="utf-8").splitlines()
    body = [line[2:] if line.startswith("# ") else line for line in lines[3:]]
    everything = tmp_path / "everything.yaml"
    everything.write_text("\n".join(body), encoding="utf-8")
    scenario = load(everything)
    assert scenario.parameters["cameras.total"].layer == "everything.yaml"
    assert scenario.settings(0) == load(preset).settings(0)


def test_a_new_file_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("precious")
    with pytest.raises(ScenarioError, match="exists already"):
        new_file(path)
    assert path.read_text() == "precious"
    with pytest.raises(ScenarioError, match="Did you mean 'as-described'"):
        new_file(tmp_path / "other.yaml", "as-descibed")
    assert not (tmp_path / "other.yaml").exists()
    with pytest.raises(ScenarioError, match="cannot be written"):
        new_file(tmp_path / "nowhere" / "other.yaml")


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_leaves_something_out_in_another_place_too(name):
    place = "london" if load(name).place.name != "london" else "hong-kong"
    assert load(name, [f"place={place}"]).leaves_out
