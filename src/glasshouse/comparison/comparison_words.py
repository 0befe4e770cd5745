"""A comparison in small tables, with the sentence of each arm (``arm_sentences``) and how all of it was made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from glasshouse.comparison import conclusions_words
from glasshouse.comparison.arm_sentences import account, estimable, sentence
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.over_draws import counted_figure, figure
from glasshouse.comparison.over_draws import method as method_of_draws
from glasshouse.comparison.paired_arms import ANY
from glasshouse.folders.changed_title import changed_title
from glasshouse.headlines.headline import NOT_A_FORECAST, OVERLAP
from glasshouse.measures.intervals import NOT_ESTIMABLE, Spread, method
from glasshouse.wording.change_words import (
    agreed_note,
    signed,
    signed_interval,
)
from glasshouse.wording.lists_and_nouns import counted
from glasshouse.wording.numbers import short, whole

#: The harms of the table: heading, measure, and the unit when there are several replicates.
COLUMNS = (
    ("Sanctioned", "sanctioned"),
    ("Wrongfully", "wrongful"),
    ("Unjustly", "unjust"),
    ("Hardship", "hardship"),
    ("Mis-\nidentified", "misidentified"),
    ("Chilled", "chilled"),
)
#: People spared and newly harmed: heading, measure, column.
PEOPLE = (
    ("Wrongfully: spared", "wrongful", "people_spared"),
    ("newly", "wrongful", "people_newly_harmed"),
    ("Sanctioned: spared", "sanctioned", "people_spared"),
    ("newly", "sanctioned", "people_newly_harmed"),
    ("Anything differs", ANY, "people_changed"),
)
#: What is told by the year rather than by person.
YEARLY = "hardship and chilled"
UNITS = (
    "Sanctioned, wrongfully, unjustly and misidentified are people; whoever is sanctioned wrongfully or unjustly is "
    "among the sanctioned. Hardship is days with a closed gate, each gate counted; chilled is lawful posts, messages, "
    "gatherings and visits held back out of fear."
)


@dataclass(frozen=True, kw_only=True)
class SummaryLine:
    """One arm in a table: its label, a cell a column, and the interval below it (empty where there is none)."""

    name: str
    title: str
    label: str
    cells: tuple[str, ...]
    below: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A comparison for people to read: ``sentences`` one an arm, ``differences`` and ``people`` a line an arm.

    ``columns`` and ``people_columns`` stand over their cells; ``baseline`` is the level that differences start from.
    ``conclusions`` hold whatever the assumptions, or say where they turn; none without draws.
    """

    title: str
    label: str
    leaves_out: tuple[str, ...]
    size: str
    sentences: tuple[str, ...]
    columns: tuple[str, ...]
    baseline: SummaryLine
    differences: tuple[SummaryLine, ...]
    people_columns: tuple[str, ...]
    people: tuple[SummaryLine, ...]
    notes: tuple[str, ...]
    conclusions: tuple[str, ...] = ()


def summary(comparison: Comparison) -> Summary:
    """Put a comparison into sentences and tables. Raises ``BadInputError`` when no replicate was compared."""
    scenario, facts = comparison.scenario, comparison.manifest
    told = account(scenario)
    of_people = told.PEOPLE if told else PEOPLE
    columns = told.COLUMNS if told else COLUMNS
    differences = tuple(_differences(comparison, arm, columns) for arm in comparison.arms)
    return Summary(
        title=f"{baseline_title(comparison)}, and other scenarios",
        label=str(facts["label"]),
        leaves_out=scenario.leaves_out,
        size=_size(comparison),
        sentences=tuple(sentence(comparison, arm) for arm in comparison.arms),
        columns=tuple(heading for heading, _ in columns),
        baseline=_level(comparison, columns),
        differences=differences,
        people_columns=tuple(heading for heading, _, _ in of_people),
        people=tuple(_people(comparison, arm, of_people) for arm in comparison.arms),
        notes=(
            NOT_A_FORECAST,
            _unit(comparison, told.YEARLY if told else YEARLY),
            *((told.UNITS,) if told else (UNITS, OVERLAP)),
            method_of_draws(comparison) or _method(int(facts["replicates"])),
            *filter(None, [_agreed(differences), conclusions_words.method(comparison)]),
        ),
        conclusions=conclusions_words.sentences(comparison),
    )


def _agreed(differences: Sequence[SummaryLine]) -> str:
    return agreed_note(text for line in differences for text in line.below)


def baseline_title(comparison: Comparison) -> str:
    """The scenario's title, and what was changed in it for all that is compared."""
    scenario = comparison.scenario
    return changed_title(scenario.title, comparison.manifest.get("command"), scenario.mechanisms)


def _size(comparison: Comparison) -> str:
    facts = comparison.manifest
    who = counted(int(facts["population"]), "invented person", "invented people")
    return f"The same {who}, {counted(int(facts['days']), 'day')}, in {counted(len(facts['arms']), 'scenario')}"


def _level(comparison: Comparison, columns: Sequence[tuple[str, str]]) -> SummaryLine:
    """The baseline's own levels, which stand in the rows of any arm."""
    arm = comparison.arms[0]
    cells = [_cell(comparison, arm, measure, "baseline") for _, measure in columns]
    return _line(comparison, "baseline", cells)


def _differences(comparison: Comparison, arm: str, columns: Sequence[tuple[str, str]]) -> SummaryLine:
    cells = [_cell(comparison, arm, measure, "difference") for _, measure in columns]
    return _line(comparison, arm, cells)


def _people(comparison: Comparison, arm: str, asked: Sequence[tuple[str, str, str]]) -> SummaryLine:
    cells = [_cell(comparison, arm, measure, column) for _, measure, column in asked]
    return _line(comparison, arm, cells)


def _line(comparison: Comparison, arm: str, cells: list[tuple[str, str]]) -> SummaryLine:
    return SummaryLine(
        name=arm,
        title=comparison.about(arm)["title"],
        label=comparison.label(arm),
        cells=tuple(text for text, _ in cells),
        below=tuple(below for _, below in cells),
    )


def _cell(comparison: Comparison, arm: str, measure: str, column: str) -> tuple[str, str]:
    """A figure and its interval; a dash where it is not defined."""
    if comparison.replicates == 1:
        counted_in = counted_figure(comparison, arm, measure, column)
        if counted_in is None:
            return "–", ""
        return _shown(counted_in, column, whole)
    if not estimable(comparison, arm, measure):
        return NOT_ESTIMABLE, ""
    found = figure(comparison, arm, measure, column)
    return ("–", "") if found is None else _shown(found, column, short)


def _shown(found: Spread, column: str, words: Callable[[float], str]) -> tuple[str, str]:
    """A figure and its interval; those of a difference have their signs."""
    if column == "difference":
        return signed(found.value, words), signed_interval(found)
    return words(found.value), found.interval


def _unit(comparison: Comparison, yearly: str) -> str:
    if comparison.replicates == 1:
        return "Counts in this one run."
    return f"Figures are per 10,000 people; {yearly} per 10,000 people and year."


def _method(replicates: int) -> str:
    """How the intervals were made."""
    if replicates < 2:
        return method(replicates)
    return (
        f"{method(replicates)} A difference is taken within each replicate, where both scenarios share seed and "
        "assumptions, before its interval is."
    )
