"""Each part's own figures: one card a part, with tables of companies, gates, dated events and feedback."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from glasshouse.mechanism_set import MechanismSet
from glasshouse.report import charts
from glasshouse.report.drawing import Chart
from glasshouse.report.labels import GATE_WORDS, Label, label, of_part, parts
from glasshouse.report.people import LAWFUL, UNLAWFUL, Cell, PeopleRow, density
from glasshouse.report.tallies import Tallies, read_periods
from glasshouse.results.run import Run
from glasshouse.scenario import Scenario
from glasshouse.scenario.words import FUNCTIONS, GATES, LISTS, TIERS
from glasshouse.wording.dates import in_words
from glasshouse.wording.numbers import parameter, per_cent, short, whole

#: What each function of companies feeds in the model, and the measures that count it.
FED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "messaging": (("the record",), ("messages_seen",)),
    "payments": (("the record", "the commercial score"), ("purchases_seen",)),
    "social": (("internet monitoring",), ("flagged_critical", "flagged_unlawful", "false_flags")),
    "video_cloud": (("cameras",), ("seen_by_company_camera",)),
    "recognition": (("face recognition",), ("lookup_hit", "lookup_wrong")),
    "telecom": (("internet monitoring",), ("flagged_critical", "flagged_unlawful", "-flagged_unattributed")),
    "commercial_score": (("the commercial score",), ("perk_hotel", "perk_visa")),
}
_NAMES = {"sensetime": "SenseTime", "bytedance": "ByteDance", "zte": "ZTE"}
#: Measures compared before and after a dated event.
BEFORE_AFTER = (
    "act_assembly",
    "act_critical_post",
    "chilled_assembly",
    "chilled_post",
    "flagged_critical",
    "reports_true",
    "report_malicious",
    "onsets",
)
_RECORDED = ("entries_true", "entries_false")
_FEEDBACK = ("learned_penalised", "rescored", *_RECORDED, *UNLAWFUL, *LAWFUL)


@dataclass(frozen=True, kw_only=True)
class Card:
    """One part: its figures, those that counted nothing, and whether it was off."""

    part: str
    title: str
    what: str
    off: bool
    rows: tuple[PeopleRow, ...]
    nothing: tuple[str, ...]


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


def cards(tallies: Tallies, off: Collection[str], mechanisms: MechanismSet) -> tuple[Card, ...]:
    """One card a part, in the order of the day."""
    found = []
    for part, (title, what) in parts(mechanisms).items():
        shown = [row for row in of_part(part, mechanisms) if not row.measure.startswith(("closed_", "blocked_"))]
        counted = [row for row in shown if tallies.total(row.measure)]
        found.append(
            Card(
                part=part,
                title=title,
                what=what,
                off=part in off,
                rows=tuple(_row(tallies, row) for row in counted),
                nothing=tuple(row.text for row in shown if row not in counted),
            )
        )
    return tuple(found)


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
    for gate in GATES:
        closers = [f"tier {tier}" for tier in TIERS if gate in settings.tier_gates[tier]]
        closers += [f"{name} list" for name in LISTS if gate in settings.list_gates[name]]
        figures = (tallies.total(f"closed_{gate}"), tallies.total(f"blocked_{gate}"))
        cells = (Cell(text=", ".join(closers) or "nothing"), *(Cell(text=whole(x)) for x in figures))
        rows.append(PeopleRow(name=GATE_WORDS[gate][1], cells=cells))
    return tuple(rows)


def company_rows(scenario: Scenario) -> list[dict[str, Any]]:
    """Each company: its role as the cited source states it, what it supplies in the model, and on or off."""
    switches = scenario.switches
    return [
        {
            "name": _NAMES.get(name, name.capitalize()),
            "role": company.role,
            "source": company.source,
            "feeds": "; ".join(dict.fromkeys(part for f in company.functions for part in FED[f][0])),
            "supplies": ", ".join(function.replace("_", " ") for function in company.functions),
            "off": not (switches["companies.enabled"] and switches.get(f"companies.{name}.enabled", False)),
        }
        for name, company in scenario.companies.items()
    ]


def function_rows(tallies: Tallies, scenario: Scenario) -> tuple[PeopleRow, ...]:
    """Each function that companies supply: what it feeds, how much of it is on, the count in this run."""
    settings = scenario.settings(0)
    rows = []
    for function, meaning in FUNCTIONS.items():
        feeds, measures = FED[function]
        count = sum(-tallies.total(name[1:]) if name.startswith("-") else tallies.total(name) for name in measures)
        supply = per_cent(whole(100 * settings.functions[function]))
        cells = (Cell(text=meaning), Cell(text=", ".join(feeds)), Cell(text=supply), Cell(text=whole(count)))
        rows.append(PeopleRow(name=function.replace("_", " ").capitalize(), cells=cells))
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


def _before_after(run: Run, day: int, days: int, mechanisms: MechanismSet) -> tuple[PeopleRow, ...]:
    if not 0 < day < days:
        return ()
    sums = [[0, 0] for _ in BEFORE_AFTER]
    for (period, _, measure), value in read_periods(run, BEFORE_AFTER, day).items():
        sums[BEFORE_AFTER.index(measure)][period > 0] += value
    return tuple(
        PeopleRow(
            name=label(measure, mechanisms).text,
            cells=(Cell(text=short(a / day)), Cell(text=short(b / (days - day)))),
        )
        for measure, (a, b) in zip(BEFORE_AFTER, sums, strict=True)
        if a or b
    )


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """The learned score's feedback: a chart of districts, and thirds of districts by camera density."""

    chart: Chart
    rows: tuple[PeopleRow, ...]
    every: int


def feedback(run: Run, tallies: Tallies, every: int, days: int) -> Feedback | None:
    """Records and points taken off by camera density, before the first fit and after the last.

    ``every`` is the days between fits, ``days`` those of the run. ``None`` when no score was worked out
    again after a fit.
    """
    sums = read_periods(run, _FEEDBACK, every) if every > 0 else {}
    fitted = [period for (period, _, measure) in sums if measure == "rescored" and period > 0]
    if not fitted:
        return None
    last = max(fitted)
    ranked = sorted(tallies.districts, key=lambda district: density(tallies, district))
    cut = max(1, len(ranked) // 3)
    thirds = (
        ("Fewest cameras", ranked[:cut]),
        ("In between", ranked[cut:-cut]),
        ("Most cameras", ranked[-cut:] if len(ranked) > 1 else []),
    )
    spans = ((0, every), (last, min(every, days - last * every)))
    return Feedback(
        chart=charts.feedback(_dots(sums, tallies, last)),
        rows=tuple(_third(sums, tallies, name, own, spans) for name, own in thirds if own),
        every=every,
    )


def _dots(sums: dict[tuple[int, str, str], int], tallies: Tallies, last: int) -> list[dict[str, float]]:
    return [
        {
            "density": density(tallies, district),
            "penalised": 1000 * sums.get((last, district, "learned_penalised"), 0) / rescored,
            "people": tallies.of_district(district, "people"),
        }
        for district in tallies.districts
        if (rescored := sums.get((last, district, "rescored"), 0))
    ]


def _third(
    sums: dict[tuple[int, str, str], int],
    tallies: Tallies,
    name: str,
    districts: Sequence[str],
    spans: tuple[tuple[int, int], tuple[int, int]],
) -> PeopleRow:
    """A third of the districts; ``spans`` are the first and the last period, each with its days."""

    def total(period: int, *measures: str) -> int:
        return sum(sums.get((period, district, measure), 0) for district in districts for measure in measures)

    def taken(period: int) -> str:
        rescored = total(period, "rescored")
        return short(1000 * total(period, "learned_penalised") / rescored) if rescored else "–"

    people = sum(tallies.of_district(district, "people") for district in districts) or 1
    trips = sum(tallies.of_district(district, "trips") for district in districts) or 1
    seen = 100 * sum(tallies.of_district(district, "sightings") for district in districts) / trips
    monthly = 30 * 10_000 / people
    done, entries = (
        [short(total(period, *names) * monthly / max(1, length)) for period, length in spans]
        for names in ((*UNLAWFUL, *LAWFUL), _RECORDED)
    )
    texts = (str(len(districts)), short(seen), *done, *entries, taken(1), taken(spans[1][0]))
    return PeopleRow(name=name, cells=tuple(Cell(text=text) for text in texts))
