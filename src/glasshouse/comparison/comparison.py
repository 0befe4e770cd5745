"""Open the folder of a comparison.

>>> import tempfile
>>> open_comparison(tempfile.gettempdir())  # doctest: +ELLIPSIS
Traceback (most recent call last):
...
glasshouse.errors.BadInputError: ...: not the folder of a comparison (it holds no comparison.json).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse import rich_display
from glasshouse.comparison import comparison_table as table
from glasshouse.comparison import conclusions_reading
from glasshouse.comparison.comparison_description import KIND
from glasshouse.comparison.conclusions import PairConclusion, Ranking
from glasshouse.comparison.conclusions_reading import DrawnArms
from glasshouse.comparison.paired_arms import ANY, OF_PEOPLE, PEOPLE
from glasshouse.errors import BadInputError
from glasshouse.folders import folder_reading, table_files
from glasshouse.folders.given_path import folder_of
from glasshouse.folders.plan_part import PlanPart, part_said, require_whole
from glasshouse.folders.table_files import NAME, REAL, WHOLE, Table
from glasshouse.measures import HARMS, harm, measures_of
from glasshouse.measures.intervals import Spread, spread
from glasshouse.runs.ensemble_table import NAME as NAME_OF_DRAWS
from glasshouse.runs.run import Run, open_run
from glasshouse.runs.run_description import KIND as RUN
from glasshouse.scenario.scenario_error import nearest

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

    from glasshouse.measure import Measure
    from glasshouse.scenario import Scenario

_COLUMNS = {
    "replicate": WHOLE,
    **dict.fromkeys(("arm", "group", "measure"), NAME),
    **dict.fromkeys(("baseline", "arm_value", "difference"), REAL),
    **dict.fromkeys(("people_spared", "people_newly_harmed", "people_changed"), WHOLE),
}
#: Measures of a comparison that are not shipped: people, any, …, and those of plug-ins.
_MORE_MEASURES = 64
#: What folders of older versions call their baseline, hypothetical or not; it has a title of its own.
_NO_TITLE = "As it is"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A comparison's folder. ``manifest`` is the content of ``comparison.json``.

    ``table``, ``values``, ``figure``, ``rates`` and ``count`` read ``comparison.parquet``, and raise ``BadInputError``
    where no replicate was finished in all arms, or the file is damaged. An arm, a measure or a group that is not there
    has no values.

    ``small_comparison`` in the examples is what ``glasshouse.compare("as-described", ["ban@0"], population=300, days=3,
    replicates=1, draws=0)`` leaves.

    >>> small_comparison.arms, small_comparison.inert("ban"), small_comparison.figure("ban", "wrongful").value <= 0
    (('ban', 'unwatched'), False, True)
    """

    path: Path
    manifest: Mapping[str, Any]

    def __repr__(self) -> str:
        """Where it is, and how it ended, in one line."""
        return f"Comparison({str(self.path)!r}, status={self.status!r}, digest={self.digest!r})"

    @property
    def status(self) -> str:
        """ "running", "finished", "interrupted" or "failed".

        >>> small_comparison.status
        'finished'
        """
        return str(self.manifest.get("status", "running"))

    @property
    def digest(self) -> str | None:
        """The fingerprint of the results of all scenarios, which each of its tables carries; None before there are any.

        That of one scenario is ``run(arm).digest``.

        >>> len(small_comparison.digest), small_comparison.digest == small_comparison.run("ban").digest
        (64, False)
        """
        return self.manifest.get("digest")

    @property
    def part(self) -> PlanPart | None:
        """Which part of a plan its folder is, which has no table until it is merged; None for a whole comparison.

        >>> small_comparison.part is None
        True
        """
        return part_said(self.manifest)

    @property
    def arms(self) -> tuple[str, ...]:
        """The names of the arms, without the baseline.

        >>> small_comparison.arms
        ('ban', 'unwatched')
        """
        return tuple(arm["name"] for arm in self.manifest["arms"][1:])

    @property
    def replicates(self) -> int:
        """How many replicates were compared.

        >>> small_comparison.replicates
        1
        """
        return int(self.manifest["replicates"])

    def about(self, arm: str) -> Mapping[str, Any]:
        """What ``comparison.json`` says of an arm, the baseline included: its title, sentence, label and digests.

        Raises ``BadInputError`` for one that is not there, with the nearest name.

        >>> small_comparison.about("ban")["title"]
        'Ban'
        """
        for found in self.manifest["arms"]:
            if found["name"] == arm:
                return found
        names = [found["name"] for found in self.manifest["arms"]]
        raise BadInputError(f"{self.path}: no arm '{arm}'.{nearest(arm, names)} It has {', '.join(names)}.")

    def label(self, arm: str) -> str:
        """ "documented", or else "hypothetical". Raises ``BadInputError`` for an arm that is not there.

        >>> small_comparison.label("ban")
        'hypothetical'
        """
        # A folder of an older version says so in the arm's own run alone.
        found = self.about(arm).get("label") or self.run(arm).manifest.get("label")
        return "documented" if found == "documented" else "hypothetical"

    def run(self, arm: str = "baseline") -> Run:
        """The run folder of an arm. Raises ``BadInputError`` where it is missing or damaged.

        >>> small_comparison.run("ban").scenario.ban_day
        0
        """
        place = self.path / str(self.about(arm)["name"])
        if not (place / RUN.name).is_file():
            raise BadInputError(f"{place / RUN.name}: it is missing. {KIND.again(self.manifest)}")
        run = open_run(place)
        for key in ("population", "days", "seed", "start"):
            if run.manifest[key] != self.manifest[key]:
                what = f"its {key} is {run.manifest[key]}, and {KIND.name}'s is {self.manifest[key]}"
                raise folder_reading.damaged(place / RUN.name, what, KIND, self.manifest)
        return run

    def plot(self) -> alt.TopLevelMixin:
        """The picture of the report as an Altair chart: the harm that it is about, in each scenario.

        Raises ``BadInputError`` when no replicate was finished in all arms.

        >>> small_comparison.plot().to_dict()["title"]["subtitle"][0]
        'China, as a blog post described it, and other scenarios (hypothetical)'
        """
        return rich_display.figure(self)

    def _repr_html_(self) -> str:
        """What each scenario changes, for a notebook."""
        return rich_display.html(self)

    @property
    def table(self) -> pl.LazyFrame:
        """replicate, arm, group, measure, baseline, arm_value, difference, people_spared, …

        >>> small_comparison.table.collect().columns[:7]
        ['replicate', 'arm', 'group', 'measure', 'baseline', 'arm_value', 'difference']
        """
        return table_files.scan(self._file, self._form)

    @cached_property
    def scenario(self) -> Scenario:
        """The baseline's scenario.

        >>> small_comparison.scenario.name
        'as-described'
        """
        return folder_reading.scenario_in(self.path / KIND.name, self.manifest, KIND, self.manifest["scenario"])

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of the people by name, and "all".

        >>> small_comparison.groups
        ('majority men', 'majority women', 'minority men', 'minority women', 'all')
        """
        return self.scenario.place.group_axis

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """The measures of the table, in order.

        >>> small_comparison.measures[:2]
        ('people', 'unlawful_acts')
        """
        return tuple(dict.fromkeys(measure for _, _, measure in self._rows))

    @cached_property
    def defined(self) -> Mapping[str, Measure]:
        """What each measure is, by name: the shipped ones and those of its scenarios' plug-ins.

        >>> small_comparison.defined["wrongful"].unit
        'people of 10,000'
        """
        found = measures_of(self.scenario.mechanisms)
        if set(self.measures) <= {*found, ANY, PEOPLE}:
            return found
        return measures_of(
            self.scenario.mechanisms.with_(each for arm in self.arms for each in self.run(arm).scenario.mechanisms)
        )

    def values(self, arm: str, measure: str, column: str = "difference", group: str = "all") -> list[float]:
        """One column of one measure as it stands in the table, replicate by replicate; [] where it is not defined.

        ``column``: "baseline", "arm_value", "difference", "people_spared", "people_newly_harmed" or "people_changed";
        ``group``: one of ``groups``. In people, person-days or what else the measure counts (``docs/measures.md``).

        >>> small_comparison.values("ban", "people", "baseline")
        [300.0]
        """
        rows = self._rows.get((arm, group, measure), [])
        found = [row[column] for row in rows]
        return [] if any(value is None for value in found) else [float(value) for value in found]

    def figure(self, arm: str, measure: str, column: str = "difference", group: str = "all") -> Spread | None:
        """The same in the measure's unit (people of 10,000, days a year of 10,000 people, …), with its interval.

        None where it is not defined.

        >>> small_comparison.figure("ban", "sanctioned").value <= 0
        True
        """
        found = self.rates(arm, measure, column, group)
        return spread(found) if found else None

    def rates(self, arm: str, measure: str, column: str = "difference", group: str = "all") -> list[float]:
        """The same replicate by replicate; [] where it is not defined.

        >>> small_comparison.rates("ban", "people", "baseline")
        [300.0]
        """
        values = self.values(arm, measure, column, group)
        people = self.values(arm, PEOPLE, "baseline", group) if values else []
        return [self._rate(value, of, measure, column) for value, of in zip(values, people, strict=True)]

    def count(self, arm: str, measure: str, column: str = "difference", group: str = "all") -> float | None:
        """The value of replicate 0; None where it is not defined.

        >>> small_comparison.count("ban", "people", "baseline")
        300.0
        """
        values = self.values(arm, measure, column, group)
        return values[0] if values else None

    @cached_property
    def drawn(self) -> DrawnArms | None:
        """The draws of the assumptions, in each of which all scenarios were simulated; None for a folder without.

        >>> small_comparison.drawn is None
        True
        """
        if NAME_OF_DRAWS not in self.manifest["files"]:
            return None
        path = folder_reading.file_of(self.path, self.manifest, KIND, NAME_OF_DRAWS)
        if not self.manifest.get("ensemble"):
            raise folder_reading.damaged(self.path / KIND.name, "it says nothing of its ensemble", KIND, self.manifest)
        names = ("baseline", *self.arms)
        return conclusions_reading.read(path, self.manifest["ensemble"], names, conclusions_reading.harms(self.defined))

    @cached_property
    def conclusions(self) -> tuple[PairConclusion, ...]:
        """Which of each pair of scenarios does less of each harm, in how many draws, and where that turns.

        >>> small_comparison.conclusions
        ()
        """
        return self.drawn.conclusions() if self.drawn else ()

    @cached_property
    def rankings(self) -> tuple[Ranking, ...]:
        """The scenarios by each harm, from the least to the most, over the draws.

        >>> small_comparison.rankings
        ()
        """
        return self.drawn.rankings() if self.drawn else ()

    def meaning(self, key: str) -> str:
        """What a parameter of the draws is, in words; an arm's own is ``ARM: KEY``, an event's ``EVENT:KEY``.

        Raises ``BadInputError`` for an arm that is not there.

        >>> small_comparison.meaning("people.trips")
        'mean trips a person makes a day'
        """
        arm, _, own = key.rpartition(": ")
        scenario = self.run(arm).scenario if arm else self.scenario
        event, _, name = own.rpartition(":")
        declared = scenario.mechanisms.parameters
        words = declared[name].meaning if name in declared else "fear added to everybody on the day"
        return f"{words} (from the event {event.replace('-', ' ')} on)" if event else words

    def inert(self, arm: str) -> bool:
        """Whether nobody differs in anything, in any replicate, and the digests are equal.

        Raises ``BadInputError`` for an arm that is not there.

        >>> small_comparison.inert("ban")
        False
        """
        digests = [self.about(name)["digests"][: self.replicates] for name in ("baseline", arm)]
        return digests[0] == digests[1] and not any(self.values(arm, ANY, "people_changed"))

    def _rate(self, value: float, people: float, measure: str, column: str) -> float:
        base = self.defined[measure].base if measure in self.defined else ""  # PEOPLE and ANY are no measures of runs
        if column in OF_PEOPLE or base == "people":
            return harm.per_10_000(value, people)
        if base == "people times years":
            return harm.per_10_000(harm.a_year(value, int(self.manifest["days"])), people)
        return value

    def require_table(self) -> None:
        """Raise ``BadInputError`` when no replicate was finished in all arms.

        >>> small_comparison.require_table()
        """
        _ = self._file

    @property
    def _file(self) -> Path:
        require_whole(self.path, self.manifest, KIND.noun)
        if not (self.path / table.NAME).is_file() and not self.replicates:
            raise BadInputError(f"{self.path}: holds no {table.NAME}; no replicate was finished in all arms.")
        return folder_reading.file_of(self.path, self.manifest, KIND, table.NAME)

    @property
    def _form(self) -> Table:
        most = len(self.manifest["arms"]) * self.replicates * len(self.groups) * (len(HARMS) + _MORE_MEASURES)
        return Table(columns=_COLUMNS, most=most)

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], list[dict[str, Any]]]:
        found: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
        for row in table_files.rows(self._file, self._form):
            found.setdefault((row["arm"], row["group"], row["measure"]), []).append(row)
        return found


def open_comparison(path: str | os.PathLike[str]) -> Comparison:
    """Open the folder of a comparison.

    Raises ``BadInputError`` where there is none, where it is still running or was killed, and where
    ``comparison.json`` is damaged or of another layout.

    >>> open_comparison("nowhere")
    Traceback (most recent call last):
    ...
    glasshouse.errors.BadInputError: nowhere: not the folder of a comparison (it holds no comparison.json).
    """
    return _opened(path, part=False)


def open_part(path: str | os.PathLike[str]) -> Comparison:
    """Open the folder of a comparison, or of a part of one, which has no table. Raises as ``open_comparison`` does."""
    return _opened(path, part=True)


def _opened(path: str | os.PathLike[str], *, part: bool) -> Comparison:
    content = folder_reading.read(folder_of(path, "path"), KIND, part=part)
    baseline = content["arms"][0]
    if baseline["title"] == _NO_TITLE:
        baseline["title"] = str(content["scenario"].get("title", _NO_TITLE))
    return Comparison(path=Path(path), manifest=content)


def is_comparison(path: str | os.PathLike[str]) -> bool:
    """Whether a folder is that of a comparison rather than of one run."""
    return (Path(path) / KIND.name).is_file()
