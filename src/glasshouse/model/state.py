"""What a block holds while it simulates a day: one record for each person who is active."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from glasshouse.kernels import inner
from glasshouse.note import Note

#: No act, no outing, no false entry.
NONE = -1


class Conduct(IntEnum):
    """A public act.

    >>> Conduct.OFFENCE.name, int(Conduct.VOLUNTEERING)
    ('OFFENCE', 2)
    """

    OFFENCE = 0
    ASSEMBLY = 1
    VOLUNTEERING = 2


class Online(IntEnum):
    """An act online.

    >>> [act.name for act in Online][:2]
    ['UNLAWFUL_POST', 'CRITICAL_POST']
    """

    UNLAWFUL_POST = 0
    CRITICAL_POST = 1
    MESSAGE = 2
    POST = 3


class Money(IntEnum):
    """A money act.

    >>> [act.name for act in Money]
    ['DEFAULT', 'LATE', 'PURCHASE']
    """

    DEFAULT = 0
    LATE = 1
    PURCHASE = 2


#: Which acts of the day a sensor pinned on their person (bits of ``pinned``).
PIN_CONDUCT, PIN_ONLINE, PIN_MONEY = 1, 2, 4
#: And what else a camera did: that they were at a marked place, or out at an odd hour.
PIN_VISIT, PIN_MOVEMENT = 8, 16


#: Bits of ``alert``: for the person who is sought; for somebody else; by an entry that should not be on the list.
RIGHT, WRONG, FAULTY = 1, 2, 4


#: A rule kept what a sensor saw out of the record.
UNSCORED_NOTE = Note("kept out", means="kept out", bit=28)
#: Whose camera took a picture of a public act.
STATE_PICTURE, CLOUD_PICTURE = 1, 2

#: The day of one person who is active. First the person and their state, loaded in the morning and
#: stored in the evening; then what the day brings. Fields are wider than the columns, so that no stage overflows one,
#: and narrow enough that a block's records stay in the first cache.
#: `wanted_conduct`, `wanted_online`: before fear took it away. `visit`: went to a place that the system marks. `noted`:
#: what happened, bits of Notes; `day`, `step`: set when a row is traced.
#: `picture`: of whose camera there is a picture of the public act; `seen`: which acts any sensor saw (bits of
#: `pinned`); `removed`: a post of theirs was; `struck`: by one of the errors that share a word; `perk`: got one at a
#: gate; `term_kept`: a list's term does not run. `gates0`, `lists0`: closed gates, and lists (their lower bits alone:
#: observed | error_free << 2), in the morning; `false_face`, `false_error`: kind of the day's false entries, or NONE;
#: `other`: true author of a false match; `reporter`: of a false report.
AGENT_DAY = np.dtype(
    [(name, np.int64) for name in "person day other reporter noted".split()]
    + [
        (name, np.int32)
        for name in """
        group age
        traits observed error_free flags observed_weeks error_free_weeks fear trust commercial dossier
        gates0 lists0 sightings wanted_conduct wanted_online conduct online money outing visit
        picture seen pinned removed alert struck false_face false_error cause
        gates error_free_gates onset wrongful unjust refused perk term_kept step
        """.split()
    ]
)


@inner
def first_below(table, draw):
    """The first cumulative threshold above the word, or NONE."""
    for k in range(table.shape[0]):
        if draw < table[k]:
            return k
    return NONE


@inner
def may_record(agent, scored):
    """May what a sensor saw reach the record? `scored`: the sensor's switch.

    >>> from types import SimpleNamespace
    >>> agent = SimpleNamespace(noted=0)
    >>> may_record(agent, 1), may_record(agent, 0), agent.noted == UNSCORED_NOTE
    (True, False, True)
    """
    if scored == 0:
        agent.noted |= UNSCORED_NOTE
        return False
    return True


@inner
def begin(agent):
    """Nothing has happened to a person yet today."""
    agent.noted = 0
    agent.visit = 0
    agent.picture = 0
    agent.seen = 0
    agent.pinned = 0
    agent.removed = 0
    agent.alert = 0
    agent.struck = 0
    agent.false_face = NONE
    agent.other = -1
    agent.false_error = NONE
    agent.reporter = -1
    agent.cause = NONE
    agent.onset = 0
    agent.refused = 0
    agent.perk = 0
    agent.term_kept = 0
    begin_own(agent)


@inner
def begin_own(agent):
    """The same for what plug-ins note of a day; what the day is made for takes the place of this one and the next."""


@inner
def load_own(agent, people, place):
    """Copy what plug-ins keep of a person into the record of the day."""


@inner
def store_own(agent, people, place):
    """Copy it back."""


@inner
def load(agents, start, count, selected, first, people, now):
    """Copy the state of the active persons from place `start` on into their records.

    The columns hold the persons from `now.origin` on.
    """
    for j in range(start, count):
        a = agents[j]
        person = first + selected[j]
        a.person = person
        place = person - now.origin
        a.traits = people.traits[place]
        a.observed = people.observed[place]
        a.error_free = people.error_free[place]
        a.flags = people.flags[place]
        a.observed_weeks = people.observed_weeks[place]
        a.error_free_weeks = people.error_free_weeks[place]
        a.fear = people.fear[place]
        a.trust = people.trust[place]
        a.commercial = people.commercial[place]
        a.dossier = people.dossier[place]
        load_own(a, people, place)


@inner
def store(agents, count, people, now):
    """Copy the state of the active persons back; traits never change."""
    for j in range(count):
        a = agents[j]
        place = a.person - now.origin
        people.observed[place] = a.observed
        people.error_free[place] = a.error_free
        people.flags[place] = a.flags
        people.observed_weeks[place] = a.observed_weeks
        people.error_free_weeks[place] = a.error_free_weeks
        people.fear[place] = a.fear
        people.trust[place] = a.trust
        people.commercial[place] = a.commercial
        people.dossier[place] = a.dossier
        store_own(a, people, place)


#: The ledger: per-person tallies that no stage reads, for runs of up to 20 million persons. What people did and left
#: undone is kept apart from what was done to them: many rows of the first are touched every day, few of the second.
#: `sanctioned_to`, `wrongful_from`, `wrongful_to`: the last sanction-day, the first and the last wrongful one, each
#: plus 1; 0 is never.
DEEDS = np.dtype([("unlawful", np.uint8), ("lawful", np.uint8), ("chilled", np.uint16)])
HARMS = np.dtype(
    [
        ("sanction_days", np.uint16),
        ("wrongful_days", np.uint16),
        ("unjust_days", np.uint16),
        ("blocked", np.uint16),
        ("misidentified", np.uint8),
        ("association", np.uint8),
        ("sanctioned_to", np.uint16),
        ("wrongful_from", np.uint16),
        ("wrongful_to", np.uint16),
    ]
)
