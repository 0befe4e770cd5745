"""One fingerprint of a run: a BLAKE2b tree over the state, in chunks of 65,536 persons, and the daily counts."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from hashlib import blake2b
from itertools import groupby
from typing import NamedTuple

import numpy as np

from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.plugins import identities
from glasshouse.population.people import People, columns_of

CHUNK = 65_536


class Leaf(NamedTuple):
    """One chunk of persons: its number, and its hash; or the columns of those of its persons whom a part holds."""

    chunk: int
    hash: bytes | None
    columns: dict[str, np.ndarray] | None


def digest(people: People, daily: np.ndarray, pool: Executor | None = None, mechanisms: MechanismSet = SHIPPED) -> str:
    """Hex digest of all state columns (fixed chunks, little-endian) and the counts [days, districts, groups, measures].

    What safeguards count of their own work stays out. Of the plug-ins that took part, it covers what they left and
    which they were.

    >>> from glasshouse.population.people import empty
    >>> a, b = empty(10), empty(10)
    >>> b.fear[3] = 1
    >>> cube = np.zeros((1, 1, 5, 1), np.int64)
    >>> digest(a, cube) == digest(empty(10), cube), digest(a, cube) == digest(b, cube)
    (True, False)
    """
    return root(leaves(people, 0, len(people.traits), pool), daily, mechanisms)


def leaves(people: People, origin: int, population: int, pool: Executor | None = None) -> list[Leaf]:
    """The leaves of a part of the population, whose columns begin with person `origin`.

    Chunks may straddle parts: those at the edges are left as columns, for `root` to put together.

    >>> from glasshouse.population.people import empty
    >>> [(leaf.chunk, leaf.hash is None) for leaf in leaves(empty(CHUNK + 5), CHUNK - 3, 10 * CHUNK)]
    [(0, True), (1, False), (2, True)]
    """
    end, whole_columns = origin + len(people.traits), columns_of(people)

    def leaf(chunk: int) -> Leaf:
        first, last = max(origin, chunk * CHUNK), min(end, (chunk + 1) * CHUNK)
        columns = {name: column[first - origin : last - origin] for name, column in whole_columns.items()}
        whole = first == chunk * CHUNK and last == min((chunk + 1) * CHUNK, population)
        return Leaf(chunk, _hash(columns), None) if whole else Leaf(chunk, None, columns)

    chunks = range(origin // CHUNK, -(-end // CHUNK)) if end > origin else range(0)
    return list(pool.map(leaf, chunks) if pool else map(leaf, chunks))


def root(parts: Iterable[Leaf], daily: np.ndarray, mechanisms: MechanismSet = SHIPPED) -> str:
    """Hex digest of the leaves of all parts, in the order of the persons, and of the daily counts of all districts.

    >>> from glasshouse.population.people import empty
    >>> cube = np.zeros((1, 1, 5, 1), np.int64)
    >>> cut = [*leaves(empty(7), 0, 10), *leaves(empty(3), 7, 10)]
    >>> root(cut, cube) == digest(empty(10), cube)
    True
    """
    tree = blake2b(digest_size=32)
    for _, pieces in groupby(parts, key=lambda leaf: leaf.chunk):
        found = list(pieces)
        tree.update(found[0].hash or _hash(_joined([leaf.columns or {} for leaf in found])))
    core = [column for column in mechanisms.core if column < daily.shape[-1]]
    for day in daily:
        counts = np.ascontiguousarray(np.take(day, core, axis=-1), "<i8")
        tree.update(blake2b(counts.data, digest_size=32).digest())
    for each in identities(mechanisms):
        tree.update(f"{each.module} {each.fingerprint}".encode())
    return tree.hexdigest()


def _joined(pieces: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    return {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}


def _hash(columns: dict[str, np.ndarray]) -> bytes:
    leaf = blake2b(digest_size=32)
    for column in columns.values():
        leaf.update(column.astype(column.dtype.newbyteorder("<"), copy=False).tobytes())
    return leaf.digest()


def combine(digests: list[str]) -> str:
    """One digest of several replicates, in order; of one replicate, its own.

    >>> combine(["ab"])
    'ab'
    """
    if len(digests) == 1:
        return digests[0]
    return blake2b("".join(digests).encode(), digest_size=32).hexdigest()
