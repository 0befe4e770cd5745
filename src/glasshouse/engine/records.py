"""Records put together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np


def copied(rows: np.ndarray, many: int) -> np.ndarray:
    """A copy of the first so many records in a row, by their bytes: a quarter of the time of ``copy``, which goes field
    by field.

    >>> copied(np.array([(1, 2), (3, 4)], [("who", np.int64), ("what", np.uint8)]), 1).tolist()
    [(1, 2)]
    """
    return np.ndarray(many, rows.dtype, _bytes(rows, many).copy())


def _bytes(rows: np.ndarray, many: int) -> np.ndarray:
    # `view` asks in Python, for each field, whether it may.
    return np.ndarray(many * rows.itemsize, np.uint8, rows)


def reordered(rows: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Records in another order (int64): ``take`` by their bytes, in half its time.

    >>> reordered(np.array([(1, 2), (3, 4)], [("who", np.int64), ("what", np.uint8)]), np.array([1, 0])).tolist()
    [(3, 4), (1, 2)]
    """
    whole = np.dtype((np.void, rows.itemsize))
    return np.ndarray(len(order), rows.dtype, np.ndarray(len(rows), whole, np.ascontiguousarray(rows)).take(order))


def clear(rows: np.ndarray) -> None:
    """Make whole arrays of numbers or of records zero, by their bytes."""
    rows.view(np.uint8).fill(0)


def together(parts: Iterable[np.ndarray], kind: np.dtype) -> np.ndarray:
    """Arrays of records of one kind as one array, by their bytes; where all but one are empty, that one itself.

    ``numpy.concatenate`` first works out a common kind, field by field: 30 microseconds each time.

    >>> kind = np.dtype([("who", np.int64), ("what", np.uint8)])
    >>> together([np.array([(1, 2)], kind), np.array([(3, 4)], kind)], kind).tolist(), len(together([], kind))
    ([(1, 2), (3, 4)], 0)
    """
    pieces = [np.ascontiguousarray(part) for part in parts if len(part)]
    if len(pieces) == 1:
        return pieces[0]
    if not pieces:
        return np.zeros(0, kind)
    return np.ndarray(sum(map(len, pieces)), kind, np.concatenate([_bytes(piece, len(piece)) for piece in pieces]))
