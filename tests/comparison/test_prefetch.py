from __future__ import annotations

import threading
import time
from contextlib import closing

import pytest

from glasshouse.comparison.prefetch import AbandonedError, prefetch


def test_results_come_in_order_however_long_each_takes():
    def work(task, check):
        time.sleep(0.02 * (5 - task))
        return task * task

    assert list(prefetch(range(5), work, 3)) == [(n, n * n) for n in range(5)]


@pytest.mark.parametrize("at_once", [1, 3])
def test_so_many_are_under_way_and_no_more(at_once):
    lock, now, most = threading.Lock(), [0], [0]

    def work(task, check):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.02)
        with lock:
            now[0] -= 1

    list(prefetch(range(9), work, at_once))
    assert most[0] == at_once


def test_what_fails_is_raised_in_its_turn_and_the_rest_is_abandoned():
    ended, before = [], threading.active_count()

    def work(task, check):
        if task == 1:
            raise KeyboardInterrupt
        if task > 1:
            try:
                while True:
                    check()
                    time.sleep(0.001)
            except AbandonedError:
                ended.append(task)
                raise
        return task

    found = []

    def consume() -> None:
        with closing(prefetch(range(20), work, 3)) as results:
            found.extend(results)

    with pytest.raises(KeyboardInterrupt):
        consume()
    assert found == [(0, 0)]
    assert set(ended) <= {2, 3, 4}
    assert threading.active_count() <= before


def test_a_caller_that_stops_early_abandons_what_is_under_way():
    began, ended = threading.Event(), threading.Event()

    def work(task, check):
        try:
            while task:
                began.set()
                check()
                time.sleep(0.001)
        except AbandonedError:
            ended.set()
            raise

    with closing(prefetch([0, 1], work, 2)) as results:
        next(results)
        assert began.wait(5)
    assert ended.is_set()
