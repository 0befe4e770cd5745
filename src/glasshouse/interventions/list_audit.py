"""List audit: somebody goes through the lists and corrects what is false."""

from __future__ import annotations

import numpy as np

from glasshouse.draws import Stream, random_word
from glasshouse.interventions.intervention import Intervention, fixed, scaled
from glasshouse.kernels import inner
from glasshouse.model.counts import Count
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.record import repair
from glasshouse.model.state import Note
from glasshouse.population.people import ERROR_FREE_LIST, OBSERVED_LIST

INTERVENTION = Intervention(
    name="list-audit",
    title="an audit of the lists",
    sentence="Auditors go through the lists all the time and correct what is false.",
    fails="It does nothing where the lists hold no false entries, or harm comes from tiers and not from lists.",
    stage="redress",
    numbers={
        # A police watchlist is drawn up anew for each use: what the audit finds is gone from the first day on.
        "face_recognition.faulty_share": scaled(0.5, "half of the faulty entries are found"),
        "redress.audit": fixed(
            0.05, 0.02, 0.1, assumed="a twentieth of the false listings a week, so that half are found in a quarter"
        ),
    },
)

_CORRECTED = int(Note.CORRECTED)


@inner
def audit(a, params, now, c, rows):
    """Once a week: whoever is on a list by a false entry may be found, and the record is put right."""
    if (a.flags >> OBSERVED_LIST) & 3 == 0 or (a.flags >> ERROR_FREE_LIST) & 3 != 0:
        return
    if params.audit == 0 or random_word(now, a.person, Stream.AUDIT) >= params.audit:
        return
    repair(a)
    a.noted |= _CORRECTED
    c[a.group, Count.corrected] += 1
    log(rows, now, a.person, np.int64(Event.CORRECTED), NO_CAUSE, -1, 0)
