"""One process writes a folder at a time, and a dead one holds nothing up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from glasshouse.results import lock as locks
from glasshouse.results.errors import BadInputError
from glasshouse.results.lock import Lock
from grammar import facts


def taken(folder) -> bool:
    try:
        Lock(folder).take()
    except BadInputError:
        return False
    return True


@pytest.fixture
def other(tmp_path):
    """Another process that holds the folder."""
    code = "import sys; from pathlib import Path; from glasshouse.results.lock import Lock; "
    code += "Lock(Path(sys.argv[1])).take(); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(tmp_path)]
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_living_process_keeps_others_out_and_a_killed_one_does_not(tmp_path, other):
    with pytest.raises(BadInputError, match=facts(f"something is writing it … process {other.pid}")):
        Lock(tmp_path).take()
    other.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    while locks._born(other.pid):  # a zombie holds nothing either: nobody has waited for it yet
        time.sleep(0.01)
    assert taken(tmp_path)
    assert not taken(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".lock-000002"]


def test_of_many_who_find_a_dead_lock_one_takes_it(tmp_path):
    dead = {"process": 2**22 + 1, "since": "1", "on": locks._host()}
    (tmp_path / ".lock-000004").write_text(json.dumps(dead))
    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(lambda _: taken(tmp_path), range(64))) == 1


def test_a_number_that_another_process_has_now_is_not_taken_for_the_holder(tmp_path):
    (tmp_path / ".lock-000001").write_text(json.dumps({"process": os.getpid(), "since": "1", "on": locks._host()}))
    assert taken(tmp_path)


def test_a_lock_without_words_holds_for_some_seconds(tmp_path):
    path = tmp_path / ".lock-000001"
    path.touch()
    assert not taken(tmp_path)
    os.utime(path, (0, 0))
    assert taken(tmp_path)


def test_another_machine_s_lock_is_kept_and_its_file_named(tmp_path):
    (tmp_path / ".lock-000001").write_text(json.dumps({"process": 1, "since": "1", "on": "elsewhere"}))
    with pytest.raises(BadInputError, match=facts("another machine … delete … .lock-000001")):
        Lock(tmp_path).take()


def test_what_was_not_taken_is_not_released(tmp_path):
    held = Lock(tmp_path)
    held.take()
    Lock(tmp_path).release()
    assert not taken(tmp_path)
    held.release()
    held.release()
    assert list(tmp_path.iterdir()) == []
