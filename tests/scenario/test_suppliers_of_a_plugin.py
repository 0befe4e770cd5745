"""A plug-in declares suppliers of its own; a scenario names them, and each can be switched off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glasshouse.engine.params import compile_params
from glasshouse.mechanism_set import SHIPPED, MechanismError
from glasshouse.scenario import Scenario, ScenarioError, load, load_document
from glasshouse.scenario.scenario_loading import load_text
from glasshouse.testing.plain_day import plain_part
from scenario import couriers

NAME = couriers.__name__
TEXT = f"""glasshouse: 1
extends: as-described
plugins: [{NAME}]
people: {{purchases: {{value: 1, unit: acts/adult-day, assumed: many}}}}
couriers:
  postman: {{role: brings parcels, source: aspi-2019, functions: [parcels]}}
  tencent: {{role: brings parcels too, source: aspi-2019, functions: [parcels]}}
"""


def scenario(*sets: str) -> Scenario:
    return load_text(TEXT, sets=sets)


def opened(*sets: str) -> int:
    """Parcels opened among 60 people in two days, in plain Python."""
    of = scenario(*sets)
    part = plain_part(of, population=60, days=2, seed=1)
    return int(part.daily[..., of.running.column(couriers.PARCELS)].sum()) if "couriers" in of.running.sections else 0


def test_without_one_of_two_half_is_supplied():
    both, one = (
        int(compile_params(scenario(*sets), 0, 100).params[0]["parcel_opened"])
        for sets in ((), ("couriers.postman.enabled=false",))
    )
    assert both == 2 * one > 0


@pytest.mark.slow
def test_without_one_of_two_less_is_seen():
    both, one, nobody = opened(), opened("couriers.postman.enabled=false"), opened("couriers.enabled=false")
    assert both > 20
    assert 0.25 * both < one < 0.75 * both
    assert nobody == 0


def test_a_scenario_that_names_none_is_supplied_by_nobody():
    assert load("as-described", sets=f"plugins=[{NAME}]").settings(0).functions["parcels"] == 0


def test_suppliers_of_two_sections_are_apart_though_they_have_one_name():
    without = scenario("couriers.tencent.enabled=false").settings(0).functions
    assert (without["parcels"], without["messaging"]) == (0.5, 1)
    without = scenario("companies.tencent.enabled=false").settings(0).functions
    assert (without["parcels"], without["messaging"]) == (1, 0)
    with pytest.raises(ScenarioError, match=r"couriers\.postman\.enabled"):
        scenario("companies.postman.enabled=false")


def test_they_are_hashed_and_kept_in_the_document():
    found = scenario()
    again = load_document(found.document, mechanisms=found.mechanisms)
    assert (again.hash, again.suppliers) == (found.hash, found.suppliers)
    assert {"couriers.postman", "couriers.tencent", "companies.tencent"} <= set(found.suppliers)
    assert scenario("couriers.postman.enabled=false").hash != found.hash


def test_a_misspelt_function_is_told_with_the_nearest():
    with pytest.raises(ScenarioError, match="'parcels'"):
        load_text(TEXT.replace("[parcels]", "[parcel]"))


@pytest.mark.parametrize(
    ("changed", "about"),
    [({"section": "companies"}, "'couriers'"), ({"functions": {"payments": "x"}}, "'payments' is one of")],
)
def test_suppliers_that_clash_with_ours_are_refused(monkeypatch, changed, about):
    monkeypatch.setattr(couriers, "SUPPLIERS", replace(couriers.SUPPLIERS, **changed))
    with pytest.raises(MechanismError, match=about):
        SHIPPED.with_([couriers.MECHANISM])
