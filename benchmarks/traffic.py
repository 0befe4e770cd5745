"""Count the bytes that a run cut into shards sends and gets back, a day and at the end, by what they are.

    python benchmarks/traffic.py [--days D] [--population N …] [--shards N …]

It needs the extra ``cluster``. Each shard's days are simulated here, by the function that a worker calls, and what it
takes and returns is serialised as dask does it, without being sent. Above 20 million people no persons travel; that is
what is measured, whatever the population. What dask itself says (heartbeats, states of tasks) is not in it. Writes
results/traffic.json.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from glasshouse.cluster.assemble_replicate import ReplicateAssembly
from glasshouse.cluster.partition import partition_districts
from glasshouse.cluster.shard import ShardRun, Stretch, forget, simulate_stretch
from glasshouse.cluster.traffic import size
from glasshouse.engine.part import BranchPoint
from glasshouse.population.people import allot
from glasshouse.scenario import load

RESULTS = Path(__file__).parent / "results"
SCENARIO, SEED = "as-described", 1


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--days", type=int, default=91)
    ask.add_argument("--population", type=int, nargs="*", default=[1_000_000, 8_000_000])
    ask.add_argument("--shards", type=int, nargs="*", default=[3, 8])
    asked = ask.parse_args()
    found = [counted(people, many, asked.days) for people in asked.population for many in asked.shards]
    for row in found:
        print(json.dumps(row))
    path = RESULTS / "traffic.json"
    path.write_text(json.dumps({"scenario": SCENARIO, "days": asked.days, "runs": found}, indent=1) + "\n", "utf-8")
    print(f"{path.name} is written.")


def counted(population: int, many: int, days: int) -> dict[str, object]:
    """Bytes of one run, all shards together: a day on average, and once."""
    scenario = load(SCENARIO)
    branch = BranchPoint(scenario=scenario, day=0)
    people = np.diff(allot(population, scenario.place.columns["population"])).tolist()
    sizes = {"population": population, "days": days, "seed": SEED, "threads": 2}
    more = {"ledger": False, "gather": False, "kept": None, "topic": None}
    run = ShardRun(name="traffic", first=branch, branch_point=branch, **sizes, **more)
    cut = partition_districts(people, many)
    whole, bytes_of = ReplicateAssembly(run, cut, len(people)), Counter[str]()
    while not whole.ended:
        for shard in cut:
            if whole.waits(shard) or whole.day(shard) == days:
                continue
            given = (run, shard, whole.day(shard), days, dict(whole.fits))
            bytes_of["fits"] += size(given[-1])
            bytes_of["task"] += size(given[:-1])
            stretch = simulate_stretch(*given)
            bytes_of.update(parts(stretch))
            whole.add(shard, stretch)
        whole.fit()
    digest = whole.replicate(1.0)[0].digest
    forget("traffic")
    daily = {name: round(bytes_of[name] / days) for name in ("counts", "events", "sums", "fits", "task")}
    return {
        "population": population,
        "shards": many,
        "fits": len(whole.fits),
        "bytes_a_day": daily,
        "bytes_at_the_end": bytes_of["leaves"],
        "digest": digest,
    }


def parts(stretch: Stretch) -> dict[str, int]:
    """Bytes of a stretch by what they are."""
    return {
        "counts": size(stretch.daily),
        "events": size((stretch.events, stretch.groups)),
        "sums": 0 if stretch.sums is None else size(stretch.sums),
        "leaves": size(stretch.ends) if stretch.ends else 0,
    }


if __name__ == "__main__":
    main()
