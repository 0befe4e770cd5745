"""Rules as plain Python come to the compiled days of the shipped mechanisms, and a number that is too big is told."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.engine.simulate import simulate
from glasshouse.population.people import columns_of
from glasshouse.scenario import load
from glasshouse.testing.plain_day import Numbers, Row, Rows, plain_part
from model.runs import BUSY


def test_plain_days_are_compiled_days():
    scenario = load("as-described", sets=[*BUSY, "start=2019-12-20"])
    plain = plain_part(scenario, population=150, days=21, seed=1)
    compiled = simulate(scenario, population=150, days=21, seed=1, threads=1)
    assert (plain.daily == compiled.daily).all()
    assert {
        name for name, column in columns_of(plain.people).items() if (column != compiled.state[name]).any()
    } == set()
    assert compiled.daily[..., compiled.measures.index("entries_false")].sum() > 0


def test_a_number_must_fit():
    row = Row(np.zeros(1, [("quota", np.uint8)]), 0)
    row.quota = 255
    assert row.quota == 255
    with pytest.raises(OverflowError):
        row.quota += 1


def test_records_are_read_and_copied():
    rows = Rows(np.zeros(3, [("day", np.int64)]))
    rows[1].day = 7
    rows[0] = rows[1]
    assert (len(rows[:2]), rows[0].day, rows[2].day) == (2, 7, 0)


def test_two_truths_add_up_to_two():
    words = Numbers(np.array([[1, 5]], np.uint32))
    assert (words[0, 1] > 1) + (words[0, 1] > 2) == 2
    assert (words[0].dtype, len(words)) == (np.uint32, 1)
