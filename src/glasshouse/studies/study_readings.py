"""A study in plain words: what moved, what drives each figure, and what its indices do and do not say."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.studies import aimed_words, posterior_words
from glasshouse.studies import method_notes as notes
from glasshouse.studies.index_table import Index
from glasshouse.studies.indices import usable
from glasshouse.studies.posterior import anew, posterior
from glasshouse.studies.study_parts import ALL, Moved, Output
from glasshouse.studies.study_plan import LESS, METHODS, Study
from glasshouse.studies.study_points import Point
from glasshouse.wording.lists_and_nouns import counted, plural
from glasshouse.wording.numbers import short

#: How many assumptions are named as those that matter most.
MOST = 3
#: The index by which each method ranks assumptions, and how its figure is called.
RANKED_BY = {
    "tornado": ("moves", "moves it by"),
    "morris": ("mu_star", "mean size of a move, scaled to its whole range"),
    "sobol": ("total", "part of the spread, with others"),
    "latin-hypercube": ("rank_correlation", "rank correlation"),
}


@dataclass(frozen=True, kw_only=True)
class Driver:
    """An assumption that matters: its key, what it is, its range, and its figure (``low`` to ``high``) in words."""

    key: str
    meaning: str
    range: str
    value: float
    low: float | None
    high: float | None
    says: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One output: how it spreads over the points, and what drives it, the strongest first."""

    output: str
    title: str
    spread: str
    drivers: tuple[Driver, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Readings:
    """A whole study in words. ``sentences`` come first; ``notes`` say how its figures are to be read."""

    title: str
    about: str
    sentences: tuple[str, ...]
    outputs: tuple[Reading, ...]
    notes: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        """The same for JSON."""
        return asdict(self)


def readings(study: Study, points: Sequence[Point], found: Sequence[Index]) -> Readings:
    """Put a study's points and indices into words. A pure function of the three."""
    last = anew(study.points) if study.method == "abc" else 0
    outputs = tuple(_reading(study, k, output, points[-last:], found) for k, output in enumerate(study.asked))
    if study.method in RANKED_BY:
        sentences = tuple(_first_sentence(reading) for reading in outputs)
    else:
        sentences = aimed_words.SENTENCES[study.method](study, points, found)
    return Readings(
        title=study.title,
        about=about(study),
        sentences=sentences,
        outputs=(*_posterior(study, points), *outputs),
        notes=(NOT_A_FORECAST, *notes.of(study), *(() if study.method == "abc" else (notes.SHARED,))),
    )


def about(study: Study) -> str:
    """How much was done, in a sentence."""
    sides = 2 if study.arm else 1
    chance = "random numbers of its own" if study.method == "abc" else "common random numbers"
    numbers = chance if study.seeds == 1 else f"the mean over {study.seeds} seeds"
    arm = f", each in the baseline and under '{study.arm.title}'" if study.arm else ""
    who = counted(study.size.population, "invented person", "invented people")
    sizes = f"{who} for {counted(study.size.days, 'day')}"
    return (
        f"{counted(study.points, 'point')}{arm}, so {counted(study.points * sides * study.seeds, 'run')} of {sizes} "
        f"({study.scenario.name}); {numbers} at every point. {counted(len(study.moved), 'assumption')} "
        f"{plural(str(len(study.moved)), 'moves', 'move')}. "
        f"Method: {LESS if study.less_of else METHODS[study.method]}."
    )


def _reading(study: Study, k: int, output: Output, points: Sequence[Point], found: Sequence[Index]) -> Reading:
    values = np.array([point.values[k] for point in points], float)
    known = values[~np.isnan(values)]
    own = [one for one in found if one.output == output.name]
    drivers = _drivers(study, output, own) if study.method in RANKED_BY else ()
    return Reading(
        output=output.name,
        title=output.title,
        spread=posterior_words.spread(known) if study.method == "abc" else _spread(known, len(values)),
        drivers=drivers,
        notes=tuple(_warnings(study, output, values, own, drivers)),
    )


def _posterior(study: Study, points: Sequence[Point]) -> Iterator[Reading]:
    """Of a study by ABC what the figures say of each assumption, those first of which they say most."""
    if study.method != "abc":
        return
    moved = {one.key: one for one in study.moved}
    told = sorted(posterior(study, points).told, key=lambda one: (not one.informed, -one.narrower))
    drivers = [
        Driver(
            key=one.key,
            meaning=moved[one.key].meaning,
            range=_range(moved[one.key]),
            value=one.median,
            low=one.low,
            high=one.high,
            says=posterior_words.left(one, moved[one.key]),
        )
        for one in told
    ]
    yield Reading(
        output=posterior_words.POSTERIOR,
        title="What the figures say of each assumption",
        spread="",
        drivers=tuple(drivers),
        notes=(),
    )


def _range(moved: Moved) -> str:
    return f"{moved.given.low:g} to {moved.given.high:g} {moved.given.unit}"


def _spread(known: np.ndarray, points: int) -> str:
    """How a figure spreads over the points.

    >>> _spread(np.array([1.0, 2.0, 3.0]), 4)
    'from 1 to 3 over the points, half of them below 2; undefined at 1 of 4'
    """
    if not len(known):
        return "undefined at every point"
    if known.min() == known.max():
        all_of = "every point" if len(known) == points else "every point at which it is defined"
        return f"{short(known.min())} at {all_of}"
    text = f"from {short(known.min())} to {short(known.max())} over the points"
    text += f", half of them below {short(float(np.median(known)))}"
    return text + (f"; undefined at {points - len(known)} of {points}" if len(known) < points else "")


def ranked(study: Study, found: Sequence[Index]) -> list[Index]:
    """The indices by which a method ranks the assumptions of one output, the strongest first."""
    name, _ = RANKED_BY[study.method]
    rows = [one for one in found if one.name == name and not math.isnan(one.value) and one.value]
    return sorted(rows, key=lambda one: -abs(one.value))


def _drivers(study: Study, output: Output, found: Sequence[Index]) -> tuple[Driver, ...]:
    moved = {one.key: one for one in study.moved}
    by = {(one.parameter, one.name): one for one in found}
    drivers = []
    for one in ranked(study, found):
        drivers.append(
            Driver(
                key=one.parameter,
                meaning=moved[one.parameter].meaning,
                range=_range(moved[one.parameter]),
                value=one.value,
                low=None if math.isnan(one.low) else one.low,
                high=None if math.isnan(one.high) else one.high,
                says=notes.SAYS[study.method](one, by, output),
            )
        )
    return tuple(drivers)


def _first_sentence(reading: Reading) -> str:
    if not reading.drivers:
        return f"{reading.title}: nothing can be said of what drives it; {reading.spread}."
    first = reading.drivers[:MOST]
    named = "; ".join(f"({k + 1}) {one.meaning} [{one.key}], {one.says}" for k, one in enumerate(first))
    count = {1: "The assumption that matters", 2: "The two assumptions that matter"}.get(
        len(first), "The three assumptions that matter"
    )
    return f"{count} most for '{reading.title}': {named}."


def _warnings(
    study: Study, output: Output, values: np.ndarray, found: Sequence[Index], drivers: Sequence[Driver]
) -> list[str]:
    """What to beware of in this output's own figures."""
    said = []
    if study.method in RANKED_BY and not usable(study.method, values):
        said.append(_why_nothing(study.method, values))
    whole = output.cell == ALL and not output.summary and study.method != "abc"
    if whole and output.side in ("baseline", "arm") and output.about.unit == "people of 10,000":
        few = np.nanmedian(values) * study.size.population / 10_000 if np.isfinite(values).any() else math.inf
        if few < notes.FEW_PEOPLE:
            said.append(notes.FEW.format(people=short(float(few))))
    said += notes.WARNINGS[study.method](found) if study.method in notes.WARNINGS else []
    return said


def _why_nothing(method: str, values: np.ndarray) -> str:
    """Why a method can say nothing of an output with these values.

    >>> _why_nothing("tornado", np.array([1.0, math.nan, math.nan]))
    'The figure is undefined at 2 of 3 points: too few are left to say what drives it.'
    >>> _why_nothing("tornado", np.array([1.0, 1.0, 1.0])) == notes.SAME
    True
    """
    known = values[~np.isnan(values)]
    undefined = len(values) - len(known)
    if not undefined:
        return notes.SAME
    if len(known) and np.ptp(known) and method in ("morris", "sobol"):
        return notes.UNDEFINED
    text = notes.SAME_WHERE_DEFINED if len(known) > 2 and not np.ptp(known) else notes.UNDEFINED_AT
    return text.format(undefined=undefined, points=len(values))


def figures_of(reading: Reading) -> Mapping[str, float]:
    """An output's ranked figures by key."""
    return {one.key: one.value for one in reading.drivers}
