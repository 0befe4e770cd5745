"""Participation: who has a score. Some join, and after a date, everybody.

Process: Some adults take part from the start. On each rescoring day some of the others join; once the score is
mandatory, all do.

Source: The dates are those of the description; how many join while it is voluntary is assumed.
"""

# Who takes part from the start is drawn where people are made: population/people.py (initialise_population).

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from glasshouse.day_settings import DaySettings
from glasshouse.draws import threshold
from glasshouse.intervention import Intervention
from glasshouse.mechanism import Count, Mechanism, Stream, parameter
from glasshouse.note import Phrases
from glasshouse.population.people import AGE_SHIFT, GROUP_MASK, PARTICIPATES, group_bits
from glasshouse.section import Extra
from glasshouse.stored import Stored

PARAMETERS = (
    parameter(
        "participation.uptake",
        "share of adults in the score at the start, while it is voluntary",
        kind="share",
        stage="score",
    ),
    parameter(
        "participation.joining",
        "an adult outside joins at a rescoring, while it is voluntary",
        kind="probability",
        stage="score",
    ),
)
MANDATORY_FROM = Extra(key="participation.mandatory_from", kind="date", mark="mandatory from here")

JOINED = Count("joined", "People who joined, or were made to join, at a rescoring", unit="people", place=52)
PARTICIPANTS = Count("participants", "People with a score, at the end", unit="people", place=99, stock=True)

JOINING_DRAW = Stream("join", at=(6, 1), row=0)
_ROW = JOINING_DRAW.row

PHRASES = Phrases(
    said={
        "joined chosen": ("{they} joined the scheme and had a score from now on: {points} points, tier {tier}.",),
        "joined made": ("The score was mandatory by now, and {they} was given one: {points} points, tier {tier}.",),
        "why joined": ("Until that day {they} had no score; the entries were older, and now they counted.",),
    },
    counts={"joined chosen": (JOINED,), "joined made": (JOINED,)},
)

_PART = np.uint16(PARTICIPATES)
_AGE = np.uint16(3 << AGE_SHIFT)
_GROUP = np.uint16(GROUP_MASK)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Who takes part at the start, and who joins."""
    n = settings.numbers
    joined = settings.on("score") and settings.on("participation")
    return {
        "mandatory": int(joined and settings.reached[MANDATORY_FROM.key]),
        "uptake": threshold(joined * n["participation.uptake"]),
        "join": threshold(joined * n["participation.joining"]),
    }


def score_join(traits, flags, before, draws, params, counts):
    """Everybody joins once it is mandatory; until then some do."""
    top = np.int64(2**32) if params.mandatory != 0 else params.join
    for i in range(traits.shape[0]):
        joins = ((traits[i] & _AGE) != 0) & (np.int64(draws[_ROW, i]) < top)
        flags[i] |= _PART if joins else np.uint16(0)
    anybody = np.uint16(0)
    for i in range(traits.shape[0]):
        anybody |= (flags[i] ^ before[i]) & _PART
    if anybody == 0:
        return
    for g in range(counts.shape[0] - 1):
        group = np.uint16(group_bits(g))
        joined = np.int64(0)
        for i in range(traits.shape[0]):
            takes_part = np.int64(((traits[i] & _GROUP) == group) & ((flags[i] & _PART) != 0))
            joined += takes_part - (takes_part & np.int64((before[i] & _PART) != 0))
        counts[g, JOINED] += joined


def _never_mandatory(scenario: Any, day: int, days: int) -> dict[str, date | None]:
    return {"participation.mandatory_from": None}


OPT_IN = Intervention(
    name="opt-in",
    title="a score that stays voluntary",
    sentence="Nobody has a score who has not chosen to have one.",
    fails="It does nothing when perks and pressure make everybody join, or for those enrolled before it.",
    stage="score",
    dates=_never_mandatory,
)

STORED = Stored(column="flags", bits=PARTICIPATES, means="takes part in the score")

MECHANISM = Mechanism(
    module=__name__,
    section="participation",
    place=150,
    title="Participation",
    what="Who has a score: those who join, and after a date, everybody.",
    switched=True,
    params={"mandatory": (), "uptake": (), "join": ()},
    compile_params=compile_params,
    rules={"score_join": score_join},
)
