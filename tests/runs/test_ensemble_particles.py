"""An ensemble from a posterior: its draws are the particles, by weight; all else comes from its range, as before."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pyarrow.parquet as pq
import pytest

import glasshouse
from glasshouse import report_files
from glasshouse.cli.main import status
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.folders.json_files import fingerprint
from glasshouse.runs import ensemble_words, execute_run
from glasshouse.runs.ensemble_particles import ParticleDraws, particle_draws
from glasshouse.runs.ensemble_plan import DRAW
from glasshouse.runs.ensemble_simulate import members_of
from glasshouse.runs.run import open_run
from glasshouse.runs.run_plan import plan
from glasshouse.scenario import load
from tampering import edit

KEY = "internet.false_flag"
SMALL = {"population": 400, "days": 4, "draws": 40, "ensemble_population": 200, "threads": 2}


@pytest.fixture
def posterior(tmp_path):
    """Two particles with weight, one of them three times the other's, and one without."""
    path = tmp_path / "posterior.parquet"
    columns = {KEY: [0.001, 0.002, 0.3], "people.trips": [2.0, 2.5, 9.0], "weight": [0.75, 0.25, 0.0]}
    pl.DataFrame({"wave": [0, 0, 1], **columns, "distance": [1.0, 0.5, 9.0]}).write_parquet(path)
    return path


def drawn(made):
    return [member.values for member in members_of(made) if member.variant == DRAW]


def test_draws_are_particles_by_their_weight_and_all_else_is_as_before(posterior):
    scenario = load("as-described")
    usual, made = plan(scenario, **SMALL), plan(scenario, **SMALL, ensemble=posterior)
    values = drawn(made)
    assert [(one[KEY], one["people.trips"]) for one in values].count((0.001, 2.0)) == 30
    assert [(one[KEY], one["people.trips"]) for one in values].count((0.002, 2.5)) == 10
    for before, after in zip(drawn(usual), values, strict=True):
        assert {**before, KEY: 0, "people.trips": 0} == {**after, KEY: 0, "people.trips": 0}
    assert members_of(made)[0].values == {}  # the centre stays
    assert f"--ensemble {posterior}" in made.command


def test_a_run_says_where_its_draws_come_from_and_goes_on_without_the_file(posterior, tmp_path):
    made = plan(load("as-described"), **SMALL, ensemble=posterior)
    folders = [tmp_path / name for name in ("whole", "stopped")]
    for folder in folders:
        folder.mkdir()
    execute_run.execute(made, folders[0])

    def stop(number, day):
        if number == 12:
            raise KeyboardInterrupt

    with pytest.raises(StoppedError):
        execute_run.execute(made, folders[1], stop)
    said = json.loads((folders[1] / "run.json").read_text())["ensemble"]["posterior"]
    assert (said["file"], said["hash"]) == ("posterior.parquet", fingerprint(posterior)["blake2b"])
    posterior.unlink()
    glasshouse.resume(folders[1])
    tables = [open_run(folder).draws.collect() for folder in folders]
    assert tables[0].equals(tables[1])
    kept = tables[0].filter((pl.col("name") == KEY) & (pl.col("variant") == DRAW))["value"]
    assert set(kept.to_list()) == {0.001, 0.002}


def test_draws_in_run_json_that_are_not_whole_are_refused(posterior, tmp_path):
    made = plan(load("as-described"), **SMALL, ensemble=posterior)
    (tmp_path / "run").mkdir()

    def stop(number, day):
        raise KeyboardInterrupt

    with pytest.raises(StoppedError):
        execute_run.execute(made, tmp_path / "run", stop)
    said = json.loads((tmp_path / "run" / "run.json").read_text())["ensemble"]
    del said["posterior"]["values"][3]
    edit(tmp_path / "run", ensemble=said)
    with pytest.raises(BadInputError, match="not whole"):
        glasshouse.resume(tmp_path / "run")


def test_what_is_no_posterior_of_the_scenario_is_refused(posterior, tmp_path):
    scenario = load("as-described")
    frame = pl.read_parquet(posterior)
    wrong = {
        "internet.false_flag'": frame.rename({KEY: "internet.false_flags"}),
        "lacks the column 'weight'": frame.drop("weight"),
        "none has weight": frame.with_columns(weight=pl.lit(0.0)),
        "no parameter": frame.select("wave", "weight"),
        "lies between 0 and 1": frame.with_columns(pl.lit(2.0).alias(KEY)),
    }
    for words, table in wrong.items():
        table.write_parquet(tmp_path / "wrong.parquet")
        with pytest.raises(BadInputError, match=words):
            particle_draws(tmp_path / "wrong.parquet", scenario, 40, 1)
    with pytest.raises(BadInputError, match="no such file"):
        glasshouse.run(scenario, ensemble=tmp_path / "none.parquet", out=tmp_path / "out")
    with pytest.raises(BadInputError, match="no draws"):
        glasshouse.run(scenario, ensemble=posterior, draws=0, out=tmp_path / "out")
    (tmp_path / "cut.parquet").write_bytes(posterior.read_bytes()[:-20])
    with pytest.raises(BadInputError, match="not a whole Parquet"):
        particle_draws(tmp_path / "cut.parquet", scenario, 40, 1)
    # Kind: another file taken for a damaged table, with advice for a folder that it is not in.
    (tmp_path / "elsewhere").mkdir()
    for place, found in ((tmp_path, True), (tmp_path / "elsewhere", False)):
        (place / "own.yaml").write_text("glasshouse: 1")
        for name in ("own.yaml", "none.parquet", "."):
            with pytest.raises(BadInputError, match=r"leaves a posterior\.parquet") as refused:
                particle_draws(place / name, scenario, 40, 1)
            assert "verify" not in str(refused.value)
            assert (f"Did you mean '{posterior}'?" in str(refused.value)) is found
    assert not (tmp_path / "out").exists()


def test_a_run_names_its_posterior_and_the_scenario_that_it_is_of(posterior, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(report_files, "rewrite_report", lambda folder: None)
    pq.write_table(
        pq.read_table(posterior).replace_schema_metadata({"scenario": "0", "scenario_name": "as-described"}), posterior
    )
    sizes = ["--population", "400", "--days", "4", "--draws", "40", "--ensemble-population", "200"]
    given = ["--ensemble", str(posterior), "--set", "place=hong-kong"]
    assert status(["run", "as-documented", *sizes, *given, "--out", str(tmp_path / "run")]) == 0
    assert sum("'as-described'" in line for line in capsys.readouterr().err.splitlines()) == 1
    ensemble = open_run(tmp_path / "run").ensemble
    assert ensemble is not None
    told = ensemble_words.method(ensemble)
    assert all(fact in told for fact in ("2 assumptions", "posterior.parquet", "'as-described'"))
    assert "posterior" not in ensemble_words.method(replace(ensemble, posterior=None))


def test_a_posterior_of_the_same_scenario_is_used_without_a_word(posterior):
    scenario = load("as-described")
    for said, fitted_to in (
        ({}, None),
        ({"scenario": scenario.hash}, None),
        ({"scenario": "0"}, "another scenario"),
        ({"scenario": "0", "scenario_name": "as-described"}, "other settings of 'as-described'"),
    ):
        pq.write_table(pq.read_table(posterior).replace_schema_metadata(said), posterior)
        found = particle_draws(posterior, scenario, 40, 1)
        assert found.fitted_to == fitted_to
        assert ParticleDraws.of(found.document()) == found
        assert bool(found.elsewhere(scenario)) == (fitted_to is not None)
