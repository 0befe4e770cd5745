"""Kind of fault: what is installed does not give the command, or no longer knows its commit."""

from __future__ import annotations

import json
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from clean_install import ROOT, done, install
from glasshouse.rocrate.wheel import wheel
from glasshouse.source import source

RECORD = "glasshouse/_source.json"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="an unpacked source archive has no git history"),
]


def commit_in(wheel: Path) -> str | None:
    with zipfile.ZipFile(wheel) as archive:
        return json.loads(archive.read(RECORD))["commit"]


def test_a_wheel_and_a_source_archive_give_the_command_and_know_their_commit(clone, clean, built, installed, tmp_path):
    head = done("git", "-C", clone, "rev-parse", "HEAD").strip()
    wheel, archive = built
    assert wheel.name.startswith("glasshouse_sim-")
    assert commit_in(wheel) == head
    with zipfile.ZipFile(wheel) as packed:
        assert {f"glasshouse/engine/shipped_code.{kind}" for kind in ("bc", "json")} <= set(packed.namelist())

    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "unpacked", filter="data")
    unpacked = next((tmp_path / "unpacked").iterdir())
    bare = {**os.environ, "PATH": ""}  # no git there
    done(clean, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "again", cwd=unpacked, env=bare)
    assert commit_in(next((tmp_path / "again").glob("*.whl"))) == head

    assert done(installed, "--version", cwd=tmp_path).startswith("glasshouse ")
    out = tmp_path / "run"
    small = ("--population", "300", "--days", "2", "--replicates", "1", "--out", str(out))
    done(installed, "run", "as-described", *small, cwd=tmp_path)
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["commit"] == head


def test_a_tree_without_git_is_built_all_the_same_and_says_that_no_commit_is_known(clone, clean, tmp_path):
    done("git", "-C", clone, "archive", "-o", tmp_path / "tree.tar", "HEAD")
    with tarfile.open(tmp_path / "tree.tar") as packed:
        packed.extractall(tmp_path / "tree", filter="data")
    done(clean, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=tmp_path / "tree")
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as archive:
        assert RECORD not in archive.namelist()


def test_the_wheel_that_a_package_holds_can_be_installed(clean, tmp_path):
    name, content = wheel() or pytest.fail("glasshouse is not installed here")
    (tmp_path / name).write_bytes(content)
    install(clean, "--force-reinstall", tmp_path / name)
    asked = "from glasshouse.source import source; print(source().commit)"
    assert done(clean, "-c", asked, cwd=tmp_path).strip() == str(source().commit)
    assert done(clean.parent / "glasshouse", "--version", cwd=tmp_path).startswith("glasshouse ")
