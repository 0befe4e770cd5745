"""Kill a worker of a run that is cut into shards, and see whether the run comes to the end of one in one process.

    python scripts/kill_worker.py             # three shards, one worker killed while the days are under way

It needs psutil, of the extra ``test``. The kill is SIGKILL, of a worker that holds people. Exit status 1 when the
digest or a table differs, or when nobody could be killed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

TABLES = ("daily", "events", "people", "measures")


def main() -> int:
    """Simulate a run twice; 1 when the two differ."""
    options = _options()
    place = Path(tempfile.mkdtemp(prefix="glasshouse-kill-worker-"))
    try:
        _finish(_start(options, place / "untouched"))
        process = _start(options, place / "killed", "--shards", str(options.shards))
        killed = _kill_one(process, place / "killed")
        _finish(process)
        if not killed:
            print("The run ended before a worker could be killed: give it more --days.")
            return 1
        return _compared(place / "untouched", place / "killed", options.shards)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _options() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    reader.add_argument("--shards", type=int, default=3)
    reader.add_argument("--population", type=int, default=200_000)
    reader.add_argument("--days", type=int, default=120)
    return reader.parse_args()


def _start(options: argparse.Namespace, folder: Path, *more: str) -> subprocess.Popen[str]:
    sizes = ["--population", str(options.population), "--days", str(options.days), "--replicates", "1"]
    command = [
        sys.executable,
        "-P",
        "-m",
        "glasshouse.cli.main",
        "run",
        "as-described",
        *sizes,
        *more,
        "--out",
        str(folder),
    ]
    often = {**os.environ, "GLASSHOUSE_CHECKPOINT_SECONDS": "0.5"}
    return subprocess.Popen(command, env=often, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def _finish(process: subprocess.Popen[str]) -> None:
    said = process.communicate()[1]
    if process.returncode != 0:
        raise SystemExit(f"exit status {process.returncode}: {said}")


def _kill_one(process: subprocess.Popen[str], folder: Path) -> bool:
    """Kill a worker as soon as shards have written checkpoints; False: the run ended before."""
    while process.poll() is None:
        days = sorted(folder.glob(".checkpoints/shards/*/districts-*-day-*"))
        workers = _workers(process.pid)
        if days and workers:
            victim = max(workers, key=lambda worker: worker.memory_info().rss)
            os.kill(victim.pid, signal.SIGKILL)
            print(f"Killed a worker of {len(workers)}; a shard had reached day {int(days[-1].name[-5:])}.", flush=True)
            return True
        time.sleep(0.005)
    return False


def _workers(pid: int) -> list[psutil.Process]:
    """Its processes that hold people, forked or started anew; those that ended meanwhile are passed over."""
    import psutil

    found = []
    for child in psutil.Process(pid).children():
        with contextlib.suppress(psutil.Error):
            words = " ".join(child.cmdline())
            found += child.children() if "forkserver" in words else [child] if "spawn_main" in words else []
    return found


def _compared(untouched: Path, folder: Path, shards: int) -> int:
    one, other = (json.loads((path / "run.json").read_text(encoding="utf-8")) for path in (untouched, folder))
    files = [f"{name}.parquet" for name in TABLES]
    differing = [name for name in files if one["files"][name]["blake2b"] != other["files"][name]["blake2b"]]
    if one["digest"] != other["digest"] or differing:
        print(f"Not the same: digest {one['digest']} and {other['digest']}; tables: {differing}.")
        return 1
    moved = other["spread"].get("shards_moved", 0)
    if not moved:
        print("No shard was moved, so nobody was killed in time: give it more --days.")
        return 1
    print(f"Digest in one process, and in {shards} shards with a worker killed: {one['digest']}.")
    print(f"The tables are the same to the byte. Shards that went on elsewhere: {moved}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
