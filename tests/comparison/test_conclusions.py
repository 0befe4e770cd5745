"""Which scenario does less harm in how many draws, and the assumption at which that turns."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from glasshouse.comparison import execute_comparison
from glasshouse.comparison.comparison import Comparison, open_comparison, verify
from glasshouse.comparison.comparison_plan import ComparisonPlan, plan_comparison
from glasshouse.comparison.comparison_words import summary
from glasshouse.comparison.conclusions import Flip, PairConclusion, conclusions, flip, ranking
from glasshouse.comparison.conclusions_words import sentence, sentences, told
from glasshouse.comparison.resume_comparison import unfinished
from glasshouse.errors import StoppedError
from glasshouse.scenario import load
from grammar import check, numbers
from model.runs import BUSY

DRAWS, PEOPLE, DAYS = 40, 400, 30


def planned() -> ComparisonPlan:
    return plan_comparison(
        load("as-described", sets=BUSY),
        ["error-free", "internet.false_flag=0.05"],
        population=600,
        days=DAYS,
        replicates=1,
        draws=DRAWS,
        ensemble_population=PEOPLE,
        threads=2,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("conclusions") / "compared"
    path.mkdir()
    execute_comparison.execute(planned(), path)
    return path


@pytest.fixture(scope="module")
def compared(folder) -> Comparison:
    return open_comparison(folder)


def test_a_pair_is_compared_within_each_draw():
    one, other = np.array([1.0, 2.0, 3.0, 9.0]), np.array([2.0, 2.0, 4.0, 8.0])
    (found,) = conclusions("wrongful", {"one": one, "other": other}, {})
    assert (found.less, found.more, found.holds, found.equal, found.turned) == ("one", "other", 2, 1, 1)
    assert not found.throughout
    (back,) = conclusions("wrongful", {"other": other, "one": one}, {})
    assert (back.less, back.holds) == ("one", 2)


def test_the_threshold_at_which_a_conclusion_turns_is_found():
    rng = np.random.default_rng(1)
    parameters = {f"x{k}": rng.random(200) for k in range(100)}
    turned = parameters["x7"] < 0.2
    found = flip(turned, parameters)
    assert found is not None
    assert (found.parameter, found.above, found.turned, found.elsewhere) == ("x7", False, int(turned.sum()), 0)
    assert found.threshold == pytest.approx(0.2, abs=0.02)
    assert found.of + found.of_others == 200


def test_chance_alone_gives_no_threshold():
    found = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        found += flip(rng.random(200) < 0.3, {f"x{k}": rng.random(200) for k in range(100)}) is not None
    assert found <= 2
    assert flip(np.arange(200) < 4, {"x": np.arange(200.0)}) is None


#: As much of a comparison as a sentence asks for.
STUB: Any = SimpleNamespace(
    about=lambda arm: {"title": arm.capitalize()},
    defined={"unequal": SimpleNamespace(title="Unequal")},
    meaning=lambda key: "an ordinary post is flagged",
)


@pytest.mark.parametrize("measure", ["wrongful", "hardship", "unequal"])
def test_a_sentence_survives_every_count(measure):
    for holds, equal in product((0, 1, 2, 99, 100, 150, 199, 200), repeat=2):
        turned = 200 - holds - equal
        if turned < 0 or turned > holds:
            continue
        where = Flip(
            parameter="x.y",
            above=True,
            threshold=0.3,
            turned=turned,
            of=turned + 1,
            elsewhere=0,
            of_others=199 - turned,
        )
        one = PairConclusion(
            measure=measure,
            less="appeal",
            more="baseline",
            holds=holds,
            equal=equal,
            draws=200,
            flip=where if turned >= 5 else None,
        )
        text = sentence(STUB, one)
        check(text)
        assert "200" in numbers(text)
        assert ("x.y" in text) == (one.flip is not None)
        assert all(str(each) in numbers(text) for each in (holds, equal, turned) if each not in (0, 200))


def test_where_no_draw_has_any_harm_nothing_is_said_to_hold():
    harmless, one_harmed = np.zeros(40), np.where(np.arange(40) == 7, 1.0, 0.0)
    (found,) = conclusions("wrongful", {"appeal": harmless, "baseline": harmless}, {})
    assert found.harmless == 40
    text = sentence(STUB, found)
    check(text)
    assert "No draw can tell" in text
    (found,) = conclusions("wrongful", {"appeal": harmless, "baseline": one_harmed}, {})
    assert (found.less, found.holds, found.harmless) == ("appeal", 1, 39)
    assert "No draw can tell" not in sentence(STUB, found)


def test_arms_are_ranked_in_each_draw():
    found = ranking("wrongful", {"a": np.array([2.0, 5.0]), "b": np.array([1.0, 5.0]), "c": np.array([3.0, 6.0])})
    assert found.arms == ("b", "a", "c")
    assert found.ranks == (1.25, 1.75, 3.0)
    assert found.first == (2, 1, 0)


def test_a_comparison_has_draws_unless_replicates_are_asked_for():
    usual = plan_comparison(load("as-described"), [], days=365).plan
    assert (usual.draws, usual.ensemble_population) == (200, 10_000)
    assert plan_comparison(load("as-described"), [], days=365, replicates=10).plan.draws == 0
    asked = planned()
    assert f"--draws {DRAWS} --ensemble-population {PEOPLE}" in asked.plan.command
    assert all(asked.plan_of(arm).draws == 0 for arm in asked.all_arms)


def test_scenarios_of_a_draw_share_people_and_assumptions(compared):
    drawn = compared.drawn
    assert drawn is not None
    assert (drawn.draws, drawn.population) == (DRAWS, PEOPLE)
    assert drawn.arms == ("baseline", *compared.arms)
    assert "cameras.total" in drawn.parameters
    wrongful = drawn.levels["wrongful"]
    assert not wrongful["error-free"].any()
    assert not wrongful["ban"].any()
    # Fear of removed posts keeps single people from what would have been pinned on them wrongly.
    assert (wrongful["internet.false_flag=0.05"] >= wrongful["baseline"]).mean() > 0.9


def test_what_holds_is_told_first(compared):
    found = {(one.less, one.more): one for one in compared.conclusions if one.measure == "wrongful"}
    one = found["error-free", "internet.false_flag=0.05"]
    assert one.turned == 0
    said = summary(compared)
    assert said.conclusions == sentences(compared)
    assert f"{DRAWS}" in said.conclusions[0]
    ranked = told(compared)
    assert ranked is not None
    assert ranked.arms[0] == "error-free"
    assert "ban" not in ranked.arms


def test_the_folder_is_whole_and_goes_on_after_an_interruption(folder, compared, tmp_path):
    assert verify(compared) == []

    def stop(number: int, place: int, arm: str, day: int) -> None:
        if number >= 25:
            raise KeyboardInterrupt

    with pytest.raises(StoppedError):
        execute_comparison.execute(planned(), tmp_path, stop)
    assert open_comparison(tmp_path).drawn is None
    again = unfinished(tmp_path)
    assert again is not None
    assert again.plan.draws == DRAWS
    execute_comparison.go_on(again, tmp_path)
    resumed = open_comparison(tmp_path)
    assert resumed.status == "finished"
    assert resumed.conclusions == compared.conclusions
    assert resumed.manifest["files"]["ensemble.parquet"] == compared.manifest["files"]["ensemble.parquet"]


def test_without_draws_nothing_is_concluded(tmp_path):
    asked = plan_comparison(load("as-described"), [], population=300, days=2, replicates=1)
    execute_comparison.execute(asked, tmp_path)
    assert open_comparison(tmp_path).conclusions == ()
    assert sentences(open_comparison(tmp_path)) == ()
