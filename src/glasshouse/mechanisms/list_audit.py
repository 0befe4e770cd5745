"""List audit: somebody goes through the lists and corrects what is false.

Process: Once a week, whoever is on a list by a false entry may be found, and the record is put right.

Source: How many are found is the scenario's; without the safeguard nobody looks.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.assessed import Shown
from glasshouse.control_panel import Offered
from glasshouse.day_settings import DaySettings
from glasshouse.draws import random_word, threshold
from glasshouse.intervention import Intervention, fixed, multiplied
from glasshouse.measure import share
from glasshouse.mechanism import Count, Mechanism, Stream, parameter
from glasshouse.mechanisms.ledger import repair
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.list_bits import ERROR_FREE, OBSERVED, list_in
from glasshouse.note import Note, Phrases
from glasshouse.protection import Protects
from glasshouse.trial_values import Undisturbed

PARAMETERS = (
    parameter(
        "redress.audit",
        "an audit of the lists finds and corrects a false listing within a week",
        kind="probability",
        stage="redress",
    ),
)
OFFERED = Offered(keys=("redress.audit",))
PROTECTS = Protects(up=("redress.audit",))
UNDISTURBED = Undisturbed(values={"redress.audit": 0.0})

SHOWN = Shown(block="oversight", keys=("redress.audit",), rank=2)

CORRECTED = Count(
    "corrected", "False listings that an audit found and corrected", unit="listings", place=117, core=False
)

MEASURES = (
    share(
        "corrected",
        "Listings corrected",
        "Listings that an audit found to rest on a false entry, and took off.",
        base="listings",
        counts=("corrected",),
        over=("listed_defaulter", "listed_dishonest"),
        section="Redress",
        place=10,
    ),
)

AUDIT_DRAW = Stream("audit", at=(8, 2))


CORRECTED_NOTE = Note("corrected", means="corrected", counts=(CORRECTED,), bit=27)
PHRASES = Phrases(
    said={
        "corrected": (
            "An audit found that the listing was wrong and took it back.",
            "The audit corrected the list again.",
        ),
        "open audit": (
            "With the listing went the sanction, after {days}.",
            "The doors opened, {days} after they closed.",
        ),
    }
)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """The chance of a week."""
    return {"audit": threshold(settings.on("redress") * settings.numbers["redress.audit"])}


def redress_audit(agent, params, now, counts, rows):
    """Is a false listing found this week?"""
    if list_in(agent.flags, OBSERVED) == 0 or list_in(agent.flags, ERROR_FREE) != 0:
        return
    if params.audit == 0 or random_word(now, agent.person, AUDIT_DRAW) >= params.audit:
        return
    repair(agent)
    agent.noted |= CORRECTED_NOTE
    counts[agent.group, CORRECTED] += 1
    log(rows, now, agent.person, np.int64(Event.CORRECTED), NO_CAUSE, -1, 0)


LIST_AUDIT = Intervention(
    name="list-audit",
    title="an audit of the lists",
    sentence="Auditors go through the lists all the time and correct what is false.",
    fails="It does nothing where the lists hold no false entries, or harm comes from tiers and not from lists.",
    stage="redress",
    numbers={
        # A police watchlist is drawn up anew for each use: what the audit finds is gone from the first day on.
        "face_recognition.faulty_share": multiplied(0.5, "half of the faulty entries are found"),
        "redress.audit": fixed(
            0.05, 0.02, 0.1, assumed="a twentieth of the false listings a week, so that half are found in a quarter"
        ),
    },
)

MECHANISM = Mechanism(
    module=__name__,
    section="redress",
    place=280,
    outlives_ban=True,
    params={"audit": ()},
    compile_params=compile_params,
    rules={"redress_audit": redress_audit},
)
