"""Studies that aim at something, in sentences: where a conclusion fails, and what a search has found."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from glasshouse.studies.index_table import Index
from glasshouse.studies.posterior_words import abc
from glasshouse.studies.prim_boxes import FEWEST
from glasshouse.studies.study_plan import Study
from glasshouse.studies.study_points import Point
from glasshouse.wording.lists_and_nouns import clauses, counted, plural
from glasshouse.wording.numbers import parameter, percent, short, whole


def prim(study: Study, points: Sequence[Point], found: Sequence[Index]) -> tuple[str, ...]:
    """How often the conclusion fails, and the box of assumptions in which it does."""
    assert study.conclusion is not None
    said = {one.name: one.value for one in found if not one.parameter}
    judged, fails = int(said["judged"]), round(said["fails"] * said["judged"]) if said["judged"] else 0
    tested = f"{study.conclusion.output.title} is at most {study.conclusion.at_most:g}"
    begin = [f"Conclusion: {study.conclusion.says} Put to the test: {tested}."]
    if judged < len(points):
        left_out = whole(len(points) - judged)
        begin.append(
            f"At {left_out} of {counted(len(points), 'point')} it cannot be judged: the figure is undefined there."
        )
    share = percent(fails / judged if judged else 0)
    begin.append(f"It fails at {whole(fails)} of {counted(judged, 'point')} ({share}).")
    if "coverage" not in said:
        which = "fails" if fails < FEWEST else "holds"
        return (*begin, f"That it {which} is so rare among these points that no box of assumptions can be named.")
    return (*begin, _box(study, found, said))


def _box(study: Study, found: Sequence[Index], said: Mapping[str, float]) -> str:
    moved = {one.key: one for one in study.moved}
    ends: dict[str, dict[str, float]] = {}
    for one in found:
        if one.parameter:
            ends.setdefault(one.parameter, {})[one.name] = one.value
    if not ends:
        return "No assumption bounds where it fails: failures are scattered over all that moved."
    bounds = []
    for key, sides in ends.items():
        given, low, high = moved[key].given, sides["box_low"], sides["box_high"]
        text = f"{short(low)} to {short(high)}"
        if low <= given.low:
            text = f"at most {short(high)}"
        elif high >= given.high:
            text = f"at least {short(low)}"
        bounds.append(f"{moved[key].meaning} [{key}] is {text} {given.unit} (of {given.low:g} to {given.high:g})")
    return (
        f"It mostly fails where {clauses(bounds)}. This box holds {percent(said['mass'])} of the points and "
        f"{percent(said['coverage'])} of the failures (coverage); inside, the conclusion fails at "
        f"{percent(said['density'])} of the points (density), against {percent(said['fails'])} of all."
    )


def calibrate(study: Study, points: Sequence[Point], found: Sequence[Index]) -> tuple[str, ...]:
    """The best that the search has found."""
    said = {one.name: one.value for one in found if not one.parameter and one.name != "at_best"}
    at_best = {one.output: one.value for one in found if one.name == "at_best"}
    best = [one for one in found if one.name == "best"]
    if study.less_of is not None:
        central, least = _figure(said["central_score"]), _figure(said["best_score"])
        begin = f"{study.less_of.title}: {central} with safeguards as they are, {least} at best."
        if math.isnan(said["best_score"]):
            return (f"{study.less_of.title}: undefined at every point, so that the search had nothing to go by.",)
        return (begin, *(_setting(study, one) for one in best))
    met = [
        f"{target.output.title}: published {target.value:g} (within {target.tolerance:g}), here "
        f"{_figure(at_best[target.output.name])} [{target.source}]"
        for target in study.targets
    ]
    good = int(said["points_that_fit"])
    begin = (
        f"{whole(good)} of {counted(len(points), 'point')} {plural(whole(good), 'meets', 'meet')} every published "
        "figure within its tolerance."
        if good
        else "No point meets every published figure within its tolerance: these assumptions, in these ranges, do not "
        "fit, or the search was too short."
    )
    if math.isnan(said["best_score"]):
        return (begin, "Some figure is undefined at every point, so that the search had nothing to go by.")
    return (begin, f"At the best point: {'; '.join(met)}.", *(_setting(study, one) for one in best))


def _setting(study: Study, one: Index) -> str:
    moved = next(each for each in study.moved if each.key == one.parameter)
    text = f"{moved.meaning} [{one.parameter}]: {parameter(one.value, figures=4)} {moved.given.unit}"
    if one.low == one.low:
        whole_range = moved.given.high - moved.given.low
        told = (one.high - one.low) / whole_range if whole_range else 0.0
        vague = "; the figures hardly tell it" if told > 0.7 else ""
        text += (
            f" ({parameter(one.low, figures=4)} to {parameter(one.high, figures=4)} over the points that fit{vague})"
        )
    return f"{text}."


def _figure(value: float) -> str:
    """A figure in words.

    >>> _figure(3.14159), _figure(math.nan)
    ('3.1', 'undefined')
    """
    return "undefined" if math.isnan(value) else short(value)


SENTENCES: Mapping[str, Callable[[Study, Sequence[Point], Sequence[Index]], tuple[str, ...]]] = {
    "prim": prim,
    "calibrate": calibrate,
    "abc": abc,
}
