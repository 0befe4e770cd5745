"""What is assessed: a run, or a comparison with its baseline; its figures as cells, and what its scenario has."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from glasshouse.assessed import Identification, Need, Shown, ever
from glasshouse.comparison.comparison import Comparison, is_comparison, open_comparison
from glasshouse.folders import table_files
from glasshouse.folders.given_path import folder_of
from glasshouse.measures import HARMS, measures_of
from glasshouse.measures.concerned import only_reports, only_stops
from glasshouse.measures.intervals import LEAST_EVENTS, LEAST_PEOPLE, NOT_ESTIMABLE, spread
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.plugins import PluginError, mechanisms_named, offered
from glasshouse.report.people_tables import Cell
from glasshouse.runs.run import Run, open_run
from glasshouse.scenario.day_in_force import Settings
from glasshouse.scenario.scenario import Scenario
from glasshouse.wording.lists_and_nouns import plural
from glasshouse.wording.numbers import short, whole

#: Values, bases and rates of one measure, replicate by replicate.
_Rows = list[tuple[float, float, float | None]]
#: How the unit of a measure begins that is a share of something.
_SHARE = "of 100 "
NONE, UNCOUNTED, HERE = "none", "not counted", "in this one run"
#: Measures of days and means, and the people on whom each rests.
_HARDSHIP = "sanctioned"
_RESTS_ON = {
    **dict.fromkeys(("wrongful_days", "time_to_clear", "time_to_clear_median", "not_cleared"), "wrongful"),
    "unjust_days": "unjust",
    **dict.fromkeys(
        ("unequal", "sanction_days", "severity", "duration", "duration_of_sanction", "reversibility", "concentration"),
        "sanctioned",
    ),
}
_COLUMNS = ("replicate", "district", "group", "measure", "value", "base", "rate")


@dataclass(frozen=True, kw_only=True)
class AssessmentSubject:
    """A run that is assessed, and the comparison of which it is the baseline, if there is one."""

    path: Path
    run: Run
    comparison: Comparison | None = None

    @property
    def scenario(self) -> Scenario:
        """The scenario that was run."""
        return self.run.scenario

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the folder says of itself: the comparison's, or else the run's."""
        return self.comparison.manifest if self.comparison else self.run.manifest

    @property
    def replicates(self) -> int:
        """How many replicates stand behind each figure."""
        return int(self.run.manifest["replicates"])

    @cached_property
    def needs(self) -> Mapping[str, Need]:
        """All that a form may ask of the scenario, by its word."""
        return needs(self.scenario.mechanisms)

    def has(self, need: str | None) -> bool:
        """Whether the scenario has what a table needs; always for None."""
        if need is None:
            return True
        if need not in self.needs:  # of a plug-in that it does not name
            return False
        if (need == "sanctions" and _told_otherwise(self.scenario)) or (need == "comparison" and not self.comparison):
            return False
        asked = self.needs[need]
        return asked.within(self.scenario) and (not asked.beside or self.has(asked.beside))

    def need(self, word: str) -> Need:
        """What a need is called, and why a table is empty without it."""
        return self.needs.get(word) or known_needs()[word]

    @cached_property
    def off(self) -> frozenset[str]:
        """Parts that are off from the start, and that no dated event switches on."""
        scenario = self.scenario
        return frozenset(part for part in scenario.mechanisms.switched if not ever(scenario, f"{part}.enabled"))

    def shown(self, block: str) -> tuple[Shown, ...]:
        """What the mechanisms that are on add to a block, in order."""
        on = (own for own in self.scenario.mechanisms if own.section not in self.off)
        found = [each for own in on for each in own.declared(Shown)]
        return tuple(sorted((each for each in found if each.block == block), key=lambda each: each.rank))

    def rows(self, measure: str, group: str = "all") -> _Rows:
        """A measure in each replicate; [] where it is not defined."""
        return self._figures.get((measure, group), [])

    def cell(self, measure: str, group: str = "all") -> Cell:
        """A measure as a table shows it: its rate with the interval, or in one replicate its count.

        A share is then so many of how many: the people sanctioned, say, are not 100.
        """
        rows, harm = self.rows(measure, group), HARMS[measure]
        if not rows:
            return Cell(text=UNCOUNTED)
        value, base, _ = rows[0]
        if base <= 0:
            return Cell(text=NONE, below=f"no {harm.base}")
        if group != "all" and harm.base.startswith("people") and base < LEAST_PEOPLE:
            return Cell(text=NOT_ESTIMABLE, below="few people")
        if self._few(measure, group):
            countable = harm.scale != 1.0 and measure != "unequal"
            return Cell(text=NOT_ESTIMABLE, below=f"{short(value)} counted" if countable else "")
        if len(rows) == 1 and harm.scale != 1.0:
            counted = f"{_count(value)} of {_count(base)}" if _is_share(harm.unit) else _count(value)
            return Cell(text=counted, below=HERE)
        found = spread([rate for _, _, rate in rows if rate is not None])
        return Cell(text=short(found.value), below=found.interval)

    def _few(self, measure: str, group: str) -> bool:
        """Whether a figure rests on fewer people or events than can be told as a rate; none anywhere is enough."""
        behind = _RESTS_ON.get(measure, _HARDSHIP if measure.startswith("hardship") else measure)
        if behind == measure and HARMS[measure].scale == 1.0:
            return False
        values = [abs(value) for value, _, _ in self.rows(behind, group)]
        if any(values) and values[0] < LEAST_EVENTS:
            return True
        return _is_share(HARMS[measure].unit) and self.rows(measure, group)[0][1] < LEAST_EVENTS

    def unit(self, measure: str) -> str:
        """The unit of such a cell."""
        harm = HARMS[measure]
        if self.replicates > 1 or harm.scale == 1.0:
            return harm.unit
        return harm.unit.removeprefix(_SHARE).split(" of ")[0].split(" a ")[0]

    def says_something(self, measure: str) -> bool:
        """Whether a measure tells of more than what the model assumes.

        A mean of exactly one each, over enough to tell and in every replicate, is an assumption: each face that passes
        a site is seen once a trip, and how many are searched is another number.
        """
        rows = self.rows(measure)
        assumed = HARMS[measure].scale == 1.0 and all(value == base >= LEAST_PEOPLE for value, base, _ in rows)
        return not (rows and assumed)

    def said(self, measure: str, group: str = "all") -> str:
        """The same with its unit, as a clause."""
        cell = self.cell(measure, group)
        if cell.text in (NOT_ESTIMABLE, NONE, UNCOUNTED):
            return f"{cell.text} ({cell.below})" if cell.below else cell.text
        if cell.below == HERE:
            return f"{cell.text} {_of_so_many(cell.text, self.unit(measure))} {HERE}"
        below = f" ({cell.below})" if cell.below else ""
        return f"{cell.text}{below} {_of_so_many(f'{cell.text}{below}', self.unit(measure))}"

    def searched(self, of: Identification) -> int:
        """About how often somebody was searched in replicate 0: what was seen, times the share of it that is searched.

        A person who is seen twice counts twice, and children count: a camera does not know ages.
        """
        if of not in self._searched:
            self._searched[of] = self._searched_anew(of)
        return self._searched[of]

    @cached_property
    def _searched(self) -> dict[Identification, int]:
        return {}

    def _searched_anew(self, of: Identification) -> int:
        by_day = self._daily(of.sightings).filter(pl.col("replicate") == 0).group_by("day").agg(pl.col("value").sum())
        seen = table_files.collected(self.run.table_path("daily"), by_day)
        return round(sum(count * of.searched(self._settings(day)) for day, count in seen.iter_rows()))

    def counted(self, name: str) -> str:
        """A count over the run, in replicate 0 and between which numbers in all; of a level, that of the last day."""
        daily = self._daily(name)
        if name in self.scenario.mechanisms.stocks:
            daily = daily.filter(pl.col("day") == pl.col("day").max())
        by_run = daily.group_by("replicate").agg(pl.col("value").sum())
        found = dict(table_files.collected(self.run.table_path("daily"), by_run).iter_rows())
        numbers = [found.get(replicate, 0) for replicate in range(self.replicates)]
        between = f" ({whole(min(numbers))} to {whole(max(numbers))})" if len(numbers) > 1 else ""
        return f"{whole(numbers[0])}{between}"

    def _daily(self, name: str) -> pl.LazyFrame:
        return self.run.daily.filter(pl.col("measure").cast(pl.String) == name)

    def _settings(self, day: int) -> Settings:
        past = self.run.past
        scenario = past.scenario if past is not None and day < past.day else self.scenario
        return scenario.settings(day)

    @cached_property
    def _figures(self) -> Mapping[tuple[str, str], _Rows]:
        found: dict[tuple[str, str], dict[int, tuple[float, float, float | None]]] = {}
        whole = self.run.measures.filter(pl.col("district").cast(pl.String) == "all").select(_COLUMNS)
        path, defined = self.run.path / "measures.parquet", measures_of(self.scenario.mechanisms)
        for row in table_files.collected(path, whole).iter_rows(named=True):
            if row["measure"] not in defined:
                raise table_files.broken(path, "it holds unknown measures")
            place = found.setdefault((row["measure"], row["group"]), {})
            place[row["replicate"]] = (row["value"], row["base"], row["rate"])
        # Replicate 0 holds the central values; a measure that is not defined there is not told.
        return {key: [by[number] for number in sorted(by)] for key, by in found.items() if 0 in by}


def open_subject(folder: str | os.PathLike[str]) -> AssessmentSubject:
    """The run or the comparison in a folder. Raises ``BadInputError`` where there is none with a finished replicate."""
    path = folder_of(folder)
    if is_comparison(path):
        comparison = open_comparison(path)
        comparison.require_table()
        return AssessmentSubject(path=path, run=comparison.run(), comparison=comparison)
    run = open_run(path)
    run.require_daily()
    return AssessmentSubject(path=path, run=run)


def _is_share(unit: str) -> bool:
    return unit.startswith(_SHARE)


def _of_so_many(figure: str, unit: str) -> str:
    """A unit as it stands behind a figure.

    >>> _of_so_many("1", "sightings"), _of_so_many("1", "entries"), _of_so_many("1", "people of 10,000")
    ('sighting', 'entry', 'person of 10,000')
    >>> _of_so_many("1 (0.5 to 2)", "sightings"), _of_so_many("1", "of 100 acts"), _of_so_many("1", "level")
    ('sightings', 'of 100 acts', 'level')
    """
    noun, space, rest = unit.partition(" ")
    if noun == "of":
        return unit
    one = "person" if noun == "people" else re.sub(r"ies$", "y", noun)
    return f"{plural(figure, one.removesuffix('s'), noun)}{space}{rest}"


def _count(value: float) -> str:
    return whole(value) if float(value).is_integer() else short(value)


def _told_otherwise(scenario: Scenario) -> bool:
    """Whether a run is of what there is where nobody can be sanctioned."""
    return only_stops(scenario) or only_reports(scenario)


def _entries(scenario: Scenario) -> bool:
    """Whether what any sensor sees may reach a record."""
    sensors = scenario.mechanisms.sensors
    return any(ever(scenario, f"{name}.enabled") and ever(scenario, f"{name}.scored") for name in sensors)


#: What a form may ask of a scenario, whatever its mechanisms are; theirs stand in their files.
_GENERAL = (
    Need(
        word="entries",
        name="entries in people's records",
        lacking="nothing that is seen is entered in a person's record in this scenario",
        met=_entries,
    ),
    Need(
        word="comparison",
        name="a comparison with other scenarios",
        lacking="this is one run, compared with no other scenario",
    ),
)
_Kind = TypeVar("_Kind")


def needs(mechanisms: MechanismSet) -> Mapping[str, Need]:
    """All that a form may ask of a scenario with these mechanisms, by its word."""
    return {each.word: each for each in (*_GENERAL, *mechanisms.declared(Need))}


def anywhere(kind: type[_Kind]) -> Iterator[_Kind]:
    """What the shipped mechanisms and those of installed plug-ins declare of a kind: a form may be written for them."""
    yield from SHIPPED.declared(kind)
    for name in offered("mechanisms"):
        with suppress(PluginError):  # `glasshouse plugins` says what is wrong with it
            for mechanism in mechanisms_named(name):
                yield from mechanism.declared(kind)


def known_needs() -> Mapping[str, Need]:
    """All that a form may name, by its word."""
    return {each.word: each for each in (*_GENERAL, *anywhere(Need))}
