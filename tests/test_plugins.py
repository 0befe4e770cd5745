"""Plug-ins: what is in a fingerprint, and two packages that offer one name."""

from __future__ import annotations

import re
from importlib.metadata import EntryPoint
from types import SimpleNamespace
from typing import Any

import pytest

from glasshouse import plugin_source, plugins
from glasshouse.authoring import DaySettings, Mechanism
from glasshouse.cli.main import status
from glasshouse.engine import params
from glasshouse.engine.simulate import simulate
from glasshouse.errors import BadInputError
from glasshouse.folders.folder_reading import scenario_in
from glasshouse.mechanism_set import SHIPPED, MechanismError, of_module
from glasshouse.plugins import Plugin, PluginError, identity, mechanisms_named, offered
from glasshouse.runs import devices
from glasshouse.runs.run_description import KIND as RUN
from glasshouse.scenario import load

_MECHANISM = """
import json

import numpy
import helped_numbers
from helped_package.inner import deep

from glasshouse.authoring import Mechanism

MECHANISM = Mechanism(module=__name__, section="helped", switched=True)
"""
_ASKING = """
from glasshouse.authoring import Mechanism


def {phase}(agent, weather):
    agent.fear = 0


MECHANISM = Mechanism(module=__name__, section="{name}", switched=True, rules={{"{phase}": {phase}}})
"""
_FILES = {
    "asks_nobody.py": _ASKING.format(name="asks_nobody", phase="live_intend"),
    "asks_nothing.py": "from glasshouse.authoring import Mechanism\n\n"
    "MECHANISM = Mechanism(module=__name__, section='asks_nothing', switched=True)\n",
    "arrow_from_nowhere.py": "from glasshouse.authoring import Arrow, Mechanism\n\n"
    "ARROW = Arrow(start='recrd', end='score', what='cars', measures=())\n"
    "MECHANISM = Mechanism(module=__name__, section='arrow_from_nowhere', switched=True)\n",
    "no_phase.py": _ASKING.format(name="no_phase", phase="live_long"),
    "helped_plates.py": _MECHANISM,
    "helped_numbers.py": "def rate():\n    import helped_further\n\n    return helped_further.RATE\n",
    "helped_further.py": "RATE = 3\n",
    "helped_package/__init__.py": "",
    "helped_package/inner.py": "from . import deeper as deep\n",
    "helped_package/deeper.py": "DEEP = {1: 2}\n",
    "aside.py": "NOTHING = 1\n",
}


@pytest.fixture(scope="module")
def helped(tmp_path_factory):
    """A mechanism that rests on modules beside its own file."""
    folder = tmp_path_factory.mktemp("helped")
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield folder, of_module("helped_plates")


def fingerprint(mechanism) -> str:
    plugin_source._files.cache_clear()
    return identity(mechanism).fingerprint


@pytest.mark.parametrize("file", [each for each in _FILES if each.startswith("helped")])
def test_a_changed_helper_is_another_plugin(helped, file):
    folder, mechanism = helped
    before = fingerprint(mechanism)
    try:
        (folder / file).write_text(_FILES[file] + "\nMORE = 1\n", encoding="utf-8")
        assert fingerprint(mechanism) != before
    finally:
        (folder / file).write_text(_FILES[file], encoding="utf-8")
    assert fingerprint(mechanism) == before


@pytest.mark.parametrize("file", [each for each in _FILES if each.startswith("helped")])
def test_a_change_names_the_file(helped, file):
    folder, mechanism = helped
    plugin_source._files.cache_clear()
    mechanisms = SHIPPED.with_([mechanism])
    then = plugins.said(mechanisms)["plugins"]
    assert list(plugins.changed(then, mechanisms)) == []
    try:
        (folder / file).write_text(_FILES[file] + "\nMORE = 1\n", encoding="utf-8")
        plugin_source._files.cache_clear()
        (told,) = plugins.changed(then, mechanisms)
        assert told.endswith(f"was changed since ({file})")
        older = [{name: value for name, value in each.items() if name != "files"} for each in then]
        (told,) = plugins.changed(older, mechanisms)
        assert told.endswith("was changed since"), "an older folder does not say which files there were"
    finally:
        (folder / file).write_text(_FILES[file], encoding="utf-8")
        plugin_source._files.cache_clear()


def test_what_is_not_imported_and_what_others_packaged_is_not_in_it(helped):
    folder, mechanism = helped
    before = fingerprint(mechanism)
    (folder / "aside.py").write_text("NOTHING = 2\n", encoding="utf-8")
    assert fingerprint(mechanism) == before
    others = ("json", "numpy", "glasshouse")
    assert not any(plugin_source._is_helper(name, "helped_plates", ()) for name in others)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("raise RuntimeError('no car')", "RuntimeError: no car, broken_readers.py line 1"),
        ("import sys\nsys.exit('no car')", "SystemExit: no car, broken_readers.py line 2"),
        ("from glasshouse.authoring import parametre", "broken_readers.py line 1"),
        ("OFFERED == = 1", "broken_readers.py, line 1"),
        (
            "from glasshouse.authoring import Mechanism\nMechanism(module=__name__, section='x', starts_of=True)",
            "line 2). Did you mean 'starts_off'?",
        ),
    ],
)
def test_a_module_that_cannot_be_imported_is_told_with_its_line(tmp_path, monkeypatch, text, told):
    (tmp_path / "broken_readers.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(PluginError) as caught:
        mechanisms_named("broken_readers")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_module_that_may_not_be_imported_unasked_is_told_with_what_allows_it(tmp_path, monkeypatch):
    (tmp_path / "own_readers.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    document = {**load("london-lfr").document, "plugins": ["own_readers"]}
    with pytest.raises(BadInputError, match="GLASSHOUSE_PLUGINS=own_readers"):
        scenario_in(tmp_path / "run.json", {}, RUN, document)
    with pytest.raises(BadInputError, match="Install it"):
        scenario_in(tmp_path / "run.json", {}, RUN, {**document, "plugins": ["nobodys_readers"]})


def two(kind: str = "mechanisms", origin: str = "helped_plates:MECHANISM") -> tuple[Plugin, ...]:
    return tuple(
        Plugin(name="readers", kind=kind, package=package, version=version, origin=origin)
        for package, version in (("north-readers", "1.2"), ("south-readers", "0.9"))
    )


def test_a_package_that_lists_no_files_is_known_by_its_entry_points(helped, monkeypatch):
    assert identity(helped[1]).package == "helped_plates"
    monkeypatch.setattr(plugins, "installed", lambda: two()[:1])
    found = identity(helped[1])
    assert (found.package, found.version) == ("north-readers", "1.2")


def test_a_name_that_two_packages_offer_is_nobodys(helped, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(plugins, "installed", two)
    with pytest.raises(PluginError, match=r"north-readers 1\.2 and south-readers 0\.9"):
        mechanisms_named("readers")
    assert mechanisms_named("south-readers") == (helped[1],)  # who names the package has said which
    assert status(["run", "as-described", "--out", str(tmp_path / "never"), "--set", "plugins=[readers]"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "north-readers 1.2 and south-readers 0.9" in line


@pytest.mark.parametrize("kind", ["places", "presets", "validation_tables"])
def test_a_file_that_two_packages_offer_is_nobodys(kind, monkeypatch):
    monkeypatch.setattr(plugins, "installed", lambda: two(kind, "small_files:TOWN"))
    with pytest.raises(PluginError, match=r"north-readers 1\.2 and south-readers 0\.9"):
        offered(kind)["readers"].file()


def test_both_are_listed(monkeypatch, capsys):
    monkeypatch.setattr(plugins, "installed", two)
    assert status(["plugins"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("readers (!)") == 2
    assert shown.count("1.2") >= 2
    assert shown.count("0.9") >= 2


@pytest.mark.parametrize("words", [["run"], ["compare", "--population", "300"]])
@pytest.mark.parametrize(("module", "name"), [("asks_nobody", "weather"), ("no_phase", "live_long")])
def test_a_rule_that_asks_for_what_there_is_not_is_told_before_there_is_a_folder(
    words, module, name, helped, tmp_path, capsys
):
    verb, *rest = words
    out = tmp_path / "out"
    more = ["cameras.enabled=false"] if verb == "compare" else []
    asked = [verb, "as-described", *more, *rest, "--set", f"plugins=[{module}]", "--days", "2", "--out", str(out)]
    assert status(asked) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"'{name}'" in line
    assert "live_" in line
    assert not out.exists()


def test_a_gpu_is_refused_before_there_is_a_folder_by_the_names_that_are_listed(helped, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(plugins, "installed", lambda: two()[:1])
    out = tmp_path / "out"
    asked = ["run", "as-described", "--device", "cuda", "--out", str(out), "--population", "300", "--days", "1"]
    for name, called in (("readers", "readers"), ("asks_nothing", "asks_nothing")):
        assert status([*asked, "--set", f"plugins=[{name}]"]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("glasshouse: --device cuda: ")
        assert re.search(rf"\b{called}\b", line)
        assert not out.exists()


def test_every_way_to_a_gpu_refuses_plugins_with_one_sentence(helped, monkeypatch):
    monkeypatch.setattr(plugins, "installed", lambda: two()[:1])
    scenario = load("as-described", sets=["plugins=[readers]"])
    refused = []
    for way in (
        lambda: devices.check("cuda", 300, scenario.running),
        lambda: simulate(scenario, population=300, days=1, device="cuda"),
    ):
        with pytest.raises(BadInputError) as caught:
            way()
        refused.append(str(caught.value))
    assert refused[0] == refused[1]
    assert re.search(r"\breaders\b", refused[0])


def test_a_device_that_there_is_not_is_told_with_those_that_there_are():
    with pytest.raises(BadInputError, match=r"'cpu', .*'cuda'") as caught:
        devices.check("gpu", 300)
    assert "mean" not in str(caught.value)


def test_an_entry_point_to_a_misspelt_object_is_told_with_the_nearest(helped, monkeypatch):
    monkeypatch.setattr(plugins, "installed", lambda: two(origin="helped_plates:MECHANSIM")[:1])
    with pytest.raises(PluginError, match=r"Did you mean 'MECHANISM'\?$"):
        mechanisms_named("readers")


def test_a_group_of_entry_points_that_nobody_reads_is_told(monkeypatch, capsys):
    one = EntryPoint("plates", "small_plates:MECHANISM", "glasshouse.mechanism")
    groups = SimpleNamespace(groups={"glasshouse.mechanism", "glasshouse.presets", "others"})
    monkeypatch.setattr(
        plugins, "entry_points", lambda group="": [one] if group == one.group else [] if group else groups
    )
    assert status(["plugins", "--json"]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("'glasshouse.mechanism' is no group of entry points. Did you mean 'glasshouse.mechanisms'?")


def test_a_number_that_there_is_not_is_told_with_the_nearest():
    def asks(settings: DaySettings):
        return {"seen": settings.numbers["cameras.totl"]}

    one = Mechanism(module="nobodys_readers", section="readers", switched=True, compile_params=asks)
    settings: Any = SimpleNamespace(numbers={"cameras.total": 1.0}, switches={"cameras.enabled": True})
    with pytest.raises(MechanismError, match=r"KeyError.*Did you mean 'cameras\.total'\?$"):
        params._worked_out(one, "compile_params", settings, None)


def test_an_arrow_is_told_by_the_end_that_is_wrong(helped):
    with pytest.raises(MechanismError, match=r"begins at 'recrd', and there .* Did you mean 'record'"):
        SHIPPED.with_([of_module("arrow_from_nowhere")])


def test_a_plug_in_that_is_named_twice_is_taken_once(helped):
    once, twice = (
        load("as-described", f"plugins=[{names}]") for names in ("helped_plates", "helped_plates, helped_plates")
    )
    assert (twice.mechanisms, twice.hash) == (once.mechanisms, once.hash)
