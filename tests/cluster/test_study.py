"""A study whose points are simulated by workers is the same study."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace

import pytest

from glasshouse import runner
from glasshouse.cluster.placement import Placement
from glasshouse.cluster.traffic import Traffic
from glasshouse.errors import StoppedError
from glasshouse.runner import carry_out_study, go_on_study
from glasshouse.studies import execute_study as studies
from glasshouse.studies.study_loading import load_study

WORKERS = Placement(workers=2, threads=1)
TEXT = """glasshouse-study: 1
name: small
title: A small study
scenario: as-described
set: start=2020-01-01
population: 300
days: 8
method: tornado
parameters: [people.trips, people.offences, cameras.sightings]
outputs: [wrongful]
"""


@pytest.fixture
def asked(tmp_path, worker_pool, monkeypatch):
    """A study, and the team of all tests for whoever asks for workers."""
    own = replace(worker_pool, traffic=Traffic())
    monkeypatch.setattr(runner, "joined", lambda *placement: nullcontext(own))
    file = tmp_path / "small.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return load_study(file)


def test_a_study_among_workers_is_the_same(tmp_path, asked):
    here = carry_out_study(asked, tmp_path / "here", 1)
    shared = carry_out_study(asked, tmp_path / "shared", placement=WORKERS)
    assert shared.manifest["files"] == here.manifest["files"], "to the byte"
    assert shared.manifest["spread"]["workers"] == 2


def test_a_study_that_was_stopped_goes_on_among_workers(tmp_path, asked):
    def stop(number):
        if number == 2:
            raise KeyboardInterrupt

    with pytest.raises(StoppedError):
        carry_out_study(asked, tmp_path / "stopped", 1, stop)
    left = studies.unfinished(tmp_path / "stopped")
    done = go_on_study(tmp_path / "stopped", left, placement=WORKERS)
    here = carry_out_study(asked, tmp_path / "here", 1)
    assert done.manifest["files"] == here.manifest["files"]
    assert done.manifest["spread"]["workers"] == 2
