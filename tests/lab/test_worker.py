"""What the lab's worker says, and what it leaves."""

from __future__ import annotations

import io
import json

import pytest

from glasshouse.comparison.comparison import open_comparison
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.lab import worker
from glasshouse.runs.run import open_run

SIZES = {"population": 400, "days": 3, "seed": 2, "replicates": 2, "threads": 1}


def simulated(tmp_path, **order):
    """What it says, line by line."""
    out = io.StringIO()
    worker.carry_out({"kind": "run", "root": str(tmp_path / "runs"), **SIZES, **order}, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_run_is_made_and_told(tmp_path):
    said = simulated(tmp_path, scenario="as-described", sets=["cameras.enabled=false"])
    assert said[0] == {"folder": "001-as-described"}
    assert said[-1] == {"done": 6}
    run = open_run(tmp_path / "runs" / "001-as-described")
    assert run.manifest["command"].startswith("glasshouse run as-described --population 400 --days 3 --seed 2")
    assert run.manifest["command"].endswith("--set cameras.enabled=false")
    assert simulated(tmp_path, resume="001-as-described") == [{"folder": "001-as-described"}]  # nothing left to do


@pytest.mark.slow
def test_a_comparison_is_made_and_told(tmp_path):
    said = simulated(tmp_path, kind="compare", scenario="as-described", arms=["appeal"])
    assert said[0] == {"folder": "001-as-described-compared"}
    assert said[-1] == {"done": 3 * 2 * 4}
    assert open_comparison(tmp_path / "runs" / "001-as-described-compared").arms == ("appeal", "ban", "unwatched")


def test_days_of_replicates_that_were_whole_before_count(tmp_path):
    out = io.StringIO()
    teller = worker.Teller(out, days=10, arms=3)
    teller.simulated(2, 1, 9)
    assert json.loads(out.getvalue()) == {"done": 2 * 3 * 10 + 10}


def test_days_told_out_of_order_are_counted_once(monkeypatch):
    monkeypatch.setattr(worker, "_EVERY", -1.0)
    out = io.StringIO()
    teller = worker.Teller(out, days=4)
    for day in (0, 1, 2, 1):
        teller.simulated(0, 0, day)
    assert [json.loads(line)["done"] for line in out.getvalue().splitlines()] == [1, 2, 3, 3]


@pytest.mark.parametrize(
    ("error", "ended"),
    [
        (BadInputError("no."), (2, "failed", "no.")),
        (StoppedError("It stopped."), (1, "failed", "It stopped.")),
        (KeyboardInterrupt(), (1, "cancelled", "It stopped: it was interrupted.")),
        (MemoryError(), (1, "failed", "It stopped: the memory is full.")),
    ],
)
def test_every_end_is_one_sentence(error, ended):
    assert worker._ended(error) == ended


def test_a_stop_that_was_asked_for_is_a_cancel():
    error = StoppedError("The run stopped: it was interrupted.")
    error.__cause__ = KeyboardInterrupt()
    assert worker._ended(error)[1] == "cancelled"


def test_nobody_listening_is_no_failure():
    class Gone(io.StringIO):
        def flush(self):
            raise BrokenPipeError

    worker.Teller(Gone()).say(done=1)
