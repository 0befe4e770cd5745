from __future__ import annotations

from pathlib import Path

import pytest

from glasshouse.assessments.assessed_subject import AssessmentSubject, open_subject
from glasshouse.comparison.comparison_plan import plan_comparison
from glasshouse.comparison.execute_comparison import execute as compare
from glasshouse.runs.execute_run import execute
from glasshouse.runs.run_plan import plan
from glasshouse.scenario import load
from model.runs import BUSY

# Folders as the commands leave them, but for their reports, which take most of the time.


def folder(make: pytest.TempPathFactory) -> Path:
    return make.mktemp("assessed")


@pytest.fixture(scope="session")
def scored(tmp_path_factory: pytest.TempPathFactory) -> AssessmentSubject:
    """A run with sanctions of every kind, in two replicates."""
    scenario, place = load("as-described", sets=[*BUSY, "score.every=10"]), folder(tmp_path_factory)
    execute(plan(scenario, population=1500, days=50, replicates=2, threads=1), place)
    return open_subject(place)


@pytest.fixture(scope="session")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> AssessmentSubject:
    """A run in which nobody can be sanctioned, in one replicate."""
    place = folder(tmp_path_factory)
    execute(plan(load("london-lfr"), population=1000, days=5, replicates=1, threads=1), place)
    return open_subject(place)


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> AssessmentSubject:
    scenario, place = load("as-described", sets=BUSY), folder(tmp_path_factory)
    compare(plan_comparison(scenario, ["human-review"], population=500, days=35, replicates=2, threads=1), place)
    return open_subject(place)
