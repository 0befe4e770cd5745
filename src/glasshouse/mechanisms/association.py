"""Guilt by association: whoever knows a person who is put on a list loses points.

Process: When a list begins for somebody, everybody in the circle is written to, and loses points the next morning; in
each ledger for a list in the same ledger.

Source: Points for acquaintances of listed people were reported of pilot towns; how many, is the scenario's.
"""

# Points for being seen with listed people: whereabouts.py (COMPANY). Fear from a friend's sanction: search for
# FRIENDS_SANCTIONED.

from __future__ import annotations

import numpy as np

from glasshouse.assessed import Need
from glasshouse.entry_kind import EntryKind
from glasshouse.flow_chart import Arrow
from glasshouse.intervention import Intervention, fixed
from glasshouse.letter import Letter
from glasshouse.measure import people, yearly
from glasshouse.mechanism import Ablation, Count, Mechanism
from glasshouse.mechanisms.ledger import enter
from glasshouse.model.events import Event, log
from glasshouse.model.list_bits import ERROR_FREE, OBSERVED, list_in
from glasshouse.model.mail import write_to_circle
from glasshouse.note import Phrases

ASSOCIATION = EntryKind(
    "association",
    area="private life",
    things=("an acquaintance on a list", "acquaintances on a list"),
    recorded="knowing a person who is put on a list (0: no guilt by association)",
    place=10,
)

NEED = Need(
    word="association",
    name="points lost for knowing somebody",
    lacking="nobody loses points for knowing somebody in this scenario",
    on=("score.enabled",),
    met=lambda scenario: scenario.parameters["score.points_association"].value != 0,
)

ASSOCIATION_PENALTIES = Count(
    "association_penalties", "Points taken for knowing somebody who was listed", unit="penalties", place=49
)
MEASURES = (
    yearly(
        "association",
        "Guilt by association: penalties",
        "Times that a person lost points because somebody in the circle was put on a list.",
        what="penalties",
        counts=("association_penalties",),
        section="Whose face, whose friend",
        place=0,
    ),
    people(
        "associated",
        "Guilt by association: people",
        "People who lost points at least once because somebody in the circle was put on a list.",
        section="Whose face, whose friend",
        place=1,
    ),
)

PHRASES = Phrases(
    said={
        "association": (
            "{Other} was put on a list, and {they} lost {n} points for knowing {them2}: {left}.",
            "For knowing {other}, now on a list, {they} lost {n} points, down to {left}.",
            "{Other} was listed; the rule on bad company cost {them} {n} points and left {left}.",
            "Guilt by association again: {other} was on a list now, which took {n} points and left {left}.",
        ),
        "association unscored": (
            (
                "{Other} was put on a list. For knowing {them2}, {n} points were noted against {them}, who "
                "had no score yet."
            ),
            ("{Other} was listed, and another {n} points were noted against the score that {they} did not have yet."),
            "Since {other} was on a list now, {n} points were noted against {them}.",
        ),
        "association twice": (
            "{they} knew {them2} in two ways, and the rule counted both: {n} points more, {left}.",
            "Since {they} knew {them2} in two ways, it was another {n} points: {left}.",
        ),
        "association false": (
            "The listing rested on a false entry about somebody else.",
            "That listing was itself a mistake.",
            "It should never have been made, that listing.",
            "It was the {nth} listing among {their} acquaintances that was false.",
        ),
    }
)

#: Its payload: 1 in the observed ledger, 2 in the error-free one.
GUILT_BY_ASSOCIATION = Letter(
    "guilt by association",
    place=1,
    told="entry",
    entry=ASSOCIATION,
    counts=(ASSOCIATION_PENALTIES,),
    things=("an acquaintance listed by mistake", "acquaintances listed by mistake"),
    brief="{they} lost points for knowing {other}",
)


def sanction_notify(agent, district, now, known, mail):
    """Write to the circle of somebody for whom a list begins today."""
    observed_new = agent.lists0 & 3 == 0 and list_in(agent.flags, OBSERVED) != 0
    error_free_new = agent.lists0 >> 2 == 0 and list_in(agent.flags, ERROR_FREE) != 0
    if observed_new or error_free_new:
        payload = np.int64(observed_new) | (np.int64(error_free_new) << 1)
        write_to_circle(agent.person, GUILT_BY_ASSOCIATION, payload, district, now, known, mail)


def receive(agent, letter, params, now, counts, rows, harms):
    """An acquaintance was put on a list yesterday."""
    if letter.purpose != GUILT_BY_ASSOCIATION or params.points[ASSOCIATION] == 0:
        return
    observed = letter.payload & 1 != 0
    error_free = letter.payload & 2 != 0
    enter(agent, ASSOCIATION, observed, error_free, params, counts)
    if observed:
        counts[agent.group, ASSOCIATION_PENALTIES] += 1
        if harms.shape[0] > 0:
            row = harms[agent.person - now.origin]
            row.association = min(255, row.association + 1)
        kind = np.int64(Event.ENTRY if error_free else Event.FALSE_ENTRY)
        log(rows, now, agent.person, kind, ASSOCIATION, letter.sender, params.points[ASSOCIATION])


NO_GUILT_BY_ASSOCIATION = Intervention(
    name="no-guilt-by-association",
    title="no guilt by association",
    sentence="Nobody loses points because a relative, neighbour or colleague was put on a list.",
    fails="It does nothing where acquaintances cost no points.",
    stage="score",
    numbers={"score.points_association": fixed(0, assumed="each person answers for their own acts")},
)


FLOW_CHART = (Arrow(start="lists", end="score", what="by association", measures=("association_penalties",), place=140),)

ABLATIONS = (
    Ablation(
        name="guilt-by-association", family="rules", title="Guilt by association", off={"score.points_association": 0}
    ),
)

MECHANISM = Mechanism(
    module=__name__,
    section="score",
    place=140,
    rules={"sanction_notify": sanction_notify, "receive": receive},
)
