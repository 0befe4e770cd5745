"""What a simulation came to, as tables in memory; a run folder when it is saved."""

# The tables come as pyarrow's, which has no types; what is returned has some.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import copyreg
import os
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from glasshouse import rich_display
from glasshouse.arguments import Argument
from glasshouse.engine.params import CompiledParams
from glasshouse.errors import BadInputError, StoppedError, nearest, why
from glasshouse.folders import output_label
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.folders.new_folder import new_folder
from glasshouse.measures import measures_table
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import tally
from glasshouse.population.people import group_of
from glasshouse.report_files import rewrite_report
from glasshouse.runs import execute_run, run_tables
from glasshouse.runs.replicate_output import PackedOutput, ReplicateOutput, replicate_output
from glasshouse.runs.run import Run, open_run
from glasshouse.runs.run_plan import Plan, command_of
from glasshouse.scenario.scenario import Scenario
from glasshouse.simulation import person_columns
from glasshouse.simulation.asked_values import switch
from glasshouse.simulation.day_view import DayView, Observer
from glasshouse.simulation.person_columns import COLUMNS, COUNTED, RECORDED, PeopleState
from glasshouse.simulation.table_columns import TABLE_COLUMNS

if TYPE_CHECKING:
    import altair as alt

    from glasshouse.engine.simulate import Replicate


def _params(params: np.ndarray, districts: np.ndarray) -> CompiledParams:
    return CompiledParams(params=params, districts=districts)


# Results are pickled and copied, and have parameters. These look up every name, also that of __setstate__, in columns
# that a half-made copy lacks: so a copy is made with its columns.
copyreg.pickle(CompiledParams, lambda one: (_params, (one.params, one.districts)))

#: Most rows of a panel; about 100 bytes each.
MOST_ROWS = 50_000_000
#: After which days a panel has rows, by the word for it.
_EVERY: dict[str, Callable[[DayView], bool]] = {
    "day": lambda view: True,
    "week": lambda view: view.day % 7 == 6,
    "month": lambda view: (view.date + timedelta(days=1)).day == 1,
}
#: So many days lie between, at least.
_LEAST = {"day": 1, "week": 7, "month": 28}


def columns() -> pl.DataFrame:
    """Every column of the tables of ``Results``: name, unit, what it means, and which tables have it.

    Those of ``people()`` and ``panel()`` come first, then those of ``daily()``, ``measures()``, ``events()`` and
    ``strata()``. A name that means something else in another table has a row for each.

    >>> columns().filter(pl.col("column") == "fear").row(0)
    ('fear', '0 to 255', 'fear of being watched', 'people and panel')
    >>> columns().filter(pl.col("column") == "value", pl.col("tables") == "daily")["meaning"].item()
    'how many that day; a combination that is absent is 0'
    """
    rows = [(each.name, each.unit, each.meaning, _where(each.name, each.changes)) for each in COLUMNS]
    rows += [(name, unit, meaning, "people") for name, unit, meaning in COUNTED]
    rows += [(name, "entries", meaning, "people") for name, meaning, _ in RECORDED]
    rows += [
        ("day", "days", "days since the start, from 0", "panel"),
        ("date", "date", "the evening it is of", "panel"),
        *TABLE_COLUMNS,
    ]
    return pl.DataFrame(rows, schema=["column", "unit", "meaning", "tables"], orient="row")


def _where(name: str, changes: bool) -> str:
    return "people and panel" if changes or name == "person" else "people"


@dataclass(frozen=True, kw_only=True)
class Results:
    """The results of a ``Simulation``: tables of Polars; ``.to_pandas()`` turns each into one of pandas.

    The people are invented, and nothing here is a forecast.

    >>> from glasshouse.simulation import Simulation
    >>> results = Simulation("as-described", population=300, days=7, threads=1).run()
    >>> results.measures().columns
    ['replicate', 'district', 'group', 'measure', 'value', 'base', 'rate', 'unit']
    >>> results.strata()["people"].sum(), results.people().height
    (300, 300)
    """

    plan: Plan = field(repr=False)
    number: int = 0
    replicate: Replicate = field(repr=False)
    state: PeopleState = field(repr=False)
    replay: Callable[[Observer], None] = field(repr=False)
    fingerprint: Callable[[], str] = field(repr=False)
    drawn: bool = False

    @property
    def scenario(self) -> Scenario:
        """What was simulated.

        >>> from glasshouse.simulation import Simulation
        >>> Simulation("as-described", population=300, days=2, threads=1).run().scenario.name
        'as-described'
        """
        return self.plan.scenario

    @cached_property
    def digest(self) -> str:
        """The fingerprint of the results, 64 hexadecimal digits: equal for equal rules, people, days and seed.

        It is worked out when it is first asked for, which takes a quarter of the time of 90 days of 20,000 people.

        >>> from glasshouse.simulation import Simulation
        >>> len(Simulation("as-described", population=300, days=2, threads=1).run().digest)
        64
        """
        return self.fingerprint()

    @property
    def person_days_per_second(self) -> float:
        """The speed of the days alone.

        >>> from glasshouse.simulation import Simulation
        >>> Simulation("as-described", population=300, days=2, threads=1).run().person_days_per_second > 0
        True
        """
        return self.replicate.person_days / max(1e-9, self.replicate.seconds)

    def daily(self) -> pl.DataFrame:
        """Counts by day, district and group, in long form; a combination that is absent is 0.

        Columns: replicate, day (from 0), district, group ("all" is what is counted without a group, and no sum of the
        others), measure, value (a whole number).

        >>> from glasshouse.simulation import Simulation
        >>> daily = Simulation("as-described", population=300, days=2, threads=1).run().daily()
        >>> daily.filter(measure="trips", group="all", day=0)["value"].sum() > 0
        True
        """
        place, one = self.scenario.place, self.replicate
        return _frame(run_tables.daily_table(self.number, one.daily, one.measures, place.districts, place.group_axis))

    def measures(self) -> pl.DataFrame:
        """Measures of harm by district and group, with their rates and units: ``docs/measures.md``.

        Columns: replicate, district, group, measure, value, base (what it is over), rate (value / base), unit; "all" is
        the whole.

        >>> from glasshouse.simulation import Simulation
        >>> measures = Simulation("as-described", population=300, days=2, threads=1).run().measures()
        >>> measures.filter(measure="sanctioned", district="all", group="all")["base"].to_list()
        [300.0]
        """
        found = measures_table(
            self.number, self.replicate, self.scenario.place.districts,
            days=self.plan.days, mechanisms=self.scenario.mechanisms,
        )  # fmt: skip
        return _frame(found)

    def events(self) -> pl.DataFrame:
        """Entries, listings, sanctions, appeals, one row each; of a sample of persons where there are too many.

        Columns: replicate, day, date, person, district, group, event, cause, other_person, value, weight (of how many
        persons each row stands for).

        >>> from glasshouse.simulation import Simulation
        >>> events = Simulation("as-described", population=300, days=7, threads=1).run().events()
        >>> events["day"].is_between(0, 6).all(), events["weight"].unique().to_list()
        (True, [1])
        """
        groups = group_of(self.replicate.state["traits"][self.replicate.events["person"]])
        place = self.scenario.place
        return _frame(
            run_tables.events_table(
                self.number, self.replicate, groups, place.districts, self.state.starts, self.scenario.start
            )
        )

    def people(self, *, strings: bool = False) -> pl.DataFrame:
        """One row a person on the last evening; ``glasshouse.columns()`` says what each column is.

        What each did and bore is there where the simulation kept a ledger; entries where all events are kept. Names of
        districts, groups, ages, tiers and lists are enumerations, or ordinary texts with ``strings``.

        >>> from glasshouse.simulation import Simulation
        >>> results = Simulation("as-described", population=200, days=1, threads=1).run()
        >>> [results.people(strings=each)["age"].dtype for each in (False, True)]
        [Enum(categories=['child', 'adult', 'older']), String]
        """
        strings = switch("strings", strings)
        table = person_columns.table(self.state)
        ledger = self.replicate.ledger
        if ledger is not None:
            table = table.with_columns(pl.Series(name, ledger[name]) for name, _, _ in COUNTED)
        table = table.with_columns(self._entries()) if self.replicate.event_weight == 1 else table
        return _in_texts(table) if strings else table

    def _entries(self) -> Iterator[pl.Series]:
        events = self.replicate.events
        for name, _, kind in RECORDED:
            counted = np.bincount(events["person"][events["kind"] == kind], minlength=self.plan.population)
            yield pl.Series(name, counted.astype(np.uint32))

    def panel(self, every: str = "month", *, strings: bool = False) -> pl.DataFrame:
        """One row a person and evening: of each day, of the last day of each week or month, and of the last of all.

        The simulation is run once more for it, with the same people and random numbers. ``strings``: as with
        ``people``. It has what changes; what a person is (group, age, district) stands in ``people()``, which has one
        row for each ``person`` and joins on it. Raises ``BadInputError`` for more rows than fit.

        >>> from glasshouse.simulation import Simulation
        >>> results = Simulation("as-described", population=200, days=31, threads=1).run()
        >>> panel = results.panel()
        >>> panel["date"].unique().to_list()
        [datetime.date(2019, 7, 31)]
        >>> panel.columns  # doctest: +NORMALIZE_WHITESPACE
        ['person', 'participates', 'score', 'error_free_score', 'tier', 'error_free_tier', 'list', 'error_free_list',
        'list_weeks', 'watched', 'fear', 'trust', 'commercial_score', 'closed_gates', 'sanctioned', 'wrongful',
        'unjust', 'day', 'date']
        >>> whole = panel.join(results.people().select("person", "group", "age"), on="person")
        >>> whole.height == panel.height
        True
        """
        strings = switch("strings", strings)
        if not isinstance(every, str) or every not in _EVERY:  # pyright: ignore[reportUnnecessaryIsInstance]: as in write
            hint = nearest(str(every), _EVERY)
            raise BadInputError(Argument("every", every), f": it must be 'day', 'week' or 'month'.{hint}")
        evenings = -(-self.plan.days // _LEAST[every])
        if evenings * self.plan.population > MOST_ROWS:
            fit = MOST_ROWS // evenings
            raise BadInputError(
                Argument("every", every),
                f": a panel has at most {MOST_ROWS:,} rows; {fit:,} people would fit, or fewer evenings.",
            )
        found: list[pl.DataFrame] = []

        def note(view: DayView) -> None:
            if _EVERY[every](view) or view.day == self.plan.days - 1:
                when = [pl.lit(view.day, pl.Int32).alias("day"), pl.lit(view.date).alias("date")]
                found.append(person_columns.table(view.state, changing=True).with_columns(when))

        self.replay(note)
        return _in_texts(pl.concat(found)) if strings else pl.concat(found)

    def strata(self) -> pl.DataFrame:
        """People by group, child, unlawful and lawful acts, and how many of each were sanctioned: a row a stratum.

        It is what the file ``people.parquet`` of a run folder holds, which has no row for each person.

        >>> from glasshouse.simulation import Simulation
        >>> Simulation("as-described", population=300, days=2, threads=1).run().strata()["people"].sum()
        300
        """
        return _frame(run_tables.people_table(self.number, tally(self.replicate)))

    @cached_property
    def outcome(self) -> Outcome:
        """The results in figures, as headlines and reports tell them.

        >>> from glasshouse.simulation import Simulation
        >>> Simulation("as-described", population=300, days=2, threads=1).run().outcome.population
        300
        """
        return Outcome(
            scenario=self.scenario, days=self.plan.days, population=self.plan.population,
            tallies=(tally(self.replicate),),
        )  # fmt: skip

    def save(self, folder: str | os.PathLike[str] | None = None, *, report: bool = True) -> Run:
        """Write a run folder, as ``glasshouse run`` leaves it, and return it opened; without a report if wished.

        Raises ``BadInputError`` where the folder exists, for another replicate than 0, which no run has alone, and for
        values that were ``drawn``, which no run would draw again.

        >>> import tempfile
        >>> from glasshouse.simulation import Simulation
        >>> results = Simulation("as-described", population=300, days=2, threads=1).run()
        >>> with tempfile.TemporaryDirectory() as place:
        ...     results.save(f"{place}/run", report=False).digest == results.digest
        True
        """
        if self.drawn:
            raise BadInputError("results of values that were drawn cannot be saved; lay them over with overrides.")
        if self.number:
            raise BadInputError(f"replicate {self.number} cannot be saved alone; glasshouse.run writes several.")
        report = switch("report", report)
        made = new_folder(folder, self.scenario.name, argument="folder")
        kept = partial(_kept, replace(self.replicate, digest=self.digest))
        execute_run.execute(replace(self.plan, command=command_of(self.plan)), made, outputs=kept)
        if report:
            rewrite_report(made)
        return open_run(made)

    def write(self, table: pl.DataFrame, file: str | os.PathLike[str]) -> Path:
        """Write a table, such as ``panel()``, as a new Parquet file with label, note and digest in its metadata.

        Returns its path. Raises ``BadInputError`` where the file exists or the table is none of Polars, and
        ``StoppedError`` where it cannot be written.

        >>> import pathlib, tempfile, pyarrow.parquet
        >>> from glasshouse.simulation import Simulation
        >>> results = Simulation("as-described", population=300, days=2, threads=1).run()
        >>> with tempfile.TemporaryDirectory() as place:
        ...     written = results.write(results.panel(), pathlib.Path(place) / "panel.parquet")
        ...     said = pyarrow.parquet.read_schema(written).metadata
        >>> said[b"label"], said[b"digest"].decode() == results.digest
        (b'hypothetical', True)
        """
        if not isinstance(table, pl.DataFrame):  # pyright: ignore[reportUnnecessaryIsInstance]: not everybody checks
            raise BadInputError(Argument("table"), ": it must be a table of Polars, such as panel() gives.")
        if not isinstance(file, (str, os.PathLike)):  # pyright: ignore[reportUnnecessaryIsInstance]: as before
            raise BadInputError(Argument("file", file), ": it must be the path of a file.")
        if os.path.exists(path := Path(file)):
            raise BadInputError(Argument("file", path), ": it exists already. Choose another name.")
        try:
            with in_one_step(path) as partial_file:
                output_label.write_table(table.to_arrow(), partial_file, self.scenario.label, self.digest)
        except OSError as error:
            raise StoppedError(f"{path}: it cannot be written ({why(error)}).") from None
        return path

    def __repr__(self) -> str:
        """What it is of, and its digest."""
        return (
            f"Results({self.scenario.name!r}, population={self.plan.population}, days={self.plan.days}, "
            f"seed={self.plan.seed}, digest={self.digest!r})"
        )

    def plot(self, what: str = "groups") -> alt.TopLevelMixin:
        """A figure of the report as an Altair chart, with its label: show it in a notebook, or ``save`` it.

        - ``what``: ``"groups"`` (people harmed, by group), ``"tiers"`` (people by tier over time), ``"feelings"`` (fear
          and trust over time) or ``"districts"`` (a map of the place, where there is one).

        Raises ``BadInputError`` for another word, and where there is nothing to draw.

        >>> from glasshouse.simulation import Simulation
        >>> results = Simulation("as-described", population=2000, days=28, threads=1).run()
        >>> results.plot("feelings").to_dict()["title"]["text"]
        'Mean fear rises from 20 to 21 of 255; mean trust stays at 144'
        """
        return rich_display.figure(self, what)

    def _repr_html_(self) -> str:
        """The headline, for a notebook."""
        return rich_display.html(self)


def _in_texts(table: pl.DataFrame) -> pl.DataFrame:
    """A table with ordinary texts in place of enumerations."""
    named = [name for name, kind in table.schema.items() if isinstance(kind, pl.Enum)]
    return table.with_columns(pl.col(name).cast(pl.String) for name in named)


def _kept(
    replicate: Replicate, plan: Plan, watch: Any, first: int
) -> Generator[ReplicateOutput | PackedOutput, None, None]:
    if first == 0:
        yield replicate_output(plan, 0, replicate)


def _frame(table: Any) -> pl.DataFrame:
    found = pl.from_arrow(table)
    assert isinstance(found, pl.DataFrame)
    return found
