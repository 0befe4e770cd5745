"""What a block holds while it lives through a day: one record for each person who needs a second look."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

#: No act, no outing, no false entry.
NONE = -1


class Conduct(IntEnum):
    """A public act."""

    OFFENCE = 0
    ASSEMBLY = 1
    VOLUNTEERING = 2


class Online(IntEnum):
    """An act online."""

    UNLAWFUL_POST = 0
    CRITICAL_POST = 1
    MESSAGE = 2
    POST = 3


class Money(IntEnum):
    """A money act."""

    DEFAULT = 0
    LATE = 1
    PURCHASE = 2


class Kind(IntEnum):
    """A kind of entry in the record, in the order of ``scenario.words.KINDS``."""

    OFFENCE = 0
    ASSEMBLY = 1
    CRITICAL_POST = 2
    CRITICAL_MESSAGE = 3
    UNLAWFUL_POST = 4
    DEFAULT = 5
    LATE_PAYMENT = 6
    PURCHASE = 7
    REPORT = 8
    SUSPICION = 9
    ASSOCIATION = 10
    VOLUNTEERING = 11


#: Which acts of the day a sensor pinned on their person (bits of ``pinned``).
PIN_CONDUCT, PIN_ONLINE, PIN_MONEY = 1, 2, 4

#: One person's day. `gates0`, `lists0`: closed gates and lists (held | clean << 2) in the morning; `false_face`, `false_error`:
#: kind of the false entry that day, or NONE; `other`: true author of a false match, `reporter`: of a false report.
ACT = np.dtype(
    [
        ("person", np.int64),
        ("other", np.int64),
        ("reporter", np.int64),
        ("sightings", np.int64),
        ("group", np.int8),
        ("age", np.int8),
        ("conduct", np.int8),
        ("online", np.int8),
        ("money", np.int8),
        ("outing", np.int8),
        ("pinned", np.int8),
        ("false_face", np.int8),
        ("false_error", np.int8),
        ("alert", np.int8),
        ("refused", np.int8),
        ("cause", np.int8),
        ("onset", np.int8),
        ("wrongful", np.int8),
        ("gates0", np.int16),
        ("gates", np.int16),
        ("clean_gates", np.int16),
        ("lists0", np.int16),
    ]
)

#: Mail from one person to another, delivered the next morning.
MAIL = np.dtype([("recipient", np.int64), ("sender", np.int64), ("purpose", np.int8), ("payload", np.int8)])
FRIEND_SANCTIONED, GUILT_BY_ASSOCIATION = 0, 1

#: Per-person tallies of harm that no stage reads; kept for runs of up to 20 million persons.
LEDGER = np.dtype(
    [
        ("sanction_days", np.uint16),
        ("wrongful_days", np.uint16),
        ("unjust_days", np.uint16),
        ("blocked", np.uint16),
        ("chilled", np.uint16),
        ("unlawful", np.uint8),
        ("lawful", np.uint8),
        ("misidentified", np.uint8),
    ]
)
