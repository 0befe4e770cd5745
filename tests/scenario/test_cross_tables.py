"""Ages by group in a place's file: read, checked against the shares, and lived by the people."""

from __future__ import annotations

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


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("adults: 20000", "adults: 10000", 14, "'Hill' as 'settled'.*0.8"),
        ("children: 0.15, adults: 0.35, older: 0", "children: 0.35, adults: 0.15, older: 0", 15, "'Port' as '(ch|ad)"),
        ("children: 0.15, adults", "kids: 0.15, adults", 17, "unknown age 'kids'"),
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
