"""A plug-in's section holds a switch, a date and lists of gates, checked and hashed like those of ours."""

from __future__ import annotations

import re
from datetime import date

import pytest

from glasshouse.cli.main import status
from glasshouse.scenario import ScenarioError, load, load_document
from glasshouse.scenario.scenario_loading import load_text
from scenario import night_buses

NAME = night_buses.__name__
TEXT = f"""glasshouse: 1
extends: as-described
plugins: [{NAME}]
night_buses:
  strict: true
  since: 2020-01-01
  closed: {{weekdays: [hotel, shop]}}
"""


def test_a_file_gives_them_and_a_day_has_them():
    settings = load_text(TEXT).settings(0)
    assert settings.switches["night_buses.strict"] is True
    assert settings.dates["night_buses.since"] == date(2020, 1, 1)
    assert settings.gates["night_buses.closed.weekdays"] == ("hotel", "shop")
    assert settings.gates["night_buses.closed.sundays"] == ()


def test_without_them_they_are_off():
    settings = load("as-described", sets=f"plugins=[{NAME}]").settings(0)
    assert (settings.switches["night_buses.strict"], settings.dates["night_buses.since"]) == (False, None)


def test_they_are_hashed_and_kept_in_the_document():
    scenario = load_text(TEXT)
    assert load_document(scenario.document, mechanisms=scenario.mechanisms).hash == scenario.hash
    for change in ("night_buses.strict=false", "night_buses.since=none", "night_buses.closed.sundays=[visa]"):
        assert load_text(TEXT, sets=change).hash != scenario.hash, change


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [("strict: true", "strikt: true"), ("weekdays", "weekdayz"), ("hotel", "hotle")],
)
def test_a_misspelt_one_is_told_with_its_line(wrong, nearest):
    with pytest.raises(ScenarioError, match=re.escape(f"'{wrong.partition(':')[0]}'")) as told:
        load_text(TEXT.replace(wrong, nearest))
    assert told.value.line in (5, 7)


def test_each_is_explained(tmp_path, capsys):
    file = tmp_path / "mine.yaml"
    file.write_text(TEXT, encoding="utf-8")
    for key, value in (("strict", "true"), ("since", "2020-01-01"), ("closed.weekdays", "hotel, shop")):
        assert status(["explain", f"night_buses.{key}", "--scenario", str(file)]) == 0
        assert value in capsys.readouterr().out
