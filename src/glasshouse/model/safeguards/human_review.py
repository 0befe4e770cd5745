"""Human review: a person looks at each new sanction before it takes effect."""

from __future__ import annotations

import numpy as np

from glasshouse.draws import Purpose, word
from glasshouse.kernels import inner
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.measures import M
from glasshouse.model.record import let_off, repair
from glasshouse.model.safeguards.safeguard import Safeguard, fixed
from glasshouse.model.state import Note

SAFEGUARD = Safeguard(
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
def review(a, law, room, now, c, rows):
    """Review a new sanction, if there is a reviewer for it; True when it was stopped.

    `room`: the part of today's new sanctions, of 65,536, for which there are reviewers.
    """
    if law.review == 0 or word(now, a.person, Purpose.REVIEWED) >= (law.review * room) >> 16:
        return False
    a.noted |= _REVIEWED
    c[a.group, M.reviews] += 1
    verdict = word(now, a.person, Purpose.VERDICT)
    if a.wrongful != 0:
        if verdict >= law.review_finds:
            return False
        repair(a)
        c[a.group, M.reviews_stopped_wrongful] += 1
    else:
        if verdict >= law.review_spares:
            return False
        let_off(a, law)
        c[a.group, M.reviews_stopped_rightful] += 1
    a.noted |= _STOPPED
    log(rows, now, a.person, np.int64(Event.REVIEW_STOPPED), NO_CAUSE, -1, 0)
    return True
