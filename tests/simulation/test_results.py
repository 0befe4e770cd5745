"""The tables of a simulation: words for codes, one row a person, and what adds up."""

from __future__ import annotations

import copy
import pickle

import polars as pl
import pyarrow.parquet as pq
import pytest

import glasshouse
from glasshouse import BadInputError, Simulation
from glasshouse.scenario import load
from glasshouse.simulation import results as module
from model.runs import BUSY

SIZES = {"population": 700, "days": 70, "seed": 3, "threads": 1}


@pytest.fixture(scope="module")
def results() -> glasshouse.Results:
    return glasshouse.Simulation(load("as-described", sets=BUSY), **SIZES).run()


@pytest.fixture(scope="module")
def people(results) -> pl.DataFrame:
    return results.people()


def test_every_column_is_documented_and_every_documented_column_is_there(results, people):
    told = glasshouse.columns()
    of_people = told.filter(pl.col("tables").str.contains("people"))["column"].to_list()
    of_panel = told.filter(pl.col("tables").str.contains("panel"))["column"].to_list()
    assert people.columns == of_people
    assert sorted(results.panel().columns) == sorted(of_panel)
    for name in ("daily", "measures", "events", "strata"):
        of_table = told.filter(pl.col("tables").str.contains(name))["column"].to_list()
        assert sorted(getattr(results, name)().columns) == sorted(of_table), name
    assert told.filter((pl.col("unit") == "") | (pl.col("meaning") == "")).is_empty()


def test_people_are_told_in_words(results, people):
    place, scenario = results.scenario.place, results.scenario
    assert {*people["district"].unique()} <= {*place.districts}
    assert {*people["group"].unique()} == {*place.group_names}
    assert {*people["tier"].unique()} <= {*scenario.tiers}
    assert {*people["age"].unique()} == {"child", "adult", "older"}
    assert people["income"].min() == 1
    assert people["income"].max() == 5
    gates = {gate for names in people["closed_gates"].unique() for gate in names.split(", ") if gate}
    assert "flight" in gates
    assert all("," not in gate for gate in gates)


def test_people_add_up_to_the_counts(results, people):
    tally = results.outcome.tallies[0]
    assert people["sanctioned"].sum() == tally.total("first_sanctioned") > 0
    assert people["wrongful"].sum() == tally.total("first_wrongful") > 0
    assert people["sanction_days"].sum() == tally.total("sanction_days")
    assert people["false_entries"].sum() == tally.total("entries_false") > 0
    assert people["watched"].sum() == tally.total("watched")
    closed = people.filter(pl.col("closed_gates") != "")
    stocks = results.daily().filter((pl.col("day") == 69) & (pl.col("measure") == "sanction_days"))
    assert len(closed) == stocks["value"].sum()


def test_the_error_free_ledger_stands_beside(people):
    differ = people.filter(pl.col("score") != pl.col("error_free_score"))
    assert len(differ) > 0
    assert (differ["false_entries"] + differ["association"] > 0).mean() > 0.9


def test_a_panel_has_each_person_at_the_end_of_each_month_and_of_all(results, people):
    panel = results.panel()
    assert panel.shape[0] == 3 * 700
    assert [str(day) for day in panel["date"].unique().sort()] == ["2019-12-31", "2020-01-31", "2020-02-08"]
    weeks = results.panel(every="week")
    assert weeks["day"].unique().sort().to_list() == list(range(6, 70, 7))
    last = weeks.filter(pl.col("day") == 69)
    assert last["score"].equals(people["score"])
    so_far = weeks.group_by("day").agg(pl.col("sanctioned").sum()).sort("day")["sanctioned"].to_list()
    assert so_far == sorted(so_far)


def test_a_panel_that_would_not_fit_says_how_many_people_would(results, monkeypatch):
    monkeypatch.setattr(module, "MOST_ROWS", 1000)
    with pytest.raises(glasshouse.BadInputError, match="333 people would fit"):
        results.panel()
    with pytest.raises(glasshouse.BadInputError, match="'day', 'week' or 'month'"):
        results.panel(every="year")
    short = glasshouse.Simulation("as-described", population=10, days=3, threads=1).run()
    assert short.panel(every="week")["day"].unique().to_list() == [2]


def test_tables_of_a_run_are_those_of_its_folder(results, tmp_path):
    run = results.save(tmp_path / "run", report=False)
    for name, table in (("daily", results.daily()), ("events", results.events()), ("measures", results.measures())):
        saved = getattr(run, name).collect()
        assert table.columns == saved.columns
        assert table.with_columns(pl.col(pl.Categorical).cast(pl.String)).equals(
            saved.with_columns(pl.col(pl.Categorical).cast(pl.String))
        )
    assert results.strata()["people"].sum() == 700
    assert _said(run.path) == {(run.digest, "hypothetical")}
    assert run.digest == results.digest


def test_the_files_of_several_replicates_carry_the_digest_of_all(tmp_path):
    run = glasshouse.run("as-described", population=100, days=2, replicates=2, threads=1, out=tmp_path / "run")
    assert _said(run.path) == {(run.digest, "hypothetical")}


def _said(folder):
    """Digest and label in the files' metadata."""
    found = [pq.read_schema(file).metadata for file in folder.glob("*.parquet")]
    assert len(found) == 4
    return {(each[b"digest"].decode(), each[b"label"].decode()) for each in found}


def test_names_are_enumerations_or_texts(results):
    for table in (results.people(strings=True), results.panel(strings=True)):
        assert not [name for name, kind in table.schema.items() if isinstance(kind, pl.Enum)]
    people = results.people(strings=True)
    assert people["group"].to_list() == results.people()["group"].to_list()
    assert isinstance(results.people().schema["group"], pl.Enum)


def test_without_a_ledger_nothing_is_told_of_what_each_bore():
    found = glasshouse.Simulation("as-described", **(SIZES | {"days": 2}), ledger=False).run().people()
    assert "sanctioned" in found.columns
    assert "sanction_days" not in found.columns


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_results_are_pickled_and_copied_deep_and_a_simulation_before_it_begins(copied):
    simulation = Simulation("as-described", population=300, days=31, threads=1, drawn={"internet.false_flag": 0.01})
    later = copied(simulation)
    simulation.step()
    results = simulation.run()
    other = copied(results)
    assert other.digest == results.digest == later.run().digest
    assert other.panel().equals(results.panel())
    assert other.people().equals(results.people())
    assert copied(other.state.compiled).score_start == results.state.compiled.score_start
    with pytest.raises(BadInputError, match="has begun cannot be pickled or copied"):
        copied(simulation)
