"""The table by district and group, and what single persons bear."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from glasshouse.engine.counts import MEASURES, Count
from glasshouse.measure import PERSON_YEARS, names_of
from glasshouse.measures import HARMS, HarmTable, harm, harm_table, measures_of, measures_table, person_amounts, tally
from glasshouse.measures.cells import Cells
from glasshouse.measures.per_person import PER_PERSON
from glasshouse.population.people import AGE_SHIFT, CHILD, EVER_SANCTIONED
from glasshouse.scenario import load
from glasshouse.scenario.scenario_words import GATES, GROUPS
from model.runs import busy, totals

DAYS = 70


#: A reviewer before every second sanction, audits of the lists, and a police list with faulty entries.
REVIEWS = (
    *("redress.review_share=0.5", "redress.review_specificity=0.7", "redress.audit=0.2"),
    *("face_recognition.on_watchlist_share=0.05", "face_recognition.faulty_share=0.5"),
)


@pytest.fixture(scope="module")
def run():
    return busy(*REVIEWS)


@pytest.fixture(scope="module")
def table(run) -> HarmTable:
    return harm_table(run, days=DAYS)


ALONE = [name for name, each in measures_of().items() if each.reference is None]


def test_every_measure_says_what_it_is():
    for name, each in HARMS.items():
        assert name == each.name
        assert each.definition[0].isupper()
        assert each.definition.endswith(".")
        assert "_" not in each.title + each.definition + each.unit + each.base
        assert each.unit
        assert each.base
        assert each.section
        assert each.scale in (1, 100, 10_000)
        assert each.per_person == (name in PER_PERSON or each.reference is not None)
        for measure in names_of((*each.counts, *each.over)):
            assert measure.removeprefix("-") in (*MEASURES, PERSON_YEARS)


def test_objectives_are_the_five_of_the_red_line_and_no_other():
    """Misses, coverage, compliance, chilling and trust are reported and never searched to be lowered."""
    wrongful, unjust = {"wrongful", "wrongful_days"}, {"unjust", "unjust_days"}
    hardship = {"hardship", *(f"hardship_{gate}" for gate in GATES)}
    allowed = wrongful | unjust | {"unequal", "misidentified"} | hardship
    assert {name for name, each in HARMS.items() if each.objective} == allowed


def test_every_measure_of_one_world_is_in_the_table_and_is_not_empty(table):
    assert list(table.value) == ALONE
    for name in ALONE:
        assert table.value[name].shape == table.base[name].shape == (32, 5)
        assert table.value[name][-1, -1] != 0, name
        assert table.base[name][-1, -1] > 0, name


def test_cells_add_up_to_their_margins(table):
    means = {"time_to_clear_median", "concentration"}
    for name in ALONE:
        if name in means:
            continue
        for cells in (table.value[name], table.base[name]):
            assert cells[:-1].sum(axis=0) == pytest.approx(cells[-1], nan_ok=True)
            if not np.isnan(cells[0, 0]):
                assert cells[:, :-1].sum(axis=1) == pytest.approx(cells[:, -1])


def test_the_whole_is_what_the_days_add_up_to(run, table):
    whole = totals(run)
    assert whole["sanction_days"] == table.value["sanction_days"][-1, -1]
    assert whole["people"] == table.base["sanctioned"][-1, -1]
    assert table.base["wrongful_days"][-1, -1] == pytest.approx(whole["people"] * DAYS / 365)
    assert table.value["fear"][-1, -1] == whole["fear_sum"]
    assert table.value["appeals_open"][-1, -1] == whole["appeals"] - sum(
        whole[name] for name in ("appeals_upheld", "appeals_rejected", "overturned")
    )
    assert table.value["hardship"][-1, -1] == sum(whole[f"closed_{gate}"] for gate in GATES)


def test_a_cell_is_its_district_and_group(run, table):
    counted = run.daily[:, 3, 1, Count.blocked_shop].sum()
    assert counted > 0
    assert table.value["blocked_shop"][3, 1] == counted
    assert table.value["blocked_shop"][3, -1] == run.daily[:, 3, :, Count.blocked_shop].sum()
    assert table.value["blocked_shop"][-1, 1] == run.daily[:, :, 1, Count.blocked_shop].sum()


def test_a_rate_is_the_scaled_share_of_the_base_and_nothing_where_nobody_is(table):
    expected = 10_000 * table.value["wrongful"][-1, 0] / table.base["wrongful"][-1, 0]
    assert table.rate("wrongful")[-1, 0] == pytest.approx(expected, rel=1e-12)
    empty = replace(table, base={**table.base, "wrongful": np.zeros((32, 5))})
    assert np.isnan(empty.rate("wrongful")).all()


def test_what_is_counted_without_a_group_is_not_said_of_one(table):
    assert np.isnan(table.value["sightings"][:, : len(GROUPS)]).all()
    assert (table.value["sightings"][:, -1] > 0).all()


def test_amounts_of_persons_add_up_to_the_table(run, table):
    """By district and group too: the place of a person is told by the number of people in each district."""
    amounts = person_amounts(run)
    cells = Cells(run, DAYS)
    assert set(amounts) <= set(ALONE)
    for name, borne in amounts.items():
        assert borne.dtype == np.uint32
        assert borne.shape == (10_000,)
        where = cells.counted(np.arange(10_000), borne)
        assert (where == table.value[name]).all(), name
        assert borne.any(), name


def test_without_a_ledger_what_needs_single_persons_is_not_defined(run):
    bare = replace(run, ledger=None)
    assert person_amounts(bare) == {}
    found = harm_table(bare, days=DAYS)
    for name in ALONE:
        assert np.isnan(found.value[name][-1, -1]) == (name in PER_PERSON), name
    with pytest.raises(ValueError, match="no ledger"):
        _ = Cells(bare, DAYS).ledger


def test_unequal_is_that_of_the_headline(run, table):
    strata = tally.tally(run).strata
    assert strata is not None
    adults = strata[:, 1]
    for group in range(len(GROUPS)):
        found = harm.unequal(adults[..., 0], adults[..., 1], group)
        assert table.value["unequal"][-1, group] == pytest.approx(found.excess, abs=1e-6)
    assert table.value["unequal"][-1, 0] == 0
    assert np.abs(table.value["unequal"][:-1, 0]).max() > 0.1  # its districts do differ


def test_unequal_compares_people_of_15_and_over(run):
    """With nobody's acts known all are in one stratum, and children would thin it out, in some groups more."""
    ledger = {**run.ledger, "unlawful": run.ledger["unlawful"] * 0, "lawful": run.ledger["lawful"] * 0}
    found = harm_table(replace(run, ledger=ledger), days=DAYS).value["unequal"][-1]
    traits, sanctioned = run.state["traits"], run.state["flags"] & np.uint16(EVER_SANCTIONED) != 0
    grown = (traits >> AGE_SHIFT) & 3 != CHILD
    odds = sanctioned[traits & 3 == 0].sum() / (grown & (traits & 3 == 0)).sum()
    for group in range(1, 4):
        mine = traits & 3 == group
        assert found[group] == pytest.approx(sanctioned[mine].sum() - (grown & mine).sum() * odds)


def test_reversibility_is_the_share_of_the_sanctioned_who_are_free_on_the_last_day(run, table):
    last_day = run.daily[-1, :, :, Count.sanction_days].sum()
    ever = np.count_nonzero(run.state["flags"] & np.uint16(EVER_SANCTIONED))
    assert table.base["reversibility"][-1, -1] == ever
    assert table.value["reversibility"][-1, -1] == ever - last_day
    assert 0 < last_day < ever


def test_those_not_cleared_are_those_wrongfully_sanctioned_on_the_last_day(run, table):
    last_day = run.daily[-1, :, :, Count.wrongful_days].sum()
    assert table.value["not_cleared"][-1, -1] == last_day > 0
    assert table.base["not_cleared"][-1, -1] == table.value["wrongful"][-1, -1]
    assert table.base["time_to_clear"][-1, -1] == table.value["wrongful"][-1, -1] - last_day


def test_time_to_clear_runs_from_the_first_wrongful_day_to_the_last(run):
    ledger = {**run.ledger, "wrongful_from": run.ledger["wrongful_from"] * 0}
    ledger["wrongful_to"] = ledger["wrongful_from"].copy()
    for person, first, last in ((0, 3, 3), (1, 5, 14), (2, 10, 29), (3, 8, DAYS)):
        ledger["wrongful_from"][person], ledger["wrongful_to"][person] = first, last
    found = harm_table(replace(run, ledger=ledger), days=DAYS)
    assert found.rate("time_to_clear")[-1, -1] == (1 + 10 + 20) / 3
    assert found.rate("time_to_clear_median")[-1, -1] == 10
    assert found.rate("not_cleared")[-1, -1] == 25
    assert np.isnan(found.rate("time_to_clear_median")[20, -1])


def test_concentration_is_of_each_cell_s_own_people(run, table):
    days = run.ledger["sanction_days"]
    assert table.rate("concentration")[-1, -1] == pytest.approx(100 * harm.concentration(days))
    cells = Cells(run, DAYS)
    for district, group in ((0, 0), (9, 1)):
        own = days[(cells.district == district) & (run.state["traits"] & 3 == group)]
        assert table.rate("concentration")[district, group] == pytest.approx(100 * harm.concentration(own))
    women = days[run.state["traits"] & 3 == 1]
    assert table.rate("concentration")[-1, 1] == pytest.approx(100 * harm.concentration(women))


def test_shares_are_shares(table):
    for name in ALONE:
        rate, each = table.rate(name)[-1, -1], measures_of()[name]
        if each.scale == 100 or each.unit == "people of 10,000":
            assert 0 <= rate <= (100 if each.scale == 100 else 10_000), name


def test_children_bear_nothing(run):
    children = (run.state["traits"] >> AGE_SHIFT) & 3 == CHILD
    for name, borne in person_amounts(run).items():
        assert not borne[children].any(), name


def test_the_long_table_holds_what_is_defined(run, table):
    districts = load("as-described").place.districts
    long = measures_table(2, run, districts, days=DAYS)
    assert long.column_names == ["replicate", "district", "group", "measure", "value", "base", "rate", "unit"]
    rows = {(row["measure"], row["district"], row["group"]): row for row in long.to_pylist()}
    assert len(rows) == long.num_rows
    for name, row, column in (("wrongful", -1, -1), ("hardship_rail", 4, 2), ("time_to_clear_median", -1, 0)):
        found = rows[name, (*districts, "all")[row], (*GROUPS, "all")[column]]
        assert found["value"] == table.value[name][row, column]
        assert found["base"] == table.base[name][row, column]
        assert found["rate"] == pytest.approx(table.rate(name)[row, column])
        assert found["unit"] == HARMS[name].unit
        assert found["replicate"] == 2
    assert ("sightings", districts[0], "all") in rows
    assert ("sightings", districts[0], GROUPS[0]) not in rows
    nobody = [row for row in rows.values() if row["base"] == 0]
    assert nobody
    assert all(row["rate"] is None for row in nobody)
    assert b"no forecast" in long.schema.metadata[b"glasshouse"]
    assert pa.types.is_dictionary(long.schema.field("measure").type)
