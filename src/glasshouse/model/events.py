"""Single events that a run keeps: entries, listings, sanctions, appeals, and what led to them."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from glasshouse.kernels import inner


class Event(IntEnum):
    """What happened.

    >>> Event.FALSE_ENTRY.name, EVENT_KINDS[Event.FALSE_ENTRY]
    ('FALSE_ENTRY', 'false entry')
    """

    ENTRY = 0
    FALSE_ENTRY = 1
    LISTING = 2
    SANCTION = 3
    LIFTED = 4
    NOTICE = 5
    APPEAL = 6
    UPHELD = 7
    REJECTED = 8
    OVERTURNED = 9
    STALE = 10
    EXPIRED = 11
    REVIEW_STOPPED = 12
    CORRECTED = 13
    BANNED = 14


EVENT_KINDS = (
    "entry",
    "false entry",
    "listing",
    "sanction",
    "sanction lifted",
    "notice",
    "appeal",
    "appeal upheld",
    "appeal rejected",
    "appeal overturned a rightful sanction",
    "stale listing kept",
    "listing expired",
    "sanction stopped by a reviewer",
    "listing corrected by an audit",
    "ended by the ban",
)

#: `cause` is a kind of entry, or NO_CAUSE (the rescoring); `other` the other person in it, or -1;
#: `value` the points, the list, or for a sanction: the first eight closed gates | wrongful << 8
#: | unjust << 9 | the other closed gates << 10 (``gate.bits_of_sanction``).
EVENT = np.dtype(
    [
        ("person", np.int64),
        ("other", np.int64),
        ("day", np.int32),
        ("value", np.int32),
        ("kind", np.uint8),
        ("cause", np.uint8),
    ]
)
NO_CAUSE = 255
#: Most rows one person can add in a day, with room to spare; a block stops in time to keep its log whole.
MOST_A_DAY = 16


@inner
def kept(person, mask):
    """Is the person in the keyed sample whose events are kept? `mask` is the sample's weight less one."""
    x = (person * 0x9E3779B1 + 0x7F4A7C15) & 0xFFFFFFFF
    x ^= x >> 15
    x = (x * 0x85EBCA6B) & 0xFFFFFFFF
    x ^= x >> 13
    return (x & mask) == 0


@inner
def log(rows, now, person, kind, cause, other, value):
    """Append one row, if the person is in the kept sample; ``now.logged`` is where the next one goes.

    >>> from types import SimpleNamespace
    >>> rows, now = np.recarray(4, EVENT), SimpleNamespace(day=3, mask=0, logged=0)
    >>> log(rows, now, 7, Event.LISTING, NO_CAUSE, -1, 1)
    >>> now.logged, int(rows[0].person), int(rows[0].day)
    (1, 7, 3)
    """
    if kept(person, now.mask):
        row = rows[now.logged]
        row.person = person
        row.other = other
        row.day = now.day
        row.value = value
        row.kind = kind
        row.cause = cause
        now.logged += 1
