"""What a run found, in one sentence with its number and how sure that is: the title of its report.

It is about the errors, or about all that was done where there are too few errors to tell. Its figures are those of the
headline, which stands below it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasshouse.headlines import stops_a_day
from glasshouse.measures import harm
from glasshouse.measures.concerned import told_by
from glasshouse.measures.intervals import Spread
from glasshouse.wording.lists_and_nouns import counted, people, plural, times
from glasshouse.wording.numbers import short, whole

if TYPE_CHECKING:
    from glasshouse.measures.outcome import Outcome


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What the finding is about: what counts it, how it is said of a number of them and of none.

    ``scale``: how many times the figure of 10,000 people is said. ``one_run``: it is a count of the run alone.
    """

    one_run: bool
    measures: tuple[str, ...]
    some: Callable[[str], str]
    none: str
    scale: float = 1.0


def finding(outcome: Outcome) -> str:
    """The finding as a sentence without a full stop.

    >>> finding(small_run.outcome)
    'Nobody among 300 people is sanctioned within 3 days in this one run, which cannot say how sure that is'
    """
    told = _TOLD[told_by(outcome.scenario).word](outcome, *_measures(outcome))
    said = _of_one_run(outcome, told) if told.one_run else _of_several(outcome, told)
    return f"{said[:1].upper()}{said[1:]}"


def _measures(outcome: Outcome) -> tuple[tuple[str, ...], bool]:
    """What counts the errors, and True; what counts all that was done, and False, where that alone can be told."""
    way = told_by(outcome.scenario)
    every, wrong = next(iter(way.counts.values())), way.counts[way.wrong]
    return (wrong, True) if _tells(outcome, wrong) else (every, False)


def _tells(outcome: Outcome, measures: tuple[str, ...]) -> bool:
    """Whether there is any of it, and enough for an interval where there are draws."""
    draws = outcome.ensemble
    if draws is None:
        some = any(each.total(*measures) for each in outcome.tallies)
        return some and (outcome.alone or not stops_a_day.too_few(outcome, *measures))
    return draws.holds(lambda each: each.total(*measures) > 0) > 0 and not draws.too_few(
        lambda each: each.total(*measures)
    )


def _sanctions(outcome: Outcome, measures: tuple[str, ...], wrong: bool) -> _Told:
    done = f"{'wrongly ' if wrong else ''}sanctioned within {counted(outcome.days, 'day')}"
    return _Told(
        one_run=outcome.alone,
        measures=measures,
        some=lambda number: f"{number} of {_whom(outcome)} {plural(number, 'is', 'are')} {done}",
        none=f"nobody{_among(outcome)} is {done}",
    )


def _reports(outcome: Outcome, measures: tuple[str, ...], wrong: bool) -> _Told:
    days, what = f"within {counted(outcome.days, 'day')}", "false report" if wrong else "report"

    def some(number: str) -> str:
        return f"{number} {plural(number, what)} about {_whom(outcome)} {plural(number, 'comes', 'come')} in {days}"

    return _Told(
        one_run=outcome.alone, measures=measures, some=some, none=f"nobody{_among(outcome)} is reported {days}"
    )


def _stops(outcome: Outcome, measures: tuple[str, ...], wrong: bool) -> _Told:
    """In the place itself, as the headline has it; of one run, its own count."""
    whom, none = ("the wrong person", "no wrong person") if wrong else ("people", "nobody")
    within = f"within {counted(outcome.days, 'day')}"
    # A handful in the run and its draws is chance, and not scaled to a place.
    if outcome.alone or (outcome.count(*measures) and stops_a_day.too_few(outcome, measures[0])):
        size = people(outcome.population)
        return _Told(
            one_run=True,
            measures=measures,
            some=lambda number: f"among {size}, alerts lead police to stop {whom} {times(number)} {within}",
            none=f"among {size}, alerts lead police to stop {none} {within}",
        )
    real, (factor, time) = stops_a_day.people_there(outcome), stops_a_day.span(outcome)
    return _Told(
        one_run=False,
        measures=measures,
        some=lambda number: f"in a place of {people(real)}, alerts lead police to stop {whom} {times(number)} {time}",
        none=f"alerts lead police to stop {none} {within}",
        scale=real / 10_000 * factor,
    )


#: What a run is told by, and how.
_TOLD: dict[str, Callable[[Outcome, tuple[str, ...], bool], _Told]] = {
    "sanctions": _sanctions,
    "stops": _stops,
    "reports": _reports,
}


def _of(some: int, every: int) -> str:
    """So many of all.

    >>> _of(190, 200), _of(3, 3), _of(2, 2)
    ('190 of 200', 'all 3', 'both')
    """
    if some < every:
        return f"{some} of {every}"
    return "both" if every == 2 else f"all {every}"


def _whom(outcome: Outcome) -> str:
    return people(outcome.population) if outcome.alone else "every 10,000 people"


def _among(outcome: Outcome) -> str:
    return f" among {people(outcome.population)}" if outcome.alone else ""


def _of_one_run(outcome: Outcome, told: _Told) -> str:
    count = outcome.count(*told.measures)
    said = told.some(whole(count)) if count else told.none
    if outcome.alone:
        return f"{said} in this one run, which cannot say how sure that is"
    return f"{said} in the run with central assumptions, too seldom to say how sure that is"


def _of_several(outcome: Outcome, told: _Told) -> str:
    """With the interval of the draws, or of the replicates, and in how many of them the figure lies in it."""
    what = "runs" if outcome.ensemble is None else "draws of the assumptions"
    every, figure = len(outcome.spanned), outcome.per_10_000(*told.measures)
    if not any(each.total(*told.measures) for each in outcome.spanned):
        count = outcome.count(*told.measures)
        but = f"; in the run with central assumptions it happens {times(count)}" if count else ""
        return f"{told.none}, in any of {every} {what}{but}"
    central = told.some(short(figure.value * told.scale)) if figure.value else told.none
    if figure.low is None or figure.high is None:
        return f"{central} in the run with central assumptions; the draws have too few cases to say how sure that is"
    if outcome.ensemble is None and stops_a_day.too_few(outcome, *told.measures):
        return f"{central} in the first of {every} runs; all have too few cases to say how sure that is"
    inside = f"in {_of(_inside(outcome, told.measures, figure), every)} {what}"
    low, value, high = (short(each * told.scale) for each in (figure.low, figure.value, figure.high))
    if low == high:
        return f"{central} {inside}"
    if low == value == "0":
        return f"{told.some(f'up to {high}')} {inside}"
    return f"{central}: {f'at most {high}' if low == '0' else f'between {low} and {high}'} {inside}"


def _inside(outcome: Outcome, measures: tuple[str, ...], figure: Spread) -> int:
    """In how many of the draws, or of the replicates, a figure lies within its interval."""
    assert figure.low is not None
    assert figure.high is not None
    found = (harm.per_10_000(each.total(*measures), outcome.people_of(each)) for each in outcome.spanned)
    return sum(figure.low <= each <= figure.high for each in found)
