"""The reports of runs and comparisons: a self-contained page that opens with no network, and a PDF to hand on.

>>> callable(write_report), callable(write_pdf)
(True, True)
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["write_pdf", "write_report"]


def write_report(run_dir: Path) -> Path:
    """Write ``report.html`` into a run folder from what the run left there, and return its path.

    Raises ``BadInputError`` when the folder holds no ``run.json``, or no replicate was finished.
    """
    from glasshouse.report.page import write

    return write(Path(run_dir))


def write_pdf(run_dir: Path) -> Path:
    """Write ``report.pdf`` into a run folder, and return its path. Raises as ``write_report`` does."""
    from glasshouse.report import pdf
    from glasshouse.report.brief_run import run_brief
    from glasshouse.report.change import all_assumptions
    from glasshouse.results.headline import headline
    from glasshouse.results.run import open_run

    run = open_run(Path(run_dir))
    return pdf.write(run_brief(run, headline(run)), run.path, all_assumptions(run.scenario))
