"""The report as a PDF."""

from __future__ import annotations

import io
import json
import re
import shutil
from dataclasses import replace

import pypdf
import pytest

import glasshouse
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.headlines.headline import NOT_A_FORECAST, headline
from glasshouse.report import report_pdf
from glasshouse.report.brief import SIX
from glasshouse.report.brief_run import run_brief
from glasshouse.report_files import rewrite_report, write_pdf
from glasshouse.runs.run import open_run
from glasshouse.runs.verify_run import verify
from glasshouse.scenario import load, preset_names
from tampering import edit

from .folders import make_run


def plain(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture(scope="module")
def written(run_dir, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pdf") / "run"
    shutil.copytree(run_dir, folder)
    return write_pdf(folder)


@pytest.fixture(scope="module")
def reader(written):
    return pypdf.PdfReader(written)


def test_it_has_two_to_four_pages_of_a4(reader):
    assert 2 <= len(reader.pages) <= 4
    for page in reader.pages:
        assert [round(float(x)) for x in page.mediabox[2:]] == [595, 842]


def test_what_is_too_long_for_the_first_page_leaves_no_page_nearly_empty(run_dir):
    """What stands on page two began a new page behind the last line of an overflow."""
    run = open_run(run_dir)
    brief = run_brief(run, headline(run))
    long = replace(brief, summary=" ".join([brief.summary] * 6))
    second = pypdf.PdfReader(io.BytesIO(report_pdf.compiled(long))).pages[1]
    assert SIX["change"] in " ".join(second.extract_text().split())


def test_the_six_headings_stand_in_order(reader):
    text = plain(reader)
    places = [text.index(title) for title in SIX.values()]
    assert places == sorted(places)
    assert [item.title for item in reader.outline if not isinstance(item, list)][: len(SIX)] == list(SIX.values())


def test_every_page_says_what_it_is(reader):
    for page in reader.pages:
        foot = " ".join(page.extract_text().split())
        for words in (NOT_A_FORECAST, "Label: hypothetical.", f"Digest {'0' * 32}", "glasshouse run as-described"):
            assert words in foot


def test_it_is_tagged_has_a_language_and_a_title_and_names_its_pictures(reader, written):
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert reader.metadata.title == load("hong-kong-2020").title
    assert "pdfuaid" in reader.xmp_metadata.rdf_root.toxml()
    alts = [str(item["/Alt"]) for item in objects(reader) if "/Alt" in item]
    assert any(text.startswith("Sanctioned: ") for text in alts)


def objects(reader: pypdf.PdfReader):
    for number in range(1, len(reader.xref_objStm) + len(reader.xref.get(0, {})) + 1):
        found = reader.get_object(number)
        if isinstance(found, pypdf.generic.DictionaryObject):
            yield found


def test_the_same_folder_gives_the_same_bytes(written):
    before = written.read_bytes()
    assert write_pdf(written.parent).read_bytes() == before
    assert b"CreationDate" not in before


def test_run_json_and_verify_know_it(written):
    run = glasshouse.open_run(written.parent)
    assert run.manifest["files"]["report.pdf"]["bytes"] == written.stat().st_size
    content = written.read_bytes()
    written.write_bytes(content + b" ")
    assert [fault for fault in verify(run) if fault.startswith("report.pdf was changed")]
    written.write_bytes(content)


def test_a_newer_page_leaves_no_older_pdf_beside_it(written, tmp_path, monkeypatch):
    shutil.copytree(written.parent, tmp_path / "run")
    (tmp_path / "run" / "report.html").write_text("a newer one", encoding="utf-8")
    monkeypatch.setattr("glasshouse.report_files.write_report", lambda path: path / "report.html")
    rewrite_report(tmp_path / "run")
    assert not (tmp_path / "run" / "report.pdf").exists()
    run = glasshouse.open_run(tmp_path / "run")
    assert "report.pdf" not in run.manifest["files"]
    assert "report.html" in run.manifest["files"]


def small(folder, **options):
    return make_run(folder, load(options.pop("preset", "as-documented")), replicates=2, days=2, **options)


def test_no_text_is_read_as_markup(tmp_path):
    folder = small(tmp_path / "run")
    manifest = json.loads((folder / "run.json").read_text())
    hostile = '#panic("x") *bold* $x$ <tag> @cite `raw` \\ "quote" #image("/etc/hosts")'
    manifest["scenario"]["title"] = manifest["scenario"]["summary"] = hostile
    manifest["scenario"]["leaves_out"] = [hostile]
    manifest["command"] = f"glasshouse run {hostile} {'--set x=y ' * 60}"
    edit(folder, **manifest)
    reader = pypdf.PdfReader(write_pdf(folder))
    for words in ('#panic("x") *bold* $x$ <tag> @cite `raw`', '#image("/etc/hosts")', "(whole on the last page)"):
        assert words in plain(reader)
    assert reader.metadata.title == hostile


def test_letters_that_the_fonts_lack_do_not_stop_it(tmp_path):
    folder = small(tmp_path / "run")
    manifest = json.loads((folder / "run.json").read_text())
    manifest["scenario"]["title"] = "社会信用 🙂"
    edit(folder, **manifest)
    reader = pypdf.PdfReader(write_pdf(folder))
    assert reader.metadata.title == "社会信用 🙂"
    assert "/StructTreeRoot" in reader.trailer["/Root"]


def test_a_folder_that_is_no_run_s_is_refused_in_one_line(tmp_path):
    with pytest.raises(BadInputError, match=rf"{re.escape(str(tmp_path))}.*no run\.json"):
        write_pdf(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_that_cannot_be_written_leaves_the_figures_and_nothing_half_written(tmp_path):
    folder = small(tmp_path / "run")
    (folder / "report.pdf").mkdir()
    with pytest.raises(StoppedError, match="figures are whole"):
        write_pdf(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["daily.parquet", "report.pdf", "run.json"]


@pytest.mark.slow
@pytest.mark.parametrize("preset", preset_names())
@pytest.mark.parametrize("replicates", [1, 5])
def test_every_preset_has_a_pdf(tmp_path, preset, replicates):
    out = tmp_path / "run"
    glasshouse.run(preset, population=3000, days=20, replicates=replicates, pdf=True, out=out)
    reader = pypdf.PdfReader(out / "report.pdf")
    assert 2 <= len(reader.pages) <= 4
    assert all(NOT_A_FORECAST in " ".join(page.extract_text().split()) for page in reader.pages)
    assert not re.search(r"\{\{|none\b.*none\b.*none", plain(reader))
