"""How much memory a form takes: the peak of a fresh process with its people, less that of one with hardly any."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
#: The base: so few people that what is left is the interpreter, the packages and what they compile.
FEW = 1_000
#: Long enough for every kind of day.
DAYS = 8


def peak() -> int | None:
    """The largest memory that this process has held, in bytes; None where the system does not say.

    Linux counts the peak of the process that started this one into ``getrusage``, and so its own figure is read there.
    """
    try:
        for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return None
    found = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found if sys.platform == "darwin" else found * 1024


def apart(key: str, population: int, threads: int) -> int | None:
    """The peak of a fresh process in which the form of that key lives some days."""
    command = [sys.executable, "-m", "benchmarks.peers", "--peak", key, str(population), "--threads", str(threads)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the memory of {key} could not be measured: {done.stderr.strip().splitlines()[-1:]}")
    return json.loads(done.stdout.splitlines()[-1])


def measured(key: str, population: int, threads: int) -> dict[str, float | None]:
    """Peak and base of a form in bytes, and what lies between them, a person."""
    whole, base = apart(key, population, threads), apart(key, FEW, threads)
    if whole is None or base is None:
        return {"peak_bytes": whole, "base_bytes": base, "bytes_a_person": None}
    return {"peak_bytes": whole, "base_bytes": base, "bytes_a_person": (whole - base) / (population - FEW)}
