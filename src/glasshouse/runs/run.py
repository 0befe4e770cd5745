"""Open the folder of a run.

>>> import tempfile
>>> open_run(tempfile.gettempdir())  # doctest: +ELLIPSIS
Traceback (most recent call last):
...
glasshouse.errors.BadInputError: ...: not the folder of a run (it holds no run.json).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from glasshouse import rich_display
from glasshouse.arguments import Argument
from glasshouse.engine.part import MOST_EVENTS
from glasshouse.errors import BadInputError
from glasshouse.folders import folder_reading, table_files
from glasshouse.folders.given_path import folder_of
from glasshouse.folders.plan_part import PlanPart, part_said, require_whole
from glasshouse.folders.table_files import DATE, NAME, REAL, TRUTH, WHOLE, Table
from glasshouse.measures import measures_of
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import COUNTED, Tally, strata_shape
from glasshouse.runs import ensemble_reading, ensemble_table, ensemble_words
from glasshouse.runs.daily_sums import DailySums
from glasshouse.runs.run_description import KIND
from glasshouse.runs.run_plan import Branch

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

    from glasshouse.measures.ensemble import Ensemble
    from glasshouse.mechanism_set import MechanismSet
    from glasshouse.scenario.scenario import Scenario

#: Kinds of the columns of each table.
_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "daily": {
        **dict.fromkeys(("replicate", "day", "value"), WHOLE),
        **dict.fromkeys(("district", "group", "measure"), NAME),
    },
    "events": {
        **dict.fromkeys(("replicate", "day", "person", "other_person", "value", "weight"), WHOLE),
        **dict.fromkeys(("district", "group", "event", "cause"), NAME),
        "date": DATE,
    },
    "people": {**dict.fromkeys(("replicate", "unlawful", "lawful", *COUNTED), WHOLE), "group": NAME, "child": TRUTH},
    "measures": {
        "replicate": WHOLE,
        **dict.fromkeys(("district", "group", "measure", "unit"), NAME),
        **dict.fromkeys(("value", "base", "rate"), REAL),
    },
}
#: Events of a replicate are about MOST_EVENTS at most; the sample is chosen by an estimate, so leave room.
_ROOM = 8


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run folder. ``manifest`` is the content of ``run.json``.

    ``daily``, ``events``, ``people`` and ``measures`` are lazy tables that read the disk only when collected. They
    raise ``BadInputError`` where no replicate was finished, or the file is missing or damaged.

    ``small_run`` in the examples of its methods is such a run, of 300 people and 3 days.

    >>> import tempfile
    >>> import glasshouse
    >>> results = glasshouse.Simulation("as-described", population=300, days=2, threads=1).run()
    >>> with tempfile.TemporaryDirectory() as place:
    ...     run = glasshouse.open_run(results.save(f"{place}/run", report=False).path)
    ...     print(run.status, run.people.collect()["people"].sum(), run.table_path("daily").name)
    finished 300 daily.parquet
    """

    path: Path
    manifest: Mapping[str, Any]

    def __repr__(self) -> str:
        """Where it is, and how it ended, in one line."""
        return f"Run({str(self.path)!r}, status={self.status!r}, digest={self.digest!r})"

    @property
    def status(self) -> str:
        """ "running", "finished", "interrupted" or "failed".

        >>> small_run.status
        'finished'
        """
        return str(self.manifest.get("status", "running"))

    @property
    def digest(self) -> str | None:
        """The fingerprint of the results; None unless the run finished.

        >>> len(small_run.digest)
        64
        """
        return self.manifest.get("digest")

    @property
    def part(self) -> PlanPart | None:
        """Which part of a plan its folder is, which has no tables until it is merged; None for a whole run.

        >>> small_run.part is None
        True
        """
        return part_said(self.manifest)

    def plot(self, what: str = "groups") -> alt.TopLevelMixin:
        """A figure of the report as an Altair chart, with its label: show it in a notebook, or ``save`` it.

        - ``what``: ``"groups"`` (people harmed, by group), ``"tiers"`` (people by tier over time), ``"feelings"`` (fear
          and trust over time) or ``"districts"`` (a map of the place, where there is one).

        Raises ``BadInputError`` for another word, and where there is nothing to draw.

        >>> small_run.plot("feelings").to_dict()["title"]["subtitle"][1]
        'Hypothetical. The people are invented. This is not a forecast.'
        """
        return rich_display.figure(self, what)

    def _repr_html_(self) -> str:
        """The headline, for a notebook."""
        return rich_display.html(self)

    @property
    def daily(self) -> pl.LazyFrame:
        """replicate, day, district, group, measure, value; an absent row is 0.

        >>> small_run.daily.collect().columns
        ['replicate', 'day', 'district', 'group', 'measure', 'value']
        """
        return self._table("daily")

    @property
    def daily_sums(self) -> DailySums:
        """Sums over ``daily``.

        >>> small_run.daily_sums.days
        3
        """
        return DailySums(
            frame=self.daily,
            path=self.path / "daily.parquet",
            replicates=int(self.manifest["replicates"]),
            days=int(self.manifest["days"]),
            place=self.scenario.place,
            mechanisms=self.mechanisms,
        )

    @property
    def events(self) -> pl.LazyFrame:
        """replicate, day, date, person, district, group, event, cause, other_person, value, weight.

        >>> small_run.events.collect()["day"].is_between(0, 2).all()
        True
        """
        return self._table("events")

    @property
    def people(self) -> pl.LazyFrame:
        """People by replicate, group, child, unlawful and lawful acts, and how many of them were sanctioned…

        >>> small_run.people.collect()["people"].sum()
        300
        """
        return self._table("people")

    @property
    def measures(self) -> pl.LazyFrame:
        """replicate, district, group, measure, value, base, rate, unit; "all" is the whole. docs/measures.md.

        >>> small_run.measures.filter(measure="sanctioned", district="all", group="all").collect()["base"].to_list()
        [300.0]
        """
        return self._table("measures")

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario that was run, from ``run.json``.

        >>> small_run.scenario.name
        'as-described'
        """
        return self._scenario(self.manifest["scenario"])

    @property
    def mechanisms(self) -> MechanismSet:
        """Those of the scenario, and of the past that it shares with another.

        >>> small_run.mechanisms.added
        ()
        """
        past = () if self.past is None else self.past.scenario.mechanisms.added
        return self.scenario.mechanisms.with_(past)

    @cached_property
    def past(self) -> Branch | None:
        """The past that the run shares with another, from ``run.json``; None when it is all its own.

        >>> small_run.past is None
        True
        """
        found = self.manifest.get("past")
        if not found:
            return None
        if not isinstance(found, dict) or type(cast("dict[str, Any]", found).get("day")) is not int:
            raise folder_reading.damaged(self.path / KIND.name, "its past has no day", KIND, self.manifest)
        said = cast("dict[str, Any]", found)
        return Branch(scenario=self._scenario(said.get("scenario")), day=said["day"])

    def _scenario(self, document: Any) -> Scenario:
        return folder_reading.scenario_in(self.path / KIND.name, self.manifest, KIND, document)

    @cached_property
    def outcome(self) -> Outcome:
        """The run in figures. Raises ``BadInputError`` when no replicate was finished.

        >>> small_run.outcome.count("trips") > 0
        True
        """
        telling = self.ensemble is None or ensemble_words.telling(self.ensemble, self.scenario)
        return Outcome(
            scenario=self.scenario,
            days=int(self.manifest["days"]),
            population=int(self.manifest["population"]),
            tallies=tuple(self._tallies()),
            ensemble=self.ensemble if telling else None,
            sparse=None if telling else self.ensemble,
        )

    @cached_property
    def ensemble(self) -> Ensemble | None:
        """The draws of its assumptions in figures; None for a run without, or one that was stopped before its end.

        >>> small_run.ensemble is None
        True
        """
        if ensemble_table.NAME not in self.manifest["files"]:
            return None
        path = folder_reading.file_of(self.path, self.manifest, KIND, ensemble_table.NAME)
        if not self.manifest.get("ensemble"):
            raise folder_reading.damaged(self.path / KIND.name, "it says nothing of its ensemble", KIND, self.manifest)
        return ensemble_reading.read(path, self.manifest["ensemble"], self.scenario.place.group_names)

    @property
    def draws(self) -> pl.LazyFrame:
        """draw, variant, quantity, group, name, value of the ensemble. Raises ``BadInputError`` where there is none.

        >>> small_run.draws  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        glasshouse.errors.BadInputError: ...: it has no ensemble (draws).
        """
        if ensemble_table.NAME not in self.manifest["files"]:
            raise BadInputError(f"{self.path}: it has no ensemble (", Argument("draws"), ").")
        path = folder_reading.file_of(self.path, self.manifest, KIND, ensemble_table.NAME)
        return table_files.scan(path, ensemble_reading.form(int(self.manifest["ensemble"]["draws"])))

    def require_daily(self) -> None:
        """Raise ``BadInputError`` when no replicate of the run was finished.

        >>> small_run.require_daily()
        """
        self.table_path("daily")

    def table_path(self, name: str) -> Path:
        """The file of a table, as the run left it. Raises ``BadInputError``.

        >>> small_run.table_path("daily").name
        'daily.parquet'
        """
        require_whole(self.path, self.manifest, KIND.noun)
        path = self.path / f"{name}.parquet"
        if not path.is_file() and not self.manifest["replicates"]:
            raise BadInputError(f"{self.path}: holds no {path.name}; no replicate of this run was finished.")
        return folder_reading.file_of(self.path, self.manifest, KIND, path.name)

    def _table(self, name: str) -> pl.LazyFrame:
        return table_files.scan(self.table_path(name), self._form(name))

    def _form(self, name: str) -> Table:
        districts, groups = len(self.scenario.place.districts), len(self.scenario.place.groups)
        most = {
            "daily": int(self.manifest["days"]) * districts * (groups + 1) * len(self.mechanisms.measures),
            "events": _ROOM * MOST_EVENTS,
            "people": int(np.prod(strata_shape(groups)[:-1])),
            "measures": (districts + 1) * (groups + 1) * len(measures_of(self.mechanisms)),
        }
        return Table(columns=_COLUMNS[name], most=most[name] * int(self.manifest["replicates"]))

    def _tallies(self) -> list[Tally]:
        counts: dict[int, dict[tuple[str, str], int]] = {}
        for replicate, group, measure, value in self.daily_sums.totals("replicate", "group"):
            counts.setdefault(replicate, {})[group, measure] = value
        each = self.manifest.get("each", [])
        strata = self._strata()
        return [
            Tally(
                counts=counts[number],
                groups=self.scenario.place.group_names,
                strata=strata.get(number),
                top_percent=each[number].get("top_percent") if number < len(each) else None,
            )
            for number in sorted(counts)
        ]

    def _strata(self) -> dict[int, np.ndarray]:
        """By replicate; none for a run without a ledger of single persons."""
        if "people.parquet" not in self.manifest["files"]:
            return {}
        path, form = self.table_path("people"), self._form("people")
        names, found = self.scenario.place.group_names, dict[int, np.ndarray]()
        for row in table_files.rows(path, form):
            strata = found.setdefault(row["replicate"], np.zeros(strata_shape(len(names)), np.int64))
            try:
                place = (names.index(row["group"]), int(not row["child"]), row["unlawful"], row["lawful"])
                strata[place] = [row[name] for name in COUNTED]
            except (ValueError, IndexError, TypeError):
                raise table_files.broken(path, "it holds people of an unknown kind") from None
        return found


def open_part(path: str | os.PathLike[str]) -> Run:
    """Open the folder of a run, or of a part of one, which has no tables. Raises as ``open_run`` does."""
    return Run(path=Path(path), manifest=folder_reading.read(Path(path), KIND, part=True))


def open_run(path: str | os.PathLike[str]) -> Run:
    """Open the folder of a run.

    Raises ``BadInputError`` where there is none, where it is still running, and where ``run.json`` is damaged or of
    another layout.

    >>> open_run(small_run.path).digest == small_run.digest
    True
    >>> open_run("nowhere")
    Traceback (most recent call last):
    ...
    glasshouse.errors.BadInputError: nowhere: not the folder of a run (it holds no run.json).
    """
    return Run(path=folder_of(path, "path"), manifest=folder_reading.read(Path(path), KIND))
