"""A posterior in sentences: how good it is, how it meets the figures, and of which assumptions they say nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from glasshouse.studies.index_table import Index
from glasshouse.studies.posterior import INTERVAL, NOISE, Met, ParameterLeft, Posterior, posterior
from glasshouse.studies.smc_abc import weighted_quantile
from glasshouse.studies.study_parts import Moved
from glasshouse.studies.study_plan import Study
from glasshouse.studies.study_points import Point
from glasshouse.wording.lists_and_nouns import counted, enumerated
from glasshouse.wording.numbers import parameter, percent, short, whole

#: What the reading of the posterior itself is called among the outputs.
POSTERIOR = "posterior"
#: Chance of a simulation beside a figure's own error, from which on it is said.
_MUCH = 0.5


def abc(study: Study, points: Sequence[Point], found: Sequence[Index]) -> tuple[str, ...]:
    """What the figures leave of the assumptions."""
    known = posterior(study, points)
    return tuple(_sentences(study, known))


def _sentences(study: Study, found: Posterior) -> Iterator[str]:
    particles = found.particles
    simulated = whole(len(particles.weights))
    if not particles.weights.sum():
        yield f"At none of {simulated} simulations is every figure defined, so that there is no posterior."
        return
    yield (
        f"{simulated} simulations in {counted(len(particles.waves), 'wave')} say as much as "
        f"{whole(particles.effective)} independent draws of the posterior (effective sample size)."
    )
    if particles.tolerance > 1:
        yield (
            f"The waves ended at a tolerance of {short(particles.tolerance)} standard deviations, where 1 is the error "
            "of the figures themselves: the ranges below are wider than the figures allow. Ask for more points."
        )
    for target, met in zip(study.targets, found.met, strict=True):
        yield _met(target.output.title, target.source, met)
    moved = {one.key: one for one in study.moved}
    for one in sorted(found.told, key=lambda one: -one.narrower):
        if one.informed:
            yield f"{moved[one.key].meaning} [{one.key}]: {left(one, moved[one.key])}."
    silent = [f"{moved[one.key].meaning} [{one.key}]" for one in found.told if not one.informed]
    if silent:
        yield f"The figures say nothing of {enumerated(silent)}."


def _met(title: str, source: str, met: Met) -> str:
    """A figure beside what the posterior predicts."""
    text = (
        f"{title}: published {short(met.value)} (standard deviation {short(met.sd)}) [{source}], predicted "
        f"{short(met.median)} ({short(met.low)} to {short(met.high)})."
    )
    text += meets(met)
    if not math.isnan(met.noise) and met.noise > _MUCH * met.sd:
        text += (
            f" Chance alone moves a simulation of this size by {short(met.noise)} (standard deviation): more people, "
            "or more seeds, would tell more."
        )
    return text


def meets(met: Met) -> str:
    """What there is to say where a figure lies outside what is predicted; nothing where it lies in it."""
    if met.value + 2 * met.sd < met.low or met.value - 2 * met.sd > met.high:
        return " The two do not meet: nothing in these ranges seems to give the figure."
    if not met.low <= met.value <= met.high:
        return " They barely meet: the figure lies outside what is predicted, and only its error reaches into it."
    return ""


def left(one: ParameterLeft, moved: Moved) -> str:
    """What the figures leave of a range, in a clause."""
    if not one.informed:
        return "the figures say nothing of it"
    low, median, high = (parameter(value, figures=3) for value in (one.low, one.median, one.high))
    begin = f"{median} ({low} to {high}) {moved.given.unit}"
    if one.narrower <= 0:
        return f"{begin}, no narrower than its range, and not even in it"
    return f"{begin}, {percent(one.narrower)} narrower than its range"


def spread(known: np.ndarray) -> str:
    """How an output spreads over points drawn from the posterior.

    >>> spread(np.array([1.0, 2.0, 4.0]))
    'from 1 to 4 in 90 of 100 simulations drawn from the posterior, half of them below 2'
    """
    if not len(known):
        return "undefined at every point drawn from the posterior"
    low, median, high = (short(float(value)) for value in weighted_quantile(known, np.ones(len(known)), INTERVAL))
    return f"from {low} to {high} in 90 of 100 simulations drawn from the posterior, half of them below {median}"


NOTES = (
    "Each assumption was given its range, evenly, or evenly in the logarithm where it spans more than tenfold, before "
    "anything was known; the figures, with their standard deviation and the chance of a simulation, leave what stands "
    "here: the middle, and the interval that holds 90 of 100. How much narrower that is: than what holds 90 of 100 of "
    "the range, on the scale on which it was drawn.",
    "The figures say nothing of an assumption where its distribution is no further from its range than that of as many "
    "draws from the range alone, 99 times in 100. Another figure might.",
    "Ranges hold together: posterior.parquet has the particles, and 'glasshouse run SCENARIO --ensemble "
    "posterior.parquet' draws from them. That the model meets a figure does not make its assumptions true.",
    f"The first {NOISE} points are at the centre, for the chance of a simulation; the last are drawn from the "
    "posterior and simulated anew. Every point has random numbers of its own.",
)
