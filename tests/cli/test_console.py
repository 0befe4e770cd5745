"""What reaches a terminal or a pipe: whole words and numbers, in letters that can be written, and no commands."""

from __future__ import annotations

import ast
import io
import json
import re
import sys
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

import glasshouse.cli
from glasshouse.cli import checking, console, lines
from glasshouse.cli.main import status
from glasshouse.runs import execute_run
from runs import fakes

SMALL = ("--population", "4000", "--days", "8", "--replicates", "2", "--threads", "1")
HOSTILE = "\x1b]0;pwned\x07\x9b31m\u202e"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working folder, and a stand-in for the engine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(execute_run, "simulate_one", fakes.simulator())
    monkeypatch.setattr(checking, "replay_sample", lambda *_: ("", []))
    return tmp_path


@pytest.fixture
def spoken(monkeypatch):
    """Runs a command with streams of an encoding; its status, output and errors."""

    def run(encoding, *arguments):
        streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2)]
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", streams[0])
            patch.setattr(sys, "stderr", streams[1])
            code = status(list(arguments))
            for stream in streams:
                stream.flush()
        return code, *(stream.buffer.getvalue().decode(encoding) for stream in streams)

    return run


# Kind: a letter that the output cannot write ends a command after its work is done.
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_a_run_prints_its_digest_in_any_encoding(here, spoken, encoding):
    code, out, err = spoken(encoding, "run", "as-described", *SMALL)
    assert (code, err) == (0, "")
    digest = json.loads((here / "runs" / "001-as-described" / "run.json").read_text(encoding="utf-8"))["digest"]
    assert f"Digest  {digest}" in out


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize(
    "words",
    [
        ("scenarios",), ("scenarios", "--safeguards"), ("explain", "cameras.total"), ("--help",), ("run", "−\udcff"),
        ("validate", "cardiff-final-2017", "--draws", "40", "--json"),
    ],
)  # fmt: skip
def test_other_commands_do_not_fail_of_it(here, spoken, encoding, words):
    code, out, err = spoken(encoding, *words)
    assert code == (2 if words[0] == "run" else 0)
    assert "codec" not in err
    assert out or err
    if "--json" in words:
        assert json.loads(out)["tables"]


# Kind: what is piped is laid out as if somebody looked at it on a narrow terminal.
@pytest.mark.parametrize("columns", ["0", "40"])
def test_what_is_piped_is_whole_however_wide_the_terminal(here, spoken, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    said = {}
    for words in (("run", "as-described", *SMALL), ("scenarios",), ("validate", "cardiff-final-2017", "--draws", "40")):
        code, out, _ = spoken("utf-8", *words)
        assert code == 0
        said[words[0]] = out
    assert "Sanctioned" in said["run"]
    for out in said.values():
        assert not any(word.endswith("…") for word in out.split())
    monkeypatch.setenv("COLUMNS", "200")
    assert spoken("utf-8", "scenarios")[1] == said["scenarios"]


class Terminal(io.StringIO):
    def isatty(self):
        return True


# Kind: a number that is cut is another number.
@pytest.mark.parametrize("columns", ["0", "5", "20", "40", "200"])
def test_on_a_narrow_terminal_words_and_numbers_are_whole(monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.setenv(name, "1" if name == "NO_COLOR" else "xterm")
    file = Terminal()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Group", no_wrap=True)
    for name in ("Sanctioned wrongly", "Misidentified"):
        table.add_column(name, justify="right")
    table.add_row("Everybody here", "1,252,252", Text("252\n(199 to 313)"))
    console.output(file=file).show(table)
    for word in ("Everybody here", "1,252,252", "252", "Sanctioned", "Misidentified", "199", "313"):
        assert word in file.getvalue()
    assert "…" not in file.getvalue()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", file.getvalue())
    assert max(map(len, plain.splitlines())) <= max(int(columns) or 80, 40)


# Kind: a table of many scenarios that nobody can read in a page or a mail.
def test_a_table_that_is_piped_wraps_its_words_and_cuts_none():
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Scenario", overflow="fold")
    for name in range(8):
        table.add_column(f"Figure {name}", justify="right")
    table.add_row(
        "China, as a blog post described it, with human review, appeal, a ban and no cameras", *["12,345"] * 8
    )
    file = io.StringIO()
    console.output(file=file).show(table)
    lines = file.getvalue().splitlines()
    assert max(map(len, lines)) <= console.WIDEST_TABLE
    assert file.getvalue().count("12,345") == 8
    assert "described" in file.getvalue()


# Kind: characters from a file that a terminal obeys.
def test_a_title_reaches_no_terminal_as_a_command(here, spoken, capsys):
    spoken("utf-8", "run", "as-described", *SMALL, "--out", "run")
    path = here / "run" / "run.json"
    run = json.loads(path.read_text(encoding="utf-8"))
    run["scenario"]["title"] = run["title"] = f"A city {HOSTILE}"
    run["version"] = run["command"] = f"0.1.0{HOSTILE}"
    path.write_text(json.dumps(run), encoding="utf-8")
    (here / f"{HOSTILE}.yaml").write_text(f"glasshouse: 1\n{json.dumps(HOSTILE)}: 3\n", encoding="utf-8")
    for words in (
        ("report", "run"), ("verify", "run"), ("resume", "run"), ("assess", "run"), ("package", "run"),
        ("run", f"{HOSTILE}.yaml"), ("run", "as-described", "--set", f"{HOSTILE}=1"), (HOSTILE,),
        ("explain", HOSTILE), ("story", HOSTILE), ("validate", HOSTILE), ("study", HOSTILE), ("new", HOSTILE),
    ):  # fmt: skip
        _, out, err = spoken("utf-8", *words)
        assert not set(out + err) & set("\x1b\x07\x9b\u202e"), words
    shown = console.output(file=Terminal())
    shown.print(Text(f"title {HOSTILE}"), f"[red]{HOSTILE}")
    plain = shown.file.getvalue()
    assert not set(plain) & set("\x07\x9b\u202e")
    assert "\x1b]" not in plain
    assert "[red]" in plain  # nor as markup


def test_json_is_whole_and_escaped(capsys):
    content = {"title": HOSTILE + "é−", "a": [1, None]}
    lines.document(content)
    out = capsys.readouterr().out
    assert json.loads(out) == content
    assert not set(out) & set("\x1b\x07\x9b\u202e")
    assert "é−" in out


def test_every_command_prints_through_the_shared_console():
    """A bare print would bring back what files hold."""
    for path in Path(glasshouse.cli.__file__).parent.glob("*.py"):
        if path.name in ("lines.py", "console.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in ("print", "typer.echo", "Console", "sys.stdout.write"), (
                    f"{path.name}: {node.lineno}"
                )


def test_a_line_that_the_terminal_breaks_goes_on_set_in(monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    for terminal in (True, False):
        written = io.StringIO()
        written.isatty = lambda terminal=terminal: terminal
        drawn = console.output(file=written)
        drawn.hang(Text("a-preset  (documented)  A title of several words"))
        drawn.set_in(Text("A sentence that is longer than thirty columns."), 4)
        shown = written.getvalue().splitlines()
        assert [len(line) - len(line.lstrip()) for line in shown] == ([0, 2, 4, 4] if terminal else [0, 4])
        assert max(map(len, shown)) <= 30 or not terminal
