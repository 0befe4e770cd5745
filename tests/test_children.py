"""No process that glasshouse starts runs what lies in the working directory (kind: code from an untrusted folder)."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from unittest import mock

import pytest

from glasshouse import children
from glasshouse.cluster import join_workers as joining
from glasshouse.cluster.join_workers import joined
from glasshouse.cluster.placement import Placement
from glasshouse.engine import compile_ahead
from glasshouse.lab.job_process import Process
from glasshouse.report.painting import Painter

#: Modules that every Python process, or the first lines of what we start, import early.
NAMES = ("random", "json", "signal", "multiprocessing", "numpy", "glasshouse", "tempfile", "logging")


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """A working directory that says when anything in it is imported."""
    for name in NAMES:
        said = f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r} + chr(10))\nraise SystemExit(9)\n"
        (tmp_path / f"{name}.py").write_text(said)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    monkeypatch.setenv("PYTHONPATH", ":")  # an empty name on it is the working directory too
    return tmp_path


def lab() -> None:
    process = Process({})
    assert any("message" in said for said in process.said())
    process.close()


def helper() -> None:
    found = compile_ahead._start_helper()
    assert found is not None
    with suppress(subprocess.TimeoutExpired):  # its imports are over by then
        found.wait(2)
    found.kill()
    found.wait()


def drawings() -> None:
    painter = Painter()
    assert painter.draw("svg_to_png", '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    painter.close()


def workers() -> None:
    before = list(sys.path)
    with mock.patch.object(joining, "_compile_first"), joined(Placement(workers=1, threads=1)) as team:
        assert len(team.workers) == 1
    assert sys.path == before


@pytest.mark.parametrize("start", [lab, helper, drawings, workers])
def test_a_child_process_imports_nothing_from_the_working_directory(hostile, start):
    start()
    assert not (hostile / "ran").exists(), (hostile / "ran").read_text()


def test_a_module_is_found_from_a_checkout_and_relative_paths_stay_what_they_were(hostile, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", ":lib")
    (hostile / "lib").mkdir()
    (hostile / "lib" / "mine.py").write_text("import glasshouse; print(glasshouse.__file__)")
    done = subprocess.run(
        children.module("mine"), env=children.environment(), capture_output=True, text=True, check=True, cwd="/"
    )
    assert Path(done.stdout.strip()) == Path(children.__file__).with_name("__init__.py")


def test_what_a_library_starts_is_safe_for_as_long_as_it_lasts(monkeypatch):
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    with children.safe():
        assert children.os.environ["PYTHONSAFEPATH"] == "1"
    assert "PYTHONSAFEPATH" not in children.os.environ
