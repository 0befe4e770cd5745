"""Run folders made up for the tests: the layout of a run's folder, figures from a fixed generator."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl

from glasshouse.report.labels import LABELS, STOCKS
from glasshouse.scenario import Scenario, load
from glasshouse.scenario.words import GROUPS

UNGROUPED = ("trips", "sightings", "posts")
#: Mean a day and cell of measures that are common; all others are rare.
COMMON = {"trips": 9000, "sightings": 1500, "posts": 1500, "rescored": 40, "friend_sanctioned": 20}
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
    weekly = [day for day in range(days) if day % 7 == 6 or day == days - 1]
    frames = []
    for replicate in range(replicates):
        for place, district in enumerate(scenario.place.districts):
            for measure in LABELS:
                if measure in zero:
                    continue
                when = weekly if measure in STOCKS else range(days)
                groups = ("all",) if measure in UNGROUPED else GROUPS
                mean = LEVELS.get(measure, COMMON.get(measure, 2.0)) * (1 + 0.1 * replicate) * (1 + place % 5)
                if measure == "people":
                    mean = 4000
                values = random.poisson(mean, (len(when), len(groups)))
                frames.append(
                    pl.DataFrame(
                        {
                            "replicate": replicate,
                            "day": np.repeat(np.array(list(when)), len(groups)),
                            "district": district,
                            "group": list(groups) * len(when),
                            "measure": measure,
                            "value": values.ravel(),
                        }
                    )
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
    manifest = {
        "status": "finished",
        "scenario": json.loads(json.dumps(scenario.document, default=str)),
        "scenario_hash": scenario.hash,
        "seed": 7,
        "version": "0.1.0",
        "population": 16_000 * len(scenario.place.districts),
        "days": days,
        "replicates": replicates,
        "digest": "0" * 32,
        "command": "glasshouse run as-described --seed 7",
        "start": scenario.start.isoformat(),
        "end": (scenario.start + timedelta(days=days)).isoformat(),
    }
    (folder / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder
