"""Human review: a person looks at each new sanction before it takes effect."""

from __future__ import annotations

import numpy as np

from glasshouse.draws import Stream, random_word
from glasshouse.interventions.intervention import Intervention, fixed
from glasshouse.kernels import inner
from glasshouse.model.counts import Count
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.record import repair, waive
from glasshouse.model.state import Note

INTERVENTION = Intervention(
    name="human-review",
    title="a person who looks before a sanction takes effect",
    sentence="A person looks at each new sanction before it takes effect, and can stop it.",
    fails="It does nothing when the reviewer only stamps, when there are too few, or for gates added to a sanction.",
    stage="sanction",
    # How well reviewers see, how often they follow the machine and how many there are: `redress.review_*`.
    numbers={"redress.review_share": fixed(1, assumed="every new sanction")},
)

_REVIEWED, _STOPPED = int(Note.REVIEWED), int(Note.REVIEW_STOPPED)


@inner
def review(a, params, review_capacity, now, c, rows):
    """Review a new sanction, if there is a reviewer for it; True when it was stopped.

    `review_capacity`: the part of today's new sanctions, of 65,536, for which there are reviewers.
    """
    if params.review == 0 or random_word(now, a.person, Stream.REVIEWED) >= (params.review * review_capacity) >> 16:
        return False
    a.noted |= _REVIEWED
    c[a.group, Count.reviews] += 1
    verdict = random_word(now, a.person, Stream.VERDICT)
    if a.wrongful != 0:
        if verdict >= params.review_finds:
            return False
        repair(a)
        c[a.group, Count.reviews_stopped_wrongful] += 1
    else:
        if verdict >= params.review_spares:
            return False
        waive(a, params)
        c[a.group, Count.reviews_stopped_rightful] += 1
    a.noted |= _STOPPED
    log(rows, now, a.person, np.int64(Event.REVIEW_STOPPED), NO_CAUSE, -1, 0)
    return True
