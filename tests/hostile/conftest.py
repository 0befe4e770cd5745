from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from hostile import folders

#: Seconds after which a command counts as hanging.
PATIENCE = 60


@pytest.fixture(scope="session")
def whole_run(tmp_path_factory) -> Path:
    return folders.make_run(tmp_path_factory.mktemp("hostile") / "run")


@pytest.fixture(scope="session")
def whole_comparison(tmp_path_factory) -> Path:
    return folders.make_comparison(tmp_path_factory.mktemp("hostile") / "comparison")


@pytest.fixture
def undrawn(monkeypatch) -> None:
    """The charts take longer than all else, and what spoils a folder is met before."""
    monkeypatch.setattr("glasshouse.report.chart_drawing.Chart.__html__", lambda chart: "")
    monkeypatch.setattr("glasshouse.report.chart_drawing.printed", lambda chart, **data: "")
    monkeypatch.setattr("glasshouse.report.chart_files.files", lambda svg: dict.fromkeys(("svg", "png", "pdf"), b""))


@pytest.fixture(autouse=True)
def nothing_hangs() -> Iterator[None]:
    def late(*_: object) -> None:
        raise TimeoutError("it hangs")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
