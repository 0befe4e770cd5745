"""The device's day has the bits of the processor's: in the simulator, with a few hundred persons."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(importlib.util.find_spec("numba_cuda") is None, reason="without the extra 'cuda'")


def lives(population: int, days: int, *more: str) -> dict[str, dict[str, object]]:
    paths = os.pathsep.join((str(TESTS.parent / "src"), str(TESTS)))
    done = subprocess.run(
        [sys.executable, "-m", "engine.cuda.device_runs", str(population), str(days), *more],
        env={**os.environ, "NUMBA_ENABLE_CUDASIM": "1", "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
def test_a_few_people_live_the_same_days():
    """A fit, rescorings, a week's end, reviews, appeals, mail, the ledger, a ban, a law that passes."""
    found = lives(240, 16, "all")
    assert found["busy"]["fits"] == 2
    assert set(found["busy"]["events"]) >= {"ended by the ban", "sanction", "appeal"}
    assert [kind for kind in found["busy"]["events"] if kind.endswith("by a reviewer")]
    assert found["cut off"] == {"cpu cuda": True, "cuda cpu": True}
    assert found["command line"] == {"cpu": None, "cuda": "CUDA simulator"}
    assert found["law"]["jumps"] == 1
    assert found["tiers"] == [3, 8]
    assert found["law"]["lived"] > found["law"]["screened"]  # it was called again when the room was full


@pytest.mark.slow
def test_more_people_live_the_same_days_and_nothing_is_left_out():
    found = lives(700, 30)
    # Rare among so few, and nothing is put down to laws where none was announced.
    rare = {"reviews_stopped_rightful", "chilled_by_removals", "chilled_by_laws"}
    assert set(found["busy"]["zero"]) <= rare
    assert len(found["busy"]["events"]) == 15
