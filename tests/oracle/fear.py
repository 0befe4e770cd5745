"""What people remember, where their fear rests, and what held them back (docs/model.md, section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .params import Params
from .params_fear import MOST_LEVEL, ONE
from .people import own_level

#: What is remembered of a day's counts, and what counts the memory.
REMEMBERED = {
    "posts_removed": "remembered_removals",
    "stops": "remembered_stops",
    "sanction_days": "remembered_sanctions",
}


@dataclass(frozen=True, kw_only=True)
class Rest:
    """Where fear rests in a district, in 256ths: with cameras alone, with reports too, and so on; at last all of it."""

    cameras: int = 0
    reports: int = 0
    removals: int = 0
    punishment: int = 0
    laws: int = 0


def remembered(t: Params, memory: int, seen: int) -> int:
    """What is remembered of something, in millionths a day, after a day on which there was so much of it."""
    return memory + ((seen * 1000000 - memory) // 4096 * t.forgetting) // 4096


def rest(t: Params, district: int, memory: Sequence[int], n: int) -> Rest:
    """Where the fear of a district of n persons rests."""
    removals, stops, sanctions = (
        min(256 * ONE, (one * 4096 // n) * weight // 2**24) for one, weight in zip(memory, t.dose_weights, strict=True)
    )
    standing = t.dose_cameras[district] + t.dose_reports[district]
    enforced = removals + stops + sanctions
    dose = standing + enforced
    level = t.fear_limit * dose // (dose + ONE)
    law = t.law_floor + t.law_enforced * enforced // (enforced + ONE)

    def part(of: int) -> int:
        return level * of // max(1, dose) * t.fear_left // 256

    return Rest(
        cameras=part(t.dose_cameras[district]),
        reports=part(standing),
        removals=part(standing + removals),
        punishment=part(dose),
        laws=min(MOST_LEVEL, level + law) * t.fear_left // 256,
    )


def cause(t: Params, found: Rest, number: int, fear: int, word: int, limit: int) -> str:
    """What held a person back whose word lay below the limit: the place of the word within the fear."""
    place = word * fear * 256 // limit
    base = min(fear, own_level(found.laws, number)) * 256
    if place >= base:
        return "chilled_by_laws" if place < base + t.law_fresh else "chilled_by_experience"
    place = place * found.laws // base
    for name in ("cameras", "reports", "removals", "punishment"):
        if place < getattr(found, name):
            return f"chilled_by_{name}"
    return "chilled_by_laws"
