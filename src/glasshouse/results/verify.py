"""Check the files of a run against what ``run.json`` says of them."""

from __future__ import annotations

from glasshouse.results import manifest
from glasshouse.results.run import Run


def verify(run: Run) -> list[str]:
    """What is wrong with the files of a run, a sentence each; nothing when all is as it was written."""
    files = run.manifest.get("files", {})
    faults = [fault for name in files if (fault := _fault(run, name))]
    unlisted = sorted(path.name for path in run.path.glob("*.parquet") if path.name not in files)
    return faults + [f"{name} is not listed in {manifest.NAME}." for name in unlisted]


def _fault(run: Run, name: str) -> str | None:
    path, said = run.path / name, run.manifest["files"][name]
    if not path.is_file():
        return f"{name} is missing."
    if path.stat().st_size != said["bytes"] or manifest.file_hash(path) != said["blake2b"]:
        return f"{name} was changed after the run."
    return None
