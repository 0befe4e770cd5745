from __future__ import annotations

import json
import re
import signal
import subprocess
import sys

import pytest

from glasshouse.cli.main import status
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.studies import execute_study
from glasshouse.studies.study_points import simulate_point
from grammar import facts
from studies.small import THREE, written

TEXT = f"method: latin-hypercube\npoints: 20\noutputs: [unlawful_acts]\n{THREE}"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def say(capsys, *arguments):
    code = status(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_a_study_prints_its_readings_and_leaves_a_numbered_folder(here, capsys):
    written(here, TEXT)
    code, out, err = say(capsys, "study", "small.yaml", "--threads", "1")
    assert (code, err) == (0, "")
    assert f"Label: hypothetical. {NOT_A_FORECAST}" in out
    assert "assumptions that matter most" in out
    assert "people.offences" in out
    assert "How to read it" in out
    assert (here / "runs" / "001-small-study" / "points.parquet").is_file()
    code, out, _ = say(capsys, "resume", "runs/001-small-study")
    assert code == 0
    assert re.match(facts("runs/001-small-study: … finished … nothing left"), out)


def test_json_is_one_document(here, capsys):
    written(here, TEXT)
    code, out, _ = say(capsys, "study", "small.yaml", "--json", "--points", "16", "--out", "there")
    assert code == 0
    found = json.loads(out)
    assert found["note"] == NOT_A_FORECAST
    assert (found["points"], found["folder"]) == (16, "there")
    assert found["command"] == "glasshouse study small.yaml --points 16"
    assert found["readings"]["outputs"][0]["drivers"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("study", "what-drives"), "'what-drives' … 'what-drives-wrongful'?"),
        (("study", "small.yaml", "--points", "3"), "needs at least 16 points"),
        (("study", "absent.yaml"), "absent.yaml: … no such file"),
        (("study", "small.yaml", "--out", "taken"), "taken"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(here, capsys, arguments, says):
    written(here, TEXT)
    (here / "taken").mkdir()
    (here / "taken" / "mine").write_text("")
    code, out, err = say(capsys, *arguments)
    assert (code, out) == (2, "")
    assert re.search(facts(says), err)
    assert err.count("\n") == 1
    assert {path.name for path in here.iterdir()} == {"small.yaml", "taken"}


def test_ctrl_c_keeps_what_was_lived_and_resume_ends_it(here, capsys, monkeypatch):
    written(here, TEXT)

    def interrupted(study, number, places):
        if number == 5:
            raise KeyboardInterrupt
        return simulate_point(study, number, places)

    monkeypatch.setattr(execute_study, "simulate_point", interrupted)
    code, _, err = say(capsys, "study", "small.yaml", "--threads", "1", "--out", "there")
    assert code == 1
    assert re.search(facts("interrupted … there: 5 of 20 points … 'glasshouse resume there'"), err)
    monkeypatch.setattr(execute_study, "simulate_point", simulate_point)
    code, out, _ = say(capsys, "resume", "there")
    assert code == 0
    assert "The people are invented" in out
    say(capsys, "study", "small.yaml", "--threads", "2", "--out", "whole")
    for name in ("points.parquet", "indices.parquet"):
        assert (here / "there" / name).read_bytes() == (here / "whole" / name).read_bytes()


@pytest.mark.slow
def test_a_study_that_is_killed_goes_on(here, capsys):
    written(here, TEXT.replace("points: 20", "points: 600"))
    command = [sys.executable, "-m", "glasshouse.cli.main", "study", "small.yaml", "--out", "there", "--threads", "1"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while not list((here / "there" / ".parts").glob("*.parquet") if (here / "there").exists() else ()):
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    code, out, err = say(capsys, "resume", "there")
    assert (code, err) == (0, "")
    assert "600 points" in out
