"""Worker processes that cannot begin are told of; nobody waits for them."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import Future
from functools import partial
from threading import Thread

import pytest

from glasshouse.cluster import worker_processes
from glasshouse.cluster.join_workers import joined
from glasshouse.cluster.placement import Placement
from glasshouse.cluster.worker_processes import WorkerProcesses
from glasshouse.errors import BadInputError


class EndsUnbegun:
    """A spawned process on Windows that ends before it takes its end of the pipe, which so stays open here."""

    pid, exitcode = 1, 1

    def __init__(self, held, target, args, daemon):
        self.held, (self.theirs,) = held, args

    def start(self):
        self.held.append(os.dup(self.theirs.fileno()))
        self.sentinel, other = os.pipe()
        os.close(other)
        self.held.append(self.sentinel)

    def join(self, timeout):
        pass


class CannotStart(EndsUnbegun):
    pid = None

    def start(self):
        raise KeyError("something else")


class Context:
    Pipe = staticmethod(multiprocessing.Pipe)

    def __init__(self, kind):
        self.held = []
        self.Process = partial(kind, self.held)

    def set_forkserver_preload(self, names):
        pass


def within(seconds, call):
    """What a call returns or raises; ``TimeoutError`` where it waits on and on."""
    found = Future()

    def settle():
        try:
            found.set_result(call())
        except BaseException as error:
            found.set_exception(error)

    Thread(target=settle, daemon=True).start()
    return found.result(seconds)


@pytest.mark.skipif(os.name == "nt", reason="a pipe stands for the end of a process")
@pytest.mark.parametrize(("kind", "fault"), [(EndsUnbegun, EOFError), (CannotStart, KeyError)])
def test_nobody_waits_for_processes_that_do_not_begin(monkeypatch, kind, fault):
    context = Context(kind)
    monkeypatch.setattr(worker_processes.multiprocessing, "get_context", lambda name: context)
    processes = WorkerProcesses(2, lambda *news: None)
    try:
        assert within(10, processes.ready) is False
        assert isinstance(processes.fault, fault)
    finally:
        for each in context.held:
            os.close(each)
        processes.close()


def test_a_process_that_may_start_no_other_says_so(monkeypatch):
    """That is, one of a ``multiprocessing.Pool``."""
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    with pytest.raises(BadInputError, match=r"^workers=2: a process of a multiprocessing\.Pool may start no others"):
        within(10, joined(Placement(workers=2)).__enter__)
    processes = WorkerProcesses(1, lambda *news: None)
    assert within(10, processes.ready) is False
    assert isinstance(processes.fault, AssertionError)
    processes.close()


def test_after_the_end_nobody_waits_for_them():
    processes = WorkerProcesses(1, lambda *_: None)
    assert processes.ready()
    processes.close()
    assert not processes.ready()
