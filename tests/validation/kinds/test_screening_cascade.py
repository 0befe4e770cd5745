"""Many pass a machine: hits, a person's check, actions."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.validation.kinds.screening_cascade import KIND

BASE = {name: row.default for name, row in KIND.inputs.items() if row.default is not None}
PEOPLE = BASE | {"people": 1e7, "prevalence": 1e-3, "sensitivity": 0.9, "false_positive_rate": 0.01}
CHECKED = {"passed_right": 0.8, "passed_wrong": 0.1, "action_share": 0.5, "found_share": 0.25}


def test_hits_are_those_of_the_rates():
    found = KIND.simulate(PEOPLE, 1)
    assert found["right_hits"] == pytest.approx(9000, rel=0.05)
    assert found["wrong_hits"] == pytest.approx(99_900, rel=0.02)
    assert found["hits"] == found["right_hits"] + found["wrong_hits"]
    assert found["precision"] == found["right_hits"] / found["hits"]


def test_a_person_sorts_hits_and_some_of_the_rest_are_acted_on():
    found = KIND.simulate(PEOPLE | CHECKED, 1)
    right, wrong = found["right_hits"] * 0.8, found["wrong_hits"] * 0.1
    assert found["passed"] == pytest.approx(right + wrong, rel=0.05)
    assert found["actions"] == pytest.approx((right + wrong) / 2, rel=0.05)
    assert found["wrong_actions"] == pytest.approx(wrong / 2, rel=0.05)
    assert found["found"] == pytest.approx(right / 8, rel=0.1)


def test_a_table_may_begin_with_the_hits():
    rows = [KIND.simulate(BASE | {"hits": 400.0, "right_share": 0.25} | CHECKED, seed) for seed in range(60)]
    assert np.mean([row["right_hits"] for row in rows]) == pytest.approx(100, rel=0.05)
    assert np.std([row["right_hits"] for row in rows]) == pytest.approx((400 * 0.25 * 0.75) ** 0.5, rel=0.4)
    assert {row["hits"] for row in rows} == {400}
    assert np.isnan(rows[0]["hit_share"])


def test_the_same_seed_is_the_same_draw():
    assert KIND.simulate(PEOPLE, 3) == KIND.simulate(PEOPLE, 3) != KIND.simulate(PEOPLE, 4)


@pytest.mark.parametrize(
    "given",
    [BASE, BASE | {"people": 10.0}, BASE | {"hits": 10.0}, PEOPLE | {"hits": 10.0, "right_share": 0.5}],
)
def test_it_begins_with_people_or_with_hits(given):
    assert KIND.refuse(given)
    assert KIND.refuse(PEOPLE) is None
