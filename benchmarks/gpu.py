"""Time the complete `as-described` model on an NVIDIA GPU (extra `cuda`), its people in the device's memory.

    python benchmarks/gpu.py [--population N] [--days D] [--same N] [--write]

First `--same` people live on the processor and on the device: the digests must be equal before anything is timed.
Then the device's copy bandwidth is measured, and `--population` people live `--days` days, each timed by itself. Prints
person-days a second, and which part of that bandwidth a day uses if it moves no more than it must; --write leaves
results/gpu.json. Days of two kinds are shown apart: those on which most people are only screened, and those on which
something is done to everybody (each seventh day, rescorings, fits, the day of a new law).
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from glasshouse.engine.cuda import device_machine
from glasshouse.engine.part import BranchPoint
from glasshouse.engine.simulate import fit, simulate
from glasshouse.population.people import BYTES_A_PERSON
from glasshouse.scenario import load

RESULTS = Path(__file__).parent / "results"
SEED = 7
#: Bytes that a day must move for each person: traits, flags, commercial score and the mark (written, then read) when
#: most are only screened; besides, the whole state read and written when something is done to everybody.
SCREENED = 2 + 2 + 1 + 2
EVERYBODY = SCREENED + 2 * BYTES_A_PERSON


def same(population: int, days: int) -> str:
    """The digest that the processor and the device agree on; an exit where they do not."""
    world = load("as-described", sets=["start=2019-12-01"])  # the score becomes mandatory within these days
    found = [simulate(world, population=population, days=days, seed=SEED, device=where) for where in ("cpu", "cuda")]
    if found[0].digest != found[1].digest:
        sys.exit(f"{population:,} persons, {days} days: the device comes to another digest than the processor")
    return found[0].digest


def bandwidth(size: int = 1 << 31, repeats: int = 9) -> float:
    """Bytes a second that the device reads and writes when it copies."""
    cuda = device_machine.Machine().cuda
    one, other = cuda.device_array(size, np.uint8), cuda.device_array(size, np.uint8)
    seconds = []
    for _ in range(repeats):
        cuda.synchronize()
        began = time.perf_counter()
        other.copy_to_device(one)
        cuda.synchronize()
        seconds.append(time.perf_counter() - began)
    return 2 * size / statistics.median(seconds)


def timed(population: int, days: int) -> dict[str, Any]:
    """Seconds of each day, and of building the people."""
    from glasshouse.engine.cuda.device_part import DevicePart
    from glasshouse.engine.cuda.device_people import warm_up

    cuda = device_machine.Machine().cuda
    compiling = warm_up()
    world = BranchPoint(scenario=load("as-described"), day=0)
    part = DevicePart(world, world, population=population, days=days, seed=SEED, threads=1)
    seconds, busy = [], []
    with ThreadPoolExecutor(1) as pool:
        began = time.perf_counter()
        part.initialise(pool)
        cuda.synchronize()
        startup = time.perf_counter() - began
        for day in range(days):
            every, fits = part.compiled.rescore_every, part.compiled.learned_every
            busy.append(day % 7 == 6 or any(n > 0 and (day + 1) % n == 0 for n in (every, fits)))
            began = time.perf_counter()
            part.simulate_day(pool)
            cuda.synchronize()
            seconds.append(time.perf_counter() - began)
            fit(part)
    counted = int(part.daily.sum())  # people were there, and something happened to them
    return {"compile_seconds": compiling, "startup_seconds": startup, "seconds": seconds, "busy": busy, "sum": counted}


def report(population: int, found: dict[str, Any], copied: float) -> dict[str, Any]:
    """Print what was measured."""
    days = len(found["seconds"])
    speed = population * days / sum(found["seconds"])
    print(f"{device_machine.Machine().name}: {population:,} persons, {days} days")
    print(f"  copy bandwidth             {copied / 1e9:12,.0f} GB/s (read and written)")
    print(f"  compiling, start-up        {found['compile_seconds']:10,.1f} s, {found['startup_seconds']:,.1f} s")
    print(f"  person-days/s              {speed / 1e6:12,.0f} M")
    shares = {}
    for kind, each in (("screened", SCREENED), ("everybody", EVERYBODY)):
        mine = [s for s, busy in zip(found["seconds"], found["busy"], strict=True) if busy == (kind == "everybody")]
        if mine:
            day = statistics.median(mine)
            shares[kind] = population * each / day / copied
            print(
                f"  a day, {kind:<20}{day:10,.3f} s, {shares[kind]:.1%} of the copy bandwidth ({each} bytes a person)"
            )
    return {"person_days_per_second": speed, "bandwidth_share": shares}


def main() -> None:
    args = _arguments()
    reason = device_machine.missing()
    if reason is None and device_machine.simulated():
        reason = "the CUDA simulator stands in for a GPU (NUMBA_ENABLE_CUDASIM): there is nothing to time"
    if reason is None:
        from glasshouse.engine.cuda.device_people import too_little_room

        reason = too_little_room(args.population, ledger=False)
    if reason is not None:
        print(f"benchmarks/gpu.py: {reason}.", file=sys.stderr)
        sys.exit(2)
    digest = same(args.same, 60)
    print(f"{args.same:,} persons, 60 days: the processor and the device agree on {digest[:16]}…")
    copied = bandwidth()
    found = timed(args.population, args.days)
    rates = report(args.population, found, copied)
    if args.write:
        from glasshouse.folders.host_machine import host

        asked = {"population": args.population, "days": args.days, "same": args.same, "digest": digest}
        content = (
            asked | {"copy_bytes_per_second": copied} | found | rates | {"host": host(device_machine.Machine().name)}
        )
        (RESULTS / "gpu.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--population", type=int, default=1_400_000_000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--same", type=int, default=1_000_000, help="people whose digest is checked first")
    parser.add_argument("--write", action="store_true", help="leave results/gpu.json")
    return parser.parse_args()


if __name__ == "__main__":
    main()
