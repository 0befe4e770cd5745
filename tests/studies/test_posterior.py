"""A study by ABC: it recovers an invented truth, says what the figures do not tell, and goes on where it stopped."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import glasshouse
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.measure import names_of
from glasshouse.measures.definitions_harm import LAWFUL
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.simulation.own_summaries import simulated_with
from glasshouse.studies import execute_study, posterior_words
from glasshouse.studies.posterior import NOISE, anew, posterior, search, sizes
from glasshouse.studies.smc_abc import weighted_quantile
from glasshouse.studies.study_loading import load_study
from glasshouse.studies.study_parts import Subset
from glasshouse.studies.study_points import Point, simulate_point
from glasshouse.studies.study_readings import readings
from glasshouse.studies.study_result import open_study
from grammar import facts
from studies.small import study, written

PARAMETERS = "parameters: [people.critical_posts, people.trips]\n"
SOURCES = """sources:
  made-up: {author: Nobody, title: Simulated, year: 2026, at: nowhere}
"""
TARGET = "{measure: punished_lawful_acts, value: 80000, sd: 8000, source: made-up}"
TEXT = f"method: abc\npoints: 200\noutputs: [trust]\n{PARAMETERS}targets:\n  - {TARGET}\n{SOURCES}"
TRUE = 0.7
#: Fewer than a file may ask for.
POINTS = 60


def lived(asked, places):
    """Points without a simulation: the figure follows the second parameter alone, with some chance."""
    rng = np.random.default_rng(len(places))
    for k, place in enumerate(places):
        figure = 1000 * place[1] + rng.normal(0, 20)
        yield Point(number=k, places=tuple(place), values=(0.5, figure))


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    asked = study(tmp_path_factory.mktemp("abc"), TEXT)
    target = replace(asked.targets[0], value=1000 * TRUE, tolerance=30.0)
    asked = replace(asked, points=600, targets=(target,))
    return asked, list(search(asked, lambda places: lived(asked, places)))


def test_it_holds_the_truth_and_says_what_is_not_told(found):
    asked, points = found
    assert len(points) == asked.points == NOISE + sum(sizes(600)) + anew(600)
    known = posterior(asked, points)
    other, one = known.told
    assert one.informed
    assert not other.informed
    assert one.low < asked.moved[1].at(TRUE) < one.high
    assert one.narrower > 0.7
    assert known.particles.tolerance == 1
    said = readings(asked, points, [])
    assert re.search(facts("say nothing … [people.trips]"), said.sentences[-1])
    assert "people.critical_posts" not in said.sentences[-1]
    assert said.outputs[0].drivers[0].key == "people.critical_posts"


def test_the_chance_of_a_simulation_is_told(found):
    asked, points = found
    (met,) = posterior(asked, points).met
    assert 10 < met.noise < 35
    assert met.low < met.value < met.high


def test_whether_prediction_and_figure_meet_is_told(found):
    asked, points = found
    met = posterior(asked, points).met[0]

    def said(value):
        return posterior_words.meets(replace(met, value=value))

    assert said(met.median) == ""
    assert "barely" in said(met.high + met.sd)
    assert "barely" in said(met.low - met.sd)
    assert "do not meet" in said(met.high + 3 * met.sd)
    assert "do not meet" in said(met.low - 3 * met.sd)


def test_each_point_has_random_numbers_of_its_own(tmp_path):
    asked = study(tmp_path, TEXT)
    one, other, again = (simulate_point(asked, number, (0.5, 0.5)).values for number in (0, 1, 0))
    assert one == again != other


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    place = tmp_path_factory.mktemp("done")
    asked = replace(study(place, TEXT), points=POINTS)
    (place / "done").mkdir()
    execute_study.execute(asked, place / "done", threads=2)
    return asked, open_study(place / "done")


def test_the_folder_has_the_particles(done):
    asked, result = done
    table = pl.read_parquet(result.path / "posterior.parquet")
    assert table.columns == ["wave", *(one.key for one in asked.moved), "weight", "distance"]
    assert table["weight"].sum() == pytest.approx(1)
    assert result.posterior.collect().equals(table)
    said = result.manifest["posterior"]
    assert said["effective_sample_size"] == pytest.approx(1 / (table["weight"] ** 2).sum(), rel=0.01)
    assert [wave["simulations"] for wave in said["waves"]] == list(sizes(POINTS))
    assert set(said["parameters"]) == {one.key for one in asked.moved}
    for one in asked.moved:
        assert table[one.key].is_between(one.given.low, one.given.high).all()


def test_one_that_was_stopped_comes_to_the_same_files(done, tmp_path):
    asked, whole = done

    def stop(number):
        if number == 40:
            raise KeyboardInterrupt

    (tmp_path / "study").mkdir()
    with pytest.raises(StoppedError):
        execute_study.execute(asked, tmp_path / "study", threads=1, watch=stop)
    assert not (tmp_path / "study" / "posterior.parquet").exists()
    execute_study.go_on(asked, tmp_path / "study", threads=2)
    for name in ("points.parquet", "indices.parquet", "posterior.parquet"):
        assert (tmp_path / "study" / name).read_bytes() == (whole.path / name).read_bytes()


def test_targets_by_group_district_and_days(tmp_path):
    rows = (
        "measure,group,district,first_day,last_day,value,sd,source\n"
        "punished_lawful_acts,minority women,,,,80000,8000,made-up\n"
        "\n"
        "punished_lawful_acts,,Beijing,0,3,300,40,made-up\n"
    )
    (tmp_path / "figures.csv").write_text(rows)
    asked = study(tmp_path, f"method: abc\npoints: 200\n{PARAMETERS}targets: figures.csv\n{SOURCES}")
    cells = [target.output.cell for target in asked.targets]
    assert cells == [Subset(group="minority women"), Subset(district="Beijing", days=(0, 3))]
    assert asked.document["targets"][1]["days"] == [0, 3]  # the folder holds them, wherever the table goes
    point = simulate_point(replace(asked, size=replace(asked.size, population=30_000)), 0, (0.5, 0.5))
    simulation = glasshouse.Simulation(
        asked.scenario, population=30_000, days=8, drawn={one.key: one.at(0.5) for one in asked.moved}, threads=1
    ).run()
    daily = simulation.daily().filter(
        (pl.col("district") == "Beijing") & (pl.col("group") != "all") & (pl.col("day") < 4)
    )
    acts = daily.filter(pl.col("measure").is_in([str(each) for each in names_of(LAWFUL)]))["value"].sum()
    people = simulation.people().filter(pl.col("district") == "Beijing").height
    assert point.values[-1] == pytest.approx(10_000 * acts / (people * 4 / 365))


def test_a_summary_of_ones_own(tmp_path):
    text = TEXT.replace("measure: punished_lawful_acts", "summary: the-poor")
    file = written(tmp_path, text)
    with pytest.raises(BadInputError, match="the-poor"):
        glasshouse.study(file, out=tmp_path / "none")
    with pytest.raises(BadInputError, match="the-rich"):
        glasshouse.study(file, out=tmp_path / "none", summaries={"the-rich": len})
    assert not (tmp_path / "none").exists()
    seen = []

    def poor(results):
        seen.append(results)
        return results.people()["trust"].mean()

    asked = replace(load_study(file), points=POINTS)
    (tmp_path / "done").mkdir()
    execute_study.execute(asked, tmp_path / "done", 1, simulated=simulated_with({"the-poor": poor}, asked))
    done = open_study(tmp_path / "done")
    assert len(seen) == POINTS
    assert done.points.collect()["the-poor"].to_list()[3] == pytest.approx(float(seen[3].people()["trust"].mean()))


WRONG = {
    "method: abc\n": (8, "needs 'targets'"),
    "method: abc\npoints: 100\ntargets: [T]\n": (9, "at least 200"),
    "method: abc\ntargets: [T]\nparameters: [people, internet]\n": (8, "at most 20"),
    "method: abc\ntargets:\n  - {measure: sanctioned, value: 1, tolerance: 1, source: made-up}\n": (10, "'sd'"),
    "method: calibrate\ntargets:\n  - {measure: sanctioned, value: 1, sd: 1, source: made-up}\n": (10, "'tolerance'"),
    "method: abc\ntargets:\n  - {measure: misses, value: 1, sd: 1, source: made-up}\n": (10, "never aimed at"),
    "method: abc\ntargets:\n  - {measure: sanctioned, value: 1, sd: 1, source: made}\n": (10, "'made' … 'made-up'?"),
    "method: abc\ntargets:\n  - {measure: sanctioned, group: minority, value: 1, sd: 1, source: made-up}\n": (
        10,
        "unknown group 'minority'",
    ),
    "method: abc\ntargets:\n  - {measure: tier_B, days: [3, 8], value: 1, sd: 1, source: made-up}\n": (
        10,
        "0 to 7",
    ),
    "method: abc\ntargets:\n  - {summary: misses, value: 1, sd: 1, source: made-up}\n": (10, "is a measure"),
    "method: abc\ntargets: figures.txt\n": (9, "figures.txt"),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_one_line_with_its_place(tmp_path, text):
    line, words = WRONG[text]
    more = "" if "parameters" in text else PARAMETERS
    with pytest.raises(ScenarioError) as caught:
        study(tmp_path, text.replace("[T]", f"[{TARGET}]") + more + SOURCES)
    assert re.search(facts(words), str(caught.value))
    if "at most 20" not in words:
        assert caught.value.line == line


TABLES = {
    "measure,valeu,sd,source\n": (1, "'valeu' … 'value'?"),
    "measure,value,sd,source\nsanctioned,many,1,made-up\n": (2, "'many'"),
    "measure,value,sd,source\nsanctioned,1,1,made-up\nsanctioned,2,1\n": (3, "3 cells"),
    "measure,value,sd,source\nsanctioned,1,1,made-up\nsanctoned,2,1,made-up\n": (3, "'sanctoned' … 'sanctioned'?"),
    "measure,value,sd,source\nsanctioned,1,1,made-up\nwrongful,2,-1,made-up\n": (3, "sd is -1"),
    "measure,value,sd,source\n": (None, "no row"),
    "measure,value,value,sd,source\nsanctioned,1,2,1,made-up\n": (1, "two columns are called 'value'"),
    "measure,value,sd,source,group\nsanctioned,1,1,made-up,\nwrongful,1,1,made-up,\nsanctioned,2,1,made-up,all\n": (
        4,
        "lines 2 and 4",
    ),
    "measure,value,sd,source,first_day\nsanctioned,1,1,made-up,3\n": (2, "go together"),
}


@pytest.mark.parametrize("text", TABLES)
def test_what_is_wrong_with_a_table_is_told_by_its_own_line(tmp_path, text):
    line, words = TABLES[text]
    (tmp_path / "figures.csv").write_text(text)
    with pytest.raises(ScenarioError) as caught:
        study(tmp_path, f"method: abc\n{PARAMETERS}targets: figures.csv\n{SOURCES}")
    assert (caught.value.where, caught.value.line) == ("figures.csv", line)
    assert re.search(facts(words), str(caught.value))


def test_json_holds_the_posterior(done):
    _, result = done
    json.dumps(dict(result.manifest["posterior"]), allow_nan=False)


def test_the_median_is_that_of_the_particles(done):
    _, result = done
    table = result.posterior.collect()
    middle = weighted_quantile(table["people.trips"].to_numpy(), table["weight"].to_numpy(), (0.5,))[0]
    assert middle == pytest.approx(result.manifest["posterior"]["parameters"]["people.trips"]["median"], rel=0.02)
