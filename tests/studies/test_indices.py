"""The methods, on figures that are known beforehand."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from glasshouse.studies.index_table import indices_table
from glasshouse.studies.indices import indices
from glasshouse.studies.study_design import design
from glasshouse.studies.study_readings import readings
from grammar import facts
from studies.small import THREE, points, study


def by(found):
    return {(one.parameter, one.name): one for one in found}


def made(tmp_path, method, number, figure):
    """A study whose one output is a figure of the places, and its points."""
    text = f"method: {method}\n{'' if method == 'tornado' else f'points: {number}'}\noutputs: [wrongful]\n{THREE}"
    asked = study(tmp_path, text)
    places = design(method, asked.points, 3, seed=1)
    return asked, points(places, figure(np.nan_to_num(places, nan=0.5)))


def linear(places):
    """The first adds 4 over its range, the second takes 2, the third does nothing."""
    return 10 + 4 * places[:, 0] - 2 * places[:, 1]


KEYS = ("people.trips", "people.offences", "cameras.sightings")


def test_tornado_knows_both_ends(tmp_path):
    asked, simulated = made(tmp_path, "tornado", 7, linear)
    found = by(indices(asked, simulated))
    assert [found[KEYS[0], name].value for name in ("at_low", "at_high", "moves")] == [9, 13, 4]
    assert [found[KEYS[1], name].value for name in ("at_low", "at_high", "moves")] == [12, 10, 2]
    assert found[KEYS[2], "moves"].value == 0


def test_morris_knows_sizes_and_signs(tmp_path):
    found = by(indices(*made(tmp_path, "morris", 80, linear)))
    assert [found[key, "mu_star"].value for key in KEYS] == pytest.approx([4, 2, 0])
    assert [found[key, "mu"].value for key in KEYS] == pytest.approx([4, -2, 0])
    assert found[KEYS[0], "sigma"].value == pytest.approx(0, abs=1e-9)


def test_sobol_knows_parts_of_the_variance(tmp_path):
    asked, simulated = made(tmp_path, "sobol", 2560, linear)
    found = by(indices(asked, simulated))
    # The variance of a uniform share is 1/12: 16/12 and 4/12 of 20/12.
    for key, part in zip(KEYS, (0.8, 0.2, 0.0), strict=True):
        for name in ("first", "total"):
            one = found[key, name]
            assert one.value == pytest.approx(part, abs=0.05)
            assert one.low - 0.02 <= part <= one.high + 0.02


def test_ranks_know_signs_and_intervals(tmp_path):
    asked, simulated = made(tmp_path, "latin-hypercube", 200, linear)
    found = by(indices(asked, simulated))
    first, second, third = (found[key, "rank_correlation"] for key in KEYS)
    assert first.value > 0.8
    assert second.low < second.value < second.high < 0
    assert abs(third.value) < 0.2
    assert third.low < third.value < third.high
    assert 0.2 < third.high - third.low < 0.36  # 2 * 1.96 / sqrt(200), were it normal


def test_undefined_points_are_left_out_of_ranks_and_stop_sobol(tmp_path):
    asked, simulated = made(tmp_path, "latin-hypercube", 100, lambda at: np.where(at[:, 2] > 0.9, np.nan, linear(at)))
    assert by(indices(asked, simulated))[KEYS[0], "rank_correlation"].value > 0.8
    assert "undefined at" in readings(asked, simulated, indices(asked, simulated)).outputs[0].spread
    asked, simulated = made(tmp_path, "sobol", 160, lambda at: np.where(at[:, 2] > 0.9, np.nan, linear(at)))
    assert indices(asked, simulated) == []
    said = readings(asked, simulated, [])
    assert "nothing can be said" in said.sentences[0]
    assert "needs all" in said.outputs[0].notes[0]


def test_an_undefined_figure_is_not_said_to_be_the_same(tmp_path):
    said = {
        "at 200 of 200 points": lambda at: np.full(len(at), np.nan),
        "at 199 of 200 points": lambda at: np.where(at[:, 2] >= at[:, 2].max(), 1.0, np.nan),
        "same at all others": lambda at: np.where(at[:, 2] > 0.9, np.nan, 1.0),
        "same at all points": lambda at: np.ones(len(at)),
    }
    for words, figure in said.items():
        asked, simulated = made(tmp_path, "latin-hypercube", 200, figure)
        notes = readings(asked, simulated, indices(asked, simulated)).outputs[0].notes
        assert words in notes[0]


def test_morris_says_how_far_its_moves_go(tmp_path):
    asked, simulated = made(tmp_path, "morris", 80, linear)
    steps = np.diff([point.places for point in simulated], axis=0)
    within = [step for k, step in enumerate(steps) if (k + 1) % 4]
    assert np.abs(within).max(axis=1) == pytest.approx(2 / 3)
    said = readings(asked, simulated, indices(asked, simulated))
    assert any("two thirds" in note for note in said.notes)
    assert "whole range, upwards" in said.sentences[0]


def test_readings_name_the_strongest_by_meaning_and_say_what_a_negative_one_means(tmp_path):
    asked, simulated = made(tmp_path, "latin-hypercube", 200, linear)
    said = readings(asked, simulated, indices(asked, simulated))
    assert "'Sanctioned wrongfully" in said.sentences[0]
    assert said.sentences[0].index("mean trips") < said.sentences[0].index("petty offences")
    assert re.search(facts("lower (rank correlation −"), said.sentences[0])
    assert any("A negative one says" in note for note in said.notes)
    assert any("ranges" in note or "range" in note for note in said.notes)
    assert said.document()["outputs"][0]["drivers"][0]["key"] == KEYS[0]


def test_too_few_points_are_said_to_be_too_few(tmp_path):
    rng = np.random.default_rng(3)
    asked, simulated = made(tmp_path, "sobol", 40, lambda at: rng.random(len(at)))
    notes = " ".join(readings(asked, simulated, indices(asked, simulated)).outputs[0].notes)
    assert "came out negative" in notes
    assert "wider than" in notes


def test_few_people_behind_a_figure_are_said(tmp_path):
    asked, simulated = made(tmp_path, "latin-hypercube", 30, linear)  # 12 of 10,000, of 300
    assert any("people or fewer" in note for note in readings(asked, simulated, []).outputs[0].notes)
    many = replace(asked, size=replace(asked.size, population=1_000_000))
    assert not any("people or fewer" in note for note in readings(many, simulated, []).outputs[0].notes)


def test_the_table_is_long_and_holds_null_where_there_is_no_figure(tmp_path):
    table = indices_table(indices(*made(tmp_path, "tornado", 7, linear)))
    assert table.column_names == ["output", "parameter", "index", "value", "low", "high"]
    assert table["low"].null_count == len(table) == 9
