"""A table of an installed plug-in: evaluated beside those that ship, marked, and counted apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glasshouse import plugins
from glasshouse.cli.main import status
from glasshouse.scenario import ScenarioError
from glasshouse.validation import evaluate_tables, known_verdicts
from glasshouse.validation.evaluate_tables import evaluate, validate
from glasshouse.validation.table_loading import load_table, table_names
from glasshouse.validation.verdict_words import closing


def test_it_is_found_by_its_name_and_marked_with_its_plug_in(plates_installed):
    table = load_table("small-crowd")
    assert (table.name, table.plugin) == ("two-towns", "small-plates 0.3")
    assert load_table("cardiff-final-2017").plugin == ""
    assert "small-crowd" not in table_names()
    with pytest.raises(ScenarioError, match="Did you mean 'small-crowd'"):
        load_table("small-crows")


def test_all_tables_are_those_that_ship_and_the_plug_in_s(plates_installed, monkeypatch):
    monkeypatch.setattr(evaluate_tables, "table_names", lambda: ["cardiff-final-2017"])
    found = validate(draws=40)
    assert [result.table.plugin for result in found.results] == ["", "small-plates 0.3"]
    assert found.tally.confirmed + found.tally.unconfirmed == 1
    assert found.of_plugins.unconfirmed == 1
    assert closing(found).count("1 table, which") == 2
    assert "plug-ins" in closing(found)
    document = found.document()
    assert (
        document["counts_of_plugins"]["unconfirmed_failed"] + document["counts_of_plugins"]["unconfirmed_passed"] == 1
    )
    assert [table.get("plugin") for table in document["tables"]] == [None, "small-plates 0.3"]
    assert [result.table.plugin for result in validate(draws=40, plugins=False).results] == [""]


def test_the_terminal_says_whose_it_is(plates_installed, capsys):
    assert status(["validate", "small-crowd", "--draws", "40"]) == 0
    shown = capsys.readouterr().out
    assert "of the plug-in small-plates 0.3" in shown
    assert shown.splitlines()[-1].startswith("Counted apart, of plug-ins: 1 table")


def test_nothing_of_it_is_among_the_kept_verdicts(plates_installed):
    assert "two-towns" not in {result.table.name for result in known_verdicts.known().results}
    assert "small-crowd" not in known_verdicts.passes()
    assert not [name for name in known_verdicts.stale() if name != "the code"]


def test_a_table_whose_file_is_gone_is_one_line(plates_installed, monkeypatch):
    gone = replace(plugins.offered("validation_tables")["small-crowd"], origin="small_files:GONE")
    monkeypatch.setattr(plugins, "installed", lambda: (gone,))
    with pytest.raises(ScenarioError, match=r"'small-crowd' of small-plates 0.3 is no file"):
        load_table("small-crowd")


def test_a_file_of_one_s_own_is_no_plug_in_s():
    assert (
        "counts_of_plugins"
        not in evaluate_tables.Validation(
            results=(evaluate(load_table("oxford-circus-2020"), draws=40),), seed=1
        ).document()
    )
