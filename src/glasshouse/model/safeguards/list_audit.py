"""List audit: somebody goes through the lists and corrects what is false."""

from __future__ import annotations

import numpy as np

from glasshouse.draws import Purpose, word
from glasshouse.kernels import inner
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.measures import M
from glasshouse.model.record import repair
from glasshouse.model.state import Note
from glasshouse.population.people import CLEAN_LIST, HELD_LIST

_CORRECTED = int(Note.CORRECTED)


@inner
def audit(a, law, now, c, rows):
    """Once a week: whoever is on a list by a false entry may be found, and the record is put right."""
    if (a.flags >> HELD_LIST) & 3 == 0 or (a.flags >> CLEAN_LIST) & 3 != 0:
        return
    if law.audit == 0 or word(now, a.person, Purpose.AUDIT) >= law.audit:
        return
    repair(a)
    a.noted |= _CORRECTED
    c[a.group, M.corrected] += 1
    log(rows, now, a.person, np.int64(Event.CORRECTED), NO_CAUSE, -1, 0)
