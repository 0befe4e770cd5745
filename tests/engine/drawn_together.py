"""The oracle's words, many drawn at once: one by one, as the oracle draws them, they took half of its time.

The oracle itself stays as it is, in nothing but Python; ``test_oracle.py`` compares these words with its own.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from oracle.philox import MASK, PLACES, key_of, round_keys

#: How many days and persons are drawn for together.
DAYS, PERSONS = 32, 64


@cache
def block(key: tuple[int, int], call: int, days: int, persons: int) -> np.ndarray:
    """The words of one call for a block of days and persons, [day, person, word]."""
    day, person = np.indices((DAYS, PERSONS), dtype=np.uint64)
    person += np.uint64(persons * PERSONS)
    c0, c1, c2, c3 = person & MASK, person >> 32, day + np.uint64(days * DAYS), np.full_like(day, call)
    for k0, k1 in round_keys(key):
        x, y = c0 * 0xD2511F53, c2 * 0xCD9E8D57
        c0, c1, c2, c3 = (y >> 32) ^ c1 ^ k0, y & MASK, (x >> 32) ^ c3 ^ k1, x & MASK
    return np.stack((c0, c1, c2, c3), axis=-1).astype(np.uint32)


class WordsOfBlock:
    """What stands in for the oracle's `RandomWords`: one person's words of one day."""

    def __init__(self, seed: int, person: int, day: int) -> None:
        self._key = key_of(seed)
        self._days, self._day = divmod(day, DAYS)
        self._persons, self._person = divmod(person, PERSONS)

    def __call__(self, purpose: str) -> int:
        call, word = PLACES[purpose]
        return block(self._key, call, self._days, self._persons).item(self._day, self._person, word)
