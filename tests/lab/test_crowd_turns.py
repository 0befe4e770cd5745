"""One crowd at a time, the latest wish of a tab first, and nothing lived twice."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from glasshouse.lab.crowd import crowd_turns as module
from glasshouse.lab.crowd.crowd_run import SupersededError
from glasshouse.lab.crowd.crowd_turns import BusyError, Turns
from glasshouse.lab.crowd.machine_settings import CrowdState, MachineSettings


class Slow:
    """Lives a crowd until it is let go, or superseded."""

    def __init__(self) -> None:
        self.began, self.go, self.simulated = threading.Semaphore(0), threading.Event(), []

    def __call__(self, world: Any, superseded: Any) -> Any:
        self.simulated.append(world.machine.seed)
        self.began.release()
        while not self.go.wait(0.005):
            if superseded():
                raise SupersededError
        return object()


def asked(turns: Turns, machine: MachineSettings, tab: str) -> tuple[threading.Thread, list]:
    said: list = []

    def ask() -> None:
        try:
            said.append(turns.crowd(machine, tab))
        except (SupersededError, BusyError) as error:
            said.append(type(error))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    return thread, said


def test_a_later_wish_of_the_same_tab_ends_the_one_before_even_while_it_is_lived():
    slow = Slow()
    turns = Turns(slow)
    first, said = asked(turns, MachineSettings(seed=1), "a")
    assert slow.began.acquire(timeout=5)
    second, last = asked(turns, MachineSettings(seed=2), "a")
    first.join(5)
    assert said == [SupersededError]
    assert slow.began.acquire(timeout=5)
    slow.go.set()
    second.join(5)
    assert slow.simulated == [1, 2]
    assert len(last) == 1


def test_of_many_wishes_that_wait_only_the_last_is_lived():
    slow = Slow()
    turns = Turns(slow)
    other, _ = asked(turns, MachineSettings(seed=9), "b")
    assert slow.began.acquire(timeout=5)
    waiting = [asked(turns, MachineSettings(seed=k), "a") for k in range(5)]
    for thread, said in waiting[:-1]:
        thread.join(5)
        assert said == [SupersededError]
    slow.go.set()
    for thread in (other, waiting[-1][0]):
        thread.join(5)
    assert slow.simulated == [9, 4]


def test_another_tab_waits_for_its_turn_and_gets_it():
    slow = Slow()
    turns = Turns(slow)
    first, one = asked(turns, MachineSettings(seed=1), "a")
    second, two = asked(turns, MachineSettings(seed=2), "b")
    assert slow.began.acquire(timeout=5)
    slow.go.set()
    first.join(5)
    second.join(5)
    assert sorted(slow.simulated) == [1, 2]
    assert SupersededError not in (*one, *two)


def test_what_was_lived_is_kept_and_the_oldest_forgotten(monkeypatch):
    monkeypatch.setattr(module, "MOST_KEPT", 2)
    slow = Slow()
    slow.go.set()
    turns = Turns(slow)
    for seed in (1, 2, 1, 3, 1, 2):
        turns.crowd(MachineSettings(seed=seed))
    assert slow.simulated == [1, 2, 3, 2]


def test_more_than_can_wait_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_WAITING", 1)
    slow = Slow()
    turns = Turns(slow)
    threads = [asked(turns, MachineSettings(seed=1), "")[0]]
    assert slow.began.acquire(timeout=5)
    threads.append(asked(turns, MachineSettings(seed=2), "")[0])
    while turns._waiting < 1:
        pass
    with pytest.raises(BusyError):
        turns.crowd(MachineSettings(seed=3))
    slow.go.set()
    for thread in threads:
        thread.join(5)
    assert slow.simulated == [1, 2]


def test_a_crowd_that_failed_is_nobody_s_turn_any_more():
    def fails(world: Any, superseded: Any) -> Any:
        raise MemoryError

    turns = Turns(fails)
    for _ in range(2):
        with pytest.raises(MemoryError):
            turns.crowd(MachineSettings())


def test_a_guess_makes_no_other_crowd():
    assert CrowdState(guess=3, seed=2).machine() == MachineSettings(seed=2)
    assert hash(CrowdState(seed=2).machine()) == hash(MachineSettings(seed=2))


def test_a_page_does_not_wait_for_long():
    slow = Slow()
    turns = Turns(slow)
    assert turns.soon(MachineSettings(), 0.01) is None
    assert turns.soon(MachineSettings(), 0.01) is None
    assert slow.simulated == [1], "asked for once, however often the page looks"
    slow.go.set()
    crowd = turns.soon(MachineSettings(), 5)
    assert crowd is not None
    assert turns.soon(MachineSettings(), 0) is crowd


def test_what_went_wrong_is_heard():
    def fails(world: Any, superseded: Any) -> Any:
        raise MemoryError

    with pytest.raises(MemoryError):
        Turns(fails).soon(MachineSettings(), 5)
