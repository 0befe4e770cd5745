"""What is seen, on whom it is pinned, and how often that goes wrong (docs/model.md, section 7)."""

from __future__ import annotations

from collections.abc import Sequence
from math import expm1, inf, log1p
from typing import Any

from .in_force import SENSORS, InForce
from .params_people import (
    District,
    densities,
    group_ratios,
    place_mean,
    potential_reporters,
    threshold,
    thresholds,
)


def fpir(rate: float, gallery: float) -> float:
    """The chance that a search of a gallery finds somebody who is not the one searched for.

    >>> fpir(0.5, 2), fpir(1.0, 3), fpir(1.0, 0)
    (0.75, 1.0, 0.0)
    """
    if gallery <= 0:
        return 0.0
    return 1.0 if rate >= 1 else -expm1(gallery * log1p(-rate))


def aimed(chance: float, boost: float) -> float:
    """The chance for somebody who is watched: the hazard is so many times as high.

    >>> round(aimed(0.01, 3), 6), aimed(1.0, 3), aimed(0.3, 1)
    (0.029701, 1.0, 0.3)
    """
    if boost == 1:
        return chance
    return -expm1(boost * (log1p(-chance) if chance < 1 else -inf))


def both(now: InForce, sensor: str, chance: float) -> list[float]:
    """A chance for people who are not watched, and for those who are."""
    return [chance, aimed(chance, now[f"{sensor}.watch_boost"])]


def sensor_params(now: InForce, districts: Sequence[District]) -> dict[str, Any]:
    """All that sensors see, and their errors."""
    return _everywhere(now) | _seen(now, districts) | _faces(now, districts) | _errors(now, districts)


def _everywhere(now: InForce) -> dict[str, Any]:
    filed, household = now.on("registries"), now["informants.household_share"]
    return {
        "scored": [int(now.switches[f"{sensor}.scored"]) for sensor in SENSORS],
        "channel": thresholds([household, household + now["informants.neighbour_share"]]),
        "message": thresholds(both(now, "companies", now["companies.message_recall"] * now.supply["messaging"])),
        "purchase": thresholds(both(now, "companies", now["companies.purchase_recall"] * now.supply["payments"])),
        "judgment": threshold(filed * now["registries.judgment_recall"]),
        "late": threshold(filed * now["registries.late_recall"]),
        "volunteering": threshold(filed * now["registries.volunteering_recall"]),
        "stale": threshold(filed * now["registries.stale_share"]),
        "stale_weeks": int(now["registries.stale_weeks"]),
        "repaid": threshold(filed * now["registries.repaid"]),
    }


def seen(now: InForce, density: float, watched: bool) -> tuple[float, float]:
    """The chance that a public act is seen by a state camera, and by any."""
    boost = now["face_recognition.watch_boost"] if watched and now.on("face_recognition") else 1.0
    state = -expm1(-now["cameras.capture"] * (density * boost))
    cloud = now["companies.cloud_capture"] * now.supply["video_cloud"]
    return state, 1 - (1 - state) * (1 - cloud)


def _seen(now: InForce, districts: Sequence[District]) -> dict[str, Any]:
    """Cameras, informants, and flags on the internet."""
    each = potential_reporters(now, districts) * now["informants.willingness"]
    reported = now.on("informants") * (1 - (1 - each) ** now["informants.contacts"])
    return {
        "capture": [
            [thresholds(seen(now, density, watched)) for watched in (False, True)]
            for density in densities(now, districts)
        ],
        "report": [thresholds(both(now, "informants", reported)) for _ in districts],
        "report_online": [
            thresholds(both(now, "informants", min(1.0, reported * now["informants.online_factor"]))) for _ in districts
        ],
        "collective": threshold(now["people.collective_share"]),
        "flag": [
            [[_flag(now, d, kind, watched) for kind in ("critical", "unlawful", "collective")] for watched in (0, 1)]
            for d in districts
        ],
    }


def partly(reliance: float, supply: float) -> float:
    """What is left of something of which a share rests on companies.

    >>> partly(0.25, 0.0), partly(0.25, 1.0)
    (0.75, 1.0)
    """
    return 1 - reliance + reliance * supply


def screening(now: InForce, district: District) -> float:
    """How strictly posts are screened."""
    if not now.on("internet"):
        return 0.0
    return district.flag_factor * partly(now["companies.social_reliance"], now.supply["social"])


def _flag(now: InForce, district: District, kind: str, watched: int) -> list[int]:
    """A post of a kind is flagged and its author known; it is flagged."""
    flagged = both(now, "internet", min(1, screening(now, district) * now[f"internet.recall_{kind}"]))[watched]
    known = now["internet.real_name_share"] * partly(now["companies.telecom_reliance"], now.supply["telecom"])
    return thresholds([flagged * known, flagged])


def false_match_rates(now: InForce, districts: Sequence[District]) -> list[float]:
    """False matches of one comparison, by group."""
    face = now.part("face_recognition")
    decades = min(300.0, -face["threshold_slope"] * (face["threshold"] - face["reference_threshold"]))
    rate = min(1e12, face["false_match_rate"] * 10**decades)
    women, minority = face["women_ratio"], face["minority_ratio"]
    ratios = group_ratios(districts, women, minority)
    mean = place_mean(ratios, districts)
    return [min(1.0, rate * ratio / mean) for ratio in ratios]


def searched(now: InForce) -> float:
    """The share of pictures that are searched for faces."""
    bought = partly(now["companies.recognition_reliance"], now.supply["recognition"])
    return now.on("face_recognition") * now["cameras.face_recognition_share"] * bought


def _faces(now: InForce, districts: Sequence[District]) -> dict[str, Any]:
    """Alerts of police lists, and look-ups in galleries."""
    face = now.part("face_recognition")
    share, rates = searched(now), false_match_rates(now, districts)
    rightly = face["on_watchlist_share"]
    on_watchlist = min(1.0, rightly / max(1e-9, 1 - face["faulty_share"]))
    stricter = [min(1.0, rate * face["lookup_factor"]) for rate in rates]
    hit = face["true_match_rate"] * face["enrolled_share"]
    lookups, victims = [], []
    for d, density in zip(districts, densities(now, districts), strict=True):
        gallery = face["enrolled_share"] * d.population
        wrong = [(1 - hit) * fpir(rate, gallery) for rate in stricter]
        lookups.append([thresholds([share * p for p in (hit, hit + one, 1.0)]) for one in wrong])
        often = _public_acts(now, d) * seen(now, density, watched=False)[1] * share
        victims.append(thresholds([often * one for one in wrong]))
    return {
        "alert": threshold(share * face["true_match_rate"]),
        "false_alert": thresholds([share * fpir(rate, face["watchlist"]) for rate in rates]),
        "rightly": [threshold(rightly) for _ in districts],
        "on_watchlist": [threshold(on_watchlist) for _ in districts],
        "stop": [threshold(face["stop_share"] * face[f"credible_{which}"]) for which in ("false", "true")],
        "arrest": threshold(face["arrest_share"]),
        "lookup": lookups,
        "victim": victims,
    }


def _public_acts(now: InForce, d: District) -> float:
    """Public acts a grown-up person and day."""
    acts = now["people.offences"] + now["people.assemblies"]
    return acts * (d.adults + d.older * now["people.older_activity"]) / d.grown_up


def _errors(now: InForce, districts: Sequence[District]) -> dict[str, Any]:
    """What falls on people who did nothing. Spite and clerks are not aimed."""
    told, filed = now.on("informants"), now.on("registries")
    malicious = told * now["informants.malicious"]
    mistaken = both(now, "informants", told * min(1.0, now["informants.mistaken"]))
    clerical = filed * now["registries.clerical_error"]
    shared = both(now, "companies", min(1.0, now["companies.shared_account"]) * now.supply["payments"])
    four = [[min(0.25, kind) for kind in (malicious, mistaken[w], clerical, shared[w])] for w in (0, 1)]
    ratios = group_ratios(districts, 1.0, now["internet.minority_ratio"])
    mean = place_mean(ratios, districts)

    def false_flag(d: District, group: int, watched: int) -> float:
        once = min(1.0, screening(now, d) * (now["internet.false_flag"] * ratios[group] / mean))
        return both(now, "internet", once)[watched]

    return {
        "error": [
            [[thresholds([*four[w], false_flag(d, group, w)]) for group in range(len(ratios))] for w in (0, 1)]
            for d in districts
        ]
    }
