"""What a worker process does with what comes through its pipe, and how its threads tell where they are."""

from __future__ import annotations

import pickle
import time
from multiprocessing import Pipe
from threading import Barrier, Thread

import pytest

from glasshouse.cluster import progress_channel
from glasshouse.cluster.progress_channel import ProgressReporter
from glasshouse.cluster.serve_work import DONE, RAISED, ReportLine, calling_off, piece, take
from glasshouse.errors import StoppedError


@pytest.fixture
def ends():
    """The coordinator's end of a pipe, and the way back from the worker's."""
    ours, theirs = Pipe()
    with ours, theirs:
        yield ours, ReportLine(theirs)


def test_what_is_called_off_late_leaves_the_next_piece_alone(ends):
    ours, line = ends
    assert line.begin(8)
    ours.send_bytes(calling_off(7))
    assert not line.unwanted()
    ours.send_bytes(calling_off(8))
    assert line.unwanted()
    assert line.unwanted(), "another thread hears of it too"
    assert line.begin(9)
    assert not line.unwanted()
    ours.close()
    assert line.unwanted(), "whoever gave the work is gone"


def test_what_is_called_off_before_it_comes_is_not_done(ends):
    ours, line = ends
    take(line, calling_off(2))
    take(line, piece(1, divmod, (7, 2)))
    take(line, piece(2, divmod, (7, 2)))
    assert [pickle.loads(ours.recv_bytes()) for _ in range(2)] == [(DONE, (3, 1)), (DONE, None)]
    assert not ours.poll(), "a piece that is called off has one answer"


@pytest.mark.parametrize(
    ("ended", "told", "words"),
    [(SystemExit(3), StoppedError, "SystemExit: 3"), (KeyboardInterrupt(), KeyboardInterrupt, "")],
)
def test_work_that_would_end_its_process_does_not_end_the_coordinator(ends, ended, told, words):
    ours, line = ends
    take(line, piece(1, leave, (ended,)))
    kind, error = pickle.loads(ours.recv_bytes())
    assert (kind, type(error), str(error)) == (RAISED, told, words)


def leave(error):
    raise error


class Sensitive:
    """A pipe that bears one message at a time."""

    busy, clashes, sent = False, 0, 0

    def send_bytes(self, content):
        self.clashes += self.busy
        self.busy = True
        time.sleep(0.002)
        self.busy, self.sent = False, self.sent + 1


def in_threads(work, many=4):
    start = Barrier(many)
    threads = [Thread(target=lambda: (start.wait(), work())) for _ in range(many)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def test_messages_of_several_threads_do_not_mix():
    pipe = Sensitive()
    line = ReportLine(pipe)  # type: ignore[arg-type]
    in_threads(lambda: line.tell("topic", (1, 2)))
    assert (pipe.sent, pipe.clashes) == (4, 0)


class Slow(float):
    """A number with which a comparison takes its time."""

    def __gt__(self, other):
        time.sleep(0.01)
        return float(self) > other


def test_one_of_several_threads_tells_of_a_moment(ends, monkeypatch):
    ours, line = ends
    monkeypatch.setattr(progress_channel, "line", lambda: line)
    monkeypatch.setattr(progress_channel, "_SELDOM", Slow(60))
    reporter = ProgressReporter("topic")
    reporter.last = -1000.0
    in_threads(lambda: reporter(1, 2))
    assert ours.poll()
    ours.recv_bytes()
    assert not ours.poll()
