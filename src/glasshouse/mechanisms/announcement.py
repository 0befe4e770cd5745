"""Announcement: a law that passes frightens everybody at once.

Process: On the day of a dated event with a jump, everybody's fear but children's rises by it.

Source: The jump is the event's own, with its evidence.
"""

from __future__ import annotations

import numpy as np

from glasshouse.kernels import inner
from glasshouse.mechanism import Mechanism
from glasshouse.population.people import AGE_SHIFT

_AGE = np.uint16(3 << AGE_SHIFT)


@inner
def apply_announcement(traits, fear, jump):
    """Raise fear (uint8 column) by `jump`, within 255."""
    for i in range(fear.shape[0]):
        risen = min(np.int64(255), np.int64(fear[i]) + jump)
        fear[i] = risen if traits[i] & _AGE else fear[i]


MECHANISM = Mechanism(module=__name__, section="response", outlives_ban=True)
