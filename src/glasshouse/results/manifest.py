"""``run.json``: what was run, on what, how fast, and the fingerprints of what it left."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from glasshouse.engine.files import content_hash, fingerprint
from glasshouse.results import entries
from glasshouse.results.whole import in_one_step
from glasshouse.scenario.text import quoted

__all__ = [
    "LAYOUT",
    "NAME",
    "file_hash",
    "fingerprint",
    "host",
    "peak_memory",
    "read_json",
    "sealed",
    "write_description",
    "write_json",
]

NAME = "run.json"
#: Raised by one when a reader of the old layout would go wrong.
LAYOUT = 1
#: The key of a description that holds the hash of the rest of it, as in ``checkpoint.json``.
SEAL = "blake2b"
_MOST_REASON = 500


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a file in one step: readers see the old one or the new one, never half of one."""
    with in_one_step(path) as partial, partial.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=1, ensure_ascii=False, allow_nan=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())


def write_description(path: Path, content: Mapping[str, Any]) -> None:
    """Write what a folder says of itself, with a hash of it, so that a change by hand is seen. Raises ``OSError``.

    The hash is no signature: whoever edits the file can work it out anew. So what can be checked against something else
    (sizes, seeds, label, tables) is checked where it is used.
    """
    said = {key: value for key, value in content.items() if key != SEAL}
    if isinstance(said.get("reason"), str):  # what a library said, which may hold anything
        said["reason"] = quoted(said["reason"], _MOST_REASON)
    write_json(path, {**said, SEAL: content_hash(said)})


def sealed(content: Mapping[str, Any]) -> bool | None:
    """Whether a description is as it was written; None for one that carries no hash of itself.

    >>> sealed({"a": 1}), sealed({"a": 1, "blake2b": "0"})
    (None, False)
    """
    if SEAL not in content:
        return None
    return content[SEAL] == content_hash({key: value for key, value in content.items() if key != SEAL})


def read_json(path: Path) -> dict[str, Any]:
    """What ``write_json`` wrote. Raises ``OSError`` or ``ValueError``."""
    return entries.read_json(path)


def file_hash(path: Path) -> str:
    """BLAKE2b of a file's bytes, as 64 hex digits.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as file:
    ...     len(file_hash(Path(file.name)))
    64
    """
    return str(fingerprint(path)["blake2b"])


def host(gpu: str | None = None) -> dict[str, Any]:
    """The machine, with the `gpu` on which days are lived, and the versions that can change speed.

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
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
