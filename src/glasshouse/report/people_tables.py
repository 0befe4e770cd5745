"""Harm to people in the report: by tier over time, fear and trust, by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from glasshouse.headlines import headline_reports, headline_stops
from glasshouse.measures.concerned import only_reports, only_stops
from glasshouse.measures.definitions_harm import times_misidentified
from glasshouse.measures.intervals import LEAST_EVENTS, LEAST_PEOPLE, Spread, spread
from glasshouse.measures.outcome import Outcome
from glasshouse.mechanism_set import MechanismSet
from glasshouse.report import run_charts
from glasshouse.report.chart_drawing import Chart
from glasshouse.report.run_tallies import Tallies
from glasshouse.scenario import Scenario
from glasshouse.wording.dates import in_words
from glasshouse.wording.language import ENGLISH
from glasshouse.wording.numbers import short, whole

#: What breaks the law or a debt: the acts behind a group's base rate.
UNLAWFUL = ("act_offence", "act_unlawful_post", "act_default", "act_late_payment")
#: Lawful acts that a rulebook may punish all the same.
LAWFUL = ("act_assembly", "act_critical_post", "act_message", "act_purchase", "act_visit")
#: Lawful acts that people held back out of fear.
CHILLED = ("chilled_assembly", "chilled_post", "chilled_message", "chilled_visit")
#: Harms shown by group: heading, measures counting people or acts.
HARMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Sanctioned", ("first_sanctioned",)),
    ("Wrongfully", ("first_wrongful",)),
    ("Unjustly by rule", ("first_unjust",)),
)
#: Where nobody can be sanctioned, and people are stopped after an alert; and where informants report.
STOPS: tuple[tuple[str, tuple[str, ...]], ...] = tuple(headline_stops.COLUMNS.items())
REPORTS: tuple[tuple[str, tuple[str, ...]], ...] = tuple(headline_reports.COLUMNS.items())


def acts(mechanisms: MechanismSet) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is shown by group beside HARMS and counts times: heading, and the measures that count each.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> [(name, len(measures)) for name, measures in acts(SHIPPED)]
    [('False matches', 5), ('Acts held back out of fear', 4)]
    """
    return (("False matches", times_misidentified(mechanisms.counts)), ("Acts held back out of fear", CHILLED))


def told_of_groups(scenario: Scenario) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the chart by group shows: headings, and the measures that count each.

    >>> from glasshouse.scenario import load
    >>> [name for name, _ in told_of_groups(load("as-described"))]
    ['Sanctioned', 'Wrongfully', 'Unjustly by rule']
    """
    return STOPS if only_stops(scenario) else REPORTS if only_reports(scenario) else HARMS


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A figure in a table: its text, and the interval or a remark below it; or the id of a source."""

    text: str
    below: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class PeopleRow:
    """A row of a table; ``below`` is a remark below the name."""

    name: str
    cells: tuple[Cell, ...]
    below: str = ""


def tier_rows(tallies: Tallies, start: date, tiers: Sequence[str]) -> list[dict[str, Any]]:
    """Scored people by tier each week in replicate 0, per 10,000 of them, as rows for the chart: best tier first."""
    levels = {tier: dict(tallies.series.get((0, f"tier_{tier}"), ())) for tier in tiers}
    rows = []
    for day in sorted({day for levels_of in levels.values() for day in levels_of}):
        scored = sum(levels[tier].get(day, 0) for tier in tiers)
        when = (start + timedelta(days=day)).isoformat()
        rows += [
            {"date": when, "tier": tier, "per_10000_scored": 10_000 * levels[tier].get(day, 0) / scored}
            for tier in tiers
            if scored
        ]
    return rows


def tier_table(rows: Sequence[dict[str, Any]], most: int = 6, *, language: str = ENGLISH) -> tuple[PeopleRow, ...]:
    """The chart's figures on a few dates, first and last among them."""
    dates = list(dict.fromkeys(row["date"] for row in rows))
    steps = min(most, len(dates)) - 1
    kept = [dates[round(step * (len(dates) - 1) / steps)] for step in range(steps + 1)] if steps > 0 else dates
    tiers = dict.fromkeys(row["tier"] for row in rows)
    by_date = {(row["date"], row["tier"]): row["per_10000_scored"] for row in rows}
    return tuple(
        PeopleRow(
            name=in_words(date.fromisoformat(when), language=language),
            cells=tuple(Cell(text=short(by_date[when, t], language=language)) for t in tiers),
        )
        for when in kept
    )


def feeling_rows(tallies: Tallies, start: date) -> list[dict[str, Any]]:
    """Mean fear and trust of people who are not children, each week, with the interval over replicates."""
    rows = []
    for what, measure in (("Fear", "fear_sum"), ("Trust", "trust_sum")):
        runs = [dict(tallies.series.get((r, measure), ())) for r in range(tallies.replicates)]
        people = [dict(tallies.series.get((r, "adults"), ())) for r in range(tallies.replicates)]
        for day in sorted(people[0] if people else ()):
            means = spread([run.get(day, 0) / own[day] for run, own in zip(runs, people, strict=True) if own.get(day)])
            level = round(means.value, 2)
            low, high = (level if x is None else round(x, 2) for x in (means.low, means.high))
            when = (start + timedelta(days=day)).isoformat()
            rows.append({"date": when, "what": what, "level": level, "low": low, "high": high})
    return rows


def group_rows(tallies: Tallies, days: int, told: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[PeopleRow, ...]:
    """By group: size, base rate, then what is told of it as ``told_rows`` does."""
    rows = []
    for group in _groups(tallies):
        people = tallies.of_group(group, "people")
        base = tallies.of_group(group, *UNLAWFUL)
        years = people * days / 365
        enough = people >= LEAST_PEOPLE and base >= LEAST_EVENTS
        rate = Cell(text=short(base / years) if enough else "–")
        harms = [_harm(tallies, group, measures, people) for _, measures in told]
        rows.append(PeopleRow(name=group, cells=(Cell(text=whole(people)), rate, *harms)))
    return tuple(rows)


def told_rows(tallies: Tallies, columns: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[PeopleRow, ...]:
    """By group: size, then what is told of it; per 10,000 of the group, or counts with one replicate."""
    return tuple(
        PeopleRow(
            name=group,
            cells=(
                Cell(text=whole(people)),
                *(_harm(tallies, group, measures, people) for _, measures in columns),
            ),
        )
        for group in _groups(tallies)
        for people in (tallies.of_group(group, "people"),)
    )


def group_chart(
    tallies: Tallies, harms: Sequence[tuple[str, tuple[str, ...]]] = HARMS, outcome: Outcome | None = None
) -> Chart | None:
    """Harms per 10,000 people of each group: dots with the interval of the draws, or over replicates; else nothing.

    Only groups where they can be estimated have a dot. One run without draws gives bars of every group and every harm
    that befell anybody: rates with a count in place of what cannot be estimated, and counts where nothing can.
    """
    if tallies.replicates < 2 and not drawn(outcome):
        rows = _bar_rows(tallies, harms)
    else:
        rows = [
            {"harm": harm, "group": group, "per_10000": figure.value, **_ends(figure)}
            for harm, measures in harms
            for group in _groups(tallies)
            if is_rated(tallies, group, measures)
            for figure in (_figure(tallies, group, measures, outcome),)
        ]
    return run_charts.groups(rows) if rows else None


def drawn(outcome: Outcome | None) -> bool:
    """Whether figures are those of draws of the assumptions."""
    return outcome is not None and outcome.ensemble is not None


def is_rated(tallies: Tallies, group: str, measures: tuple[str, ...]) -> bool:
    """Whether a group has enough people, and enough befell them, for a rate."""
    return tallies.of_group(group, "people") >= LEAST_PEOPLE and tallies.of_group(group, *measures) >= LEAST_EVENTS


def is_of_rates(
    tallies: Tallies, harms: Sequence[tuple[str, tuple[str, ...]]] = HARMS, outcome: Outcome | None = None
) -> bool:
    """Whether the chart by group shows rates; else it shows counts, as nothing in the one run is enough for a rate."""
    if tallies.replicates > 1 or drawn(outcome):
        return True
    return any(is_rated(tallies, group, measures) for _, measures in harms for group in _groups(tallies))


def group_note(tallies: Tallies, outcome: Outcome | None = None) -> str:
    """What dots and lines of the chart by group are; "" for bars."""
    missing = "A group without a dot has too few people or cases."
    if outcome is not None and outcome.ensemble is not None:
        draws = outcome.ensemble.draws
        return f"Dots are the median of {draws} draws of the assumptions; lines hold nine tenths of them. {missing}"
    if tallies.replicates > 1:
        return f"Dots are the first run; lines the interval over all {tallies.replicates} runs. {missing}"
    return ""


def _bar_rows(tallies: Tallies, harms: Sequence[tuple[str, tuple[str, ...]]]) -> list[dict[str, Any]]:
    """What befell whom in one run, as rows for bars: with a rate where there is one."""
    rows = []
    for harm, measures in harms:
        counts = {group: tallies.of_group(group, *measures) for group in _groups(tallies)}
        for group, count in counts.items() if any(counts.values()) else ():
            people = tallies.of_group(group, "people")
            rate = {"per_10000": 10_000 * count / people} if is_rated(tallies, group, measures) else {}
            rows.append({"harm": harm, "group": group, "count": count, "people": people, **rate})
    return rows


def _figure(tallies: Tallies, group: str, measures: tuple[str, ...], outcome: Outcome | None) -> Spread:
    if outcome is not None and outcome.ensemble is not None:
        return outcome.per_10_000(*measures, group=group)
    return per_10_000(tallies, group, measures)


def _ends(figure: Spread) -> dict[str, float | None]:
    return {} if figure.low is None else {"low": figure.low, "high": figure.high}


def per_10_000(tallies: Tallies, group: str, measures: tuple[str, ...]) -> Spread:
    """Measures per 10,000 people of a group, with the interval over replicates."""
    values = [
        10_000 * tallies.of_group(group, *measures, replicate=r) / people
        for r in range(tallies.replicates)
        if (people := tallies.of_group(group, "people", replicate=r))
    ]
    return spread(values or [0.0])


def _harm(tallies: Tallies, group: str, measures: tuple[str, ...], people: int) -> Cell:
    count = tallies.of_group(group, *measures)
    rated = is_rated(tallies, group, measures)
    if tallies.replicates < 2:
        return Cell(text=whole(count), below=f"{short(10_000 * count / people)} per 10,000" if rated else "")
    if not rated:
        return Cell(text="–", below=f"{whole(count)} counted")
    figure = per_10_000(tallies, group, measures)
    return Cell(text=short(figure.value), below=figure.interval)


def _groups(tallies: Tallies) -> tuple[str, ...]:
    """The groups of which there is anybody."""
    return tuple(group for group in tallies.groups if group != "all")
