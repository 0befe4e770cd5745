"""Philox4x32-10 and the table of purposes, by hand (docs/model.md, section 1)."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b

MASK = 0xFFFFFFFF

#: The table of section 1: what each word of each call is for.
CALLS: dict[int, tuple[str, ...]] = {
    0: ("trips", "conduct", "online", "money"),
    1: ("outing", "false_match", "error", "sighting"),
    2: ("chill_conduct", "chill_online", "camera", "lookup"),
    3: ("report", "flag", "feed", "registry"),
    4: ("alert", "report_online", "true_person", "channel"),
    5: ("notice", "appeal", "decision", "review"),
    6: ("stale", "join", "retention", "sample"),
    7: ("commercial", "contact", "stop", "arrest"),
    8: ("reviewed", "verdict", "audit", "repaid"),
    9: ("topic",),
    16: ("group", "age", "member", "internet"),
    17: ("urban", "income", "participates", "commercial_start"),
    19: ("habit", "commercial_level", "watchlist", "listed_at_start"),
}
#: Purpose -> (call, word).
PLACES = {name: (call, word) for call, names in CALLS.items() for word, name in enumerate(names)}
#: Streams with a call of their own, keyed by their full name; the first of its words.
_NAMED = "glasshouse.mechanisms.whereabouts"
for _name in ("pass", "kind", "share", "dare", "visit", "company", "companion"):
    _digest = blake2b(f"{_NAMED}.{_name}".encode(), digest_size=4).digest()
    PLACES[f"whereabouts.{_name}"] = (int.from_bytes(_digest, "little") | 1 << 31, 0)
#: The call from which the network's round keys are drawn.
NETWORK_CALL = 18


@cache
def round_keys(key: tuple[int, int]) -> list[tuple[int, int]]:
    """The key of each round, the same for all calls of a run."""
    return [((key[0] + n * 0x9E3779B9) & MASK, (key[1] + n * 0xBB67AE85) & MASK) for n in range(10)]


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """One call: ten rounds of Philox4x32.

    >>> [f"{word:08x}" for word in philox((0, 0, 0, 0), (0, 0))]
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    c0, c1, c2, c3 = counter
    for k0, k1 in round_keys(key):
        x = 0xD2511F53 * c0
        y = 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (y >> 32) ^ c1 ^ k0, y & MASK, (x >> 32) ^ c3 ^ k1, x & MASK
    return c0, c1, c2, c3


def key_of(seed: int) -> tuple[int, int]:
    """The run's key.

    >>> key_of(2**32 + 5)
    (5, 1)
    """
    return seed & MASK, (seed >> 32) & MASK


def scaled(word: int, n: int) -> int:
    """A whole number in 0 .. n - 1.

    >>> scaled(0, 5), scaled(2**32 - 1, 5)
    (0, 4)
    """
    return (word * n) >> 32


class RandomWords:
    """One person's words of one day, each call drawn when it is first asked for."""

    def __init__(self, seed: int, person: int, day: int) -> None:
        self._key = key_of(seed)
        self._counter = (person & MASK, person >> 32, day)
        self._calls: dict[int, tuple[int, ...]] = {}

    def __call__(self, purpose: str) -> int:
        call, word = PLACES[purpose]
        if call not in self._calls:
            self._calls[call] = philox((*self._counter, call), self._key)
        return self._calls[call][word]
