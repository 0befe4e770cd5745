from __future__ import annotations

import re
from dataclasses import replace

import pytest

from glasshouse import __version__
from glasshouse.comparison.resolve_arm import baseline, resolve
from glasshouse.comparison.shared_setting import Setting, recorded_past
from glasshouse.errors import BadInputError
from glasshouse.folders.recorded_command import NO_COMMAND
from glasshouse.interventions import INTERVENTIONS, REFERENCES, apply
from glasshouse.rocrate.scenario_files import as_yaml
from glasshouse.runs.execute_run import execute
from glasshouse.runs.run_plan import plan
from glasshouse.scenario import ScenarioError, load, with_sets
from grammar import facts
from tampering import edit


@pytest.fixture
def setting():
    return Setting(scenario=load("as-described"), population=300, days=20, seed=3)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def only(text, setting):
    return resolve([text], setting)[0]


@pytest.mark.parametrize("name", [*INTERVENTIONS, *REFERENCES])
def test_every_safeguard_and_world_is_an_arm(name, setting):
    arm = only(name, setting)
    assert arm.scenario.hash == apply(setting.scenario, [name], days=setting.days).hash
    assert arm.name == name
    assert arm.sentence == {**INTERVENTIONS, **REFERENCES}[name].sentence
    assert arm.past is None


def test_the_order_in_which_safeguards_are_named_changes_nothing(setting):
    a, b = only("appeal+human-review", setting), only("human-review+appeal", setting)
    assert a.scenario.hash == b.scenario.hash
    assert a.title == "Appeal + human review"


def test_a_value_comes_last_and_wins(setting):
    arm = only("redress.notice=0.4+notice-and-reasons", setting)
    assert arm.scenario.parameters["redress.notice"].value == 0.4


def test_a_value_as_the_baseline_has_it_changes_no_rule(setting):
    assert only("cameras.enabled=true", setting).scenario.hash == setting.scenario.hash


def test_a_number_as_the_baseline_has_it_stays_uncertain(setting):
    given = setting.scenario.parameters["redress.overturn_rate"]
    assert given.ranged
    arm = only(f"redress.overturn_rate={given.value}", setting)
    assert arm.scenario.hash == setting.scenario.hash
    assert arm.scenario.draw(1, 3) == setting.scenario.draw(1, 3)


def test_a_number_changed_stays_as_uncertain_as_it_was(setting):
    """A small change is a small change in every replicate; pinned in one arm alone, it would be drawn apart."""
    base, key = setting.scenario, "face_recognition.threshold"
    arm = only(f"{key}=0.6001", setting).scenario
    assert arm.parameters[key].ranged
    for replicate in range(1, 6):
        before, after = (one.draw(replicate, 3)[key] for one in (base, arm))
        assert 0 < after - before < 0.0002
    off = only("internet.false_flag=0", setting).scenario
    assert off.draw(1, 3).get("internet.false_flag", 0) == 0
    whole = only("score.points_default=-300", setting).scenario.parameters["score.points_default"]
    assert (whole.low, whole.high) == (-500, -100)


def test_a_moratorium_takes_half_of_the_comparison_not_of_the_scenario(setting):
    from datetime import date

    own = only("moratorium", replace(setting, days=120)).scenario.dates
    assert own["restrictions.suspended_until"] == date(2019, 8, 30)


def test_what_never_existed_has_no_past(setting):
    with pytest.raises(BadInputError, match="Write ban@5"):
        only("unwatched@5", setting)


def test_the_day_stands_at_the_end_of_an_arm(setting):
    with pytest.raises(BadInputError, match="very end"):
        only("human-review+ban@5+appeal", setting)


def test_a_preset_is_another_world_of_the_same_people(setting):
    arm = only("as-documented", setting)
    assert arm.scenario.hash == load("as-documented").hash
    assert arm.scenario.label == "documented"
    fewer = replace(setting, sets=("cameras.enabled=false",))
    assert only("as-documented", fewer).scenario.switches["cameras.enabled"] is False


def test_a_file_of_changes(here, setting):
    (here / "mine.yaml").write_text("glasshouse: 1\ncameras: {enabled: false}\n")
    arm = only("mine.yaml", setting)
    assert arm.scenario.hash == with_sets(setting.scenario, ["cameras.enabled=false"]).hash
    assert (arm.name, arm.title) == ("mine", "mine")


def test_a_day_or_a_date_shares_the_baseline_s_past(setting):
    date = setting.scenario.date_of(5)
    for text in ("ban@5", f"ban@{date}"):
        past = only(text, setting).past
        assert past is not None
        assert (past.day, past.scenario.hash) == (5, setting.scenario.hash)
    assert only("ban@0", setting).past is None


def test_a_safeguard_after_a_past_begins_when_the_past_ends(setting):
    assert only("ban@5", setting).scenario.hash == apply(setting.scenario, ["ban"], day=5).hash


def test_the_arm_s_own_title_says_whose_world_it_is(setting):
    assert only("ban", setting).scenario.title == f"{setting.scenario.title}: Ban"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("human-reviw", "'human-reviw' … 'human-review'?"),
        ("as-documentd", "'as-documentd' … 'as-documented'?"),
        ("unwached", "'unwached' … 'unwatched'?"),
        ("zzz", "'zzz' … safeguards.md"),
        ("missing.yaml", "missing.yaml: … no such file"),
        (
            "camera.enabled=false",
            "arm 'camera.enabled=false' … 'camera.enabled' … 'cameras.enabled'?",
        ),
        ("cameras.total=many", "arm 'cameras.total=many'"),
        ("population=5", "population=5 … number of people"),
        ("days=5", "days=5 … number of days"),
        ("start=2020-01-01", "start=2020-01-01 … the start"),
        ("hong-kong-2020", "arm 'hong-kong-2020' … hong-kong … china"),
        ("as-described+as-documented", "2 scenarios (as-described and as-documented)"),
        ("ban@20", "'20' is not within … 0 to 19 (2019-07-01 to 2019-07-20)"),
        ("ban@2019-06-30", "'2019-06-30' is not within"),
    ],
)
def test_what_is_no_world_of_these_people_is_refused(text, words, setting, here):
    with pytest.raises((BadInputError, ScenarioError), match=facts(words)):
        resolve([text], setting)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("population: 70\n", "number of people"),
        ("days: 5\n", "number of days"),
        ("start: 2020-01-01\n", "start … 2020-01-01"),
        ("place: hong-kong\n", "its place is hong-kong"),
        ("camera: {enabled: false}\n", "Did you mean 'cameras'?"),
        ("extends: hong-kong-2020\n", "extends 'hong-kong-2020'"),
        ("from: nowhere\n", "mine.yaml, line 2: … 'from: DIR@DAY'"),
        ("from: nowhere@3\n", "nowhere: … no run.json"),
        ("from: 5\n", "write 'from: DIR@DAY'"),
        ("from: run@30\n", "'30' is not within"),
    ],
)
def test_a_file_that_makes_other_people_is_refused(content, words, setting, here):
    (here / "mine.yaml").write_text("glasshouse: 1\n" + content)
    with pytest.raises((BadInputError, ScenarioError), match=facts(words)):
        resolve(["mine.yaml"], setting)


@pytest.fixture
def recorded(here, setting):
    """A run whose past a file takes up."""
    scenario = with_sets(setting.scenario, ["internet.enabled=false"])
    (here / "run").mkdir()
    execute(plan(scenario, population=300, days=10, seed=3, replicates=1, threads=1), here / "run")
    (here / "mine.yaml").write_text("glasshouse: 1\nfrom: run@7\ncameras: {enabled: false}\n")
    return scenario


def test_a_file_may_take_up_the_past_of_a_run(recorded, setting):
    past = only("mine.yaml", setting).past
    assert past is not None
    assert (past.day, past.scenario.hash) == (7, recorded.hash)


def test_a_past_is_given_once(recorded, setting):
    with pytest.raises(BadInputError, match="given twice"):
        resolve(["mine.yaml@3"], setting)


def spoil(path, **changes):
    edit(path.parent, **changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "interrupted"}, "is interrupted … : glasshouse run"),
        ({"version": "0.0.9"}, f"glasshouse 0.0.9 … {__version__}"),
        ({"population": 301}, "population … 301 … 300"),
        ({"seed": 4}, "seed … 4 … 3"),
        ({"days": 6}, "6 days … day 7"),
        ({"version": "0.0.9", "command": NO_COMMAND}, f"{__version__} … again."),
        ({"scenario_hash": "0" * 32}, "run.json is damaged"),
        ({"scenario": {}}, "run.json: damaged"),
        ({"past": {"day": 1, "scenario_hash": "0" * 32}}, "shares a past"),
    ],
)
def test_a_run_that_cannot_be_these_people_s_past_is_refused(recorded, setting, here, changes, words):
    spoil(here / "run" / "run.json", **changes)
    with pytest.raises(ScenarioError, match=facts(words)) as caught:
        resolve(["mine.yaml"], setting)
    assert "mine.yaml, line 2" in str(caught.value)


# A finished sentence wrapped into another one.
def test_a_past_whose_scenario_does_not_load_is_told_once(recorded, setting, here):
    spoil(here / "run" / "run.json", scenario={})
    with pytest.raises(ScenarioError) as caught:
        resolve(["mine.yaml"], setting)
    assert str(caught.value).count("damaged") == 1


# A user's own text in a message, uncut; and a number that no int can be.
@pytest.mark.parametrize("when", ["x" * 5000, "9" * 5000, "²"])
def test_a_day_that_is_none_is_quoted_in_short(when, setting, here):
    with pytest.raises(BadInputError, match="DIR@DAY") as caught:
        recorded_past(f"run@{when}", here, setting)
    assert len(str(caught.value)) < 200


def test_a_damaged_run_is_refused(recorded, setting, here):
    (here / "run" / "run.json").write_text("{")
    with pytest.raises(ScenarioError, match="cannot be read"):
        resolve(["mine.yaml"], setting)


# A whole read off as if it were a part: the joined files' title told of each of them.
def test_joined_files_keep_their_own_titles(here, setting):
    (here / "review.yaml").write_text("glasshouse: 1\ncameras: {enabled: false}\n")
    (here / "half.yaml").write_text("glasshouse: 1\ntitle: Half the list\ninternet: {enabled: false}\n")
    arm = only("review.yaml+human-review+half.yaml", setting)
    assert arm.title.split(" + ") == ["review", "human review", "Half the list"]
    assert re.search(r"review\.yaml\. [^.]*half\.yaml: Half the list\.$", arm.sentence)


def test_no_two_arms_have_one_title(here, setting):
    for name in ("a", "b"):
        (here / f"{name}.yaml").write_text("glasshouse: 1\ntitle: Fewer cameras\ncameras: {enabled: false}\n")
    arms = resolve(["a.yaml", "b.yaml", "as-described"], setting)
    assert len({arm.title for arm in (baseline(setting), *arms)}) == len(arms) + 1


def test_a_file_that_gives_everything_is_a_world_of_its_own(here, setting):
    """Nothing of the baseline is left in it, no dated event either."""
    base = replace(setting, scenario=load("hong-kong-2020"))
    assert base.scenario.events
    document = {**base.scenario.document, "events": [], "title": "Without events"}
    (here / "whole.yaml").write_text(as_yaml(document))
    arm = only("whole.yaml", base)
    assert (arm.scenario.events, arm.title) == ((), "Without events")
    with pytest.raises(BadInputError, match="2 scenarios"):
        only("as-described+whole.yaml", base)
