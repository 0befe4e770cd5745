"""``glasshouse plugins``: what is installed, what of it is broken and why, and the ODD page of a mechanism."""

from __future__ import annotations

import json

import pytest

from glasshouse import plugins
from glasshouse.cli.main import status
from glasshouse.mechanism_set import SHIPPED
from glasshouse.plugins import Plugin
from small_plugin import MODULE, PACKAGE, VERSION


def listed(capsys) -> list[dict]:
    assert status(["plugins", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_without_any_it_says_how_to_get_one(monkeypatch, capsys):
    monkeypatch.setattr(plugins, "installed", lambda: ())
    assert status(["plugins"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "glasshouse new-mechanism" in line
    assert listed(capsys) == []


def test_what_a_package_offers_is_listed(plates_installed, capsys):
    found = {each["name"]: each for each in listed(capsys)}
    assert found["plates"] == {
        "name": "plates", "kind": "mechanisms", "package": PACKAGE, "version": VERSION,
        "origin": f"{MODULE}:MECHANISM", "problem": None,
    }  # fmt: skip
    assert (found["small-town"]["kind"], found["small-town"]["problem"]) == ("presets", None)
    assert status(["plugins"]) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("plates", PACKAGE, VERSION, f"{MODULE}:MECHANISM", "small-town"))
    assert "(!)" not in shown
    assert max(map(len, shown.splitlines())) <= 80


BROKEN = {
    "gone": ("mechanisms", "no_such_module_at_all:MECHANISM", "no_such_module_at_all"),
    "nothing": ("mechanisms", "json:dumps", "holds no mechanism"),
    "nowhere": ("presets", "json:dumps", "is no file"),
    "no-place": ("places", "json:dumps", "is no file"),
    "no-safeguard": ("interventions", "json:dumps", "no Intervention"),
    "no-measure": ("measures", "json:dumps", "no Measure"),
    "taken": ("interventions", "glasshouse.interventions.error_free:INTERVENTION", "'error-free' is taken"),
    "china": ("places", "small_files:TOWN", "'china' is taken"),
    "no-table": ("validation_tables", "json:dumps", "is no file"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_used_is_marked_with_the_reason(name, monkeypatch, capsys):
    kind, origin, why = BROKEN[name]
    one = Plugin(name=name, kind=kind, package="broken", version="1", origin=origin)
    monkeypatch.setattr(plugins, "installed", lambda: (one,))
    (found,) = listed(capsys)
    assert why in found["problem"]
    assert "\n" not in found["problem"]
    assert status(["plugins"]) == 0
    shown = capsys.readouterr().out
    assert f"{name} (!)" in shown
    assert why in shown


def test_a_mechanism_has_an_odd_page(plates_installed, capsys):
    assert status(["plugins", "--odd", "plates"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("# ")
    assert "plates.misread" in shown


def test_a_shipped_mechanism_has_one_too(capsys):
    assert status(["plugins", "--odd", SHIPPED[1].name]) == 0
    assert SHIPPED[1].name in capsys.readouterr().out


def test_an_unknown_mechanism_is_told_by_its_nearest_name(capsys):
    assert status(["plugins", "--odd", "camera"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    assert "'cameras'" in line
    assert line.endswith("?")
    assert "--odd camera" in line
