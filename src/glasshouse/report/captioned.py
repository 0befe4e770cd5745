"""A chart as a file of its own: above it what it shows and of whom, below it how to make it again.

A drawing travels without the page that it stood on. So what keeps it honest is drawn into it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from markupsafe import escape

from glasshouse.report import chart_files
from glasshouse.report.chart_drawing import BROAD, LIGHT, Drawable

_PAD, _LINE, _TITLE = 18, 17, 18
#: Pixels of a letter of 12, on average: wide letters are rare.
_LETTER = 6.3


def captioned(chart: Drawable, title: str, lines: Sequence[str]) -> tuple[str, bytes]:
    """The text of an SVG and the bytes of a PNG of 300 dots an inch, in light colours on paper, with a caption.

    ``title`` stands above the drawing, the other ``lines`` and the version below it.

    >>> from glasshouse.report.chart_drawing import Chart, named
    >>> def make(width):
    ...     return named("rows").mark_bar().encode(x="people:Q").properties(width=width)
    >>> chart = Chart(make=make, words="", data={"rows": [{"people": 3}]})
    >>> drawn, png = captioned(chart, "People", ["Invented & counted."])
    >>> "Invented &amp; counted." in drawn, png[1:4]
    (True, b'PNG')
    """
    drawn = svg(chart, title, (), (*lines, chart_files.made_by()))
    return drawn, chart_files.files(drawn)["png"]


def svg(chart: Drawable, title: str, above: Sequence[str], below: Sequence[str]) -> str:
    """The text of an SVG: a title and lines above the drawing, and lines below it, broken where they are too long."""
    drawing = chart.drawing()
    size = re.search(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"', drawing)
    assert size is not None
    width, high = max(float(size[1]), BROAD), float(size[2])
    letters = int((width - 2 * _PAD) / _LETTER)
    heads = textwrap.wrap(title, int(letters * 11.4 / _TITLE))
    over, under = ([row for line in lines for row in textwrap.wrap(line, letters)] for lines in (above, below))
    rows = [(text, _TITLE, "ink", _TITLE + 6) for text in heads] + [(text, 12, "soft", _LINE) for text in over]
    texts, y = _texts(rows, _PAD)
    top = y + (4 if over else 0)
    more, end = _texts([(text, 12, "soft", _LINE) for text in under], top + high)
    height = end + _PAD
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
    paper = f'<rect width="100%" height="100%" fill="{LIGHT["paper"]}"/>'
    moved = f'<g transform="translate(0 {top:g})">{drawing}</g>'
    return "\n".join([f'{opening} viewBox="0 0 {width:g} {height:g}">', paper, *texts, moved, *more, "</svg>\n"])


def _texts(rows: Sequence[tuple[str, int, str, int]], top: float) -> tuple[list[str], float]:
    """Lines of text below a height, each with its size, colour and step; and where they end."""
    found = []
    for text, size, colour, step in rows:
        top += step
        weight = ' font-weight="600"' if size == _TITLE else ""
        look = f'font-family="sans-serif" font-size="{size}"{weight} fill="{LIGHT[colour]}"'
        found.append(f'<text {look} x="{_PAD}" y="{top:g}">{escape(text)}</text>')
    return found, top
