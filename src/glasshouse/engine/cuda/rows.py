"""Records on a device: the model's own, with each field where the device reads it in one go; and back in order.

A device writes events and letters in whatever order its threads come by. Each carries what the processor's order hangs
on: the step of the day that wrote it, and whether its person was only brought in by a rescoring.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glasshouse.draws import NOW
from glasshouse.engine.params import DISTRICT, PARAMS
from glasshouse.letter import MOST
from glasshouse.model.events import EVENT
from glasshouse.model.mail import MAIL
from glasshouse.model.state import AGENT_DAY, DEEDS, HARMS
from glasshouse.model.workspace import BLOCK


def aligned(kind: np.dtype, *more: str) -> np.dtype:
    """The record type with its fields on their natural boundaries, and `more` fields of one byte.

    >>> aligned(np.dtype([("a", np.uint8), ("b", np.int64)])).itemsize
    16
    """
    fields = [(name, kind[name]) for name in kind.names or ()] + [(name, np.dtype(np.uint8)) for name in more]
    return np.dtype(fields, align=True)


#: `step`: place of the step among those that log; `late`: 1 for somebody whom only the rescoring brought in.
ROW, LETTER = aligned(EVENT, "step", "late"), aligned(MAIL, "late")
AGENT_DAY_D, NOW_D, PARAMS_D, DISTRICT_D = aligned(AGENT_DAY), aligned(NOW), aligned(PARAMS), aligned(DISTRICT)
DEEDS_D, HARMS_D = aligned(DEEDS), aligned(HARMS)


def changed(rows: np.ndarray, kind: np.dtype) -> np.ndarray:
    """The rows as another record type: fields of the same name are kept, others are zero.

    >>> changed(np.zeros(2, EVENT), ROW).dtype == ROW
    True
    """
    out = np.zeros(rows.shape, kind)
    for name in kind.names or ():
        if name in (rows.dtype.names or ()):
            out[name] = rows[name]
    return out


def events_in_order(rows: np.ndarray, firsts: np.ndarray, by_ranks: Sequence[bool]) -> np.ndarray:
    """A day's events (ROW, each person's in their order) as the processor leaves them, EVENT.

    It goes block by block (`firsts`: the blocks' first persons, ascending), in a block step by step, and in a step by
    the ranks of those who were active: those whom a rescoring brought in stand behind the others. A step with
    `by_ranks` false goes through the block instead.

    >>> rows = np.zeros(3, ROW)
    >>> rows["person"], rows["step"], rows["late"] = [7, 3, 5], [1, 1, 0], [0, 1, 0]
    >>> events_in_order(rows, np.array([0]), [True, True])["person"].tolist()
    [5, 7, 3]
    """
    late = rows["late"] * np.array(by_ranks, np.uint8)[rows["step"]]
    rank, block = _rank(rows["person"], late, firsts)
    return changed(rows[np.lexsort((rank, block * 256 + rows["step"]))], EVENT)


def mail_in_order(letters: np.ndarray, firsts: np.ndarray) -> np.ndarray:
    """A day's letters (LETTER, each sender's in their order) as ``engine.sorted_mail.sort`` leaves them, MAIL.

    By recipient and purpose, and then as the processor's outboxes have them: by the sender's block and rank.

    >>> letters = np.zeros(2, LETTER)
    >>> letters["sender"], letters["late"] = [3, 7], [1, 0]
    >>> mail_in_order(letters, np.array([0]))["sender"].tolist()
    [7, 3]
    """
    rank, _ = _rank(letters["sender"], letters["late"], firsts)
    return changed(letters[np.lexsort((rank, letters["recipient"] * MOST + letters["purpose"]))], MAIL)


def _rank(persons: np.ndarray, late: np.ndarray, firsts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places in the order of the ranks, and the numbers of the blocks.

    One number a place: each further key of a sort would cost as much as the first.
    """
    block = np.searchsorted(firsts, persons, side="right") - 1
    return (2 * block + late) * BLOCK + persons - firsts[block], block
