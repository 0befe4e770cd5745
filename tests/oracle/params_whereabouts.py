"""Visits, and where people are seen, with whom, and at what hour (docs/model.md, section 7)."""

from __future__ import annotations

from collections.abc import Sequence
from math import expm1, inf, log1p
from typing import Any

from .in_force import InForce
from .params_people import District, densities, threshold, thresholds
from .params_sensors import false_match_rates, fpir, searched

MOST_SIGHTINGS = 63
KINDS, VISIT_KINDS, OTHER_KINDS = 32, 22, 4


def whereabouts_params(now: InForce, districts: Sequence[District]) -> dict[str, Any]:
    """All of it."""
    looked_at = now.on("whereabouts") * searched(now)
    hit = now["face_recognition.true_match_rate"] * now["face_recognition.enrolled_share"]
    known, both = _seen(now, looked_at * hit), _seen(now, looked_at * hit * hit)
    odd, together, visits = now["whereabouts.odd_hours"], now["whereabouts.together"], now["people.visits"]
    false_visit, false_movement, false_company = [], [], []
    for d, density in zip(districts, densities(now, districts), strict=True):
        passes = min(1.0, now["cameras.sightings"] * density * looked_at)
        active = (d.adults + d.older * now["people.older_activity"]) / d.grown_up
        wrong = [passes * one for one in _wrong(now, districts, d, hit)]
        false_visit.append(thresholds([KINDS * visits * active * one for one in wrong]))
        false_movement.append(thresholds([KINDS * odd * one for one in wrong]))
        false_company.append(thresholds([KINDS / OTHER_KINDS * together * hit * one for one in wrong]))
    return {
        "visit": _visit(now, visits),
        "recognised": [thresholds(row) for row in known],
        "odd": [thresholds([KINDS / OTHER_KINDS * odd * one for one in row]) for row in known],
        "together": [thresholds([together * one for one in row]) for row in both],
        "false_visit": false_visit,
        "false_movement": false_movement,
        "false_company": false_company,
    }


def _visit(now: InForce, visits: float) -> list[list[int]]:
    ages = (0.0, 1.0, now["people.older_activity"])
    habits = [now["people.concentration"] ** (habit / 3) for habit in range(4)]
    mean = sum(habits) / 4
    return [[threshold(KINDS / VISIT_KINDS * visits * age * habit / mean) for habit in habits] for age in ages]


def _seen(now: InForce, each: float) -> list[list[float]]:
    """One of n sightings leads to a name, for people not watched and watched."""
    boosts = (1.0, now["face_recognition.watch_boost"] if now.on("face_recognition") else 1.0)
    log = -inf if each >= 1 else log1p(-each)
    return [[-expm1(n * boost * log) if n else 0.0 for n in range(MOST_SIGHTINGS + 1)] for boost in boosts]


def _wrong(now: InForce, districts: Sequence[District], d: District, hit: float) -> list[float]:
    """A look-up finds somebody else, by group."""
    face = now.part("face_recognition")
    rates = [min(1.0, rate * face["lookup_factor"]) for rate in false_match_rates(now, districts)]
    return [(1 - hit) * fpir(rate, face["enrolled_share"] * d.population) for rate in rates]
