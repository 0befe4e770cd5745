"""From a scenario's parameters to the whole numbers that the day works with.

All probabilities become thresholds on 32-bit words here, outside the loop, so that the day itself is
integer arithmetic and its results are the same bits everywhere. ``build`` is called for each epoch: the first
day of a month, and each dated event. Field names are those of ``docs/model.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from glasshouse.draws import threshold
from glasshouse.model.compile_params import conduct, errors, faces, places, rules, sensors
from glasshouse.population.people import allot
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.words import SENSORS

CELLS = 3 * 5 * 2 * 2

_GROUPS, _GATES, _KINDS = 4, 8, 12

#: What holds everywhere: one record.
PARAMS = np.dtype(
    [
        (name, np.int64)
        for name in """
        score_start score_max mandatory uptake commercial_start_share commercial_start commercial_spread fear_start
        message purchase judgment late volunteering alert arrest
        defaulter_weeks dishonest_weeks commercial_default commercial_late rescore_every join recovery retention
        watch_court_list commercial_gain commercial_join perk_hotel perk_visa redlist_gates
        fear_refusal trust_refusal fear_stop trust_stop fear_sanction trust_sanction contagion_fear contagion_trust
        fear_rest contagion_rumour notice decide uphold_rate overturn_rate stale stale_weeks repaid
        review review_capacity review_finds review_spares audit
        learned_every sample learned_scale learned_cap watch_points first_restricted_tier responds
        """.split()
    ]
    + [
        ("cuts", np.int64, 5),
        ("trips", np.int64, 5),
        ("conduct", np.int64, (3, 4, 3)),
        ("online", np.int64, (3, 4, 3)),
        ("ordinary", np.int64, 3),
        ("money", np.int64, (2, 5, 3)),
        ("outing", np.int64, _GATES),
        ("outing_gate", np.int64, _GATES),
        ("chill", np.int64, (5, 256)),
        ("withdraw", np.int64, 256),
        ("channel", np.int64, 2),
        ("false_alert", np.int64, _GROUPS),
        ("stop", np.int64, 2),
        ("points", np.int64, _KINDS),
        ("area", np.int64, _KINDS),
        ("tier_gates", np.int64, 6),
        ("list_gates", np.int64, 3),
        ("appeal", np.int64, 2),
        ("scored", np.int64, len(SENSORS)),
        ("related", np.int64, 16),
        ("unjust", np.uint8, (256, 16)),
    ]
)

#: What holds in one district: one record each.
DISTRICT = np.dtype(
    [
        (name, np.int64)
        for name in """
        number start n member internet urban on_watchlist rightly sight_rate report report_online trust_rest
        """.split()
    ]
    + [
        ("group", np.int64, 3),
        ("age", np.int64, 2),
        ("capture", np.int64, (2, 2)),
        ("lookup", np.int64, (_GROUPS, 3)),
        ("flag", np.int64, (2, 2)),
        ("victim", np.int64, _GROUPS),
        ("error", np.int64, (_GROUPS, 5)),
        ("learned", np.int64, CELLS),
        ("watch", np.int64, CELLS),
    ]
)


@dataclass(frozen=True, kw_only=True)
class CompiledParams:
    """One epoch's compiled parameters: `params` (record array of length 1) and `districts` (one record a district).

    Every field can be read by its name in the specification; a district's field has the districts first.

    >>> from glasshouse.scenario import load
    >>> t = compile_params(load("as-described"), 0, 1000)
    >>> t.sight_rate.shape, t.score_start, int(t.start[-1])
    ((31,), 1000, 1000)
    """

    params: np.ndarray
    districts: np.ndarray

    def __getattr__(self, name: str) -> Any:
        """A field by its name in the specification."""
        if name == "start":
            d = self.districts
            return np.append(d["start"], d["start"][-1] + d["n"][-1])
        if name in (DISTRICT.names or ()):
            return self.districts[name]
        if name in (PARAMS.names or ()):
            value = self.params[name][0]
            return value if isinstance(value, np.ndarray) else int(value)
        raise AttributeError(name)


def compile_params(
    scenario: Scenario,
    day: int,
    population: int,
    drawn: dict[str, float] | None = None,
    learned: np.ndarray | None = None,
    watch: np.ndarray | None = None,
) -> CompiledParams:
    """The parameters in force on a day.

    `drawn` overrides central values (a replicate's parameters); `learned` and `watch` are int arrays
    [districts, CELLS] of the last fit, zero before the first.
    """
    settings = scenario.settings(day, drawn)
    place = scenario.place
    params = np.zeros(1, PARAMS)
    districts = np.zeros(len(place.districts), DISTRICT)
    starts = allot(population, place.columns["population"])
    districts["number"] = np.arange(len(districts))
    districts["start"], districts["n"] = starts[:-1], np.diff(starts)
    demography = places.demography(settings, place)
    for fields in (
        conduct.params(settings),
        faces.params(settings, demography),
        sensors.params(settings),
        rules.params(settings),
    ):
        for name, value in fields.items():
            params[name][0] = value
    for fields in (
        places.districts(settings, place, demography),
        sensors.districts(settings, place, demography),
        faces.districts(settings, place, demography),
        errors.districts(settings, place, demography),
    ):
        for name, value in fields.items():
            districts[name] = value
    if settings.on("learned_score") and settings.on("score"):
        if learned is not None:
            districts["learned"] = learned
        if watch is not None:
            districts["watch"] = watch
    return CompiledParams(params=params, districts=districts)


__all__ = ["CELLS", "DISTRICT", "PARAMS", "CompiledParams", "compile_params", "threshold"]
