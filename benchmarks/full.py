"""Time the complete `as-described` model, each case in a process of its own.

    python benchmarks/full.py [--population N ...] [--threads T ...] [--days D] [--repeats R] [--ledger|--no-ledger]

Prints person-days a second, start-up, compiling and peak memory, and writes results/full.json. The speed is that of
the days alone: compiling, start-up and the writing of a run folder are apart.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
SEED = 7
#: As a run does: up to 20 million persons.
_LEDGER = {"None": None, "True": True, "False": False}


def one(scenario: str, population: int, days: int, threads: int, ledger: bool | None) -> dict[str, Any]:
    """Run one case in this process."""
    from glasshouse.engine.simulate import simulate
    from glasshouse.folders.host_machine import peak_memory
    from glasshouse.scenario import load

    done = simulate(load(scenario), population=population, days=days, seed=SEED, threads=threads, ledger=ledger)
    return {
        "person_days_per_second": done.person_days / done.seconds,
        "compile_seconds": done.compile_seconds,
        "startup_seconds": done.startup_seconds,
        "peak_memory_bytes": peak_memory(),
        "digest": done.digest,
    }


def apart(*case: object) -> dict[str, Any]:
    """Run one case in a fresh process, so that its peak memory is its own."""
    command = [sys.executable, __file__, "--one", *map(str, case)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def main() -> None:
    args = _arguments()
    if args.one:
        scenario, population, days, threads, ledger = args.one
        print(json.dumps(one(scenario, int(population), int(days), int(threads), _LEDGER[ledger])))
        return
    cases = [(population, threads) for population in args.population for threads in args.threads]
    found: dict[tuple[int, int], list[dict[str, Any]]] = {case: [] for case in cases}
    for _ in range(args.repeats):
        for population, threads in cases:
            case = (args.scenario, population, args.days, threads, args.ledger)
            found[population, threads].append(apart(*case))
    _check(found)
    rows = [_row(population, threads, runs) for (population, threads), runs in found.items()]
    _show(rows, args)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    asked = {"scenario": args.scenario, "days": args.days, "repeats": args.repeats, "ledger": args.ledger}
    from glasshouse.folders.host_machine import host

    args.out.write_text(json.dumps(asked | {"cases": rows, "host": host()}, indent=1) + "\n", encoding="utf-8")


def _check(found: dict[tuple[int, int], list[dict[str, Any]]]) -> None:
    """Equal populations must give equal digests, whatever the threads."""
    for population in {population for population, _ in found}:
        digests = {run["digest"] for case, runs in found.items() if case[0] == population for run in runs}
        if len(digests) != 1:
            sys.exit(f"{population:,} persons: different digests {sorted(digests)}")


def _row(population: int, threads: int, runs: list[dict[str, Any]]) -> dict[str, Any]:
    speeds = [run["person_days_per_second"] for run in runs]
    return {
        "population": population,
        "threads": threads,
        "person_days_per_second": statistics.median(speeds),
        "all": speeds,
        # The first process may compile; later ones load what it left on the disk.
        "compile_seconds_first": runs[0]["compile_seconds"],
        "compile_seconds": min(run["compile_seconds"] for run in runs),
        "startup_seconds": statistics.median(run["startup_seconds"] for run in runs),
        "peak_memory_bytes": max(run["peak_memory_bytes"] or 0 for run in runs),
        "digest": runs[0]["digest"],
    }


def _show(rows: list[dict[str, Any]], args: argparse.Namespace) -> None:
    ledger = {None: "", True: ", with a ledger", False: ", without a ledger"}[args.ledger]
    print(f"{args.scenario}, {args.days} days{ledger}, median of {args.repeats}")
    print(f"{'persons':>12}{'threads':>9}{'person-days/s':>15}{'start-up':>10}{'compiling':>11}{'peak memory':>13}")
    for row in rows:
        speed, memory = row["person_days_per_second"] / 1e6, row["peak_memory_bytes"] / 1e6
        print(
            f"{row['population']:>12,}{row['threads']:>9}{speed:>13,.1f} M{row['startup_seconds']:>8,.1f} s"
            f"{row['compile_seconds']:>9,.1f} s{memory:>10,.0f} MB"
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--scenario", default="as-described")
    parser.add_argument("--population", type=int, nargs="+", default=[1_000_000, 20_000_000])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--ledger", action=argparse.BooleanOptionalAction, help="else up to 20 million persons")
    parser.add_argument("--out", type=Path, default=RESULTS / "full.json")
    parser.add_argument("--one", nargs=5, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
