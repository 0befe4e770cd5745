"""Kind of fault: a ranking of more assumptions than there are points, which names drivers by chance."""

from __future__ import annotations

import pytest

from glasshouse.errors import BadInputError
from glasshouse.studies import study_design
from glasshouse.studies.study_loading import load_study
from glasshouse.studies.study_plan import METHODS
from glasshouse.studies.study_readings import RANKED_BY


@pytest.mark.parametrize(
    ("method", "fewest"),
    [("latin-hypercube", 131), ("prim", 131), ("morris", 4 * 130), ("sobol", 8 * 131), ("tornado", 259)],
)
def test_a_method_takes_its_fewest_points_and_refuses_fewer_saying_how_many(method, fewest):
    assert study_design.size(method, fewest, 129) == fewest
    with pytest.raises(BadInputError, match=f"{fewest:,} points"):
        study_design.size(method, fewest - 1, 129)


def test_every_method_that_ranks_needs_more_points_than_parameters():
    assert set(RANKED_BY) <= set(METHODS)
    for method in (*RANKED_BY, "prim"):
        with pytest.raises(BadInputError):
            study_design.size(method, 100, 100)


def test_few_assumptions_take_few_points():
    assert study_design.size("latin-hypercube", 16, 3) == 16


def test_a_file_is_refused_before_anything_is_lived():
    with pytest.raises(ValueError, match=r"at least \d+ points.* not 16"):
        load_study("what-drives-wrongful", points=16)
