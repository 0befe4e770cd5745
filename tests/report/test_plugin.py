"""A mechanism of somebody's own shows wherever the shipped ones do, with no edit: its card, figures and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest

from glasshouse import plugins
from glasshouse.api import write_report as write_report_again
from glasshouse.assessments.assessment_files import write_assessments
from glasshouse.card_section import DistrictColumn
from glasshouse.comparison.comparison import open_comparison
from glasshouse.comparison.verify_comparison import verify
from glasshouse.errors import BadInputError
from glasshouse.lab.run.knobs import switches
from glasshouse.measure import Measure
from glasshouse.measures.intervals import spread
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.report import evidence_tables, tilemap
from glasshouse.report.card_sections import sections
from glasshouse.report.cards import cards, compared, measured, switched_off
from glasshouse.report.comparison_tables import changes
from glasshouse.report.count_labels import label, labels, parts, title_of
from glasshouse.report.district_tables import district_table
from glasshouse.report.flow_drawing import draw
from glasshouse.report.people_tables import acts, group_rows
from glasshouse.report.run_flow import diagram_of, flows
from glasshouse.report.run_report import marks, write_report
from glasshouse.report.run_tallies import Tallies, read_tallies
from glasshouse.report.what_would_change import worth_trying
from glasshouse.report_files import _run_to_report, write_charts, write_pdf
from glasshouse.runs.run import Run, open_run
from glasshouse.scenario import load
from glasshouse.wording.numbers import per_cent
from tampering import edit

from .folders import make_comparison, make_run


def tallies(**counted: int) -> Tallies:
    cells = {(0, "x", "majority men", name): value for name, value in {"people": 5000, **counted}.items()}
    return Tallies(replicates=1, districts=("x",), groups=("majority men",), cells=cells, series={})


def test_its_counts_have_labels_and_a_card(plated):
    assert label("plates_read", plated.mechanisms).text == "Number plates read"
    card = next(each for each in cards(tallies(plates_read=70), (), plated.mechanisms) if each.part == "plates")
    assert (card.title, card.off) == (title_of("plates", plated.mechanisms), False)
    assert [row.cells[0].text for row in card.rows] == ["70"]
    assert card.nothing == ("Number plates misread",)


def test_people_whom_it_takes_for_others_are_false_matches(plated):
    """In the table by group, and on the map, beside those of face recognition."""
    told = dict(acts(plated.mechanisms))
    found = tallies(plates_misread=30, alert_false=10)
    (row,) = group_rows(found, 365, [("False matches", told["False matches"])])
    assert row.cells[-1].text == "40"
    (figure,) = tilemap.figures(found, tilemap.measures(plated)["False matches"])
    assert figure.count == 40


def test_the_districts_have_its_column_where_there_is_any_of_it(plated):
    columns = [*plated.mechanisms.declared(DistrictColumn)]
    shown = {"Sanctioned": ("first_sanctioned",)}
    heads = []
    for read in (0, 30):
        found = district_table(tallies(first_sanctioned=40, trips=200, plates_read=read), shown, (), columns)
        heads.append(found.heads)
    assert heads == [("Invented people", "Sanctioned"), ("Invented people", "Sanctioned", "Plates per 100 trips")]
    assert found.rows[0].cells[-1].text == "15"


def test_its_dates_are_marked_and_its_counts_compared_around_an_event(plated):
    when = plated.start + timedelta(days=9)
    assert marks(plated, 30) == marks(replace(plated, dates={**plated.dates, "plates.everywhere_from": None}), 30)
    dated = replace(plated, dates={**plated.dates, "plates.everywhere_from": when})
    assert (when, "plates read everywhere", False) in marks(dated, 30)
    off = replace(dated, switches={**dated.switches, "plates.enabled": False})
    assert (when, "plates read everywhere", False) not in marks(off, 30)
    assert compared(plated.mechanisms) == (*compared(SHIPPED), "plates_misread")


def test_its_measures_stand_on_its_card(plated, tmp_path, monkeypatch):
    first, second = plated.mechanisms.added[0].declared(Measure)
    frame = pl.LazyFrame({
        "replicate": [1, 0, 0, 0], "measure": [first.name, first.name, second.name, "wrongful"],
        "district": ["all"] * 4, "group": ["all"] * 4, "rate": [4.0, 3.0, None, 1.0],
    })  # fmt: skip
    run = open_run(make_run(tmp_path / "run", plated, replicates=2, days=8))
    assert measured(run) == {}, "a folder without the table"
    monkeypatch.setattr(Run, "measures", frame)
    run = replace(run, manifest={**run.manifest, "files": {**run.manifest["files"], "measures.parquet": {}}})
    (card,) = (each for each in cards(read_tallies(run), (), run.mechanisms, measured(run)) if each.measures)
    rows = [(row.name, *(cell.text for cell in row.cells), row.cells[1].below) for row in card.measures]
    assert card.part == "plates"
    assert rows == [
        (first.title, first.unit, "3", spread([3.0, 4.0]).interval),
        (second.title, second.unit, "not defined", ""),
    ]
    page = write_report(run.path).read_text(encoding="utf-8")
    assert first.definition in page
    assert second.definition in page


def test_the_shipped_parts_have_no_measures_of_their_own(tmp_path):
    assert not any(each.measures for each in cards(tallies(), (), SHIPPED))
    assert measured(open_run(make_run(tmp_path / "run", load("london-lfr"), replicates=1, days=2))) == {}


def test_nothing_of_it_is_left_without_it(plated):
    assert set(labels(plated.mechanisms)) - set(labels(SHIPPED)) == {"plates_read", "plates_misread"}
    assert set(parts(plated.mechanisms)) - set(parts(SHIPPED)) == {"plates"}
    assert set(plated.mechanisms.added[0].counts).isdisjoint(SHIPPED.counts)


def test_the_flow_chart_has_its_box_and_arrow(plated):
    diagram = diagram_of(plated.mechanisms)
    rows = flows(diagram, tallies(plates_read=70, plates_misread=8).total)
    (row,) = (each for each in rows if each.start == "Plate readers")
    assert (row.end, row.right, row.wrong, row.off) == ("The record", 62, 8, False)
    assert diagram.node("plates").part == "plates"
    assert "Plate readers" not in str(draw(diagram_of(SHIPPED), flows(diagram_of(SHIPPED), len), title="x"))
    assert "70 car trips" in str(draw(diagram, rows, title="x"))
    assert {each.start for each in flows(diagram, lambda name: 1, off=("plates",)) if each.off} == {"Plate readers"}


def test_a_section_of_its_own_is_shown(plated, tmp_path):
    run = open_run(make_run(tmp_path / "run", plated, replicates=1, days=8))
    (section,) = (each for each in sections(run, tallies(plates_read=70), (), 8) if each.key == "plates")
    (table,) = section.tables
    assert [(row.name, *(cell.text for cell in row.cells)) for row in table.rows] == [("x", "70", per_cent("100"))]
    assert "0.01" in section.text
    assert "plates" not in {each.key for each in sections(run, tallies(), (), 8)}


def test_an_arrow_needs_its_switch(plated):
    def cut(**sets: str) -> set[tuple[str, str]]:
        one = load("as-described", sets=[f"{key.replace('_', '.')}={value}" for key, value in sets.items()])
        rows = flows(diagram_of(SHIPPED), lambda name: 1, switches=one.settings(0).switches)
        return {(row.start, row.end) for row in rows if row.off}

    assert cut() == set()
    assert cut(cameras_scored="false") == {("Face recognition", "The record")}


def test_its_numbers_stand_among_the_others_with_their_source(plated):
    part = next(each for each in evidence_tables.numbers(plated) if each.title == "Plate readers")
    assert [(row.key, row.value, row.source) for row in part.rows] == [
        ("plates.misread", "0.01", ""),
        ("plates.seen", "0.2", "roads-2020"),
    ]
    assert "roads-2020" in evidence_tables.cited(plated)
    (reference,) = evidence_tables.references(["roads-2020"], plated.mechanisms)
    assert evidence_tables.names([reference]) == {"roads-2020": "Road 2020"}
    assert "plates" not in {each.title for each in evidence_tables.numbers(plated, off=("plates",))}


def test_its_safeguard_is_worth_trying_while_it_is_on(plated):
    def first(off: tuple[str, ...] = ()) -> str:
        return worth_trying(off, plated.mechanisms)[0].name

    assert (first(), first(off=("plates",))) == ("fewer-plates", "human-review")


def test_what_an_arm_changes_of_it_is_told(plated, tmp_path):
    shipped, more = load("as-described"), load(tmp_path / "mine.yaml", sets=["plates.seen=0.4"])
    ((what, before, after),) = changes(plated, more)
    assert "plates.seen" in what
    assert (before.split()[0], after.split()[0]) == ("0.2", "0.4")
    added = {what: after for what, _, after in changes(shipped, plated)}
    assert {"plates.enabled", "a plate is misread (plates.misread)"} <= set(added)
    assert {what for what, _, _ in changes(plated, shipped)} == set(added)


def test_the_page_and_the_lab_s_form_show_it(plated, tmp_path):
    page = write_report(make_run(tmp_path / "run", plated, replicates=1, days=8)).read_text(encoding="utf-8")
    for found in ('id="part-plates"', "Plate readers", "car trips", "plates.misread", "Road 2020", "Fewer readers"):
        assert found in page, found
    switch = next(each for each in switches(plated, ["plates.enabled=false"]) if each.part == "plates")
    assert (switch.name, switch.on, switch.changed) == ("Plate readers", False, True)


def test_the_words_of_a_changed_plug_in_are_not_put_over_older_figures(plated, tmp_path, monkeypatch):
    folder = make_run(tmp_path / "run", plated, replicates=1, days=2)
    monkeypatch.setattr(plugins, "fingerprint", lambda *_: "0" * 32)
    edit(folder, **plugins.said(plated.mechanisms))
    before = sorted(folder.iterdir())
    _run_to_report(folder)
    monkeypatch.setattr(plugins, "fingerprint", lambda *_: "1" * 32)
    for write in (write_report_again, write_pdf, write_charts, write_assessments):
        with pytest.raises(BadInputError, match=r"was changed since, so no \w+ of it would be true\.$") as caught:
            write(folder)
        assert str(caught.value).startswith(f"{folder}: the plug-in 'number_plates'")
    assert sorted(folder.iterdir()) == before


def test_a_changed_plug_in_is_told_once_of_a_comparison_whose_files_it_explains(plated, tmp_path, monkeypatch):
    monkeypatch.setattr(plugins, "fingerprint", lambda *_: "0" * 32)
    told, hashed = plugins.said(plated.mechanisms), {"scenario_hash": "0" * 32}  # other defaults, another hash
    folder = tmp_path / "compared"
    found = make_comparison(folder, plated, {"ban": {"wrongful": [(50, 10)]}})
    sizes = {name: found.manifest[name] for name in ("population", "days", "seed", "start")}
    for arm in ("baseline", "ban"):
        edit(make_run(folder / arm, plated, replicates=1, days=2), **told, **sizes, **hashed)
    edit(folder, "comparison.json", **told, **hashed)

    def lines(words: str) -> list[str]:
        return [fault for fault in verify(open_comparison(folder)) if words in fault]

    assert len(lines("whose hash it gives")) == 3
    monkeypatch.setattr(plugins, "fingerprint", lambda *_: "1" * 32)
    (line,) = lines("was changed since")
    assert line.startswith("It cannot be simulated again: the plug-in 'number_plates'")
    assert lines("whose hash it gives") == []


def test_one_without_a_title_is_called_by_its_name(plated):
    (mechanism,) = plated.mechanisms.added
    untitled = replace(mechanism, title=None)
    assert title_of("plates", MechanismSet((*SHIPPED, untitled))) == "Number plates"


def test_it_is_said_to_be_off(plated, tmp_path):
    off = load(tmp_path / "mine.yaml", sets=["plates.enabled=false"])
    assert "plates" in switched_off(off)
    assert "plates" not in switched_off(plated)
