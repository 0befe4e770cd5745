"""The tables of a comparison's report, which are also its CSV files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from glasshouse.comparison import words_held_back, words_stops
from glasshouse.comparison.arm_sentences import account, estimable
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_words import COLUMNS
from glasshouse.comparison.over_draws import counted_figure, figure
from glasshouse.comparison.paired_arms import ANY, PEOPLE
from glasshouse.folders.folder_reading import plugin_facts, versions
from glasshouse.folders.output_label import row_note
from glasshouse.folders.spreadsheet import spreadsheet
from glasshouse.measures.intervals import LEAST_PEOPLE, NOT_ESTIMABLE, Spread
from glasshouse.report.people_tables import Cell, PeopleRow
from glasshouse.runs.run import Run
from glasshouse.scenario import ParameterValue, Scenario
from glasshouse.wording.change_words import signed, signed_interval
from glasshouse.wording.dates import in_words as date_in_words
from glasshouse.wording.lists_and_nouns import enumerated, people
from glasshouse.wording.numbers import parameter, short, whole

#: People spared and newly harmed: heading, measure, column.
_ASKED = (
    *(
        (f"{words}: {what}", measure, column)
        for words, measure in (("Wrongfully", "wrongful"), ("Unjustly", "unjust"), ("Sanctioned", "sanctioned"))
        for what, column in (("spared", "people_spared"), ("newly", "people_newly_harmed"))
    ),
    ("Anything differs", ANY, "people_changed"),
)


#: Where a scenario does not name the plug-in to which something belongs.
_ABSENT = "not in it"
#: What is told by group in each account: words and measure.
_BY_GROUP = {
    None: ("Wrongfully sanctioned", "wrongful"),
    words_stops: ("Stopped as the wrong person", "stops_false"),
    words_held_back: ("Held back out of fear", "chilled"),
}


@dataclass(frozen=True, kw_only=True)
class FigureCell:
    """One cell: a spread over draws or replicates (None: not defined), perhaps a difference, which shows its sign.

    ``text`` takes the place of a number on the page; a CSV file holds the number, if there is one.
    """

    spread: Spread | None = None
    signed: bool = False
    text: str = ""

    def cell(self) -> Cell:
        """As the page shows it."""
        if self.spread is None or self.text:
            return Cell(text=self.text or "–")
        if self.signed:
            return Cell(text=signed(self.spread.value), below=signed_interval(self.spread))
        return Cell(text=short(self.spread.value), below=self.spread.interval)


@dataclass(frozen=True, kw_only=True)
class ReportTable:
    """A table: ``name`` of its CSV file, a caption, heads (the first over the rows' names), and rows.

    The first ``words`` columns after the name hold text. ``labels``, if there are any, say of each row whether it is
    documented or hypothetical: below its name on the page, in a column of their own in the file.
    """

    name: str
    caption: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, tuple[FigureCell, ...]], ...]
    words: int = 0
    labels: tuple[str, ...] = ()
    rows: tuple[PeopleRow, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Work out the rows as the page's macro takes them."""
        rows = tuple(
            PeopleRow(name=name, below=label, cells=tuple(each.cell() for each in figures))
            for (name, figures), label in zip(self.lines, self.labels or [""] * len(self.lines), strict=True)
        )
        object.__setattr__(self, "rows", rows)

    def csv(self, label: str) -> bytes:
        """The same with unrounded numbers: a column for the value, and one for each end of its interval."""
        numbers = self.heads[1 + self.words :]
        ends = (name for head in numbers for name in (head, f"{head}, low", f"{head}, high"))
        labels = [[own] for own in self.labels] or [[]] * len(self.lines)
        rows = (
            [name, *own, *(each.text for each in figures[: self.words]), *chain(*map(_numbers, figures[self.words :]))]
            for (name, figures), own in zip(self.lines, labels, strict=True)
        )
        heads = (self.heads[0], *(("Label",) if self.labels else ()), *self.heads[1 : 1 + self.words], *ends)
        return spreadsheet(heads, rows, note=row_note(label))


def _numbers(figure: FigureCell) -> tuple[float | str | None, ...]:
    found = figure.spread
    return (figure.text, None, None) if found is None else (found.value, found.low, found.high)


def tables(comparison: Comparison) -> tuple[ReportTable, ...]:
    """All tables, in the order of the page."""
    return (
        _differences(comparison),
        _people(comparison),
        _groups(comparison),
        _changes(comparison),
        _everything(comparison),
    )


def _figure(
    comparison: Comparison, arm: str, measure: str, column: str = "difference", group: str = "all"
) -> FigureCell:
    """Per 10,000 with several replicates, a count with one; with the interval over the draws, if there are any."""
    alone = comparison.replicates == 1
    text = "" if alone or estimable(comparison, arm, measure, group) else NOT_ESTIMABLE
    found = (counted_figure if alone else figure)(comparison, arm, measure, column, group)
    return FigureCell(spread=found, signed=column == "difference", text=text)


def of_whom(comparison: Comparison) -> str:
    """What a table counts in: per 10,000 people, or counts of one run."""
    if comparison.replicates > 1:
        return "per 10,000 people"
    return f"counts of this one run, of {people(int(comparison.manifest['population']))}"


def interval_of(comparison: Comparison) -> str:
    """Which interval stands below a figure or beside it, where it is not that over the replicates."""
    return f"; below, where 90 % of {comparison.drawn.draws} draws lie" if comparison.drawn else ""


def _title(comparison: Comparison, arm: str) -> str:
    return str(comparison.about(arm)["title"])


def _differences(comparison: Comparison) -> ReportTable:
    first = (_title(comparison, "baseline"), _columns(comparison, "baseline", "baseline"))
    rest = ((_title(comparison, arm), _columns(comparison, arm, "difference")) for arm in comparison.arms)
    return ReportTable(
        name="differences",
        caption=f"The baseline’s level, then what differs from it in each scenario; {of_whom(comparison)}"
        f"{interval_of(comparison)}",
        heads=("Scenario", *(heading.replace("-\n", "").replace("\n", " ") for heading, _ in _shown(comparison))),
        lines=(first, *rest),
        labels=_labels(comparison, "baseline", *comparison.arms),
    )


def _columns(comparison: Comparison, arm: str, column: str) -> tuple[FigureCell, ...]:
    row = comparison.arms[0] if arm == "baseline" else arm
    return tuple(_figure(comparison, row, measure, column) for _, measure in _shown(comparison))


def _labels(comparison: Comparison, *arms: str) -> tuple[str, ...]:
    return tuple(map(comparison.label, arms))


def _shown(comparison: Comparison) -> Sequence[tuple[str, str]]:
    told = account(comparison.scenario)
    return told.COLUMNS if told else COLUMNS


def _people(comparison: Comparison) -> ReportTable:
    told = account(comparison.scenario)
    asked = told.PEOPLE if told else _ASKED
    return ReportTable(
        name="people",
        caption=f"People spared and people newly harmed against the baseline; {of_whom(comparison)}"
        f"{interval_of(comparison)}",
        heads=("Scenario", *(head for head, _, _ in asked)),
        lines=tuple(
            (_title(comparison, arm), tuple(_figure(comparison, arm, measure, column) for _, measure, column in asked))
            for arm in comparison.arms
        ),
        labels=_labels(comparison, *comparison.arms),
    )


def _groups(comparison: Comparison) -> ReportTable:
    """Wrongful sanctions (or stops of the wrong person, or acts held back) by group: the level, then what differs."""
    what, measure = _BY_GROUP[account(comparison.scenario)]
    yearly = "a year " if comparison.replicates > 1 and comparison.defined[measure].base == "people times years" else ""
    unit = f"{yearly}{of_whom(comparison)}{' of the group' if comparison.replicates > 1 else ''}"
    first, every = comparison.arms[0], comparison.groups[:-1]
    lines = [("baseline", "baseline", first), *((arm, "difference", arm) for arm in comparison.arms)]
    # A group of which nothing can be told in any scenario is named once, and has no column.
    groups = [
        group
        for group in every
        if any(of_group(comparison, row, measure, column, group).text != NOT_ESTIMABLE for _, column, row in lines)
    ] or every
    untold = [group for group in every if group not in groups]
    few = f"; of {enumerated(untold)} there are too few to tell" if untold else ""
    return ReportTable(
        name="groups",
        caption=f"{what}, by group: the baseline’s level, then what differs; {unit}{interval_of(comparison)}{few}",
        heads=("Scenario", *(name.capitalize() for name in groups)),
        lines=tuple(
            (_title(comparison, arm), tuple(of_group(comparison, row, measure, column, group) for group in groups))
            for arm, column, row in lines
        ),
        labels=_labels(comparison, *(arm for arm, _, _ in lines)),
    )


def of_group(comparison: Comparison, arm: str, measure: str, column: str, group: str) -> FigureCell:
    """A figure of one group; none where the group is too small for one."""
    if (comparison.count(arm, PEOPLE, "baseline", group) or 0) < LEAST_PEOPLE:
        return FigureCell(text=NOT_ESTIMABLE)
    return _figure(comparison, arm, measure, column, group)


def _everything(comparison: Comparison) -> ReportTable:
    """Every measure in every scenario: baseline, scenario, difference."""
    lines = []
    for measure in comparison.measures:
        if measure in (PEOPLE, ANY):
            continue
        for arm in comparison.arms:
            if comparison.values(arm, measure):
                cells = (_figure(comparison, arm, measure, c) for c in ("baseline", "arm_value", "difference"))
                about = comparison.defined[measure]
                unit = about.unit if comparison.replicates > 1 else "counted"
                lines.append((about.title, (FigureCell(text=_title(comparison, arm)), FigureCell(text=unit), *cells)))
    return ReportTable(
        name="measures",
        caption=f"Every measure in every scenario{interval_of(comparison)}",
        heads=("Measure", "Scenario", "Unit", "Baseline", "This scenario", "Difference"),
        lines=tuple(lines),
        words=2,
    )


def _changes(comparison: Comparison) -> ReportTable:
    """What each scenario changes in the rules."""
    base = comparison.scenario
    lines = []
    for arm in comparison.arms:
        run: Run = comparison.run(arm)
        title = _title(comparison, arm)
        lines += [(title, tuple(FigureCell(text=x) for x in change)) for change in changes(base, run.scenario)]
    return ReportTable(
        name="changes",
        caption="What each scenario changes",
        heads=("Scenario", "What", "Baseline", "This scenario"),
        lines=tuple(lines),
        words=3,
    )


def changes(base: Scenario, other: Scenario) -> list[tuple[str, str, str]]:
    """What differs between the rules of two scenarios: what, before, after, in words.

    >>> from glasshouse.scenario import load, with_sets
    >>> base = load("as-described")
    >>> changes(base, with_sets(base, ["cameras.enabled=false"]))
    [('cameras.enabled', 'yes', 'no')]
    """
    declared = {**other.mechanisms.parameters, **base.mechanisms.parameters}
    found = [
        (f"{declared[key].meaning} ({key})", _number(before), _number(after))
        for key in dict.fromkeys((*base.parameters, *other.parameters))
        if _told(before := base.parameters.get(key)) != _told(after := other.parameters.get(key))
    ]
    if base.tiers != other.tiers:
        found.insert(0, ("tiers", ", ".join(base.tiers), ", ".join(other.tiers)))
    found += list(_plain(base.switches, other.switches, lambda x: "yes" if x else "no"))
    found += list(_plain(base.dates, other.dates, lambda x: date_in_words(x) if x else "never"))
    found += list(_plain(base.gates, other.gates, lambda x: ", ".join(x) or "none"))
    before, after = (", ".join(event.name for event in one.events) or "none" for one in (base, other))
    return found if before == after else [*found, ("dated events", before, after)]


def _told(given: ParameterValue | None) -> tuple[float, float, float] | None:
    """What of a number makes a difference; None in a scenario without the plug-in or the tier whose number it is."""
    return given and (given.value, given.low, given.high)


def _number(given: ParameterValue | None) -> str:
    if given is None:
        return _ABSENT
    # What it means says already that it is a share or a chance: "0.7 share" is nothing that anybody would say.
    text = parameter(given.value) + ("" if given.unit in ("share", "probability") else f" {given.unit}")
    return f"{text} ({parameter(given.low)} to {parameter(given.high)})" if given.ranged else text


def _plain(
    base: Mapping[str, Any], other: Mapping[str, Any], words: Callable[[Any], str]
) -> Iterator[tuple[str, str, str]]:
    for key in dict.fromkeys((*base, *other)):
        before, after = (words(one[key]) if key in one else _ABSENT for one in (base, other))
        if before != after:
            yield key, before, after


def sizes(comparison: Comparison) -> Sequence[tuple[str, str]]:
    """The facts under the report."""
    facts = comparison.manifest
    return [
        ("Scenario", f"{facts['scenario_name']} ({facts['label']})"),
        ("Scenario’s hash", str(facts["scenario_hash"])),
        ("People", whole(int(facts["population"]))),
        ("Days", whole(int(facts["days"]))),
        ("Replicates", str(facts["replicates"])),
        ("Seed", str(facts["seed"])),
        ("glasshouse", versions(facts)),
        *plugin_facts(facts),
        *((f"Digest: {arm['title']}", str(arm["digest"] or "not finished")) for arm in facts["arms"]),
    ]
