"""A preset simulated whole: what is taken from a run, and what a table of it may not say."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from glasshouse.engine.simulate import simulate
from glasshouse.evidence import MARK, load_sources
from glasshouse.headlines.from_memory import remembered as remembered_in_a_run
from glasshouse.scenario import ScenarioError, load
from glasshouse.validation.evaluate_tables import Result, validate
from glasshouse.validation.kinds.whole_preset import WholePlan, draws_of
from glasshouse.validation.table_loading import load_table, tables_of_preset
from glasshouse.validation.verdict_words import about, heading, why
from glasshouse.validation.whole_kind import preset_remembers

TABLE = """
glasshouse-validation: 1
name: small
title: A small country
kind: whole-preset
preset: welfare-accusation
people: 2000
simulated_days: 30
summary: Debts.
status: unconfirmed
outputs:
  debts: {meaning: debts, measure: onsets, days: [8, 21], value: 3000, unit: people, source: prygodicz-2021,
    confidence: M, widest: 90000, naive: [0, 1000000]}
  listed: {meaning: on the list, measure: on_defaulter_list, take: end, value: 3000, unit: people, population: 2000,
    source: prygodicz-2021, confidence: M, widest: 90000, naive: [0, 1000000]}
  wrong: {meaning: wrong ones, measure: onsets_wrongful, of: onsets, value: 0.5, unit: share, source: prygodicz-2021,
    confidence: M, widest: 0.9, naive: [0, 1]}
wrong:
  - {because: no errors, set: {registries.clerical_error: 0}}
notes: None.
"""


def written(folder: Path, old: str = "", new: str = "") -> Path:
    assert old in TABLE
    path = folder / "small.yaml"
    path.write_text(TABLE.lstrip("\n").replace(old, new, 1) if old else TABLE.lstrip("\n"), encoding="utf-8")
    return path


def test_figures_are_those_of_a_run_scaled_to_the_country(tmp_path):
    table = load_table(written(tmp_path))
    found = table.kind.simulate({}, 5)
    scenario = load("welfare-accusation")
    run = simulate(scenario, population=2000, days=30, seed=5, threads=1, drawn=scenario.draw(1, 5), ledger=False)
    daily, place = run.daily.sum(axis=(1, 2)), {name: k for k, name in enumerate(run.measures)}
    people = scenario.place.columns["population"].sum()
    assert found["debts"] == pytest.approx(daily[7:21, place["onsets"]].sum() * people / 2000)
    counted = daily[:, place["people"]].nonzero()[0][-1]
    assert found["listed"] == daily[counted, place["on_defaulter_list"]]
    onsets = daily[:, place["onsets"]].sum()
    if onsets:
        assert found["wrong"] == daily[:, place["onsets_wrongful"]].sum() / onsets


def test_a_figure_may_be_of_one_group(tmp_path):
    def debts(group: str = "") -> float:
        changed = written(tmp_path, "measure: onsets,", f"measure: people, take: end,{group}")
        return load_table(changed).kind.simulate({}, 5)["debts"]

    groups = [debts(f" group: {name},") for name in load("welfare-accusation").place.group_names]
    assert sum(groups) == pytest.approx(debts())
    assert len({*groups}) > 1


def test_a_count_that_never_happens_is_told(tmp_path):
    path = written(tmp_path, "measure: on_defaulter_list, take: end", "measure: alert_false")
    result = validate(path, draws=40).results[0]
    assert any("no draw counts any" in sentence for sentence in why(result))
    assert not any(
        "no draw counts any" in sentence for sentence in why(validate(written(tmp_path), draws=40).results[0])
    )


def test_a_wrong_input_changes_a_parameter_of_the_preset(tmp_path):
    table = load_table(written(tmp_path))
    key = "registries.clerical_error"
    assert dict(table.wrong[0].values) == {key: 0}
    assert table.kind.inputs[key].unit == load("welfare-accusation").parameters[key].unit
    more = {key: 1e-3}
    assert table.kind.simulate(more, 5)["debts"] > table.kind.simulate({}, 5)["debts"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("preset: welfare-accusation", "preset: welfare-acusation", 5, "Did you mean 'welfare-accusation'"),
        ("measure: onsets,", "measure: onset,", 11, "'onset'.*'onsets'"),
        ("measure: onsets,", "measure: misidentifications,", 11, "'misidentifications' is a rate.*alert_false"),
        ("measure: onsets,", "measure: misidentified,", 11, "person by person.*docs/odd.md"),
        ("measure: onsets,", "measure: onsets, group: minorty men,", 11, "unknown group.*'minority men'"),
        (
            "people: 2000\nsim",
            "groups: {a: old}\npeople: 2000\nsim",
            6,
            "groups go with risk-score.*group: in an output",
        ),
        ("days: [8, 21]", "days: [8, 31]", 11, "day 31 is beyond"),
        ("days: [8, 21]", "days: [21, 8]", 11, "first to a last"),
        ("registries.clerical_error", "registries.clerical_eror", 18, "Did you mean 'registries.clerical_error'"),
        ("people: 2000\nsimulated_days", "persons: 2000\nsimulated_days", 6, "unknown key 'persons'"),
    ],
)
def test_a_faulty_table_is_refused_in_one_line(tmp_path, old, new, line, said):
    with pytest.raises(ScenarioError) as error:
        load_table(written(tmp_path, old, new))
    text = str(error.value)
    assert re.search(said, text), text
    assert f"line {line}" in text
    assert "\n" not in text


def test_a_preset_s_name_stands_for_its_tables():
    names = [table.name for table in tables_of_preset("as-documented")]
    assert names == ["as-documented-courts", "as-documented-posts", "as-documented-sensitive"]


def test_a_preset_that_no_table_simulates_whole_is_named():
    with pytest.raises(ScenarioError, match="no table simulates the preset hong-kong-2020 whole"):
        validate("hong-kong-2020")


def test_a_verdict_that_rests_on_memory_carries_the_mark():
    table = load_table("london-lfr-whole")
    checked = Result(table=table, outputs={}, tried=(), draws=40)
    assert MARK not in heading(checked) + about(checked)
    remembered = replace(checked, table=replace(table, preset_remembers=("cameras.total",)))
    assert remembered.table.confirmed
    assert MARK in heading(remembered)
    assert "cameras.total" in about(remembered)
    for preset in ("as-described", "as-documented", "london-lfr"):
        assert set(preset_remembers(preset)) >= set(remembered_in_a_run(load(preset)))


def test_large_runs_get_fewer_draws():
    plan = WholePlan(preset="london-lfr", people=6_000, days=1_615, taken={})
    assert draws_of(plan) == 200
    assert draws_of(replace(plan, people=60_000)) == 40 < draws_of(replace(plan, people=12_000)) < 200


def test_numbers_from_memory_are_counted_by_sources_of_the_presets_own(monkeypatch):
    preset = load("london-lfr")
    own = replace(next(each for each in load_sources().values() if each.unread), id="town-hall-2020")
    given = replace(preset.parameters["cameras.total"], source=own.id, confidence="M")
    changed = replace(preset, parameters={**preset.parameters, "cameras.total": given})
    monkeypatch.setattr("glasshouse.validation.whole_kind.load", lambda name: changed)
    monkeypatch.setattr("glasshouse.validation.whole_kind.sources_of", lambda *of: {**load_sources(), own.id: own})

    assert preset_remembers("london-lfr") == ("cameras.total",)
