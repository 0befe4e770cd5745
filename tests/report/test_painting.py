"""Drawings come from a process of their own, and whatever ends it ends nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from glasshouse import children
from glasshouse.report import painting
from glasshouse.report.painting import Painter

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


@pytest.fixture
def painter():
    found = Painter()
    yield found
    found.close()


def test_it_draws_and_keeps_its_process(painter):
    first = painter.draw("svg_to_png", DOT)
    process = painter._process
    assert first.startswith(b"\x89PNG")
    assert painter.draw("svg_to_png", DOT) == first
    assert painter._process is process


def test_what_cannot_be_drawn_is_said_and_the_next_is_drawn(painter):
    with pytest.raises(ValueError, match=r"."):
        painter.draw("svg_to_png", "no drawing")
    assert painter.draw("svg_to_png", DOT)


# Kind: a library that ends the process, and with it the caller's.
def test_a_process_that_dies_is_one_sentence_and_the_next_drawing_has_a_new_one(painter, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(painting, "COMMAND", [sys.executable, "-c", "import os; os.abort()"])
        with pytest.raises(ChildProcessError, match="has ended"):
            painter.draw("svg_to_png", DOT)
    assert painter.draw("svg_to_png", DOT)
    painter._process.kill()
    painter._process.wait()
    assert painter.draw("svg_to_png", DOT)


def test_an_answer_that_nobody_waited_for_is_not_the_next_one(painter, monkeypatch):
    painter.draw("svg_to_png", DOT)

    class Interrupted:
        def __init__(self, pipe):
            self.close = pipe.close

        def readline(self):
            raise KeyboardInterrupt

    monkeypatch.setattr(painter._process, "stdout", Interrupted(painter._process.stdout))
    with pytest.raises(KeyboardInterrupt):
        painter.draw("svg_to_png", DOT)
    assert painter._process is None
    assert painter.draw("svg_to_png", DOT)


@pytest.mark.skipif(os.name != "posix", reason="there is no such signal for one process there")
def test_ctrl_c_leaves_it_to_the_process_that_asked(painter):
    painter.draw("svg_to_png", DOT)
    process = painter._process
    process.send_signal(signal.SIGINT)
    assert painter.draw("svg_to_png", DOT)
    assert painter._process is process


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit address space")
def test_under_a_limit_of_address_space_the_caller_lives_on():
    code = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
from glasshouse.report.chart_drawing import Chart, named
chart = Chart(make=lambda width: named().mark_bar().encode(x="people:Q"), words="", data={"rows": [{"people": 3}]})
try:
    chart.drawing()
except ChildProcessError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], env=children.environment(), capture_output=True, text=True, check=True
    )
    assert "ulimit -v" in done.stdout
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
