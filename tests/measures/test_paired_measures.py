"""Knock-on and downstream, on two lives of the same people."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from glasshouse.engine.simulate import simulate
from glasshouse.interventions import apply
from glasshouse.measures import HARMS, downstream, harm_table, knock_on
from glasshouse.measures.cells import Cells
from glasshouse.population.people import EVER_SANCTIONED, EVER_WRONGLY
from glasshouse.scenario import load
from model.runs import BUSY, busy, run, totals

DAYS = 70


@cache
def world(name: str):
    scenario = apply(load("as-described", sets=BUSY), [name])
    return simulate(scenario, population=10_000, days=DAYS, threads=1)


def error_free():
    return world("error-free")


def unwatched():
    return world("unwatched")


def ever(replicate, bit: int) -> np.ndarray:
    return replicate.state["flags"] & np.uint16(bit) != 0


def test_without_errors_nobody_is_wronged():
    found = harm_table(error_free(), days=DAYS)
    assert found.value["wrongful"][-1, -1] == found.value["misidentified"][-1, -1] == 0
    assert found.value["sanctioned"][-1, -1] > 100


def test_knock_on_people_are_spared_without_errors_and_were_never_wronged_themselves():
    here, there = busy(), error_free()
    people = ever(here, EVER_SANCTIONED) & ~ever(there, EVER_SANCTIONED) & ~ever(here, EVER_WRONGLY)
    found = knock_on(here, there, days=DAYS)
    cells = Cells(here, DAYS)
    assert found.value["knock_on"][-1, -1] == people.sum() > 0
    for district, group in ((0, 0), (9, 1), (22, 2)):
        mine = (cells.district == district) & (here.state["traits"] & 3 == group)
        assert found.value["knock_on"][district, group] == (people & mine).sum()
    assert found.base["knock_on"][-1, -1] == 10_000


def test_knock_on_days_are_days_spared_beyond_the_wrongful_ones():
    here, there = busy(), error_free()
    days = here.ledger["sanction_days"].astype(int) - there.ledger["sanction_days"] - here.ledger["wrongful_days"]
    found = knock_on(here, there, days=DAYS)
    assert found.value["knock_on_days"][-1, -1] == days.sum() != 0
    assert found.base["knock_on_days"][-1, -1] == pytest.approx(10_000 * DAYS / 365)


def test_a_world_compared_with_itself_has_no_knock_on_but_its_wrongful_days_and_nothing_downstream():
    found = knock_on(busy(), busy(), days=DAYS)
    assert (found.value["knock_on"] == 0).all()
    assert found.value["knock_on_days"][-1, -1] == -totals(busy())["wrongful_days"]
    lost = downstream(busy(), busy(), days=DAYS)
    assert (lost.value["downstream"] == 0).all()
    assert (lost.value["downstream_debts"] == 0).all()


@pytest.mark.parametrize("feared", [False, True])
def test_downstream_is_what_distrust_and_debts_take(feared):
    """What fear holds back is all that gatherings, posts and messages lose; volunteering and purchases remain.

    So too against a scenario in which people still hold back, since only what they hold back beyond that is taken off.
    """
    other = busy("restrictions.enabled=false") if feared else unwatched()
    here, there = totals(busy()), totals(other)
    assert (there["chilled_post"] > 0) == feared
    acts = ("act_volunteering", "act_purchase")
    found = downstream(busy(), other, days=DAYS)
    assert found.value["downstream"][-1, -1] == sum(there[name] - here[name] for name in acts) > 0
    debts = sum(here[name] - there[name] for name in ("act_default", "act_late_payment"))
    assert found.value["downstream_debts"][-1, -1] == debts > 0


def test_outings_are_wanted_alike_in_both_worlds():
    persons = np.arange(0, 10_000, 7)
    wanted = []
    for worlds in ([], ["unwatched"]):
        scenario = apply(load("as-described", sets=BUSY), worlds)
        trace = simulate(scenario, population=10_000, days=20, threads=1, traced=persons).trace
        assert trace is not None
        wanted.append({(row["day"], row["person"]): row["outing"] for row in trace.agents})
    both = wanted[0].keys() & wanted[1].keys()
    assert sum(wanted[0][key] >= 0 for key in both) > 1000
    assert {key for key in both if wanted[0][key] != wanted[1][key]} == set()


def test_paired_measures_are_those_that_name_another_world():
    found = {**knock_on(busy(), error_free(), days=DAYS).value, **downstream(busy(), unwatched(), days=DAYS).value}
    assert set(found) == {name for name, harm in HARMS.items() if harm.reference}
    assert {HARMS[name].reference for name in ("knock_on", "knock_on_days")} == {"error-free"}


def test_other_people_are_refused():
    other = run("as-described", *BUSY, seed=2)
    for compared in (knock_on, downstream):
        with pytest.raises(ValueError, match="same people"):
            compared(busy(), other, days=DAYS)
    fewer = replace(other, state={name: column[:-1] for name, column in other.state.items()})
    with pytest.raises(ValueError, match="same people"):
        downstream(busy(), fewer, days=DAYS)
