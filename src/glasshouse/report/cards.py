"""Each part's own figures: one card a part, with tables of gates and dated events."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from glasshouse.gate import gates
from glasshouse.measure import Measure
from glasshouse.measures.intervals import Spread, spread
from glasshouse.mechanism_set import MechanismSet
from glasshouse.report.count_labels import Label, label, of_part, parts
from glasshouse.report.people_tables import Cell, PeopleRow
from glasshouse.report.run_tallies import Tallies, read_periods
from glasshouse.runs.run import Run
from glasshouse.scenario import Scenario
from glasshouse.wording.dates import in_words
from glasshouse.wording.numbers import parameter, short, whole

#: How the name of a count begins that is a part of the one above it, and how those end that are sums of levels.
_OF_ABOVE, _SUMS = "Of these, ", ("added up", "in millionths")


@dataclass(frozen=True, kw_only=True)
class Card:
    """One part: its figures, those that counted nothing, a plug-in's own measures, and whether it was off."""

    part: str
    title: str
    what: str
    off: bool
    rows: tuple[PeopleRow, ...]
    nothing: tuple[str, ...]
    measures: tuple[PeopleRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DatedEvent:
    """A dated event with what it changed and the averages a day before and after."""

    date: str
    name: str
    text: str
    changes: tuple[tuple[str, str, str], ...]
    rows: tuple[PeopleRow, ...]


def switched_off(scenario: Scenario) -> frozenset[str]:
    """Parts that are off from the start, and that no dated event switches on."""
    later = {key for event in scenario.events for key, on in event.switches.items() if on}
    return frozenset(
        part
        for part in parts(scenario.mechanisms)
        if not scenario.switches.get(f"{part}.enabled", True) and f"{part}.enabled" not in later
    )


def is_counted(scenario: Scenario, measure: str) -> bool:
    """Whether the part that counts something is on, at the start or from a dated event."""
    return label(measure, scenario.mechanisms).part not in switched_off(scenario)


def cards(
    tallies: Tallies, off: Collection[str], mechanisms: MechanismSet, measured: Mapping[str, Spread] | None = None
) -> tuple[Card, ...]:
    """One card a part, in the order of the day; `measured`: the measures of plug-ins that are defined, by name."""
    found = []
    for part, (title, what) in parts(mechanisms).items():
        shown = [row for row in of_part(part, mechanisms) if _in_a_card(row)]
        counted = [row for row, above in zip(shown, [None, *shown], strict=False) if _counted(tallies, row, above)]
        found.append(
            Card(
                part=part,
                title=title,
                what=what,
                off=part in off,
                rows=tuple(_row(tallies, row) for row in counted),
                nothing=tuple(row.text for row in shown if row not in counted and not row.text.startswith(_OF_ABOVE)),
                measures=tuple(_measure(each, measured or {}) for each in _own(mechanisms, part)),
            )
        )
    return tuple(found)


def _in_a_card(row: Label) -> bool:
    """Whether a count says anything by itself: gates have a table, and sums of levels only serve their means."""
    return not row.measure.startswith(("closed_", "blocked_")) and not row.text.endswith(_SUMS)


def _counted(tallies: Tallies, row: Label, above: Label | None) -> bool:
    """Whether there is any of it; a part of what stands above is told as none where there is any of the whole."""
    part = above is not None and row.text.startswith(_OF_ABOVE) and tallies.total(above.measure) > 0
    return part or tallies.total(row.measure) > 0


def measured(run: Run) -> dict[str, Spread]:
    """What plug-ins measure, of all people everywhere, by name; what is not defined is left out."""
    names = [each.name for part in parts(run.mechanisms) for each in _own(run.mechanisms, part)]
    if not names or "measures.parquet" not in run.manifest["files"]:
        return {}
    rows = run.measures.filter(district="all", group="all").select("replicate", "measure", "rate").collect()
    found: dict[str, list[float]] = {}
    for _, name, rate in rows.sort("replicate").iter_rows():
        if name in names and rate is not None:
            found.setdefault(name, []).append(rate)
    return {name: spread(rates) for name, rates in found.items()}


def _own(mechanisms: MechanismSet, part: str) -> list[Measure]:
    """The measures that the plug-ins of a part declare; the shipped ones stand in tables of their own."""
    return [one for each in mechanisms.added if each.section == part for one in each.declared(Measure)]


def _measure(measure: Measure, measured: Mapping[str, Spread]) -> PeopleRow:
    figure = measured.get(measure.name)
    cell = Cell(text="not defined") if figure is None else Cell(text=short(figure.value), below=figure.interval)
    return PeopleRow(name=measure.title, below=measure.definition, cells=(Cell(text=measure.unit), cell))


def _row(tallies: Tallies, row: Label) -> PeopleRow:
    figure = tallies.over(row.measure)
    people = tallies.total("people")
    share = Cell(text=short(10_000 * figure.value / people)) if people else Cell(text="")
    interval = "" if figure.low is None else f"{whole(figure.low)} to {whole(figure.high or 0)}"
    return PeopleRow(name=row.text, cells=(Cell(text=whole(figure.value), below=interval), share))


def gate_rows(tallies: Tallies, scenario: Scenario, days: int) -> tuple[PeopleRow, ...]:
    """By gate: what closes it at the end of the run, days closed, attempts refused."""
    settings = scenario.settings(max(0, days - 1))
    rows = []
    for each in gates(scenario.running):
        gate = each.name
        closers = [f"tier {tier}" for tier in settings.tiers if gate in settings.tier_gates[tier]]
        closers += [f"{name} list" for name, closed in settings.list_gates.items() if gate in closed]
        figures = (tallies.total(f"closed_{gate}"), tallies.total(f"blocked_{gate}"))
        cells = (Cell(text=", ".join(closers) or "nothing"), *(Cell(text=whole(x)) for x in figures))
        rows.append(PeopleRow(name=each.title, cells=cells))
    return tuple(rows)


def dated_events(run: Run, scenario: Scenario, days: int) -> tuple[DatedEvent, ...]:
    """The dated events that fell within the run."""
    found = []
    for event in scenario.events:
        day = scenario.day_of(event.date)
        if day >= days:
            continue
        changes = [
            (key, parameter(scenario.parameters[key].value), parameter(given.value))
            for key, given in event.changes.items()
        ]
        changes += [
            (key, "on" if scenario.switches.get(key) else "off", "on" if on else "off")
            for key, on in event.switches.items()
        ]
        found.append(
            DatedEvent(
                date=in_words(event.date),
                name=event.name.replace("-", " ").replace("_", " ").capitalize(),
                text=event.text,
                changes=tuple(changes),
                rows=_before_after(run, day, days, scenario.mechanisms),
            )
        )
    return tuple(found)


def compared(mechanisms: MechanismSet) -> tuple[str, ...]:
    """Names of the counts that are compared before and after a dated event, in order.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> compared(SHIPPED)[:2]
    ('act_assembly', 'act_critical_post')
    """
    found = [(count.before_after, count.name) for count in mechanisms.counts if count.before_after is not None]
    return tuple(name for _, name in sorted(found))


def _before_after(run: Run, day: int, days: int, mechanisms: MechanismSet) -> tuple[PeopleRow, ...]:
    if not 0 < day < days:
        return ()
    names = compared(mechanisms)
    sums = [[0, 0] for _ in names]
    for (period, _, measure), value in read_periods(run, names, day).items():
        sums[names.index(measure)][period > 0] += value
    return tuple(
        PeopleRow(
            name=label(measure, mechanisms).text,
            cells=(Cell(text=short(a / day)), Cell(text=short(b / (days - day)))),
        )
        for measure, (a, b) in zip(names, sums, strict=True)
        if a or b
    )
