"""In which order the events of a run stand, whether one process simulated it or several, some districts each."""

from __future__ import annotations

import numpy as np

from glasshouse.letter import Letter
from glasshouse.mechanism_set import SHIPPED
from glasshouse.model.events import Event

#: Kinds of entry that letters bring.
_BY_MAIL = [int(letter.entry) for letter in SHIPPED.declared(Letter) if letter.entry is not None]


def event_order(rows: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """The places of events (EVENT) in order: by day, then what ends by a ban, what came by mail, the rest; district.

    `starts` are the first persons of the districts. Within these, events keep the order in which they come. What a
    plug-in logs of a letter cannot be told from the rest, and so stands at the head of its district's.

    >>> from glasshouse.model.events import EVENT
    >>> rows = np.zeros(3, EVENT)
    >>> rows["day"], rows["person"] = [1, 0, 0], [2, 7, 3]
    >>> event_order(rows, np.array([0, 5])).tolist()
    [2, 1, 0]
    """
    entry = (rows["kind"] == Event.ENTRY) | (rows["kind"] == Event.FALSE_ENTRY)
    # Such an entry names the writer; one of the same kind that comes without a letter, as of a face search, nobody.
    by_mail = entry & np.isin(rows["cause"], _BY_MAIL) & (rows["other"] >= 0)
    phase = np.where(rows["kind"] == Event.BANNED, 0, np.where(by_mail, 1, 2))
    district = np.searchsorted(starts, rows["person"], side="right")
    return np.argsort((rows["day"].astype(np.int64) * 3 + phase) * (len(starts) + 1) + district, kind="stable")
