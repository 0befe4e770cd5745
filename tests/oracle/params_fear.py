"""What there is to fear: doses, memory, laws and news (docs/model.md, section 7)."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

from .in_force import InForce
from .params_people import District, potential_reporters, standing

ONE = 65536
MOST_LEVEL = 255 * 256


def fear_params(now: InForce, districts: Sequence[District]) -> dict[str, Any]:
    """Doses in 65,536ths, levels in 256ths."""
    of = now.part("response")
    moved = now.on("response")
    weeks = max(1, of["memory"])
    limit, left = moved * 256 * int(of["fear_limit"]), round(256 * now.memory)
    cameras = [_cameras(now, one) for one in standing(now, districts)]
    reports = _reports(now, districts)
    still = sum(jump * 0.5 ** (days / (7 * weeks)) for days, jump in now.announced)
    fresh = sum(jump * 0.5 ** (days * log(0.75) / (7 * log(0.5))) for days, jump in now.announced)
    law_floor = _law(moved * of["law_floor"] * still)
    before = sum(jump * 0.5 ** (days / (7 * weeks)) for days, jump in now.heard)
    law_before = _law(moved * of["law_floor"] * before)
    per_day = (of["half_removals"] / 365, of["half_stops"] / 365000, of["half_sanctions"] / 100)
    return {
        "fear_limit": limit,
        "fear_left": left,
        "forgetting": round(2**24 * (1 - 0.5 ** (1 / (7 * weeks)))),
        "dose_cameras": cameras,
        "dose_reports": [reports for _ in districts],
        "dose_weights": [min(2**30, round(2**24 * ONE / (4096000000 * max(1e-9, one)))) for one in per_day],
        "law_floor": law_floor,
        "law_enforced": _law(moved * (1 - of["law_floor"]) * sum(jump for _, jump in now.announced)),
        "law_fresh": _law(moved * fresh),
        "fear_start": [
            min(MOST_LEVEL, limit * (one + reports) // (one + reports + ONE) + law_before) * left // 256
            for one in cameras
        ],
    }


def _dose(exposure: float, half: float) -> int:
    """The dose in something, given how much of it makes a dose of 1; at most 256."""
    return round(min(256 * ONE, ONE * exposure / max(1e-9, half)))


def _cameras(now: InForce, density: float) -> int:
    of = now.part("response")
    passed = now["people.trips"] * now["cameras.sightings"] * density * now.was_on("cameras")
    known = now["cameras.face_recognition_share"] * now.was_on("face_recognition")
    return _dose(passed * of["noticed"] * (1 + known * (of["recognition_weight"] - 1)), of["half_cameras"])


def _reports(now: InForce, districts: Sequence[District]) -> int:
    silent = 1 - potential_reporters(now, districts) * now["informants.willingness"]
    chance = 1 - silent ** now["informants.contacts"]
    return _dose(100 * chance * now.was_on("informants"), now["response.half_reports"])


def _law(level: float) -> int:
    return min(MOST_LEVEL, round(256 * level))
