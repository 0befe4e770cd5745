"""The numbers that a plug-in works out for its fields are whole, fit and are all there, or it is told which are not."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from glasshouse.engine.params import compile_params
from glasshouse.errors import BadInputError
from glasshouse.mechanism import Mechanism
from glasshouse.runs.run_plan import check_plugins
from glasshouse.scenario import load, with_mechanisms


@pytest.fixture
def scenario(monkeypatch):
    """London with a mechanism whose one table has room for two numbers, and gets what it is given."""

    def made(given: Any):
        def worked_out(settings: Any) -> Any:
            return given(settings) if callable(given) else given

        monkeypatch.setitem(sys.modules, "own_meters", ModuleType("own_meters"))
        own = Mechanism(
            module="own_meters",
            section="meters",
            switched=True,
            params={"meter_rates": (2,)},
            compile_params=worked_out,
        )
        return with_mechanisms(load("london-lfr"), [own])

    return made


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "does not give 'meter_rates'"),
        ({"meter_rates": [1, 2], "meter_rate": 1}, "'meter_rate'"),
        ({"meter_rates": 0.5}, r"0\.5, and it takes whole numbers"),
        ({"meter_rates": float("nan")}, "nan"),
        ({"meter_rates": 2**70}, str(2**70)),
        ({"meter_rates": "many"}, "'many'"),
        ({"meter_rates": [1, 2, 3]}, r"\(3,\), and it has \(2,\)"),
        ({"meter_rates": [[1], [2, 3]]}, "several lengths"),
        (lambda settings: settings.numbers["meters.none"], r"failed \(KeyError: 'meters\.none'\)"),
    ],
)
def test_what_no_field_takes_is_told_before_there_is_a_folder(scenario, given, told):
    with pytest.raises(BadInputError, match=f"own_meters: compile_params .*{told}"):
        check_plugins(scenario(given))


@pytest.mark.parametrize("given", [{"meter_rates": 3}, {"meter_rates": [3.0, 3.0]}])
def test_what_fits_is_taken(scenario, given):
    assert compile_params(scenario(given), 0, 1000).meter_rates.tolist() == [3, 3]
