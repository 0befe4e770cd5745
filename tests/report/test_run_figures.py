"""What a run shows of itself in a notebook: the report's figures as Altair charts, and a few lines of HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from itertools import pairwise

import pytest

from glasshouse import BadInputError
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.measures.concerned import RIGHT_ALERTS, WRONG_ALERTS
from glasshouse.measures.intervals import spread
from glasshouse.report import run_charts, run_findings
from glasshouse.report.run_figures import FIGURES, PRINTED, written
from glasshouse.report.run_tallies import Tallies, read_tallies
from glasshouse.runs.run import open_run
from glasshouse.scenario import load

from .folders import make_run


@pytest.fixture(scope="module")
def run(run_dir):
    return open_run(run_dir)


@pytest.mark.parametrize("what", FIGURES)
def test_each_figure_says_what_it_is_of(run, what):
    drawn = run.plot(what).to_dict()
    title, scenario = drawn["title"], run.scenario
    assert FIGURES[what][0] in (title["text"], title["subtitle"][0].partition(".")[0])
    assert scenario.title in title["subtitle"][0]
    assert title["subtitle"][1] == f"{scenario.label.capitalize()}. {NOT_A_FORECAST}"
    assert any(drawn["datasets"].values())


def test_the_figure_has_the_numbers_of_the_tables(run):
    drawn = run.plot("tiers").to_dict()["datasets"]["rows"]
    last = [row for row in drawn if row["date"] == drawn[-1]["date"]]
    assert sum(row["per_10000_scored"] for row in last) == pytest.approx(10_000)
    assert [row["tier"] for row in last] == list(run.scenario.tiers)


def test_the_figure_of_groups_is_the_first(run):
    assert run.plot().to_dict() == run.plot("groups").to_dict()


def test_a_word_that_names_no_figure_gives_the_nearest(run):
    with pytest.raises(BadInputError, match=r"what='tier': .*Did you mean 'tiers'"):
        run.plot("tier")


def test_a_notebook_shows_the_headline_with_the_label(run):
    told = run._repr_html_()
    assert NOT_A_FORECAST in told
    assert run.scenario.label in told
    assert told.count("<li>") > 3


def test_a_notebook_shows_what_a_scenario_is(run):
    told = run.scenario._repr_html_()
    assert NOT_A_FORECAST in told
    assert str(len(run.scenario.parameters)) in told
    assert run.scenario.leaves_out[0].split("&")[0].split("'")[0] in told


def test_what_a_file_says_is_no_markup(run):
    told = replace(run.scenario, title="<script>")._repr_html_()
    assert "<script>" not in told
    assert "&lt;script&gt;" in told


def test_each_chart_is_three_files_that_say_what_they_are_of(run):
    found = written(run)
    names = {name.partition(".")[0] for name in found}
    assert names <= set(PRINTED)
    assert "flow" in names
    assert set(found) == {f"{name}.{ending}" for name in names for ending in ("svg", "png", "pdf")}
    for name, content in found.items():
        if name.endswith(".svg"):
            text = content.decode()
            for told in (run.scenario.title, run.manifest["version"], run.digest[:16], NOT_A_FORECAST):
                assert told in text, name
        if name.endswith(".png"):  # a chart of 760 pixels is 8 inches wide
            assert int.from_bytes(content[16:20]) >= 2300, name


@pytest.mark.parametrize("counts", [(9961, 39, 0), (9000, 995, 5), (10_000, 0, 0), (9990, 5, 5), (3333, 3333, 3334)])
def test_small_tiers_are_told_and_no_label_lies_on_another(counts):
    rows = [{"date": "2020-12-31", "tier": t, "per_10000_scored": n} for t, n in zip("ABC", counts, strict=True)]
    ends = run_charts.tier_ends(rows)
    assert [end["told"].partition(": ")[0] for end in ends] == list("ABC")
    places = sorted(end["pixel"] for end in ends)
    assert all(after - before >= 15 for before, after in pairwise(places))
    assert all(0 <= place <= 300 for place in places)


@pytest.mark.parametrize("replicates", [1, 2])
def test_the_flow_chart_is_titled_by_what_a_run_is_about(replicates):
    counted = {"alert_true": 7, "alert_faulty": 1, "alert_false": 2, "stops": 6, "people": 90}
    cells = {(0, "x", "men", name): value for name, value in counted.items()}
    found = Tallies(replicates=replicates, districts=("x",), groups=("men",), cells=cells, series={})
    told = run_findings.flow(found, load("london-lfr"))
    assert re.findall(r"\d+", told) == [str(found.total(*RIGHT_ALERTS, *WRONG_ALERTS)), "2", "6"]
    assert told.startswith("In the first run") == (replicates > 1)
    assert "report" in run_findings.flow(found, load("informant-society"))
    assert run_findings.flow(found, load("as-described")) == ""


def test_the_picture_of_a_flow_of_stops_has_its_finding_for_a_title(tmp_path):
    run = open_run(make_run(tmp_path / "a", load("stadium-list"), replicates=1, days=2))
    text = unescape(written(run)["flow.svg"].decode())
    assert run_findings.flow(read_tallies(run), run.scenario) in text
    assert "records, scores" not in text


class _Tallies:
    """Two groups of 1,000 people, so many of them harmed in each replicate."""

    groups = ("men", "women", "all")

    def __init__(self, men: tuple[int, ...], women: tuple[int, ...]) -> None:
        self.replicates, self._harmed = len(men), {"men": men, "women": women}

    def of_group(self, group: str, *measures: str, replicate: int = 0) -> int:
        return 1000 if measures == ("people",) else self._harmed[group][replicate]


@pytest.mark.parametrize("women", [(40, 60), (40, 20), (10, 10), (4, 60), (20, 30)])
def test_a_ratio_between_groups_is_told_only_where_every_replicate_has_it(women):
    told = run_findings.groups(_Tallies((20, 30), women), "Wrongfully", ("first_wrongful",))  # type: ignore[arg-type]
    ratios = spread([own / other for own, other in zip(women, (20, 30), strict=True)])
    assert bool(told) == (ratios.low is not None and ratios.low > 1.05)
    assert str(ratios) in told or not told
