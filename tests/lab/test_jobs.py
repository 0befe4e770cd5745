"""The lab's queue: each job a process of its own; whatever dies, no finished run is lost."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

import glasshouse
from glasshouse.errors import BadInputError
from glasshouse.lab import folder_library
from glasshouse.lab import job_process as process
from glasshouse.lab import jobs as module
from glasshouse.lab.jobs import Jobs, NotHereError, Order, QueueFullError

QUICK = Order(population=400, days=4, replicates=2)
#: Long enough to be stopped in the middle of, however fast the machine.
LONG = Order(population=300_000, days=1_000, replicates=5)


@pytest.fixture
def jobs(lab):
    queue = Jobs(lab)
    yield queue
    queue.close()


def until(condition, seconds=90.0):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.02)
    return found


def under_way(jobs, id):
    """A job whose days are being lived."""
    return until(lambda: (job := jobs.get(id)).done > 0 and job)


class Fake:
    """A process that says what it is told to; ``live`` in a job's place."""

    def __init__(self, monkeypatch, *said, code=0):
        script = f"import sys\nsys.stdin.readline()\nprint({chr(10).join(said)!r}, flush=True)\nsys.exit({code})"
        monkeypatch.setattr(process, "COMMAND", [sys.executable, "-c", script])


@pytest.mark.slow
def test_a_job_is_lived_and_says_how_far_it_is(jobs, lab):
    job = jobs.submit(QUICK)
    assert (job.status, job.total, job.population) in [("waiting", 8, 400), ("running", 8, 400)]
    done = jobs.wait(job.id, 120)
    assert (done.status, done.done, done.seconds_left) == ("finished", 8, None)
    assert done.link == f"/run?run={done.folder}"
    run = folder_library.run_named(lab, done.folder)
    assert (
        run.digest == glasshouse.run("as-described", population=400, days=4, replicates=2, out=lab.folder / "b").digest
    )
    assert (run.path / "report.html").is_file()


def test_a_process_that_is_killed_is_told_and_the_next_has_its_turn(jobs, monkeypatch):
    Fake(monkeypatch, '{"done": 3}', code=7)
    first, second = jobs.submit(QUICK), jobs.submit(QUICK)
    done = jobs.wait(first.id)
    assert done.status == "failed"
    assert "ended with status 7" in done.message
    assert "Nothing is left" in done.message
    assert jobs.wait(second.id).status == "failed"


def test_a_process_that_says_why_is_quoted(jobs, monkeypatch):
    Fake(monkeypatch, "no json", '{"end": "failed", "message": "No room."}', code=1)
    assert jobs.wait(jobs.submit(QUICK).id).message == "No room."


def test_a_process_that_cannot_be_started_is_told(jobs, monkeypatch):
    monkeypatch.setattr(process, "COMMAND", ["/nowhere/python"])
    assert jobs.wait(jobs.submit(QUICK).id).message.endswith(f"{os.strerror(errno.ENOENT)}.")


def test_the_time_left_is_reckoned_from_the_speed(jobs, monkeypatch):
    clock = iter(range(0, 100, 10))
    monkeypatch.setattr(module, "monotonic", lambda: float(next(clock)))
    Fake(monkeypatch, '{"done": 2}', '{"done": 4}')
    seen = []
    monkeypatch.setattr(Jobs, "_say", _noting(seen, Jobs._say))
    jobs.wait(jobs.submit(QUICK).id)
    left = [facts["seconds_left"] for facts in seen if "seconds_left" in facts]
    assert left == [None, 20.0, None]  # two days in ten seconds, four days left; ended


def _noting(seen, say):
    def noted(self, entry, **facts):
        seen.append(facts)
        say(self, entry, **facts)

    return noted


def test_a_full_queue_refuses_and_a_waiting_job_can_be_cancelled(lab, monkeypatch):
    monkeypatch.setattr(process, "COMMAND", [sys.executable, "-c", "import sys; sys.stdin.read()"])
    jobs = Jobs(replace(lab, most_waiting=2))
    first = jobs.submit(QUICK)
    until(lambda: jobs.get(first.id).status == "running")
    second, third = jobs.submit(QUICK), jobs.submit(QUICK)
    assert [jobs.get(job.id).ahead for job in (first, second, third)] == [0, 1, 2]
    with pytest.raises(QueueFullError, match="2 jobs are waiting already"):
        jobs.submit(QUICK)
    assert jobs.cancel(second.id).status == "cancelled"
    assert jobs.cancel(second.id).status == "cancelled"  # twice is no harm
    assert jobs.get(third.id).ahead == 1
    fourth = jobs.submit(QUICK)
    assert [job.id for job in jobs.all()] == [job.id for job in (fourth, third, second, first)]
    jobs.close()
    assert {job.status for job in jobs.all()} == {"cancelled"}
    with pytest.raises(QueueFullError, match="closing"):
        jobs.submit(QUICK)


def test_a_process_that_does_not_stop_is_killed(jobs, monkeypatch):
    monkeypatch.setattr(module, "GRACE", 0.2)
    monkeypatch.setattr(process, "COMMAND", [sys.executable, "-c", "import time; time.sleep(60)"])
    job = jobs.submit(QUICK)
    until(lambda: jobs.get(job.id).status == "running")
    jobs.cancel(job.id)
    assert jobs.wait(job.id, 10).status == "cancelled"


def test_only_so_many_ended_jobs_are_remembered(jobs, monkeypatch):
    monkeypatch.setattr(module, "REMEMBERED", 1)
    Fake(monkeypatch, '{"end": "finished"}')
    ids = []
    for _ in range(3):
        ids.append(jobs.submit(QUICK).id)
        jobs.wait(ids[-1])
    assert [job.id for job in jobs.all()] == [ids[2], ids[1]]  # one that has ended, and the last
    with pytest.raises(NotHereError, match="among the runs"):
        jobs.get(ids[0])


def test_bad_orders_never_wait(jobs):
    with pytest.raises(BadInputError):
        jobs.submit(replace(QUICK, days=5_000))
    assert jobs.all() == []


@pytest.mark.slow
def test_cancelled_in_the_middle_it_can_be_gone_on_with_to_the_same_result(jobs, lab):
    long = replace(LONG, population=20_000, days=400, replicates=3)
    job = jobs.submit(long)
    under_way(jobs, job.id)
    assert "Stopping" in jobs.cancel(job.id).message
    done = jobs.wait(job.id)
    assert done.status == "cancelled"
    assert re.search(r"(of 3 replicates|No replicate was whole).* go on", done.message)
    entry = folder_library.entry_named(lab, "run", done.folder)
    assert (entry.status, entry.resumable, entry.reason) == ("stopped", True, "it was interrupted")
    again = jobs.submit(Order(resume=done.folder))
    assert again.total == 1_200
    with pytest.raises(BadInputError, match="already"):
        jobs.submit(Order(resume=done.folder))
    assert jobs.wait(again.id, 200).status == "finished"
    straight = glasshouse.run("as-described", population=20_000, days=400, replicates=3, out=lab.folder / "straight")
    assert folder_library.run_named(lab, done.folder).digest == straight.digest
    with pytest.raises(BadInputError, match="nothing left to do"):
        jobs.submit(Order(resume=done.folder))


@pytest.mark.slow
def test_a_comparison_is_lived_cancelled_and_gone_on_with(jobs, lab):
    small = Order(kind="compare", arms=("human-review",), population=3_000, days=200, replicates=3)
    job = jobs.submit(small)
    under_way(jobs, job.id)
    jobs.cancel(job.id)
    done = jobs.wait(job.id)
    assert done.status == "cancelled"
    again = jobs.submit(Order(kind="compare", resume=done.folder))
    ended = jobs.wait(again.id, 200)
    assert (ended.status, ended.link) == ("finished", f"/compare?name={done.folder}")
    assert folder_library.comparison_named(lab, done.folder).arms == ("human-review", "ban", "unwatched")
    assert [entry.name for entry in folder_library.comparisons(lab)] == [done.folder]
    assert folder_library.runs(lab) == []


@pytest.mark.slow
def test_an_own_text_is_kept_beside_its_runs(jobs, lab):
    text = "glasshouse: 1\nextends: as-described\nname: mine\ntitle: Mine\n"
    done = jobs.wait(jobs.submit(replace(QUICK, scenario=text)).id)
    assert done.folder == "001-mine"
    (kept,) = (lab.folder / "scenarios").iterdir()
    assert kept.read_text() == text
    assert str(kept) in folder_library.run_named(lab, done.folder).manifest["command"]


#: A lab that takes one order, says that its days are being lived, and waits to be killed.
_LAB = """
import sys, time
from pathlib import Path
from glasshouse.lab.jobs import Jobs, Order
from glasshouse.lab.settings import Lab
jobs = Jobs(Lab(folder=Path(sys.argv[1]), threads=1))
job = jobs.submit(Order(population=20_000, days=1_000, replicates=4))
while jobs.get(job.id).done < 1_200:
    time.sleep(0.02)
print(jobs._running.process.pid, flush=True)
time.sleep(300)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="it looks for a process by its number as only POSIX lets it")
def test_a_lab_that_is_killed_leaves_no_orphan_and_loses_no_replicate(lab):
    source = str(Path(glasshouse.__file__).parent.parent)
    dying = subprocess.Popen(
        [sys.executable, "-c", _LAB, str(lab.folder)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": source},
    )
    assert dying.stdout is not None
    worker = int(dying.stdout.readline())
    dying.send_signal(signal.SIGKILL)
    dying.wait()
    until(lambda: not _lives(worker), 60)
    (entry,) = folder_library.runs(lab)
    assert entry.resumable
    assert 1 <= entry.replicates < 4
    anew = Jobs(lab)
    done = anew.wait(anew.submit(Order(resume=entry.name)).id, 200)
    anew.close()
    assert done.status == "finished"
    assert folder_library.entry_named(lab, "run", entry.name).status == "finished"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_worker_that_is_killed_is_told_and_can_be_gone_on_with(jobs, lab):
    job = jobs.submit(replace(LONG, population=20_000))
    under_way(jobs, job.id)
    os.kill(jobs._running.process.pid, signal.SIGKILL)
    done = jobs.wait(job.id)
    assert done.status == "failed"
    assert "was killed" in done.message
    entry = folder_library.entry_named(lab, "run", done.folder)
    assert (entry.status, entry.resumable, entry.reason) == ("stopped", True, "it was killed")


def _lives(process: int) -> bool:
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return text.rpartition(")")[2].split()[0] not in "ZX"


def test_the_queue_over_http(client, monkeypatch):
    Fake(monkeypatch, '{"folder": "001-x", "done": 8}', '{"end": "finished"}')
    made = client.post("/api/jobs", json={"population": 400, "days": 4, "replicates": 2})
    assert made.status_code == 201
    id = made.json()["id"]
    assert until(lambda: client.get(f"/api/jobs/{id}").json()["status"] == "finished")
    assert [job["id"] for job in client.get("/api/jobs").json()["jobs"]] == [id]
    assert client.delete(f"/api/jobs/{id}").json()["status"] == "finished"


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"days": 5_000}, 400, "Days: a whole number from 1 to 1,830."),
        ({"scenario": "as-describd"}, 400, "Did you mean 'as-described'?"),
        ({"resume": "../../etc"}, 404, "There is no run '../../etc'"),
        ({"population": 0}, 422, "population"),
        ({"folder": "/tmp"}, 422, "folder"),
        ({"seed": 2**64}, 422, "seed"),
    ],
)
def test_a_bad_order_over_http_is_one_sentence(client, body, status, said):
    answer = client.post("/api/jobs", json=body)
    assert answer.status_code == status
    assert said in answer.json()["message"]
    assert list(answer.json()) == ["message"]


def test_a_full_queue_over_http(client, monkeypatch):
    monkeypatch.setattr(process, "COMMAND", [sys.executable, "-c", "import sys; sys.stdin.read()"])
    answers = [client.post("/api/jobs", json={"population": 9, "days": 2}).status_code for _ in range(7)]
    assert answers[0] == 201
    assert answers[-1] == 429
    assert client.get("/api/jobs/0123456789abcdef").status_code == 404
    assert client.delete("/api/jobs/0123456789abcdef").status_code == 404


def test_a_line_that_a_kill_cut_off_is_passed_over(jobs, monkeypatch):
    Fake(monkeypatch, '{"done": 3}', '{"end": "fin')
    assert jobs.wait(jobs.submit(QUICK).id).status == "failed"
