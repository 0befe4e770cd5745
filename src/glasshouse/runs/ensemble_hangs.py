"""The assumptions that a run's errors hang on, at most two, each with its effect.

Two things are asked of the ensemble. First, each number that says how often an entry is false, assumed or counted
elsewhere, was set to 0 in a simulation of its own, with all other numbers central: what is left says how much of the
errors hang on it. Such a number has a value at which it has no effect. Most others have none, so of them the draws are
asked: which assumption ranks most with the errors, and what the errors are in the fifth of the draws where it is lowest
and where it is highest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasshouse.evidence import MARK, kind_of
from glasshouse.measures.concerned import errors_of
from glasshouse.measures.ensemble import Ensemble, rank_correlation
from glasshouse.runs.ensemble_words import figure_of
from glasshouse.scenario.layers import sources_of
from glasshouse.wording.numbers import parameter, percent, short

if TYPE_CHECKING:
    from glasshouse.measures.outcome import Outcome
    from glasshouse.scenario.scenario import Scenario

#: How many assumptions a headline names at most.
MOST = 2
#: Fewer cases than this with central values say more of chance than of an assumption.
_ENOUGH = 25
#: The smallest part of the errors that is told of, and the weakest rank correlation.
_PART, _RANK = 0.2, 0.3
_FIFTH = 0.2


@dataclass(frozen=True, kw_only=True)
class HangsOn:
    """An assumption that the errors hang on.

    ``before`` and ``after`` are errors among 10,000 people: as it is and with the number at 0 (``switched``), or in the
    fifth of the draws where it is lowest and where it is highest. ``effect``: the part that goes with the number at 0,
    or the rank correlation. ``remembered``: whether its value is from memory, not checked. ``figure``: what its source
    has instead of a count of the thing itself.
    """

    key: str
    meaning: str
    value: float
    low: float
    high: float
    source: str | None
    switched: bool
    before: float
    after: float
    effect: float
    remembered: bool = False
    figure: str | None = None


def hangs_on(outcome: Outcome) -> tuple[HangsOn, ...]:
    """The assumptions that most of a run's errors hang on; none without an ensemble, or where errors are few."""
    ensemble = outcome.ensemble
    _, _, measures = errors_of(outcome.scenario)
    if ensemble is None or ensemble.central.total(*measures) < _ENOUGH:
        return ()
    switched = _switched(outcome, ensemble, measures)
    ranked = _ranked(outcome, ensemble, measures, but={one.key for one in switched})
    return (*switched, *ranked)[:MOST]


def _switched(outcome: Outcome, ensemble: Ensemble, measures: tuple[str, ...]) -> list[HangsOn]:
    figure = figure_of(outcome, measures)
    before = figure(ensemble.central)
    found = []
    for key, tally in ensemble.without.items():
        after = figure(tally)
        if (before - after) / before >= _PART:
            found.append(_one(outcome.scenario, key, True, before, after, (before - after) / before))
    return sorted(found, key=lambda one: -one.effect)


def _ranked(outcome: Outcome, ensemble: Ensemble, measures: tuple[str, ...], but: set[str]) -> list[HangsOn]:
    figures = ensemble.figures(figure_of(outcome, measures))
    given = outcome.scenario.all_given()
    found = []
    for key, values in ensemble.values.items():
        if key in but or key not in given or not given[key].assumed:
            continue
        effect = rank_correlation(values, figures)
        if abs(effect) >= _RANK:
            low, high = np.quantile(values, [_FIFTH, 1 - _FIFTH])
            lowest, highest = (float(np.median(figures[part])) for part in (values <= low, values >= high))
            found.append(_one(outcome.scenario, key, False, lowest, highest, effect))
    return sorted(found, key=lambda one: -abs(one.effect))


def _one(scenario: Scenario, key: str, switched: bool, before: float, after: float, effect: float) -> HangsOn:
    given, name = scenario.all_given()[key], key.rpartition(":")[2]
    declared, sources = scenario.mechanisms.parameters, sources_of(scenario.mechanisms, scenario.place)
    source = sources.get(given.source or "")
    return HangsOn(
        key=key,
        meaning=declared[name].meaning if name in declared else "fear added to everybody on the day",
        value=given.value,
        low=given.low,
        high=given.high,
        source=given.source,
        switched=switched,
        before=before,
        after=after,
        effect=effect,
        remembered=kind_of(given.confidence, source) == "memory",
        figure=source.figure if source else None,
    )


def sentences(outcome: Outcome) -> tuple[str, ...]:
    """The assumptions that a run's errors hang on, a sentence each."""
    errors, done, _ = errors_of(outcome.scenario)
    return tuple(_sentence(one, errors, done) for one in hangs_on(outcome))


def _sentence(one: HangsOn, errors: str, done: str) -> str:
    named = f"“{one.meaning}” ({one.key}"
    if one.switched:
        part = "All" if short(100 * one.effect) == "100" else percent(one.effect)
        of = f"{part} of the {errors}" if part != "All" else f"All {errors}"
        counted = f"taken from {one.figure}" if one.figure else "that was counted elsewhere"
        number = "one assumed number" if one.source is None else f"one number {counted}"
        value = f"{parameter(one.value)}" + (f", {one.source}" if one.source else "")
        value += f" [{MARK}]" if one.remembered else ""
        return (
            f"{of} hang on {number}, {named} = {value}): with all numbers at their central values, "
            f"{short(one.before)} of every 10,000 people are {done}; with this one at 0, it is {short(one.after)}."
        )
    return (
        f"The {errors} also move with an assumption, {named}, {parameter(one.low)} to {parameter(one.high)}): "
        f"{short(one.before)} of every 10,000 people are {done} in the fifth of the draws where it is lowest, "
        f"{short(one.after)} where it is highest."
    )
