"""What is assessed: a run, or a comparison with its baseline; its figures as cells, and what its scenario has."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from glasshouse.comparison.comparison import Comparison, is_comparison, open_comparison
from glasshouse.folders import table_files
from glasshouse.mechanisms.face_recognition import searched_share
from glasshouse.report.people import Cell
from glasshouse.results import reports, stops
from glasshouse.results.measures import HARMS, measures_of
from glasshouse.results.numbers import LEAST_EVENTS, LEAST_PEOPLE, NOT_ESTIMABLE, spread
from glasshouse.results.run import Run, open_run
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.words import SENSORS
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

    def has(self, need: str | None) -> bool:
        """Whether the scenario has what a table needs; always for None."""
        return need is None or NEEDS[need].met(self)

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

    def said(self, measure: str, group: str = "all") -> str:
        """The same with its unit, as a clause."""
        cell = self.cell(measure, group)
        if cell.text in (NOT_ESTIMABLE, NONE, UNCOUNTED):
            return f"{cell.text} ({cell.below})" if cell.below else cell.text
        if cell.below == HERE:
            return f"{cell.text} {self.unit(measure)} {HERE}"
        below = f" ({cell.below})" if cell.below else ""
        return f"{cell.text}{below} {self.unit(measure)}"

    @cached_property
    def faces_searched(self) -> int:
        """About how many faces were searched in replicate 0: what cameras saw, times the share of pictures searched.

        A person who is seen twice counts twice, and children count: a camera does not know ages.
        """
        sightings = (pl.col("replicate") == 0) & (pl.col("measure") == "sightings")
        by_day = self.run.daily.filter(sightings).group_by("day").agg(pl.col("value").sum())
        seen = table_files.collected(self.run.table_path("daily"), by_day)
        return round(sum(count * self._share_searched(day) for day, count in seen.iter_rows()))

    def _share_searched(self, day: int) -> float:
        past = self.run.past
        scenario = past.scenario if past is not None and day < past.day else self.scenario
        return searched_share(scenario.settings(day))

    @cached_property
    def _figures(self) -> Mapping[tuple[str, str], _Rows]:
        found: dict[tuple[str, str], dict[int, tuple[float, float, float | None]]] = {}
        whole = self.run.measures.filter(pl.col("district").cast(pl.String) == "all").select(_COLUMNS)
        path, defined = self.run.path / "measures.parquet", measures_of(self.scenario.mechanisms)
        for row in table_files.collected(path, whole).iter_rows(named=True):
            if row["measure"] not in defined:
                raise table_files.broken(path, "it holds measures that there are not")
            place = found.setdefault((row["measure"], row["group"]), {})
            place[row["replicate"]] = (row["value"], row["base"], row["rate"])
        # Replicate 0 holds the central values; a measure that is not defined there is not told.
        return {key: [by[number] for number in sorted(by)] for key, by in found.items() if 0 in by}


def open_subject(folder: str | os.PathLike[str]) -> AssessmentSubject:
    """The run or the comparison in a folder. Raises ``BadInputError`` where there is none with a finished replicate."""
    path = Path(folder)
    if is_comparison(path):
        comparison = open_comparison(path)
        comparison.require_table()
        return AssessmentSubject(path=path, run=comparison.run(), comparison=comparison)
    run = open_run(path)
    run.require_daily()
    return AssessmentSubject(path=path, run=run)


def _is_share(unit: str) -> bool:
    return unit.startswith(_SHARE)


def _count(value: float) -> str:
    return whole(value) if float(value).is_integer() else short(value)


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something that a scenario may lack: a test, what it is called, and why a table is empty without it."""

    met: Callable[[AssessmentSubject], bool]
    name: str
    lacking: str


def _ever(key: str) -> Callable[[AssessmentSubject], bool]:
    """Whether a part is switched on at the start, or by a dated event."""

    def met(subject: AssessmentSubject) -> bool:
        switches = (subject.scenario.switches, *(event.switches for event in subject.scenario.events))
        return any(each.get(key, False) for each in switches)

    return met


def _entries(subject: AssessmentSubject) -> bool:
    """Whether what any sensor sees may reach a record."""
    return any(_ever(f"{name}.enabled")(subject) and _ever(f"{name}.scored")(subject) for name in SENSORS)


def _sanctions(subject: AssessmentSubject) -> bool:
    told_otherwise = stops.only_stops(subject.scenario) or reports.only_reports(subject.scenario)
    return _ever("restrictions.enabled")(subject) and not told_otherwise


def _looks_first(subject: AssessmentSubject) -> bool:
    return _ever("redress.enabled")(subject) and subject.scenario.parameters["redress.review_share"].high > 0


def _nobody_looks(subject: AssessmentSubject) -> bool:
    """Whether a sanction may take effect with nobody having looked: not where a person always reviews all of them."""
    scenario, review = subject.scenario, "redress.review_share"
    shares = (
        scenario.parameters[review],
        *(event.changes[review] for event in scenario.events if review in event.changes),
    )
    switches = (scenario.switches, *(event.switches for event in scenario.events))
    always = all(each.get("redress.enabled", True) for each in switches) and min(share.low for share in shares) >= 1
    return _sanctions(subject) and not always


def _associates(subject: AssessmentSubject) -> bool:
    return _ever("score.enabled")(subject) and subject.scenario.parameters["score.points_association"].value != 0


#: What a form may ask of a scenario.
NEEDS: Mapping[str, Need] = MappingProxyType(
    {
        "sanctions": Need(
            met=_sanctions,
            name="sanctions: gates that close to people",
            lacking="nothing in this scenario can close a door to a person, so nobody is sanctioned",
        ),
        "unreviewed": Need(
            met=_nobody_looks,
            name="doors that close with nobody looking first",
            lacking="nothing in this scenario closes a door before a person has looked",
        ),
        "stops": Need(
            met=_ever("face_recognition.enabled"),
            name="alerts of face recognition, and stops after them",
            lacking="no face is searched in this scenario, so nobody is stopped after an alert",
        ),
        "faces": Need(
            met=_ever("face_recognition.enabled"),
            name="faces searched, to tell one person from another",
            lacking="no face is searched in this scenario",
        ),
        "entries": Need(
            met=_entries,
            name="entries in people's records",
            lacking="nothing that is seen is entered in a person's record in this scenario",
        ),
        "reports": Need(
            met=_ever("informants.enabled"),
            name="informants who report",
            lacking="nobody reports on others in this scenario",
        ),
        "monitoring": Need(
            met=_ever("internet.enabled"),
            name="monitoring of what people write",
            lacking="nothing that people write is watched in this scenario",
        ),
        "matching": Need(
            met=lambda subject: _ever("companies.enabled")(subject) and _ever("registries.enabled")(subject),
            name="data of companies joined with those of the state",
            lacking="no company's data are joined with the state's in this scenario",
        ),
        "score": Need(
            met=_ever("score.enabled"),
            name="a score of persons",
            lacking="nobody has a score in this scenario",
        ),
        "learned-score": Need(
            met=_ever("learned_score.enabled"),
            name="a score that is learned from the system's own records",
            lacking="no score is learned from data in this scenario; its rules are fixed",
        ),
        "association": Need(
            met=_associates,
            name="points lost for knowing somebody",
            lacking="nobody loses points for knowing somebody in this scenario",
        ),
        "redress": Need(
            met=_ever("redress.enabled"),
            name="notice and appeal",
            lacking="this scenario has no notice, no review and no appeal",
        ),
        "review": Need(
            met=_looks_first,
            name="review by a person before a sanction takes effect",
            lacking="in this scenario nobody looks at a sanction before it takes effect",
        ),
        "response": Need(
            met=_ever("response.enabled"),
            name="people who respond with fear",
            lacking="people do not respond to being watched in this scenario",
        ),
        "comparison": Need(
            met=lambda subject: subject.comparison is not None,
            name="a comparison with other scenarios",
            lacking="this is one run, compared with no other scenario",
        ),
    }
)
