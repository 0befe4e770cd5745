"""How much of what people do is seen, sensor by sensor."""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.draws import threshold
from glasshouse.model.compile_params.places import Demography, thresholds
from glasshouse.scenario.scenario import Place, Settings
from glasshouse.scenario.words import SENSORS


def params(settings: Settings) -> dict[str, Any]:
    """Feeds and registers, which work alike everywhere."""
    n, feeds = settings.numbers, settings.functions
    registered = 1.0 if settings.on("registries") else 0.0
    household = n["informants.household_share"]
    return {
        "scored": [int(settings.scored(sensor)) for sensor in SENSORS],
        "channel": [threshold(household), threshold(household + n["informants.neighbour_share"])],
        "message": threshold(n["companies.message_recall"] * feeds["messaging"]),
        "purchase": threshold(n["companies.purchase_recall"] * feeds["payments"]),
        "judgment": threshold(registered * n["registries.judgment_recall"]),
        "late": threshold(registered * n["registries.late_recall"]),
        "volunteering": threshold(registered * n["registries.volunteering_recall"]),
        "stale": threshold(registered * n["registries.stale_share"]),
        "stale_weeks": int(n["registries.stale_weeks"]),
        "repaid": threshold(registered * n["registries.repaid"]),
    }


def districts(settings: Settings, place: Place, demography: Demography) -> dict[str, np.ndarray]:
    """Cameras, informants and flags on the internet, which differ by district."""
    report, online = _reports(settings, demography)
    return {
        "capture": thresholds(capture(settings, demography)),
        "report": np.full(len(demography.real), threshold(report)),
        "report_online": np.full(len(demography.real), threshold(online)),
        "flag": thresholds(_flags(settings, place)),
    }


def capture(settings: Settings, demography: Demography) -> np.ndarray:
    """P(a public act is seen) [districts, watched, (by a state camera, by any)]."""
    n = settings.numbers
    boost = np.array([1.0, n["face_recognition.watch_boost"] if settings.on("face_recognition") else 1.0])
    state = -np.expm1(-n["cameras.capture"] * np.outer(demography.density, boost))
    cloud = n["companies.cloud_capture"] * settings.functions["video_cloud"]
    return np.stack([state, 1 - (1 - state) * (1 - cloud)], axis=2)


def _reports(settings: Settings, demography: Demography) -> tuple[float, float]:
    """P(some potential reporter in the circle reports a public act), (a critical post)."""
    if not settings.on("informants"):
        return 0.0, 0.0
    n = settings.numbers
    each = demography.member_share * n["informants.willingness"]
    public = 1 - (1 - each) ** n["informants.contacts"]
    return public, min(1.0, public * n["informants.online_factor"])


def screening(settings: Settings, place: Place) -> np.ndarray:
    """Strictness of screening by district: some of it rests on the platforms' own."""
    if not settings.on("internet"):
        return np.zeros(len(place.districts))
    reliance = settings.numbers["companies.social_reliance"]
    return place.columns["flag_factor"] * (1 - reliance + reliance * settings.functions["social"])


def _flags(settings: Settings, place: Place) -> np.ndarray:
    """P [districts, (critical, unlawful post), (flagged and pinned on its author, flagged)]."""
    n = settings.numbers
    reliance = n["companies.telecom_reliance"]
    named = n["internet.real_name_share"] * (1 - reliance + reliance * settings.functions["telecom"])
    recall = np.array([n["internet.recall_critical"], n["internet.recall_unlawful"]])
    flagged = np.minimum(1, np.outer(screening(settings, place), recall))
    return np.stack([flagged * named, flagged], axis=2)
