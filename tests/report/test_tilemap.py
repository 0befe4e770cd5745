"""The map of tiles: every district has one, no two share one, and its colours and numbers are the run's."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from glasshouse.measures.intervals import Spread
from glasshouse.report import tilemap
from glasshouse.report.chart_drawing import COLOURS
from glasshouse.report.run_tallies import Tallies
from glasshouse.report.tilemap import TileFigure, first, measures, tile_map, tile_rows, tiles
from glasshouse.scenario import list_places, load, load_place, preset_names


@pytest.mark.parametrize("place", list_places())
def test_every_district_of_every_shipped_place_has_a_tile_of_its_own(place):
    found = tiles(place)
    assert sorted(tile.district for tile in found) == sorted(load_place(place).districts)
    assert len({(tile.column, tile.row) for tile in found}) == len(found)
    assert len({tile.word for tile in found}) == len(found)
    assert all(len(tile.word) <= 4 for tile in found)


@pytest.mark.parametrize("place", list_places())
def test_no_row_or_column_of_a_map_is_empty(place):
    for axis in ("column", "row"):
        taken = {getattr(tile, axis) for tile in tiles(place)}
        assert taken == set(range(max(taken) + 1))


def test_north_is_at_the_top():
    at = {tile.district: tile for place in list_places() for tile in tiles(place)}
    assert at["Heilongjiang"].row < at["Beijing"].row < at["Shanghai"].row < at["Hainan"].row
    assert at["Xinjiang"].column < at["Sichuan"].column < at["Shanghai"].column
    assert at["Enfield"].row < at["City of London"].row < at["Croydon"].row
    assert at["Hillingdon"].column < at["Camden"].column < at["Havering"].column


def figures(*rates, place="gdr-1989"):
    """One figure a district, those without a rate not estimable."""
    names = load_place(place).districts
    return tuple(
        TileFigure(
            district=name, people=1_000, count=k, rate=None if rate is None else Spread(value=rate, low=0, high=99)
        )
        for k, (name, rate) in enumerate(zip(names, rates, strict=False))
    )


def test_colours_go_by_fifths_of_a_round_scale():
    chart = tile_map("gdr-1989", figures(0, 19, 21, 99, 100, None), "Reported", replicates=3)
    assert chart is not None
    rows, heads = chart.data["rows"], chart.data["heads"]
    assert [row["shade"] for row in heads] == [*(tilemap.SHADES[k] for k in (0, 0, 1, 4, 4)), 0.0]
    assert [row["number"] for row in heads] == ["0", "19", "21", "99", "100", "–"]
    assert [row["ends"] for row in chart.data["ends"]] == ["0 to 20", "20 to 40", "40 to 60", "60 to 80", "80 to 100"]
    assert (rows[1]["per_10000"], rows[1]["low"], rows[1]["high"]) == (19, 0, 99)
    assert chart.data["labels"][1]["text"].startswith("Dashed: too few")


def test_one_replicate_prints_counts_and_no_rate():
    chart = tile_map("gdr-1989", figures(50, 70, None), "Sanctioned", replicates=1)
    assert chart is not None
    assert [row["number"] for row in chart.data["heads"]] == ["0", "1", "2"]
    assert not any("per_10000" in row for row in chart.data["rows"])
    assert "in this one run" in chart.data["labels"][0]["text"]
    assert all(len(row.cells) == 2 for row in tile_rows(figures(50, 70, None), replicates=1))


def test_the_drawing_names_each_district_in_words_or_letters():
    found = figures(*range(18), place="hong-kong")
    drawn = str(tile_map("hong-kong", found, "Reported", replicates=2))
    broad, narrow = drawn.split('<div class="narrow">')
    for tile in tiles("hong-kong"):
        assert tile.district.split(" ")[0] in broad
        assert f">{tile.word}<" in narrow
    assert not re.search(r"#01010\w", drawn)
    assert "var(--c-red)" in drawn
    assert COLOURS["c-red"] not in drawn


def test_nothing_anywhere_is_drawn_as_nothing():
    chart = tile_map("cardiff", figures(None, None, place="cardiff"), "Stopped", replicates=2)
    assert chart is not None
    assert chart.data["ends"] == [{"place": 0, "shade": tilemap.SHADES[0], "ends": "none"}]
    assert "<svg" in str(chart)


def test_a_place_without_tiles_has_no_map():
    assert tiles("nowhere") == ()
    assert tile_map("nowhere", figures(1, 2), "Reported", replicates=2) is None


def tallies(**counts):
    """Two replicates with the same counts; 1,000 people in each district."""
    cells = {}
    for replicate in (0, 1):
        for name, count in counts.items():
            cells[replicate, name, "others", "people"] = 1_000
            cells[replicate, name, "others", "first_sanctioned"] = count * (replicate + 1)
    return Tallies(replicates=2, districts=tuple(sorted(counts)), groups=("others",), cells=cells, series={})


def test_figures_are_of_10000_people_with_their_interval():
    found = {one.district: one for one in tilemap.figures(tallies(Rostock=20, Gera=4), ("first_sanctioned",))}
    assert found["Rostock"].rate == Spread(value=200, low=200, high=400)
    assert found["Gera"].rate is None
    assert (found["Gera"].count, found["Gera"].people) == (4, 1_000)


def test_the_table_has_the_largest_first_and_no_rate_of_small_ones():
    found = tilemap.figures(tallies(Rostock=20, Gera=4, Suhl=50), ("first_sanctioned",))
    rows = tile_rows((*found, replace(found[0], district="Berlin", people=2_000)), replicates=2)
    assert [row.name for row in rows] == ["Berlin", "Gera", "Rostock", "Suhl"]
    assert [cell.text for cell in rows[3].cells] == ["1,000", "50", "500"]
    assert rows[3].cells[2].below == "500 to 1,000"
    assert rows[1].cells[2].text == "not estimable"
    few = {(r, "Suhl", "others", name): n for r in (0, 1) for name, n in (("people", 499), ("first_sanctioned", 90))}
    (small,) = tilemap.figures(
        Tallies(replicates=2, districts=("Suhl",), groups=("others",), cells=few, series={}), ("first_sanctioned",)
    )
    assert small.rate is None


def test_a_district_that_a_preset_leaves_out_has_a_mark():
    found = figures(50, 70, 20)
    names = [one.district for one in found]
    chart = tile_map("gdr-1989", found, "Reported", replicates=2, left_out=names[1:2])
    assert chart is not None
    assert ["*" in row["word"] for row in chart.data["heads"]] == [False, True, False]
    assert "*" in chart.data["labels"][-1]["text"]
    plain = tile_map("gdr-1989", found, "Reported", replicates=2)
    assert plain is not None
    assert "*" not in plain.data["labels"][-1]["text"]


def test_what_is_shown_at_first_can_be_told_of_half_the_districts():
    shown = {"Wrongfully sanctioned": ("first_wrongful",), "Sanctioned": ("first_sanctioned",)}
    assert first(tallies(Rostock=20, Gera=9), shown) == "Sanctioned"
    assert first(tallies(Rostock=1, Gera=1), shown) == "Wrongfully sanctioned"


@pytest.mark.parametrize("preset", preset_names())
def test_every_preset_has_something_to_show(preset):
    assert len(measures(load(preset))) >= 3


@pytest.mark.parametrize("value", [0.31, 1, 4.9, 5, 7, 123, 9_999, 31_234.5])
def test_the_scale_holds_the_largest(value):
    top = tilemap._nice(value)
    assert value <= top <= 2.1 * value
