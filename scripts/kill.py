"""Kill a run again and again, go on with it each time, and see whether it comes to the end of one that nobody touched.

    python scripts/kill.py              # 50 kills, some minutes
    python scripts/kill.py --kills 5

Each kill is SIGKILL at a random moment: the first second, a day, the writing of a checkpoint (every third waits for
one) or of the tables at the end (every sixth). Checkpoints are written far more often than otherwise, with the
environment variable GLASSHOUSE_CHECKPOINT_SECONDS (``docs/checkpoints.md``). A run that ends before it is killed is
compared with the untouched one, and another is begun. Exit status 1 when anything differs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TABLES = ("daily", "events", "people", "measures")
#: What depends on the machine and the moment, in ``run.json``.
_TIMES = {"started", "ended", "resumed", "person_days_per_second", "compile_seconds", "startup_seconds"}
_TIMES |= {"peak_memory_bytes", "command", "files", "blake2b"}
_SETS = ("start=2019-12-01", "score.every=7", "learned_score.every=14", "cameras.capture=0.2")


def main() -> int:
    """Kill as often as asked for; how many runs came to another end."""
    options = _options()
    rng = random.Random(options.seed)
    place = Path(tempfile.mkdtemp(prefix="glasshouse-kill-"))
    began = time.monotonic()
    _finish(_start(options, place / "untouched", often=False))
    took = time.monotonic() - began
    print(f"The untouched run took {took:.1f} s. Kills: {options.kills}.", flush=True)
    kills = ends = wrong = 0
    while kills < options.kills:
        folder = place / f"killed-{ends}"
        process = _go_on(options, folder)
        waiting = rng.choice(("a checkpoint", "a checkpoint", "the tables", "", "", ""))
        if _kill(process, folder, took * rng.random(), waiting):
            kills += 1
            print(f"kill {kills}: {_where(folder)}", flush=True)
        else:
            ends, wrong = ends + 1, wrong + _compared(place / "untouched", folder)
    while (process := _go_on(options, place / f"killed-{ends}")) is not None:
        _finish(process)
        if json.loads((place / f"killed-{ends}" / "run.json").read_text(encoding="utf-8"))["status"] == "finished":
            break
    wrong += _compared(place / "untouched", place / f"killed-{ends}")
    print(f"{kills} kills, {ends + 1} runs, {wrong} that came to another end. {time.monotonic() - began:.0f} s.")
    shutil.rmtree(place, ignore_errors=True)
    return int(wrong > 0)


def _options() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    reader.add_argument("--kills", type=int, default=50)
    reader.add_argument("--population", type=int, default=20_000)
    reader.add_argument("--days", type=int, default=90)
    reader.add_argument("--replicates", type=int, default=2)
    reader.add_argument("--seed", type=int, default=1, help="of the moments")
    return reader.parse_args()


def _start(options: argparse.Namespace, folder: Path, often: bool = True) -> subprocess.Popen[str]:
    sizes = [
        word for name in ("population", "days", "replicates") for word in (f"--{name}", str(getattr(options, name)))
    ]
    sets = [word for text in _SETS for word in ("--set", text)]
    return _glasshouse("run", "as-described", *sizes, *sets, "--out", str(folder), often=often)


def _go_on(options: argparse.Namespace, folder: Path) -> subprocess.Popen[str]:
    """Begin a run, or resume it; one that was killed before there was a ``run.json`` is refused, and begun anew."""
    if not folder.exists():
        return _start(options, folder)
    if (folder / "run.json").exists():
        return _glasshouse("resume", str(folder))
    refused = _glasshouse("resume", str(folder))
    said = refused.communicate()[1]
    if refused.returncode != 2 or said.count("\n") != 1:
        raise SystemExit(f"{folder}: without run.json, resume said {said!r} ({refused.returncode})")
    shutil.rmtree(folder)
    return _start(options, folder)


def _glasshouse(*arguments: str, often: bool = True) -> subprocess.Popen[str]:
    more = {"GLASSHOUSE_CHECKPOINT_SECONDS": "0"} if often else {}
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    command = [sys.executable, "-P", "-m", "glasshouse.cli.main", *arguments]
    return subprocess.Popen(command, env={**os.environ, **more}, **pipes)  # type: ignore[call-overload]


def _finish(process: subprocess.Popen[str]) -> None:
    said = process.communicate()[1]
    if process.returncode != 0:
        raise SystemExit(f"exit status {process.returncode}: {said}")


def _kill(process: subprocess.Popen[str], folder: Path, seconds: float, waiting: str) -> bool:
    """Kill after some time, and not before something is being written, if that is waited for; False: it had ended."""
    until = time.monotonic() + seconds
    while process.poll() is None:
        if time.monotonic() >= until and (not waiting or _writing(folder, waiting)):
            process.kill()
            process.communicate()
            return True
        time.sleep(0.0005)
    _finish(process)
    return False


def _writing(folder: Path, what: str) -> bool:
    place, pattern = (folder / ".checkpoints", ".*.part") if what == "a checkpoint" else (folder, ".*.parquet.part")
    return place.is_dir() and next(place.glob(pattern), None) is not None


def _where(folder: Path) -> str:
    """Where a kill hit, from what it left."""
    if not (folder / "run.json").exists():
        return "before run.json was there"
    if json.loads((folder / "run.json").read_text(encoding="utf-8"))["status"] == "finished":
        return "after run.json said finished"
    parts, kept = folder / ".parts", folder / ".checkpoints"
    done = len(list(parts.glob("*.json"))) if parts.is_dir() else 0
    last = max((path.name for path in kept.glob("0*-day-*")), default="") if kept.is_dir() else ""
    said = f"replicates done: {done}, last checkpoint: " + (
        f"day {int(last[-5:])} of replicate {int(last[:6])}" if last else "none"
    )
    for what in ("a checkpoint", "the tables"):
        if _writing(folder, what):
            said += f"; while {what} {'was' if what == 'a checkpoint' else 'were'} being written"
    return said


def _compared(untouched: Path, folder: Path) -> int:
    """1 when a run that was killed came to another end than the untouched one; says what differs."""
    import pyarrow.parquet as pq

    ours, theirs = (json.loads((path / "run.json").read_text(encoding="utf-8")) for path in (folder, untouched))
    differing = [key for key in {*ours, *theirs} - _TIMES - {"each"} if ours.get(key) != theirs.get(key)]
    for mine, yours in zip(ours["each"], theirs["each"], strict=True):
        differing += [key for key in mine if "seconds" not in key and mine[key] != yours.get(key)]
    for name in TABLES:
        if not pq.read_table(folder / f"{name}.parquet").equals(pq.read_table(untouched / f"{name}.parquet")):
            differing.append(f"{name}.parquet")
    pages = [path / "report.html" for path in (folder, untouched)]
    if not pages[0].is_file() or pages[0].read_bytes() != pages[1].read_bytes():
        differing.append("report.html")
    left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
    print(
        f"came to its end: {'the same' if not differing + left else f'DIFFERS in {differing}, leaves {left}'}",
        flush=True,
    )
    return int(bool(differing + left))


if __name__ == "__main__":
    sys.exit(main())
