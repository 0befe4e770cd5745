"""What a chart of a run shows, in one sentence: its title where it stands alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from glasshouse.measures.concerned import (
    FALSE,
    REPORTS,
    RIGHT_ALERTS,
    WRONG_ALERTS,
    only_reports,
    only_stops,
    told_by,
)
from glasshouse.measures.intervals import Spread, spread
from glasshouse.measures.outcome import Outcome
from glasshouse.report.people_tables import is_rated
from glasshouse.report.run_flow import Flow
from glasshouse.report.run_tallies import Tallies
from glasshouse.scenario import Scenario
from glasshouse.wording.lists_and_nouns import counted, plural
from glasshouse.wording.numbers import short, whole

Rows = Sequence[Mapping[str, Any]]


#: How a harm of the chart by group is said of a group.
_HARMED = {
    "Sanctioned": "are sanctioned",
    "Wrongfully": "are wrongly sanctioned",
    "Unjustly by rule": "are sanctioned unjustly by rule",
}


def within(scenario: Scenario) -> str:
    """What of a picture's harms lies within which, and who counts twice.

    >>> from glasshouse.scenario import load
    >>> within(load("as-described"))
    'Those sanctioned wrongfully or unjustly are among the sanctioned.'
    """
    if only_stops(scenario):
        return "Stops of the wrong person are among all stops. Whoever is stopped twice counts twice."
    if only_reports(scenario):
        return "False reports are among all. Whoever is reported twice counts twice."
    return "Those sanctioned wrongfully or unjustly are among the sanctioned."


#: Why an arrow of false alerts has no right ones beside them.
_ALERTS = "A right alert makes no entry in the record: it may end in a stop. Only wrong alerts reach the record."


#: What the flow chart shows, and the heading over it, by what a run is told by.
_FLOWS = {
    "stops": ("How faces that were searched became alerts and stops", "From being seen to being stopped"),
    "reports": ("How reports became records", "From being heard to being on file"),
}
_ACTS = ("How acts became records, scores, sanctions and refusals", "From being seen to being refused")


def shown_by_flow(scenario: Scenario) -> tuple[str, str]:
    """What the flow chart of a run shows, and the heading over it.

    >>> from glasshouse.scenario import load
    >>> [shown_by_flow(load(name))[1] for name in ("london-lfr", "as-described")]
    ['From being seen to being stopped', 'From being seen to being refused']
    """
    return _FLOWS.get(told_by(scenario).word, _ACTS)


def flow(tallies: Tallies, scenario: Scenario) -> str:
    """What became of the alerts, or of the reports, that the flow chart counts; "" for a run told by sanctions."""
    word = told_by(scenario).word
    if word not in _FLOWS:
        return ""
    where = "In the first run, " if tallies.replicates > 1 else ""
    said = _of_alerts(tallies) if word == "stops" else _of_reports(tallies)
    return f"{where}{said}" if where else said[:1].upper() + said[1:]


def _of_alerts(tallies: Tallies) -> str:
    alerts, wrong = tallies.total(*RIGHT_ALERTS, *WRONG_ALERTS), tallies.total(*WRONG_ALERTS)
    if not alerts:
        return "face recognition raised no alert"
    stops = _none_or(tallies.total("stops"))
    return f"of {counted(alerts, 'alert')}, {_none_or(wrong)} named the wrong person, and {stops} ended in a stop"


def _of_reports(tallies: Tallies) -> str:
    reports, false = tallies.total(*REPORTS), tallies.total(*FALSE)
    if not reports:
        return "nobody was reported"
    return f"of {counted(reports, 'report')}, {_none_or(false)} {plural(whole(false), 'was', 'were')} false"


def _none_or(number: int) -> str:
    return whole(number) if number else "none"


def of_flow(scenario: Scenario, rows: Iterable[Flow]) -> str:
    """What is to be said of the flow chart where alerts reach the record and nobody can be sanctioned; else ""."""
    entered = any(not row.off and {*WRONG_ALERTS} & {*row.arrow.false} for row in rows)
    return _ALERTS if entered and only_stops(scenario) else ""


def tiers(rows: Rows) -> str:
    """How many stand lowest at the end; ``rows`` as ``people_tables.tier_rows`` gives them.

    >>> day = {"date": "2020-12-31"}
    >>> rows = [{**day, "tier": t, "per_10000_scored": n} for t, n in (("A", 9961.0), ("C", 39.0), ("D", 0.0))]
    >>> tiers(rows), tiers(rows[:2])[-17:]
    ('At the end, 39 of 10,000 people with a score stand in C and nobody lower', ', the lowest tier')
    """
    last = [row for row in rows if row["date"] == rows[-1]["date"]]
    there = [row for row in last if short(row["per_10000_scored"]) != "0"] or last[:1]
    some, tier = short(there[-1]["per_10000_scored"]), there[-1]["tier"]
    where = f"{tier}, the lowest tier" if there[-1] is last[-1] else f"{tier} and nobody lower"
    return f"At the end, {some} of 10,000 people with a score {plural(some, 'stands', 'stand')} in {where}"


def feelings(rows: Rows) -> str:
    """Which way mean fear and mean trust go, from the first week to the last.

    >>> levels = (("Fear", 3.0), ("Fear", 40.0), ("Trust", 130.0), ("Trust", 130.2))
    >>> feelings([{"what": what, "level": level} for what, level in levels])
    'Mean fear rises from 3 to 40 of 255; mean trust stays at 130'
    """
    told = []
    for what in ("Fear", "Trust"):
        levels = [float(row["level"]) for row in rows if row["what"] == what]
        first, last = short(levels[0]), short(levels[-1])
        way = "rises" if levels[-1] > levels[0] else "falls"
        told.append(
            f"mean {what.lower()} " + (f"stays at {last}" if first == last else f"{way} from {first} to {last}")
        )
    return f"{told[0].capitalize()} of 255; {told[1]}"


def groups(tallies: Tallies, harm: str, measures: tuple[str, ...], outcome: Outcome | None = None) -> str:
    """How much more often the group that is hit hardest is harmed than the first one; "" where that cannot be said.

    The ratio is taken within each draw of the assumptions, or else within each replicate; it is told only where it is
    above 1 in nine tenths of the draws, or in all replicates.
    """
    reference, *others = [group for group in tallies.groups if group != "all"]
    ratios = {group: _ratio(tallies, group, reference, measures, outcome) for group in others}
    clear = {group: found for group, found in ratios.items() if found and (found.low or found.value) > 1.05}
    if not clear:
        return ""
    worst = max(clear, key=lambda group: clear[group].value)
    told = f"{worst.capitalize()} {_HARMED[harm]}" if harm in _HARMED else f"{harm}: {worst}"
    return f"{told} {clear[worst]} times as often as {reference}"


def _ratio(
    tallies: Tallies, group: str, reference: str, measures: tuple[str, ...], outcome: Outcome | None
) -> Spread | None:
    """How many times as often; None where either group has too few people or cases, or a replicate has none."""
    if not all(is_rated(tallies, each, measures) for each in (group, reference)):
        return None
    if outcome is not None and outcome.ensemble is not None:
        return _ratio_of_draws(outcome, group, reference, measures)
    found = []
    for r in range(tallies.replicates):
        own, other = (
            tallies.of_group(each, *measures, replicate=r) / max(1, tallies.of_group(each, "people", replicate=r))
            for each in (group, reference)
        )
        if not other:
            return None
        found.append(own / other)
    return spread(found)


def _ratio_of_draws(outcome: Outcome, group: str, reference: str, measures: tuple[str, ...]) -> Spread | None:
    """The same within each draw, its interval with chance in it; None where too little befalls either group in them."""
    assert outcome.ensemble is not None
    if any(outcome.ensemble.too_few(lambda tally, each=each: tally.of(each, *measures)) for each in (group, reference)):
        return None

    def times(tally: Any) -> float:
        own, other = (tally.of(each, *measures) for each in (group, reference))
        people, others = (max(1, tally.of(each, "people")) for each in (group, reference))
        return (own / people) / (max(1, other) / others)  # another seed may leave none of the first group

    return outcome.ensemble.widened(outcome.over(times, where=lambda tally: tally.of(reference, *measures) > 0), times)
