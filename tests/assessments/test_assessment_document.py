from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

import pytest

from glasshouse.assessments.assessed_subject import AssessmentSubject
from glasshouse.assessments.assessment_document import DRAFT, HYPOTHETICAL, WATERMARK, fill
from glasshouse.assessments.assessment_markdown import markdown
from glasshouse.assessments.assessment_page import page
from glasshouse.assessments.form_loading import form_names, load_form
from glasshouse.assessments.text_pieces import PieceTable, Points, Prose
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.measures import HARMS
from glasshouse.scenario import load
from grammar import facts
from report.conftest import Page

FORMS = form_names()
#: What would be a finding of law, which no document may hold.
VERDICTS = (
    "is prohibited",
    "is unlawful",
    "treatment is lawful",
    "violates",
    "infringes",
    "is compliant",
    "complies with",
    "impact level i",
    "level iv applies",
    "is proportionate",
    "is disproportionate",
)


def texts(document) -> list[str]:
    found = []
    for filled in document.sections:
        for piece in filled.pieces:
            if isinstance(piece, Prose):
                found.append(piece.text)
            elif isinstance(piece, Points):
                found += [piece.head, *piece.items]
            else:
                found += [piece.caption, *piece.heads, *(cell.text for row in piece.rows for cell in row.cells)]
    return found


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("subject", ["scored", "stopped", "compared"])
def test_every_form_can_be_filled_from_every_kind_of_folder_and_concludes_nothing(name, subject, request):
    document = fill(load_form(name), request.getfixturevalue(subject))
    form = document.form
    assert [filled.section for filled in document.sections] == form.sections
    for filled in document.sections:
        assert filled.pieces or filled.section.cannot, filled.section.ref
        assert filled.section.people, f"{filled.section.ref}: people have to answer something everywhere"
    text, shown = markdown(document), Page(page(document))
    for written in (text, shown.plain):
        assert DRAFT in written
        assert NOT_A_FORECAST in written
        assert all(
            question.split("?")[0].split("(")[0] in written for f in document.sections for question in f.section.people
        )
    assert text.count(DRAFT) >= len(form.sections) + 1, "every section says that it is a draft"
    assert not shown.open
    assert len([e for e in shown.elements if e[1].get("class") == "people"]) == len(form.sections)
    assert len(shown.all("h1")) == 1
    assert "http" not in "".join(str(attrs.get("src")) for _, attrs in shown.elements)
    assert not shown.all("script")
    assert any(attrs.get("data-word") == WATERMARK for _, attrs in shown.elements)
    found = " | ".join(texts(document)).lower()
    assert [words for words in VERDICTS if words in found] == [], "no document concludes"


def test_the_fundamental_rights_form_has_every_point_of_the_article_and_both_limbs():
    refs = [section.ref for section in load_form("fria").sections]
    assert [ref for ref in refs if ref.startswith("Article 27(1)(")] == [f"Article 27(1)({x})" for x in "abcdef"]
    assert refs[-6:] == [
        *("Article 5(1)(c), both limbs", "Article 5(1)(c)(i)", "Article 5(1)(c)(ii)"),
        *("Article 5(1)(h)", "Article 5(2) to (7)", "Article 9"),
    ]


def test_the_data_protection_form_has_every_point_of_the_paragraph_and_nine_signs():
    sections = load_form("dpia").sections
    assert [s.ref for s in sections if s.ref.startswith("Article 35(7)(")] == [f"Article 35(7)({x})" for x in "abcd"]
    assert {check.what.split(".")[0] for check in sections[0].shows[0].checks} == set("123456789")


def test_canada_s_form_has_its_areas_and_works_out_no_level():
    refs = [section.ref for section in load_form("aia").sections]
    risk, mitigation = ([ref for ref in refs if ref.startswith(what)] for what in ("Risk area", "Mitigation area"))
    assert (len(risk), len(mitigation)) == (6, 4)


def test_both_limbs_show_what_points_towards_them_and_what_points_away(scored):
    for filled in fill(load_form("fria"), scored).sections[-5:-3]:
        heads = [piece.head for piece in filled.pieces if isinstance(piece, Points)]
        assert [next(word for word in ("towards", "away") if word in head) for head in heads] == ["towards", "away"]
        assert all(len(piece.items) >= 3 for piece in filled.pieces if isinstance(piece, Points))
        grid = next(piece for piece in filled.pieces if isinstance(piece, PieceTable))
        assert "The scoring day" in [row.name for row in grid.rows]


def test_parts_on_sanctions_say_why_they_do_not_apply_to_a_van(stopped):
    document = fill(load_form("fria"), stopped)
    for filled in document.sections[-5:-3]:
        (said,) = (piece.text for piece in filled.pieces if isinstance(piece, Prose))
        assert said.startswith("Does not apply: ")
        assert "without a score" in next(piece.head for piece in filled.pieces if isinstance(piece, Points))
    risks = next(filled for filled in document.sections if filled.section.ref == "Article 27(1)(d)")
    faces = next(p for p in risks.pieces if isinstance(p, PieceTable) and p.caption.startswith("Faces"))
    assert faces.rows[0].cells[1].below == "in this one run"


def test_a_comparison_fills_what_could_be_done_and_a_run_names_the_command(compared, scored):
    def done(subject) -> str:
        document = fill(load_form("fria"), subject)
        return " ".join(
            texts(replace(document, sections=tuple(f for f in document.sections if "(f)" in f.section.ref)))
        )

    assert "With human review" in done(compared)
    assert "glasshouse compare as-described" in done(scored)
    assert "human-review" in done(scored)


def test_the_command_of_a_run_names_its_file_and_what_bears_on_it(stopped):
    command = "glasshouse run my/van.yaml --set people.trips=2"
    run = replace(stopped.run, manifest={**stopped.run.manifest, "command": command})
    said = " ".join(texts(fill(load_form("dpia"), replace(stopped, run=run))))
    assert "glasshouse compare my/van.yaml match-threshold smaller-gallery" in said
    assert "--set people.trips=2" in said
    assert not any(word in said for word in ("human-review", "appeal notice", "What review"))


def test_a_hypothetical_scenario_is_said_to_describe_what_may_not_exist(scored):
    assert fill(load_form("aia"), scored).warnings == (DRAFT, NOT_A_FORECAST, HYPOTHETICAL)


def test_figures_are_those_of_the_run_s_table(scored):
    row = scored.rows("sanctioned")[0]
    cell = scored.cell("sanctioned")
    assert float(cell.text.replace(",", "")) == pytest.approx(10_000 * row[0] / row[1], rel=0.05)
    assert cell.below
    document = fill(load_form("fria"), scored)
    assert {"sanctioned", "unequal", "chilled", "yield"} <= set(document.measures) <= set(HARMS)
    assert HARMS["unequal"].definition in markdown(document)


def test_what_rests_on_few_people_is_not_told_as_a_rate(scored):
    """Three people may bear hundreds of days; the days alone would look like much."""
    few = [(900.0, 4.0, 2_250_000.0), (950.0, 4.0, 2_375_000.0)]
    made = {
        ("sanctioned", "all"): [(3.0, 1500.0, 20.0), (9.0, 1500.0, 60.0)],
        ("hardship", "all"): few,
        ("duration", "all"): [(300.0, 3.0, 100.0), (400.0, 9.0, 44.0)],
        ("yield", "all"): [(2.0, 3.0, 66.0), (4.0, 9.0, 44.0)],
        ("chilled", "all"): few,
        ("chilled", "minority men"): few,
        ("blocked", "all"): [(0.0, 4.0, 0.0), (0.0, 4.0, 0.0)],
    }
    subject = replace(scored)
    subject.__dict__["_figures"] = made  # what is read from measures.parquet
    assert [subject.cell(name).text for name in ("sanctioned", "hardship", "duration", "yield")] == [
        "not estimable"
    ] * 4
    assert subject.said("sanctioned") == "not estimable (3 counted)"
    assert subject.cell("duration").below == "", "days are no people"
    assert subject.cell("chilled").below == "2,250,000 to 2,375,000"
    assert subject.cell("chilled", "minority men").below == "few people"
    assert subject.said("blocked") == f"0 (0 to 0) {HARMS['blocked'].unit}"
    assert subject.said("severity") == "not counted"


@pytest.mark.parametrize("measure", HARMS)
def test_one_run_counts_what_there_was_and_not_of_100(stopped, measure):
    """Replicate 0 alone is no rate: 54 of the 522 sanctions there were, and not 54 of 100."""
    subject, harm = replace(stopped), HARMS[measure]
    subject.__dict__["_figures"] = {(name, "all"): [(54.0, 522.0, harm.scale * 54 / 522)] for name in HARMS}
    said = subject.said(measure)
    if harm.scale == 1.0:
        assert said == f"0.1 {harm.unit}"
    elif harm.scale == 100.0:
        assert re.match(facts(f"54 of 522 {harm.unit.removeprefix('of 100 ')} … one run"), said)
    else:
        noun = harm.unit.split(" ")[0]
        assert said == f"54 {noun} in this one run"
        assert subject.unit(measure) == noun
    assert "100" not in subject.unit(measure)


def checklist(name: str, subject: AssessmentSubject) -> dict[str, list[str]]:
    grids = (piece for filled in fill(load_form(name), subject).sections for piece in filled.pieces)
    found = next(piece for piece in grids if isinstance(piece, PieceTable) and piece.heads[1] == "In the scenario")
    return {row.name: [cell.text for cell in row.cells] for row in found.rows}


def row(found: dict[str, list[str]], words: str) -> list[str]:
    """The one row whose name begins so."""
    (cells,) = (cells for name, cells in found.items() if re.match(facts(words), name))
    return cells


class Looked(AssessmentSubject):
    """The run as if a person had looked at every sanction before it took effect."""

    @cached_property
    def scenario(self):  # pyright: ignore[reportIncompatibleVariableOverride]
        return load("as-described", sets=["redress.review_share=1"])


def test_a_machine_does_not_decide_by_itself_where_a_person_looks_first(scored):
    itself = row(checklist("aia", scored), "Decide, ")
    assert itself[0].startswith("on: ")
    looked = row(checklist("aia", Looked(path=scored.path, run=scored.run)), "Decide, ")
    assert looked == [itself[0].replace("on: ", "off: ", 1), "–"]


def test_the_nine_signs_say_which_part_is_on_and_leave_the_law_to_people(scored, stopped):
    signs = checklist("dpia", scored)
    assert not {"yes", "no"} & {cells[0] for cells in signs.values()}
    assert re.match(facts("on: … what people write"), row(signs, "4. … opinions")[0])
    assert row(signs, "7. ") == ["–", "–"], "no figure measures that"
    assert re.match(facts("off: … score"), row(checklist("dpia", stopped), "1. ")[0])
    assert row(checklist("dpia", stopped), "1. ")[1] == "–"
