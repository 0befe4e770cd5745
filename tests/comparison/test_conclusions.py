"""Which scenario does less harm in how many draws, and the assumption at which that turns."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from glasshouse.cli.comparing import document
from glasshouse.comparison import execute_comparison
from glasshouse.comparison.comparison import Comparison, open_comparison
from glasshouse.comparison.comparison_plan import ComparisonPlan, plan_comparison
from glasshouse.comparison.comparison_words import COLUMNS, summary
from glasshouse.comparison.conclusions import Flip, PairConclusion, Ranking, box, conclusions, flip, ranking
from glasshouse.comparison.conclusions_words import sentence, sentences, told
from glasshouse.comparison.over_draws import figure, of_the_run, over_draws
from glasshouse.comparison.ranking_words import rank_sentences
from glasshouse.comparison.resume_comparison import unfinished
from glasshouse.comparison.turning_box import Bound, TurningBox, odds, turning_box
from glasshouse.comparison.verify_comparison import verify
from glasshouse.errors import StoppedError
from glasshouse.measures.intervals import Spread
from glasshouse.report.brief_comparison import pairs_that_hold
from glasshouse.report.comparison_tables import tables
from glasshouse.scenario import load
from glasshouse.wording.change_words import signed_interval
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


def test_an_assumption_that_matters_by_degrees_is_found_though_no_threshold_parts_the_draws():
    rng = np.random.default_rng(2)
    parameters = {f"x{k}": rng.random(200) for k in range(100)}
    turned = rng.random(200) < 0.05 + 0.4 * parameters["x7"]
    found = flip(turned, parameters)
    assert found is not None
    assert (found.parameter, found.above) == ("x7", True)
    inside = parameters["x7"] > found.threshold
    assert (found.turned, found.of) == (int((inside & turned).sum()), int(inside.sum()))
    tries = 100 * 181
    assert odds(found.turned, found.of, int(turned.sum()), 200) * tries > 0.05  # no threshold would have told it


def test_chance_alone_gives_no_threshold():
    found = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        found += flip(rng.random(200) < 0.3, {f"x{k}": rng.random(200) for k in range(100)}) is not None
    assert found <= 5  # less than once in 20, and once in 25 over many more
    assert flip(np.arange(200) < 4, {"x": np.arange(200.0)}) is None


def assumed(seed: int, parameters: int = 60) -> tuple[np.random.Generator, dict[str, np.ndarray]]:
    """What 200 draws assumed."""
    rng = np.random.default_rng(seed)
    return rng, {f"x{k}": rng.random(200) for k in range(parameters)}


def test_a_box_of_two_assumptions_is_found_where_one_threshold_tells_too_little():
    rng, parameters = assumed(1)
    turned = (parameters["x3"] > 0.5) & (parameters["x8"] <= 0.4)
    turned ^= rng.random(200) < 0.03
    threshold = flip(turned, parameters)
    found = box(turned, parameters, threshold)
    assert found is not None
    bounds = {each.parameter: each for each in found.bounds}
    assert {key: each.above for key, each in bounds.items()} == {"x3": True, "x8": False}
    assert bounds["x3"].threshold == pytest.approx(0.5, abs=0.06)
    assert bounds["x8"].threshold == pytest.approx(0.4, abs=0.06)
    inside = (parameters["x3"] > bounds["x3"].threshold) & (parameters["x8"] <= bounds["x8"].threshold)
    assert (found.turned, found.of) == (int((inside & turned).sum()), int(inside.sum()))
    assert (found.elsewhere, found.of_others) == (int((~inside & turned).sum()), int((~inside).sum()))
    assert box(turned, parameters, None) == found


def test_where_it_turns_too_seldom_to_say_where_it_is_told_where_it_does_not_hold():
    _, parameters = assumed(3)
    less = np.where(parameters["x5"] < 0.3, 2.0, 1.0)  # equal there, fewer elsewhere
    less[7] = 4.5
    (found,) = conclusions("wrongful", {"appeal": less, "baseline": np.full(200, 2.0)}, parameters)
    assert (found.turned, found.most, found.flip, found.box) == (1, 2.5, None, None)
    assert found.ceases is not None
    assert (found.ceases.parameter, found.ceases.above) == ("x5", False)
    text = sentence(STUB, found)
    check(text)
    assert "(x5)" in text
    assert "2.5" in numbers(text)
    (often,) = conclusions(
        "wrongful", {"appeal": np.where(parameters["x5"] < 0.3, 3.0, 1.0), "baseline": np.full(200, 2.0)}, parameters
    )
    assert often.flip is not None
    assert often.ceases is None
    assert often.ceases_box is None


def test_where_one_assumption_decides_no_box_is_told():
    rng, parameters = assumed(2)
    turned = (parameters["x7"] > 0.6) ^ (rng.random(200) < 0.05)
    assert box(turned, parameters, flip(turned, parameters)) is None


def test_chance_alone_gives_no_box():
    for seed in range(10):
        rng, parameters = assumed(seed)
        assert turning_box(rng.random(200) < 0.3, parameters) is None
    _, parameters = assumed(0)
    assert box(np.arange(200) < 4, parameters, None) is None
    assert turning_box(np.zeros(200, bool), parameters) is None
    assert turning_box(np.arange(200) < 40, {"same": np.ones(200), "unknown": np.full(200, np.nan)}) is None


def test_a_box_is_told_in_place_of_a_threshold():
    bounds = tuple(Bound(parameter=key, above=key == "a.b", threshold=0.25) for key in ("a.b", "c.d"))
    found = TurningBox(bounds=bounds, turned=30, of=34, elsewhere=5, of_others=166)
    where = Flip(parameter="x.y", above=True, threshold=0.3, turned=30, of=60, elsewhere=5, of_others=140)
    one = PairConclusion(
        measure="wrongful", less="appeal", more="baseline", holds=165, equal=0, draws=200, flip=where, box=found
    )
    text = sentence(STUB, one)
    check(text)
    assert "(a.b) is above 0.25" in text
    assert "(c.d) is at or below 0.25" in text
    assert "x.y" not in text
    assert {"30", "34", "5", "166"} <= set(numbers(text))


#: As much of a comparison as a sentence asks for.
STUB: Any = SimpleNamespace(
    about=lambda arm: {"title": arm.capitalize()},
    defined={"unequal": SimpleNamespace(title="Unequal", unit="people of 10,000")},
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


def test_tables_show_the_paired_difference_over_the_draws(compared):
    drawn, arm = compared.drawn, "internet.false_flag=0.05"
    assert drawn is not None
    rates = drawn.figures["measure", "all", "wrongful"]
    change = rates[arm] - rates["baseline"]
    found = over_draws(compared, arm, "wrongful")
    assert found is not None
    assert [found.low, found.value, found.high] == pytest.approx(np.quantile(change, [0.05, 0.5, 0.95]))
    ends = [np.quantile(rates[each], 0.95) for each in (arm, "baseline")]
    assert found.high != pytest.approx(ends[0] - ends[1])  # of the differences, and not a difference of ends
    counted = of_the_run(compared, arm, "wrongful")
    assert counted is not None
    assert found.high is not None
    assert counted.high == pytest.approx(found.high * compared.values(arm, "people", "baseline")[0] / 10_000)
    yearly, a_year = of_the_run(compared, arm, "chilled"), over_draws(compared, arm, "chilled")
    assert yearly is not None
    assert a_year is not None
    assert a_year.high is not None
    assert yearly.high == pytest.approx(a_year.high * 600 / 10_000 * DAYS / 365)
    told_to_programs = next(each for each in document(compared)["arms"] if each["name"] == arm)["measures"]["wrongful"]
    assert told_to_programs["difference_over_draws"] == {"median": found.value, "low": found.low, "high": found.high}
    assert over_draws(compared, arm, "downstream") is None
    said = summary(compared)
    place = [name for name, *_ in COLUMNS].index("Wrongfully")
    line = next(each for each in said.differences if each.name == arm)
    assert line.cells[place] == f"+{compared.count(arm, 'wrongful'):.0f}"
    assert line.below[place] == signed_interval(counted)
    assert said.baseline.below[place]
    assert any("90 %" in note and str(DRAWS) in note for note in said.notes)
    table = next(each for each in tables(compared) if each.name == "differences")
    cell = dict(table.lines)[compared.about(arm)["title"]][place]
    assert cell.spread == Spread(value=compared.count(arm, "wrongful"), low=counted.low, high=counted.high)


def test_people_spared_and_groups_have_the_interval_over_the_draws_too(compared):
    drawn = compared.drawn
    assert drawn is not None
    for group in compared.groups:
        # Nobody is harmed in a scenario without errors, and a ban spares whoever was: as many people as there were.
        spared = drawn.figures["people_spared", group, "wrongful"]["ban"]
        assert spared == pytest.approx(drawn.figures["measure", group, "wrongful"]["baseline"])
        assert not drawn.figures["people_newly_harmed", group, "wrongful"]["ban"].any()
    minority = next(each for each in compared.groups if (compared.count("ban", "people", "baseline", each) or 0) < 100)
    assert over_draws(compared, "ban", "wrongful", group=minority) is None  # too few people in a draw
    large = max(compared.groups[:-1], key=lambda each: compared.count("ban", "people", "baseline", each) or 0)
    found = over_draws(compared, "ban", "wrongful", group=large)
    assert found is not None
    of_group = drawn.figures["measure", large, "wrongful"]
    assert (found.low, found.high) == pytest.approx(np.quantile(of_group["ban"] - of_group["baseline"], [0.05, 0.95]))
    assert found != over_draws(compared, "ban", "wrongful")
    table = next(each for each in tables(compared) if each.name == "groups")
    cells = dict(table.lines)[compared.about("ban")["title"]]
    cell = cells[compared.groups.index(large)]
    counted = of_the_run(compared, "ban", "wrongful", group=large)
    assert counted is not None
    assert counted.low == pytest.approx(
        (found.low or 0) * (compared.count("ban", "people", "baseline", large) or 0) / 10_000
    )
    assert cell.spread == Spread(
        value=compared.count("ban", "wrongful", group=large) or 0.0, low=counted.low, high=counted.high
    )


def test_what_the_draws_do_not_tell_has_no_interval(compared):
    assert over_draws(compared, "unwatched", "downstream") is None
    found = figure(compared, "unwatched", "downstream")
    assert found is None or (found.low, found.high) == (None, None)


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
    assert not any(summary(open_comparison(tmp_path)).baseline.below)


def test_a_tie_is_no_flip():
    """In the draws in which neither does any harm the conclusion does not turn, and first places are shared."""
    x = np.arange(40.0)
    one, other = np.where(x < 10, 0.0, 1.0), np.where(x < 10, 0.0, 2.0)
    (found,) = conclusions("wrongful", {"one": one, "other": other}, {"x": x})
    assert (found.holds, found.equal, found.harmless, found.turned) == (30, 10, 10, 0)
    assert (found.flip, found.box) == (None, None)
    ranked = ranking("wrongful", {"one": one, "other": other})
    assert (ranked.first, ranked.tied) == ((40, 10), (10, 10))


@pytest.mark.parametrize("measure", ["wrongful", "unequal"])
@pytest.mark.parametrize("draws", [1, 2, 200])
def test_who_does_least_harm_is_said_of_every_count(measure, draws):
    few = sorted({0, 1, draws - 1, draws})
    for first in product(few, repeat=3):
        if sum(first) < draws:
            continue
        for tied in product(*({0, min(1, each), each} for each in first)):
            arms = ("appeal", "ban", "baseline")
            text = rank_sentences(
                STUB, Ranking(measure=measure, arms=arms, ranks=(1.0, 2.0, 3.0), first=first, tied=tied, draws=draws)
            )
            check(text)
            assert all(text.count(name) == 1 for name in ("“Appeal”", "“Ban”", "he baseline"))
            assert text.count("never") == len({0} & set(first))
            shared = [(number, each) for number, each in zip(first, tied, strict=True) if each]
            assert text.count("together with others") == len(set(shared))


@pytest.mark.parametrize("pairs", [0, 1, 2, 210])
def test_how_many_pairs_hold_is_said_of_every_count(pairs):
    for same in sorted({0, min(1, pairs), max(0, pairs - 1), pairs}):
        text = pairs_that_hold(pairs, same)
        check(text)
        assert ("depends on the assumptions" in text) == (pairs > 0 and same == 0)
        assert (str(pairs) in numbers(text)) == (pairs > 0)
        assert str(same) in numbers(text) or same in (0, pairs)
