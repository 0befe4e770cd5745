from __future__ import annotations

import csv
import json
import re
import shutil

import pyarrow.parquet as pq
import pypdf
import pytest

import glasshouse
from glasshouse.comparison.arm_sentences import sentence
from glasshouse.comparison.comparison import open_comparison
from glasshouse.comparison.comparison_words import summary
from glasshouse.comparison.verify_comparison import verify
from glasshouse.folders.output_label import NOT_A_FORECAST, row_note
from glasshouse.report import comparison_picture
from glasshouse.report.brief import SIX
from glasshouse.report.brief_comparison import comparison_brief
from glasshouse.report.chart_drawing import Chart
from glasshouse.report.comparison_tables import tables
from glasshouse.scenario import load
from tampering import edit

from .conftest import Page
from .test_page import FETCHED

SECTIONS = [*SIX, "details", "differences", "scenarios", "all-limits"]


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    out = tmp_path_factory.mktemp("compared") / "scenarios"
    arms = ["human-review", "cameras.enabled=false", "ban@10"]
    return glasshouse.compare("as-described", arms, population=2000, days=20, replicates=2, threads=2, out=out)


@pytest.fixture(scope="module")
def report(compared) -> Page:
    return Page((compared.path / "report.html").read_text(encoding="utf-8"))


def test_the_page_is_whole(report):
    assert not report.open
    assert len(report.all("h1")) == 1
    assert [attrs["id"] for attrs in report.all("section")] == SECTIONS
    ids = [attrs["id"] for _, attrs in report.elements if attrs.get("id")]
    assert len(ids) == len(set(ids))


def test_nothing_is_fetched_from_anywhere(report):
    for tag, attrs in report.elements:
        if tag in FETCHED:
            assert not any((attrs.get(name) or "").strip() for name in ("src", "href", "data", "srcset")), tag
        assert not any(name.startswith("on") for name in attrs)
    assert not re.search(r"https?://|@import|url\(\s*['\"]?(?!#)", report.text)


def test_links_lead_to_files_that_are_there(report, compared):
    for attrs in report.all("a"):
        target = attrs["href"] or ""
        assert target.startswith("#") or (compared.path / target.replace("%40", "@").replace("%3D", "=")).is_file(), (
            target
        )


def test_the_label_and_the_warning_come_before_the_headline(report):
    before = report.plain.split("The headline")[0]
    assert NOT_A_FORECAST in before
    assert "hypothetical" in before
    assert f"Left out: {load('as-described').leaves_out[0]}" in report.plain.split("The details")[0]


def test_the_command_and_the_digests_are_there(report, compared):
    assert compared.manifest["command"] in report.plain
    for arm in compared.manifest["arms"]:
        assert arm["digest"] in report.plain


def test_tables_have_captions_and_scopes(report):
    assert len(report.all("table")) == len(report.all("caption"))
    assert all(attrs.get("scope") in ("col", "row") for attrs in report.all("th"))


def test_each_table_is_a_csv_with_the_same_rows(compared):
    for table in tables(compared):
        with (compared.path / "tables" / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            head, *lines = list(csv.reader(file))
        assert [line[0] for line in lines] == [name for name, _ in table.lines]
        assert {len(line) for line in lines} <= {len(head)}
        assert len(head) == 1 + bool(table.labels) + table.words + 3 * (len(table.heads) - 1 - table.words) + 1


def test_each_row_of_each_csv_says_what_it_is(compared):
    files = sorted((compared.path / "tables").glob("*.csv"))
    assert len(files) == 5
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *lines = list(csv.reader(file))
        assert head[-1] == "note"
        assert {line[-1] for line in lines} == {row_note("hypothetical")}


@pytest.fixture
def undrawn(monkeypatch):
    """Charts take longest to draw, and some tests do not look at them."""
    monkeypatch.setattr(Chart, "__html__", lambda chart: "")
    monkeypatch.setattr("glasshouse.report.chart_drawing.printed", lambda chart, **data: "")
    monkeypatch.setattr("glasshouse.report.chart_files.files", lambda svg: dict.fromkeys(("svg", "png", "pdf"), b""))


def test_a_documented_baseline_does_not_make_other_worlds_documented(tmp_path, undrawn):
    done = glasshouse.compare(
        "as-documented", population=300, days=3, replicates=1, threads=1, out=tmp_path / "scenarios"
    )
    assert ",hypothetical; invented people" in (done.path / "tables" / "people.csv").read_text(encoding="utf-8")
    labels = [
        pq.read_schema(done.path / name).metadata[b"label"] for name in ("comparison.parquet", "baseline/daily.parquet")
    ]
    assert labels == [b"hypothetical", b"documented"]


def test_each_parquet_file_says_what_it_is(compared):
    files = sorted(compared.path.rglob("*.parquet"))
    assert len(files) == 1 + 4 * (1 + len(compared.arms))
    for path in files:
        said = pq.read_schema(path).metadata
        of = compared if path.parent == compared.path else compared.run(path.parent.name)
        assert said[b"digest"].decode() == of.digest
        assert (said[b"label"], said[b"note"]) == (b"hypothetical", NOT_A_FORECAST.encode())
        assert said[b"glasshouse"], "what the table holds is still said"


def test_csv_numbers_are_those_of_the_comparison(compared):
    with (compared.path / "tables" / "differences.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {row["Scenario"]: row for row in csv.DictReader(file)}
    figure = compared.figure("ban", "wrongful")
    assert float(found["Ban"]["Wrongfully"]) == figure.value
    assert float(found["Ban"]["Wrongfully, low"]) == figure.low
    assert (
        float(found[load("as-described").title]["Sanctioned"]) == compared.figure("ban", "sanctioned", "baseline").value
    )


def test_what_each_world_changes_is_listed(compared):
    text = (compared.path / "tables" / "changes.csv").read_text(encoding="utf-8")
    assert "cameras.enabled = false,cameras.enabled,yes,no" in text
    assert "Ban" in text


def test_the_picture_stands_by_itself(compared):
    svg = (compared.path / "picture.svg").read_text(encoding="utf-8")
    digest = compared.about("baseline")["digest"][:16]
    for words in ("wrongly", NOT_A_FORECAST, f"glasshouse {glasshouse.__version__}, digest {digest}", "Human review"):
        assert words in svg
    assert "var(--" not in svg
    assert not re.search(r"#0101[0-9a-f]{2}", svg, re.IGNORECASE)
    assert not re.search(r"(href|src)=", svg)
    assert (compared.path / "picture.png").read_bytes().startswith(b"\x89PNG")


def test_drawings_on_the_page_are_named_and_take_its_colours(report):
    drawings = report.all("svg")
    assert len(drawings) == 2
    for attrs in drawings:
        assert attrs["role"] == "img"
        assert "Human review (hypothetical): " in (attrs["aria-label"] or "")
    assert not re.search(r"#0101[0-9a-f]{2}", report.text, re.IGNORECASE)


def test_the_broad_and_the_narrow_picture_are_laid_out_apart(report):
    broad, narrow = report.text.split('<div class="narrow">')[0], report.text.split('<div class="narrow">')[1]
    assert ">newly harmed</text>" in broad
    assert " newly harmed</text>" in narrow.split("</svg>")[0]


def test_text_of_the_scenario_is_escaped(compared, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(compared.path, folder)
    content = json.loads((folder / "comparison.json").read_text())
    hostile = "<script>alert('x')</script>"
    content["scenario"]["title"] = content["scenario"]["summary"] = hostile
    content["arms"][1]["title"] = hostile
    edit(folder, "comparison.json", **content)
    text = glasshouse.report_files.rewrite_report(folder).read_text(encoding="utf-8")
    assert "<script" not in text
    assert not Page(text).open
    assert open_comparison(folder).manifest["files"]["report.html"]["bytes"] == len(text.encode())


def test_the_headline_is_the_baseline_s_level_the_best_world_and_a_ban(compared):
    drawn, found = comparison_picture.draw(compared), tables(compared)
    brief = comparison_brief(compared, summary(compared), drawn, found)
    first, *others = (line.text for line in brief.part("headline").lines)
    assert str(compared.figure("ban", "wrongful", "baseline")) in first or "not estimable" in first
    assert " ban " in others[-1]
    assert others[-1].split(", ")[-1].startswith("nobody")
    assert "ban@10" not in others[0]
    lives = [arm for arm in compared.arms if not compared.inert(arm)]
    lines = [line.text for line in brief.part("change").lines]
    assert lines[: len(lives)] == [sentence(compared, arm) for arm in lives]
    assert len(lines) == len(lives) + (len(lives) < len(compared.arms))
    table = brief.part("who").table
    assert table is not None
    baseline, *others = next(t for t in found if t.name == "groups").rows
    assert table.rows == (baseline, *(row for row, arm in zip(others, compared.arms, strict=True) if arm in lives))


def test_the_report_of_a_world_says_what_the_comparison_says_of_it(compared):
    for arm, said in (("baseline", compared.arms), ("human-review", ("human-review",))):
        page = Page((compared.path / arm / "report.html").read_text(encoding="utf-8"))
        first = page.plain.split("How sure")[0]
        for name in compared.arms:
            assert (" ".join(sentence(compared, name).split()) in first) == (name in said)
        assert "../report.html" in {attrs["href"] for attrs in page.all("a")}


def test_a_comparison_has_a_pdf_too(compared, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(compared.path, folder)
    written = glasshouse.write_report(folder, pdf=True)
    assert [path.name for path in written] == ["report.html", "report.pdf"]
    reader = pypdf.PdfReader(written[1])
    assert 2 <= len(reader.pages) <= 4
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert [text.index(title) for title in SIX.values()] == sorted(text.index(title) for title in SIX.values())
    assert text.count(NOT_A_FORECAST) > len(reader.pages)
    assert verify(open_comparison(folder)) == []
    written[1].write_bytes(b"%PDF")
    (fault,) = verify(open_comparison(folder))
    assert fault.startswith("report.pdf was changed")


def test_a_comparison_of_a_society_of_informants_is_about_what_is_held_back(tmp_path, undrawn):
    sizes = {"population": 2000, "days": 20, "replicates": 2, "threads": 2}
    done = glasshouse.compare("informant-society", "human-review", out=tmp_path / "scenarios", **sizes)
    page = Page((done.path / "report.html").read_text(encoding="utf-8"))
    first = page.plain.split("The details")[0]
    assert "What people hold back" in first
    assert re.search(r"[Nn]obody[^.]*: “Human review”\.", first)
    told = first.split("How sure")[0].split("The headline")[1]
    assert "sanctioned" not in told.replace("so nobody is sanctioned", "")  # why human review does nothing here
