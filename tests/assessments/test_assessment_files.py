from __future__ import annotations

import errno
import re

import pytest

from glasshouse.assessments import assessment_files
from glasshouse.assessments.assessment_document import DRAFT
from glasshouse.assessments.assessment_files import write_assessments
from glasshouse.cli.main import status
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.runs.verify_run import verify
from grammar import facts


@pytest.fixture
def copied(stopped, tmp_path):
    import shutil

    return shutil.copytree(stopped.path, tmp_path / "run")


def test_without_a_template_all_three_lie_in_the_folder_and_the_run_is_as_it_was(copied, capsys):
    from glasshouse.runs.run import open_run

    assert status(["assess", str(copied)]) == 0
    said = capsys.readouterr().out
    assert [f"assessment-{name}.html" in said for name in ("fria", "dpia", "aia")] == [True] * 3
    assert "no conclusion" in said
    assert verify(open_run(copied)) == []


def test_nothing_that_people_may_have_written_is_overwritten(copied):
    (copied / "assessment-dpia.md").write_text("answers", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"assessment-dpia\.md"):
        write_assessments(copied, format="md")
    assert not (copied / "assessment-fria.md").exists()
    assert (copied / "assessment-dpia.md").read_text(encoding="utf-8") == "answers"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--template", "frai"], "'frai' … 'fria'?"),
        (["--template", "gone.yaml"], "gone.yaml: … no such file."),
        (["--format", "htm"], "--format htm: … 'html'?"),
        (["--out", "x.html"], "--template"),
        (["--template", "fria", "--out", "nowhere/x.html"], "no folder nowhere"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(copied, arguments, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = sorted(path.name for path in tmp_path.rglob("*"))
    assert status(["assess", str(copied), *arguments]) == 2
    error = capsys.readouterr().err
    assert re.search(facts(said), error)
    assert error.count("\n") == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_a_folder_that_is_none_is_refused(tmp_path, capsys):
    assert status(["assess", str(tmp_path)]) == 2
    assert "run.json" in capsys.readouterr().err


@pytest.mark.slow
def test_a_pdf_is_the_same_twice_and_says_that_it_is_a_draft_on_every_page(copied, tmp_path):
    import io

    from pypdf import PdfReader

    files = [write_assessments(copied, ["dpia"], tmp_path / f"{k}.pdf", "pdf")[0].read_bytes() for k in "ab"]
    assert files[0] == files[1]
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(files[0])).pages]
    assert len(pages) > 2
    assert all(DRAFT in text and NOT_A_FORECAST in text for text in pages)


def test_a_full_disk_leaves_no_half_and_no_part(copied, monkeypatch):
    real, calls = assessment_files.in_one_step, []

    def full(path):
        calls.append(path)
        if len(calls) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path)

    monkeypatch.setattr(assessment_files, "in_one_step", full)
    with pytest.raises(StoppedError, match="the disk is full"):
        write_assessments(copied)
    assert [path.name for path in copied.iterdir() if "assessment" in path.name] == []


OWN = """
glasshouse-assessment: 1
name: mine
title: Our own questions
law: the charter of our town
about: [Ours.]
read:
  - {title: The charter, where: the town hall, how: read}
sections:
  - ref: "1"
    title: Faces
    asks: Who is stopped?
    shows:
      - {caption: Stops, by: group, measures: [stops, stops_false]}
      - block: certainty
    people: [Who answers?]
"""


def test_a_fourth_template_is_a_file(copied, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(OWN, encoding="utf-8")
    [path] = write_assessments(copied, [mine], format="md")
    assert path.name == "assessment-mine.md"
    assert "# Our own questions" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "stops_false",
            "stops_fals",
            "line 14: sections.shows.measures: … 'stops_fals' … 'stops_false'?",
        ),
        (
            "block: certainty",
            "block: certinty",
            "line 15: sections.shows.block: … 'certinty' … 'certainty'?",
        ),
        (
            "block: certainty",
            "block: worlds",
            "line 15: sections.shows.block: … 'worlds' is now called 'scenarios'",
        ),
        ("caption: Stops, ", "", "a caption"),
        ("    asks:", "    ask:", "line 12: … 'ask' in sections … 'asks'?"),
        ("glasshouse-assessment: 1", "glasshouse: 1", "unknown key 'glasshouse'"),
    ],
)
def test_a_faulty_template_is_told_by_line_with_the_nearest_name(copied, tmp_path, old, new, said, capsys):
    mine = tmp_path / "mine.yaml"
    mine.write_text(OWN.replace(old, new), encoding="utf-8")
    assert status(["assess", str(copied), "--template", str(mine)]) == 2
    error = capsys.readouterr().err
    assert re.search(facts(f"mine.yaml … {said}"), error)
