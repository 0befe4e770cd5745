"""The page of a comparison: what its report says, from a finished folder or from the one that ships."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from glasshouse.comparison.comparison import Comparison
from glasshouse.report import comparison_picture
from glasshouse.report.attribution_tables import attribution_tables
from glasshouse.report.brief import Brief
from glasshouse.report.comparison_report import TABLES, context
from glasshouse.report.comparison_tables import tables
from glasshouse.sites.page_view import PageView, page_view


def comparison_view(comparison: Comparison, *, note: str = "", without: Collection[str] = ()) -> PageView:
    """The page; ``note`` stands first in the details, and tables ``without`` which it is are left out.

    Raises ``BadInputError`` for a folder that is damaged, or in which no replicate was finished.
    """
    comparison.require_table()
    drawn = comparison_picture.draw(comparison, printed=False)
    found = tuple(one for one in (*tables(comparison), *attribution_tables(comparison)) if one.name not in without)
    label = str(comparison.manifest["label"])
    files = {"picture.svg": drawn.files["svg"]} | {f"{TABLES}/{one.name}.csv": one.csv(label) for one in found}
    shown = context(comparison, drawn, found, {})
    shown["brief"] = _carried(shown["brief"], set(files), note)
    return page_view("comparison", "Comparison", "comparison_body.html.j2", files=files, **shown)


def _carried(brief: Brief, files: set[str], note: str) -> Brief:
    """The same, without links to files that the page does not carry."""
    parts = (
        replace(part, more=tuple(link for link in part.more if link[1].startswith("#") or link[1] in files))
        for part in brief.parts
    )
    return replace(brief, parts=tuple(parts), notes=(*((note,) if note else ()), *brief.notes))
