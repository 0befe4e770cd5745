"""What a district's morning hangs on besides its people: yesterday's rumour, and reviewers who have time."""

from __future__ import annotations

import numpy as np

from glasshouse.model.counts import Count
from glasshouse.model.params import CompiledParams

#: Days for which reviewers have a budget of cases.
_REVIEW_DAYS = 28


def resting_fear(day: int, daily: np.ndarray, compiled: CompiledParams) -> np.ndarray:
    """int64 [districts]: where rumour of yesterday's sanctions leaves people's fear.

    `daily` int64 [days, districts, groups + all, measures]: counts of the days before, for the districts in `compiled`.
    """
    params = compiled.params[0]
    sanctioned = np.zeros(len(compiled.districts), np.int64)
    if day > 0:
        sanctioned = daily[day - 1][:, :, Count.sanction_days].sum(axis=1)
    contagion_rumour = params["contagion_rumour"] * sanctioned // np.maximum(1, compiled.districts["n"])
    return np.minimum(255, params["fear_rest"] + contagion_rumour)


def reviewers(day: int, daily: np.ndarray, compiled: CompiledParams) -> np.ndarray:
    """int64 [districts]: for what part of today's new sanctions, of 65,536, there are reviewers.

    They have time for so many cases in four weeks. How many will come today nobody knows in advance: on a rescoring
    day as many as on the last one, on any other as many as on such a day of late.
    """
    if compiled.review == 0:
        return np.zeros(len(compiled.districts), np.int64)
    coming = _proposals_expected(day, daily, compiled.rescore_every)
    done = daily[max(0, day - _REVIEW_DAYS + 1) : day, :, :, Count.reviews].sum(axis=(0, 2)).tolist()
    hired = [_REVIEW_DAYS * compiled.review_capacity * n for n in compiled.districts["n"].tolist()]
    parts = [
        min(65536, 65536 * max(0, can - 1_000_000 * had) // (1_000_000 * max(1, due)))
        for can, had, due in zip(hired, done, coming, strict=True)
    ]
    return np.array(parts, np.int64)


def _proposals_expected(day: int, daily: np.ndarray, every: int) -> list[int]:
    if every > 0 and (day + 1) % every == 0:
        last = daily[day - every : day - every + 1] if day >= every else daily[:0]
        return last[:, :, :, Count.proposals].sum(axis=(0, 2)).tolist()
    ordinary = [d for d in range(max(0, day - _REVIEW_DAYS), day) if every == 0 or (d + 1) % every != 0]
    seen = daily[ordinary][:, :, :, Count.proposals].sum(axis=(0, 2)).tolist()
    return [-(-many // max(1, len(ordinary))) for many in seen]
