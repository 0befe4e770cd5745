"""Workers that have another version of a plug-in, or none, are refused before anything is made."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from glasshouse.cli.main import status
from glasshouse.cluster import reach_scheduler, same_code
from glasshouse.cluster.placement import Placement
from glasshouse.errors import BadInputError
from glasshouse.mechanism_set import SHIPPED, of_module
from small_plugin import plates_importable, plates_package

__all__ = ["plates_importable", "plates_package"]
ADDRESS = "tcp://127.0.0.1:8786"
_DASK = "import sys; sys.argv = {}; from dask.__main__ import main; main()"


class Elsewhere:
    """A scheduler and a worker that say of plug-ins what they are told to say; None: the truth."""

    def __init__(self, worker=None, scheduler=None):
        self.worker, self.scheduler = worker, scheduler

    def run(self, work, modules):
        found = work(modules)
        return {ADDRESS: found if self.worker is None else {**found, "plugins": self.worker}}

    def run_on_scheduler(self, work, modules):
        return work(modules) if self.scheduler is None else self.scheduler

    def scheduler_info(self, n_workers):
        return {"workers": {ADDRESS: {"host": "there", "nthreads": 1}}}


def who(client, module):
    return reach_scheduler.who(client, Placement(scheduler=ADDRESS), SHIPPED.with_([of_module(module)]))


def test_who_has_the_same_plugins_is_taken(plates_importable):
    (worker,) = who(Elsewhere(), plates_importable)
    assert worker.address == ADDRESS


@pytest.mark.parametrize("who_lacks", ["worker", "scheduler"])
def test_who_has_no_such_plugin_or_another_is_refused(who_lacks, plates_importable):
    (own,) = same_code.plugins_here((plates_importable,))
    for found, words in (
        ([], "has not the plug-in 'small_plates'"),
        ([{**own, "fingerprint": "0" * 32}], "another state"),
        ([{**own, "fingerprint": "0" * 32, "version": "7.1"}], "version 7.1"),
    ):
        with pytest.raises(BadInputError, match=words) as refused:
            who(Elsewhere(**{who_lacks: found}), plates_importable)
        assert f"the {who_lacks}" in str(refused.value)
        assert ADDRESS in str(refused.value)


def test_a_module_that_is_not_there_has_no_identity():
    assert same_code.plugins_here(("no_such_module_at_all", "json")) == []


@pytest.mark.slow
def test_a_run_on_workers_without_the_plugin_ends_before_there_is_a_folder(plates_importable, capsys, tmp_path):
    pytest.importorskip("distributed", reason="the cluster extra is not installed")
    told, out, started = tmp_path / "where.json", tmp_path / "out", []
    scheduler = ["dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    for words in (scheduler, ["dask", "worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"]):
        line = _DASK.format([*words, "--scheduler-file", str(told)])
        started.append(subprocess.Popen([sys.executable, "-c", line], stderr=subprocess.DEVNULL, cwd=tmp_path))
    try:
        ends = time.monotonic() + 60
        while not told.exists() and time.monotonic() < ends:
            time.sleep(0.1)
        words = ["run", "as-described", "--set", "plugins=[small_plates]", "--population", "300", "--days", "2"]
        address = json.loads(told.read_text(encoding="utf-8"))["address"]
        assert status([*words, "--replicates", "2", "--scheduler", address, "--out", str(out)]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert "'small_plates'" in line
        assert not out.exists()
    finally:
        for each in reversed(started):
            each.terminate()
            each.wait(20)
