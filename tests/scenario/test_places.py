"""Places: the columns agree with the published totals of the whole."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.evidence import load_sources
from glasshouse.scenario import ScenarioError, list_places, load_place
from glasshouse.scenario.places import COLUMNS


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
