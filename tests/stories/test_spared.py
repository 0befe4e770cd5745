"""The persons behind a comparison's counts are as many as it counts, and it did happen to them."""

from __future__ import annotations

import pytest

import glasshouse
from glasshouse.comparison.comparison import open_comparison
from glasshouse.comparison.comparison_plan import plan_comparison
from glasshouse.comparison.execute_comparison import execute
from glasshouse.errors import BadInputError
from glasshouse.scenario import load
from glasshouse.stories.follow_in_replay import open_source
from glasshouse.stories.person_tallies import HARMS, tally
from glasshouse.stories.spared import moved
from model.runs import BUSY

pytestmark = pytest.mark.slow  # tests/lab/test_compare.py holds the same, for the page, in passing


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """A comparison without its reports, which take longer than the scenarios."""
    folder = tmp_path_factory.mktemp("spared")
    base = load("as-described", sets=BUSY)
    arms = ["cameras.enabled=false"]
    plan = plan_comparison(base, arms, population=1200, days=40, seed=3, replicates=1, threads=2)
    execute(plan, folder)
    return open_comparison(folder)


@pytest.fixture(scope="module")
def tallied(compared):
    return {arm: tally(open_source(compared.path, arm)) for arm in ("baseline", "cameras.enabled=false", "ban")}


@pytest.mark.parametrize("measure", HARMS)
@pytest.mark.parametrize("arm", ["cameras.enabled=false", "ban"])
def test_they_are_as_many_as_the_comparison_counts_by_group(compared, tallied, arm, measure):
    found = moved(tallied["baseline"], tallied[arm], measure, seed=3)
    for people, column in ((found.spared, "people_spared"), (found.newly_harmed, "people_newly_harmed")):
        assert len(people) == compared.count(arm, measure, column)
        for group in ("majority men", "minority women"):
            assert sum(own == group for _, own in people) == compared.count(arm, measure, column, group)


def test_somebody_spared_was_harmed_in_the_baseline_alone(compared, tallied):
    found = moved(tallied["baseline"], tallied["cameras.enabled=false"], "wrongful", seed=3)
    assert found.spared
    told = glasshouse.story(compared.path, found.spared[0][0], under="cameras.enabled=false")
    assert told.here.history.wrongful
    assert told.there is not None
    assert not told.there.history.wrongful


def test_too_many_people_have_no_tallies(compared, monkeypatch):
    monkeypatch.setattr("glasshouse.stories.person_tallies.MOST_LEDGER", 1000)
    with pytest.raises(BadInputError, match="no tallies"):
        tally(open_source(compared.path))
