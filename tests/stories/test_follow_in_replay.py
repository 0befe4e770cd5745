"""A replay is the run, to the last bit, or it is refused with one line that says what to do."""

from __future__ import annotations

import json
import re

import pytest

import glasshouse
from glasshouse.errors import BadInputError
from glasshouse.folders import json_files
from glasshouse.stories import follow_in_replay as replaying
from glasshouse.stories.follow_in_replay import open_source, replay
from model.runs import BUSY
from stories.conftest import DAYS, PEOPLE


def one_line(error: BaseException) -> str:
    text = str(error)
    assert "\n" not in text
    return text


def test_the_replay_of_a_run_has_its_digest(kept):
    assert replay(open_source(kept.path), [5, 7]).digest == kept.manifest["each"][0]["digest"]


def test_following_somebody_changes_nothing(kept):
    source = open_source(kept.path)
    assert replay(source).digest == replay(source, [0, 999]).digest == replay(source, ledger=True).digest


def test_an_arm_with_a_past_is_lived_again_with_it(kept, tmp_path):
    from glasshouse.engine.simulate import BranchPoint, simulate
    from glasshouse.scenario import load

    branch_point = load("as-described", sets=[*BUSY, "cameras.enabled=false"])
    simulated = simulate(branch_point, population=PEOPLE, days=DAYS, past=BranchPoint(scenario=kept.scenario, day=20))
    content = json.loads((kept.path / "run.json").read_text())
    content["past"] = {"day": 20, "scenario": content["scenario"], "scenario_hash": content["scenario_hash"]}
    content["scenario"] = dict(branch_point.document)
    content["each"][0]["digest"] = simulated.digest
    folder = tmp_path / "arm"
    folder.mkdir()
    json_files.write_description(folder / "run.json", json.loads(json.dumps(content, default=str)))
    assert glasshouse.story(folder, 3).here.digest == simulated.digest


def test_a_comparison_s_baseline_is_told_unless_an_arm_is_named(comparison):
    assert open_source(comparison).arm == "baseline"
    assert open_source(comparison / "ban").arm == "ban"
    assert glasshouse.story(comparison, 3).here.name == "the run"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: c.update(version="0.0.9"), "glasshouse 0.0.9"),
        (lambda c: c.update(version=None), "'version' should be"),
        (lambda c: c.update(format=99), "its format is 99"),
        (lambda c: c.update(format="1"), "'format'"),
        (lambda c: c.update(format=True), "'format'"),
        (lambda c: c.__delitem__("format"), "'format'"),
        (lambda c: c.update(each=[], replicates=0, status="interrupted"), "(interrupted)"),
        (lambda c: c.update(each=[], status="running"), "(running)"),
        (lambda c: c.__delitem__("population"), "'population'"),
        (lambda c: c.update(seed="many"), "damaged"),
        (lambda c: c["each"][0].__delitem__("digest"), "damaged"),
        (lambda c: c["scenario"]["cameras"].update(total="lots"), "does not load"),
        (lambda c: c.update(scenario=[]), "'scenario'"),
        (lambda c: c.update(scenario=None), "'scenario'"),
        (lambda c: c.update(scenario="as-described"), "'scenario'"),
        (lambda c: c.__delitem__("scenario"), "'scenario'"),
        (lambda c: c.update(scenario={}), "2019-12-01"),
        (lambda c: c.update(past={"day": 1}), "'past' 'scenario_hash'"),
        (lambda c: c.update(past={"day": "1", "scenario": c["scenario"]}), "'past' 'day'"),
        (lambda c: c.update(past=[1]), "'past'"),
        (lambda c: c.update(population=-1), "'population'"),
        (lambda c: c.update(days=0), "'days'"),
        (lambda c: c.update(each=[3]), "'each' '0'"),
        (lambda c: c["each"][0].update(digest=""), "'each.0' 'digest'"),
        (lambda c: json.dumps(c)[:-40], "cannot be read"),
        (lambda c: "[]", "damaged"),
    ],
)
def test_what_cannot_be_lived_again_is_refused_before_it_is(copy_of, monkeypatch, change, words):
    monkeypatch.setattr(replaying, "replay", lambda *a, **k: pytest.fail("nothing was to be simulated again"))
    with pytest.raises(BadInputError) as caught:
        open_source(copy_of(change))
    text = one_line(caught.value)
    assert words in text
    assert "un it again" in text


def test_the_line_says_the_command_unless_it_is_very_long(copy_of):
    with pytest.raises(BadInputError, match=r"again.* command in run\.json\.$"):
        open_source(copy_of(lambda c: c.update(version="9", command="glasshouse run ".ljust(5000, "x"))))


def test_the_line_says_the_command(copy_of):
    with pytest.raises(BadInputError, match=r": glasshouse run as-described --seed 2$"):
        open_source(copy_of(lambda c: c.update(version="9", command="glasshouse run as-described --seed 2")))


@pytest.mark.parametrize("change", [{"seed": 2}, {"population": 999}, {"days": 44}])
def test_a_changed_run_json_is_found_by_its_digest(copy_of, change):
    with pytest.raises(BadInputError) as caught:
        glasshouse.story(copy_of(lambda c: c.update(change)), 3)
    assert "other results" in one_line(caught.value)


def test_a_place_without_a_run_is_refused(tmp_path):
    for folder in (tmp_path, tmp_path / "none", __file__):
        with pytest.raises(BadInputError, match=rf"^{re.escape(str(folder))}: .*no run\.json"):
            open_source(folder)


@pytest.mark.parametrize("person", [-1, PEOPLE, 10**15])
def test_a_person_who_is_not_there(kept, person):
    with pytest.raises(BadInputError, match="numbered 0 to 999"):
        glasshouse.story(kept.path, person)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "in one way: .* wrongly_sanctioned=True, .* or random=True"),
        ({"person": 3, "random": True}, "in one way"),
        ({"random": True, "most_chilled": True}, "in one way"),
        ({"person": 3, "another": 1}, "^another needs.* wrongly_sanctioned=True"),
        ({"random": True, "another": -1}, "^another=-1: it must be from 0"),
    ],
)
def test_whose_story_must_be_said_in_one_way(kept, asked, words):
    with pytest.raises(BadInputError, match=words):
        glasshouse.story(kept.path, **asked)
