"""The oracle's own acquaintances: nobody alone in knowing somebody."""

from __future__ import annotations

import pytest

from .network import LAYERS, SIZES, STREET, Network


@pytest.mark.parametrize("n", [1, 2, 3, 16, 17, 51, 52, 300])
def test_each_layer_is_a_permutation_with_its_inverse(n):
    network = Network(seed=2**40 + 9, district=3, n=n)
    for layer in range(LAYERS):
        images = [network.forward(layer, x) for x in range(n)]
        assert sorted(images) == list(range(n))
        assert [network.backward(layer, y) for y in images] == list(range(n))


@pytest.mark.parametrize("n", [1, 2, 17, 52, 300])
def test_acquaintance_is_mutual_and_never_with_oneself(n):
    network = Network(seed=7, district=0, n=n)
    for local in range(n):
        circle = network.circle(local)
        assert local not in circle
        assert all(local in network.circle(other) for other in circle)


def test_households_fill_the_street():
    assert sum(SIZES) == STREET
    network = Network(seed=7, district=0, n=130)
    for local in range(130):
        assert local in network.household(local)
    assert len({tuple(network.household(local)) for local in range(102)}) == 2 * len(SIZES)
