"""Scenario discovery: the box of assumptions in which a conclusion fails (PRIM).

The patient rule induction method (Friedman and Fisher 1999) starts with all points and peels off, a slice at a time,
the twentieth whose loss leaves the largest share of failures. Of the boxes on the way, the one is kept that best joins
what one wants of it: that it holds most of the failures (coverage), and little else (density).
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glasshouse.studies.index_table import Index
from glasshouse.studies.study_plan import Study
from glasshouse.studies.study_points import Point

#: The share of the points that one peel takes off, and the smallest box.
_PEEL, _SMALLEST = 0.05, 0.05
#: So dense a box must be for the library not to throw it away: as good as not at all.
_ANY = 1e-9
#: Above so likely a chance that a bound would come of nothing, it is left out of the box.
_CHANCE = 0.05
#: Fewest points that must hold, and fail, for a box to say anything.
FEWEST = 5


@dataclass(frozen=True, kw_only=True)
class Box:
    """Bounds by the place of a parameter in the study, as places in its range; and what the box holds."""

    bounds: dict[int, tuple[float, float]]
    coverage: float
    density: float
    mass: float


def judged(study: Study, points: Sequence[Point]) -> tuple[np.ndarray, np.ndarray]:
    """Places, and whether the conclusion fails there, of the points at which it can be judged."""
    assert study.conclusion is not None
    column = study.asked.index(study.conclusion.output)
    values = np.array([point.values[column] for point in points], float)
    places = np.array([point.places for point in points], float)
    known = ~np.isnan(values)
    return places[known], values[known] > study.conclusion.at_most


def boxes(study: Study, points: Sequence[Point]) -> list[Index]:
    """The indices of a study with PRIM: how often the conclusion fails, and the box in which it does."""
    assert study.conclusion is not None
    name = study.conclusion.output.name
    places, fails = judged(study, points)
    about = {"judged": float(len(fails)), "fails": float(fails.mean()) if len(fails) else math.nan}
    found = [Index(output=name, parameter="", name=key, value=value) for key, value in about.items()]
    if min(fails.sum(), (~fails).sum()) < FEWEST:
        return found
    box = find(places, fails)
    for key in ("coverage", "density", "mass"):
        found.append(Index(output=name, parameter="", name=key, value=getattr(box, key)))
    for k, (low, high) in sorted(box.bounds.items()):
        moved = study.moved[k]
        ends = moved.at(low), moved.at(high)
        if ends == (moved.given.low, moved.given.high):
            continue
        for key, value in zip(("box_low", "box_high"), ends, strict=True):
            found.append(Index(output=name, parameter=moved.key, name=key, value=value))
    return found


def find(places: np.ndarray, fails: np.ndarray) -> Box:
    """The box of a design (float64 [points, parameters], 0 to 1) that best holds the failures (bool [points])."""
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ema_workbench.analysis import prim

        frame = pd.DataFrame(places, columns=[str(k) for k in range(places.shape[1])])
        found: Any = prim.Prim(frame, fails, threshold=_ANY, peel_alpha=_PEEL, mass_min=_SMALLEST).find_box()
    path = found.peeling_trajectory
    coverage, density = path["coverage"].to_numpy(float), path["density"].to_numpy(float)
    both = np.divide(2 * coverage * density, coverage + density, out=np.zeros(len(path)), where=coverage > 0)
    best = int(np.argmax(both))
    limits = found.box_lims[best]
    chance = found.qp[best] if best < len(found.qp) else {}
    bounds = {}
    for k in range(places.shape[1]):
        low, high = (float(limits[str(k)].iloc[end]) for end in (0, 1))
        lowest, highest = float(places[:, k].min()), float(places[:, k].max())
        odds = np.atleast_1d(np.asarray(chance.get(str(k), [0.0, 0.0]), float))
        sure = [one < 0 or one <= _CHANCE for one in odds] if len(odds) == 2 else [True, True]
        low, high = (low if sure[0] else lowest), (high if sure[1] else highest)
        if low > lowest or high < highest:
            bounds[k] = (low if low > lowest else 0.0, high if high < highest else 1.0)
    inside = np.ones(len(fails), bool)
    for k, (low, high) in bounds.items():
        inside &= (places[:, k] >= low) & (places[:, k] <= high)
    return Box(
        bounds=bounds,
        coverage=float(fails[inside].sum() / fails.sum()),
        density=float(fails[inside].mean()) if inside.any() else math.nan,
        mass=float(inside.mean()),
    )
