"""Groups crossed with age, town and internet in a place's file: read, checked, and lived by the people."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from glasshouse.scenario import load
from glasshouse.scenario.place_files import again, read_place
from glasshouse.scenario.place_words import described
from glasshouse.scenario.places import fingerprint
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.simulation import Simulation

PLACE = """title: Two halves
assumed: an invented place
districts: [Hill, Port]
population: {values: {Hill: 40000, Port: 60000}}
children: {values: {Hill: 0.2, Port: 0.2}}
older: {values: {Hill: 0.2, Port: 0.1}}
internet: 0.7
groups:
  - {name: settled, shares: {Hill: 0.8, Port: 0.5}}
  - {name: arrived, minority: true, shares: {Hill: 0.2, Port: 0.5}}
"""
TABLE = """crosstabs:
  age:
    values:
      Hill: {settled: {children: 4000, adults: 20000, older: 8000}, arrived: {children: 4000, adults: 4000, older: 0}}
      Port:
        settled: {children: 0.05, adults: 0.35, older: 0.1}
        arrived: {children: 0.15, adults: 0.35, older: 0}
"""
#: Of those who arrived, more live in towns and are online.
TOWNS = """  urban:
    values:
      Hill: {settled: {town: 30, country: 50}, arrived: {town: 20, country: 0}}
      Port: {settled: {town: 50, country: 0}, arrived: {town: 50, country: 0}}
  internet:
    values:
      Hill: {settled: {online: 60, offline: 20}, arrived: {online: 10, offline: 10}}
      Port: {settled: {online: 40, offline: 10}, arrived: {online: 30, offline: 20}}
"""
URBAN = PLACE.replace("internet:", "urban: {values: {Hill: 0.5, Port: 1}}\ninternet:")


def written(folder: Path, text: str) -> Path:
    file = folder / "halves.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_ages_follow_the_table(tmp_path):
    place = read_place(written(tmp_path, PLACE + TABLE))
    assert place.group_ages == pytest.approx(np.array([[[0.125, 0.25], [0.5, 0]], [[0.1, 0.2], [0.3, 0]]]))
    assert place.evidence["ages by group"].assumed == "an invented place"
    assert again(place) == place
    assert any("arrived 34 % under 15" in line for line in described(place))


def test_a_table_is_part_of_what_a_place_is(tmp_path):
    plain, table = (read_place(written(tmp_path, text)) for text in (PLACE, PLACE + TABLE))
    assert plain != table
    assert fingerprint(plain) != fingerprint(table)
    assert plain.group_ages.tolist() == [[[0.2, 0.2]] * 2, [[0.2, 0.1]] * 2]


def test_a_table_that_only_repeats_the_shares_changes_nobody(tmp_path):
    cells = "{children: 0.16, adults: 0.48, older: 0.16}, arrived: {children: 0.04, adults: 0.12, older: 0.04}}"
    port = "{children: 10, adults: 35, older: 5}, arrived: {children: 10, adults: 35, older: 5}}"
    alike = f"crosstabs: {{age: {{values: {{Hill: {{settled: {cells}, Port: {{settled: {port}}}}}}}\n"
    ways = [read_place(written(tmp_path, text)) for text in (PLACE, PLACE + alike)]
    assert ways[0].group_ages == pytest.approx(ways[1].group_ages)


def test_the_people_are_of_these_ages(tmp_path):
    written(tmp_path, PLACE + TABLE)
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text("glasshouse: 1\nextends: as-described\nplace: ./halves.yaml\n", encoding="utf-8")
    people = Simulation(load(scenario), population=20_000, days=1, threads=1).run().people()
    found = {
        (district, group): own["age"].eq("child").mean()
        for (district, group), own in people.group_by("district", "group")
    }
    expected = {
        ("Hill", "settled"): 0.125,
        ("Hill", "arrived"): 0.5,
        ("Port", "settled"): 0.1,
        ("Port", "arrived"): 0.3,
    }
    assert found == {key: pytest.approx(share, abs=0.03) for key, share in expected.items()}


def test_towns_and_internet_follow_their_tables(tmp_path):
    place = read_place(written(tmp_path, URBAN + TABLE + TOWNS))
    assert place.group_urban == pytest.approx(np.array([[0.375, 1], [1, 1]]))
    # Users of 15 and over, as a share of those: of the group's own ages.
    assert place.group_internet == pytest.approx(np.array([[0.75 / 0.875, 1], [0.8 / 0.9, 0.6 / 0.7]]))
    assert again(place) == place != read_place(written(tmp_path, URBAN + TABLE))
    assert any("arrived 58 %" in line for line in described(place))
    alone = read_place(written(tmp_path, URBAN + "crosstabs:\n" + TOWNS))
    assert alone.group_ages.tolist() == [[[0.2, 0.2]] * 2, [[0.2, 0.1]] * 2]
    assert alone.group_internet[0] == pytest.approx([0.75 / 0.8, 0.5 / 0.8])


def test_the_people_live_and_are_online_as_their_groups_are(tmp_path):
    written(tmp_path, URBAN + TABLE + TOWNS)
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text("glasshouse: 1\nextends: as-described\nplace: ./halves.yaml\n", encoding="utf-8")
    people = Simulation(load(scenario), population=20_000, days=1, threads=1).run().people()
    hill = people.filter(people["district"] == "Hill")
    found = {group: (own["urban"].mean(), own["internet"].mean()) for (group,), own in hill.group_by("group")}
    expected = {"settled": (0.375, 0.75), "arrived": (1, 0.5)}
    assert found == {group: pytest.approx(shares, abs=0.03) for group, shares in expected.items()}


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("{town: 20, country: 0}}", "{town: 10, country: 10}}", 21, "'Hill' as '(town|country)'"),
        ("{town: 20, country: 0}}", "{city: 20, country: 0}}", 21, "unknown column 'city'"),
        ("{online: 10, offline: 10}}", "{online: 20, offline: 0}}", 25, "'Hill' as '(on|off)line'"),
        ("60, offline: 20}, arrived: {online: 10, offline: 10}", "52, offline: 28}, arrived: {online: 18, offline: 2}",
         25, "'arrived' in 'Hill' 0.9 are online, and 0.5 are 15 and over"),
        ("  urban:", "  urbane:", 19, "unknown cross-table 'urbane'.*'urban'"),
    ],
)  # fmt: skip
def test_a_wrong_table_of_towns_or_internet_is_refused_by_line(tmp_path, old, new, line, said):
    assert TOWNS.count(old) == 1
    with pytest.raises(ScenarioError, match=said) as caught:
        read_place(written(tmp_path, URBAN + TABLE + TOWNS.replace(old, new)))
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("adults: 20000", "adults: 10000", 14, "'Hill' as 'settled'.*0.8"),
        ("children: 0.15, adults: 0.35, older: 0", "children: 0.35, adults: 0.15, older: 0", 15, "'Port' as '(ch|ad)"),
        ("children: 0.15, adults", "kids: 0.15, adults", 17, "unknown column 'kids'"),
        ("        arrived: {children: 0.15, adults: 0.35, older: 0}\n", "", 15, "nothing for group 'arrived'"),
        ("Port:", "Prot:", 15, "unknown district 'Prot'.*'Port'"),
        ("adults: 0.35, older: 0.1}", "adults: many, older: 0.1}", 16, "'many' is no number"),
        ("  age:", "  sex:", 12, "unknown cross-table 'sex'"),
        ("    values:", "    value:", 12, "needs 'values'"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_refused_by_line(tmp_path, old, new, line, said):
    assert TABLE.count(old) == 1
    with pytest.raises(ScenarioError, match=said) as caught:
        read_place(written(tmp_path, PLACE + TABLE.replace(old, new)))
    assert caught.value.line == line


def test_a_place_of_one_district_leaves_its_name_out(tmp_path):
    text = PLACE.replace("districts: [Hill, Port]\n", "").replace("{values: {Hill: 40000, Port: 60000}}", "40000")
    text = text.replace("{values: {Hill: 0.2, Port: 0.2}}", "0.2").replace("{values: {Hill: 0.2, Port: 0.1}}", "0.2")
    text = text.replace("{Hill: 0.8, Port: 0.5}", "0.8").replace("{Hill: 0.2, Port: 0.5}", "0.2")
    rows = "{settled: {children: 4, adults: 20, older: 8}, arrived: {children: 4, adults: 4, older: 0}}"
    place = read_place(written(tmp_path, f"{text}crosstabs: {{age: {{values: {rows}}}}}\n"))
    assert place.group_ages.tolist() == [[[0.125, 0.25], [0.5, 0]]]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("settled: {c", "setled: {c", "unknown group 'setled' in a cross-table. Did you mean 'settled'?"),
        ("values: {", "values: {Hil: {", "unknown district 'Hil' in a cross-table. Did you mean 'Hill'?"),
    ],
)
def test_a_wrong_name_in_a_place_of_one_district_is_told_with_the_nearest(tmp_path, before, after, says):
    alone = (
        "title: Hill\nassumed: x\npopulation: 40000\nchildren: 0.2\nolder: 0.2\ninternet: 0.7\n"
        "groups: [{name: settled, shares: 0.8}, {name: arrived, shares: 0.2}]\n"
    )
    rows = "{settled: {children: 16, adults: 48, older: 16}, arrived: {children: 4, adults: 12, older: 4}}"
    table = f"crosstabs: {{age: {{values: {rows}}}}}\n"
    assert read_place(written(tmp_path, alone + table)).crossed.age is not None
    faulty = table.replace(before, after, 1)
    faulty = faulty.replace("\n", "}\n") if "Hil:" in faulty else faulty
    with pytest.raises(ScenarioError, match=re.escape(says)):
        read_place(written(tmp_path, alone + faulty))
