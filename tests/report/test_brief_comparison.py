"""What the first page of a comparison says of its scenarios, and what it does not."""

from __future__ import annotations

import re

import numpy as np
import pytest

from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_finding import finding
from glasshouse.comparison.comparison_subject import subject
from glasshouse.comparison.comparison_words import summary
from glasshouse.report import brief_comparison, comparison_picture, spared_chart
from glasshouse.report.brief import Brief
from glasshouse.report.brief_comparison import comparison_brief
from glasshouse.report.comparison_tables import ReportTable, of_group
from glasshouse.scenario import load

from .folders import make_comparison

#: Three scenarios, from more to less and back.
FALLING = {"human-review": [(400, 300)] * 2, "appeal": [(400, 200)] * 2, "ban": [(400, 0)] * 2}
ORDER = ["Baseline", "Human review", "Appeal", "Ban"]


def brief_of(comparison: Comparison) -> Brief:
    """The first page, without drawing anything."""
    about = subject(comparison)
    drawn = comparison_picture.Picture(
        about=about,
        finding=finding(comparison),
        inline=comparison_picture.chart(comparison),
        files={},
        unit=comparison_picture.unit_of(comparison),
        source="",
    )
    groups = ReportTable(name="groups", caption="", heads=("Scenario",), lines=tuple((name, ()) for name in ORDER))
    return comparison_brief(comparison, summary(comparison), drawn, [groups])


def said(brief: Brief, *names: str) -> str:
    return " ".join(line.text for name in names for line in brief.part(name).lines)


def all_arms(comparison: Comparison) -> list[str]:
    return [str(row["arm"]) for row in comparison_picture.chart(comparison).data["rows"]]


@pytest.mark.parametrize(("preset", "measure"), [("informant-society", "chilled"), ("london-lfr", "stops")])
def test_what_is_only_reported_ranks_no_world(tmp_path, preset, measure):
    compared = make_comparison(tmp_path / "c", load(preset), {arm: {measure: own} for arm, own in FALLING.items()})
    brief = brief_of(compared)
    assert subject(compared).measures == (measure,)
    told = said(brief, "headline", "picture", "who", "sure")
    assert not [word for word in ("least", "fewer", "lower", "falls", "Appeal", "appeal") if word in told], told
    assert all_arms(compared) == ["Baseline", "Human review", "Appeal", "Ban"]


@pytest.mark.parametrize(("few", "said_nobody"), [(0, True), (9, False)])
def test_nobody_is_said_where_it_is_nobody_in_each_draw_and_not_in_most(tmp_path, monkeypatch, few, said_nobody):
    compared = make_comparison(tmp_path / "c", load("as-described"), {"ban": {"wrongful": [(400, 0)] * 2}})
    draws = np.repeat([0.0, 5.0], [200 - few, few])
    monkeypatch.setattr(brief_comparison, "values_of_draws", lambda *_: draws)
    assert (brief_comparison._left(compared, "ban") == "nobody is wrongly sanctioned in any draw") is said_nobody


@pytest.mark.parametrize(("preset", "measure"), [("as-described", "wrongful"), ("london-lfr", "misidentified")])
def test_worlds_are_put_in_order_by_a_harm(tmp_path, preset, measure):
    changed = {arm: {measure: own} for arm, own in reversed(FALLING.items())}
    compared = make_comparison(tmp_path / "c", load(preset), changed)
    told = said(brief_of(compared), "headline", "sure")
    best = next(line.text for line in brief_of(compared).part("headline").lines if "the fewest" in line.text)
    assert re.findall("“(.*?)”", best) == ["Appeal"]
    assert re.findall("“([^”]*)” ([0-9])", told) == [("Ban", "2"), ("Appeal", "2"), ("Human review", "2")]
    assert all_arms(compared) == ["Baseline", "Human review", "Appeal", "Ban"]


def test_a_figure_of_the_headline_says_of_how_many_people_it_is(tmp_path):
    changed = {arm: {"wrongful": own} for arm, own in {**FALLING, "ban": [(400, 20)] * 2}.items()}
    compared = make_comparison(tmp_path / "c", load("as-described"), changed)
    lines = [line.text for line in brief_of(compared).part("headline").lines]
    figures = [line.rpartition(": ")[2] for line in lines if re.search(r"\d", line.rpartition(": ")[2])]
    assert len(figures) == 3
    assert all("people" in figure for figure in figures), figures


def test_who_is_newly_harmed_by_chance_alone_is_told_apart(tmp_path):
    changed = {
        "human-review": {"wrongful": [(400, 410), (400, 410)]},
        "appeal": {"wrongful": [(400, 390), (400, 410)]},
        "ban": {"wrongful": [(400, 0)] * 2},
    }
    lines = said(brief_of(make_comparison(tmp_path / "c", load("as-described"), changed)), "who")
    shown, others = re.findall(r"[^.]*“[^.]*\.", lines)
    assert ("Human review" in shown, "Appeal" in shown, "2 simulations" in shown) == (True, False, False)
    assert ("Human review" in others, "Appeal" in others, "2 simulations" in others) == (False, True, True)
    assert "Ban" not in lines


#: A person or two of each group in some scenarios and replicates.
FEW = {"human-review": [(1, 1), (2, 0)], "appeal": [(1, 0), (2, 1)], "ban": [(1, 0), (2, 0)]}


@pytest.fixture
def few(tmp_path):
    counts = {arm: {"wrongful": own} for arm, own in FEW.items()}
    return make_comparison(tmp_path / "c", load("as-described"), counts, people=3000)


def test_few_people_are_counted_on_the_first_page_and_in_the_picture(few):
    brief = brief_of(few)
    baseline, best, ban = (line.text for line in brief.part("headline").lines)
    assert "4 of 12,000 people" in baseline
    assert "too few" in baseline
    assert ("“Appeal”" in best, best.endswith(", nobody is wrongly sanctioned.")) == (True, True)
    assert (" ban " in ban, ban.endswith(", nobody is wrongly sanctioned.")) == (True, True)
    assert "not estimable" not in said(brief, "headline", "sure")
    sure = said(brief, "sure")
    assert ("of 12,000 people" in sure, "2 runs" in sure, ": 4 to 8 (" in sure) == (True,) * 3
    assert "of 12,000 in 365 days" in comparison_picture.unit_of(few)
    rows = comparison_picture.chart(few).data["bars"]
    assert [(row["level"], row["interval"], row["beside0"]) for row in rows] == [
        ("0", "−8 to 0", "0"),
        ("−4", "−4 to −4", "4"),
        ("−4", "−8 to −4", "4"),
    ]


def test_few_people_make_no_rate_in_any_column(few):
    columns = ("baseline", "arm_value", "difference", "people_spared", "people_newly_harmed")
    groups = ("all", "majority men")
    cells = [of_group(few, "appeal", "wrongful", column, group).cell() for column in columns for group in groups]
    assert {(cell.text, cell.below) for cell in cells} == {("not estimable", "")}
    told = summary(few)
    assert {line.cells[:2] for line in told.people} == {("not estimable", "not estimable")}
    assert {cell.text for row in spared_chart.table(few, "appeal", "wrongful").rows for cell in row.cells[1:]} == {
        "not estimable"
    }


def test_what_is_taken_along_are_figures_and_no_drawing(few):
    rows = comparison_picture.chart(few).data["rows"]
    assert rows[0] == {"arm": "Baseline", "label": "hypothetical", "count": 4, "low": 4, "high": 8}
    change = {"difference": -4, "difference_low": -8, "difference_high": -4}
    figures = {"count": 0, "low": 0, "high": 0, **change, "spared": 4, "newly_harmed": 0}
    assert rows[-1] == {"arm": "Ban", "label": "hypothetical", **figures}
    assert [row["arm"] for row in rows] == all_arms(few)


def test_what_is_not_estimable_is_no_bar_and_no_number(few):
    chart = spared_chart.chart(few, "ban", "wrongful")
    assert list(chart.data["rows"][0]) == ["group", "what", "per_10000", "low", "high"]
    assert {(row["per_10000"], row["low"], row["high"]) for row in chart.data["rows"]} == {(None, None, None)}
    svg = chart.drawing()
    assert svg.count(">not estimable<") == 2 * 4  # once for each group, and the paper around it
    # On a phone each bar has a row, and a group without a figure has one.
    on_phone = str(chart).partition('class="narrow"')[2]
    assert on_phone.count(": not estimable<") == 2 * 4
    assert "majority men: <" not in on_phone


def test_people_spared_are_taken_along_by_group(tmp_path):
    compared = make_comparison(tmp_path / "c", load("as-described"), {"ban": {"wrongful": [(50, 10), (60, 10)]}})
    spared_men, newly, *_ = spared_chart.chart(compared, "ban", "wrongful").data["rows"]
    assert spared_men == {"group": "majority men", "what": "Spared", "per_10000": 160, "low": 160, "high": 200}
    assert newly["per_10000"] == 0
