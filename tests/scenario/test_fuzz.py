"""Whatever file loads, runs, reports and verifies; any other is refused by one clear line that names it."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from glasshouse.api import run
from glasshouse.cli.checking import check
from glasshouse.engine.params import compile_params
from glasshouse.errors import BadInputError
from glasshouse.scenario import Scenario, ScenarioError
from glasshouse.scenario.scenario_loading import load_document, load_text
from scenario.fuzz import contradictions, documents, files

NAME = "city.yaml"
B = "glasshouse: 1\nextends: as-described\n"
#: Faults of the whole file, which stand on no line.
WHOLE = ("the file is empty", "not given", "this is not YAML")
FUZZ = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True, "database": None}


def loaded(text: str) -> Scenario | None:
    """The scenario of a text; None where it is refused as it should be."""
    try:
        return load_text(text, where=NAME)
    except ScenarioError as error:
        refused = error
    said = str(refused)
    assert said.isprintable(), said
    assert len(said) < 500, said
    assert said.startswith(NAME), said
    assert refused.line or any(words in said for words in WHOLE), said
    return None


def loads(text: str) -> None:
    found = loaded(text)
    if found is None:
        return
    assert load_document(found.document).hash == found.hash
    with np.errstate(all="raise", under="ignore"):
        for replicate in (0, 1):
            compile_params(found, 0, 40, found.draw(replicate, 7))


def runs(text: str, people: int, days: int) -> None:
    found = loaded(text)
    if found is None:
        return
    with tempfile.TemporaryDirectory() as place, warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            done = run(found, population=people, days=days, replicates=2, threads=1, out=Path(place) / "run")
        except BadInputError:  # from here on there are too few days until the calendar ends
            return
        assert done.status == "finished"
        assert (done.path / "report.html").stat().st_size > 10_000
        assert check(done.path)[1] == []
        assert contradictions(done.outcome) == []


#: Files that once ended otherwise.
FOUND = (
    B + "days: 5_\n",
    B + "cameras: {total: {value: 1e-320, unit: cameras, assumed: x, range: [1e-320, 1e12]}}\n",
    B + "people: {trips: {value: 1, unit: trips/person-day, assumed: x, range: [5e-324, 20]}}\n",
    B + "face_recognition: {threshold_slope: {value: 1e9, unit: decades/score, assumed: x}}\n",
    B + "face_recognition: {false_match_rate: {value: 1, unit: probability, assumed: x}}\n",
    B + 'title: "\\ud800"\n',
)


@pytest.mark.parametrize("text", FOUND)
def test_files_that_were_found(text):
    loads(text)


@settings(max_examples=150, **FUZZ)
@given(files())
def test_every_file_loads_or_is_refused_by_its_line(text):
    loads(text)


@pytest.mark.slow
@settings(max_examples=600, **FUZZ)
@given(files())
def test_many_files_load_or_are_refused_by_their_lines(text):
    loads(text)


@pytest.mark.slow
@settings(max_examples=12, **FUZZ)
@given(documents(odd=False), st.sampled_from((1, 40, 300)), st.integers(1, 5))
@example(FOUND[3], 300, 3)
@example(FOUND[4], 300, 3)
@example(B + "start: 2020-01-01\nscore: {start: {value: 500, unit: points, assumed: x}}\n", 128, 1)
def test_what_loads_runs_reports_and_verifies(text, people, days):
    runs(text, people, days)
