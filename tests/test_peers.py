"""The reduced model of benchmarks/peers: its rules, the installed forms, and the check that must catch a wrong one."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module

import numpy as np
import pytest
from benchmarks.peers import check, memory, numpy_columns, rules
from benchmarks.peers.__main__ import BEGIN, END, README, RESULTS, with_table
from benchmarks.peers.table import PEERS, Peer, rendered

DAYS = 56
#: What plain pytest runs, if installed: packages of the test extra. The others take seconds to import or to compile.
QUICK = ("mesa", "polars", "numpy-keyed", "numpy-all", "numpy")


def simulated(build, population: int, days: int = DAYS, seed: int = 1) -> check.Counts:
    lives = build(population=population, days=days, seed=seed, threads=1)
    lives.live()
    return check.count(lives.state())


@pytest.fixture(scope="module")
def expected() -> check.Counts:
    return simulated(numpy_columns.own, 400_000)


def test_whole_columns_give_the_bits_of_the_rules_for_one_person():
    from benchmarks.peers.rounds import one_by_one

    lives = numpy_columns.keyed(population=60, days=70, seed=7 + (3 << 32), threads=1)
    lives.live()
    plain = one_by_one(60, 70, 7 + (3 << 32))
    assert {name: column.tolist() for name, column in lives.state().items()} == {
        name: column.tolist() for name, column in plain.items()
    }
    assert (plain["tier"] > 1).any()
    assert all((plain[name] != first).any() for name, (_, first) in rules.COLUMNS.items())


@pytest.mark.slow
@pytest.mark.parametrize("file", ["glasshouse_blocks", "glasshouse_needed"])
def test_glasshouse_and_numpy_give_the_bits_of_the_rules_for_one_person_on_any_threads(file):
    from benchmarks.peers import rounds

    digest = rounds.alike(70)
    found = []
    for threads in (1, 2, 3):
        lives = import_module(f"benchmarks.peers.{file}").build(population=20_001, days=20, seed=5, threads=threads)
        lives.live()
        found.append(rules.digest(lives.state()))
    assert len(digest) == 32
    assert len(set(found)) == 1


@pytest.mark.parametrize("seed", range(3))
def test_a_right_form_with_another_seed_passes(expected, seed):
    assert check.differing(simulated(numpy_columns.some, 100_000, seed=seed), expected) == {}


@pytest.mark.parametrize(
    ("number", "wrong"),
    {
        "OUT": rules.OUT * 1.1,
        "ACT": rules.ACT * 1.1,
        "CAPTURE": rules.CAPTURE * 1.1,
        "HIT": rules.HIT * 1.1,
        "FALSE": rules.FALSE * 1.25,
        "OUTING": rules.OUTING * 1.1,
        "REVIEW": rules.REVIEW * 1.25,
        "CHILL": rules.CHILL * 1.5,
        "POINTS": 61,
        "GIVEN_BACK": 140,
        "FEAR_REFUSED": 5,
        "FEAR_ONSET": 39,
        "TRUST_REFUSED": 2,
        "WEEK": 8,
        "CUTS": (945, 850, 700),
        "BARRED_TIER": 3,
    }.items(),
)
def test_a_wrong_number_is_caught(expected, monkeypatch, number, wrong):
    monkeypatch.setattr(rules, number, wrong)
    assert check.differing(simulated(numpy_columns.some, 100_000), expected)


def test_a_sanction_that_frightens_nobody_is_caught(expected, monkeypatch):
    """As in the first form for Starsim, which took today's tiers for yesterday's."""
    monkeypatch.setattr(rules, "FEAR_ONSET", 0)
    assert "fear" in check.differing(simulated(numpy_columns.some, 100_000), expected)


def test_columns_that_are_right_apart_and_wrong_together_are_caught(expected):
    lives = numpy_columns.own(population=50_000, days=DAYS, seed=1, threads=1)
    lives.live()
    state = lives.state() | {"dossier": lives.state()["dossier"][::-1]}
    assert set(check.differing(check.count(state), expected)) == {check.TOGETHER}


def test_a_column_that_never_changed_is_no_agreement():
    counts = check.count(rules.start(10_000))
    with pytest.raises(ValueError, match="one value only"):
        check.chances(counts, counts)


def test_bins_hold_enough_each():
    assert check._bins(np.array([5, 1, 0, 9, 1]), 5).tolist() == [0, 1]
    assert check._bins(np.array([1, 1, 1]), 5).tolist() == [0]
    assert check._bins(np.array([9, 9, 1]), 5).tolist() == [0, 1]


@pytest.mark.parametrize(
    "peer", [pytest.param(p, id=p.key, marks=() if p.key in QUICK else pytest.mark.slow) for p in PEERS]
)
def test_each_form_that_is_installed_agrees_with_the_reference(expected, peer):
    if why := peer.missing():
        pytest.skip(f"{peer.name}: {why}")
    # Too few persons to see a small fault; the run of the benchmark itself checks many more.
    assert check.differing(simulated(peer.form(), 5_000), expected) == {}


def test_a_wrong_form_gets_no_time(expected, monkeypatch):
    from benchmarks.peers.rounds import Rounds, in_turn

    peer = Peer(key="x", name="X", file="numpy_columns", build="some", package="numpy", population=20_000)
    right, wrong = (Rounds(peer, scale=1, threads=1) for _ in range(2))
    in_turn([right], expected, DAYS, 1)
    assert right.wrong is None
    assert len(right.seconds) == 1
    monkeypatch.setattr(rules, "GIVEN_BACK", 0)
    in_turn([wrong], expected, DAYS, 2)
    assert "score" in wrong.wrong
    assert wrong.seconds == []


def test_a_form_that_breaks_is_told_and_the_others_go_on(expected):
    from benchmarks.peers.rounds import Rounds, in_turn

    broken = Peer(key="x", name="X", file="numpy_columns", build="nothing", package="numpy", population=5_000)
    good = Peer(key="y", name="Y", file="numpy_columns", build="some", package="numpy", population=5_000)
    forms = [Rounds(peer, scale=1, threads=1) for peer in (broken, good)]
    in_turn(forms, expected, DAYS, 1)
    assert forms[0].wrong.startswith("it failed: AttributeError")
    assert forms[1].wrong is None


def test_what_is_not_installed_is_named():
    peer = Peer(key="x", name="X", file="x", package="no-such-package", population=1)
    assert peer.missing() == "not installed"
    assert [peer.missing() for peer in PEERS if peer.key.startswith("glasshouse")] == [None] * 4
    table = rendered({"threads": 2, "forms": [], "left_out": {"X": "not installed"}})
    assert table.endswith("X: not installed.")


def test_the_peak_of_a_process_is_told():
    peak = memory.peak()
    assert peak is None or 10**7 < peak < 10**11


def test_the_page_shows_the_results_that_are_kept():
    page, result = README.read_text(encoding="utf-8"), json.loads(RESULTS.read_text(encoding="utf-8"))
    assert with_table(page, rendered(result)) == page
    assert page.index(BEGIN) < page.index(END)
    assert all(min(form["chance_of_the_difference"].values()) >= check.BOUND for form in result["forms"])
    assert all(len(form["all"]) >= 5 for form in result["forms"])


@pytest.mark.slow
def test_the_command_prints_a_table():
    command = [sys.executable, "-m", "benchmarks.peers", "--only", "numpy", "glasshouse", "--scale", "0.01"]
    done = subprocess.run(
        [*command, "--days", "14", "--repeats", "1", "--threads", "1"],
        cwd=memory.REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert [line.split("|")[1].strip() for line in done.stdout.splitlines() if line.startswith("|")][2:]
    assert "NumPy, needed draws" in done.stdout
