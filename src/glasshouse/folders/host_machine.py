"""The machine that filled a folder, without its name or a user's, and how much memory it took."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from glasshouse.scenario.user_text import quoted

if sys.platform != "win32":
    import resource


def host(gpu: str | None = None) -> dict[str, Any]:
    """The machine, with the `gpu` on which days are simulated, and the versions that can change speed.

    No name of a machine or a user.
    """
    packages = {}
    for name in ("numpy", "numba", "llvmlite", "pyarrow"):
        try:
            packages[name] = version(name)
        except PackageNotFoundError:  # pragma: no cover - a broken installation still runs
            packages[name] = "unknown"
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **({} if gpu is None else {"gpu": gpu}),
        **packages,
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return quoted(line.partition(":")[2].strip())
    except OSError:
        pass
    return quoted(platform.processor())


def peak_memory() -> int | None:
    """Most bytes this process ever held, or None where the system does not say."""
    if sys.platform == "win32":
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
