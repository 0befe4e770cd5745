"""``glasshouse story``: what it prints, and how each mistake becomes one line."""

from __future__ import annotations

import json
import re

import pytest

import glasshouse
from glasshouse.cli.main import status
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.stories import story
from grammar import facts
from model.runs import BUSY


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("cli") / "run"
    return str(glasshouse.run("as-described", population=800, days=40, replicates=1, set=BUSY, out=place).path)


def say(capsys, *arguments):
    code = status(["story", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_story_is_printed_with_its_first_and_last_line(folder, capsys):
    code, out, err = say(capsys, folder, "--wrongly-sanctioned")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert re.match(r"The person .*invented.*not a forecast\.$", lines[0])
    assert lines[-1] == NOT_A_FORECAST
    assert "Why doors closed on" in out
    assert "Mass detention" in out
    assert max(map(len, lines)) <= 96
    assert "\x1b" not in out


def test_two_worlds_side_by_side(folder, capsys):
    code, out, _ = say(capsys, folder, "--random", "--under", "ban.date=2019-12-10")
    assert code == 0
    assert "Two lives" in out
    assert max(map(len, out.splitlines())) <= 96


def test_json_alone_is_printed(folder, capsys):
    _, out, _ = say(capsys, folder, "12", "--json")
    assert json.loads(out)["person"]["number"] == 12


def test_a_page_is_written_once(folder, capsys, tmp_path, monkeypatch):
    page = tmp_path / "page.html"
    assert say(capsys, folder, "12", "--html", str(page)) == (0, f"{page} is written.\n", "")
    monkeypatch.setattr(
        story, "tell_story", lambda *a, **k: pytest.fail("the file is there, so nothing need be simulated again")
    )
    code, out, err = say(capsys, folder, "12", "--html", str(page))
    assert (code, out) == (2, "")
    assert "exists already" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "in one way: … number, --wrongly-sanctioned"),
        (("3", "--random"), "in one way"),
        (("800",), "numbered 0 to 799"),
        (("x",), "person"),
        (("--random", "--another", "-1"), "--another -1: … from 0"),
        (("3", "--html", "no/such/folder.html"), "there is no folder"),
        (("3", "--under", "camera.enabled=false"), "cameras"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(folder, capsys, arguments, words):
    code, out, err = say(capsys, folder, *arguments)
    assert (code, out) == (2, "")
    assert re.search(facts(words), err)
    assert err.startswith("glasshouse: ")
    assert err.count("\n") == 1


def test_no_run_there(capsys, tmp_path):
    code, _, err = say(capsys, str(tmp_path), "3")
    assert code == 2
    assert re.match(facts(f"glasshouse: {tmp_path}: … run.json"), err)


def test_ctrl_c_is_one_line_and_exit_1(folder, capsys, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(story, "replay", interrupted)
    code, out, err = say(capsys, folder, "3")
    assert (code, out) == (1, "")
    assert re.fullmatch(facts(f"glasshouse: {folder}: interrupted") + ".*\n", err)


def test_ctrl_c_is_one_line_elsewhere_too(capsys, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("glasshouse.cli.preset_list.list_presets", interrupted)
    assert status(["scenarios"]) == 1
    assert capsys.readouterr().err == "glasshouse: interrupted.\n"
