from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from assessments.test_begun_sanctions import one
from glasshouse.assessments import article5, form_blocks
from glasshouse.assessments.assessed_subject import AssessmentSubject
from glasshouse.assessments.text_pieces import Piece, PieceTable, Points
from glasshouse.scenario import load
from grammar import facts


def grid(pieces: list[Piece]) -> PieceTable:
    return next(piece for piece in pieces if isinstance(piece, PieceTable))


def items(pieces: list[Piece]) -> str:
    return " | ".join(item for piece in pieces if isinstance(piece, Points) for item in piece.items)


def test_what_is_false_is_neither_a_lawful_act_nor_an_unrelated_door_and_the_words_say_so(
    scored: AssessmentSubject, monkeypatch
):
    lawful = {"cause": "assembly", "areas": frozenset({"expression"})}
    rows = [one(**lawful, wrongful=k < 6, unjust=k >= 6, replicate=r) for k in range(30) for r in (0, 1)]
    monkeypatch.setattr(article5, "sanctions", lambda _: tuple(rows))
    unrelated, gravity = article5.unrelated(scored), article5.disproportionate(scored)
    assert re.search(facts("on true entries … lawful act: 80 (80 to 80) of 100"), items(gravity))
    head = grid(unrelated).heads[3]
    assert re.match(facts("On true entries … unrelated door, of 100"), head)
    assert grid(unrelated).rows[0].cells[2].text == "80", "of all, as the head says, and not only of the rightful ones"


class Later(AssessmentSubject):
    """The run as if it had been simulated under the law of Hong Kong, in force from day 30."""

    @cached_property
    def scenario(self):  # pyright: ignore[reportIncompatibleVariableOverride]
        return load("hong-kong-2020", sets=["start=2020-05-31", "score.enabled=true", "restrictions.enabled=true"])


def test_a_rule_that_a_dated_law_changes_is_told_with_its_date(scored: AssessmentSubject, monkeypatch):
    later = Later(path=scored.path, run=scored.run)
    monkeypatch.setattr(article5, "sanctions", lambda _: tuple(one(cause="critical post") for _ in range(9)))
    law = "−5; from 30 June 2020: −100"
    assert grid(article5.disproportionate(later)).rows[0].cells[0].text == law
    entry = next(row for row in grid(form_blocks.data(later)).rows if row.name == "Critical post")
    assert entry.cells[2].text == law
    assert re.search(facts("; from 30 June 2020: … twice"), entry.cells[3].text)
    first = replace(scored.run, manifest={**scored.run.manifest, "days": 30})
    early = Later(path=scored.path, run=first)
    assert grid(article5.disproportionate(early)).rows[0].cells[0].text == "−5", "the law came after the last day"


def test_whatever_closes_doors_is_read_on_the_last_day(scored: AssessmentSubject):
    class Joined(AssessmentSubject):
        @property
        def scenario(self):
            law, given = load("hong-kong-2020").events[0], scored.scenario
            off = {"restrictions.joint_punishment.enabled": False}
            return replace(given, events=(replace(law, date=given.date_of(20), switches=off),))

    assert "Joint punishment is on" in items(article5.unrelated(scored))
    assert "Joint punishment is on" not in items(article5.unrelated(Joined(path=scored.path, run=scored.run)))


def test_a_score_that_is_never_worked_out_again_is_not_said_to_be_so_every_0_days(scored: AssessmentSubject):
    class Once(AssessmentSubject):
        @cached_property
        def scenario(self):  # pyright: ignore[reportIncompatibleVariableOverride]
            every = replace(scored.scenario.parameters["score.every"], value=0.0)
            return replace(scored.scenario, parameters={**scored.scenario.parameters, "score.every": every})

    assert ": every 10 days." in items(article5.scoring(scored))
    assert ": never." in items(article5.scoring(Once(path=scored.path, run=scored.run)))
