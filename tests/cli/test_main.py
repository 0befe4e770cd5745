from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import time

import pytest

from glasshouse.cli import checking, main
from glasshouse.cli.commands import COMMANDS, command
from glasshouse.cli.explain import explanation
from glasshouse.cli.main import status
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.runs import execute_run
from glasshouse.scenario import PARAMETERS, load, preset_names
from grammar import facts
from runs import fakes
from tampering import edit

SMALL = ("--population", "4000", "--days", "8", "--replicates", "2", "--threads", "1")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working folder, and a stand-in for the engine, whose days cannot be simulated again."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(execute_run, "simulate_one", fakes.simulator())
    monkeypatch.setattr(checking, "replay_sample", lambda *_: ("", []))
    return tmp_path


def say(capsys, *arguments):
    code = status(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_a_run_prints_the_headline_people_first_and_leaves_a_numbered_folder(here, capsys):
    code, out, err = say(capsys, "run", "as-described", *SMALL)
    assert (code, err) == (0, "")
    assert NOT_A_FORECAST in out
    assert "Of every 10,000 people" in out
    assert "Leaves out" in out
    run = json.loads((here / "runs" / "001-as-described" / "run.json").read_text())
    assert run["digest"] in out
    assert run["status"] == "finished"
    assert (here / "runs" / "001-as-described" / "report.html").is_file()
    assert run["command"].endswith("--population 4000 --days 8 --seed 1 --replicates 2")


def test_a_piped_headline_is_plain(here, capsys):
    _, out, _ = say(capsys, "run", "as-described", *SMALL)
    assert not set(out) & set("╭│─\x1b")


def test_set_is_repeatable_and_kept_in_the_command(here, capsys):
    code, _, _ = say(
        capsys, "run", "as-described", *SMALL, "--set", "cameras.enabled=false", "--set", "internet.enabled=false"
    )
    assert code == 0
    run = json.loads((here / "runs" / "001-as-described" / "run.json").read_text())
    assert run["command"].endswith("--set cameras.enabled=false --set internet.enabled=false")
    assert run["scenario"]["cameras"]["enabled"] is False


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "as-describe"), "'as-describe' … 'as-described'?"),
        (("run", "missing.yaml"), "missing.yaml: … no such file"),
        (("run", "as-described", "--set", "camera.enabled=false"), "cameras"),
        (("run", "as-described", "--set", "cameras.total"), "--set"),
        (("run", "as-described", "--population", "-5"), "--population -5"),
        (("run", "as-described", "--population", "many"), "--population"),
        (("run", "as-described", "--shards", "40"), "--shards 40"),
        (("run", "as-described", "--device", "cuda"), "--device cuda"),
        (("run",), "scenario"),
        (("rum",), "rum"),
        (("run", "as-described", "--sed", "1"), "--sed"),
        (("explain", "cameras.totl"), "'cameras.totl' … 'cameras.total'?"),
        (("report", "nowhere"), "nowhere: … run.json"),
        (("verify", "nowhere"), "nowhere: … run.json"),
        (("resume", "nowhere"), "nowhere: … no such folder"),
        (("new", "mine.yaml", "--from", "as-descibed"), "'as-descibed' … 'as-described'?"),
    ],
)
def test_bad_input_is_one_line_exit_2_and_leaves_nothing(here, capsys, arguments, words):
    code, out, err = say(capsys, *arguments)
    assert (code, out) == (2, "")
    assert re.search(facts(words), err, re.IGNORECASE)
    assert err.startswith("glasshouse: ")
    assert err.count("\n") == 1
    assert list(here.iterdir()) == []


def test_an_existing_or_impossible_out_is_refused(here, capsys):
    (here / "there").mkdir()
    (here / "file").write_text("x")
    assert say(capsys, "run", "as-described", *SMALL, "--out", "there")[0] == 2
    code, _, err = say(capsys, "run", "as-described", *SMALL, "--out", "file/below")
    assert code == 2
    assert "cannot be written" in err
    assert list((here / "there").iterdir()) == []


def test_ctrl_c_is_exit_1_with_one_line(here, capsys, monkeypatch):
    monkeypatch.setattr(execute_run, "simulate_one", fakes.simulator(1, KeyboardInterrupt()))
    code, out, err = say(capsys, "run", "as-described", *SMALL)
    assert (code, out) == (1, "")
    assert "it was interrupted" in err
    assert "'glasshouse resume runs/001-as-described'" in err
    assert err.count("\n") == 1
    assert say(capsys, "report", "runs/001-as-described")[0] == 0
    monkeypatch.setattr(execute_run, "simulate_one", fakes.simulator())
    code, out, err = say(capsys, "resume", "runs/001-as-described")
    assert (code, err) == (0, "")
    assert "Of every 10,000 people" in out
    code, out, err = say(capsys, "resume", "runs/001-as-described")
    assert (code, err) == (0, "")
    assert re.match(facts("runs/001-as-described: … finished … nothing left"), out)


def test_ctrl_c_while_the_report_is_written_says_what_is_there_and_how_it_goes_on(here, capsys, monkeypatch):
    """An interruption after the days: what is whole is said, and whoever finishes it says what it did."""
    from glasshouse import report_files

    def interrupted(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(report_files, "write_report", interrupted)
        code, out, err = say(capsys, "run", "as-described", *SMALL)
    path = "runs/001-as-described"
    assert (code, out, err.count("\n")) == (1, "", 1)
    for words in ("the figures are whole", "interrupted", f"'glasshouse resume {path}'", f"'glasshouse report {path}'"):
        assert words in err
    code, out, err = say(capsys, "resume", path)
    assert (code, err) == (0, "")
    assert "nothing left" not in out
    assert "is written" in out
    assert (here / path / "report.html").is_file()
    assert "nothing left" in say(capsys, "resume", path)[1]


@pytest.mark.parametrize("at", ["open_run", "rewrite_report"])
def test_ctrl_c_between_the_days_and_the_report_is_told_so_too(here, capsys, monkeypatch, at):
    from glasshouse import report_files

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(report_files, at, interrupted)
        code, _, err = say(capsys, "run", "as-described", *SMALL)
    assert code == 1
    assert "the figures are whole" in err


def test_a_fault_in_the_report_leaves_a_finished_run(here, capsys, monkeypatch):
    from glasshouse import report_files

    def broken(_):
        raise TypeError("no such thing")

    monkeypatch.setattr(report_files, "write_report", broken)
    code, _, err = say(capsys, "run", "as-described", *SMALL)
    assert code == 1
    assert "the figures are whole" in err
    assert say(capsys, "verify", "runs/001-as-described")[0] == 0


def test_verify_says_what_was_changed(here, capsys):
    say(capsys, "run", "as-described", *SMALL, "--out", "run")
    assert say(capsys, "verify", "run")[0] == 0
    with (here / "run" / "report.html").open("a") as file:
        file.write("more")
    code, _, err = say(capsys, "verify", "run")
    assert code == 1
    assert "report.html was changed" in err
    say(capsys, "report", "run")
    assert say(capsys, "verify", "run")[0] == 0


def test_new_writes_a_scenario_that_runs(here, capsys):
    assert say(capsys, "new", "mine.yaml", "--from", "as-documented")[0] == 0
    assert say(capsys, "new", "mine.yaml")[0] == 2
    assert say(capsys, "run", "mine.yaml", *SMALL)[0] == 0


def test_explain_gives_value_unit_range_source_layer_and_stage(capsys):
    code, out, _ = say(capsys, "explain", "cameras.total")
    assert code == 0
    for words in ("200,000,000 cameras", "range", "New York Times", "confidence", "as-described", "'observe'"):
        assert words in out
    assert "assumed" in say(capsys, "explain", "people.assemblies")[1]
    assert "command line" in say(capsys, "explain", "cameras.total", "--set", "cameras.total=5")[1]
    assert "cameras.total = " in say(capsys, "explain", "cameras")[1]


def test_explain_says_how_much_the_headline_moves(capsys):
    out = say(capsys, "explain", "face_recognition.false_match_rate")[1]
    assert re.search(facts("wrongfully (people of 10,000) … 20,000 … people … 365 days"), out)
    assert re.search(r"[\d.]+ as it is.* [\d.]+ at the low end.* [\d.]+ at the high end", out)
    assert "no range" in say(capsys, "explain", "score.maximum", "--set", "score.maximum=1300")[1]
    small = ("--set", "days=3", "--set", "people.trips=2.2")
    assert "200,000 invented people" in say(capsys, "explain", "internet.false_flag", *small)[1]


def test_scenarios_lists_the_presets_with_their_labels(capsys):
    out = say(capsys, "scenarios")[1]
    assert "as-documented  (documented)" in out
    assert "as-described  (hypothetical)" in out


def test_without_arguments_the_help_is_shown_and_nothing_else(capsys):
    code, out, err = say(capsys)
    assert (code, err) == (2, "")
    assert "scenarios" in out


def test_version(capsys):
    code, out, _ = say(capsys, "--version")
    assert (code, out) == (0, "glasshouse 0.1.0\n")


DRAWING = ("altair", "vl_convert", "fastapi", "uvicorn", "rocrate", "typst")
HEAVY = ("pyarrow", "polars", *DRAWING)


@pytest.mark.parametrize(
    ("commands", "without"),
    [
        (["--help"], ("pydantic", "numpy", "numba", *HEAVY)),
        (["scenarios", "new --help", "explain cameras"], HEAVY),
        (["bench --help", "demo --help", "story --help", "validate --help"], DRAWING),
    ],
)
def test_a_command_loads_no_library_that_it_does_not_need(commands, without):
    code = "import sys; from glasshouse.cli.main import status\n"
    for words in commands:
        code += f"status({words.split()}); print('loaded', [name for name in {without} if name in sys.modules])\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [line for line in done.stdout.splitlines() if line.startswith("loaded")] == ["loaded []"] * len(commands)


def test_the_package_runs_as_the_command():
    done = subprocess.run([sys.executable, "-m", "glasshouse", "rum"], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "'run'" in done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_module_and_says_what_it_does(name, capsys):
    assert command(name).name == name
    assert status([name, "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert COMMANDS[name].does in said


def test_the_demo_answers_with_the_real_engine(tmp_path):
    began = time.monotonic()
    command = [sys.executable, "-m", "glasshouse.cli.main", "demo"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "In this one run" in done.stdout
    assert time.monotonic() - began < 60
    assert list(tmp_path.iterdir()) == []


def test_bench_says_how_fast_this_machine_is(capsys):
    assert status(["bench", "--population", "2000", "--days", "2", "--threads", "1"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("as-described, 2,000 people, 2 days, 1 thread\n")
    assert "million person-days/s" in said
    assert re.search(r"[\d.]+ s to build", said)


def test_bench_refuses_what_cannot_be_run(capsys):
    assert status(["bench", "as-describd"]) == 2
    assert "as-described" in capsys.readouterr().err
    assert status(["bench", "--population", "0"]) == 2


def test_with_pdf_a_run_leaves_one_and_says_where(here, capsys):
    code, out, err = say(capsys, "run", "as-described", *SMALL, "--pdf", "--out", "run")
    assert (code, err) == (0, "")
    assert "run/report.html and run/report.pdf" in out.replace("\\", "/")
    assert (here / "run" / "report.pdf").read_bytes().startswith(b"%PDF")
    before = (here / "run" / "report.pdf").read_bytes()
    code, out, _ = say(capsys, "report", "run", "--pdf")
    assert code == 0
    assert all(f"run/report.{kind}" in out.replace("\\", "/") for kind in ("html", "pdf"))
    assert (here / "run" / "report.pdf").read_bytes() == before
    code, out, _ = say(capsys, "verify", "run")
    assert code == 0


def test_a_report_of_what_is_no_run_is_refused_in_one_line(here, capsys):
    (here / "empty").mkdir()
    code, out, err = say(capsys, "report", "empty", "--pdf")
    assert (code, out) == (2, "")
    assert re.fullmatch(facts("glasshouse: empty: … run.json") + ".*\n", err)
    assert list((here / "empty").iterdir()) == []


# Kind: one number that is read in one place and refused in another.
@pytest.mark.parametrize("number", ["4e3", "4_000", "4000.0", "4000"])
def test_options_read_whole_numbers_as_files_do(here, capsys, number):
    code, _, err = say(capsys, "run", "as-described", *SMALL, "--population", number)
    assert (code, err) == (0, "")
    assert json.loads((here / "runs" / "001-as-described" / "run.json").read_text())["population"] == 4000


@pytest.mark.parametrize("number", ["5_", "2.5", "1e", "0x10", "true", "many", "٣", "nan", ""])
@pytest.mark.parametrize("option", ["--population", "--days", "--seed", "--replicates", "--threads", "--shards"])
def test_options_refuse_what_is_no_whole_number(here, capsys, option, number):
    code, out, err = say(capsys, "run", "as-described", option, number)
    assert (code, out) == (2, "")
    assert option in err
    assert "whole number" in err


# Kind: a message as long as what somebody wrote.
LONG = "x" * 3000


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", LONG),
        ("run", f"{LONG}.yaml"),
        ("run", f"a/{LONG}"),
        ("run", "as-described", "--set", LONG),
        ("run", "as-described", "--set", f"{LONG}={LONG}"),
        ("run", "as-described", "--set", f"cameras.total={LONG}"),
        ("run", "as-described", "--population", LONG),
        ("run", "as-described", "--out", LONG),
        ("run", "as-described", f"--{LONG}"),
        (LONG,),
        ("compare", "as-described", LONG),
        ("compare", "as-described", f"{LONG}.yaml"),
        ("compare", "as-described", f"{LONG}+{LONG}"),
        ("compare", "as-described", f"ban@{LONG}"),
        ("compare", "as-described", f"{LONG}=3"),
        ("compare", "as-described", f"cameras.total={LONG}"),
        ("compare", "as-described", " ".join([LONG] * 3)),
        ("explain", LONG),
        ("new", "mine.yaml", "--from", LONG),
        ("new", f"{LONG}.yaml"),
        ("validate", LONG),
        ("validate", f"{LONG}.yaml"),
        ("study", LONG),
        ("study", f"{LONG}.yaml"),
        ("story", LONG),
        ("verify", LONG),
        ("report", LONG),
        ("resume", LONG),
        ("assess", LONG),
        ("package", LONG),
    ],
)
def test_no_message_is_as_long_as_what_was_written(here, capsys, arguments):
    code, out, err = say(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert len(err) < 900
    assert not any(here.iterdir())


@pytest.mark.parametrize("stem", ["thr=0.05", "plan: b", "y" * 90])
def test_a_run_of_a_file_with_any_name_can_be_read_again(here, capsys, stem):
    (here / f"{stem}.yaml").write_text("glasshouse: 1\nextends: as-described\n")
    assert say(capsys, "run", f"{stem}.yaml", *SMALL)[0] == 0
    (folder,) = (here / "runs").iterdir()
    for one in ("report", "verify", "resume"):
        assert say(capsys, one, str(folder))[0] == 0
    _, out, _ = say(capsys, "new", f"{stem}.yml")
    assert shlex.split(out)[-3:] == ["glasshouse", "run", f"{stem}.yml"]
    assert say(capsys, "run", f"{stem}.yml", *SMALL)[0] == 0


@pytest.mark.parametrize("value", ["abc", "", "-1", "nan", "inf"])
@pytest.mark.parametrize("command", [("run", "as-described"), ("compare", "as-described", "human-review")])
def test_a_bad_environment_variable_is_refused_before_anything_is_made(here, capsys, monkeypatch, command, value):
    """Something that can be known at the start is looked at late: nothing may be left behind."""
    monkeypatch.setenv("GLASSHOUSE_CHECKPOINT_SECONDS", value)
    code, out, err = say(capsys, *command, *SMALL)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "GLASSHOUSE_CHECKPOINT_SECONDS" in err
    assert list(here.iterdir()) == []


def test_a_bad_environment_variable_is_refused_before_a_run_goes_on(here, capsys, monkeypatch):
    code, _, _ = say(capsys, "run", "as-described", *SMALL)
    file = here / "runs" / "001-as-described" / "run.json"
    edit(file.parent, status="interrupted")
    before = file.read_text()
    monkeypatch.setenv("GLASSHOUSE_CHECKPOINT_SECONDS", "soon")
    code, _, err = say(capsys, "resume", "runs/001-as-described")
    assert (code, "GLASSHOUSE_CHECKPOINT_SECONDS" in err) == (2, True)
    assert file.read_text() == before


@pytest.mark.parametrize("name", preset_names())
def test_explain_names_no_file_that_nobody_can_open(name):
    """Kind of fault: a name from inside the code, here of a base that presets share, is told to people."""
    scenario = load(name)
    one_of_each_layer = {scenario.parameters[key].layer: key for key in PARAMETERS}
    told = [explanation(key, scenario) for key in one_of_each_layer.values()]
    assert not [line for text in told for line in text.splitlines() if "set by" in line and line.split()[2][0] == "_"]
    assert [text for text in told if f"({scenario.title})" in text]


def test_no_failure_is_as_long_as_an_exception_s_text(capsys, monkeypatch):
    """Kind of fault: a message is bounded where it was foreseen, and not where it was not."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("x" * 100_000 + "\nmore")

    monkeypatch.setattr(main, "app", fail)
    code, out, err = say(capsys, "scenarios")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert len(err) < 1000
    assert err.endswith("(GLASSHOUSE_DEBUG=1 shows where.)\n")
