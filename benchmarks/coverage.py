"""Whether the interval of 200 draws holds 90 % of worlds: `python benchmarks/coverage.py` (some minutes).

Ten ensembles of 200 draws, each with its own scrambling, people and random numbers, are 2,000 worlds. The interval of
each is held against the worlds of the nine others, in which it had no part. For comparison, the same is asked of five
draws and their range, which the headline had before. Writes benchmarks/results/coverage.json.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np

from glasshouse.measures.concerned import asked
from glasshouse.measures.intervals import TAIL
from glasshouse.runs.ensemble_plan import DRAW
from glasshouse.runs.ensemble_simulate import members_of, simulate_members
from glasshouse.runs.ensemble_table import COUNT
from glasshouse.runs.run_plan import Plan, plan
from glasshouse.scenario import load

FILE = Path(__file__).parent / "results" / "coverage.json"
MEASURES = {"held back out of fear": ("chilled_post", "chilled_message", "chilled_assembly")}


def figures(one: Plan, measures: dict[str, tuple[str, ...]]) -> dict[str, np.ndarray]:
    """Of 10,000 people in each draw, by what is counted."""
    wanted = [member for member in members_of(one) if member.variant == DRAW]
    found = {what: np.zeros(len(wanted)) for what in measures}
    for place, table in enumerate(simulate_members(one, wanted)):
        rows = [row for row in table.to_pylist() if row["quantity"] == COUNT]
        for what, names in measures.items():
            found[what][place] = sum(row["value"] for row in rows if row["name"] in names)
    return {what: 10_000 * counts / one.ensemble_population for what, counts in found.items()}


def coverage(ensembles: list[np.ndarray], tail: float) -> list[float]:
    """Of each ensemble, the share of all others' draws that lie in its interval."""
    shares = []
    for place, own in enumerate(ensembles):
        others = np.concatenate([each for k, each in enumerate(ensembles) if k != place])
        low, high = np.quantile(own, [tail, 1 - tail])
        shares.append(float(np.mean((others >= low) & (others <= high))))
    return shares


def summary(shares: list[float]) -> dict[str, float]:
    return {
        "mean": round(float(np.mean(shares)), 4),
        "lowest": round(min(shares), 4),
        "highest": round(max(shares), 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="as-described")
    parser.add_argument("--ensembles", type=int, default=10)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--population", type=int, default=20_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--out", type=Path, default=FILE)
    given = parser.parse_args()
    scenario = load(given.scenario)
    first = plan(scenario, days=given.days, draws=given.draws, ensemble_population=given.population)
    measures = {**asked(scenario), **MEASURES}
    began = perf_counter()
    found: list[dict[str, np.ndarray]] = []
    for seed in range(1, given.ensembles + 1):
        found.append(figures(replace(first, seed=seed), measures))
        print(f"ensemble {seed} of {given.ensembles}, {perf_counter() - began:.0f} s", flush=True)
        if seed > 1:
            given.out.write_text(json.dumps(told(given, found, perf_counter() - began), indent=1) + "\n")
    print(given.out.read_text())


def told(given: argparse.Namespace, found: list[dict[str, np.ndarray]], seconds: float) -> dict[str, object]:
    """What was found: the share of other worlds in the 90 % interval of an ensemble, and in the range of five draws."""
    by_measure = {}
    for what in found[0]:
        ensembles = [each[what] for each in found]
        fives = [each[start : start + 5] for each in ensembles for start in range(0, len(each) - 4, 5)]
        everything = np.concatenate(ensembles)
        ranges = [float(np.mean((everything >= five.min()) & (everything <= five.max()))) for five in fives]
        by_measure[what] = {
            "interval": summary(coverage(ensembles, TAIL)),
            "range of five draws": summary(ranges),
            "quantiles of all": [round(float(each), 2) for each in np.quantile(everything, [TAIL, 0.5, 1 - TAIL])],
        }
    return {
        "scenario": given.scenario,
        "ensembles": len(found),
        "draws": given.draws,
        "population": given.population,
        "days": given.days,
        "seconds": round(seconds, 1),
        "coverage": by_measure,
    }


if __name__ == "__main__":
    main()
