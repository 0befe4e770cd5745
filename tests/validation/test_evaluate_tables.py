"""From a table to its verdict: the draws, what a wrong input breaks, and the document."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from glasshouse.errors import BadInputError
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.scenario import ScenarioError
from glasshouse.validation.drawn_inputs import draw_seed, drawn
from glasshouse.validation.evaluate_tables import evaluate, validate
from glasshouse.validation.simulate_tables import draws_of, simulate_job, simulated, together, whole_table
from glasshouse.validation.table_kind import TableKind
from glasshouse.validation.table_loading import load_table
from glasshouse.validation.validation_table import ValidationTable
from glasshouse.validation.verdict_words import closing, why, wrong
from validation.tables import ADD, written


@pytest.fixture
def table(tmp_path) -> ValidationTable:
    return load_table(written(tmp_path))


def with_kind(table: ValidationTable, simulate) -> ValidationTable:
    kind = table.kind
    return replace(
        table,
        kind=TableKind(
            exercises="score",
            **{name: getattr(kind, name) for name in ("name", "stages", "title", "sentence", "inputs", "outputs")},
            simulate=simulate,
            draws=200,
        ),
    )


def arithmetic(inputs, seed):
    rng = np.random.Generator(np.random.Philox(seed))
    return {"false_alerts": float(rng.binomial(int(inputs["faces"]), inputs["fpir"]))}


def test_every_draw_is_keyed_by_seed_table_and_draw(table):
    assert drawn(table, 1, 5) == drawn(table, 1, 5)
    assert drawn(table, 1, 5)["fpir"] != drawn(table, 1, 6)["fpir"]
    assert drawn(table, 1, 5)["fpir"] != drawn(table, 2, 5)["fpir"]
    assert drawn(table, 1, 5)["fpir"] != drawn(replace(table, name="other"), 1, 5)["fpir"]
    assert len({draw_seed(s, t, d) for s in (1, 2) for t in ("a", "b") for d in range(50)}) == 200
    assert {drawn(table, 1, d)["faces"] for d in range(20)} == {3000.0}
    assert all(0.008 <= drawn(table, 1, d)["fpir"] <= 0.012 for d in range(100))


def test_a_wrong_input_changes_nothing_else(table):
    right, wrong = drawn(table, 1, 3), drawn(table, 1, 3, {"fpir": 0.5})
    assert wrong == {**right, "fpir": 0.5}


def test_more_draws_leave_the_first_ones_as_they_were(table):
    few, many = simulated(table, 1, 3), simulated(table, 1, 6)
    assert (few["false_alerts"] == many["false_alerts"][:3]).all()


def test_the_same_seed_gives_the_same_verdict_and_another_seed_other_draws(table):
    fast = with_kind(table, arithmetic)
    assert evaluate(fast, seed=4).document() == evaluate(fast, seed=4).document()
    assert (simulated(fast, 4, 50)["false_alerts"] != simulated(fast, 5, 50)["false_alerts"]).any()


def test_a_table_passes_when_its_figures_do_and_its_wrong_input_bites(table):
    result = evaluate(with_kind(table, arithmetic))
    assert result.passed
    assert result.tried[0].broke == ("false_alerts",)
    assert why(result) == []


def test_a_wrong_input_that_breaks_nothing_fails_the_table(tmp_path):
    change = "- {because: a little more, set: {fpir: 0.0101}}"
    table = load_table(
        written(tmp_path, ADD.replace('- {because: "ten times fewer errors", set: {fpir: 0.001}}', change))
    )
    result = evaluate(with_kind(table, arithmetic))
    assert all(judged.passed for judged in result.outputs.values())
    assert not result.passed
    (reason,) = why(result)
    assert reason.endswith(": a little more.")


def test_a_figure_outside_fails_the_table_and_is_said_with_its_reason(table):
    figure = replace(table.outputs["false_alerts"], value=300.0, low=300.0, high=300.0)
    failing = replace(table, outputs={"false_alerts": figure}, reason="The crowd was another.")
    result = evaluate(with_kind(failing, arithmetic))
    assert not result.passed
    first, last = why(result)[0], why(result)[-1]
    assert first.startswith("false alerts: 300 published, ")
    assert last == "The crowd was another."
    assert result.tried[0].broke == ()  # what fails already cannot be broken


def test_a_table_of_which_nothing_passes_has_nothing_to_break(table):
    figure = replace(table.outputs["false_alerts"], value=300.0, low=300.0, high=300.0)
    result = evaluate(with_kind(replace(table, outputs={"false_alerts": figure}), arithmetic))
    assert not result.breakable
    assert len(why(result)) == 1
    assert "No figure passes" in wrong(result, result.tried[0])


def test_wrong_inputs_get_half_the_draws_but_never_too_few(table):
    assert [draws_of(table, None, number) for number in (0, 1)] == [400, 200]
    assert [draws_of(table, 50, number) for number in (0, 1)] == [50, 40]


def test_what_is_carried_out_elsewhere_is_the_same(table, tmp_path):
    place = str(written(tmp_path))
    titles = []
    (found,) = together([place], [table], seed=2, draws=40, share=partial(map, simulate_job), say=titles.append)
    assert titles == ["A small crowd"]
    for rows, same in zip(found, whole_table(table, 2, 40), strict=True):
        assert (rows["false_alerts"] == same["false_alerts"]).all()


def test_unconfirmed_tables_are_counted_apart(table):
    fast = with_kind(table, arithmetic)
    one, two = evaluate(fast), evaluate(replace(fast, status="unconfirmed"))
    found = replace(validate(fast, draws=40), results=(one, two))
    assert (found.tally.passed, found.tally.unconfirmed_passed) == (1, 1)
    assert found.document()["counts"] == {
        "passed": 1,
        "failed": 0,
        "unconfirmed_passed": 1,
        "unconfirmed_failed": 0,
    }
    confirmed, apart = closing(found).split(" Counted apart")
    assert confirmed == "1 table, which passes."
    assert apart.endswith("1 table, which passes.")


def test_the_document_is_json_and_says_what_it_is(table):
    found = validate(with_kind(table, lambda inputs, seed: {"false_alerts": float("nan")}), draws=40)
    data = json.loads(json.dumps(found.document(), allow_nan=False))
    assert data["note"] == NOT_A_FORECAST
    (only,) = data["tables"]
    assert only["outputs"]["false_alerts"]["verdict"] == "no value"
    assert only["outputs"]["false_alerts"]["low"] is None
    assert only["inputs"]["fpir"]["source"] == "npl-2023"


@pytest.mark.parametrize("draws", [0, 39, 10**7])
def test_too_few_and_too_many_draws_are_refused(draws):
    with pytest.raises(BadInputError, match="from 40 to 1,000,000"):
        validate(draws=draws)


def test_an_unknown_table_is_refused_before_anything_is_simulated():
    with pytest.raises(ScenarioError, match="unknown validation table"):
        validate("nowhere")
