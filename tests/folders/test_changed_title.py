"""A run whose settings were changed is not headed with the title of the scenario alone."""

from __future__ import annotations

import pytest

from glasshouse.folders.changed_title import CHANGED, changed_title, titled_with
from glasshouse.headlines.headline import headline
from glasshouse.runs import execute_run
from glasshouse.runs.run import open_run
from glasshouse.runs.run_plan import plan
from glasshouse.scenario import load
from runs import fakes
from tampering import edit

TITLE = "As it is"


@pytest.mark.parametrize(
    ("sets", "named"),
    [
        ("", ()),
        ("--set population=30", ()),
        ("--set place=london --set days=30", ()),
        ("--set cameras.enabled=false", ("cameras off",)),
        ("--set score.every=7 --set score.every=14", ("at 14",)),
        (
            "--set cameras.enabled=false --set score.every=7 --set tiers.enabled=false",
            ("cameras off", "at 7", "1 more"),
        ),
    ],
)
def test_at_most_two_changes_are_named(sets, named):
    told = changed_title(TITLE, f"glasshouse run as-described {sets}".strip())
    assert (CHANGED in told) == bool(named)
    assert told.startswith(TITLE)
    assert all(word in told for word in named)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        ("cameras.enabled=false", "cameras off"),
        ("cameras.scored=false", "cameras kept out of the record"),
        ("cameras.scored=TRUE", "cameras in the record"),
        ("companies.tencent.enabled=false", "company tencent off"),
        ("restrictions.joint_punishment.enabled=false", "joint punishment off"),
        ("restrictions.watch_court_list=true", "watch court list on"),
        ("participation.mandatory_from=null", "participation never mandatory"),
        ("participation.mandatory_from=2020-01-01", "participation mandatory from 1 January 2020"),
        ("restrictions.suspended_until=null", "restrictions suspended without end"),
        ("ban.date=2019-07-03", "date of ban 3 July 2019"),
        ("cameras.forecast_date=~", "no forecast date of cameras"),
        ("restrictions.tier_gates.D=[hotel, flight]", "tier gates D: hotel and flight"),
        ("restrictions.list_gates.defaulter=[]", "list gates defaulter: none"),
        ("score.tiers=[A, B]", "tiers: A and B"),
        ("warm_up=364", "a warm-up of 364 days"),
        ("start=2020-01-01", "starting on 1 January 2020"),
        ("score.every=7", "days between rescorings at 7"),
    ],
)
def test_every_change_is_said_in_words(one, said):
    load("as-described", sets=[one] if "tencent" not in one else [])
    assert titled_with(TITLE, (one,)) == f"{TITLE}{CHANGED}{said}"


@pytest.mark.parametrize("command", ["rm -r x --set cameras.enabled=false", "glasshouse run x; ls --set a=b", None])
def test_what_is_no_command_of_glasshouse_changes_nothing(command):
    assert changed_title(TITLE, command) == TITLE


def test_a_value_of_any_length_leaves_the_title_short():
    assert len(changed_title(TITLE, f"glasshouse run x --set {'k' * 500}={'v' * 900}")) < 200


def test_the_headline_of_a_run_says_what_was_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(execute_run, "simulate_one", fakes.simulator())
    asked = plan(load("as-described", sets=["cameras.enabled=false"]), population=300, days=8, replicates=1, threads=1)
    plain, changed = load("as-described").title, f"{load('as-described').title}{CHANGED}cameras off"
    assert headline(execute_run.execute(asked, tmp_path / "a")).title == changed
    for sets, title in ((" --set cameras.enabled=false", changed), ("", plain)):
        edit(tmp_path / "a", "run.json", command=f"glasshouse run as-described{sets}")
        assert headline(open_run(tmp_path / "a")).title == title
