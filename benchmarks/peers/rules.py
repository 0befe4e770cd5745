"""The numbers of the reduced model, its state, and its rules for one person. The rules in words stand in README.md."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np

from glasshouse.draws import threshold

#: Name, kind and first value of each column of state: eight bytes a person.
COLUMNS = {
    "score": (np.int16, 1000),
    "dossier": (np.uint8, 0),
    "fear": (np.uint8, 20),
    "trust": (np.uint8, 160),
    "tier": (np.uint8, 0),
    "sanctioned": (np.uint16, 0),
}

# Chances a day. They are far above life's, so that every stage changes state within weeks.
OUT = 0.8
ACT = 0.1
CAPTURE = 0.4
HIT = 0.8
FALSE = 0.005
OUTING = 0.3
REVIEW = 0.02
#: An act is held back with a chance of fear × this: at full fear, four times in five.
CHILL = 0.8 / 256

POINTS = 60
BEST = 1000
CUTS = (960, 850, 700)
BARRED_TIER = 2
FEAR_REFUSED, FEAR_ONSET = 4, 40
TRUST_REFUSED = 3
GIVEN_BACK = 150
WEEK = 7

State = dict[str, np.ndarray]


class Lives(NamedTuple):
    """A population that is built and can live: what every form gives back."""

    #: Simulate the days and return when the last is over. The only thing that is timed.
    live: Any
    #: The columns of ``COLUMNS``, as they then are.
    state: Any


class Words(NamedTuple):
    """The thresholds of the chances as 32-bit integers, for forms that draw whole words."""

    out: int
    act: int
    capture: int
    hit: int
    false: int
    outing: int
    review: int
    chill: int


def words() -> Words:
    """What a word of 32 bits must stay below; ``chill`` is what one point of fear adds."""
    return Words(*(threshold(p) for p in (OUT, ACT, CAPTURE, HIT, FALSE, OUTING, REVIEW, CHILL)))


def start(population: int) -> State:
    """The state before the first day."""
    return {name: np.full(population, first, kind) for name, (kind, first) in COLUMNS.items()}


def last_of_week(day: int) -> bool:
    return day % WEEK == WEEK - 1


def digest(state: State) -> str:
    """A fingerprint of all columns."""
    stamp = blake2b(digest_size=16)
    for name in COLUMNS:
        stamp.update(np.ascontiguousarray(state[name]).tobytes())
    return stamp.hexdigest()


def day_of_one(person: dict[str, int], drawn: list[int], day: int) -> None:
    """One day of one person, in place: the rules as README.md says them, for the eight words of that day.

    Slow and obvious; no form uses it. The keyed forms must give the same bits.
    """
    p = words()
    w0, w1, w2, w3, w4, w5, w6, w7 = drawn
    week = int(last_of_week(day))
    act = w0 < p.out and w1 < p.act and w2 >= person["fear"] * p.chill
    seen = act and w3 < p.capture
    entries = int(seen and w4 < p.hit) + int(w5 < p.false)
    person["dossier"] = min(255, person["dossier"] + entries)
    person["score"] = min(BEST, max(0, person["score"] + week - POINTS * entries))
    before = person["tier"]
    person["tier"] = sum(person["score"] < cut for cut in CUTS)
    barred = person["tier"] >= BARRED_TIER
    onset = barred and before < BARRED_TIER
    person["sanctioned"] += barred
    refused = barred and w6 < p.outing
    person["fear"] = min(255, person["fear"] + FEAR_REFUSED * refused + FEAR_ONSET * onset)
    if week:
        person["fear"] -= person["fear"] >> 3
    person["trust"] = max(0, person["trust"] - TRUST_REFUSED * refused)
    if barred and w7 < p.review:
        person["score"] = min(BEST, person["score"] + GIVEN_BACK)
        person["dossier"] >>= 1
