"""Folders made up for the tests: the layout of a run's or a comparison's, figures from a fixed generator or given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

from glasshouse.comparison import comparison_table, paired_arms
from glasshouse.comparison.comparison import Comparison, open_comparison
from glasshouse.folders import json_files
from glasshouse.scenario import Scenario, load
from glasshouse.scenario.scenario_words import GROUPS

UNGROUPED = ("trips", "sightings", "posts")
#: Mean a day and cell of measures that are common; all others are rare.
COMMON = {"trips": 9000, "sightings": 1500, "posts": 1500, "rescored": 40, "friend_sanctioned": 20}
#: Measures that differ between districts and grow with the replicate; all others vary by chance alone.
UNEVEN = (
    "sightings",
    "wrongful_days",
    "first_wrongful",
    "entries_true",
    "entries_false",
    "learned_penalised",
)
LEVELS = {
    "people": 4000,
    "adults": 3300,
    "participants": 3000,
    "tier_AAA": 60,
    "tier_AA": 150,
    "tier_A": 2500,
    "tier_B": 200,
    "tier_C": 70,
    "tier_D": 20,
    "fear_sum": 3300 * 40,
    "trust_sum": 3300 * 140,
}


def daily(scenario: Scenario, replicates: int, days: int, seed: int = 1, zero: Iterable[str] = ()) -> pl.DataFrame:
    """Made-up daily figures in long form; measures in ``zero`` are absent."""
    random = np.random.default_rng(seed)
    weekly = np.array([day for day in range(days) if day % 7 == 6 or day == days - 1])
    frames = []
    for measure in (name for name in scenario.mechanisms.measures if name not in set(zero)):
        when = weekly if measure in scenario.mechanisms.stocks else np.arange(days)
        groups = ("all",) if measure in UNGROUPED else GROUPS
        shape = (replicates, len(when), len(scenario.place.districts), len(groups))
        grown = 1 + 0.1 * np.arange(replicates)[:, None, None, None]
        uneven = 1 + (np.arange(shape[2]) % 5)[None, None, :, None]
        mean = LEVELS.get(measure, COMMON.get(measure, 2.0))
        values = random.poisson(np.broadcast_to(mean * (grown * uneven if measure in UNEVEN else 1.0), shape))
        places = [axis.ravel() for axis in np.indices(shape)]
        frames.append(
            pl.DataFrame(
                {
                    "replicate": places[0],
                    "day": when[places[1]],
                    "district": pl.Series(scenario.place.districts).gather(places[2]),
                    "group": pl.Series(groups).gather(places[3]),
                    "value": values.ravel(),
                }
            ).select("replicate", "day", "district", "group", pl.lit(measure).alias("measure"), "value")
        )
    return pl.concat(frames).filter(pl.col("value") != 0)


def make_run(
    folder: Path,
    scenario: Scenario | None = None,
    *,
    replicates: int = 3,
    days: int = 35,
    zero: Iterable[str] = (),
) -> Path:
    """A run folder with ``run.json`` and ``daily.parquet``."""
    scenario = scenario or load("as-described")
    folder.mkdir(parents=True, exist_ok=True)
    figures = daily(scenario, replicates, days, zero=zero)
    figures.write_parquet(folder / "daily.parquet")
    content = {
        "format": 3,
        "status": "finished",
        "scenario_name": scenario.name,
        "label": scenario.label,
        "files": {"daily.parquet": json_files.fingerprint(folder / "daily.parquet")},
        "each": [{"digest": "0" * 64}] * replicates,
        "scenario": json.loads(json.dumps(scenario.document, default=str)),
        "scenario_hash": scenario.hash,
        "seed": 7,
        "version": "0.1.0",
        "population": 16_000 * len(scenario.place.districts),
        "days": days,
        "replicates": replicates,
        "digest": "0" * 64,
        "command": "glasshouse run as-described --seed 7",
        "start": scenario.start.isoformat(),
        "end": (scenario.start + timedelta(days=days)).isoformat(),
    }
    json_files.write_description(folder / "run.json", content)
    return folder


def make_comparison(
    folder: Path,
    scenario: Scenario,
    counts: Mapping[str, Mapping[str, Sequence[tuple[int, int]]]],
    *,
    people: int = 2500,
) -> Comparison:
    """A comparison of which only the table is there.

    ``counts`` hold, by arm and measure, a pair a replicate: how many in each group as it is, and how many in the arm.
    Nobody is newly harmed unless there are more.
    """
    of = np.array([1, 1, 1, 1, 4])
    replicates = len(next(iter(next(iter(counts.values())).values())))
    rows = []
    for arm, own in counts.items():
        for r in range(replicates):
            size = paired_arms.Difference(measure=paired_arms.PEOPLE, baseline=of * people, arm=of * people)
            found = [size, *(_differing(measure, of, *pairs[r]) for measure, pairs in own.items())]
            rows.append(comparison_table.rows(r, arm, found, GROUPS))
    folder.mkdir(parents=True)
    pl.DataFrame(pa.concat_tables(rows).unify_dictionaries()).write_parquet(folder / comparison_table.NAME)
    content = {
        "format": 3,
        "status": "finished",
        "files": {comparison_table.NAME: json_files.fingerprint(folder / comparison_table.NAME)},
        "scenario_name": scenario.name,
        "label": scenario.label,
        "scenario": json.loads(json.dumps(scenario.document, default=str)),
        "scenario_hash": scenario.hash,
        "seed": 7,
        "version": "0.1.0",
        "population": 4 * people,
        "days": 365,
        "start": scenario.start.isoformat(),
        "replicates": replicates,
        "command": "glasshouse compare",
        "arms": [
            {
                "name": name,
                "written": name,
                "title": name.replace("-", " ").capitalize(),
                "label": scenario.label if name == "baseline" else "hypothetical",
                "sentence": "",
                "digests": [blake2b(name.encode(), digest_size=32).hexdigest()] * replicates,
                "digest": blake2b(name.encode(), digest_size=32).hexdigest(),
            }
            for name in ("baseline", *counts)
        ],
    }
    json_files.write_description(folder / "comparison.json", content)
    return open_comparison(folder)


def _differing(measure: str, of: np.ndarray, before: int, after: int) -> paired_arms.Difference:
    fewer, more = max(before - after, 0) * of, max(after - before, 0) * of
    return paired_arms.Difference(
        measure=measure,
        baseline=before * of,
        arm=after * of,
        spared=fewer,
        newly_harmed=more,
        changed=fewer + more,
    )
