"""The report of a comparison: one self-contained page, its picture as files, and every table as CSV."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_words import summary
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.report import comparison_picture, report_pdf
from glasshouse.report.attribution_tables import attribution_tables
from glasshouse.report.brief import Small
from glasshouse.report.brief_comparison import comparison_brief
from glasshouse.report.comparison_tables import ReportTable, tables
from glasshouse.report.html_templates import FOLDER, environment

#: Where the CSV files lie in the comparison's folder.
TABLES = "tables"


def write(comparison: Comparison) -> list[str]:
    """Write the page, the picture and the tables; their names, the page's first. Raises ``OSError``.

    Older ones are replaced, each in one step.
    """
    drawn, found = comparison_picture.draw(comparison), (*tables(comparison), *attribution_tables(comparison))
    label = str(comparison.manifest["label"])
    files: dict[str, bytes] = {
        "report.html": render(comparison, drawn, found).encode(),
        **{f"picture.{ending}": content for ending, content in drawn.files.items()},
        **{f"{TABLES}/{table.name}.csv": table.csv(label) for table in found},
    }
    fresh = not (comparison.path / TABLES).exists()
    (comparison.path / TABLES).mkdir(exist_ok=True)
    try:
        for name, content in files.items():
            with in_one_step(comparison.path / name) as partial:
                partial.write_bytes(content)
    except OSError:
        if fresh:
            shutil.rmtree(comparison.path / TABLES, ignore_errors=True)
        raise
    return list(files)


def write_pdf(comparison: Comparison) -> Path:
    """Write ``report.pdf``, and return its path. Raises ``OSError``."""
    found = tables(comparison)
    brief = comparison_brief(comparison, summary(comparison), comparison_picture.draw(comparison), found)
    shown = {"differences", "people"}
    last = (Small(caption=t.caption, heads=t.heads, rows=t.rows, words=t.words) for t in found if t.name in shown)
    return report_pdf.write(brief, comparison.path, tuple(last))


def render(comparison: Comparison, drawn: comparison_picture.Picture, found: tuple[ReportTable, ...]) -> str:
    """The page as text."""
    style = Markup((FOLDER / "style.css").read_text(encoding="utf-8"))
    reports = {str(arm["name"]): f"{quote(arm['name'])}/report.html" for arm in comparison.manifest["arms"]}
    template = environment().get_template("comparison.html.j2")
    return template.render(**context(comparison, drawn, found, reports), style=style)


def context(
    comparison: Comparison,
    drawn: comparison_picture.Picture,
    found: tuple[ReportTable, ...],
    reports: Mapping[str, str],
) -> dict[str, Any]:
    """What ``comparison_body.html.j2`` shows; ``reports`` has the addresses of the arms' own, where there are any."""
    facts, said = comparison.manifest, summary(comparison)
    return {
        "not_a_forecast": NOT_A_FORECAST,
        "manifest": facts,
        "brief": comparison_brief(comparison, said, drawn, found),
        "summary": said,
        "replicates": comparison.replicates,
        "arms": [{**arm, "report": reports.get(arm["name"], "")} for arm in facts["arms"]],
        "tables": {table.name: table for table in found},
        "source_names": {},
    }
