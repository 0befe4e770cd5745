"""A comparison in sentences and small tables, people first.

With one replicate the sentences give counts "in this one run" and no rate; with more, people out of 10,000 with an
interval over the replicates' own differences, so that what both worlds share falls out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasshouse.comparison import reported, stopped
from glasshouse.comparison.changes import more_or_fewer, rise_or_fall
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.paired import ANY
from glasshouse.comparison.worlds import FROM_DAY
from glasshouse.results.headline import NOT_A_FORECAST, OVERLAP
from glasshouse.results.numbers import LEAST_EVENTS, NOT_ESTIMABLE, Spread, method, short, whole
from glasshouse.results.reports import only_reports
from glasshouse.results.stops import only_stops

if TYPE_CHECKING:
    from types import ModuleType

    from glasshouse.scenario import Scenario

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
    "Sanctioned, wrongfully, unjustly and misidentified are people; hardship is days with a closed gate, each gate "
    "counted; chilled is lawful posts, messages and gatherings held back out of fear."
)
_BEGINNINGS = {
    "ban": "Under a ban",
    "unwatched": "Had the system never existed",
    "error-free": "Had the system made no errors",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One arm in a table: a cell a column, and the interval below it (empty with one replicate)."""

    name: str
    title: str
    cells: tuple[str, ...]
    below: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A comparison for people to read: ``sentences`` one an arm, ``differences`` and ``people`` a line an arm.

    ``columns`` and ``people_columns`` stand over their cells; ``baseline`` is the level that differences start from.
    """

    title: str
    label: str
    leaves_out: tuple[str, ...]
    size: str
    sentences: tuple[str, ...]
    columns: tuple[str, ...]
    baseline: Line
    differences: tuple[Line, ...]
    people_columns: tuple[str, ...]
    people: tuple[Line, ...]
    notes: tuple[str, ...]


def account(scenario: Scenario) -> ModuleType | None:
    """What a comparison is told by where nobody can be sanctioned, or None: wrongful sanctions.

    >>> from glasshouse.scenario import load
    >>> account(load("as-described")), account(load("informant-society")).YEARLY
    (None, 'held back')
    """
    if only_stops(scenario):
        return stopped
    return reported if only_reports(scenario) else None


def summary(comparison: Comparison) -> Summary:
    """Put a comparison into sentences and tables. Raises ``BadInputError`` when no replicate was compared."""
    scenario, facts = comparison.scenario, comparison.manifest
    told = account(scenario)
    people = told.PEOPLE if told else PEOPLE
    columns = told.COLUMNS if told else COLUMNS
    return Summary(
        title=f"{scenario.title}, and other worlds",
        label=str(facts["label"]),
        leaves_out=scenario.leaves_out,
        size=_size(comparison),
        sentences=tuple(sentence(comparison, arm) for arm in comparison.arms),
        columns=tuple(heading for heading, _ in columns),
        baseline=_level(comparison, columns),
        differences=tuple(_differences(comparison, arm, columns) for arm in comparison.arms),
        people_columns=tuple(heading for heading, _, _ in people),
        people=tuple(_people(comparison, arm, people) for arm in comparison.arms),
        notes=(
            NOT_A_FORECAST,
            _unit(comparison, told.YEARLY if told else YEARLY),
            *((told.UNITS,) if told else (UNITS, OVERLAP)),
            _method(int(facts["replicates"])),
        ),
    )


def _size(comparison: Comparison) -> str:
    facts = comparison.manifest
    people, days = whole(int(facts["population"])), whole(int(facts["days"]))
    return f"The same {people} invented people, {days} days, in {len(facts['arms'])} worlds"


def sentence(comparison: Comparison, arm: str) -> str:
    """What an arm does to wrongful sanctions (or stops, or fear), in one sentence; one that does nothing says so."""
    begins = beginning(comparison, arm)
    if comparison.inert(arm):
        return f"{begins}, 0 people differ: it changes nothing in this world."
    if told := account(comparison.scenario):
        return f"{begins}, {told.told(comparison, arm)}."
    if not any((*comparison.values(arm, "wrongful", "baseline"), *comparison.values(arm, "wrongful", "arm_value"))):
        return f"{begins}, {_nobody(comparison, arm)}."
    if comparison.replicates > 1 and not estimable(comparison, arm, "wrongful"):
        return f"{begins}, {_counted(comparison, arm)}."
    if comparison.figure(arm, "wrongful", "people_spared") is None:  # no ledger of single persons
        return f"{begins}, {_change(comparison, arm)}."
    spared, newly = (_of_people(comparison, arm, f"people_{what}") for what in ("spared", "newly_harmed"))
    people = f"{spared} {_are(spared)} spared and {newly} newly harmed"
    return f"{begins}, {_change(comparison, arm)}; {people}.{_days(comparison, arm)}"


def estimable(comparison: Comparison, arm: str, measure: str, group: str = "all") -> bool:
    """Whether a figure rests on enough people harmed in either world of replicate 0; none anywhere is enough, too."""
    if measure not in ("wrongful", "sanctioned", "unjust", "misidentified"):
        return True
    counts = [comparison.count(arm, measure, column, group) or 0 for column in ("baseline", "arm_value")]
    everywhere = comparison.values(arm, measure, "baseline", group) + comparison.values(
        arm, measure, "arm_value", group
    )
    return max(counts) >= LEAST_EVENTS or not any(everywhere)


def _counted(comparison: Comparison, arm: str) -> str:
    """Too few for a rate: how many there are in replicate 0, and whom it is about."""
    before, after, spared, newly = (
        whole(comparison.count(arm, "wrongful", column) or 0)
        for column in ("baseline", "arm_value", "people_spared", "people_newly_harmed")
    )
    people = whole(int(comparison.manifest["population"]))
    if before == after == "0":
        was, now = (whole(comparison.count(arm, "sanctioned", name) or 0) for name in ("baseline", "arm_value"))
        return f"nobody is wrongly sanctioned in replicate 0, as before; {now} instead of {was} people are sanctioned"
    return (
        f"{after} instead of {before} of {people} people are wrongly sanctioned in replicate 0, too few for a rate; "
        f"{spared} {_are(spared)} spared and {newly} newly harmed"
    )


def _are(figure: str) -> str:
    return "is" if figure == "1" else "are"


def beginning(comparison: Comparison, arm: str) -> str:
    """How a sentence about an arm begins."""
    about = comparison.about(arm)
    return begins(about["title"], about["written"])


def begins(title: str, written: str) -> str:
    """How a sentence about an arm of that title begins: safeguards and worlds by their titles, the rest as written.

    >>> begins("Ban, from day 150", "ban@150"), begins("cameras.total = 0", "cameras.total=0")
    ('Under a ban from day 150', 'With cameras.total = 0')
    """
    title, since, when = title.partition(FROM_DAY)
    world = written.partition("@")[0]
    if world in _BEGINNINGS:
        return _BEGINNINGS[world] + since.lstrip(",") + when
    first = world.partition("+")[0]
    if title.startswith((first.replace("-", " ").capitalize(), first.capitalize())) and "=" not in first:
        title = title[:1].lower() + title[1:]
    elif "=" not in first:  # a preset or a file: a world of its own
        return f"In '{title}'{since}{when}"
    return f"With {title}{since}{when}"


def _change(comparison: Comparison, arm: str) -> str:
    """ "41 (30 to 60) fewer of every 10,000 people are wrongly sanctioned"."""
    alone = comparison.replicates == 1
    figure = comparison.figure(arm, "wrongful") or Spread(value=0.0)
    if alone:
        figure = Spread(value=comparison.count(arm, "wrongful") or 0.0)
    if not any((figure.value, figure.low, figure.high)):
        return "as many people are wrongly sanctioned as before"
    of_whom = f"{whole(int(comparison.manifest['population']))} people" if alone else "every 10,000 people"
    return f"{more_or_fewer(figure)} of {of_whom} are wrongly sanctioned{' in this one run' if alone else ''}"


def _nobody(comparison: Comparison, arm: str) -> str:
    """Nobody is wrongly sanctioned in either world: what becomes of all sanctions."""
    if comparison.replicates == 1 or not estimable(comparison, arm, "sanctioned"):
        before, after = (whole(comparison.count(arm, "sanctioned", name) or 0) for name in ("baseline", "arm_value"))
        return f"nobody is wrongly sanctioned, as before; {after} instead of {before} people are sanctioned"
    change = more_or_fewer(comparison.figure(arm, "sanctioned") or Spread(value=0.0))
    return f"nobody is wrongly sanctioned, as before; {change} of every 10,000 people are sanctioned"


def _days(comparison: Comparison, arm: str) -> str:
    """What becomes of the days under wrongful sanction, which a safeguard may shorten without sparing anybody."""
    figure = stopped.per_cent(comparison, arm, "wrongful_days")
    return "" if figure is None else f" Wrongful days {rise_or_fall(figure)}."


def _of_people(comparison: Comparison, arm: str, column: str, measure: str = "wrongful") -> str:
    """People in one column: a count of this one run, or out of 10,000."""
    if comparison.replicates == 1:
        return whole(comparison.count(arm, measure, column) or 0.0)
    figure = comparison.figure(arm, measure, column)
    return short(figure.value) if figure else "?"


def _level(comparison: Comparison, columns: Sequence[tuple[str, str]]) -> Line:
    """The baseline's own levels, which stand in the rows of any arm."""
    arm = comparison.arms[0]
    cells = [_cell(comparison, arm, measure, "baseline") for _, measure in columns]
    return _line("baseline", comparison.about("baseline")["title"], cells)


def _differences(comparison: Comparison, arm: str, columns: Sequence[tuple[str, str]]) -> Line:
    cells = [_cell(comparison, arm, measure, "difference") for _, measure in columns]
    return _line(arm, comparison.about(arm)["title"], cells)


def _people(comparison: Comparison, arm: str, people: Sequence[tuple[str, str, str]]) -> Line:
    cells = [_cell(comparison, arm, measure, column) for _, measure, column in people]
    return _line(arm, comparison.about(arm)["title"], cells)


def _line(name: str, title: str, cells: list[tuple[str, str]]) -> Line:
    return Line(name=name, title=title, cells=tuple(c for c, _ in cells), below=tuple(b for _, b in cells))


def _cell(comparison: Comparison, arm: str, measure: str, column: str) -> tuple[str, str]:
    """A figure and its interval; a dash where it is not defined."""
    if comparison.replicates == 1:
        count = comparison.count(arm, measure, column)
        return ("–" if count is None else _signed(count, column, whole)), ""
    if not estimable(comparison, arm, measure):
        return NOT_ESTIMABLE, ""
    figure = comparison.figure(arm, measure, column)
    return ("–", "") if figure is None else (_signed(figure.value, column, short), figure.interval)


def _signed(value: float, column: str, words: Callable[[float], str]) -> str:
    text = words(value)
    return f"+{text}" if column == "difference" and value > 0 and text != "0" else text


def _unit(comparison: Comparison, yearly: str) -> str:
    if comparison.replicates == 1:
        return "Counts in this one run."
    return f"Of 10,000 people; {yearly} in a year of 10,000 people."


def _method(replicates: int) -> str:
    """How the intervals were made."""
    if replicates < 2:
        return method(replicates)
    return (
        f"{method(replicates)} A difference is taken within each replicate, where both worlds share seed and "
        "assumptions, before its interval is."
    )
