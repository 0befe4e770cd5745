"""The space in which a block is worked on: allocated once a thread, so that no stage allocates anything."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from glasshouse.draws import LATE_WORDS
from glasshouse.model.active_bounds import BOUNDS
from glasshouse.model.state import AGENT_DAY
from glasshouse.population.network import CIRCLE
from glasshouse.population.people import MOST_GROUPS, NARROW_FLAGS

#: Most persons of a block: so many that their columns stay in the processor's cache.
BLOCK = 4096
#: Rows of words for a rescoring: those that rules ask for, and what the same calls draw beside them.
EXTRA_ROWS = 6
#: Bits of a person's place in the histogram of the stocks.
STOCK_BITS = 12


class Workspace(NamedTuple):
    """Scratch arrays for one block.

    `words` uint32 [8, BLOCK]: what all persons draw; `late` [LATE_WORDS, BLOCK]: what the active draw; `extra`
    [6, BLOCK]: for a rescoring. `active` uint8 marks the active; `selected` their places in the block, `persons` their
    numbers, `agents` their records. `bounds` int64 [BOUNDS]: see ``model.active_bounds``. `tiers` uint16 [3, BLOCK] and
    `before` [BLOCK], of the type of the column ``flags``: for a rescoring. `known` int64 [CIRCLE]: somebody's circle.
    The last four: for ``stocks.take_stock``.
    """

    words: np.ndarray
    late: np.ndarray
    extra: np.ndarray
    active: np.ndarray
    selected: np.ndarray
    persons: np.ndarray
    agents: np.ndarray
    bounds: np.ndarray
    tiers: np.ndarray
    before: np.ndarray
    known: np.ndarray
    places: np.ndarray
    packed: np.ndarray
    histogram: np.ndarray
    sums: np.ndarray


def workspace(block: int = BLOCK, agent_day: np.dtype = AGENT_DAY, flags: np.dtype = NARROW_FLAGS) -> Workspace:
    """An empty workspace for blocks of up to so many persons; `agent_day`: the record of a person's day;
    `flags`: the type of that column.

    >>> workspace().words.shape, workspace(8).agents.shape
    ((8, 4096), (8,))
    """
    return Workspace(
        words=np.empty((8, block), np.uint32),
        late=np.empty((LATE_WORDS, block), np.uint32),
        extra=np.empty((EXTRA_ROWS, block), np.uint32),
        active=np.empty(block, np.uint8),
        selected=np.empty(block + 1, np.int64),
        persons=np.empty(block, np.int64),
        agents=np.empty(block, agent_day),
        bounds=np.empty(BOUNDS, np.int64),
        tiers=np.empty((3, block), np.uint16),
        before=np.empty(block, flags),
        known=np.empty(CIRCLE, np.int64),
        places=np.empty(block, np.uint16),
        packed=np.empty(block, np.int64),
        histogram=np.empty((4, 1 << STOCK_BITS), np.uint16),
        sums=np.empty((4, MOST_GROUPS), np.int64),
    )
