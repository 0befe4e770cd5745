"""Kind of fault: what somebody gave by mistake ends in an error of Python that names no argument, or is taken."""

from __future__ import annotations

import math
from typing import Any

import pytest

import glasshouse
from glasshouse.errors import BadInputError
from glasshouse.scenario import load
from glasshouse.simulation.results import Results
from glasshouse.studies.study_loading import load_study

WORDS: dict[str, Any] = {"name": "careful", "title": "careful flags", "sentence": "x", "fails": "x", "stage": "record"}
SMALL: dict[str, Any] = {"population": 300, "days": 2, "threads": 1}


@pytest.mark.parametrize("given", [[None], None, [5]])
def test_a_safeguard_that_is_none_is_named(given):
    with pytest.raises(BadInputError, match=r"interventions.*safeguard's name"):
        glasshouse.Simulation("as-described", interventions=given, **SMALL)


def test_no_days_are_no_step():
    with pytest.raises(BadInputError, match="days must be a whole number, not None; 2 are left"):
        glasshouse.Simulation("as-described", **SMALL).step(None)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("what", [None, 5])
def test_a_figure_has_a_name(what):
    with pytest.raises(BadInputError, match=f"what must be the name of a figure, not {what}"):
        Results.plot(object.__new__(Results), what)


@pytest.mark.parametrize("call", [glasshouse.run, glasshouse.compare])
@pytest.mark.parametrize(
    ("given", "about"),
    [
        ({"ensemble": 3}, "ensemble=3: .*posterior"),
        ({"set": {"cameras.enabled": False}}, r"set=\['cameras.enabled=false'\]"),
    ],
)
def test_what_is_no_file_and_no_text_is_refused_before_anything_is_written(call, given, about, tmp_path):
    with pytest.raises(BadInputError, match=about):
        call("as-described", out=tmp_path / "out", **given)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("arms", [math.nan, 3, None])
def test_arms_that_are_none_are_named(arms, tmp_path):
    with pytest.raises(BadInputError, match="arms"):
        glasshouse.compare("as-described", arms, out=tmp_path / "out")


@pytest.mark.parametrize("file", [None, 5, ""])
def test_a_study_that_is_none_is_named(file):
    with pytest.raises(BadInputError, match=f"file={file!r}: .*what-drives-wrongful"):
        load_study(file)


def test_an_empty_text_is_no_scenario():
    for call in (load, glasshouse.Simulation, glasshouse.run):
        with pytest.raises(BadInputError, match="the scenario is an empty text"):
            call("")


@pytest.mark.parametrize(
    ("wrong", "about"),
    [
        ({"name": "x y"}, "name='x y'.*'x-y'"),
        ({"name": None}, "name of a safeguard must be a text, not None"),
        ({"name": "+"}, r"name='\+'"),
        ({"title": 3}, "title of a safeguard must be a text, not 3"),
        ({"sentence": ""}, "sentence of a safeguard"),
        ({"stage": "recod"}, "'recod' of the safeguard 'careful'.*'record'"),
        ({"stage": None}, "None of the safeguard.*attribute, record"),
    ],
)
def test_a_safeguard_has_words_and_a_stage(wrong, about):
    glasshouse.Intervention(**WORDS)
    with pytest.raises(BadInputError, match=about):
        glasshouse.Intervention(**{**WORDS, **wrong})
