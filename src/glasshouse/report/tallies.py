"""Sums over a run's ``daily.parquet``, made by DuckDB so that the file is never loaded whole.

The file is in long form (replicate, day, district, group, measure, value); an absent row is 0. Measures
counted without a group stand under the group ``all`` and nowhere else, so that sums over groups are totals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from glasshouse.report.labels import STOCKS
from glasshouse.results.errors import BadInputError
from glasshouse.results.numbers import Spread, spread
from glasshouse.results.reading import querying

#: Measures shown as lines or areas over time.
SERIES = (*(f"tier_{tier}" for tier in ("AAA", "AA", "A", "B", "C", "D")), "adults", "fear_sum", "trust_sum")

_FLOWS = """
SELECT replicate, district, "group", measure, sum(value)::BIGINT AS value
FROM daily WHERE measure NOT IN (SELECT unnest(?)) GROUP BY ALL
"""
_LEVELS = """
SELECT replicate, district, "group", measure, sum(value)::BIGINT AS value
FROM daily
JOIN (SELECT replicate AS r, max(day) AS last FROM daily WHERE measure = 'people' GROUP BY ALL) ends
ON daily.replicate = ends.r AND daily.day = ends.last
WHERE measure IN (SELECT unnest(?)) GROUP BY ALL
"""
_SERIES = """
SELECT replicate, day, measure, sum(value)::BIGINT AS value
FROM daily WHERE measure IN (SELECT unnest(?)) GROUP BY ALL ORDER BY replicate, day
"""
_PERIODS = """
SELECT day // ? AS period, district, measure, sum(value)::BIGINT AS value
FROM daily WHERE replicate = 0 AND measure IN (SELECT unnest(?)) GROUP BY ALL
"""


@dataclass(frozen=True, kw_only=True)
class Tallies:
    """What a run counted. Every figure is a sum of the file's values; a missing one is 0.

    ``cells`` maps (replicate, district, group, measure) to the sum over days, or for a stock to its
    level on the last day. ``series`` maps (replicate, measure) to [(day, level), …] in order of days.
    """

    replicates: int
    districts: tuple[str, ...]
    groups: tuple[str, ...]
    cells: dict[tuple[int, str, str, str], int]
    series: dict[tuple[int, str], list[tuple[int, int]]]
    _by_run: dict[tuple[int, str], int] = field(default_factory=lambda: defaultdict(int))
    _by_group: dict[tuple[int, str, str], int] = field(default_factory=lambda: defaultdict(int))
    _by_district: dict[tuple[int, str, str], int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        """Add the cells up by run, by group and by district."""
        for (replicate, district, group, measure), value in self.cells.items():
            self._by_run[replicate, measure] += value
            self._by_group[replicate, group, measure] += value
            self._by_district[replicate, district, measure] += value

    def total(self, *measures: str, replicate: int = 0) -> int:
        """The sum of measures over districts and groups in one replicate."""
        return sum(self._by_run.get((replicate, name), 0) for name in measures)

    def of_group(self, group: str, *measures: str, replicate: int = 0) -> int:
        """The sum of measures in one group of people."""
        return sum(self._by_group.get((replicate, group, name), 0) for name in measures)

    def of_district(self, district: str, *measures: str, replicate: int = 0) -> int:
        """The sum of measures in one district."""
        return sum(self._by_district.get((replicate, district, name), 0) for name in measures)

    def over(self, *measures: str) -> Spread:
        """The sum of measures in replicate 0, with the interval over replicates."""
        return spread([self.total(*measures, replicate=r) for r in range(self.replicates)])

    def share(self, above: Sequence[str], below: Sequence[str], *, group: str = "", district: str = "") -> Spread:
        """``above`` over ``below`` by replicate, in a group or a district when named; 0 where below is 0."""
        values = []
        for replicate in range(self.replicates):
            top, base = (self._within(names, replicate, group, district) for names in (above, below))
            values.append(top / base if base else 0.0)
        return spread(values)

    def _within(self, names: Iterable[str], replicate: int, group: str, district: str) -> int:
        if group:
            return self.of_group(group, *names, replicate=replicate)
        if district:
            return self.of_district(district, *names, replicate=replicate)
        return self.total(*names, replicate=replicate)


def read_tallies(daily: Path) -> Tallies:
    """Sum a ``daily.parquet``.

    Raises ``BadInputError`` when there is none: no replicate was finished.
    """
    if not daily.is_file():
        raise BadInputError(f"{daily.parent}: holds no {daily.name}; no replicate of this run was finished.")
    with querying(daily), _open(daily) as base:
        flows = base.execute(_FLOWS, [list(STOCKS)]).fetchall()
        levels = base.execute(_LEVELS, [list(STOCKS)]).fetchall()
        lines = base.execute(_SERIES, [list(SERIES)]).fetchall()
    cells = {(int(r), str(d), str(g), str(m)): int(v) for r, d, g, m, v in (*flows, *levels)}
    series: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for replicate, day, measure, value in lines:
        series[int(replicate), str(measure)].append((int(day), int(value)))
    peopled = {(d, g) for (_, d, g, m) in cells if m == "people"}
    return Tallies(
        replicates=1 + max((key[0] for key in cells), default=0),
        districts=tuple(sorted({d for d, _ in peopled})),
        groups=tuple(sorted({g for _, g in peopled})),
        cells=cells,
        series=dict(series),
    )


def read_periods(daily: Path, measures: Sequence[str], length: int) -> dict[tuple[int, str, str], int]:
    """Sums of measures in replicate 0 by (period, district, measure); a period is ``length`` days."""
    with querying(daily), _open(daily) as base:
        rows = base.execute(_PERIODS, [length, list(measures)]).fetchall()
    return {(int(period), str(district), str(measure)): int(value) for period, district, measure, value in rows}


def _open(daily: Path):
    """An in-memory DuckDB with the file as the view ``daily``; it fetches no extension."""
    import duckdb

    settings: dict = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    base = duckdb.connect(":memory:", config=settings)
    quoted = str(daily).replace("'", "''")
    base.execute(f"CREATE VIEW daily AS SELECT * FROM read_parquet('{quoted}')")
    return base
