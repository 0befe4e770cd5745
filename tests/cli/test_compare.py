from __future__ import annotations

import csv
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

import pytest

import glasshouse
from glasshouse.cli.main import status
from glasshouse.comparison.comparison import open_comparison
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.runs import execute_run
from grammar import facts

SMALL = ("--population", "300", "--days", "6", "--replicates", "2", "--threads", "1")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def say(capsys, *arguments):
    code = status(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_a_comparison_prints_sentences_then_two_tables_and_leaves_a_numbered_folder(here, capsys):
    code, out, err = say(capsys, "compare", "as-described", "human-review", "cameras.enabled=true", *SMALL)
    assert (code, err) == (0, "")
    order = [
        *("not a forecast", "Leaves out", "human review, ", "nobody differs", " ban, "),
        *("What differs", "Sanctioned", "Human review", "newly harmed", "Human review"),
        *("2 replicates", "Report  runs/001-as-described-compared/report.html", "Again   glasshouse compare"),
    ]
    assert re.search(facts(" … ".join(order)), out, re.DOTALL)
    assert not set(out) & set("╭│─\x1b")
    assert (here / "runs" / "001-as-described-compared" / "report.html").is_file()


def test_without_arms_ban_and_unwatched_are_compared(here, capsys):
    code, out, _ = say(capsys, "compare", "as-described", *SMALL, "--out", "worlds")
    assert code == 0
    assert " ban, " in out
    assert "never existed, " in out
    assert open_comparison("worlds").arms == ("ban", "unwatched")


def test_json_is_one_document_with_everything(here, capsys):
    code, out, err = say(capsys, "compare", "as-described", "ban@3", *SMALL, "--out", "worlds", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["note"] == NOT_A_FORECAST
    assert (found["population"], found["days"], found["replicates"], found["label"]) == (300, 6, 2, "hypothetical")
    assert [arm["name"] for arm in found["arms"]] == ["baseline", "ban@3", "ban", "unwatched"]
    later = found["arms"][1]
    assert later["past"]["day"] == 3
    assert later["digest"]
    assert set(later["measures"]["sanctioned"]) == {
        *("unit", "baseline", "arm_value", "difference", "people_spared", "people_newly_harmed", "people_changed")
    }
    assert set(later["measures"]["sanctioned"]["people_spared"]) == {"count", "value", "low", "high"}
    assert later["measures"]["duration"]["unit"] == "days"
    assert isinstance(later["measures"]["any"]["people_changed"]["count"], int)
    compared = open_comparison(found["folder"])
    assert later["measures"]["chilled"]["difference"]["value"] == compared.figure("ban@3", "chilled").value


def test_set_reaches_every_arm_and_is_kept_in_the_command(here, capsys):
    sets = ("--set", "internet.enabled=false", "--set", "cameras.total=1e+8")
    assert say(capsys, "compare", "as-described", "as-documented", *SMALL, *sets, "--out", "worlds")[0] == 0
    compared = open_comparison("worlds")
    assert compared.manifest["command"].endswith("--set internet.enabled=false --set cameras.total=1e+8")
    for arm in ("baseline", *compared.arms):
        assert compared.run(arm).scenario.switches["internet.enabled"] is False


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("as-describe",), "'as-describe' … 'as-described'?"),
        (("as-described", "human-reviw"), "'human-reviw' … 'human-review'?"),
        (("as-described", "camera.enabled=false"), "'camera.enabled' … 'cameras.enabled'?"),
        (("as-described", "ban", "ban"), "'ban' … twice"),
        (("as-described", "ban@900"), "'900' … not within"),
        (("as-described", "hong-kong-2020"), "'hong-kong-2020' … hong-kong … china"),
        (("as-described", "missing.yaml"), "missing.yaml: … no such file"),
        (("as-described", "--population", "0"), "--population 0"),
        (("as-described", "--replicates", "0"), "--replicates 0"),
        (("as-described", "--sed", "1"), "--sed"),
        (("as-described", "--attribute", "--population", "50001"), "50,000 people"),
        (("as-described", "--part", "tier"), "--part tier: … 'tiers'?"),
        ((), "scenario"),
    ],
)
def test_bad_input_is_one_line_exit_2_and_leaves_nothing(here, capsys, arguments, words):
    code, out, err = say(capsys, "compare", *arguments)
    assert (code, out) == (2, "")
    assert re.search(facts(words), err, re.IGNORECASE)
    assert err.startswith("glasshouse: ")
    assert err.count("\n") == 1
    assert list(here.iterdir()) == []


def test_an_existing_out_is_refused(here, capsys):
    (here / "there").mkdir()
    code, _, err = say(capsys, "compare", "as-described", *SMALL, "--out", "there")
    assert code == 2
    assert "exists already" in err
    assert list((here / "there").iterdir()) == []


def test_a_failure_is_exit_1_with_one_line_and_what_is_whole_can_be_reported(here, capsys, monkeypatch):
    real, count = execute_run.simulate_one, iter(range(100))

    def simulate_one(plan, number, watch=None):
        if next(count) == 4:
            raise KeyboardInterrupt
        return real(plan, number, watch)

    monkeypatch.setattr(execute_run, "simulate_one", simulate_one)
    code, out, err = say(capsys, "compare", "as-described", *SMALL, "--out", "worlds")
    assert (code, out) == (1, "")
    assert re.search(facts("interrupted … worlds: 1 of 2 replicates … 'glasshouse report worlds'"), err)
    assert err.count("\n") == 1
    monkeypatch.undo()
    assert status(["report", str(here / "worlds")]) == 0
    assert status(["verify", str(here / "worlds")]) == 0


def test_verify_and_report_take_a_comparison(here, capsys):
    say(capsys, "compare", "as-described", *SMALL, "--replicates", "1", "--out", "worlds")
    assert "of 3 arms" in say(capsys, "verify", "worlds")[1]
    with (here / "worlds" / "picture.svg").open("a") as file:
        file.write("more")
    code, _, err = say(capsys, "verify", "worlds")
    assert code == 1
    assert "picture.svg was changed" in err
    assert say(capsys, "report", "worlds")[0] == 0
    assert say(capsys, "verify", "worlds")[0] == 0
    (here / "worlds" / "ban" / "run.json").unlink()
    code, _, err = say(capsys, "verify", "worlds")
    assert (code, err.count("worlds"), err.count("\n")) == (1, 1, 1)


@pytest.mark.slow
def test_attribution_is_shown_after_the_comparison(here, capsys):
    code, out, _ = say(capsys, "compare", "as-described", *SMALL, "--out", "worlds", "--attribute")
    assert code == 0
    assert out.index("What differs") < out.index("What each sensor")
    assert "attribution.parquet" in open_comparison("worlds").manifest["files"]
    assert say(capsys, "verify", "worlds")[0] == 0


def test_named_parts_are_attributed_alone_and_stand_in_the_report_and_as_csv(here, capsys):
    parts = ("--part", "tiers", "--part", "false-flags")
    code, out, _ = say(capsys, "compare", "as-described", *SMALL, "--replicates", "1", "--out", "worlds", *parts)
    assert code == 0
    assert "Informants" not in out.split("of these parts")[1]
    assert open_comparison("worlds").manifest["command"].endswith("--attribute --part tiers --part false-flags")
    again = glasshouse.compare("as-described", population=300, days=6, replicates=1, out="again", attribute=parts[1::2])
    assert again.manifest["command"] == open_comparison("worlds").manifest["command"]
    assert (here / "again" / "tables" / "attribution.csv").is_file()
    assert say(capsys, "verify", "worlds")[0] == 0
    page = (here / "worlds" / "report.html").read_text(encoding="utf-8")
    assert "What each part adds" in page
    for name in ("attribution", "attribution-alone"):
        rows = list(csv.reader((here / "worlds" / "tables" / f"{name}.csv").open(encoding="utf-8-sig")))
        assert [row[:2] for row in rows[1:3]] == [
            ["Gates closed by tiers", "rule"],
            ["Ordinary posts flagged", "error"],
        ]
    shares = list(csv.reader((here / "worlds" / "tables" / "attribution.csv").open(encoding="utf-8-sig")))
    for column in range(2, len(shares[0]) - 1, 3):
        first, second, together = (float(row[column]) for row in shares[1:4])
        assert first + second == pytest.approx(together, abs=0.02)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of Unix")
def test_on_a_terminal_there_is_a_panel_and_the_bar_leaves_no_trace(tmp_path):
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "glasshouse.cli.main", "compare", "as-described", *SMALL, "--out", "worlds"]
    done = subprocess.Popen(
        command, stdout=follower, stderr=follower, cwd=tmp_path, env={**os.environ, "TERM": "xterm"}
    )
    os.close(follower)
    shown = b""
    while select.select([leader], [], [], 120)[0]:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    assert done.wait() == 0
    text = shown.decode()
    assert "╭" in text
    assert "replicate 1 of 2" in text
    assert "•" in text


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM ends a process at once there")
def test_a_scheduler_s_signal_keeps_what_was_finished(tmp_path):
    sizes = ("--population", "20000", "--days", "60", "--replicates", "500", "--threads", "1")
    command = [sys.executable, "-m", "glasshouse.cli.main", "compare", "as-described", *sizes, "--out", "worlds"]
    done = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    parts = tmp_path / "worlds" / "unwatched" / ".parts"
    until = time.monotonic() + 120
    while not list(parts.glob("000001-*")) and time.monotonic() < until:
        time.sleep(0.05)
    done.send_signal(signal.SIGTERM)
    _, err = done.communicate(timeout=60)
    assert done.returncode == 1
    assert re.search(r"interrupted.* worlds: \d+ of 500 replicates", err)
    assert open_comparison(tmp_path / "worlds").status == "interrupted"
    assert not list(tmp_path.rglob("*.part"))


def test_ctrl_c_while_reports_are_written_says_what_is_there_and_how_it_goes_on(here, capsys, monkeypatch):
    """An interruption after the days: what is whole is said, and whoever finishes it says what it did."""
    from glasshouse import report_files

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(report_files, "write_missing", interrupted)
        code, out, err = say(capsys, "compare", "as-described", *SMALL, "--out", "worlds")
    assert (code, out, err.count("\n")) == (1, "", 1)
    for words in ("figures are whole", "interrupted", "'glasshouse resume worlds'"):
        assert words in err
    code, out, err = say(capsys, "resume", "worlds")
    assert (code, err) == (0, "")
    assert "nothing left" not in out
    assert "is written" in out
    assert (here / "worlds" / "ban" / "report.html").is_file()
    assert "nothing left" in say(capsys, "resume", "worlds")[1]
