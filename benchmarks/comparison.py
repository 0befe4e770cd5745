"""Time a comparison and a story against the engine alone, side by side in one run.

    python benchmarks/comparison.py [--population N] [--days D] [--replicates R] [--story N] [--repeats R]

A *comparison* of the baseline, three safeguards, `ban` and `unwatched` is timed as a whole (simulating, differences
person by person, six run folders, report), next to the same scenarios in `simulate` alone; their ratio is what the
comparison costs beyond the engine. A *story* of a wrongly sanctioned person in a run of one replicate is timed next to
one bare simulation of that run. Each is done in turn, and the median counts. Writes results/comparison.json.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import glasshouse
from glasshouse.engine.simulate import simulate
from glasshouse.folders.host_machine import host
from glasshouse.interventions import apply
from glasshouse.runs.run_plan import plan
from glasshouse.scenario import load

RESULTS = Path(__file__).parent / "results"
SCENARIO, SEED = "as-described", 1
ARMS = ("human-review", "appeal", "list-audit")
SCENARIOS = ("", *ARMS, "ban", "unwatched")


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def engine_alone(population: int, days: int, replicates: int) -> None:
    """Every scenario of the comparison, replicate by replicate, with nothing kept."""
    scenario = load(SCENARIO)
    asked = plan(scenario, population=population, days=days, seed=SEED, replicates=replicates)
    scenarios = [apply(scenario, [name]) if name else scenario for name in SCENARIOS]
    for number in range(replicates):
        for each in scenarios:
            drawn = each.draw(number, SEED)
            simulate(each, population=population, days=days, seed=asked.seed_of(number), drawn=drawn)


def compared(population: int, days: int, replicates: int, folder: Path) -> None:
    sizes = {"population": population, "days": days, "replicates": replicates, "seed": SEED}
    glasshouse.compare(SCENARIO, ARMS, **sizes, out=folder)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--population", type=int, default=200_000)
    ask.add_argument("--days", type=int, default=365)
    ask.add_argument("--replicates", type=int, default=10)
    ask.add_argument("--story", type=int, default=1_000_000, help="people in the run of which a story is told")
    ask.add_argument("--repeats", type=int, default=3)
    args = ask.parse_args()
    sizes = (args.population, args.days, args.replicates)
    found: dict[str, list[float]] = {name: [] for name in ("engine", "comparison", "simulation", "story")}
    with tempfile.TemporaryDirectory() as place:
        told = Path(place) / "told"
        engine_alone(1000, 3, 1)  # compile
        glasshouse.run(SCENARIO, population=args.story, days=args.days, replicates=1, seed=SEED, out=told)
        for turn in range(args.repeats):
            found["engine"].append(seconds(lambda: engine_alone(*sizes)))
            folder = Path(place) / f"compared-{turn}"
            found["comparison"].append(seconds(lambda: compared(*sizes, folder)))  # noqa: B023
            bare = {"population": args.story, "days": args.days, "seed": SEED}
            found["simulation"].append(seconds(lambda: simulate(load(SCENARIO), **bare)))  # noqa: B023
            found["story"].append(seconds(lambda: glasshouse.story(told, wrongly_sanctioned=True)))
    _report(args, found)


def _report(args: argparse.Namespace, found: dict[str, list[float]]) -> None:
    middle = {name: statistics.median(each) for name, each in found.items()}
    for name, below in (("comparison", "engine"), ("story", "simulation")):
        ratio = middle[name] / middle[below]
        print(f"{name:11} {middle[name]:7.1f} s   {below} alone {middle[below]:7.1f} s   ratio {ratio:.2f}")
    person_days = len(SCENARIOS) * args.population * args.days * args.replicates
    print(
        f"the comparison simulates {person_days / middle['comparison'] / 1e6:.0f} million person-days a second, all in"
    )
    RESULTS.mkdir(exist_ok=True)
    content = {"sizes": vars(args), "seconds": found, "host": host()}
    (RESULTS / "comparison.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
