"""Whether the folder of a run or of a comparison is as it was left."""

from __future__ import annotations

from pathlib import Path


def check(folder: Path) -> tuple[str, list[str]]:
    """What is there, in words, and what is wrong with it, a sentence each."""
    from glasshouse.comparison import comparison as comparisons
    from glasshouse.results.run import open_run
    from glasshouse.results.verify import verify

    if comparisons.is_comparison(folder):
        found = comparisons.open_comparison(folder)
        worlds = len(found.manifest["arms"])
        return f"all files of {worlds} worlds are as the comparison left them ({found.status}).", (
            comparisons.verify(found)
        )
    run = open_run(folder)
    return f"all {len(run.manifest.get('files', {}))} files are as the run left them ({run.status}).", verify(run)
