from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.comparison import shapley

Game = dict[int, np.ndarray]
OUTCOMES = 2


@st.composite
def games(draw: st.DrawFn, least: int = 1, most: int = 5) -> tuple[int, Game]:
    """Any worths of all coalitions; nobody's is not 0 either."""
    players = draw(st.integers(least, most))
    numbers = st.lists(st.integers(-1000, 100_000), min_size=OUTCOMES, max_size=OUTCOMES)
    rows = draw(st.lists(numbers, min_size=1 << players, max_size=1 << players))
    return players, {s: np.array(row, np.int64) for s, row in enumerate(rows)}


def swapped(coalition: int, one: int, other: int) -> int:
    """The coalition with two players in each other's place."""
    has, had = coalition >> one & 1, coalition >> other & 1
    return coalition & ~(1 << one) & ~(1 << other) | had << one | has << other


@given(games())
def test_shares_add_up_to_the_whole_exactly(game):
    players, worth = game
    found = shapley.exact(worth, players)
    whole = worth[shapley.everybody(players)] - worth[0]
    assert (found.parts.sum(axis=0) == found.of * whole).all()


@given(games(), st.integers(2, 5), st.integers(0, 1000))
def test_sampled_shares_add_up_to_the_whole_exactly(game, pairs, seed):
    players, worth = game
    found = shapley.sampled(worth, shapley.orders(players, pairs, seed))
    whole = worth[shapley.everybody(players)] - worth[0]
    assert (found.parts.sum(axis=0) == found.of * whole).all()


@given(games(least=2), st.data())
def test_players_who_do_the_same_get_the_same(game, data):
    players, worth = game
    one, other = data.draw(st.permutations(range(players)))[:2]
    alike = {s: worth[min(s, swapped(s, one, other))] for s in worth}
    found = shapley.exact(alike, players)
    assert (found.parts[one] == found.parts[other]).all()


@given(games(), st.data())
def test_a_player_who_adds_nothing_gets_nothing(game, data):
    players, worth = game
    idle = data.draw(st.integers(0, players - 1))
    without = {s: worth[s & ~(1 << idle)] for s in worth}
    assert (shapley.exact(without, players).parts[idle] == 0).all()
    assert (shapley.alone(without, players)[idle] == 0).all()
    sampled = shapley.sampled(without, shapley.orders(players, 2, 7))
    assert (sampled.parts[idle] == 0).all()
    assert (sampled.standard_error[idle] == 0).all()


@given(games(least=3, most=3), games(least=3, most=3))
def test_shares_of_two_games_together_are_the_sums(one, other):
    both = {s: one[1][s] + other[1][s] for s in one[1]}
    apart = shapley.exact(one[1], 3).parts + shapley.exact(other[1], 3).parts
    assert (shapley.exact(both, 3).parts == apart).all()


@given(games(most=4))
def test_exact_is_the_mean_over_all_orders(game):
    players, worth = game
    brought = []
    for order in permutations(range(players)):
        here, row = 0, np.zeros((players, OUTCOMES), np.int64)
        for k in order:
            row[k] = worth[here | 1 << k] - worth[here]
            here |= 1 << k
        brought.append(row)
    assert (np.sum(brought, axis=0) == shapley.exact(worth, players).parts).all()


@given(games(least=3, most=4))
def test_all_orders_sampled_once_are_exact(game):
    players, worth = game
    half = [order for order in permutations(range(players)) if order < order[::-1]]
    every = np.array([row for order in half for row in (order, order[::-1])])
    found = shapley.sampled(worth, every)
    assert found.of == shapley.exact(worth, players).of
    assert (found.parts == shapley.exact(worth, players).parts).all()


def test_known_games():
    glove = {s: np.array([min(s & 1, (s >> 1 & 1) + (s >> 2 & 1))]) for s in range(8)}
    assert shapley.exact(glove, 3).shares[:, 0].tolist() == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    both_needed = {0: [0], 1: [0], 2: [0], 3: [10]}
    worth = {s: np.array(v) for s, v in both_needed.items()}
    assert shapley.exact(worth, 2).shares[:, 0].tolist() == [5, 5]
    assert shapley.alone(worth, 2)[:, 0].tolist() == [10, 10]


def test_the_standard_error_is_that_of_the_mean():
    players = 7
    random = np.random.default_rng(3)
    worth = {s: random.integers(0, 1000, 1) for s in range(1 << players)}
    exact = shapley.exact(worth, players).shares[:, 0]
    runs = [shapley.sampled(worth, shapley.orders(players, 8, seed)) for seed in range(400)]
    off = np.array([run.shares[:, 0] - exact for run in runs])
    said = np.array([run.standard_error[:, 0] for run in runs])
    assert np.abs(off.mean(axis=0)).max() < 4 * np.sqrt((said**2).mean(axis=0)).max() / 20
    assert np.sqrt((off**2).mean(axis=0)) == pytest.approx(np.sqrt((said**2).mean(axis=0)), rel=0.15)


def test_an_order_is_followed_by_its_reverse_and_the_same_seed_draws_the_same():
    drawn = shapley.orders(9, 5, seed=4)
    assert (drawn[0::2] == drawn[1::2, ::-1]).all()
    assert (np.sort(drawn, axis=1) == np.arange(9)).all()
    assert (drawn == shapley.orders(9, 5, seed=4)).all()
    assert (drawn != shapley.orders(9, 5, seed=5)).any()


def test_sampling_needs_no_worths_but_those_asked_for():
    order = shapley.orders(8, 2, seed=1)
    worth = {s: np.array([s]) for s in shapley.needed(8, order)}
    assert len(worth) < 2**8
    assert shapley.sampled(worth, order).shares[:, 0].tolist() == [2**k for k in range(8)]
    assert shapley.alone(worth, 8)[:, 0].tolist() == [2**k for k in range(8)]


def test_one_pair_of_orders_tells_no_error():
    worth = {s: np.array([s]) for s in range(4)}
    with pytest.raises(ValueError, match="two pairs"):
        shapley.sampled(worth, shapley.orders(2, 1, seed=1))
