"""``glasshouse new-mechanism``: a whole package, or nothing and one line that says why."""

from __future__ import annotations

import ast
import os
import tomllib
from pathlib import Path

import pytest

from glasshouse.cli.main import status


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_writes_a_package(here, capsys):
    assert status(["new-mechanism", "toll-booths"]) == 0
    assert "toll-booths" in capsys.readouterr().out
    assert [path.name for path in here.iterdir()] == ["toll-booths"]
    project = tomllib.loads((here / "toll-booths" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == "toll-booths"
    (entry,) = project["entry-points"]["glasshouse.mechanisms"].values()
    module = here / "toll-booths" / "src" / (entry.partition(":")[0].replace(".", "/") + ".py")
    assert "MECHANISM = Mechanism(" in module.read_text(encoding="utf-8")
    for path in (here / "toll-booths").rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert "$" not in text
            assert max(map(len, text.splitlines())) <= 120
            if path.suffix == ".py":
                ast.parse(text)


def test_it_writes_where_it_is_told(here):
    (here / "mine").mkdir()
    assert status(["new-mechanism", "toll_booths", "--into", "mine/booths"]) == 0
    assert (here / "mine" / "booths" / "src" / "toll_booths" / "mechanism.py").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Toll"], "'Toll'"),
        (["toll booths"], "'toll booths'"),
        (["../toll"], "'../toll'"),
        (["7-tolls"], "'7-tolls'"),
        (["class"], "'class'"),
        (["x" * 41], "no name"),
        (["json"], "my-json"),
        (["cameras"], "my-cameras"),
        (["title"], "my-title"),
        (["toll-booths", "--into", "there"], "there: "),
        (["toll-booths", "--into", "no/such"], "no/such: "),
    ],
)
def test_what_cannot_be_written_is_told_in_one_line(words, said, here, capsys):
    (here / "there").mkdir()
    assert status(["new-mechanism", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert said in err
    assert [path.name for path in here.rglob("*")] == ["there"]


def test_a_failure_leaves_nothing_half_written(here, monkeypatch, capsys):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", full)
    assert status(["new-mechanism", "toll-booths"]) == 2
    assert "the disk is full" in capsys.readouterr().err
    assert list(here.iterdir()) == []
