"""Household, neighbours and workmates of a person, by local index (section 2, Network)."""

from __future__ import annotations

from functools import cached_property

from .philox import MASK, NETWORK_CALL, key_of, philox

SIZES = (1, 2, 3, 2, 5, 4, 1, 2, 3, 2, 4, 1, 2, 3, 2, 5, 4, 1, 3, 1)
STREET = 51
LAYERS = 3


def mix(x: int) -> int:
    """Scramble 32 bits.

    >>> mix(0), 0 <= mix(1) < 2**32
    (0, True)
    """
    x ^= x >> 16
    x = (x * 0x7FEB352D) & MASK
    x ^= x >> 15
    x = (x * 0x846CA68B) & MASK
    return x ^ (x >> 16)


class Network:
    """Who knows whom in one district of `n` persons.

    >>> Network(seed=7, district=0, n=10).household(4)
    [3, 4, 5]
    """

    def __init__(self, *, seed: int, district: int, n: int) -> None:
        self.seed, self.district, self.n = seed, district, n
        self.bits = 1
        while 4**self.bits < n:
            self.bits += 1
        self.half = 2**self.bits - 1

    @cached_property
    def keys(self) -> list[tuple[int, int, int, int]]:
        """The four round keys of each layer."""
        key = key_of(self.seed)
        return [philox((m, self.district, 0xFFFFFFFF, NETWORK_CALL), key) for m in range(LAYERS)]

    def forward(self, layer: int, x: int) -> int:
        """F of the layer: a permutation of 0 .. n - 1."""
        while True:
            left, right = x >> self.bits, x & self.half
            for k in self.keys[layer]:
                left, right = right, left ^ (mix((right + k) & MASK) & self.half)
            x = left << self.bits | right
            if x < self.n:
                return x

    def backward(self, layer: int, y: int) -> int:
        """The inverse of `forward`."""
        while True:
            left, right = y >> self.bits, y & self.half
            for k in reversed(self.keys[layer]):
                left, right = right ^ (mix((left + k) & MASK) & self.half), left
            y = left << self.bits | right
            if y < self.n:
                return y

    def household(self, local: int) -> list[int]:
        """Everybody under the person's roof, the person included, in index order."""
        first = local - local % STREET
        for size in SIZES:
            if local < first + size:
                return [one for one in range(first, first + size) if one < self.n]
            first += size
        raise AssertionError("the sizes add up to a street")

    def others(self, local: int) -> list[int]:
        """The other members of the household."""
        return [one for one in self.household(local) if one != local]

    def neighbour(self, local: int, step: int) -> int | None:
        """The neighbour a street back (-1) or forth (+1)."""
        other = local + step * STREET
        return other if 0 <= other < self.n else None

    def workmate(self, local: int, layer: int) -> int | None:
        """The workmate of one layer."""
        if self.n == 1:
            return None
        partner = self.forward(layer, local) ^ 1
        return self.backward(layer, partner) if partner < self.n else None

    def circle(self, local: int) -> list[int]:
        """Everybody the person knows, in the order of the specification."""
        known = [self.neighbour(local, -1), self.neighbour(local, +1)]
        known += [self.workmate(local, layer) for layer in range(LAYERS)]
        return self.others(local) + [one for one in known if one is not None]
