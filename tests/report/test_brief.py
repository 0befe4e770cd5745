"""The six things that a report says first."""

from __future__ import annotations

import re
import shlex
from types import SimpleNamespace
from typing import Any

import pytest

from glasshouse.headlines.headline import NOT_A_FORECAST, headline
from glasshouse.interventions import INTERVENTIONS, apply
from glasshouse.measures.intervals import Spread
from glasshouse.mechanism_set import SHIPPED
from glasshouse.report import brief_comparison
from glasshouse.report.brief import SIX, Brief
from glasshouse.report.brief_run import run_brief
from glasshouse.report.cards import switched_off
from glasshouse.report.count_labels import parts
from glasshouse.report.how_sure import in_words, reading, verdicts
from glasshouse.report.html_templates import environment
from glasshouse.report.what_would_change import assumptions, comparing, worth_trying
from glasshouse.runs.run import open_run
from glasshouse.scenario import load, preset_names
from glasshouse.validation.kinds import KINDS
from glasshouse.wording.numbers import whole

from .conftest import Page
from .folders import make_run

NUMBER = re.compile(r"−?\d[\d,.]*\d|\d")


@pytest.fixture(scope="module", params=preset_names())
def run(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run") / request.param
    return open_run(make_run(folder, load(request.param), replicates=2, days=2))


@pytest.fixture(scope="module")
def brief(run) -> Brief:
    return run_brief(run, headline(run))


def numbers(*texts: str) -> set[str]:
    return {number for text in texts for number in NUMBER.findall(text)}


def opening(brief: Brief) -> Page:
    text = (
        environment()
        .get_template("opening.html.j2")
        .render(brief=brief, not_a_forecast=NOT_A_FORECAST, source_names={})
    )
    return Page(f"<body>{text}</main></body>")


def test_the_six_headings_stand_in_order(brief):
    found = opening(brief)
    assert [attrs["id"] for attrs in found.all("h2")] == [f"{name}-h" for name in SIX]
    places = [found.plain.index(title) for title in SIX.values()]
    assert places == sorted(places)
    assert not found.open


def test_each_of_the_six_says_something_and_leads_further(brief):
    for part in brief.parts:
        assert part.lines or part.table, part.name
        assert part.more, part.name
    assert brief.part("picture").fields
    assert 2 <= len(brief.part("picture").fields) <= 3


def test_every_number_of_the_headline_and_of_who_is_harmed_is_the_headline_s(run, brief):
    found = headline(run)
    known = numbers(*found.sentences, found.groups_note)
    for group in found.groups:
        known |= numbers(whole(group.people), group.base_rate, *group.cells, *group.below)
    who = brief.part("who")
    assert who.table is not None
    cells = [text for row in who.table.rows for cell in row.cells for text in (cell.text, cell.below)]
    said = [line.text for name in ("headline", "who") for line in brief.part(name).lines]
    assert numbers(*said, *cells) == known - numbers(found.groups_note) | numbers(*said)
    assert numbers(*said, *cells) <= known
    assert set(found.sentences) == {*said}


def test_every_number_of_the_picture_is_the_run_s(run, brief):
    outcome = run.outcome
    shown = {field.name: field.figure for field in brief.part("picture").fields}
    measures = {"first-sanctioned": "first_sanctioned", "first-wrongful": "first_wrongful", "stops": "stops"}
    asked = {name: outcome.per_10_000(measure) for name, measure in measures.items() if name in shown}
    assert asked or "report-mistaken" in shown
    assert {name: shown[name] for name in asked} == asked
    if "first-sanctioned" in shown:
        assert numbers(*(field.words for field in brief.part("picture").fields)) <= numbers(
            *headline(run).sentences, "10,000"
        )


def test_the_limits_say_what_is_left_out(run, brief):
    left_out = [line.text for line in brief.part("limits").lines if line.lead]
    assert left_out == list(run.scenario.leaves_out[:2])
    assert all(f"Left out: {text}" in brief.limits for text in run.scenario.leaves_out)


def test_what_would_change_it_names_safeguards_that_change_this_scenario(run, brief):
    tried = [each.name for each in worth_trying(switched_off(run.scenario), run.scenario.mechanisms)]
    for name in tried:
        assert apply(run.scenario, [name]).hash != run.scenario.hash
    command = shlex.split(brief.part("change").commands[0])
    assert command[:2] == ["glasshouse", "compare"]
    assert command[3 : 3 + len(tried)] == tried


def test_safeguards_worth_trying_are_safeguards_for_parts():
    named = [each for each in INTERVENTIONS.values() if each.tried is not None]
    assert len(named) == 5
    assert {each.needs for each in named} <= set(parts(SHIPPED))


def test_the_command_asks_for_the_run_s_own_people_days_seed_and_changes():
    scenario = load("as-described")
    facts = {"population": 900, "days": 9, "seed": 4, "command": "glasshouse run 'my file.yaml' --set a.b=1 --set c=2"}
    assert comparing(scenario, facts, ("appeal",)) == (
        "glasshouse compare 'my file.yaml' appeal --population 900 --days 9 --seed 4 --set a.b=1 --set c=2"
    )
    usual = {"population": 1_000_000, "days": scenario.days, "seed": 1, "command": ""}
    assert comparing(scenario, usual, ()) == "glasshouse compare as-described"


def test_one_run_has_counts_and_no_interval(tmp_path):
    run = open_run(make_run(tmp_path / "run", load("as-described"), replicates=1, days=2))
    brief = run_brief(run, headline(run))
    picture = brief.part("picture")
    assert all(not field.interval and field.of == run.outcome.population for field in picture.fields)
    assert "of this one run" in picture.lines[0].text
    assert "This is one run." in brief.part("sure").lines[0].text
    assert "10,000" not in " ".join(
        line.text for name in ("headline", "who", "sure") for line in brief.part(name).lines
    )


def test_intervals_in_words():
    assert re.findall(r"\d+", in_words(Spread(value=2, low=1, high=5))) == ["1", "5", "5"]
    assert reading([Spread(value=2, low=1, high=1.5)]).startswith("The assumptions")
    assert reading([Spread(value=2, low=1, high=1.5), Spread(value=2, low=1, high=3)]).startswith("The order")
    assert reading([Spread(value=2, low=1, high=1.5)], [0, 9]).startswith("The assumptions")
    assert reading([Spread(value=2, low=1, high=1.5)], [9, 1]).startswith("Some of this")
    assert reading([Spread(value=0, low=0, high=3)]).startswith("Not even")
    assert reading([Spread(value=0, low=0, high=0), Spread(value=2, low=2, high=3)]).startswith("The assumptions")


def test_why_no_assumption_is_named_is_said_as_it_is():
    """Too few cases are one reason; that all which moves the headline cites a source is another."""
    (few,), (sourced,) = (assumptions(load(name))[1] for name in ("london-lfr-2020", "welfare-accusation"))
    assert ("too few" in few, "too few" in sourced, "source" in sourced) == (True, False, True)


def test_every_kind_of_table_exercises_a_part_or_a_whole_preset():
    assert {kind.exercises for kind in KINDS.values()} <= {*parts(SHIPPED), "people"}


def test_only_tables_of_parts_that_are_on_count():
    everything, faces = verdicts(()), verdicts(switched_off(load("london-lfr")))
    assert everything.confirmed > faces.confirmed > 0
    assert verdicts(switched_off(load("informant-society"))).confirmed < everything.confirmed


def test_the_title_of_a_world_keeps_its_capitals(monkeypatch):
    """Lowered, China becomes china."""
    named: Any = SimpleNamespace(about=lambda _: {"title": "China, as documented"}, values=lambda *_: [-1.0, 2.0])
    monkeypatch.setattr(brief_comparison, "subject", lambda _: SimpleNamespace(measures=("wrongful",)))
    assert brief_comparison._fewer(named, "as-documented") == "“China, as documented” 1"


def test_the_report_is_headed_by_the_finding_and_says_once_which_figure_is_of_how_many(run, brief):
    """Rates of 10,000, counts of the run, and draws of another size stood beside each other without a word."""
    found = headline(run)
    assert (brief.title, brief.document) == (f"{found.finding}.", found.title)
    assert found.title in brief.below
    assert brief.size.count("10,000 people") == 1
    assert brief.size.count(f"{whole(run.outcome.population)} ") >= 2
    assert re.search(r"\d", brief.title) or "obody" in brief.title


def test_the_picture_says_what_lies_within_what(run, brief):
    wrong = {"sanctioned": "wrongfully", "stops": "wrong person", "reports": "False"}
    note = brief.part("picture").notes[0]
    assert [word for word in wrong if word in note] == [word for word, part in wrong.items() if part in note]
    assert "among" in note
