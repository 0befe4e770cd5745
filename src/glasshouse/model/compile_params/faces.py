"""Face search: watchlist alerts and identity look-ups, with their errors by group, gallery and threshold.

False matches grow with the gallery: FPIR = 1 - (1 - FMR)^N (Mansfield 2023, NPL MS 43: linear in the size of the
watchlist; Grother et al. 2019, NISTIR 8280: ratios between groups).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.draws import threshold
from glasshouse.model.compile_params import sensors
from glasshouse.model.compile_params.places import Demography, thresholds
from glasshouse.scenario.scenario import Place, Settings

#: A rate at which every comparison matches whatever the ratios between groups, and the most powers of ten that a float
#: can be raised by.
_EVERYBODY = 1e12
_MOST_DECADES = 300.0


def fpir(false_match_rate: np.ndarray | float, gallery: np.ndarray | float) -> np.ndarray:
    """P(at least one false match in a gallery), from the rate of one comparison; 0 in an empty gallery.

    >>> float(np.round(fpir(1.67e-8, 10_000) * 6000, 2))
    1.0
    >>> fpir(1.0, np.array([0, 1])).tolist()
    [0.0, 1.0]
    """
    faces = np.asarray(gallery)
    with np.errstate(divide="ignore", invalid="ignore"):  # a rate of 1: log(0) is -inf, and that times no face nothing
        return np.where(faces > 0, -np.expm1(faces * np.log1p(-np.asarray(false_match_rate))), 0.0)


def false_match_rate(measured: float, *, slope: float, above: float) -> float:
    """The rate in use, from the one measured at a threshold that lies ``above`` lower; above 1 where it is too lax.

    >>> round(false_match_rate(1e-6, slope=10, above=0.1), 9), false_match_rate(1e-6, slope=5000, above=-0.1)
    (1e-07, 1000000000000.0)
    """
    return min(_EVERYBODY, measured * 10 ** min(_MOST_DECADES, -slope * above))


def group_rates(settings: Settings, demography: Demography) -> np.ndarray:
    """False matches per comparison by group; their mean over the place's people is the published rate."""
    n = settings.numbers
    mean = false_match_rate(
        n["face_recognition.false_match_rate"],
        slope=n["face_recognition.threshold_slope"],
        above=n["face_recognition.threshold"] - n["face_recognition.reference_threshold"],
    )
    women, minority = n["face_recognition.women_ratio"], n["face_recognition.minority_ratio"]
    ratios = np.array([1.0, women, minority, women * minority])
    shares = (demography.group_shares * demography.real[:, None]).sum(0) / demography.real.sum()
    return np.minimum(1.0, mean * ratios / float((ratios * shares).sum()))


def searched_share(settings: Settings) -> float:
    """Share of the pictures that are searched for faces; some of the software is bought."""
    if not settings.on("face_recognition"):
        return 0.0
    n = settings.numbers
    reliance = n["companies.recognition_reliance"]
    bought = 1 - reliance + reliance * settings.functions["recognition"]
    return n["cameras.face_recognition_share"] * bought


def police_list(settings: Settings) -> tuple[float, float]:
    """Shares of the people of 15 and over who are on a police watchlist: rightly, and in all."""
    n = settings.numbers
    rightly = n["face_recognition.listed_share"]
    return rightly, min(1.0, rightly / max(1e-9, 1 - n["face_recognition.faulty_share"]))


def params(settings: Settings, demography: Demography) -> dict[str, Any]:
    """Watchlist alerts, for each sighting."""
    n = settings.numbers
    searched = searched_share(settings)
    credible = np.array([n["face_recognition.credible_false"], n["face_recognition.credible_true"]])
    false = searched * fpir(group_rates(settings, demography), n["face_recognition.watchlist"])
    return {
        "alert": threshold(searched * n["face_recognition.true_match_rate"]),
        "false_alert": thresholds(false),
        # By whether the alert is wrong or right: officers judge it first, and act on some of what they believe.
        "stop": thresholds(n["face_recognition.stop_share"] * credible),
        "arrest": threshold(n["face_recognition.arrest_share"]),
    }


def districts(settings: Settings, place: Place, demography: Demography) -> dict[str, np.ndarray]:
    """Identity look-ups: outcomes for the one searched, and the false matches that fall on others."""
    n = settings.numbers
    searched = searched_share(settings)
    hit = n["face_recognition.true_match_rate"] * n["face_recognition.enrolled_share"]
    gallery = n["face_recognition.enrolled_share"] * demography.real
    rates = np.minimum(1.0, group_rates(settings, demography) * n["face_recognition.lookup_factor"])
    wrong = (1 - hit) * fpir(rates[None, :], gallery[:, None])
    outcomes = np.stack([np.full_like(wrong, hit), hit + wrong, np.ones_like(wrong)], axis=2)
    # A false match falls on a person of the group that was searched for, as often as such searches go wrong.
    agents = (
        (n["people.offences"] + n["people.assemblies"])
        * (demography.adults + demography.older * n["people.older_activity"])
        / (demography.adults + demography.older)
    )
    seen = sensors.capture(settings, demography)[:, 0, 1]
    rightly, listed = police_list(settings)
    return {
        "on_watchlist": np.full(len(demography.real), threshold(listed)),
        "rightly": np.full(len(demography.real), threshold(rightly)),
        "lookup": thresholds(searched * outcomes),
        "victim": thresholds((agents * seen * searched)[:, None] * wrong),
    }
