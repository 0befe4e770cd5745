"""The space in which a block is worked on: allocated once a thread, so that no stage allocates anything."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from glasshouse.draws import LATE_WORDS
from glasshouse.model.state import ACT
from glasshouse.population.network import CIRCLE

#: Most persons of a block: so many that their columns stay in the processor's cache.
BLOCK = 4096
#: Bits of a person's place in the histogram of the stocks.
STOCK_BITS = 11


class Desk(NamedTuple):
    """Scratch arrays for one block.

    `words` uint32 [8, BLOCK]: what all persons draw; `late` [LATE_WORDS, BLOCK]: what the picked draw; `extra`
    [6, BLOCK]: for a rescoring. `again` uint8 marks the picked; `picked` their places in the block, `persons` their
    numbers, `acts` their records. `tops` uint32 [14]: see ``screening.majorants``. `tiers` uint16 [3, BLOCK], `before`
    [BLOCK]: for a rescoring. `known` int64 [CIRCLE]: somebody's circle. The last four: for ``stocks.take_stock``.
    """

    words: np.ndarray
    late: np.ndarray
    extra: np.ndarray
    again: np.ndarray
    picked: np.ndarray
    persons: np.ndarray
    acts: np.ndarray
    tops: np.ndarray
    tiers: np.ndarray
    before: np.ndarray
    known: np.ndarray
    places: np.ndarray
    packed: np.ndarray
    held: np.ndarray
    sums: np.ndarray


def desk(block: int = BLOCK) -> Desk:
    """An empty desk for blocks of up to so many persons.

    >>> desk().words.shape, desk(8).acts.shape
    ((8, 4096), (8,))
    """
    return Desk(
        words=np.empty((8, block), np.uint32),
        late=np.empty((LATE_WORDS, block), np.uint32),
        extra=np.empty((6, block), np.uint32),
        again=np.empty(block, np.uint8),
        picked=np.empty(block + 1, np.int64),
        persons=np.empty(block, np.int64),
        acts=np.empty(block, ACT),
        tops=np.empty(14, np.uint32),
        tiers=np.empty((3, block), np.uint16),
        before=np.empty(block, np.uint16),
        known=np.empty(CIRCLE, np.int64),
        places=np.empty(block, np.uint16),
        packed=np.empty(block, np.int64),
        held=np.empty((4, 1 << STOCK_BITS), np.uint16),
        sums=np.empty((4, 4), np.int64),
    )
