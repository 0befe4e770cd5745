"""What a run counted, added up by replicate, district and group, and over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from glasshouse.measures.intervals import Spread, spread
from glasshouse.runs.daily_sums import DailySums
from glasshouse.runs.run import Run
from glasshouse.scenario.scenario import Scenario

#: Measures shown as lines over time, beside the people in each tier.
SERIES = ("adults", "fear_sum", "trust_sum")


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


def read_tallies(run: Run) -> Tallies:
    """What a run counted. Raises ``BadInputError`` when no replicate was finished, or ``daily.parquet`` is damaged."""
    return tallies_of(run.daily_sums, run.scenario)


def tallies_of(sums: DailySums, scenario: Scenario) -> Tallies:
    """The same of daily counts, wherever they are."""
    cells = {row[:4]: row[4] for row in sums.totals("replicate", "district", "group")}
    lines: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    shown = (*(f"tier_{tier}" for tier in scenario.tiers), *SERIES)
    for replicate, day, measure, value in sums.series(shown):
        lines[replicate, measure].append((day, value))
    peopled = {(d, g) for (_, d, g, m) in cells if m == "people"}
    anybody = {g for _, g in peopled}
    return Tallies(
        replicates=1 + max((key[0] for key in cells), default=0),
        districts=tuple(sorted({d for d, _ in peopled})),
        groups=tuple(group for group in scenario.place.group_names if group in anybody),
        cells=cells,
        series=dict(lines),
    )


def read_periods(run: Run, measures: Sequence[str], length: int) -> dict[tuple[int, str, str], int]:
    """Sums of measures in replicate 0 by (period, district, measure); a period is ``length`` days."""
    return {row[:3]: row[3] for row in run.daily_sums.periods(measures, length)}
