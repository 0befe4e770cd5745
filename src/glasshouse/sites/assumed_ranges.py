"""How far its assumptions move a scenario's figures: the intervals of the ensemble that ships with the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from glasshouse.comparison.over_draws import values_of_draws
from glasshouse.measures.intervals import spread_of_draws
from glasshouse.scenario import Scenario
from glasshouse.sites import shipped_comparison

#: What the page counts, and the measure that counts the same people.
_MEASURES = {"sanctioned": "sanctioned", "wrongly": "wrongful", "mistaken": "misidentified"}
#: Rates are of so many people.
_OF = 10_000
_ENGINE = Path(__file__).parent / "static" / "engine.json"


def assumed_ranges(scenario: Scenario, days: int) -> dict[str, Any] | None:
    """The 90 % interval of each outcome with its median in between, in people of 10,000, in the comparison that ships.

    None for another scenario, other days, or where its rules or the engine changed since.

    >>> from glasshouse.scenario import load
    >>> found = assumed_ranges(load("as-described"), 365)
    >>> found["draws"], found["population"], sorted(found["ranges"])
    (200, 10000, ['mistaken', 'sanctioned', 'wrongly'])
    >>> assumed_ranges(load("stadium-list"), 7) is None
    True
    """
    made_of = _read(shipped_comparison.FOLDER / shipped_comparison.MADE_OF)
    if made_of["scenarios"]["baseline"] != scenario.hash or made_of["engine"] != _read(_ENGINE)["fingerprint"]:
        return None
    compared = shipped_comparison.shipped()
    if compared.drawn is None or compared.manifest["days"] != days:
        return None
    drawn = {
        outcome: values_of_draws(compared, compared.arms[0], (measure,), "baseline")
        for outcome, measure in _MEASURES.items()
    }
    found = {outcome: spread_of_draws(values.tolist()) for outcome, values in drawn.items() if values is not None}
    ranges = {
        outcome: [round(each.low, 1), round(each.value, 1), round(each.high, 1)]
        for outcome, each in found.items()
        if each.low is not None and each.high is not None
    }
    return {"draws": compared.drawn.draws, "population": _OF, "ranges": ranges}


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
