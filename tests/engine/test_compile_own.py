"""What plug-ins bring is compiled before there is a folder, and refused in one sentence where that fails."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from glasshouse import runner
from glasshouse.engine import compile_ahead
from glasshouse.engine.assembly import RuleError
from glasshouse.errors import BadInputError
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.scenario import load, with_mechanisms


def cannot(mechanisms: MechanismSet) -> float:
    raise KeyError('__str__ in\nFile "rules/own_meters.py", line 7')


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Mechanism:
    monkeypatch.setitem(sys.modules, "own_meters", ModuleType("own_meters"))
    monkeypatch.setattr(compile_ahead, "warm_up", cannot)
    return Mechanism(module="own_meters", section="meters", switched=True)


def test_the_plugin_the_place_and_the_reason_are_named(own):
    with pytest.raises(RuleError, match=r"^own_meters: .*own_meters\.py, line 7.*KeyError: .*__str__"):
        compile_ahead.compile_own([SHIPPED.with_([own])])


def test_what_ships_is_left_until_it_is_needed(own):
    compile_ahead.compile_own([SHIPPED])


def test_no_folder_is_left(own, tmp_path):
    scenario = with_mechanisms(load("london-lfr"), [own])
    plan = runner.planned(scenario, None, population=500, days=2, draws=0, replicates=1)
    with pytest.raises(BadInputError, match="own_meters"):
        runner.carry_out(plan, tmp_path / "run")
    assert list(tmp_path.iterdir()) == []
