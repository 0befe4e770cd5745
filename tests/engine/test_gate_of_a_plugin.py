"""A gate that a plug-in's mechanism brings: people want it, rules close it, and it is counted and shown."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest

import bus_stops
from engine import plugins_together
from glasshouse.engine.params import compile_params
from glasshouse.engine.simulate import simulate
from glasshouse.gate import MOST, bits_of_sanction, gate, gate_names, gates
from glasshouse.interventions import apply
from glasshouse.measures import measures_of
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED, MechanismError
from glasshouse.model.events import Event
from glasshouse.report.cards import gate_rows
from glasshouse.report.run_flow import diagram_of
from glasshouse.report.run_tallies import Tallies
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.scenario.scenario_loading import load_text
from glasshouse.stories.notebook import notebook
from glasshouse.stories.told_gates import doors, refusals

TEXT = f"glasshouse: 1\nextends: as-described\nplugins: [{bus_stops.__name__}]\n"
BIT = len(gate_names(SHIPPED))
BUSY = ("people.defaults=0.002", "people.outings_hotel=0.1", "buses.outings=0.1", "restrictions.defaulter_weeks=20")


def own(*sets: str):
    return load_text(TEXT, sets=sets)


def together(*sets: str):
    return load_text(plugins_together.TEXT, sets=("late.enabled=false", *sets))


def own_params(*sets: str):
    return compile_params(own(*sets), 0, 1000)


def test_it_gets_the_next_bit_and_counts_of_its_own():
    mechanisms = own().mechanisms
    assert gate_names(mechanisms) == (*gate_names(SHIPPED), "bus")
    assert mechanisms.measures[len(SHIPPED.measures) :] == ("closed_bus", "blocked_bus")
    assert [t for t in measures_of(mechanisms) if t not in measures_of()] == ["hardship_bus", "blocked_bus"]
    assert measures_of(mechanisms)["hardship"].counts == (*measures_of()["hardship"].counts, "closed_bus")


def test_people_want_it_and_nobody_wants_anything_else_less():
    with_it, without = own_params(), own_params("buses.enabled=false")
    assert with_it.outing[:-1].tolist() == without.outing.tolist()
    assert with_it.outing[-1] - with_it.outing[-2] == pytest.approx(0.2 * 2**32, abs=2)
    assert with_it.outing_gate[-1] == BIT


def test_tiers_and_lists_close_it():
    found = own_params("restrictions.tier_gates.D=[hotel, bus]", "restrictions.list_gates.defaulter=[bus]")
    assert (found.tier_gates[5], found.list_gates[1] & 1 << BIT) == (1 | 1 << BIT, 1 << BIT)
    off = own_params("restrictions.tier_gates.D=[hotel, bus]", "buses.enabled=false")
    assert off.tier_gates[5] == 1


def test_it_is_unjust_to_close_it_for_what_has_nothing_to_do_with_it():
    money = 1 << 3
    assert own_params("restrictions.related.money=[credit]").unjust[money] >> BIT & 1 == 1
    assert own_params("restrictions.related.money=[credit, bus]").unjust[money] >> BIT & 1 == 0


def test_a_misspelt_gate_gets_the_nearest_name():
    with pytest.raises(ScenarioError, match=r"unknown gate 'buss'.*'bus'"):
        own("restrictions.tier_gates.D=[buss]")
    with pytest.raises(ScenarioError, match="unknown gate 'bus'"):
        load_text("glasshouse: 1\nextends: as-described\n", sets="restrictions.tier_gates.D=[bus]")


def test_a_run_shows_it_wherever_gates_are_shown():
    scenario = own("restrictions.tier_gates.D=[bus]")
    cells = {(0, "x", "majority men", name): n for name, n in (("closed_bus", 70), ("blocked_bus", 8))}
    tallies = Tallies(replicates=1, districts=("x",), groups=("majority men",), cells=cells, series={})
    row = gate_rows(tallies, scenario, 8)[-1]
    assert (row.name, *(cell.text for cell in row.cells)) == ("Bus journeys", "tier D", "70", "8")
    assert diagram_of(scenario.mechanisms).node("bus").name == "Buses"
    assert "bus" not in {row.end for row in diagram_of(SHIPPED).arrows}
    book = notebook(scenario.mechanisms)
    assert doors(("hotel", "bus"), book) == "hotels and buses"
    assert refusals(["bus"], book) == "at the door of a bus"
    assert {"learned bus", "first bus"} <= set(book.phrases)


def test_there_is_room_for_so_many_gates(monkeypatch):
    module = ModuleType("many_gates")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    made = [gate(f"gate{k}", wanted="x.y", title="X", doors="x", where="at x") for k in range(MOST - BIT + 1)]
    for k, each in enumerate(made):
        object.__setattr__(each, "module", module.__name__)
        setattr(module, f"GATE_{k}", each)
    mechanism = Mechanism(module=module.__name__, section="x", switched=True)
    with pytest.raises(MechanismError, match=f"room for {MOST}"):
        SHIPPED.with_([mechanism])
    monkeypatch.delattr(module, "GATE_0")
    assert len(gate_names(SHIPPED.with_([Mechanism(module=module.__name__, section="x", switched=True)]))) == MOST


def test_the_row_of_a_sanction_holds_every_gate():
    assert bits_of_sanction(0b11_00000101) == 0b101
    assert bits_of_sanction(0b1_11_00000101) == 1 << BIT | 0b101


@pytest.mark.slow
def test_it_closes_is_counted_and_moves_nothing_else():
    closing = "restrictions.list_gates.defaulter=[hotel, bus]"
    found = simulate(together(*BUSY, closing), population=4000, days=21)
    total = dict(zip(found.measures, found.daily.sum(axis=(0, 1, 2)).tolist(), strict=True))
    assert total["closed_bus"] == total["closed_hotel"] > 1000
    assert total["blocked_bus"] == pytest.approx(total["blocked_hotel"], rel=0.3)
    sanctions = found.events["value"][found.events["kind"] == Event.SANCTION]
    assert {bits_of_sanction(int(value)) >> BIT & 1 for value in sanctions} == {1}
    open_ = simulate(together(*BUSY), population=4000, days=21)
    same = simulate(together(*BUSY, "buses.enabled=false"), population=4000, days=21)
    others = [name for name in open_.measures if not name.endswith("_bus")]
    for name in others:
        assert np.array_equal(*(run.daily[..., run.measures.index(name)] for run in (open_, same))), name


def test_a_ceiling_on_sanctions_spares_what_nobody_may_be_kept_from(monkeypatch):
    closed = "restrictions.tier_gates.D"
    needed = replace(bus_stops.BUS, needed=True)
    for gate_of_it, left in ((bus_stops.BUS, ("bus",)), (needed, ())):
        monkeypatch.setattr(bus_stops, "BUS", gate_of_it)
        gates.cache_clear()
        scenario = own(f"{closed}=[hotel, bus]")
        assert scenario.gates[closed] == ("hotel", "bus")
        assert apply(scenario, ["sanction-ceiling"]).gates[closed] == left
    monkeypatch.undo()
    gates.cache_clear()
