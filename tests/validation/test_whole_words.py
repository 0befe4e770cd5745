"""What is said of figures of a preset that is simulated whole: what feeds it, and what of an interval is chance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glasshouse.validation import verdict_words, whole_words
from glasshouse.validation.known_verdicts import known


@pytest.fixture(scope="module")
def courts():
    return next(result for result in known().results if result.table.name == "as-documented-courts")


def test_every_figure_is_either_independent_of_what_feeds_the_preset_or_not(courts):
    own = {judged.published.name for judged in whole_words.independent(courts)}
    assert own == {"stock_2020", "stock_2023"}
    said = whole_words.of_table(courts)
    for name in courts.outputs:
        assert (courts.table.meaning(name) in said) == (name in own)
    assert ("6 figures" in said, "6,000 people" in said) == (True, True)
    fed = replace(courts.table, preset_cites=frozenset(each.published.source for each in courts.outputs.values()))
    assert whole_words.independent(replace(courts, table=fed)) == ()


def test_a_preset_s_tables_are_counted_together(courts):
    (said,) = whole_words.of_presets((courts, courts))
    assert ("4 of 16 figures" in said, "4 of 4 in" in said, "12 are not" in said) == (True, True, True)
    fed = next(result for result in known().results if whole_words.plan_of(result.table) is None)
    assert (whole_words.notes([fed]), whole_words.of_table(fed)) == ((), "")
    assert whole_words.notes([fed, courts])[-1] == whole_words.HOW


@pytest.mark.parametrize("preset", ["as-documented-posts", "as-documented-sensitive"])
def test_brackets_are_explained_where_there_are_any(courts, preset):
    bare = next(result for result in known().results if result.table.name == preset)
    assert not any("(" in verdict_words.cells(bare.table, judged)[2] for judged in bare.outputs.values())
    for results, told in (([bare], False), ([bare, courts], True)):
        found = replace(known(), results=tuple(results))
        assert (whole_words.HOW in whole_words.notes(results), whole_words.HOW in verdict_words.how(found)) == (
            told,
            told,
        )


def test_few_simulated_cases_leave_much_to_chance(courts):
    """6,000 of 1.4 billion: five million of the country are 22 simulated people, which has a deviation of 4.7."""
    judged = courts.outputs["stock_2020"]
    simulated = whole_words.cases(courts.table, judged)
    assert simulated == pytest.approx(6000 * judged.middle / 1.41e9, rel=0.01)
    part = whole_words.chance(judged, simulated)
    assert part == pytest.approx((judged.middle / simulated**0.5 / ((judged.high - judged.low) / 3.92)) ** 2)
    assert whole_words.chance(judged, 100 * simulated) == pytest.approx(part / 100)
    assert whole_words.beside(courts.table, judged) in verdict_words.cells(courts.table, judged)[2]
    nobody = replace(judged, low=0.0, middle=0.0)
    assert whole_words.beside(courts.table, nobody) == "0 cases, perhaps all chance"
