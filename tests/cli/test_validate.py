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
from glasshouse.validation.table_loading import FOLDER, tables_of_preset
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


def test_a_bound_is_shown_as_one_and_has_no_score(tmp_path, capsys):
    text = ADD.replace("widest: 50,", "bound: at least, widest: 50,")
    assert status(["validate", str(written(tmp_path, text)), "--draws", "60"]) == 0
    shown = capsys.readouterr().out
    assert "at least 30" in shown
    assert "% intervals hold" not in shown
    assert status(["validate", str(written(tmp_path, text)), "--draws", "60", "--json"]) == 0
    figure = json.loads(capsys.readouterr().out)["tables"][0]["outputs"]["false_alerts"]
    assert (figure["bound"], figure["crps"], figure["verdict"]) == ("at least", None, "pass")


def test_the_file_of_a_table_is_printed_as_it_stands(tmp_path, capsys):
    place = written(tmp_path)
    for name, path in (("cardiff-final-2017", FOLDER / "cardiff-final-2017.yaml"), (str(place), place)):
        assert status(["validate", name, "--show"]) == 0
        assert capsys.readouterr().out == path.read_text(encoding="utf-8")
    assert status(["validate", "as-documented", "--show"]) == 0
    assert capsys.readouterr().out.count("\npreset: as-documented\n") == len(tables_of_preset("as-documented")) > 1


@pytest.mark.parametrize("arguments", [["--show"], ["cardiff-final-2017", "--show", "--json"]])
def test_the_file_of_no_table_and_of_all_is_not_printed(capsys, arguments):
    assert status(["validate", *arguments]) == 2
    assert capsys.readouterr().err.startswith("glasshouse: --show")


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

    def evaluated(*_, workers, scheduler, **given):
        shared.append(workers)
        return evaluate_tables.validate(written(tmp_path), draws=60)

    monkeypatch.setattr("glasshouse.cli.validating.validated", evaluated)
    assert status(["validate", "--workers", "3"]) == 0
    monkeypatch.undo()
    assert shared == [3]
    assert status(["validate", "--workers", "0"]) == 2
    assert "--workers 0" in capsys.readouterr().err
