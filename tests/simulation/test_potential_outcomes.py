"""What becomes of each person in each scenario."""

from __future__ import annotations

import polars as pl
import pytest

import glasshouse
from glasshouse.interventions import INTERVENTIONS
from glasshouse.scenario import load
from model.runs import BUSY

SIZES = {"population": 600, "days": 50, "seed": 3, "threads": 1}


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    arms = ["error-free", INTERVENTIONS["appeal"], "cameras.enabled=true"]
    return glasshouse.counterfactual(load("as-described", sets=BUSY), arms, **SIZES)


def test_a_row_a_person_and_a_column_an_outcome_and_arm(table):
    assert table.shape[0] == 600
    for arm in ("baseline", "error-free", "appeal", "cameras.enabled=true"):
        assert f"wrongful:{arm}" in table.columns
    assert not any(name.endswith((":ban", ":unwatched")) for name in table.columns)


def test_nobody_differs_where_nothing_changes_and_nobody_is_wronged_without_errors(table):
    for outcome in ("sanctioned", "score", "fear", "tier"):
        assert table[f"{outcome}:baseline"].equals(table[f"{outcome}:cameras.enabled=true"])
    assert table["wrongful:error-free"].sum() == 0 < table["wrongful:baseline"].sum()


def test_the_baseline_is_the_simulation_alone(table):
    alone = glasshouse.Simulation(load("as-described", sets=BUSY), **SIZES).run().people()
    assert table["wrongful_days:baseline"].equals(alone["wrongful_days"])


def test_overrides_reach_the_arms_made_from_the_baseline_and_no_whole_scenario(monkeypatch):
    """A preset keeps its own values, by name or loaded, unless the arm itself says otherwise."""
    simulated, key, own_run = [], "internet.false_flag", glasshouse.Simulation.run
    monkeypatch.setattr(glasshouse.Simulation, "run", lambda self: simulated.append(self.scenario) or own_run(self))
    loaded = load("as-documented", sets=["cameras.enabled=false"])
    arms = ["appeal", "as-documented", f"as-documented+{key}=0.01", loaded]
    glasshouse.counterfactual(
        "as-described", arms, overrides={key: 0.003}, population=60, days=2, threads=1, outcomes="sanctioned"
    )
    kept = load("as-documented").parameters[key].value
    assert [each.parameters[key].value for each in simulated] == [0.003, 0.003, kept, 0.01, kept]


def test_what_cannot_be_asked_for_is_refused():
    with pytest.raises(glasshouse.BadInputError, match=r"happiness.*columns\(\)"):
        glasshouse.counterfactual("as-described", ["appeal"], outcomes=["happiness"], **(SIZES | {"days": 2}))
    with pytest.raises(glasshouse.BadInputError, match="share a past"):
        glasshouse.counterfactual("as-described", ["ban@1"], **(SIZES | {"days": 2}))


def test_what_so_large_a_simulation_does_not_keep_is_refused_before_it_begins():
    large = {"population": 20_000_001, "days": 2}
    with pytest.raises(glasshouse.BadInputError, match=r"outcomes='sanction_days'.*no ledger.*at most 20,000,000"):
        glasshouse.counterfactual("as-described", ["appeal"], **large)
    with pytest.raises(glasshouse.BadInputError, match=r"outcomes='true_entries'.*a sample"):
        glasshouse.counterfactual("as-described", ["appeal"], outcomes="true_entries", population=10**7, days=365)
