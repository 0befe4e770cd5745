"""The charts of the lab's pages, each with what it takes to make it again, and as files."""

# No "from __future__ import annotations" here: FastAPI reads what ``serve_figures`` makes on the spot.

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import Response
from pydantic import BaseModel

from glasshouse.folders.output_label import NOT_A_FORECAST, row_note
from glasshouse.folders.spreadsheet import spreadsheet
from glasshouse.lab.pages import address
from glasshouse.report.captioned import captioned
from glasshouse.report.chart_drawing import Chart, Drawable

#: Named data of charts that hold lines, heads and ends that are drawn beside the rows, or the rows once more with what
#: only a drawing needs, and no figure of their own.
BESIDE = ("events", "ends", "heads", "source", "labels", "legend", "bars")


@dataclass(frozen=True, kw_only=True)
class PageFigure:
    """A chart on a page.

    - ``name``: its word in addresses; ``title``: what it shows, in a line.
    - ``command`` makes its numbers again in a terminal, ``address`` shows it in the lab.
    - ``files``: the address of its files with ``.*`` for the ending, from ``files_of``.
    - ``label``: the preset's title and label, such as "China, as a blog post described it (hypothetical)".
    - ``about``: what tells its files from those of other states: a preset, a run.
    """

    name: str
    title: str
    chart: Drawable
    command: str
    address: str
    files: str
    note: str = ""
    label: str = ""
    about: str = ""

    @property
    def caption(self) -> tuple[str, ...]:
        """What stands below the drawing, after the title."""
        made = [f"In a terminal: {self.command}", f"In the lab (glasshouse lab): {self.address}"]
        return tuple(filter(None, (self.note, self.label, NOT_A_FORECAST, *made)))

    @property
    def stem(self) -> str:
        """The name of its files without the ending.

        >>> from glasshouse.report.chart_drawing import Chart
        >>> chart = Chart(make=lambda width: None, words="", data={})
        >>> where = {"command": "", "address": "/run?run=3", "files": "", "about": "x"}
        >>> PageFigure(name="tiers", title="", chart=chart, **where).stem
        'glasshouse-run-tiers-x'
        """
        page = self.address.partition("?")[0].partition("#")[0].strip("/") or "crowd"
        return re.sub(r"[^a-z0-9]+", "-", f"glasshouse {page} {self.name} {self.about}".lower()).strip("-")[:100]

    def csv(self) -> bytes:
        """The chart's rows, as a table to be read by other programs; its label stands in each row, its caption in one.

        >>> from glasshouse.report.chart_drawing import Chart
        >>> chart = Chart(make=lambda width: None, words="", data={"rows": [{"tier": "A", "people": 3}]})
        >>> where = {"command": "", "address": "", "files": ""}
        >>> figure = PageFigure(name="t", title="Tiers", chart=chart, label="documented", **where)
        >>> figure.csv().decode("utf-8-sig").splitlines()[1].partition(",Tiers")[0]
        'A,3,documented; invented people; not a forecast'
        """
        rows: list[Any] = []
        for name, own in self.chart.data.items():
            rows += own if name not in BESIDE else ()
        heads = list(dict.fromkeys(key for row in rows for key in row))
        cells = ([row.get(key) for key in heads] for row in rows)
        said = " | ".join((self.title, *self.caption))
        return spreadsheet(heads, cells, note=row_note(self.label), once=said)

    def drawn(self) -> tuple[str, bytes]:
        """The text of an SVG and the bytes of a PNG, each with the caption."""
        return captioned(self.chart, self.title, self.caption)


@dataclass(frozen=True, kw_only=True)
class _Once(Chart):
    """A chart that is put together once, however often it is printed."""

    def __html__(self) -> str:
        """Both drawings."""
        return self._both

    @cached_property
    def _both(self) -> str:
        return super().__html__()


def once(chart: Chart) -> Chart:
    """The same chart, which keeps its drawing: for a page that is kept while its folder stays as it is."""
    return _Once(make=chart.make, words=chart.words, data=chart.data, reshaped=chart.reshaped)


def files_of(page: str, name: str, state: BaseModel) -> str:
    """The address of a chart's files, with ``.*`` for the ending.

    >>> class Looking(BaseModel):
    ...     seed: int = 1
    >>> files_of("validation", "tables", Looking(seed=2))
    '/figure/validation/tables.*?seed=2'
    """
    return address(f"/figure/{page}/{name}.*", state)


def serve_figures(router: APIRouter, page: str, figures: Callable[..., Mapping[str, PageFigure]]) -> None:
    """Serve ``/figure/PAGE/NAME.csv`` (``.png``, ``.svg``) for every chart of a page.

    ``figures`` gives the charts by name. It is a dependency of FastAPI: it takes what the page's own function takes,
    such as the query's model and ``TheLab``, and may raise what that raises.
    """

    @router.get(f"/figure/{page}/{{file}}", include_in_schema=False)
    def figure(file: str, found: Annotated[Mapping[str, PageFigure], Depends(figures)]) -> Response:
        name, _, ending = file.rpartition(".")
        if name not in found or ending not in _TYPES:
            raise HTTPException(404, "There is no such drawing.")
        one = found[name]
        headers = {"Content-Disposition": f'attachment; filename="{one.stem}.{ending}"'}
        return Response(_content(one, ending), media_type=_TYPES[ending], headers=headers)


_TYPES = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml", "png": "image/png"}


def _content(one: PageFigure, ending: str) -> str | bytes:
    return one.csv() if ending == "csv" else one.drawn()[ending == "png"]
