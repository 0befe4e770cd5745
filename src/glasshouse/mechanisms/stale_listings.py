"""Stale listings: an entry whose term is over stays on the list, because nobody removes it.

Process: When the last week of a judgment defaulter's term has passed, the listing may stay on for more weeks. Only the
record keeps it; without errors it would have ended.

Source: How many entries go stale is assumed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.day_settings import DaySettings
from glasshouse.draws import random_word, threshold
from glasshouse.mechanism import Ablation, Count, Mechanism, Stream, parameter
from glasshouse.mechanisms.restrictions import DEFAULTER
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.list_bits import observed_list
from glasshouse.note import Note, Phrases
from glasshouse.protection import Protects
from glasshouse.trial_values import Busy

PARAMETERS = (
    parameter(
        "registries.stale_share",
        "listings that are not removed when their term ends",
        kind="share",
        stage="redress",
        error=True,
    ),
    parameter("registries.stale_weeks", "weeks that a stale listing stays on", kind="weeks", stage="redress"),
)
PROTECTS = Protects(down=("registries.stale_share", "registries.stale_weeks"))
BUSY = Busy(values={"registries.stale_share": 0.3, "registries.stale_weeks": 2})

STALE_ENTRIES = Count("stale_entries", "Listings not removed when their term ended", unit="listings", place=95)

STALE_DRAW = Stream("stale", at=(6, 0))


STALE_NOTE = Note("stale", means="stale", counts=(STALE_ENTRIES,), bit=23)
PHRASES = Phrases(
    said={
        "term stale": (
            ("The term on the {list} ran out, and nobody removed {them}: the listing stood for {weeks} weeks more."),
            "The term was over and the listing stayed, for {weeks} weeks more.",
            "Nobody took {them} off the {list} when the time came; it held for another {weeks} weeks.",
        ),
        "why stale": (
            "{their} term on the {list} was over, but nobody had removed {them}, and the list closes {doors}.",
            "It was the {list} again, beyond its term: no {doors}.",
        ),
    }
)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """How often, and for how long."""
    n = settings.numbers
    registered = 1.0 if settings.on("registries") else 0.0
    return {
        "stale": threshold(registered * n["registries.stale_share"]),
        "stale_weeks": int(n["registries.stale_weeks"]),
    }


def redress_weekly(agent, params, now, counts, rows):
    """Does a listing stay on after its last week?"""
    if agent.observed_weeks != 1 or observed_list(agent.flags) != DEFAULTER:
        return
    if random_word(now, agent.person, STALE_DRAW) < params.stale:
        counts[agent.group, STALE_ENTRIES] += 1
        agent.observed_weeks = params.stale_weeks
        agent.term_kept = 1
        agent.noted |= STALE_NOTE
        log(rows, now, agent.person, np.int64(Event.STALE), NO_CAUSE, -1, params.stale_weeks)


ABLATIONS = (
    Ablation(name="stale-listings", family="errors", title="Stale listings", off={"registries.stale_share": 0}),
)

MECHANISM = Mechanism(
    module=__name__,
    section="registries",
    place=100,
    outlives_ban=True,
    params={"stale": (), "stale_weeks": ()},
    compile_params=compile_params,
    rules={"redress_weekly": redress_weekly},
)
