"""One process writes a folder at a time, and a dead one holds nothing up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from errno import ENOSYS
from pathlib import Path

import pytest

from glasshouse.errors import BadInputError
from glasshouse.folders.lock import NAME, Lock, is_written
from grammar import facts


def taken(folder: Path) -> Lock | None:
    """A lock that now holds the folder; None where something else does."""
    lock = Lock(folder)
    try:
        lock.take()
    except BadInputError:
        return None
    return lock


@pytest.fixture
def other(tmp_path):
    """Another process that holds the folder."""
    code = "import sys; from pathlib import Path; from glasshouse.folders.lock import Lock; "
    code += "lock = Lock(Path(sys.argv[1])); lock.take(); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(tmp_path)]
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def killed(process: subprocess.Popen[str]) -> None:
    """Kill a process, and wait until the system has ended it; nobody fetches its exit status, so it stays a zombie."""
    process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    assert process.stdout is not None
    process.stdout.read()  # until its end of the pipe is closed
    time.sleep(0.05)


def test_a_living_process_keeps_others_out_and_a_killed_one_does_not(tmp_path, other):
    assert is_written(tmp_path)
    with pytest.raises(BadInputError, match=facts(f"something is writing it … process {other.pid}")):
        Lock(tmp_path).take()
    killed(other)
    assert not is_written(tmp_path)
    held = taken(tmp_path)
    assert held
    assert not taken(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_of_many_who_find_a_dead_lock_one_takes_it(tmp_path):
    (tmp_path / NAME).write_text(f"{2**22 + 1}\n")
    with ThreadPoolExecutor(16) as pool:
        held = list(pool.map(lambda _: taken(tmp_path), range(64)))
    assert sum(lock is not None for lock in held) == 1


def test_one_that_looks_does_not_turn_a_writer_away(tmp_path):
    (tmp_path / NAME).touch()
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(lambda: [is_written(tmp_path) for _ in range(500)])
        while not looking.done():
            held = taken(tmp_path)
            assert held
            held.release()
            (tmp_path / NAME).touch()


def test_no_two_hold_a_folder_while_locks_come_and_go(tmp_path):
    """The file goes with each holder: whoever waited for it must not take the one that is gone."""
    inside: list[int] = []

    def often(_: int) -> int:
        found = 0
        for _ in range(40):
            if held := taken(tmp_path):
                inside.append(1)
                assert len(inside) == 1
                inside.pop()
                held.release()
                found += 1
        return found

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(often, range(8))) > 40


@pytest.mark.parametrize("words", [b"", b"1e999\nelsewhere\n", b"[" * 100_000, b"\xff\xfe"])
def test_what_stands_in_the_file_of_a_lock_holds_nobody_up(words, tmp_path):
    (tmp_path / NAME).write_bytes(words)
    assert taken(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no flock to be without")
@pytest.mark.filterwarnings("ignore:flock not supported")
def test_without_flock_the_dead_hold_nothing_and_another_machine_s_lock_stays(tmp_path, monkeypatch):
    import fcntl

    def missing(*_: object) -> None:
        raise OSError(ENOSYS, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", missing)
    held = taken(tmp_path)
    assert held
    with pytest.raises(BadInputError, match=facts(f"process {os.getpid()}")):
        Lock(tmp_path).take()
    held.release()
    assert list(tmp_path.iterdir()) == []
    for host, free in ((held_by_host(tmp_path), True), ("elsewhere", False)):
        (tmp_path / NAME).write_text(f"{2**22 + 1}\n{host}\n")
        lock = taken(tmp_path)
        assert bool(lock) is free
        if lock:
            lock.release()


def held_by_host(folder: Path) -> str:
    """What the soft lock calls this machine."""
    held = taken(folder)
    assert held
    host = (folder / NAME).read_text().splitlines()[1]
    held.release()
    return host


def test_what_was_not_taken_is_not_released(tmp_path):
    held = Lock(tmp_path)
    held.take()
    Lock(tmp_path).release()
    assert not taken(tmp_path)
    held.release()
    held.release()
    assert list(tmp_path.iterdir()) == []
