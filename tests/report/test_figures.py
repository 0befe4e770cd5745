from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from glasshouse.engine.counts import MEASURES, STOCKS
from glasshouse.measures.ensemble import Ensemble
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import Tally
from glasshouse.mechanism_set import SHIPPED as MECHANISMS
from glasshouse.mechanism_set import MechanismSet
from glasshouse.report import run_charts, run_findings
from glasshouse.report.card_sections import sections
from glasshouse.report.cards import cards
from glasshouse.report.count_labels import labels, parts
from glasshouse.report.district_tables import district_table
from glasshouse.report.flow_drawing import draw, thickness
from glasshouse.report.people_tables import HARMS, STOPS, group_chart, group_rows, tier_rows
from glasshouse.report.run_flow import diagram_of, flows
from glasshouse.report.run_tallies import Tallies, read_tallies
from glasshouse.runs.run import open_run
from glasshouse.scenario import load
from glasshouse.tiers import TIERS
from glasshouse.wording.numbers import brief

DIAGRAM = diagram_of(MECHANISMS)


@pytest.fixture(scope="module")
def tallies(run_dir) -> Tallies:
    return read_tallies(open_run(run_dir))


@pytest.fixture(scope="module")
def sums(run_dir) -> dict[str, int]:
    """Replicate 0 by another way: the whole file in Polars; stocks on the last day."""
    frame = pl.read_parquet(run_dir / "daily.parquet").filter(pl.col("replicate") == 0)
    last = frame["day"].max()
    frame = frame.filter(~pl.col("measure").is_in(list(STOCKS)) | (pl.col("day") == last))
    rows = frame.group_by("measure").agg(pl.col("value").sum()).iter_rows()
    return defaultdict(int, rows)


def test_every_measure_of_the_model_has_a_label_and_no_other_has():
    found = labels(MECHANISMS)
    assert set(found) == set(MEASURES)
    assert {name for name, each in found.items() if each.stock} == set(STOCKS)


def test_arrows_count_measures_that_exist():
    for arrow in DIAGRAM.arrows:
        for measure in (*arrow.right, *arrow.false):
            assert measure.removeprefix("-") in labels(MECHANISMS)
        assert arrow.part in parts(MECHANISMS)


def test_another_mechanism_sends_more_along_an_arrow():
    few = MechanismSet(each for each in MECHANISMS if each.section != "companies")
    ours, alone = (
        next(arrow.right for arrow in diagram_of(several).arrows if arrow.end == "faces")
        for several in (MECHANISMS, few)
    )
    assert ours == (*alone, "seen_by_company_camera")


def test_counts_on_arrows_are_the_sums_in_the_file(tallies, sums):
    for row in flows(DIAGRAM, tallies.total):
        right = sum(-sums[name[1:]] if name.startswith("-") else sums[name] for name in row.arrow.right)
        assert row.right == right
        assert row.wrong == sum(sums[name] for name in row.arrow.false)


def test_the_drawing_carries_the_counts(tallies):
    rows = flows(DIAGRAM, tallies.total)
    texts = " ".join(re.findall(r"<tspan[^>]*>([^<]*)</tspan>", str(draw(DIAGRAM, rows, title="x"))))
    for row in rows:
        assert f"{brief(row.right + row.wrong)} {row.arrow.what}" in texts


def test_an_arrow_of_a_part_that_is_off_is_drawn_as_off(tallies):
    rows = flows(DIAGRAM, tallies.total, off=("informants",))
    assert [row.start for row in rows if row.off] == ["Informants"]
    assert ">off</text>" in str(draw(DIAGRAM, rows, off=("informants",), title="x"))


def test_wider_arrows_mean_more():
    assert thickness(10) < thickness(1000) < thickness(10**6)


def test_figures_by_group_and_district_add_up(tallies):
    total = tallies.total("first_sanctioned")
    assert sum(tallies.of_group(group, "first_sanctioned") for group in tallies.groups) == total
    assert sum(tallies.of_district(name, "first_sanctioned") for name in tallies.districts) == total


SIZES = {"Beijing": 499, "Gansu": 500, "Hebei": 5_000, "Xinjiang": 9_000}


def of_districts(measure="first_sanctioned", **counts):
    """One run; people of each district by SIZES, and what was counted in each."""
    cells = {(0, name, "others", "people"): people for name, people in SIZES.items()}
    cells |= {(0, name, "others", measure): count for name, count in counts.items()}
    return Tallies(replicates=1, districts=tuple(SIZES), groups=("others",), cells=cells, series={})


def test_districts_are_sorted_by_size_and_small_ones_have_a_count_and_no_rate():
    shown = {"Sanctioned": ("first_sanctioned",), "Wrongfully": ("first_wrongful",)}
    found = district_table(of_districts(Beijing=40, Gansu=40, Hebei=4, Xinjiang=90), shown, ("Xinjiang",))
    assert [row.name for row in found.rows] == ["Xinjiang", "Hebei", "Gansu", "Beijing"]
    texts = [(row.cells[1].text, row.cells[1].below) for row in found.rows]
    assert texts == [("100", "83 to 119"), ("–", "4 counted"), ("800", "604 to 1,041"), ("–", "40 counted")]
    assert [bool(row.below) for row in found.rows] == [True, False, False, False]  # left out of the preset
    assert "Wrongfully" not in found.heads
    assert any("Wrongfully" in said for said in found.says)
    assert any("Xinjiang" in said for said in found.says)
    assert any("500 people" in said and "5 cases" in said for said in found.says)


def test_what_one_person_does_again_and_again_has_a_rate_and_no_interval():
    for measure, has_one in (("first_sanctioned", True), ("chilled_post", False)):
        found = district_table(of_districts(measure, Xinjiang=90), {"Something": (measure,)})
        cell = found.rows[0].cells[1]
        assert (cell.text, bool(cell.below)) == ("100", has_one)


def test_where_nothing_can_be_told_of_any_district_there_is_no_table():
    found = district_table(of_districts(Hebei=4), {"Sanctioned": ("first_sanctioned",)}, ("Xinjiang",))
    assert (found.rows, len(found.says)) == ((), 1)


def test_of_a_place_without_districts_none_is_spoken_of():
    cells = {(0, "x", "others", "people"): 300}
    alone = Tallies(replicates=1, districts=("x",), groups=("others",), cells=cells, series={})
    said = " ".join(district_table(alone, {"Sanctioned": ("first_sanctioned",)}).says)
    assert "no rate" in said
    assert "300 people" in said
    assert "district" not in said


def test_small_groups_and_rare_events_are_not_estimable():
    cells = {
        (replicate, "x", group, measure): value
        for replicate in range(2)
        for group, people in (("majority men", 99), ("majority women", 5000))
        for measure, value in (("people", people), ("act_offence", 50), ("first_sanctioned", 4))
    }
    tallies = Tallies(replicates=2, districts=("x",), groups=("majority men", "majority women"), cells=cells, series={})
    few, many = group_rows(tallies, 365, HARMS)
    assert few.cells[1].text == "–"
    assert few.cells[2].text == "–"
    assert many.cells[1].text == "0.01"
    assert many.cells[2].text == "–"


@pytest.mark.parametrize("replicates", [1, 2])
def test_groups_are_compared_by_rates(replicates):
    cells = {
        (replicate, "x", group, measure): value
        for replicate in range(replicates)
        for group, harmed in (("majority men", 30), ("majority women", 3))
        for measure, value in (("people", 5000), ("first_sanctioned", harmed))
    }
    groups = ("majority men", "majority women")
    chart = group_chart(Tallies(replicates=replicates, districts=("x",), groups=groups, cells=cells, series={}))
    assert chart is not None
    (rows,) = chart.data.values()
    first = {"harm": "Sanctioned", "group": "majority men"}
    if replicates > 1:  # three women are too few for a rate
        assert rows == [{**first, "per_10000": 60, "low": 60, "high": 60}]
        assert "of 10,000" in chart.words
        assert '"per_10000"' in str(chart.specification()["hconcat"]).replace("'", '"')
    else:
        assert [(row["group"], row["count"], row["people"]) for row in rows] == [
            ("majority men", 30, 5000),
            ("majority women", 3, 5000),
        ]
        assert [(row["length"], row["number"]) for row in rows] == [(60, "60"), (0, "3 counted")]
        assert "one run" in chart.words
        drawn = str(chart.specification()["hconcat"])
        assert ("'bar'" in drawn, "'circle'" in drawn) == (True, False)


def test_bars_are_counts_where_nothing_is_enough_for_a_rate():
    cells = {("majority men", "people"): 5000, ("majority men", "first_sanctioned"): 4}
    cells = {(0, "x", *cell): value for cell, value in cells.items()}
    chart = group_chart(Tallies(replicates=1, districts=("x",), groups=("majority men",), cells=cells, series={}))
    assert chart is not None
    assert [(row["length"], row["number"]) for rows in chart.data.values() for row in rows] == [(4, "4")]
    assert "one run" in chart.words


def _drawn(stopped: tuple[tuple[int, int], ...]) -> tuple[Tallies, Outcome]:
    """A run of stops with its draws: stops of 900 of the majority and of 100 of the minority, the central run first."""
    people = {"majority": 9000, "minority": 1000}
    each = [
        {(group, what): n for group, n in zip(people, stops, strict=True) for what, n in (("stops", n), ("people", 0))}
        | {(group, "people"): people[group] for group in people}
        for stops in stopped
    ]
    tallies = [Tally(counts=counts, groups=tuple(people)) for counts in each]
    own = {(0, "x", *cell): value for cell, value in each[0].items()}
    ensemble = Ensemble(
        population=10_000, seed=1, tallies=tuple(tallies[1:]), values={}, central=tallies[0], again={}, without={}
    )
    scenario = load("london-lfr")
    return (
        Tallies(replicates=1, districts=("x",), groups=tuple(people), cells=own, series={}),
        Outcome(scenario=scenario, days=60, population=10_000, tallies=(tallies[0],), ensemble=ensemble),
    )


def test_with_draws_the_groups_and_the_title_have_the_figures_of_the_draws():
    tallies, outcome = _drawn(((900, 140), (900, 180), (900, 180), (900, 180)))
    chart = group_chart(tallies, STOPS, outcome)
    assert chart is not None
    rows = {row["group"]: row["per_10000"] for rows in chart.data.values() for row in rows}
    assert rows == {"majority": 1000, "minority": 1800}
    told = run_findings.groups(tallies, "Stopped", ("stops",), outcome)
    assert told == "Stopped: minority 1.8 (1.8 to 1.8) times as often as majority"
    assert "1.4 times" in run_findings.groups(tallies, "Stopped", ("stops",))


def test_the_ratio_of_a_title_has_chance_in_its_interval():
    tallies, outcome = _drawn(((900, 140), *(((900, 180),) * 20)))
    assert outcome.ensemble is not None
    people = {("majority", "people"): 9000, ("minority", "people"): 1000}
    other = {**people, ("majority", "stops"): 900, ("minority", "stops"): 60}  # with another seed it is 0.6 times
    again = dict.fromkeys(range(1, 11), Tally(counts=other, groups=("majority", "minority")))
    another = replace(outcome, ensemble=replace(outcome.ensemble, again=again))
    assert run_findings.groups(tallies, "Stopped", ("stops",), outcome)
    assert run_findings.groups(tallies, "Stopped", ("stops",), another) == ""


def test_a_title_tells_no_ratio_that_a_tenth_of_the_draws_do_not_have():
    tallies, outcome = _drawn(((900, 140), (900, 180), (900, 180), (900, 80)))
    assert run_findings.groups(tallies, "Stopped", ("stops",), outcome) == ""


def test_tiers_are_named_by_what_they_are_of(tallies):
    rows = tier_rows(tallies, date(2019, 1, 1), TIERS)
    assert {tuple(row) for row in rows} == {("date", "tier", "per_10000_scored")}
    assert sum(row["per_10000_scored"] for row in rows if row["date"] == rows[0]["date"]) == pytest.approx(10_000)


def test_feedback_ranks_districts_by_cameras(run_dir, tallies):
    def feedback(every: int):
        run = open_run(run_dir)
        learned = replace(run.scenario.parameters["learned_score.every"], value=every)
        numbers = {**run.scenario.parameters, "learned_score.every": learned}
        object.__setattr__(run.scenario, "parameters", numbers)
        return next(each for each in sections(run, tallies, (), 100) if each.key == "feedback")

    found = feedback(40)
    assert found.chart is not None
    seen = [float(row.cells[1].text) for row in found.tables[0].rows]
    assert seen == sorted(seen)
    assert feedback(500).tables == () != found.tables
    assert feedback(500).without


def test_a_section_of_a_part_that_is_off_says_so_or_is_left_out(run_dir, tallies):
    shown = {each.key: each.off for each in sections(open_run(run_dir), tallies, ("companies", "learned_score"), 100)}
    assert shown == {"companies": True, "fear": False}


def test_what_is_part_of_the_count_above_stands_below_it_or_nowhere():
    """ "Of these, …" stood among what was not counted, behind something else."""
    sums = {"alert_true": 7, "fear_sum": 9}
    cells = {(0, "x", "majority men", name): number for name, number in {"people": 1000, **sums}.items()}
    found = Tallies(replicates=1, districts=("x",), groups=("majority men",), cells=cells, series={})
    shown = {card.part: card for card in cards(found, (), MECHANISMS)}
    rows = [row.name for row in shown["face_recognition"].rows]
    assert [name.startswith("Of these") for name in rows] == [False, True]
    assert not any(name.startswith("Of these") for card in shown.values() for name in card.nothing)
    assert not any(row.name.endswith("added up") for row in shown["response"].rows)


@pytest.mark.parametrize(("last", "monthly"), [("2019-07-08", False), ("2019-09-28", False), ("2021-06-30", True)])
def test_no_two_ticks_of_a_chart_over_time_have_the_same_label(last, monthly):
    """A chart of 90 days had a tick a week, each labelled by its month."""
    axis = run_charts._time(["2019-07-01", last]).to_dict()["axis"]
    assert isinstance(axis["tickCount"], dict) == monthly
    assert ("%d" in axis["format"].replace("-", "")) != monthly
