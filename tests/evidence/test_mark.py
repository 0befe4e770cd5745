"""What is cited from memory carries the mark wherever evidence is shown, and nothing else does."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from glasshouse.assessments import article5
from glasshouse.assessments.assessed_subject import AssessmentSubject
from glasshouse.assessments.form_blocks import _rests_in
from glasshouse.cli.explain import _evidence
from glasshouse.evidence import CONFIDENCE, KINDS, MARK, READINGS, Source, kind_of, load_sources
from glasshouse.lab.run.knobs import evidence
from glasshouse.report import evidence_tables
from glasshouse.scenario import Scenario, list_places, load, load_place, preset_names
from glasshouse.scenario.layers import sources_of
from glasshouse.validation.table_loading import load_table, table_names

READ = Source(id="read", author="Ann Reader", title="Seen", year=2020, at="Somewhere", read="excerpt")
UNREAD = Source(id="unread", author="Bob Heard", title="Heard of", year=2019, at="Somewhere", read="memory")


def assessed(scenario: Scenario) -> AssessmentSubject:
    """As much of an assessment's subject as a citation asks for."""
    return cast("AssessmentSubject", SimpleNamespace(scenario=scenario))


def test_the_mark_is_declared_once() -> None:
    assert CONFIDENCE["M"] == READINGS["memory"] == MARK


@pytest.mark.parametrize("source", load_sources().values(), ids=lambda source: source.id)
def test_every_source_says_how_it_was_read(source: Source) -> None:
    assert source.read in READINGS
    assert ("from memory" in (source.note or "").lower()) <= source.unread
    assert (MARK in source.name, MARK in source.citation) == (source.unread, source.unread)


def test_kinds() -> None:
    found = [kind_of("S", READ), kind_of("D", READ), kind_of("M", READ), kind_of(None, None)]
    assert found == list(KINDS)
    assert {kind_of(letter, UNREAD) for letter in "SMD"} == {"memory"}


@pytest.mark.parametrize("name", preset_names())
def test_every_number_from_memory_shows_the_mark(name: str) -> None:
    scenario = load(name)
    sources = sources_of(scenario.mechanisms)
    rests = _rests_in(assessed(scenario))
    names = evidence_tables.names(evidence_tables.references(sources, scenario.mechanisms))
    rows = {row.key: row for part in evidence_tables.numbers(scenario) for row in part.rows}
    for key, given in scenario.all_given().items():
        marked = kind_of(given.confidence, sources.get(given.source or "")) == "memory"
        shown = {
            "explain": " ".join(_evidence(given, sources)),
            "assessment": rests(given),
            "lab": evidence(given, sources),
        }
        if key in rows:  # an event's have keys of their own
            shown["report"] = f"{names.get(rows[key].source, '')} {rows[key].confidence}"
        for where, text in shown.items():
            assert (MARK in text) == marked, (key, where)
            assert where == "explain" or text.count(MARK) == marked, (key, where)


@pytest.mark.parametrize("name", list_places())
def test_a_column_of_a_place_names_its_source_with_the_mark(name: str) -> None:
    for column in load_place(name).evidence.values():
        if column.source is not None and column.confidence == "M":
            assert load_sources()[column.source].unread, column.source


def test_a_confirmed_table_scores_no_figure_from_memory() -> None:
    for table in map(load_table, table_names()):
        if table.status == "confirmed":
            sources = {**load_sources(), **table.sources}
            assert not [name for name, row in table.outputs.items() if sources[row.source].unread], table.name


def test_a_citation_in_an_assessment_has_the_mark() -> None:
    subject = assessed(load("as-described"))
    cited = {source: article5.cited(subject, source) for source in load_sources()}
    assert {source for source, text in cited.items() if MARK in text} == {
        source.id for source in load_sources().values() if source.unread
    }
