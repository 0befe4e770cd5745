"""Errors that fall on people who did nothing: reports, clerks, shared accounts, false flags."""

from __future__ import annotations

import numpy as np

from glasshouse.model.compile_params import sensors
from glasshouse.model.compile_params.places import Demography, thresholds
from glasshouse.scenario.scenario import Place, Settings


def districts(settings: Settings, place: Place, demography: Demography) -> dict[str, np.ndarray]:
    """Thresholds [districts, 4 groups, 5]: malicious, mistaken, clerical, shared account, flag.

    Each of the first four has a quarter of the word to itself, so that no kind of error moves another.
    """
    n = settings.numbers
    told = 1.0 if settings.on("informants") else 0.0
    filed = 1.0 if settings.on("registries") else 0.0
    rates = np.empty((len(demography.real), 4, 5))
    rates[..., 0] = told * n["informants.malicious"]
    rates[..., 1] = told * n["informants.mistaken"]
    rates[..., 2] = filed * n["registries.clerical_error"]
    rates[..., 3] = n["companies.shared_account"] * settings.functions["payments"]
    rates[..., 4] = _false_flags(settings, place, demography)
    rates[..., :4] = np.minimum(rates[..., :4], 1 / 4)
    return {"error": thresholds(np.minimum(rates, 1.0))}


def _false_flags(settings: Settings, place: Place, demography: Demography) -> np.ndarray:
    """P(an ordinary post is flagged) [districts, groups]; the mean over the place's people is the given one."""
    n = settings.numbers
    ratio = n["internet.minority_ratio"]
    shares = (demography.group_shares * demography.real[:, None]).sum(0) / demography.real.sum()
    ratios = np.array([1.0, 1.0, ratio, ratio])
    return np.outer(
        sensors.screening(settings, place), n["internet.false_flag"] * ratios / float((ratios * shares).sum())
    )
