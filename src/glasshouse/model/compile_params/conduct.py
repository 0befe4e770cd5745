"""What people want to do, and how fear and distrust hold them back."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from glasshouse.draws import threshold
from glasshouse.model.compile_params.places import thresholds
from glasshouse.scenario.scenario import Settings
from glasshouse.scenario.words import GATES

#: The order of an outing's cumulative thresholds: rare ones first, so that few people is active.
OUTINGS = ("visa", "school", "flight", "credit", "hotel", "rail", "restaurant", "shop")
CHILLED = ("deter_offence", "chill_assembly", "deter_unlawful_post", "chill_post", "chill_message")
_MOST_TRIPS = 5


def params(settings: Settings) -> dict[str, Any]:
    """Acts, outings, and the tables of holding back."""
    n = settings.numbers
    older = n["people.older_activity"]
    ages = np.array([0.0, 1.0, older])
    habits = n["people.concentration"] ** (np.arange(4) / 3)
    active = np.outer(ages, habits / habits.mean())
    conduct = _rates(n, "offences", "assemblies", "volunteering")
    online = _rates(n, "unlawful_posts", "critical_posts", "critical_messages")
    outings = np.array([n[f"people.outings_{gate}"] for gate in OUTINGS])
    level = np.arange(256) / 255
    afraid = np.array([n[f"response.{name}"] for name in CHILLED])
    moved = 1.0 if settings.on("response") else 0.0
    return {
        "trips": [threshold(p) for p in _trip_tail(n["people.trips"])],
        "conduct": thresholds(np.cumsum(active[:, :, None] * conduct, axis=2)),
        "online": thresholds(np.cumsum(active[:, :, None] * online, axis=2)),
        # Ordinary posts take the other end of the word, so that how critical people are does not move them.
        "ordinary": [2**32 - threshold(n["people.ordinary_posts"] * age) for age in ages],
        "money": thresholds(np.cumsum(_money(n), axis=2)),
        "outing": thresholds(np.cumsum(outings)),
        "outing_gate": [GATES.index(gate) for gate in OUTINGS],
        "chill": thresholds(moved * np.outer(afraid, level)),
        "withdraw": thresholds(moved * n["response.withdraw"] * (1 - level)),
    }


def _rates(n: Any, *names: str) -> np.ndarray:
    return np.array([n[f"people.{name}"] for name in names])


def _trip_tail(mean: float) -> list[float]:
    """P(at least k trips), k = 1..5, of a Poisson number of trips cut off at 5."""
    at_most = 0.0
    tail = []
    for k in range(_MOST_TRIPS):
        at_most += math.exp(-mean) * mean**k / math.factorial(k)
        tail.append(max(0.0, 1 - at_most))
    return tail


def _money(n: Any) -> np.ndarray:
    """Rates [credit closed, income fifth, act]: poorer people default more, and more so without credit."""
    fifths = n["people.income_ratio"] ** ((2 - np.arange(5)) / 4)
    fifths = fifths / fifths.mean()
    out = np.empty((2, 5, 3))
    for closed, spiral in enumerate((1.0, n["people.debt_spiral"])):
        out[closed, :, 0] = n["people.defaults"] * fifths * spiral
        out[closed, :, 1] = n["people.late_payments"] * fifths * spiral
        out[closed, :, 2] = n["people.purchases"]
    return out
