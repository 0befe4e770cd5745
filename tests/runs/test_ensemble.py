"""The draws of a run's assumptions: how they lie, what is kept of them, and that nothing interrupts them for good."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from glasshouse.api import resume
from glasshouse.engine.counts import MEASURES
from glasshouse.engine.part import BranchPoint
from glasshouse.engine.repeated import RepeatedRuns
from glasshouse.engine.simulate import simulate
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.folders.leftovers import PARTS
from glasshouse.headlines.headline import headline
from glasshouse.measures.intervals import LEAST_EVENTS, Spread
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import tally
from glasshouse.report.chart_drawing import Chart
from glasshouse.runs import execute_run
from glasshouse.runs.ensemble_plan import CENTRAL, DRAW, OTHER_SEED, WITHOUT, design, errors
from glasshouse.runs.ensemble_simulate import members_of
from glasshouse.runs.run import open_run
from glasshouse.runs.run_plan import Plan, plan
from glasshouse.runs.verify_run import verify
from glasshouse.scenario import load
from model.runs import BUSY

DRAWS, PEOPLE, DAYS = 40, 400, 8


@cache
def asked() -> Plan:
    return plan(
        load("as-described", sets=BUSY), population=900, days=DAYS, draws=DRAWS, ensemble_population=PEOPLE, threads=2
    )


@pytest.fixture(scope="module")
def untouched(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("drawn") / "run"
    path.mkdir()
    execute_run.execute(asked(), path)
    return path


def table(path: Path):
    return pq.read_table(path / "ensemble.parquet").to_pylist()


def test_a_run_has_an_ensemble_unless_replicates_are_asked_for():
    scenario = load("as-described")
    usual = plan(scenario, days=365)
    assert (usual.replicates, usual.draws, usual.ensemble_population) == (1, 200, 20_000)
    assert plan(scenario, replicates=5).draws == 0
    assert plan(scenario, draws=0).draws == plan(scenario, draws=0).ensemble_population == 0
    both = plan(scenario, replicates=2, draws=50)
    assert (both.replicates, both.draws) == (2, 50)
    assert plan(scenario, population=300, days=3, draws=50).ensemble_population == 300
    assert {"--draws 50", "--ensemble-population 20000"} <= {
        " ".join(pair) for pair in zip(both.command.split()[:-1], both.command.split()[1:], strict=True)
    }
    assert "--draws" not in plan(scenario, replicates=5).command


@pytest.mark.parametrize(
    ("sizes", "named"),
    [({"draws": 39}, "draws=39"), ({"draws": 50, "ensemble_population": 901}, "ensemble_population=901")],
)
def test_an_ensemble_that_cannot_be_is_refused(sizes, named):
    with pytest.raises(BadInputError, match=named):
        plan(load("as-described"), population=900, days=2, **sizes)


def test_each_slice_of_each_range_is_met_once():
    place = design(DRAWS, ["b", "a"], seed=3)
    for key in "ab":
        assert sorted(int(DRAWS * place(draw, key)) for draw in range(1, DRAWS + 1)) == list(range(DRAWS))
    again = design(DRAWS, ["a", "b"], seed=3)
    assert [place(draw, "a") for draw in (1, 2)] == [again(draw, "a") for draw in (1, 2)]
    assert place(1, "a") != design(DRAWS, ["a", "b"], seed=4)(1, "a")


def test_every_range_is_drawn_from_and_each_assumed_error_is_switched_off():
    scenario, members = asked().scenario, members_of(asked())
    ranged = {key for key, given in scenario.all_given().items() if given.ranged}
    kinds = (CENTRAL, DRAW, OTHER_SEED)
    by_variant = {kind: [one for one in members if one.variant == kind] for kind in kinds}
    assert {variant: len(found) for variant, found in by_variant.items()} == {CENTRAL: 1, DRAW: DRAWS, OTHER_SEED: 4}
    assert all(set(one.values) >= ranged and one.seed == asked().seed for one in by_variant[DRAW])
    for one in by_variant[OTHER_SEED]:
        assert one.values == by_variant[DRAW][one.draw - 1].values
        assert one.seed != asked().seed
    without = [one for one in members if one.variant.startswith(WITHOUT)]
    assert [one.values for one in without] == [{key: 0.0} for key in errors(scenario)]
    assert without
    for key in ranged:
        given = scenario.all_given()[key]
        low, high = given.low, given.high
        values = np.array([one.values[key] for one in by_variant[DRAW]])
        inside = (low <= values) & (values <= high)
        # The range of a posterior is where 95 of 100 of its draws lie.
        assert inside.mean() > 0.9 if given.draws else inside.all()


def test_memory_that_was_used_before_changes_nothing():
    scenario = asked().scenario
    runs = RepeatedRuns(population=PEOPLE, days=DAYS)
    runs.simulate(BranchPoint(scenario=scenario, day=0, drawn=scenario.draw(1, 5)), seed=5)
    drawn = scenario.draw(2, 5)
    found = runs.simulate(BranchPoint(scenario=scenario, day=0, drawn=drawn), seed=6)
    fresh = simulate(scenario, population=PEOPLE, days=DAYS, seed=6, threads=1, drawn=drawn)
    assert np.array_equal(found.daily, fresh.daily)
    assert all(np.array_equal(found.state[name], column) for name, column in fresh.state.items())
    assert tally(found).counts == tally(fresh).counts


def test_what_the_folder_holds(untouched):
    run = open_run(untouched)
    assert run.manifest["ensemble"] == {"draws": DRAWS, "population": PEOPLE, "method": "Latin hypercube", "seed": 1}
    assert verify(run) == []
    assert sorted(path.name for path in untouched.iterdir()) == [
        "daily.parquet", "ensemble.parquet", "events.parquet", "measures.parquet", "people.parquet", "run.json",
    ]  # fmt: skip
    ensemble = run.ensemble
    assert ensemble is not None
    assert (ensemble.draws, len(ensemble.again)) == (DRAWS, 4)
    first = members_of(asked())[1]
    simulated = tally(simulate(run.scenario, population=PEOPLE, days=DAYS, seed=1, threads=1, drawn=dict(first.values)))
    assert ensemble.tallies[0].counts == simulated.counts
    assert ensemble.tallies[0].persons("misidentified") == simulated.persons("misidentified")
    group = run.scenario.place.group_names[-1]
    ours, theirs = ensemble.tallies[0].excess(group), simulated.excess(group)
    assert ours is not None
    assert theirs is not None
    assert ours.excess == pytest.approx(theirs.excess)
    key = "cameras.total"
    assert ensemble.values[key][0] == pytest.approx(first.values[key])


def test_the_digest_is_that_of_the_run_without_draws(untouched, tmp_path):
    execute_run.execute(replace(asked(), draws=0, ensemble_population=0), tmp_path)
    alone = open_run(tmp_path)
    assert alone.digest == open_run(untouched).digest
    assert alone.ensemble is None
    assert "ensemble" not in alone.manifest


@pytest.mark.parametrize("after", [1, 25])
def test_an_interrupted_ensemble_goes_on(untouched, tmp_path, after):
    def stop(number: int, day: int) -> None:
        if number >= asked().replicates + after:
            raise KeyboardInterrupt

    with pytest.raises(StoppedError):
        execute_run.execute(asked(), tmp_path, stop)
    stopped = open_run(tmp_path)
    assert stopped.status == "interrupted"
    assert stopped.manifest["replicates"] == 1
    assert stopped.ensemble is None
    simulated: list[int] = []
    execute_run.go_on(replace(asked(), threads=1), tmp_path, lambda number, day: simulated.append(number))
    assert len([number for number in simulated if number]) == len(members_of(asked())) - after // 10 * 10
    assert table(tmp_path) == table(untouched)
    assert open_run(tmp_path).digest == open_run(untouched).digest
    assert not (tmp_path / PARTS).exists()


def test_a_draw_that_was_altered_is_simulated_again(untouched, tmp_path):
    def stop(number: int, day: int) -> None:
        if number >= 30:
            raise KeyboardInterrupt

    with pytest.raises(StoppedError):
        execute_run.execute(asked(), tmp_path, stop)
    part = tmp_path / PARTS / "ensemble-000001.arrow"
    part.write_bytes(part.read_bytes()[:-1] + b"!")
    said: list[str] = []
    execute_run.go_on(asked(), tmp_path, say=said.append)
    assert any(part.name in text for text in said)
    assert table(tmp_path) == table(untouched)


def test_resume_knows_of_the_draws(tmp_path, monkeypatch):
    monkeypatch.setattr(Chart, "__html__", lambda chart: "")  # takes longer than the days
    one = plan(load("as-described"), population=300, days=2, draws=40)

    def stop(number: int, day: int) -> None:
        if number:
            raise KeyboardInterrupt

    with pytest.raises(StoppedError):
        execute_run.execute(one, tmp_path, stop)
    again = resume(tmp_path)
    assert again.status == "finished"
    assert "ensemble.parquet" in again.manifest["files"]


def drawn_outcome(path: Path) -> Outcome:
    """The figures over the draws, however little a run is about happens in them."""
    run = open_run(path)
    return replace(run.outcome, ensemble=run.ensemble, sparse=None)


def test_figures_are_medians_with_intervals(untouched):
    outcome = drawn_outcome(untouched)
    assert outcome.ensemble is not None
    found = outcome.per_10_000("posts")
    each = sorted(10_000 * one.total("posts") / PEOPLE for one in outcome.ensemble.tallies)
    assert (found.value, found.low, found.high) == pytest.approx(tuple(np.quantile(each, [0.5, 0.05, 0.95])))
    assert not outcome.alone
    assert any(str(DRAWS) in note for note in headline(outcome).notes)


def test_what_rests_on_too_few_cases_has_no_interval(untouched):
    outcome = drawn_outcome(untouched)
    assert outcome.ensemble is not None
    most = {name: max(each.total(name) for each in outcome.ensemble.tallies) for name in MEASURES}
    few = next(name for name, count in most.items() if 0 < count < LEAST_EVENTS and outcome.count(name))
    assert outcome.ensemble.too_few(lambda each: each.total(few))
    assert outcome.per_10_000(few) == Spread(value=10_000 * outcome.count(few) / outcome.population)


def test_draws_in_which_too_little_happens_give_no_medians(tmp_path):
    one = plan(load("london-lfr"), population=900, days=3, draws=40, ensemble_population=300)
    execute_run.execute(one, tmp_path)
    outcome = open_run(tmp_path).outcome
    assert outcome.ensemble is None
    assert outcome.sparse is not None
    assert outcome.alone
    assert any("40" in note and "300" in note for note in headline(outcome).notes)
