"""Kind of fault: what is taken off a text in one place goes through in another."""

from __future__ import annotations

from pathlib import Path

import pytest

from glasshouse.cli import lines
from glasshouse.controls import CONTROLS, UNFIT, replaced
from glasshouse.lab.damaged import damaged
from glasshouse.lab.sentences import shortened

ODD = ["\x00", "\x1b", "\x7f", "\x9b", "\u061c", "\u200e", "\u200f", "\u2028", "\u202e", "\u2066", "\ud800", "\ufeff"]


@pytest.mark.parametrize("letter", ODD, ids=ascii)
def test_no_way_to_a_terminal_or_a_page_lets_it_through(letter, capsys):
    text = f"a{letter}b"
    lines.say(text)
    lines.complain(text)
    said = (*capsys.readouterr(), shortened(text), str(damaged(text, Path("runs/a"), ValueError(text))), replaced(text))
    assert [letter in one for one in said] == [False] * 5
    assert shortened(text) == "a b"


def test_lines_and_tabs_stay_on_a_terminal_and_become_a_space_on_a_page():
    assert (replaced("a\tb\nc"), shortened("a\t\n\x1bb")) == ("a\tb\nc", "a b")


def test_a_scenario_may_hold_the_marks_of_languages_written_from_the_right():
    assert UNFIT.search("\u061c\u200e\u200f") is None
    assert all(CONTROLS.search(letter) for letter in ODD)
