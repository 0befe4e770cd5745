"""What one person does to another travels as mail: written today, sorted overnight, delivered next morning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glasshouse.engine.records import reordered, together
from glasshouse.letter import MOST
from glasshouse.model.mail import MAIL


def sort(letters: Sequence[np.ndarray]) -> np.ndarray:
    """All letters by (recipient, purpose, sender, sequence).

    Outboxes arrive in the order of their senders, so that a stable sort by recipient and purpose is enough.

    >>> box = np.zeros(3, MAIL)
    >>> box["recipient"], box["sender"] = [7, 2, 7], [1, 1, 5]
    >>> sort([box]).tolist()
    [(2, 1, 0, 0), (7, 1, 0, 0), (7, 5, 0, 0)]
    """
    everything = together(letters, MAIL)
    order = (everything["recipient"] * MOST + everything["purpose"]).argsort(kind="stable")
    return reordered(everything, order)
