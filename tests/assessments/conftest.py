from __future__ import annotations

import pytest

import glasshouse
from glasshouse.assessments.subject import Subject, open_subject

#: Sizes at which something happens in every preset and nothing takes long.
SIZES = {"population": 3000, "days": 70, "threads": 1}


@pytest.fixture(scope="session")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    """A run with sanctions of every kind, in two replicates."""
    done = glasshouse.run(
        "as-described",
        set=["score.points_default=-400", "internet.attribution=1"],
        replicates=2,
        out=tmp_path_factory.mktemp("assessed") / "run",
        **SIZES,
    )
    return open_subject(done.path)


@pytest.fixture(scope="session")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    """A run in which nobody can be sanctioned, in one replicate."""
    out = tmp_path_factory.mktemp("stopped") / "run"
    return open_subject(glasshouse.run("london-lfr", population=2000, days=10, replicates=1, threads=1, out=out).path)


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    out = tmp_path_factory.mktemp("compared") / "worlds"
    done = glasshouse.compare("as-described", "human-review", population=1000, days=40, replicates=2, out=out)
    return open_subject(done.path)
