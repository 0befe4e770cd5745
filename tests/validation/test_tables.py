"""The tables that ship: their sources, their honesty, and whether a wrong input could have told."""

from __future__ import annotations

from functools import cache

import pytest

from glasshouse.evidence import load_sources
from glasshouse.validation import verdict_words
from glasshouse.validation.kinds import KINDS
from glasshouse.validation.known_verdicts import known
from glasshouse.validation.table_loading import FOLDER, load_table, table_names

#: Each is loaded when its first test runs: to load all takes seconds, which every collection would take.
loaded = cache(load_table)
EACH = pytest.mark.parametrize("table", table_names(), indirect=True)


@pytest.fixture
def table(request):
    return loaded(request.param)


def test_there_are_tables_of_every_kind():
    assert {loaded(name).kind.name for name in table_names()} == set(KINDS)
    assert len(table_names()) >= 8


@EACH
def test_it_is_called_as_its_file(table):
    assert (FOLDER / f"{table.name}.yaml").exists()
    assert len(table.summary) > 40
    assert len(table.notes) > 40


@EACH
def test_every_source_stands_in_the_shipped_list(table):
    assert table.sources == {}
    cited = {fed.given.source for fed in table.inputs.values()} | {row.source for row in table.outputs.values()}
    assert cited - {None} <= set(load_sources())


@EACH
def test_a_confirmed_table_rests_on_figures_that_somebody_read(table):
    if table.confirmed:
        assert {row.confidence for row in table.outputs.values()} <= {"S", "D"}


@EACH
def test_no_figure_that_is_scored_was_used_in_fitting(table):
    """Not in its own table, which the loader refuses, and not in another."""
    said = [figure for fed in table.inputs.values() for figure in fed.fitted_to]
    for other in map(loaded, table_names()):
        for output in other.outputs:
            assert not any(other.name in figure and output in figure for figure in said)


@EACH
def test_every_assumed_input_has_a_range_or_a_reason_that_says_why_not(table):
    for fed in table.inputs.values():
        assert fed.given.source is not None or len(fed.given.assumed or "") > 10


def test_a_scaled_figure_is_told_as_it_was_published():
    """Kind of fault: what was worked out is told as published."""
    table = load_table("london-2025")
    alerts = table.outputs["false_alerts"]
    assert (alerts.printed, alerts.value) == (10, 0.1)
    result = next(one for one in known().results if one.table.name == "london-2025")
    told = " ".join([*verdict_words.why(result)[:1], *verdict_words.cells(table, result.outputs["false_alerts"])])
    assert "10 published" in told
    assert "10 (scaled: 0.1)" in told
    assert "0.1 published" not in told


def test_a_figure_that_follows_from_published_ones_is_not_called_published():
    result = next(one for one in known().results if one.table.name == "defaulter-list-refusals")
    derived = [name for name, judged in result.outputs.items() if judged.published.derived and judged.verdict == "fail"]
    assert derived
    said = [line for line in verdict_words.why(result) if line.startswith(result.table.meaning(derived[0]))]
    assert "follows from" in said[0]
