"""How a population is cut: blocks of at most 4,096 persons that stay in cache, and spans of blocks, one a task."""

from __future__ import annotations

import numpy as np

#: Blocks a task; small enough to share work evenly, large enough that Python's part in it is small.
SPAN = 128


def blocks(starts: np.ndarray, size: int) -> np.ndarray:
    """int64 [blocks, 3]: first person, last person + 1, district; no block spans two districts.

    >>> blocks(np.array([0, 5, 12]), 4).tolist()
    [[0, 4, 0], [4, 5, 0], [5, 9, 1], [9, 12, 1]]
    """
    rows = [
        (first, min(first + size, last), district)
        for district, (first, last) in enumerate(zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True))
        for first in range(first, last, size)
    ]
    return np.array(rows, np.int64).reshape(-1, 3)


def spans(table: np.ndarray, threads: int) -> list[np.ndarray]:
    """The blocks in contiguous parts; how many there are changes speed alone, never results.

    >>> [len(part) for part in spans(np.zeros((10, 3), np.int64), 2)]
    [2, 2, 2, 2, 2]
    """
    # Several threads share the blocks evenly by taking the next few; one alone is spared the turns.
    size = max(1, min(SPAN, -(-len(table) // (4 * threads)) if threads > 1 else len(table)))
    return [table[k : k + size] for k in range(0, len(table), size)]
