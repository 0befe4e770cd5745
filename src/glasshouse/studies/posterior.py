"""A study by ABC: its points, wave by wave, and the posterior that they come to.

The first points are all at the centre, each with random numbers of its own: how far they lie apart is the chance that a
simulation of so many people has. Then come the waves (``smc_abc``), and at the end points drawn from the posterior and
simulated anew, from which predictive intervals come.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from glasshouse.runs.ensemble_particles import SCENARIO_NAME, resample
from glasshouse.studies.index_table import Index
from glasshouse.studies.smc_abc import Particles, sequential, weighted_quantile
from glasshouse.studies.study_plan import Study
from glasshouse.studies.study_points import Point

#: Points at the centre; waves; of all points the part that is simulated anew from the posterior.
NOISE, WAVES, ANEW = 10, 5, 0.1
#: The interval that is told, and the distance from the prior (Kolmogorov and Smirnov's, times the root of the effective
#: sample size) which draws of the prior itself would exceed once in a hundred.
INTERVAL, APART = (0.05, 0.5, 0.95), 1.628
#: Gives the points at so many places, in order.
PointsAt = Callable[[Sequence[Sequence[float]]], Iterator[Point]]


@dataclass(frozen=True, kw_only=True)
class ParameterLeft:
    """What the figures say of one parameter: the posterior's median and 90 % interval, in its unit.

    ``narrower``: by which part the interval is narrower than the prior's, in places of the range. ``apart``: the
    largest difference between the two distributions; ``chance``: what draws of the prior itself would exceed once in a
    hundred.
    """

    key: str
    low: float
    median: float
    high: float
    narrower: float
    apart: float
    chance: float

    @property
    def informed(self) -> bool:
        """Whether the figures say anything of it, as far as so many particles can tell."""
        return self.apart > self.chance


@dataclass(frozen=True, kw_only=True)
class Met:
    """A target beside what the posterior predicts for it; ``noise`` is a simulation's own standard deviation."""

    output: str
    value: float
    sd: float
    noise: float
    low: float
    median: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Posterior:
    """What a study by ABC came to. ``predicted``: of each output (low, median, high) over points simulated anew."""

    particles: Particles
    told: tuple[ParameterLeft, ...]
    met: tuple[Met, ...]
    predicted: tuple[tuple[float, float, float], ...]

    def document(self) -> dict[str, Any]:
        """For ``study.json``: everything but the particles."""
        return {
            "effective_sample_size": round(self.particles.effective, 1),
            "tolerance": _finite(self.particles.tolerance),
            "waves": [{key: _finite(value) for key, value in asdict(wave).items()} for wave in self.particles.waves],
            "parameters": {one.key: {**_without_key(one), "informed": one.informed} for one in self.told},
            "targets": [{key: _finite(value) for key, value in asdict(one).items()} for one in self.met],
        }


def sizes(points: int) -> tuple[int, ...]:
    """How many points each wave has; the first, which goes over the whole prior, the most.

    >>> sizes(1000), NOISE + sum(sizes(1000)) + anew(1000)
    ((296, 150, 148, 148, 148), 1000)
    """
    left = points - NOISE - anew(points)
    first = left // 3
    later = [(left - first) // (WAVES - 1)] * (WAVES - 1)
    later[0] += left - first - sum(later)
    return first, *later


def anew(points: int) -> int:
    """How many points are drawn from the posterior and simulated anew."""
    return int(points * ANEW)


def search(study: Study, points_at: PointsAt) -> Iterator[Point]:
    """The points of a study by ABC, one after the other; ``points_at`` gives those of a batch."""
    centre = [one.place for one in study.moved]
    yield from points_at([centre] * NOISE)
    particles = yield from _waves(study, points_at)
    yield from points_at(_again(study, particles).tolist())


def _waves(study: Study, points_at: PointsAt) -> Generator[Point, None, Particles]:
    waves = sequential(len(study.moved), sizes(study.points), study.size.seed)
    places = next(waves)
    while True:
        points = []
        for point in points_at(places.tolist()):
            points.append(point)
            yield point
        try:
            places = waves.send(misfits(study, points))
        except StopIteration as done:
            return done.value


def _again(study: Study, particles: Particles) -> np.ndarray:
    """Places of particles by their weight; of the prior where none has any."""
    count = anew(study.points)
    flat = np.ones(len(particles.weights))
    weights = particles.weights if particles.weights.sum() > 0 else flat
    return particles.places[resample(weights, count, study.size.seed)]


def misfits(study: Study, points: Sequence[Point]) -> np.ndarray:
    """Squared misfit of each point: over the targets, the sum of ((simulated - published) / standard deviation)^2."""
    columns = [study.asked.index(target.output) for target in study.targets]
    values = np.array([[point.values[k] for k in columns] for point in points], float)
    published = np.array([target.value for target in study.targets])
    sd = np.array([target.tolerance for target in study.targets])
    return (((values - published) / sd) ** 2).sum(axis=1)


def posterior(study: Study, points: Sequence[Point]) -> Posterior:
    """The posterior from all points of a study."""
    kept = iter(points)
    taken = partial(_taken, kept)
    for _ in taken([[]] * NOISE):
        pass
    waves = _waves(study, taken)
    try:
        while True:
            next(waves)
    except StopIteration as done:
        particles: Particles = done.value
    again = np.array([point.values for point in points[-anew(study.points) :]], float)
    predicted = tuple(_three(column) for column in again.T)
    return Posterior(
        particles=particles, told=tuple(_told(study, particles)), met=tuple(_met(study, points, predicted)),
        predicted=predicted,
    )  # fmt: skip


def _taken(kept: Iterator[Point], places: Sequence[Sequence[float]]) -> Iterator[Point]:
    for _ in places:
        yield next(kept)


def _told(study: Study, particles: Particles) -> Iterator[ParameterLeft]:
    for k, moved in enumerate(study.moved):
        own = particles.places[:, k]
        low, median, high = (float(place) for place in weighted_quantile(own, particles.weights, INTERVAL))
        order = np.argsort(own, kind="stable")
        reached = np.cumsum(particles.weights[order])
        apart = np.maximum(np.abs(reached - own[order]), np.abs(reached - particles.weights[order] - own[order])).max()
        yield ParameterLeft(
            key=moved.key, low=moved.at(low), median=moved.at(median), high=moved.at(high),
            narrower=1 - (high - low) / (INTERVAL[2] - INTERVAL[0]), apart=float(apart),
            chance=APART / math.sqrt(max(1.0, particles.effective)),
        )  # fmt: skip


def _met(study: Study, points: Sequence[Point], predicted: Sequence[tuple[float, float, float]]) -> Iterator[Met]:
    for target in study.targets:
        column = study.asked.index(target.output)
        alike = np.array([point.values[column] for point in points[:NOISE]], float)
        noise = float(np.std(alike[~np.isnan(alike)], ddof=1)) if (~np.isnan(alike)).sum() > 1 else math.nan
        low, median, high = predicted[column]
        yield Met(
            output=target.output.name, value=target.value, sd=target.tolerance, noise=noise,
            low=low, median=median, high=high,
        )  # fmt: skip


def _three(values: np.ndarray) -> tuple[float, float, float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return math.nan, math.nan, math.nan
    low, median, high = weighted_quantile(known, np.ones(len(known)), INTERVAL)
    return float(low), float(median), float(high)


def posterior_table(study: Study, found: Posterior) -> pa.Table:
    """wave, each parameter's value, weight, distance (the root of the squared misfit): a row a particle with weight."""
    particles = found.particles
    kept = np.flatnonzero(particles.weights > 0)
    columns: dict[str, Any] = {"wave": pa.array(particles.wave[kept], pa.int32())}
    for k, moved in enumerate(study.moved):
        columns[moved.key] = pa.array([moved.at(place) for place in particles.places[kept, k]], pa.float64())
    columns["weight"] = pa.array(particles.weights[kept], pa.float64())
    columns["distance"] = pa.array(np.sqrt(particles.misfits[kept]), pa.float64())
    said = {"glasshouse": "a posterior by ABC", "study": study.hash, "scenario": study.scenario.hash,
            SCENARIO_NAME: study.scenario.name}  # fmt: skip
    return pa.table(columns).replace_schema_metadata(said)


def posterior_indices(study: Study, points: Sequence[Point]) -> list[Index]:
    """The figures of the posterior, for ``indices.parquet``."""
    found = posterior(study, points)
    rows = [
        Index(output="posterior", parameter="", name="effective_sample_size", value=found.particles.effective),
        Index(output="posterior", parameter="", name="tolerance", value=found.particles.tolerance),
    ]
    for one in found.told:
        rows += [
            Index(output="posterior", parameter=one.key, name="median", value=one.median, low=one.low, high=one.high),
            Index(output="posterior", parameter=one.key, name="narrower", value=one.narrower),
            Index(output="posterior", parameter=one.key, name="apart_from_prior", value=one.apart, high=one.chance),
        ]
    for output, (low, median, high) in zip(study.asked, found.predicted, strict=True):
        rows.append(Index(output=output.name, parameter="", name="predicted", value=median, low=low, high=high))
    return rows


def _finite(value: Any) -> Any:
    """A number as JSON holds it; what is none or undefined is None."""
    if not isinstance(value, float):
        return value
    return float(f"{value:.6g}") if math.isfinite(value) else None


def _without_key(one: ParameterLeft) -> dict[str, Any]:
    return {key: _finite(value) for key, value in asdict(one).items() if key != "key"}
