"""Searches, alerts and stops as those count them who run a site: so many a day and a year, in the whole place."""

from __future__ import annotations

from glasshouse.assessed import Identification
from glasshouse.measures.concerned import RIGHT_ALERTS, WRONG_ALERTS
from glasshouse.measures.intervals import LEAST_EVENTS, TAIL, Spread, quantile
from glasshouse.measures.outcome import Outcome
from glasshouse.wording.lists_and_nouns import counted, people
from glasshouse.wording.numbers import short, whole

_YEAR = 365


def sentence(outcome: Outcome) -> str:
    """What a day, and a year or the scenario's days, come to in the place itself, however many were simulated.

    Searches are those of the run with central values, by the share of the first day; with draws, whose middle need not
    have as many alerts, its false alerts are told beside them. A scenario of less than a year, such as the matches of a
    season, says nothing of a year.
    """
    real = people_there(outcome)
    seen = sum(
        outcome.tallies[0].total(each.sightings) * each.searched(outcome.scenario.settings(0))
        for each in outcome.scenario.mechanisms.declared(Identification)
        if outcome.scenario.settings(0).on(each.looks_for.partition(".")[0])
    )
    a_day = whole(_rounded(seen * real / outcome.population / outcome.days))
    searches = f"about {a_day} searches" if seen else "no searches"
    begin = f"In the place itself, with {people(real)}, that comes to {searches}"
    few_wrong, few_right = too_few(outcome, *WRONG_ALERTS), too_few(outcome, *RIGHT_ALERTS)
    few_stops = too_few(outcome, "stops")
    if few_wrong and few_right:
        has = "hardly any" if outcome.count(*WRONG_ALERTS, *RIGHT_ALERTS) else "none"
        return (
            f"{begin} a day. How many alerts it would have cannot be told from a run of {people(outcome.population)} "
            f"that has {has}."
        )
    false, right = (_counted(outcome, names, real / outcome.days) for names in (WRONG_ALERTS, RIGHT_ALERTS))
    factor, time = span(outcome)
    stops, wrong = (_counted(outcome, (name,), real * factor) for name in ("stops", "stops_false"))
    if few_wrong:
        stopped = "" if few_stops else f", and to {stops} stops {time}"
        return (
            f"{begin} and {right} right alerts a day{stopped}. How many alerts and stops would be of the wrong person "
            f"cannot be told: among {people(outcome.population)} hardly any is."
        )
    central = ","
    if outcome.ensemble is not None and seen:
        at_centre = short(outcome.count(*WRONG_ALERTS) * real / outcome.population / outcome.days)
        central = f" a day and {at_centre} false alerts with central values. Over the draws it comes to"
    alerts = f"{false} false alerts and {'hardly any right one' if few_right else f'{right} right ones'} a day"
    told = "" if too_few(outcome, "stops_false") else f", {wrong} of them of the wrong person"
    stopped = "" if few_stops else f"; and to {stops} stops {time}{told}"
    return f"{begin}{central} {alerts}{stopped}."


def people_there(outcome: Outcome) -> float:
    """How many people the place itself has."""
    return float(outcome.scenario.place.columns["population"].sum())


def span(outcome: Outcome) -> tuple[float, str]:
    """How many times the run's days go into the time that stops are told of, and that time in words."""
    days = min(_YEAR, outcome.scenario.days)
    return days / outcome.days, "a year" if days == _YEAR else f"in {counted(days, 'day')}"


def too_few(outcome: Outcome, *names: str) -> bool:
    """Whether counts are so small in the run, and in its draws or replicates, that it is chance: no rate follows."""
    counts = sorted(each.total(*names) for each in outcome.spanned)
    if not any(counts) and not outcome.count(*names):
        return outcome.ensemble is None  # in every draw it is none; a few runs could miss it
    return outcome.count(*names) < LEAST_EVENTS and quantile(counts, 1 - TAIL) < LEAST_EVENTS


def _rounded(number: float) -> float:
    """A count to three figures.

    >>> _rounded(87771.3), _rounded(12.4)
    (87800.0, 12.0)
    """
    return round(number, 3 - max(3, len(str(int(number)))))


def _counted(outcome: Outcome, names: tuple[str, ...], people: float) -> Spread | str:
    """A sum of counts as so many people would have it, however many a run and each of its draws simulate."""
    if outcome.alone:
        return short(people * outcome.count(*names) / outcome.population)
    return outcome.per_10_000(*names).times(people / 10_000)
