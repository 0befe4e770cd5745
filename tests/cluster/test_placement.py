from __future__ import annotations

import pytest

from glasshouse.cli.main import status
from glasshouse.cluster import placement, reach_scheduler
from glasshouse.cluster.placement import Placement, asked, check_shards
from glasshouse.errors import BadInputError
from glasshouse.source import install_hint


def test_only_a_scheduler_needs_dask(monkeypatch):
    monkeypatch.setattr(placement, "find_spec", lambda _: None)
    assert asked(None, None) is None
    assert asked(2, None) == Placement(workers=2)
    assert asked(None, None, shards=2) == Placement(workers=2)


def test_without_dask_one_sentence_says_what_to_install(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(placement, "find_spec", lambda _: None)
    monkeypatch.chdir(tmp_path)
    assert status(["run", "as-described", "--scheduler", "10.0.0.1:1"]) == 2
    said = f"--scheduler needs dask.distributed, which is missing: {install_hint('cluster')}"
    assert capsys.readouterr().err == f"glasshouse: {said}\n"
    assert list(tmp_path.iterdir()) == []


def test_several_shards_bring_a_worker_each():
    assert asked(None, None, shards=3) == Placement(workers=3)
    assert asked(2, None, shards=3) == Placement(workers=2)
    assert asked(None, "tls://host:8786", shards=3, threads=4) == Placement(scheduler="tls://host:8786", threads=4)


@pytest.mark.parametrize(
    ("workers", "scheduler", "words"),
    [
        (2, "tcp://host:1", "give one"),
        (0, None, "workers=0: it must be from 1"),
        (None, "host", "an address is HOST:PORT"),
        (None, "http://host:80", "an address is HOST:PORT"),
        (None, "tcp://host:", "an address is HOST:PORT"),
    ],
)
def test_what_makes_no_sense_is_refused(workers, scheduler, words):
    with pytest.raises(BadInputError, match=words):
        asked(workers, scheduler)


def test_a_shard_is_at_least_one_whole_district():
    check_shards(31, 31)
    with pytest.raises(BadInputError, match=r"shards=32: .*31 districts"):
        check_shards(32, 31)
    with pytest.raises(BadInputError, match="shards=0"):
        check_shards(0, 31)


def test_a_scheduler_that_does_not_answer_is_said_before_anything_is_made(tmp_path, monkeypatch, capsys):
    pytest.importorskip("distributed", reason="the cluster extra is not installed")
    monkeypatch.setattr(reach_scheduler, "ANSWER", 0.5)
    monkeypatch.chdir(tmp_path)
    assert status(["run", "as-described", "--population", "300", "--scheduler", "127.0.0.1:1"]) == 2
    assert "--scheduler 127.0.0.1:1: " in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
