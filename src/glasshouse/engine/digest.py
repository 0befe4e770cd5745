"""One fingerprint of a run: a BLAKE2b tree over the state, in chunks of 65,536 persons, and the daily counts."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np

from glasshouse.model.measures import CORE
from glasshouse.population.people import COLUMNS, People

CHUNK = 65_536


def digest(people: People, daily: np.ndarray) -> str:
    """Hex digest of all state columns (fixed chunks, little-endian) and the counts [days, districts, groups, measures].

    What safeguards count of their own work stays out.

    >>> from glasshouse.population.people import empty
    >>> a, b = empty(10), empty(10)
    >>> b.fear[3] = 1
    >>> cube = np.zeros((1, 1, 5, 1), np.int64)
    >>> digest(a, cube) == digest(empty(10), cube), digest(a, cube) == digest(b, cube)
    (True, False)
    """
    root = blake2b(digest_size=32)
    for first in range(0, len(people.traits), CHUNK):
        leaf = blake2b(digest_size=32)
        for name, kind in COLUMNS.items():
            column = getattr(people, name)[first : first + CHUNK]
            leaf.update(column.astype(np.dtype(kind).newbyteorder("<"), copy=False).tobytes())
        root.update(leaf.digest())
    for day in daily:
        core = np.ascontiguousarray(day[..., :CORE], "<i8")
        root.update(blake2b(core.tobytes(), digest_size=32).digest())
    return root.hexdigest()


def combine(digests: list[str]) -> str:
    """One digest of several replicates, in order; of one replicate, its own.

    >>> combine(["ab"])
    'ab'
    """
    if len(digests) == 1:
        return digests[0]
    return blake2b("".join(digests).encode(), digest_size=32).hexdigest()
