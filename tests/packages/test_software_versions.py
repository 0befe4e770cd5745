"""Kind of fault: an installer that reads what is packed takes a stranger's package."""

from __future__ import annotations

import io
import re
import zipfile
from importlib.metadata import PackageNotFoundError

import pytest

import glasshouse
from glasshouse.rocrate import software_versions
from glasshouse.rocrate import wheel as wheels
from glasshouse.rocrate.software_versions import locked, requirements, software
from glasshouse.rocrate.wheel import wheel
from glasshouse.source import CodeSource, source

COMMIT = "0123456789" * 4


def asked_for(text: str) -> list[str]:
    """The lines on which an installer acts."""
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def text(facts: dict) -> str:
    return requirements(software(facts), locked(facts.get("host", {})))


def at(commit: str | None, url: str | None, monkeypatch) -> dict:
    monkeypatch.setattr(software_versions, "source", lambda: CodeSource(commit=commit, url=url))
    return {"version": glasshouse.__version__, "commit": commit}


def test_a_commit_with_an_address_is_named_and_nothing_is_packed_beside_it(monkeypatch):
    facts = at(COMMIT, "https://example.org/g.git", monkeypatch)
    assert asked_for(text(facts))[0] == f"glasshouse-sim @ git+https://example.org/g.git@{COMMIT}"
    assert software(facts).files == {}


@pytest.mark.parametrize("commit", [None, COMMIT, COMMIT + "-dirty"])
def test_without_an_address_the_installed_files_go_along(commit, monkeypatch):
    facts = at(commit, None, monkeypatch)
    (name,) = software(facts).files
    assert asked_for(text(facts))[0] == f"./{name}"


@pytest.mark.parametrize(
    "changed", [{"version": "0.0.9"}, {"commit": "9" * 40}, {"commit": None}, {"version": "1\nevil==1", "commit": 7}]
)
def test_what_another_glasshouse_made_asks_no_index_for_it(changed, monkeypatch):
    facts = at(COMMIT, None, monkeypatch) | changed
    assert not [line for line in asked_for(text(facts)) if "glasshouse" in line]
    assert software(facts).files == {}


# What a folder says goes to an installer: hosts serve the commits of a stranger's fork under the parent's address.
def test_no_address_goes_with_a_commit_that_does_not_run_here(monkeypatch):
    used = software(at(COMMIT, "https://example.org/g.git", monkeypatch) | {"commit": "e" * 40})
    assert used.source == CodeSource(commit="e" * 40, url=None)
    assert all(line.startswith("#") for line in used.lines)
    assert "e" * 40 in used.lines[0]


def test_without_an_installed_distribution_there_is_no_wheel_and_no_requirement(monkeypatch):
    def missing(_name):
        raise PackageNotFoundError

    monkeypatch.setattr(wheels, "distribution", missing)
    assert not [line for line in asked_for(text(at(None, None, monkeypatch))) if "glasshouse" in line]


@pytest.mark.parametrize("said", ["2.0\n--extra-index-url https://evil.example", "2.0 ; x", "", None, 3.5j])
def test_a_version_that_is_none_is_not_repeated(said):
    facts = {"version": said, "commit": said, "host": {"numpy": said, "system": "Linux", "evil": "1"}}
    lines = asked_for(text(facts))
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.!+-]+", line) for line in lines if not line.startswith("./"))
    assert not [line for line in lines if "evil" in line or line.startswith("system")]


def test_the_wheel_holds_all_that_runs_and_the_same_bytes_each_time():
    name, content = wheel() or pytest.fail("glasshouse is not installed here")
    assert wheel() == (name, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        record = next(each for each in names if each.endswith("RECORD"))
        assert {line.split(",")[0] for line in archive.read(record).decode().splitlines()} == names
        assert "[console_scripts]" in archive.read(record.replace("RECORD", "entry_points.txt")).decode()
        assert (source().commit or "null") in archive.read("glasshouse/_source.json").decode()
    assert {
        "glasshouse/__init__.py",
        "glasshouse/limits.md",
        "glasshouse/refusals.md",
        "glasshouse/presets/_china.yaml",
    } <= names
    assert not [each for each in names if each.endswith(".pyc") or "direct_url" in each]
