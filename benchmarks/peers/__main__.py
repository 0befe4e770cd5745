"""Time one reduced model in glasshouse and in its peers, in turn in one process, and check every form's final state.

    python -m benchmarks.peers [--only KEY ...] [--scale X] [--days D] [--repeats R] [--threads T]
                               [--no-memory] [--write]

A form whose final state differs from the reference gets no time, and the exit code is 1. What is not installed is named
and skipped. --write keeps the results in benchmarks/results/peers.json and the table in benchmarks/peers/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

from benchmarks.peers import memory, rounds
from benchmarks.peers.table import PEERS, rendered

RESULTS = memory.REPOSITORY / "benchmarks/results/peers.json"
README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"


def main() -> int:
    args = _arguments()
    _confine(args.threads)
    if args.peak:
        print(json.dumps(_peak(args.peak[0], int(args.peak[1]), args.threads)))
        return 0
    began = time.perf_counter()
    asked = [peer for peer in PEERS if not args.only or peer.key in args.only]
    out = {peer.name: why for peer in asked if (why := peer.missing())}
    digest = rounds.alike(args.days)
    expected = rounds.reference(max(rounds.FEWEST, round(rounds.REFERENCE * args.scale)), args.days, args.threads)
    simulated = [rounds.Rounds(peer, scale=args.scale, threads=args.threads) for peer in asked if not peer.missing()]
    rounds.in_turn(simulated, expected, args.days, args.repeats)
    right = [one for one in simulated if not one.wrong]
    forms = [one.told(args.days, expected) for one in right]
    if args.memory:
        for form, one in zip(forms, right, strict=True):
            form |= memory.measured(one.peer.key, one.population, args.threads)
    result = {
        "days": args.days,
        "repeats": args.repeats,
        "threads": args.threads,
        "scale": args.scale,
        "digest_of_keyed_forms": digest,
        "forms": forms,
        "left_out": out | {one.peer.name: one.wrong for one in simulated if one.wrong},
        "host": _host(),
        "seconds": time.perf_counter() - began,
    }
    print(rendered(result))
    print(f"\n{args.days} days, median of {args.repeats} rounds in turn; {result['seconds']:.0f} s in all.")
    if args.write:
        RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        README.write_text(with_table(README.read_text(encoding="utf-8"), rendered(result)), encoding="utf-8")
    return 0 if len(right) == len(simulated) else 1


def with_table(text: str, table: str) -> str:
    """The page with another table between its two marks."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{table}\n\n{END}{rest.split(END)[1]}"


def _peak(key: str, population: int, threads: int) -> int | None:
    """What a fresh process does for the second pass: live some days, and tell its own peak."""
    peer = next(peer for peer in PEERS if peer.key == key)
    lives = peer.form()(population=population, days=memory.DAYS, seed=1, threads=peer.threads or threads)
    lives.live()
    return memory.peak()


def _confine(threads: int) -> None:
    """Keep this process, and so every peer's own threads, to so many cores; before any peer is imported."""
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    os.environ["JAX_PLATFORMS"] = "cpu"
    os.environ.setdefault("STARSIM_INSTALL_FONTS", "0")  # it would build a cache of fonts at its first import
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def _host() -> dict[str, object]:
    from glasshouse.folders.host_machine import host  # imports Polars: not before its threads are set

    return host()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--only", nargs="+", metavar="KEY", choices=[peer.key for peer in PEERS])
    parser.add_argument("--scale", type=float, default=1.0, help="all populations times this")
    parser.add_argument("--days", type=int, default=56, help="14 at least: fewer change too little to be checked")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2, help="cores for all; forms of one thread use one of them")
    parser.add_argument("--memory", action=argparse.BooleanOptionalAction, default=True, help="the second pass")
    parser.add_argument("--write", action="store_true", help="keep the results and the table in the repository")
    parser.add_argument("--peak", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.days < 14 or args.repeats < 1 or args.threads < 1 or args.scale <= 0:
        parser.error("needs 14 days, one round and one thread at least, and a scale above 0")
    if args.write and (args.only or not args.memory):
        parser.error("--write keeps a whole run: without --only and --no-memory")
    return args


if __name__ == "__main__":
    sys.exit(main())
