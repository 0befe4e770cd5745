"""``docs/measures.md``: its definitions are those of the code, and its five people come to what it says."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import numpy as np
import pytest

from glasshouse.measures import (
    HARMS,
    HarmTable,
    downstream,
    harm_table,
    knock_on,
    measures_of,
    measures_table,
    person_amounts,
    replicate_rates,
)
from glasshouse.measures.measures_page import definitions_text, rewritten
from glasshouse.scenario.scenario_words import GROUPS
from measures import five

PAGE = (Path(__file__).parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")


def number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


def rows(after: str) -> list[list[str]]:
    """The cells of the Markdown table that follows a text."""
    lines = PAGE.partition(after)[2].strip().splitlines()
    table = list(lines[: next((k for k, x in enumerate(lines) if not x.startswith("|")), len(lines))])
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


VALUES = {row[0].strip("`"): row[1:] for row in rows("so that the rates a year are high.")}
CELLS = {row[0].strip("`"): row[1:] for row in rows("By group and district, people and days:")}


@pytest.fixture(scope="module")
def found() -> HarmTable:
    here = five.here()
    tables = (
        harm_table(here, days=five.DAYS),
        knock_on(here, five.error_free(), days=five.DAYS),
        downstream(here, five.unwatched(), days=five.DAYS),
    )
    value, base = {}, {}
    for table in tables:
        value |= table.value
        base |= table.base
    return HarmTable(value=value, base=base)


def test_the_definitions_on_the_page_are_those_of_the_code():
    assert rewritten(PAGE) == PAGE, "run: python -m glasshouse.measures"
    assert definitions_text() in PAGE


def test_every_measure_is_on_the_page_with_its_words():
    for name, each in HARMS.items():
        star = " ★" if each.objective else ""
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}`{star} | **{each.title}.**"))
        assert each.definition in row
        assert row.endswith(f"| {each.unit} | {each.base} |")


def test_the_command_writes_the_page(tmp_path, monkeypatch, capsys):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- measures:begin -->\nold\n<!-- measures:end -->\nafter\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["measures", str(page)])
    runpy.run_module("glasshouse.measures", run_name="__main__")
    assert capsys.readouterr().out == f"{page} is written.\n"
    assert (
        page.read_text(encoding="utf-8")
        == f"before\n<!-- measures:begin -->\n{definitions_text()}<!-- measures:end -->\nafter\n"
    )


@pytest.mark.parametrize("name", VALUES)
def test_the_five_people_come_to_what_the_page_says(name, found):
    value, base, rate, _ = VALUES[name]
    assert found.value[name][-1, -1] == pytest.approx(number(value))
    assert found.base[name][-1, -1] == pytest.approx(number(base), rel=1e-3)
    assert found.rate(name)[-1, -1] == pytest.approx(number(rate), rel=2e-3, abs=1e-9)


def test_all_other_measures_of_the_five_people_are_0(found):
    assert set(VALUES) <= set(HARMS)
    assert set(found.value) == set(measures_of())
    assert {name for name in HARMS if found.value[name][-1, -1] != 0} <= set(VALUES)
    assert set(VALUES) >= {name for name in found.value if "hardship_" not in name and found.value[name][-1, -1]}


@pytest.mark.parametrize("name", [name for name in CELLS if name != "people"])
def test_the_five_people_by_group_and_district(name, found):
    said = [number(cell) for cell in CELLS[name]]
    table = found.value[name]
    assert [*table[-1, :4], table[0, -1], table[1, -1]] == said
    assert [*found.base["sanctioned"][-1, :4], *found.base["sanctioned"][:2, -1]] == list(map(number, CELLS["people"]))
    assert table[five.DISTRICT[five.BEN], five.GROUP[five.BEN]] == said[0]  # all majority men live in North


def test_the_five_people_s_group_metrics():
    rates = replicate_rates(five.here())
    assert rates.groups == GROUPS
    assert rates.overall == pytest.approx(
        {"selection_rate": 0.8, "false_positive_rate": 1.0, "false_negative_rate": 1 / 3}
    )
    for said in ("selection rate 0.8", "false positive rate 1)", "false negative rate\n0.33"):
        assert said in PAGE


def test_what_each_of_the_five_bore():
    bore = {name: amounts.tolist() for name, amounts in person_amounts(five.here()).items()}
    assert bore == {
        "sanctioned": [1, 1, 1, 1, 0],
        "wrongful": [0, 1, 0, 1, 0],
        "unjust": [0, 0, 1, 0, 0],
        "sanction_days": [6, 5, 5, 3, 0],
        "wrongful_days": [0, 2, 0, 3, 0],
        "unjust_days": [0, 0, 5, 0, 0],
        "misidentified": [0, 0, 0, 1, 0],
        "misidentifications": [0, 0, 0, 1, 0],
        "blocked": [1, 1, 0, 1, 0],
        "chilled": [0, 0, 2, 0, 0],
        "association": [0, 0, 1, 0, 0],
        "associated": [0, 0, 1, 0, 0],
    }


def test_the_five_people_in_the_long_table():
    long = measures_table(0, five.here(), ("North", "South"), days=five.DAYS).to_pylist()
    rows = {(row["measure"], row["district"], row["group"]): row for row in long}
    cai = rows["unjust_days", "North", "minority women"]
    assert (cai["value"], cai["unit"]) == (5, HARMS["unjust_days"].unit)
    assert cai["rate"] == pytest.approx(5 / (6 / 365) * 10_000)
    assert rows["sightings", "North", "all"]["value"] == 9
    assert rows["sanctioned", "South", "minority women"]["rate"] is None
    assert ("time_to_clear_median", "North", "minority women") not in rows


def test_knock_on_counts_people_without_a_wrongful_day_of_their_own():
    """Were Ben's first two days rightful too, in the eyes of the record, his would be a knock-on sanction."""
    here = five.here()
    here.state["flags"][five.BEN] &= ~np.uint16(1 << 14)
    found = knock_on(here, five.error_free(), days=five.DAYS)
    assert found.value["knock_on"][-1, -1] == found.value["knock_on"][0, 0] == 1
    assert found.rate("knock_on")[-1, -1] == 2000


def test_worlds_of_other_people_are_not_compared():
    other = five.unwatched()
    other.state["traits"][0] ^= 1
    for compared in (knock_on, downstream):
        with pytest.raises(ValueError, match="same people"):
            compared(five.here(), other, days=five.DAYS)
