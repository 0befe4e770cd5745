"""A mechanism of somebody's own in an assessment: what it declares, and what follows from its being a sensor."""

from __future__ import annotations

import re

import polars as pl
import pytest

from glasshouse.assessments.assessed_subject import AssessmentSubject
from glasshouse.assessments.assessment_document import fill
from glasshouse.assessments.assessment_markdown import markdown
from glasshouse.assessments.form_blocks import block
from glasshouse.assessments.form_loading import load_form
from glasshouse.assessments.text_pieces import Piece, PieceTable, Points
from glasshouse.mechanism_set import of_module
from glasshouse.scenario import Scenario, ScenarioError, load
from small_plugin import MODULE

FORM = """
glasshouse-assessment: 1
name: plates
title: Plates
law: none
about: [A form of somebody's own.]
read: [{title: x, where: y, how: z}]
sections:
  - ref: First
    title: Plates
    asks: What is read?
    shows:
      - {caption: Checks, checks: [{what: Plates, needs: plates}]}
      - {caption: Harm, measures: [wrongful], needs: plates}
    people: [Who says so?]
"""


class Given(AssessmentSubject):
    """A subject whose scenario is another one than was run."""

    @property
    def scenario(self) -> Scenario:
        return self.__dict__["given"]

    def _daily(self, name: str) -> pl.LazyFrame:
        days = range(int(self.run.manifest["days"]))
        rows = [{"replicate": k, "day": day, "measure": "plates_read", "value": 3 + k} for k in (0, 1) for day in days]
        return pl.LazyFrame(rows).filter(pl.col("measure") == name)


def given(subject: AssessmentSubject, scenario: Scenario) -> Given:
    """The same run as if it had been of a scenario, and had counted 3 plates a day, or 4 in another replicate."""
    found = Given(path=subject.path, run=subject.run)
    found.__dict__["given"] = scenario
    return found


def items(pieces: list[Piece]) -> list[str]:
    return [item for piece in pieces if isinstance(piece, Points) for item in piece.items]


@pytest.fixture
def with_plates(scored, plates_importable) -> Given:
    return given(scored, load("as-described", f"plugins=[{plates_importable}]"))


def test_its_sensor_and_its_sentences_stand_among_the_others(with_plates):
    found, mechanism = items(block("sensors", with_plates)), of_module(MODULE)
    itself = f"{mechanism.title}: {mechanism.what}"
    assert itself in found
    (told,) = (item for item in found if mechanism.counts[0].text in item)
    assert re.findall(r"\d+", told) == ["150", "150", "200"]
    assert "(count: plates_read)" in told
    assert any(item.endswith("(measure: wrongful).") for item in found)
    assert itself in items(block("system", with_plates))


def test_its_numbers_stand_in_the_table_below_those_that_ship(with_plates):
    (table,) = (piece for piece in block("oversight", with_plates) if isinstance(piece, PieceTable))
    assert table.rows[-1].name == "A plate is misread"
    assert table.rows[-1].cells[-1].text == "assumed: nobody has published it"


def test_nothing_of_it_stands_where_it_is_off(scored, plates_importable):
    sets = [f"plugins=[{plates_importable}]", "plates.enabled=false"]
    off = given(scored, load("as-described", sets))
    assert block("sensors", off) == block("sensors", given(scored, load("as-described")))
    assert not off.has("plates")


def test_a_form_may_ask_for_what_an_installed_plug_in_brings(with_plates, scored, plates_installed, tmp_path):
    (tmp_path / "plates.yaml").write_text(FORM, encoding="utf-8")
    form = load_form(str(tmp_path / "plates.yaml"))
    assert "on: plates that are read" in markdown(fill(form, with_plates))
    without = markdown(fill(form, scored))
    assert "off: plates that are read" in without
    assert "no plate is read here" in without


def test_a_form_that_asks_for_what_nobody_brings_is_refused(plates_importable, tmp_path):
    (tmp_path / "plates.yaml").write_text(FORM, encoding="utf-8")
    with pytest.raises(ScenarioError, match="unknown need 'plates'"):
        load_form(str(tmp_path / "plates.yaml"))
