"""Every command on folders that somebody spoilt: one clear line, and nothing outside read, written or removed.

The kind: trust in what stands in a folder that somebody else may have filled.
"""

from __future__ import annotations

import shutil

import pytest

import glasshouse
from glasshouse.cli.main import status
from glasshouse.folders import json_files
from glasshouse.runs import run_description
from hostile import folders
from hostile.conftest import contents
from tampering import edit

#: What commands do with a folder; {} is the folder, and what they write goes beside it.
COMMANDS = (
    "verify {}",
    "report {}",
    "resume {} --threads 1",
    "story {} --random --threads 1",
    "story {} --falsely-matched --threads 1",
    "assess {} --template fria --out {}.md --format md",
    "package {} --out {}.zip",
    "report {} --pdf",
)
#: Odd, and no reason to refuse: the text is shown as text, and what stands in the file of a lock holds nobody up.
FINE = {"title-is-markup", "lock-is-odd", "lock-is-deep"}
#: What was half kept is run again, and said so.
MENDED = {"part-is-deep"}
#: Seen by those alone who read that table.
UNREAD = {"measures-are-odd"}
#: The first of them are tried in the quick tests too, on every third folder.
QUICK = COMMANDS[:3]
FOLDERS = [("run", name) for name in folders.RUNS] + [("comparison", name) for name in folders.COMPARISONS]
MAKERS = {"run": folders.RUNS, "comparison": folders.COMPARISONS}


def is_clear(line: str, place: str) -> bool:
    return line.isprintable() and 20 < len(line.replace(place, "")) < 800 and "Traceback" not in line


def each_with(commands: tuple[str, ...], id: str, folders: list[tuple[str, str]], *marks) -> list:
    return [pytest.param(commands, *one, id=f"{one[1]}-{id}", marks=marks) for one in folders]


@pytest.mark.parametrize(
    ("commands", "kind", "name"),
    [*each_with(QUICK, "quick", FOLDERS[::3]), *each_with(COMMANDS, "all", FOLDERS, pytest.mark.slow)],
)
@pytest.mark.usefixtures("undrawn")
def test_each_command_says_in_one_line_what_is_wrong_and_leaves_all_else_alone(
    commands, kind, name, whole_run, whole_comparison, tmp_path, capsys, recwarn
):
    whole = whole_run if kind == "run" else whole_comparison
    before = contents(whole)
    folder = folders.spoil(whole, tmp_path, MAKERS[kind][name])
    outside = contents(tmp_path / "outside")
    said = {}
    for command in commands:
        code = status(command.replace("{}", str(folder)).split())
        out, err = capsys.readouterr()
        assert contents(tmp_path / "outside") == outside, command
        assert "\x1b" not in out + err, command
        assert "\x07" not in out + err, command
        if code:
            faults = (err or out).splitlines()
            assert all(is_clear(line, str(tmp_path)) for line in faults), (command, out, err)
            assert len(faults) == 1 or command.startswith("verify"), (command, out, err)
        assert folders.SECRET not in out + err, command
        said[command.split()[0]] = max(code, said.get(command.split()[0], 0))
    fine = name in FINE | MENDED or (commands == QUICK and name in UNREAD)
    assert any(said.values()) != fine, said
    assert not list(tmp_path.rglob(".*.part"))
    assert contents(whole) == before
    assert not [str(warning.message) for warning in recwarn.list if "glasshouse" in str(warning.filename)]


def test_a_shipped_preset_keeps_its_label(tmp_path, capsys):
    """The hash of the rules leaves out the label: a claim that can be checked only against the preset itself."""
    folder = glasshouse.run("as-described", population=200, days=2, replicates=1, threads=1, out=tmp_path / "run").path
    assert status(["verify", str(folder)]) == 0
    scenario = {**json_files.read_json(folder / run_description.NAME)["scenario"], "label": "documented"}
    edit(folder, label="documented", scenario=scenario)
    assert status(["verify", str(folder)]) == 1
    assert "as-described" in capsys.readouterr().err


def test_a_report_gives_no_hash_to_a_folder_that_carries_none(whole_run, tmp_path, capsys):
    """What one command finds wrong, another must not set right unseen."""
    folder = folders.spoil(whole_run, tmp_path, folders.RUNS["hash-taken-out"])
    assert status(["verify", str(folder)]) == 1
    assert status(["report", str(folder)]) == 0
    assert status(["verify", str(folder)]) == 1


@pytest.mark.parametrize(
    "place",
    [
        *("value=5", "x[1]"),
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in ("measure=x", "replicate=1", "day=3", "group=all", "value=0.05", "a*")
        ),
    ],
)
def test_a_folder_s_path_is_no_column_and_no_pattern(place, whole_run, whole_comparison, tmp_path, capsys):
    """Readers of Parquet take KEY=VALUE in a path for a column, and * or [1] for a pattern."""
    (tmp_path / "x1" / "run").mkdir(parents=True)
    (tmp_path / "x1" / "run" / "daily.parquet").write_bytes(b"another")
    for whole in (whole_run, whole_comparison):
        folder = shutil.copytree(whole, tmp_path / place / whole.name)
        assert status(["report", str(folder)]) == 0
        assert status(["verify", str(folder)]) == 0
        assert (folder / "report.html").read_bytes() == (whole / "report.html").read_bytes()
    folder = tmp_path / place / whole_run.name
    assert status(["assess", str(folder), "--template", "fria", "--out", f"{folder}.md", "--format", "md"]) == 0
    assert status(["story", str(folder), "--falsely-matched", "--threads", "1"]) == 0
