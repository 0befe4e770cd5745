from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from glasshouse import report_files, run
from glasshouse.folders import json_files
from glasshouse.runs.run import Run
from model.runs import BUSY

PEOPLE, DAYS = 1000, 45


@contextmanager
def without_reports() -> Iterator[None]:
    """Reports take longer than the days of runs so small, and no story reads one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report_files, "rewrite_report", lambda folder: None)
        yield


@pytest.fixture
def no_reports() -> Iterator[None]:
    with without_reports():
        yield


@pytest.fixture(scope="session")
def kept(tmp_path_factory) -> Run:
    """A run folder with everything in it but its report."""
    folder = tmp_path_factory.mktemp("stories") / "run"
    with without_reports():
        return run("as-described", population=PEOPLE, days=DAYS, replicates=2, set=BUSY, out=folder)


@pytest.fixture(scope="session")
def comparison(tmp_path_factory) -> Path:
    """A comparison's folder, as far as stories look into it."""
    folder = tmp_path_factory.mktemp("stories") / "comparison"
    folder.mkdir()
    arms = {"baseline": (), "ban": ("ban.date=2019-12-20",), "same": ()}
    with without_reports():
        for name, sets in arms.items():
            run("as-described", population=PEOPLE, days=DAYS, replicates=1, set=[*BUSY, *sets], out=folder / name)
    facts = json.loads((folder / "baseline" / "run.json").read_text())
    told = [{"name": name, "written": name, "title": name, "sentence": name, "digests": ["0" * 64]} for name in arms]
    json_files.write_description(folder / "comparison.json", {**facts, "files": {}, "arms": told})
    return folder


@pytest.fixture
def copy_of(kept, tmp_path):
    """A copy of the run's folder with its run.json changed by a function."""

    def make(change) -> Path:
        folder = tmp_path / "copy"
        folder.mkdir()
        content = json.loads((kept.path / "run.json").read_text())
        text = change(content)
        if isinstance(text, str):
            (folder / "run.json").write_text(text)
        else:
            json_files.write_description(folder / "run.json", content)
        return folder

    return make
