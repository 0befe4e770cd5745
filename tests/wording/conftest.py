"""Folders that all pages are read of, made once, and the file that a page is compared with."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

import glasshouse
from glasshouse.report.chart_drawing import Chart
from model.runs import BUSY
from wording.reading import steady

PAGES = Path(__file__).parent / "pages"


@pytest.fixture
def reads(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Compare a text with the file ``pages/NAME.md``, or write it with ``--write``; folders are written ``FOLDER``."""

    def compare(name: str, text: str, *folders: Path) -> None:
        file, found = PAGES / f"{name}.md", steady(text, *folders)
        assert tempfile.gettempdir() not in found, "a path of this machine"
        if request.config.getoption("--write"):
            file.write_text(found, encoding="utf-8")
        kept = file.read_text(encoding="utf-8") if file.exists() else ""
        lines = difflib.unified_diff(kept.splitlines(), found.splitlines(), "kept", "found", n=1, lineterm="")
        assert kept == found, "\n".join([f"{file.name}; if this is right: pytest -n 0 tests/wording --write", *lines])

    return compare


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lab's folder with a run and a comparison, whose charts are not drawn: they take longest and are not read."""
    folder = tmp_path_factory.mktemp("wording") / "runs"
    sizes = {"population": 800, "days": 40, "replicates": 2, "threads": 1, "set": BUSY}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Chart, "__html__", lambda chart: "")
        patch.setattr("glasshouse.report.chart_drawing.printed", lambda chart, **data: "")
        patch.setattr("glasshouse.report.chart_files.files", lambda svg: dict.fromkeys(("svg", "png", "pdf"), b""))
        glasshouse.run("as-described", out=folder / "001-run", **sizes)
        glasshouse.compare("as-described", ["human-review", "appeal@20"], out=folder / "002-arms", **sizes)
    return folder
