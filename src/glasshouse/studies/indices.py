"""What the points of a study say together: for each output and parameter, the figures of the method."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from glasshouse.studies.calibrate import fits
from glasshouse.studies.index_table import Index
from glasshouse.studies.posterior import posterior_indices
from glasshouse.studies.prim_boxes import boxes
from glasshouse.studies.study_design import LEVELS, problem
from glasshouse.studies.study_parts import Output
from glasshouse.studies.study_plan import Study
from glasshouse.studies.study_points import Point

#: Resamples behind an interval, and how much of them it holds.
RESAMPLES, CONFIDENCE = 400, 0.95


def indices(study: Study, points: Sequence[Point]) -> list[Index]:
    """All indices of a study, output by output, in the order of its parameters.

    An output that has no figure at some point has none of Morris or Sobol, and one that never changes has none at all.
    """
    places = np.array([point.places for point in points], float).reshape(len(points), len(study.moved))
    values = np.array([point.values for point in points], float).reshape(len(points), len(study.asked))
    if study.method == "prim":
        return boxes(study, points)
    if study.method == "calibrate":
        return fits(study, points)
    if study.method == "abc":
        return posterior_indices(study, points)
    found: list[Index] = []
    for k, output in enumerate(study.asked):
        if usable(study.method, values[:, k]):
            found += _METHODS[study.method](study, output, places, values[:, k])
    return found


def usable(method: str, values: np.ndarray) -> bool:
    """Whether a method can say anything of an output with these values."""
    known = values[~np.isnan(values)]
    if len(known) < 3 or np.ptp(known) == 0:
        return False
    return method not in ("morris", "sobol") or len(known) == len(values)


def _tornado(study: Study, output: Output, places: np.ndarray, values: np.ndarray) -> Iterator[Index]:
    """The figure at both ends of each range, and how far apart the three lie."""
    for k, moved in enumerate(study.moved):
        three = np.array([values[0], values[1 + 2 * k], values[2 + 2 * k]])
        known = three[~np.isnan(three)]
        said = {
            "at_low": float(three[1]),
            "at_high": float(three[2]),
            "moves": float(np.ptp(known)) if len(known) else math.nan,
        }
        for name, value in said.items():
            yield Index(output=output.name, parameter=moved.key, name=name, value=value)


def _morris(study: Study, output: Output, places: np.ndarray, values: np.ndarray) -> Iterator[Index]:
    """Mean size of a step, scaled to the whole range (mu_star), its mean with the sign (mu), how unlike they are."""
    from SALib.analyze import morris

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = morris.analyze(
            problem(len(study.moved)), places, values, num_levels=LEVELS, num_resamples=RESAMPLES,
            conf_level=CONFIDENCE, seed=_seed(study),
        )  # fmt: skip
    for k, moved in enumerate(study.moved):
        star, half = float(found["mu_star"][k]), float(found["mu_star_conf"][k])
        yield Index(
            output=output.name, parameter=moved.key, name="mu_star", value=star, low=star - half, high=star + half
        )
        for name in ("mu", "sigma"):
            yield Index(output=output.name, parameter=moved.key, name=name, value=float(found[name][k]))


def _sobol(study: Study, output: Output, places: np.ndarray, values: np.ndarray) -> Iterator[Index]:
    """The part of the variance that each accounts for alone (first) and with all others (total)."""
    from SALib.analyze import sobol

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = sobol.analyze(
            problem(len(study.moved)), values, calc_second_order=False, num_resamples=RESAMPLES,
            conf_level=CONFIDENCE, seed=_seed(study),
        )  # fmt: skip
    for k, moved in enumerate(study.moved):
        for name, key in (("first", "S1"), ("total", "ST")):
            value, half = float(found[key][k]), float(found[f"{key}_conf"][k])
            yield Index(
                output=output.name, parameter=moved.key, name=name, value=value, low=value - half, high=value + half
            )


def _ranks(study: Study, output: Output, places: np.ndarray, values: np.ndarray) -> Iterator[Index]:
    """Spearman's rank correlation of the figure with each parameter, its interval by resampling the points."""
    from scipy.stats import rankdata

    known = ~np.isnan(values)
    x, y = rankdata(places[known], axis=0), rankdata(values[known])
    rng = np.random.default_rng(_seed(study))
    drawn = np.stack([_correlations(x[pick], y[pick]) for pick in rng.integers(0, len(y), (RESAMPLES, len(y)))])
    low, high = np.nanquantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    for k, (moved, value) in enumerate(zip(study.moved, _correlations(x, y), strict=True)):
        yield Index(
            output=output.name,
            parameter=moved.key,
            name="rank_correlation",
            value=float(value),
            low=float(low[k]),
            high=float(high[k]),
        )


def _correlations(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Of each column of ``x`` with ``y``; NaN where either never changes."""
    x, y = x - x.mean(axis=0), y - y.mean()
    size = np.sqrt((x**2).sum(axis=0) * (y**2).sum())
    return np.divide(x.T @ y, size, out=np.full(x.shape[1], np.nan), where=size > 0)


def _seed(study: Study) -> int:
    return study.size.seed & 0xFFFFFFFF


_METHODS: dict[str, Callable[..., Iterator[Index]]] = {
    "tornado": _tornado,
    "morris": _morris,
    "sobol": _sobol,
    "latin-hypercube": _ranks,
}
