"""A simulation in memory is the run that the command line makes, a day at a time if wished."""

from __future__ import annotations

import copy
import pickle
import re
import threading
from types import SimpleNamespace

import numpy as np
import pytest

import glasshouse
from glasshouse.engine import sorted_mail
from glasshouse.engine.simulate import simulate
from glasshouse.errors import StoppedError
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.interventions import INTERVENTIONS
from glasshouse.scenario import ScenarioError, load
from model.runs import BUSY

SIZES = {"population": 600, "days": 40, "seed": 3, "threads": 1}


def busy(**more):
    return glasshouse.Simulation(load("as-described", sets=BUSY), **(SIZES | more))


@pytest.fixture(scope="module")
def results() -> glasshouse.Results:
    return busy().run()


def test_it_is_the_run_of_the_engine(results):
    assert results.digest == simulate(load("as-described", sets=BUSY), **SIZES).digest


def test_a_day_that_was_interrupted_is_not_simulated_twice(monkeypatch):
    """Ctrl-C in a notebook, and run() again, gave another digest without a word."""
    simulation = busy()
    simulation.step(3)

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sorted_mail, "sort", interrupted)
        with pytest.raises(KeyboardInterrupt):
            simulation.run()
    for go_on in (simulation.run, simulation.step, simulation.view):
        with pytest.raises(StoppedError, match="day 4"):
            go_on()


def test_what_an_observer_raises_leaves_the_day_whole(results):
    simulation = busy()

    def fails(view):
        if view.day == 4:
            raise ZeroDivisionError

    simulation.observe(fails)
    with pytest.raises(ZeroDivisionError):
        simulation.run()
    assert simulation.day == 5
    assert simulation.run().digest == results.digest


def test_results_are_there_once_the_last_evening_is_over():
    simulation = busy(days=3)
    asked = []

    def asks(view):
        if view.day == 2:
            with pytest.raises(glasshouse.BadInputError, match="under way"):
                asked.append(simulation.results)
            asked.append(view.day)

    simulation.observe(asks)
    assert simulation.run().digest
    assert asked == [2]


def test_days_one_by_one_are_the_days_in_one_go(results):
    simulation = busy(threads=2)
    assert [simulation.step().day, simulation.step(9).day, simulation.day] == [0, 9, 10]
    assert simulation.run().digest == results.digest
    with pytest.raises(glasshouse.BadInputError, match="0 of the 40 days are left"):
        simulation.step()


def test_overrides_are_laid_over_the_scenario():
    over = glasshouse.Simulation(
        "as-described", overrides={"internet.false_flag": 0.25, "cameras.enabled": False}, **SIZES
    )
    assert over.scenario.parameters["internet.false_flag"].value == 0.25
    assert over.scenario.hash == load("as-described", sets=["internet.false_flag=0.25", "cameras.enabled=false"]).hash
    with pytest.raises(ScenarioError, match=r"internet\.false_flag"):
        glasshouse.Simulation("as-described", overrides={"internet.false_flg": 0.25})


def test_safeguards_by_name_or_as_objects_are_the_same():
    named, made = (busy(interventions=[each], days=2).scenario.hash for each in ("appeal", INTERVENTIONS["appeal"]))
    assert named == made != busy(days=2).scenario.hash


def test_another_replicate_draws_its_parameters(results):
    other = busy(replicate=2, days=5)
    assert other.run().digest != busy(days=5).run().digest
    with pytest.raises(glasshouse.BadInputError, match="replicate 2"):
        other.results.save()


def test_observers_see_each_day_or_week_and_change_nothing(results):
    days, weeks = [], []
    simulation = busy().observe(lambda view: days.append(view)).observe(weeks.append, every="week")
    assert simulation.run().digest == results.digest
    assert [view.day for view in days] == list(range(40))
    assert [view.day for view in weeks] == [6, 13, 20, 27, 34]
    assert days[0].date == simulation.scenario.start
    with pytest.raises(glasshouse.BadInputError, match="day 3 is over"):
        days[3].people()
    by_group = sum(days[5].count("onsets", group=group) for group in days[5].groups)
    assert by_group == days[5].count("onsets") == results.replicate.daily[5, ..., days[5].names.index("onsets")].sum()
    with pytest.raises(ValueError, match="read-only"):
        days[5].daily[...] = 0


def test_a_view_has_the_people_of_that_evening(results):
    seen = []
    busy().observe(lambda view: seen.append(view.people()["fear"].sum())).run()
    assert seen[-1] == results.people()["fear"].sum()
    assert len({*seen}) > 1


def test_a_name_that_there_is_not_is_refused(results):
    simulation = busy()
    with pytest.raises(glasshouse.BadInputError, match="no day"):
        simulation.view()
    view = simulation.step()
    for wrong in ({"name": "onset"}, {"name": "onsets", "group": "men"}, {"name": "onsets", "district": "Paris"}):
        with pytest.raises(glasshouse.BadInputError, match="none of that name"):
            view.count(**wrong)
    with pytest.raises(glasshouse.BadInputError, match="every='fortnight'"):
        simulation.observe(print, every="fortnight")


def test_it_can_be_cancelled_and_tells_how_far_it_is(results):
    told = []
    simulation = busy(progress=lambda done, days: told.append((done, days)))
    simulation.observe(lambda view: simulation.cancel() if view.day == 4 else None)
    with pytest.raises(glasshouse.StoppedError, match="after 5 of 40 days"):
        simulation.run()
    assert told == [(day, 40) for day in range(1, 6)]
    with pytest.raises(glasshouse.BadInputError, match="5 of 40 days are over"):
        _ = simulation.results
    assert simulation.run().digest == results.digest, "it goes on where it was"


def test_observers_are_called_when_they_asked_to_be_and_may_not_step():
    seen = []
    simulation = glasshouse.Simulation("as-described", population=100, days=40, threads=1)
    for every in ("month", 15, "week"):
        simulation.observe(lambda view, every=every: seen.append((every, view.day)), every=every)
    simulation.step(10)
    simulation.observe(lambda view: simulation.step(), every=20)
    with pytest.raises(glasshouse.BadInputError, match="under way"):
        simulation.run()
    assert simulation.day == 20
    with pytest.raises(glasshouse.BadInputError, match="under way"):
        simulation.run()
    weeks = [("week", day) for day in (6, 13, 20, 27, 34)]
    assert sorted(seen, key=str) == sorted([("month", 30), (15, 14), (15, 29), *weeks], key=str)
    assert simulation.run().digest
    with pytest.raises(glasshouse.BadInputError, match="days are over"):
        simulation.observe(print)


@pytest.mark.parametrize("wrong", [{"every": 2.5}, {"every": True}, {"every": 0}, {"every": "weak"}, {"observer": "x"}])
def test_an_observer_that_could_not_be_called_is_refused(wrong):
    simulation = glasshouse.Simulation("as-described", population=100, days=2, threads=1)
    with pytest.raises(glasshouse.BadInputError, match=f"{next(iter(wrong))}=.*it must be"):
        simulation.observe(**({"observer": print} | wrong))
    with pytest.raises(glasshouse.BadInputError, match="progress='x'"):
        glasshouse.Simulation("as-described", population=100, days=2, progress="x")


def test_it_may_be_run_in_any_thread(results):
    found = SimpleNamespace(digest="")
    thread = threading.Thread(target=lambda: setattr(found, "digest", busy().run().digest))
    thread.start()
    thread.join()
    assert found.digest == results.digest


def test_the_folder_that_is_saved_is_that_of_a_run(results, tmp_path):
    saved = results.save(tmp_path / "saved", report=False)
    run = glasshouse.run(
        load("as-described", sets=BUSY), **(SIZES | {"threads": 2}), draws=0, out=tmp_path / "run"
    )  # fmt: skip
    assert (saved.status, saved.digest) == ("finished", run.digest)
    assert saved.measures.collect().equals(run.measures.collect())
    assert not (tmp_path / "saved" / "report.html").exists()
    assert saved.manifest["command"] == run.manifest["command"]
    with pytest.raises(glasshouse.BadInputError, match="saved"):
        results.save(tmp_path / "saved")


def test_the_notebook_says_what_it_is(results):
    told = results._repr_html_()
    assert NOT_A_FORECAST in told
    assert told.count("<li>") > 3
    assert np.isfinite(results.person_days_per_second)


def test_its_figure_has_its_numbers(results):
    drawn = results.plot("groups").to_dict()
    found = {row["group"]: row["count"] for row in drawn["datasets"]["harm0"]}
    people = results.people().filter("sanctioned").group_by("group").len()
    assert sum(found.values()) > 0
    assert {name: count for name, count in found.items() if count} == dict(people.iter_rows())


def test_a_notebook_shows_what_a_simulation_is():
    simulation = busy()
    simulation.step(3)
    for told in (simulation._repr_html_(), repr(simulation)):
        assert simulation.scenario.title in told
        assert "hypothetical" in told
        assert {"600", "3", "40"} <= set(re.findall(r"\d+", told))
    assert NOT_A_FORECAST in simulation._repr_html_()


def test_a_view_says_what_to_keep_instead_of_it():
    view = busy().step()
    for away in (pickle.dumps, copy.deepcopy):
        with pytest.raises(glasshouse.BadInputError, match=r"keep view\.people\(\)"):
            away(view)
    assert copy.copy(view) is view
    assert pickle.loads(pickle.dumps(view.daily.copy())).sum() == view.daily.sum()
    assert pickle.loads(pickle.dumps(view.people())).equals(view.people())
    assert repr(view) == "DayView('as-described', day=0, date='2019-12-01', people=600)"
