"""Places: the columns agree with the published totals of the whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glasshouse.evidence import load_sources
from glasshouse.scenario import ScenarioError, list_places, load_place
from glasshouse.scenario.place_files import of_content, whole
from glasshouse.scenario.place_loading import made
from glasshouse.scenario.places import COLUMNS, FOLDER
from glasshouse.scenario.scenario_words import GROUPS
from glasshouse.scenario.yaml_reading import Document, parse


@pytest.mark.parametrize("name", list_places())
def test_columns_are_whole_and_cited(name: str) -> None:
    place = load_place(name)
    assert set(place.columns) == set(COLUMNS)
    for key, column in place.columns.items():
        assert column.shape == (len(place.districts),)
        assert column.dtype == np.float64
        assert not column.flags.writeable
        evidence = place.evidence[key]
        assert (evidence.source in load_sources() and evidence.confidence) or evidence.assumed
    assert np.all(place.columns["children"] + place.columns["older"] < 1)


# Published figures of the whole, in per cent of persons.
WHOLE = {
    "china": {"women": 48.76, "minority": 8.89, "children": 17.95, "older": 18.70, "urban": 63.89},
    "hong-kong": {"women": 54.4, "minority": 8.4, "children": 10.9, "older": 28.0},
    "london": {"women": 51.5, "minority": 46.2, "children": 18.0, "older": 16.2},
    "gdr-1989": {"women": 52.1, "minority": 1.1, "children": 19.5, "older": 18.5, "urban": 77.4},
    "australia-2016": {"women": 50.4, "minority": 2.8, "children": 18.7, "older": 20.8},
}


@pytest.mark.parametrize("name", WHOLE)
def test_weighted_means_are_the_published_ones(name: str) -> None:
    columns = load_place(name).columns
    for key, percent in WHOLE[name].items():
        mean = 100 * np.average(columns[key], weights=columns["population"])
        assert mean == pytest.approx(percent, abs=0.35), key
    assert np.average(columns["flag_factor"], weights=columns["population"]) == pytest.approx(1, abs=0.01)


def test_totals() -> None:
    assert load_place("china").columns["population"].sum() == 1_411_778_724 - 2_000_000
    assert load_place("hong-kong").columns["population"].sum() == 7_413_070 - 1_125
    assert len(load_place("hong-kong").districts) == 18
    assert load_place("london").columns["population"].sum() == pytest.approx(8_799_800, abs=50)
    assert len(load_place("london").districts) == 33
    assert load_place("gdr-1989").columns["population"].sum() == pytest.approx(16_674_632, abs=100)
    assert len(load_place("gdr-1989").districts) == 15
    assert load_place("australia-2016").columns["population"].sum() == 24_385_600 - 4_600


def test_internet_of_adults_in_china() -> None:
    columns = load_place("china").columns
    adults = columns["population"] * (1 - columns["children"])
    users = columns["internet"] * columns["population"]
    assert users.sum() / adults.sum() == pytest.approx(0.75, abs=0.01)


def test_unknown_place() -> None:
    with pytest.raises(ScenarioError, match="Did you mean 'hong-kong'"):
        load_place("hongkong")


COLUMNS_OF_OWN = """
columns:
  population: {unit: persons, values: {North: 10, South: 5}}
  children: {unit: share of persons, values: {North: 0.1, South: 0.2}}
  older: {unit: share of persons, values: {North: 0.1, South: 0.2}}
  urban: {unit: share of persons, values: {North: 0.1, South: 0.2}}
  internet: {unit: share of persons, values: {North: 0.1, South: 0.2}}
  flag_factor: {unit: ratio, values: {North: 1, South: 1}}
"""


def own(groups: str, columns: str = COLUMNS_OF_OWN) -> Document:
    return parse(f"name: own\ntitle: Own\ndistricts: [North, South]\ngroups:\n{groups}{columns}", where="own.yaml")


def test_a_place_names_its_own_groups() -> None:
    place = made(
        "own",
        own(
            "  - {name: smiths, shares: {North: 0.25, South: 0.5}}\n"
            "  - {name: nuns, women: 1, shares: {North: 0.75, South: 0.3}}\n"
            "  - {name: guests, women: 0.25, minority: true, shares: {North: 0, South: 0.2}}\n"
        ),
    )
    assert place.group_axis == ("smiths", "nuns", "guests", "all")
    assert place.group_shares.tolist() == [[0.25, 0.75, 0.0], [0.5, 0.3, 0.2]]
    assert place.group_ratios(women=3.0, minority=10.0).tolist() == [2.0, 3.0, 15.0]
    assert place.traits()["group"].tolist()[0] == [2**30, *[2**32] * 6]
    assert set(place.columns) == set(COLUMNS) - {"women", "minority"}


@pytest.mark.parametrize("name", list_places())
def test_the_standard_groups_follow_from_the_columns(name: str) -> None:
    place = load_place(name)
    women, minority = place.columns["women"], place.columns["minority"]
    assert place.group_names == GROUPS
    assert place.group_shares[:, 1].tolist() == ((1 - minority) * women).tolist()
    assert place.group_ratios(women=3.0, minority=5.0).tolist() == [1.0, 3.0, 5.0, 15.0]


@pytest.mark.parametrize(
    ("groups", "line", "words"),
    [
        ("  - {name: smiths, shares: 1}\n", 4, "2 to 8"),
        ("".join(f"  - {{name: g{k}, shares: 0.1}}\n" for k in range(9)), 4, "2 to 8"),
        ("  - {name: a, shares: 0.5}\n  - {name: a, shares: 0.5}\n", 6, "name of two groups"),
        ("  - {name: a, shares: 0.5}\n  - {name: all, shares: 0.5}\n", 6, "stands for everybody"),
        ("  - {name: a, shares: 0.5}\n  - {name: b, share: 0.5}\n", 6, "Did you mean 'shares'"),
        ("  - {name: a, shares: 0.5}\n  - {name: b, shares: 0.4}\n", 4, "North' add up to 0.9"),
        ("  - {name: a, shares: 0.5}\n  - {name: b, shares: {North: 0.5}}\n", 6, "missing for district 'South'"),
        ("  - {name: a, shares: 0.5}\n  - {name: b, shares: {Nroth: 0.5}}\n", 6, "Did you mean 'North'"),
        ("  - {name: a, shares: 0.5}\n  - {name: b, women: 2, shares: 0.5}\n", 6, "from 0 to 1"),
        ("  - {name: a, shares: 0.5}\n  - {name: b, minority: 1, shares: 0.5}\n", 6, "true or false"),
        ("  - {name: a, shares: 0.5}\n  - b\n", 6, "a mapping"),
        ("  - {name: a, shares: 0.5}\n  - {shares: 0.5}\n", 6, "needs a name"),
    ],
)
def test_a_faulty_group_is_one_line_with_its_place(groups: str, line: int, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        made("own", own(groups))
    assert caught.value.line == line
    assert caught.value.where == "own.yaml"
    assert words in str(caught.value)


def test_a_space_at_the_end_of_a_groups_name_is_no_part_of_it() -> None:
    place = made("own", own('  - {name: "settled ", shares: 0.5}\n  - {name: "guests\\n", shares: 0.5}\n'))
    assert place.group_names == ("settled", "guests")
    with pytest.raises(ScenarioError, match="'settled' is the name of two groups"):
        made("own", own('  - {name: "settled ", shares: 0.5}\n  - {name: settled, shares: 0.5}\n'))


def test_own_groups_and_the_columns_of_the_standard_ones_exclude_each_other() -> None:
    more = COLUMNS_OF_OWN + "  women: {unit: share of persons, values: {North: 0.5, South: 0.5}}\n"
    with pytest.raises(ScenarioError, match="column 'women' goes with the standard groups"):
        made("own", own("  - {name: a, shares: 0.5}\n  - {name: b, shares: 0.5}\n", more))


def test_the_place_of_the_manual_can_be_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "own-place.md").read_text(encoding="utf-8")
    texts = [block.split("```")[0] for block in page.split("```yaml\n")[1:]]
    city, villages = (of_content(whole(parse(text, where="the manual"), "own").data) for text in (texts[0], texts[2]))
    assert city.group_names == ("majority", "minority")
    assert villages.group_names == ("townspeople", "farmers", "newcomers")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("title:", "titel:", "needs 'title'"),
        ("columns:", "column:", "needs 'columns'"),
        ("  urban:", "  urbane:", "Did you mean 'urban'?"),
        ("unit: ratio", "unit: share", "must have unit 'ratio'"),
        ("Wan Chai: 166695", "Wan Chai: many", "'many' is no number"),
    ],
)
def test_a_faulty_file_is_one_line_with_the_nearest_name(before: str, after: str, words: str) -> None:
    text = (FOLDER / "hong-kong.yaml").read_text(encoding="utf-8")
    assert before in text
    document = parse(text.replace(before, after, 1), where="my-city.yaml")
    with pytest.raises(ScenarioError) as caught:
        made("my-city", document)
    assert words in str(caught.value)
    assert str(caught.value).startswith("my-city.yaml")
