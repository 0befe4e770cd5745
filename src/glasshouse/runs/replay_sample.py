"""Simulate a sample of a run's days again, and compare them with what its folder holds."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import numpy as np
import polars as pl

from glasshouse import __version__
from glasshouse.engine.compile_ahead import warm_up
from glasshouse.engine.part import BranchPoint, Part
from glasshouse.folders import table_files
from glasshouse.population.people import allot, group_of
from glasshouse.runs import stored_fits
from glasshouse.runs.run import Run
from glasshouse.runs.run_description import KIND
from glasshouse.runs.run_tables import columns_of_events
from glasshouse.withdrawn import Withdrawn, keys_gone
from glasshouse.wording.numbers import whole

#: Person-days that are simulated again, if the smallest district has no more: some seconds' worth.
WORTH = 300_000_000


def replay_sample(run: Run, worth: int = WORTH) -> tuple[str, list[str]]:
    """Simulate the smallest districts of replicate 0 again: what was done, and a sentence for each that differs.

    At least one district, and as many as have `worth` person-days together. Nothing for a run of another version or of
    an older model, or without a finished replicate. Raises ``BadInputError`` for a table that cannot be read.
    """
    if run.manifest["version"] != __version__ or not run.manifest["each"]:
        return "", []
    if keys_gone(run.manifest["scenario"], run.scenario.mechanisms.declared(Withdrawn)):
        return "", []
    try:
        known = stored_fits.read(run.manifest["each"][0]["fits"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return "", [
            f"{KIND.name} does not hold what the learned score was fitted to, so no day can be simulated again."
        ]
    days, place = int(run.manifest["days"]), run.scenario.place
    sizes = _sizes(run)
    chosen = _smallest(sizes, worth // days)
    threads = os.cpu_count() or 1
    with ThreadPoolExecutor(threads) as pool:
        faults = [
            f"{place.districts[k]} in replicate 0, replayed, is not what {wrong} says."
            for k in chosen
            if (wrong := _wrong(run, _replayed(run, k, known, threads, pool)))
        ]
    if faults:
        return "", faults
    people = f"{sum(sizes[k] for k in chosen):,} people"
    whose = f"{place.districts[chosen[0]]}'s {people}" if len(chosen) == 1 else f"{people} in {len(chosen)} districts"
    return f"Replayed: {whole(days)} days of {whose} in replicate 0: the same.", []


def _smallest(sizes: list[int], most: int) -> list[int]:
    """Districts with anybody in them, the fewest people first: one, and more while they have no more than `most`.

    >>> _smallest([500, 0, 20, 100], 130), _smallest([500, 20], 3)
    ([2, 3], [1])
    """
    order = sorted((k for k, n in enumerate(sizes) if n), key=lambda k: sizes[k])
    together = np.cumsum([sizes[k] for k in order])
    return order[: max(1, int((together <= most).sum()))]


def _sizes(run: Run) -> list[int]:
    return np.diff(allot(int(run.manifest["population"]), run.scenario.place.columns["population"])).tolist()


def _branches(run: Run) -> tuple[BranchPoint, BranchPoint]:
    seed, past = int(run.manifest["seed"]), run.past
    if past is None:
        alone = BranchPoint(scenario=run.scenario, day=0, drawn=run.scenario.draw(0, seed))
        return alone, alone
    before = BranchPoint(scenario=past.scenario, day=past.day, drawn=past.scenario.draw(0, seed))
    return before, BranchPoint(scenario=run.scenario, day=past.day, drawn=run.scenario.draw(0, seed))


def _replayed(run: Run, district: int, known: dict[int, np.ndarray], threads: int, pool: ThreadPoolExecutor) -> Part:
    warm_up()
    days = int(run.manifest["days"])
    part = Part(
        *_branches(run),
        population=int(run.manifest["population"]),
        days=days,
        seed=int(run.manifest["seed"]),
        threads=threads,
        districts=range(district, district + 1),
    )
    part.initialise(pool)
    part.simulate_until(part.days, known, pool)
    return part


def _wrong(run: Run, part: Part) -> str:
    """The table that says something else of a district than its days; "" when none does."""
    if not _same_days(run, part):
        return "daily.parquet"
    return "" if _same_events(run, part) else "events.parquet"


def _same_days(run: Run, part: Part) -> bool:
    name = run.scenario.place.districts[part.districts.start]
    rows = _rows(run.daily, run, "daily", (pl.col("replicate") == 0) & (pl.col("district").cast(pl.String) == name))
    if any(rows.null_count().row(0)):
        return False
    measures = part.mechanisms.measures
    axis = run.scenario.place.group_axis
    found = np.zeros((len(part.counted), len(axis), len(measures)), np.int64)
    day = rows["day"].to_numpy()
    if len(day) and (day.min() < 0 or day.max() >= len(part.counted)):
        return False
    found[day, _places(rows["group"], axis), _places(rows["measure"], measures)] = rows["value"].to_numpy()
    return len(rows) == np.count_nonzero(found) and bool((found == part.counted[:, 0]).all())


def _same_events(run: Run, part: Part) -> bool:
    there = (pl.col("replicate") == 0) & pl.col("person").is_between(part.origin, part.end, closed="left")
    rows = _rows(run.events, run, "events", there)
    events = part.counted_events()
    group = group_of(part.people.traits[events["person"] - part.origin])
    names = run.scenario.place.group_names
    wanted = columns_of_events({name: events[name] for name in events.dtype.names or ()}, part.mechanisms)
    wanted |= {
        "date": [run.scenario.start + timedelta(days=day) for day in events["day"].tolist()],
        "district": [run.scenario.place.districts[part.districts.start]] * len(events),
        "group": [names[g] for g in group.tolist()],
        "weight": [part.weight] * len(events),
    }
    return len(rows) == len(events) and all(rows[name].to_list() == column for name, column in wanted.items())


def _rows(frame: pl.LazyFrame, run: Run, name: str, wanted: pl.Expr) -> pl.DataFrame:
    """Rows of a table, names as text."""
    rows = frame.filter(wanted).with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))
    return table_files.collected(run.path / f"{name}.parquet", rows)


def _places(names: pl.Series, axis: Iterable[str]) -> np.ndarray:
    place = {name: k for k, name in enumerate(axis)}
    return np.array([place.get(name, -1) for name in names.to_list()], np.int64)
