"""What a run shows of itself in a notebook: the report's figures as Altair charts, and a few lines of HTML."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glasshouse import BadInputError
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.report.run_figures import FIGURES
from glasshouse.runs.run import open_run


@pytest.fixture(scope="module")
def run(run_dir):
    return open_run(run_dir)


@pytest.mark.parametrize("what", FIGURES)
def test_each_figure_says_what_it_is_of(run, what):
    drawn = run.plot(what).to_dict()
    title, scenario = drawn["title"], run.scenario
    assert title["text"] == FIGURES[what][0]
    assert scenario.title in title["subtitle"][0]
    assert title["subtitle"][1] == f"{scenario.label.capitalize()}. {NOT_A_FORECAST}"
    assert any(drawn["datasets"].values())


def test_the_figure_has_the_numbers_of_the_tables(run):
    drawn = run.plot("tiers").to_dict()["datasets"]["rows"]
    last = [row for row in drawn if row["date"] == drawn[-1]["date"]]
    assert sum(row["per_10000_scored"] for row in last) == pytest.approx(10_000)
    assert [row["tier"] for row in last] == list(run.scenario.tiers)


def test_the_figure_of_groups_is_the_first(run):
    assert run.plot().to_dict() == run.plot("groups").to_dict()


def test_a_word_that_names_no_figure_gives_the_nearest(run):
    with pytest.raises(BadInputError, match=r"what='tier': .*Did you mean 'tiers'"):
        run.plot("tier")


def test_a_notebook_shows_the_headline_with_the_label(run):
    told = run._repr_html_()
    assert NOT_A_FORECAST in told
    assert run.scenario.label in told
    assert told.count("<li>") > 3


def test_a_notebook_shows_what_a_scenario_is(run):
    told = run.scenario._repr_html_()
    assert NOT_A_FORECAST in told
    assert str(len(run.scenario.parameters)) in told
    assert run.scenario.leaves_out[0].split("&")[0].split("'")[0] in told


def test_what_a_file_says_is_no_markup(run):
    told = replace(run.scenario, title="<script>")._repr_html_()
    assert "<script>" not in told
    assert "&lt;script&gt;" in told
