from __future__ import annotations

import threading

import pytest

from glasshouse.folders.background_writer import BackgroundWriter


def test_jobs_are_done_in_order_and_before_leaving():
    done: list[int] = []
    with BackgroundWriter(waiting=1) as behind:
        for number in range(20):
            behind.do(lambda number=number: done.append(number))
    assert done == list(range(20))


def test_at_most_so_many_jobs_wait():
    gate, started = threading.Event(), []
    threading.Timer(0.2, gate.set).start()
    with BackgroundWriter(waiting=1) as behind:
        for number in range(4):
            behind.do(lambda number=number: (started.append(number), gate.wait(5)))
            if number == 1:
                assert not gate.is_set()
        assert gate.is_set()  # the third had to wait for the first
    assert started == [0, 1, 2, 3]


def test_after_a_failure_nothing_more_is_done_and_it_is_raised():
    done: list[int] = []

    def fail() -> None:
        raise OSError("full")

    def run() -> None:
        with BackgroundWriter() as behind:
            for job in (lambda: done.append(1), fail, lambda: done.append(2)):
                behind.do(job)

    with pytest.raises(OSError, match="full"):
        run()
    assert done == [1]


def test_what_was_handed_over_is_done_even_when_the_caller_is_stopped():
    done: list[int] = []

    def run() -> None:
        with BackgroundWriter() as behind:
            behind.do(lambda: done.append(1))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    assert done == [1]
