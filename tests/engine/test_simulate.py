"""A run's bits depend on the scenario, the people, the days and the seed, and on nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.draws import moment
from glasshouse.engine import block_cuts, part, tasks
from glasshouse.engine.counts import STOCKS, Count
from glasshouse.engine.params import compile_params
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.measures.definitions_harm import CHILLED, MISIDENTIFIED
from glasshouse.model.events import EVENT, MOST_A_DAY
from glasshouse.model.mail import MAIL
from glasshouse.model.workspace import BLOCK
from glasshouse.population.network import CIRCLE
from glasshouse.population.people import COLUMNS, INITIAL_WORDS, empty, initialise_population
from glasshouse.scenario import load
from model.runs import BUSY, MANDATORY, busy

POPULATION, DAYS = 10_000, 70


def active(threads: int = 1, days: int = DAYS, seed: int = 1, **more) -> Replicate:
    """The busy run once more, not from the store."""
    scenario = load("as-described", sets=BUSY)
    return simulate(scenario, population=POPULATION, days=days, seed=seed, threads=threads, **more)


def same(one: Replicate, other: Replicate) -> None:
    assert one.digest == other.digest
    assert (one.daily == other.daily).all()
    for ours, theirs in ((one.state, other.state), (one.events, other.events), (one.ledger, other.ledger)):
        assert ours is not None
        assert theirs is not None
        assert list(ours) == list(theirs)
        for name, column in ours.items():
            assert (column == theirs[name]).all(), name


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_change_nothing(threads):
    same(busy(), active(threads))


def test_the_same_seed_gives_the_same_run():
    same(busy(), active())


def test_another_seed_gives_another():
    assert busy().digest != active(seed=2, days=DAYS).digest
    assert active(seed=2, days=2).digest != active(seed=2 + 2**32, days=2).digest


def test_state_changes():
    scenario = load("as-described", sets=BUSY)
    compiled = compile_params(scenario, 0, POPULATION)
    people = empty(POPULATION)
    for place in range(len(compiled.districts)):
        first, last = int(compiled.start[place]), int(compiled.start[place + 1])
        if last > first:
            words = np.empty((INITIAL_WORDS, last - first), np.uint32)
            initialise_population(
                people, first, last, compiled.districts[place], compiled.params[0], moment(1, 0)[0], words
            )
    for name in COLUMNS:
        changed = (getattr(people, name) != busy().state[name]).any()
        assert changed == (name != "traits"), name


@pytest.mark.parametrize("days", [1, MANDATORY + 1, 49, 60])
def test_a_shorter_run_is_the_beginning_of_a_longer_one(days):
    short = active(days=days)
    counted = [m for m in Count if m.name not in STOCKS]
    assert (short.daily[..., counted] == busy().daily[:days, ..., counted]).all()
    assert (short.daily[: days - 1] == busy().daily[: days - 1]).all()
    assert (
        short.daily[days - 1, :, :, Count.people].sum() == POPULATION
    )  # a stock on the last day, whatever its weekday
    early = busy().events["day"] < days
    for name, column in short.events.items():
        assert (column == busy().events[name][early]).all(), name


@pytest.mark.parametrize("span", [1, 3, 10_000])
def test_spans_cut_otherwise_give_the_same_bits(monkeypatch, span):
    monkeypatch.setattr(block_cuts, "SPAN", span)
    scenario = load("hong-kong-2020", sets=["cameras.capture=1"])
    cut = simulate(scenario, population=30_000, days=40, threads=2)
    monkeypatch.undo()
    same(cut, simulate(scenario, population=30_000, days=40, threads=1))


#: One row; and just enough for a block to begin, so that the buffers grow between two blocks.
@pytest.mark.parametrize(("rows", "letters"), [(1, 1), (BLOCK * MOST_A_DAY + 1, BLOCK * CIRCLE * 2 + 1)])
def test_the_outbox_and_the_log_grow_and_drop_nothing(monkeypatch, rows, letters):
    grown = []
    task, grow = tasks.Task, tasks.grown

    def small(*given):
        return task(*given, rows=np.empty(rows, EVENT), letters=np.empty(letters, MAIL))

    def watched(array):
        grown.append((array.dtype, len(array)))
        return grow(array)

    monkeypatch.setattr(tasks, "Task", small)
    monkeypatch.setattr(tasks, "grown", watched)
    same(busy(), active())
    assert {(EVENT, rows), (MAIL, letters)} <= set(grown)


def test_growing_keeps_what_was_written():
    box = np.zeros(3, MAIL)
    box["sender"] = 1, 2, 3
    more = tasks.grown(box)
    assert (len(more), more["sender"][:3].tolist()) == (6, [1, 2, 3])


def test_the_ledger_of_persons_is_read_by_no_stage():
    assert active(ledger=False).digest == busy().digest
    assert active(days=1, ledger=False).ledger is None


def test_the_ledger_adds_up_to_the_days():
    ledger = busy().ledger
    assert ledger is not None
    sums = busy().daily.sum(axis=(0, 1, 2))
    for name in ("sanction_days", "wrongful_days", "unjust_days"):
        assert ledger[name].sum() == sums[Count[name]]
    assert ledger["blocked"].sum() == sum(sums[m] for m in Count if m.name.startswith("blocked_"))
    assert ledger["misidentified"].sum() == sum(sums[Count[name]] for name in MISIDENTIFIED)
    assert ledger["chilled"].sum() == sum(sums[Count[name]] for name in CHILLED)


def test_each_day_is_announced_once():
    seen = []
    simulate(load("as-described"), population=100, days=5, threads=2, on_day=seen.append)
    assert seen == [0, 1, 2, 3, 4]


def test_numbers_drawn_replace_the_central_ones():
    scenario = load("as-described")
    drawn = {"people.offences": 0.0, "people.assemblies": 0.0}
    plain, changed = (simulate(scenario, population=2000, days=3, threads=1, drawn=d) for d in (None, drawn))
    assert plain.daily[..., Count.act_offence].sum() > 0 == changed.daily[..., Count.act_offence].sum()


@pytest.mark.parametrize("population", [1, 2, 30, 31, 500])
def test_hardly_anybody_is_enough(population):
    scenario = load("as-described", sets=BUSY)
    runs = [simulate(scenario, population=population, days=40, threads=threads) for threads in (1, 2)]
    same(*runs)
    assert runs[0].daily[-1, :, :, Count.people].sum() == population


def test_events_are_kept_by_weight_only_where_there_are_too_many():
    assert part.event_weight(1_000_000, 365) == 1
    weights = [part.event_weight(population, 365) for population in (10**7, 10**8, 10**9)]
    assert all(weight & (weight - 1) == 0 for weight in weights)
    assert weights == sorted(weights)
    assert 10**9 * part._EVENTS_A_YEAR / weights[2] <= part.MOST_EVENTS
