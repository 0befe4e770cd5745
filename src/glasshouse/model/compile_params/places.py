"""Who lives where, and how densely each district is watched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glasshouse.draws import threshold
from glasshouse.scenario.scenario import Place, Settings

_FULL = 2.0**32


def thresholds(probabilities: np.ndarray | float) -> np.ndarray:
    """int64 of the same shape: ``draws.threshold`` of each, all at once.

    >>> thresholds(np.array([[0.5, -1.0], [2.0, 1e-9]])).tolist()
    [[2147483648, 0], [4294967296, 4]]
    """
    return np.clip(np.rint(np.asarray(probabilities, np.float64) * _FULL), 0, _FULL).astype(np.int64)


@dataclass(frozen=True, kw_only=True)
class Demography:
    """What several parts need of the real place, arrays over districts.

    `real` persons in the real district; `group_shares` [districts, 4]; `adults` and `older` shares of the
    persons; `density` in hundreds of cameras per 1,000 persons (0 with the camera network off);
    `member_share` potential reporters an adult.
    """

    real: np.ndarray
    group_shares: np.ndarray
    adults: np.ndarray
    older: np.ndarray
    density: np.ndarray
    member_share: float


def demography(settings: Settings, place: Place) -> Demography:
    """The real place as the settings of the day have it."""
    columns = place.columns
    real, urban = columns["population"], columns["urban"]
    women, minority = columns["women"], columns["minority"]
    shares = np.stack(
        [
            (1 - minority) * (1 - women),
            (1 - minority) * women,
            minority * (1 - women),
            minority * women,
        ],
        axis=1,
    )
    grown = 1 - columns["children"]
    potential = settings.numbers["informants.potential"]
    return Demography(
        real=real,
        group_shares=shares,
        adults=grown - columns["older"],
        older=columns["older"],
        density=_density(settings, real, urban),
        member_share=min(1.0, potential / float((real * grown).sum())),
    )


def _density(settings: Settings, real: np.ndarray, urban: np.ndarray) -> np.ndarray:
    """Hundreds of cameras per 1,000 persons; the total grows by a constant factor until the forecast's date."""
    if not settings.on("cameras"):
        return np.zeros_like(real)
    n = settings.numbers
    total, forecast = n["cameras.total"], n["cameras.forecast"]
    if total > 0 and forecast > 0:
        total *= (forecast / total) ** settings.forecast_progress
    weight = urban * n["cameras.urban_ratio"] + (1 - urban)
    mean_weight = float((weight * real).sum() / real.sum())
    return total / float(real.sum()) * 1000 / 100 * weight / mean_weight


def memory(settings: Settings, under_way: bool) -> float:
    """How much of what surveillance does to people's fear and trust is there: 1 under it, less and less after a ban.

    What informants did to trust was still measured a decade after the last of them (Lichter and others 2021).
    """
    return float(under_way) if settings.recovered is None else 1 - settings.recovered


def districts(settings: Settings, place: Place, demography: Demography) -> dict[str, np.ndarray]:
    """Traits' thresholds, sightings, and the trust to which people return."""
    columns, n = place.columns, settings.numbers
    grown = demography.adults + demography.older
    trust = np.zeros(len(demography.real))
    if settings.on("response"):
        informed = n["response.trust_informants"] * 100 * demography.member_share
        trust += n["response.trust_rest"] - informed * memory(settings, settings.on("informants"))
    return {
        "group": thresholds(np.cumsum(demography.group_shares, axis=1)[:, :3]),
        "age": thresholds(np.stack([columns["children"], columns["children"] + demography.adults], axis=1)),
        "member": np.full(len(demography.real), threshold(demography.member_share)),
        "internet": thresholds(np.minimum(1, columns["internet"] / grown)),
        "urban": thresholds(columns["urban"]),
        "sight_rate": np.round(n["cameras.sightings"] * demography.density * 65536).astype(np.int64),
        "trust_rest": np.clip(np.round(trust), 0, 255).astype(np.int64),
    }
