"""What was begun, anywhere, goes on among workers, and comes to what it would have come to."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace

import pytest
from polars.testing import assert_frame_equal

from glasshouse.cli.main import status
from glasshouse.cluster import carry_out_spread
from glasshouse.cluster.placement import Placement, tasks
from glasshouse.cluster.traffic import Traffic
from glasshouse.comparison import execute_comparison as comparisons
from glasshouse.comparison import resume_comparison as comparing
from glasshouse.comparison.comparison import open_comparison
from glasshouse.comparison.comparison_plan import plan_comparison
from glasshouse.errors import StoppedError
from glasshouse.runner import go_on, go_on_comparison
from glasshouse.runs import execute_run as runs
from glasshouse.runs import resume_run as running
from glasshouse.runs.run import open_run
from glasshouse.runs.run_plan import plan as plan_run
from glasshouse.runs.verify_run import verify
from glasshouse.scenario import load

SIZES = {"population": 1000, "days": 10, "seed": 5, "threads": 1}
WORKERS = Placement(workers=2, threads=1)


@pytest.fixture(autouse=True)
def given(worker_pool, monkeypatch):
    """The team of all tests, whoever asks for workers; and no reports, which take longer than the days."""
    from glasshouse import report_files

    own = replace(worker_pool, traffic=Traffic())
    monkeypatch.setattr(carry_out_spread, "joined", lambda *placement: nullcontext(own))
    monkeypatch.setattr(report_files, "without_report", lambda path: [])


def stopped_at(*when):
    def watch(*placement):
        if placement[: len(when)] == when:
            raise KeyboardInterrupt

    return watch


def test_a_run_goes_on_among_workers(tmp_path):
    """What one way of running takes, its resumption does not: it takes workers, too."""
    plan = plan_run(load("as-described"), replicates=4, **SIZES)
    for name in ("whole", "stopped"):
        (tmp_path / name).mkdir()
    runs.execute(plan, tmp_path / "whole")
    with pytest.raises(StoppedError):
        runs.execute(plan, tmp_path / "stopped", stopped_at(1, 5))
    asked = running.unfinished(tmp_path / "stopped", 1, tasks(WORKERS))
    done, whole = go_on(tmp_path / "stopped", asked, placement=WORKERS), open_run(tmp_path / "whole")
    assert done.manifest["digests"] == whole.manifest["digests"]
    assert done.manifest["files"] == whole.manifest["files"]
    assert done.manifest["spread"]["workers"] == 2
    assert verify(done) == []


def test_one_replicate_goes_on_here_and_says_so(tmp_path):
    plan, said = plan_run(load("as-described"), replicates=2, **SIZES), list[str]()
    with pytest.raises(StoppedError):
        runs.execute(plan, tmp_path, stopped_at(1, 5))
    done = go_on(tmp_path, running.unfinished(tmp_path, 1, tasks(WORKERS)), say=said.append, placement=WORKERS)
    assert done.status == "finished"
    assert "spread" not in done.manifest
    assert "in this process" in said[0]
    assert "workers" not in said[0], "an argument of Python's is no option"


def test_a_comparison_goes_on_among_workers(tmp_path):
    plan = plan_comparison(load("as-described"), ["human-review"], replicates=3, **SIZES)
    for name in ("whole", "stopped"):
        (tmp_path / name).mkdir()
    comparisons.execute(plan, tmp_path / "whole")
    with pytest.raises(StoppedError):
        comparisons.execute(plan, tmp_path / "stopped", stopped_at(1, 2))
    asked = comparing.unfinished(tmp_path / "stopped", 1, tasks(WORKERS))
    done, whole = go_on_comparison(tmp_path / "stopped", asked, placement=WORKERS), open_comparison(tmp_path / "whole")
    assert [arm["digests"] for arm in done.manifest["arms"]] == [arm["digests"] for arm in whole.manifest["arms"]]
    assert_frame_equal(done.table.collect(), whole.table.collect())
    assert done.manifest["spread"]["workers"] == 2


@pytest.mark.parametrize("words", [("--workers", "0"), ("--workers", "2", "--scheduler", "x:1"), ("--scheduler", "x")])
def test_workers_that_cannot_be_are_refused_before_a_run_goes_on(tmp_path, capsys, words):
    assert status(["resume", str(tmp_path), *words]) == 2
    assert words[0] in capsys.readouterr().err
