"""The report of a run: one self-contained page that opens with no network.

>>> callable(write_report)
True
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["write_report"]


def write_report(run_dir: Path) -> Path:
    """Write ``report.html`` into a run folder from what the run left there, and return its path.

    Raises ``BadInputError`` when the folder holds no ``run.json``, or no replicate was finished.
    """
    from glasshouse.report.page import write

    return write(Path(run_dir))
