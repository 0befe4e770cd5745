"""adapt: fear and trust. It reads only what a person could know, never the dossier.

A refusal, a stop, one's own sanction, a friend's, the rumour of others in the district, a law that passed.

Process: A refusal, a stop after an alert, and the first day of one's own sanction each add fear and take trust
(``adapt``); a friend's sanction does so by mail the next morning. An alert ends in a stop if the officer believes it
and does not lose the person. Once a week everybody's fear and trust move part of the way to where they rest: fear by
how many in the district were under sanction yesterday, trust by how many report (``relax_to_baseline``). A law that
passes adds fear to everybody at once (``apply_announcement``).

Source: Stops and beliefs of officers: `fussey-2019`. Trust where many report: `lichter-2021`. How much fear
each adds is assumed.
"""

from __future__ import annotations

import numpy as np

from glasshouse.draws import Stream, random_word
from glasshouse.kernels import inner, kernel
from glasshouse.model.counts import Count
from glasshouse.model.state import FAULTY, RIGHT, Note
from glasshouse.population.people import AGE_SHIFT

_AGE = np.uint16(3 << AGE_SHIFT)
_STOPPED = int(Note.STOPPED)


@inner
def update_affect(a, fear, trust):
    """Add to a person's fear and take from their trust, within 0 .. 255."""
    a.fear = min(255, a.fear + fear)
    a.trust = max(0, a.trust - trust)


@kernel
def adapt(agents, count, params, now, c):
    """What today's refusals, stops and sanctions did to those who met them."""
    for j in range(count):
        a = agents[j]
        if a.refused:
            update_affect(a, params.fear_refusal, params.trust_refusal)
        if a.alert and random_word(now, a.person, Stream.STOP) < params.stop[a.alert & RIGHT]:
            a.noted |= _STOPPED
            c[a.group, Count.stops] += 1
            if not a.alert & RIGHT:
                c[a.group, Count.stops_false] += 1
            elif a.alert & FAULTY:
                c[a.group, Count.stops_faulty] += 1
            elif random_word(now, a.person, Stream.ARREST) < params.arrest:
                c[a.group, Count.arrests] += 1
            update_affect(a, params.fear_stop, params.trust_stop)
        if a.onset:
            update_affect(a, params.fear_sanction, params.trust_sanction)


@inner
def apply_announcement(traits, fear, jump):
    """A law passes: everybody's fear (uint8 column) but children's rises by `jump`."""
    for i in range(fear.shape[0]):
        risen = min(np.int64(255), np.int64(fear[i]) + jump)
        fear[i] = risen if traits[i] & _AGE else fear[i]


@kernel
def relax_to_baseline(traits, fear, trust, resting_fear, resting_trust):
    """Once a week, fear and trust move towards where rumour and informants leave them."""
    for i in range(fear.shape[0]):
        f = np.int16(fear[i])
        t = np.int16(trust[i])
        f += (np.int16(resting_fear) - f) >> np.int16(2)
        t += (np.int16(resting_trust) - t) >> np.int16(3)
        grown = (traits[i] & _AGE) != 0
        fear[i] = np.uint8(f) if grown else fear[i]
        trust[i] = np.uint8(t) if grown else trust[i]
