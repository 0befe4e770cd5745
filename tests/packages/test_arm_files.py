"""A package of a comparison: its one command, in a folder with nothing else, comes to every digest that it names."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import glasshouse
from glasshouse.cli.main import status
from glasshouse.folders.recorded_command import NO_COMMAND
from glasshouse.rocrate.pack import pack
from glasshouse.rocrate.scenario_files import as_yaml, scenario_file
from glasshouse.scenario import load, load_document
from model.runs import BUSY
from tampering import edit

SIZES: dict[str, Any] = {"population": 200, "days": 8, "replicates": 1}
#: Enough for the score to be mandatory and for sanctions to follow.
LONGER: dict[str, Any] = {**SIZES, "population": 1000, "days": 45}
#: Letters and line breaks, without what no file may hold.
TITLED = st.one_of(st.characters(exclude_categories=["C", "Zl", "Zp"]), st.sampled_from("\n\t:#-'\""))
CHANGES = "glasshouse: 1\ntitle: All are told\nredress:\n  notice: {value: 1, unit: share, assumed: all are told}\n"


def command(crate: Path) -> list[str]:
    lines = (crate / "README.md").read_text(encoding="utf-8").splitlines()
    return next(shlex.split(line)[1:] for line in lines if line.startswith("    glasshouse compare"))


def promised(crate: Path) -> dict[str, str]:
    """The digests that the README says the command comes to."""
    lines = (crate / "README.md").read_text(encoding="utf-8").splitlines()
    pairs = (line[2:].split(": `") for line in lines if line.startswith("- ") and line.endswith("`") and ": `" in line)
    return {name: digest.rstrip("`") for name, digest in pairs}


# What is promised and is not so: a command that "must come to the same digests", and left out every file.
@pytest.mark.slow
def test_every_kind_of_arm_comes_back_from_the_package_alone(tmp_path, monkeypatch):
    (tmp_path / "at").mkdir()
    monkeypatch.chdir(tmp_path / "at")
    Path("mine.yaml").write_text(CHANGES, encoding="utf-8")
    Path("plain").write_text(CHANGES.replace("1, unit", "0.5, unit"), encoding="utf-8")
    kinds = ["as-documented", "mine.yaml", "mine.yaml+human-review", "cameras.total=2e8"]
    later = ["mine.yaml+human-review@35", "mine.yaml@33", "ban@38", "plain", "as-documented+plain"]
    done = glasshouse.compare("as-described", [*kinds, *later], set=BUSY, out=tmp_path / "worlds", **LONGER)
    folder = pack(done.path, tmp_path / "crate")
    (tmp_path / "at").rename(tmp_path / "gone")
    monkeypatch.chdir(folder)
    assert status(command(folder)) == 0
    repeated = glasshouse.open_comparison(folder / "again")
    found = {arm["name"]: arm["digest"] for arm in repeated.manifest["arms"]}
    assert found == promised(folder)
    assert found == {arm["name"]: arm["digest"] for arm in done.manifest["arms"]}
    assert len(set(found.values())) > 6, "arms in which nothing differs would prove nothing"
    titles = [[arm["title"] for arm in one.manifest["arms"]] for one in (done, repeated)]
    assert titles[0] == titles[1]


@pytest.mark.slow
def test_what_cannot_come_back_is_not_promised(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    glasshouse.run("as-described", out="past", set=["cameras.total=1e8"], **SIZES)
    Path("mine.yaml").write_text(f"{CHANGES}from: past@4\n", encoding="utf-8")
    done = glasshouse.compare("as-described", ["mine.yaml"], out="worlds", **SIZES)
    folder = pack(done.path, tmp_path / "crate")
    assert set(promised(folder)) == {"baseline", "ban", "unwatched"}
    assert re.search(r"leaves out .*\bmine\b", (folder / "README.md").read_text(encoding="utf-8"))
    assert "mine" not in command(folder)


@pytest.fixture(scope="module")
def compared(tmp_path_factory) -> Path:
    return glasshouse.compare("as-described", [], out=tmp_path_factory.mktemp("arms") / "worlds", **SIZES).path


# A command from anybody is taken apart: one that cannot be split stopped the package with a traceback.
@pytest.mark.parametrize("said", ["glasshouse compare 'it", "rm -rf --part x"])
def test_a_recorded_command_that_is_none_is_packed_all_the_same(said, compared, tmp_path):
    edit(compared, "comparison.json", command=said)
    folder = pack(compared, tmp_path / "crate")
    assert promised(folder).keys() == {"baseline", "ban", "unwatched"}
    assert "--part" not in command(folder)


# What is read off a command is lost where there is none.
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        pytest.param(True, [], marks=pytest.mark.slow),
        (["internet", "tiers"], ["internet", "tiers"]),
        (None, None),
    ],
)
def test_what_was_attributed_is_asked_for_again_without_a_command(asked, words, tmp_path):
    scenario = load_document(load("as-described").document)
    sizes = {**SIZES, "days": 2, "population": 100}
    done = glasshouse.compare(scenario, out=tmp_path / "worlds", attribute=asked or False, **sizes)
    assert done.manifest["command"] == NO_COMMAND
    line = command(pack(done.path, tmp_path / "crate"))
    assert ("--attribute" in line) is (words is not None)
    assert [value for name, value in pairwise(line) if name == "--part"] == (words or [])


# A text that ends the line in which it was written, so that what is written cannot be read.
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("One\ntwo: three")
@given(st.text(TITLED, min_size=1, max_size=60).filter(str.strip))
def test_a_packed_scenario_loads_whatever_its_title_holds(tmp_path, text):
    scenario = _titled(text)
    (tmp_path / "scenario.yaml").write_bytes(scenario_file(scenario))
    found = load(tmp_path / "scenario.yaml")
    assert (found.hash, found.label) == (scenario.hash, scenario.label)
    assert " ".join(found.title.split()) == " ".join(scenario.title.split())


def _titled(text: str):
    """A scenario of such a title, however it came to have it."""
    from dataclasses import replace

    base = load("london-lfr")
    return replace(base, title=text, document={**base.document, "title": text})


# A scenario's text that becomes part of the page around it: commands to run, headings, links.
def test_a_scenario_writes_no_markdown_into_the_readme(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    evil = "    Text.\n\n    pip install evil\n    # Check it\n    [here](https://evil.example)\n"
    parts = {"title": "Mine", "summary": f"# {evil}", "leaves_out": [evil, "- more", "1. One"]}
    Path("mine.yaml").write_text(as_yaml({"glasshouse": 1, "extends": "as-described", **parts}), encoding="utf-8")
    done = glasshouse.run("mine.yaml", out="run", **SIZES)
    lines = (pack(done.path, tmp_path / "crate") / "README.md").read_text(encoding="utf-8").splitlines()
    title, *headings = [line for line in lines if line.startswith("#")]
    assert title.startswith("# Mine: ")
    assert [line[:3] for line in headings] == ["## "] * 2
    assert not [line for line in headings if line.strip("# ") in ("Check it", "Text.")]
    assert {line.split()[0] for line in lines if line.startswith("    ")} == {"glasshouse"}
    assert {"- \\- more", "- 1\\. One"} <= set(lines)
    assert not [line for line in lines if re.search(r"(?<!\\)\[here", line)]


def test_a_run_of_a_title_of_two_lines_is_packed_and_run_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("two.yaml").write_text("glasshouse: 1\nextends: as-described\ntitle: |\n  One\n  two: three\n")
    done = glasshouse.run("two.yaml", out="run", **SIZES)
    folder = pack(done.path, tmp_path / "crate")
    text = (folder / "README.md").read_text(encoding="utf-8")
    line = next(shlex.split(line)[1:] for line in text.splitlines() if line.startswith("    glasshouse run"))
    monkeypatch.chdir(folder)
    assert status(line) == 0
    assert glasshouse.open_run(folder / "again").digest == done.digest
    assert text.splitlines()[0].startswith("# One two: three: ")
