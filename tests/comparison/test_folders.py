"""A folder that is damaged, unfinished or another's is told in one line that names the file and says what to do."""

from __future__ import annotations

import json
import re
import shutil

import pytest

import glasshouse
from glasshouse import __version__
from glasshouse.cli.main import status
from glasshouse.folders import json_files
from glasshouse.renamed import FORMAT
from grammar import facts

COMPARISON, RUN = "comparison.json", "ban/run.json"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    out = tmp_path_factory.mktemp("folders") / "worlds"
    return glasshouse.compare("as-described", population=300, days=3, replicates=2, threads=1, out=out).path


@pytest.fixture
def copy(whole, tmp_path):
    shutil.copytree(whole, tmp_path / "worlds")
    return tmp_path / "worlds"


def change(path, **changes):
    """Change keys of a JSON file; those that are given as ``...`` are taken out."""
    content = {**json.loads(path.read_text(encoding="utf-8")), **changes}
    json_files.write_description(path, {key: value for key, value in content.items() if value is not ...})


def say(capsys, *words):
    code = status([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def refused(capsys, command, folder, file, *words):
    """Exit 2, with one line that names the file, says what is wrong and what to do, and no class's name."""
    code, out, err = say(capsys, command, folder, *("3" if command == "story" else ""))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert err.startswith(f"glasshouse: {file}: ")
    assert "Error" not in err
    for each in words:
        assert each in err


@pytest.mark.parametrize("command", ["report", "verify", "story"])
def test_another_format_is_refused(copy, capsys, command):
    change(copy / COMPARISON, format=99, version="9.9")
    words = (
        "format is 99",
        "glasshouse 9.9",
        f"glasshouse {__version__}",
        f"up to {FORMAT}",
        "again: glasshouse compare",
    )
    refused(capsys, command, copy, copy / COMPARISON, *words)


@pytest.mark.parametrize("command", ["report", "verify", "story"])
def test_another_format_of_a_run_is_refused(copy, capsys, command):
    change(copy / RUN, format=99)
    refused(capsys, command, copy / "ban", copy / RUN, "format is 99", "again: glasshouse compare")


def test_another_version_of_the_same_layout_gets_a_report_that_says_so(copy, capsys):
    change(copy / COMPARISON, version="9.9")
    change(copy / RUN, version="9.9")
    note = f"glasshouse 9.9.* {re.escape(__version__)}"
    for folder in (copy, copy / "ban"):
        code, out, _ = say(capsys, "report", folder)
        assert code == 0
        assert re.match(f"{re.escape(str(folder / 'report.html'))} .*{note}", out)
        assert f"9.9 (this report: {__version__})" in (folder / "report.html").read_text(encoding="utf-8")
    for folder in (copy / "ban", copy):
        code, out, _ = say(capsys, "verify", folder)
        assert code == 0
        assert re.search(note, out)
    refused(capsys, "story", copy / "ban", copy / "ban", "made by glasshouse 9.9")


@pytest.mark.parametrize("command", ["report", "verify"])
@pytest.mark.parametrize("file", [COMPARISON, RUN])
def test_what_still_runs_or_was_killed_is_refused(copy, capsys, command, file):
    change(copy / file, status="running")
    folder = (copy / file).parent
    refused(capsys, command, folder, copy / file, "running", f"'glasshouse resume {copy}'")


@pytest.mark.parametrize("file", [COMPARISON, RUN])
def test_what_did_not_finish_does_not_sound_as_if_all_were_well(copy, capsys, file):
    each = json.loads((copy / RUN).read_text(encoding="utf-8"))["each"][:1]
    more = {"each": each} if file == RUN else {}
    change(copy / file, status="failed", reason="the disk is full", replicates=1, **more)
    code, out, _ = say(capsys, "verify", (copy / file).parent)
    assert code == 0
    assert re.search(facts("did not finish … disk is full … 1 of 2"), out)
    assert "as the" not in out


@pytest.mark.parametrize("file", [COMPARISON, RUN])
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scenario": ...}, "'scenario' is missing"),
        ({"scenario": 3}, "'scenario' should be an object"),
        ({"scenario": {}}, "its start"),
        ({"format": ...}, "'format'"),
        ({"population": "many"}, "'population' should be"),
        ({"days": True}, "'days' should be"),
        ({"days": 0}, "'days' should be"),
        ({"seed": -1}, "'seed' should be"),
        ({"label": "true"}, "'label' should be"),
        ({"status": "fine"}, "'status' should be"),
        ({"files": {"report.html": {}}}, "in 'files.report.html'"),
        ({"files": {"../x": {"bytes": 1, "blake2b": "0" * 64}}}, "'../x' should be"),
    ],
)
def test_what_lacks_or_garbles_something_is_damaged(copy, capsys, file, changes, words):
    change(copy / file, **changes)
    refused(capsys, "report", (copy / file).parent, copy / file, "damaged (", words, "again")


@pytest.mark.parametrize(
    ("arms", "words"),
    [
        (lambda arms: [], "'arms' "),
        (lambda arms: arms[1:], "'arms' should be"),
        (lambda arms: [*arms, arms[1]], "'arms' should be"),
        (lambda arms: [*arms, 3], "should be an object"),
        (lambda arms: [arms[0], {**arms[1], "digests": []}], "'ban' lacks digests"),
        (lambda arms: [arms[0], {**arms[1], "title": None}], "'title' should be"),
        (lambda arms: [arms[0], {**arms[1], "name": "../ban"}], "'name' should be"),
    ],
)
def test_arms_that_are_none_are_damage(copy, capsys, arms, words):
    content = json.loads((copy / COMPARISON).read_text(encoding="utf-8"))
    change(copy / COMPARISON, arms=arms(content["arms"]))
    refused(capsys, "report", copy, copy / COMPARISON, words)


@pytest.mark.parametrize("text", ["{", "[]", "\x00", "[" * 100_000])
def test_what_is_no_json_is_damaged(copy, capsys, text):
    for file in (COMPARISON, RUN):
        (copy / file).write_text(text)
        refused(capsys, "report", (copy / file).parent, copy / file, "damaged (")
        shutil.copy(copy / "unwatched" / "run.json", copy / RUN)


def test_an_arm_that_is_gone_is_named(copy, capsys):
    (copy / RUN).unlink()
    refused(capsys, "report", copy, copy / RUN, "missing", "again: glasshouse compare")
    code, _, err = say(capsys, "verify", copy)
    assert code == 1
    assert f"{copy / RUN}: " in err


@pytest.mark.parametrize("content", [b"", b"PAR1 and nothing more", None])
@pytest.mark.parametrize(
    "file", ["comparison.parquet", "attribution.parquet", "ban/daily.parquet", "ban/people.parquet"]
)
def test_a_table_that_cannot_be_read_is_the_file_that_is_named(copy, capsys, file, content):
    """None: another table under its name, whole, and without its columns."""
    path = copy / file
    if content is None:
        shutil.copy(copy / "baseline" / "measures.parquet", path)
    else:
        path.write_bytes(content)
    refused(capsys, "report", path.parent, path, "damaged (", f"'glasshouse verify {path.parent}'")


@pytest.mark.parametrize("file", ["comparison.parquet", "ban/daily.parquet"])
def test_a_table_that_is_gone_is_named(copy, capsys, file):
    (copy / file).unlink()
    refused(capsys, "report", (copy / file).parent, copy / file, "it is missing", "again: glasshouse compare")


def test_a_whole_table_cut_in_the_middle_is_named(copy, capsys):
    """Its end, where a reader looks first, is as it was."""
    path = copy / "comparison.parquet"
    content = bytearray(path.read_bytes())
    content[4 : len(content) // 3] = bytes(len(content) // 3 - 4)
    path.write_bytes(content)
    refused(capsys, "report", copy, path, "damaged (", "changed")
