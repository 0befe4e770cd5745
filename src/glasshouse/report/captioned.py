"""A chart as a file of its own, with its caption below: what it shows, of whom, and how to make it again.

A drawing travels without the page that it stood on. So what keeps it honest is drawn into it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from markupsafe import escape

from glasshouse.report import painting
from glasshouse.report.chart_drawing import BROAD, LIGHT, Drawable

_PAD, _LINE, _TITLE = 18, 17, 15
#: Pixels of a letter of 12, on average: wide letters are rare.
_LETTER = 6.3
_FONT = 'font-family="sans-serif" font-size="12"'


def captioned(chart: Drawable, title: str, lines: Sequence[str]) -> tuple[str, bytes]:
    """The text of an SVG and the bytes of a PNG of twice its size, in light colours on paper, with a caption.

    ``title`` stands above the other ``lines``, which are broken where they are too long.

    >>> from glasshouse.report.chart_drawing import Chart, named
    >>> def make(width):
    ...     return named("rows").mark_bar().encode(x="people:Q").properties(width=width)
    >>> chart = Chart(make=make, words="", data={"rows": [{"people": 3}]})
    >>> svg, png = captioned(chart, "People", ["Invented & counted."])
    >>> "Invented &amp; counted." in svg, png[1:4]
    (True, b'PNG')
    """
    svg = _below(chart.drawing(), title, lines)
    return svg, painting.draw("svg_to_png", svg, scale=2)


def _below(drawing: str, title: str, lines: Sequence[str]) -> str:
    """A drawing with text below it."""
    size = re.search(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"', drawing)
    assert size is not None
    width, top = max(float(size[1]), BROAD), float(size[2])
    letters = int((width - 2 * _PAD) / _LETTER)
    heads = textwrap.wrap(title, int(letters * 12 / _TITLE))
    said = [row for line in lines for row in textwrap.wrap(line, letters)]
    height = top + (len(heads) + len(said)) * _LINE + 2 * _PAD
    rows = [
        *(f'<text {_FONT} font-weight="600" fill="{LIGHT["ink"]}"' for _ in heads),
        *(f'<text {_FONT} fill="{LIGHT["soft"]}"' for _ in said),
    ]
    texts = [
        f'{row} x="{_PAD}" y="{top + _PAD + place * _LINE:g}">{escape(text)}</text>'
        for place, (row, text) in enumerate(zip(rows, [*heads, *said], strict=True))
    ]
    texts = [text.replace('size="12"', f'size="{_TITLE}"') for text in texts[: len(heads)]] + texts[len(heads) :]
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
    paper = f'<rect width="100%" height="100%" fill="{LIGHT["paper"]}"/>'
    return "\n".join([f'{opening} viewBox="0 0 {width:g} {height:g}">', paper, drawing, *texts, "</svg>\n"])
