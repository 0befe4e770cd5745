"""The report as a PDF of a few A4 pages, set by typst from the same ``Brief`` that the page begins with.

What is said goes to the template as JSON, and nothing of it is read as markup. Only the fonts that typst carries are
used, and no date is written, so that the same folder gives the same bytes on any machine. It is tagged for screen
readers as PDF/UA-1 asks, unless a text holds letters that those fonts lack.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from glasshouse import __version__
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.report import chart_drawing
from glasshouse.report.brief import Brief, BriefLine, BriefPart, Small
from glasshouse.report.chart_drawing import Chart

NAME = "report.pdf"
_TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
#: The font of drawings; one of those that typst carries.
_FONT = "Libertinus Serif"
#: So many letters of a command stand at the foot of a page.
_LONGEST = 150


def write(brief: Brief, folder: Path, tables: Sequence[Small] = ()) -> Path:
    """Write ``report.pdf`` into a folder in one step; an older one is replaced. Raises ``OSError``."""
    found = compiled(brief, tables)
    with in_one_step(folder / NAME) as partial:
        partial.write_bytes(found)
    return folder / NAME


def compiled(brief: Brief, tables: Sequence[Small] = ()) -> bytes:
    """The PDF's bytes. ``tables`` follow the six things."""
    data = json.dumps(_document(brief, tables), ensure_ascii=False)
    compiler = typst.Compiler(ignore_system_fonts=True, sys_inputs={"data": data})
    page = _TEMPLATE.read_bytes()
    try:
        found = compiler.compile(page, format="pdf", pdf_standards="ua-1")
    except typst.TypstError:
        # A title in letters that no carried font has cannot be PDF/UA. It is tagged all the same.
        found = compiler.compile(page, format="pdf")
    assert isinstance(found, bytes)
    return found


def _document(brief: Brief, tables: Sequence[Small]) -> dict[str, Any]:
    """All that the template prints."""
    digest = next((value for name, value in brief.facts if name.startswith("Digest")), "")
    short = brief.command if len(brief.command) <= _LONGEST else f"{brief.command[:_LONGEST]}… (whole on the last page)"
    return {
        "document": brief.document or brief.title,
        "title": brief.title,
        "below": brief.below,
        "kicker": brief.kicker,
        "label": brief.label,
        "warning": NOT_A_FORECAST,
        "summary": brief.summary,
        "size": brief.size,
        "parts": [_part(part) for part in brief.parts],
        "tables": [_table(table) for table in tables],
        "notes": list(brief.notes),
        "limits": list(brief.limits),
        "command": brief.command,
        "foot": {"command": short, "digest": digest},
        "facts": [list(pair) for pair in brief.facts],
        "version": __version__,
    }


def _part(part: BriefPart) -> dict[str, Any]:
    return {
        "title": part.title,
        "name": part.name,
        "lines": [_line(line) for line in part.lines],
        "commands": list(part.commands),
        "fields": [
            {
                "svg": field.printed(),
                "words": field.words,
                "number": field.number,
                "interval": field.interval,
                "title": field.title,
            }
            for field in part.fields
        ],
        "chart": None if part.chart is None else {"svg": _drawn(part.chart), "words": part.chart.words},
        "table": None if part.table is None else _table(part.table),
        "notes": list(part.notes),
    }


def _line(line: BriefLine) -> dict[str, str]:
    return {"lead": line.lead, "text": line.text}


def _table(table: Small) -> dict[str, Any]:
    rows = [[[row.name, row.below], *([cell.text, cell.below] for cell in row.cells)] for row in table.rows]
    return {"caption": table.caption, "heads": list(table.heads), "rows": rows, "words": table.words}


def _drawn(chart: Chart) -> str:
    """A chart as the text of an SVG, in a font that typst has."""
    svg = chart_drawing.printed(chart.make(chart_drawing.BROAD), **chart.data)
    return svg.replace('font-family="sans-serif"', f'font-family="{_FONT}"')
