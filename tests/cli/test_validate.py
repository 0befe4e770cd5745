"""``glasshouse validate``: what it prints, and its exit status."""

from __future__ import annotations

import json
import re

import pytest

import glasshouse
from glasshouse.cli.main import status
from glasshouse.cli.validating import show
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.validation import evaluate_tables
from grammar import facts
from validation.tables import ADD, written


def test_a_file_s_verdicts_in_plain_english(tmp_path, capsys):
    assert status(["validate", str(written(tmp_path)), "--draws", "60"]) == 0
    text = capsys.readouterr().out
    assert "A small crowd" in text
    assert "passes" in text
    for head in ("Published", "Simulated, 95 %", "Width", "Allowed", "Verdict", "Skill"):
        assert head in text
    assert re.search(facts("times fewer errors … 0.1 % … fits: false alerts."), text)
    assert NOT_A_FORECAST in text
    assert text.splitlines()[-1] == "1 table, which passes."


def test_a_table_that_fails_is_shown_with_the_reason_and_is_no_error(tmp_path, capsys):
    text = ADD.replace("value: 30,", "value: 300,") + "reason: Another crowd.\n"
    assert status(["validate", str(written(tmp_path, text)), "--draws", "60"]) == 0
    shown = capsys.readouterr().out
    assert "false alerts: 300 published, " in shown
    assert "fails: Another crowd." in shown
    assert shown.splitlines()[-1] == "1 table, which fails."


def test_json_is_what_the_call_gives(tmp_path, capsys):
    path = written(tmp_path)
    assert status(["validate", str(path), "--draws", "60", "--seed", "3", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == glasshouse.validate(path, draws=60, seed=3).document()


@pytest.mark.parametrize(
    ("change", "arguments", "said"),
    [
        ("faces: {value: 3000,", ["--draws", "60"], "small.yaml, line 8: inputs.faces … 'value'"),
        ("", ["--draws", "3"], "--draws 3: … 40 to 1,000,000."),
    ],
)
def test_bad_input_is_one_line_and_exit_2(tmp_path, capsys, change, arguments, said):
    text = ADD.replace(change, "faces: {") if change else ADD
    assert status(["validate", str(written(tmp_path, text)), *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert re.match(facts(f"glasshouse: {said}"), captured.err)


def test_several_tables_end_with_how_well_their_intervals_hold(capsys, monkeypatch):
    monkeypatch.setattr(evaluate_tables, "table_names", lambda: ["essex-stops", "oxford-circus-2020"])
    monkeypatch.setattr(evaluate_tables, "offered", lambda group: [])
    found = evaluate_tables.validate(draws=40)
    show(found)
    text = capsys.readouterr().out
    for head in ("In 95 %", "Interval score", "CRPS", "In each fifth"):
        assert head in text
    data = found.document()["scores"]
    assert [each["name"] for each in data] == ["all tables", "review-cascade", "lfr-deployment"]
    assert data[0]["coverage"][2]["figures"] == 4
    assert sum(data[0]["pit"]) == 4


def test_tables_are_shared_among_so_many_processes(tmp_path, capsys, monkeypatch):
    shared = []

    def evaluated(*_, workers, **given):
        shared.append(workers)
        return evaluate_tables.validate(written(tmp_path), draws=60)

    monkeypatch.setattr("glasshouse.cli.validating.evaluate", evaluated)
    assert status(["validate", "--workers", "3"]) == 0
    monkeypatch.undo()
    assert shared == [3]
    assert status(["validate", "--workers", "0"]) == 2
    assert "--workers 0" in capsys.readouterr().err
