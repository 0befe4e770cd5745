"""Drawings: a chart made with Altair, drawn as SVG by vl-convert, coloured by the page's style sheet.

Each chart is drawn twice, for a broad page and for a phone, and the style sheet shows one of them. Colours go
in as stand-ins that the drawing keeps, and come out as CSS variables, so that one drawing serves light and
dark. Drawn where the page is made and not in the reader's browser: the page is whole without scripts, and no
policy of a server's has to let any run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import altair as alt
from altair.utils.schemapi import debug_mode
from markupsafe import Markup

from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.report import painting

#: Stand-in colours and the CSS variables that take their place.
COLOURS: dict[str, str] = {
    "ink": "#010101",
    "soft": "#010102",
    "rule": "#010103",
    "paper": "#010104",
    "c-blue": "#010105",
    "c-sky": "#010106",
    "c-grey": "#010107",
    "c-yellow": "#010108",
    "c-orange": "#010109",
    "c-red": "#01010a",
    "c-green": "#01010b",
    "c-pink": "#01010c",
}
#: The light colours of ``style.css``, for drawings that are printed without it.
LIGHT: dict[str, str] = {
    "ink": "#1c1b19",
    "soft": "#5c5850",
    "rule": "#d9d4c8",
    "paper": "#fdfcf9",
    "c-blue": "#0072b2",
    "c-sky": "#56b4e9",
    "c-grey": "#cfcac0",
    "c-yellow": "#f0e442",
    "c-orange": "#e69f00",
    "c-red": "#d55e00",
    "c-green": "#009e73",
    "c-pink": "#cc79a7",
}
BROAD, NARROW = 760, 330

#: Rows of a chart's named data.
Rows = Sequence[Mapping[str, Any]]


class Drawable(Protocol):
    """Whatever a page prints as a chart and a file can be made of."""

    @property
    def data(self) -> Mapping[str, Rows]:
        """Its rows by name."""
        ...

    def __html__(self) -> str:
        """As a template prints it."""
        ...

    def drawing(self) -> str:
        """The text of an SVG file, in light colours."""
        ...


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart that a template prints as it stands: both drawings, as inline SVG.

    - ``make``: the Altair chart for a width in pixels.
    - ``words``: what it shows, read aloud in its place.
    - ``data``: its rows by name. They go into the finished specification, since Altair copies all that it holds at
      every step; for the same reason a chart of one panel is made once, and only its width changes.
    - ``reshaped``: the narrow drawing is laid out in another way, not only narrower.

    >>> def make(width):
    ...     return named("rows").mark_bar().encode(x="people:Q").properties(width=width)
    >>> chart = Chart(make=make, words="People in one bar.", data={"rows": [{"people": 3}]})
    >>> str(chart).count("<svg "), "People in one bar." in str(chart)
    (2, True)
    """

    make: Callable[[int], Any]
    words: str
    data: Mapping[str, Rows]
    reshaped: bool = False

    def __html__(self) -> str:
        """Both drawings, as a template prints them."""
        broad, narrow = self._specifications()
        return Markup('<div class="broad">{}</div><div class="narrow">{}</div>').format(
            _svg(broad, self.words), _svg(narrow, self.words)
        )

    def __str__(self) -> str:
        """The same as text."""
        return self.__html__()

    def specification(self, width: int = BROAD) -> dict[str, Any]:
        """The Vega-Lite specification in light colours on paper, with its data, for tools that draw it themselves."""
        return printable(self.make(width), **self.data)

    def drawing(self) -> str:
        """The broad drawing as the text of an SVG file, in light colours on paper."""
        return painting.draw("vegalite_to_svg", self.specification(BROAD), vl_version=vega_lite(), allowed_base_urls=[])

    def _specifications(self) -> tuple[dict[str, Any], dict[str, Any]]:
        with debug_mode(False):  # the specifications are fixed, and tests draw each of them
            broad = self.make(BROAD).to_dict(validate=False)
            same = "width" in broad and not self.reshaped
            narrow = {**broad, "width": NARROW - 60} if same else self.make(NARROW).to_dict(validate=False)
        rest = {"config": _CONFIG, "datasets": _datasets(self.data)}
        return {**broad, **rest}, {**narrow, **rest}


def haloed(text: Any, options: dict[str, Any], colour: str) -> list[Any]:
    """A text, and paper around its letters, so that lines behind it do not cross them."""
    around = {"stroke": COLOURS["paper"], "strokeWidth": 4, "color": COLOURS["paper"]}
    return [text.mark_text(**options, **around), text.mark_text(**options, color=colour)]


def printed(chart: Any, **data: Rows) -> str:
    """A chart as the text of an SVG file of its own, in light colours on paper."""
    options: Any = {"vl_version": vega_lite(), "allowed_base_urls": []}
    return painting.draw("vegalite_to_svg", printable(chart, **data), **options)


def printable(chart: Any, **data: Rows) -> dict[str, Any]:
    """The specification of a chart with its data, in light colours on paper."""
    with debug_mode(False):
        drawn = chart.to_dict(validate=False)
    text = json.dumps({**drawn, "config": _CONFIG, "datasets": _datasets(data)})
    for name, stand_in in COLOURS.items():
        text = text.replace(stand_in, LIGHT[name])
    return {**json.loads(text), "background": LIGHT["paper"], "padding": 18}


def figure(spec: Mapping[str, Any], title: str, about: str, label: str) -> alt.TopLevelMixin:
    """The Altair chart of a finished specification, under a title, what it is about, its label and the warning.

    It stands alone, so that its people must be said to be invented within it.

    >>> spec = printable(named().mark_bar().encode(x="people:Q"), rows=[{"people": 3}])
    >>> figure(spec, "People", "One day", "hypothetical").to_dict()["title"]["subtitle"]
    ['One day', 'Hypothetical. The people are invented. This is not a forecast.']
    """
    head = {"text": title, "subtitle": [about, f"{label.capitalize()}. {NOT_A_FORECAST}"]}
    if isinstance(spec.get("title"), Mapping):
        head = {**spec["title"], **head}
    else:
        head |= {"anchor": "start", "subtitleColor": LIGHT["soft"], "offset": 16}
    return altair_chart({**spec, "title": head})


def altair_chart(spec: Mapping[str, Any]) -> alt.TopLevelMixin:
    """The Altair chart of a finished specification, with its rows in it."""
    config = {key: value for key, value in spec["config"].items() if value is not None}
    return alt.Chart.from_dict({**spec, "config": config})


def named(name: str = "rows") -> alt.Chart:
    """A chart of the rows that ``Chart.data`` holds under a name."""
    return alt.Chart(alt.NamedData(name=name))


def _datasets(data: Mapping[str, Rows]) -> dict[str, list[Mapping[str, Any]]]:
    return {name: list(rows) for name, rows in data.items()}


def vega_lite() -> str:
    """The version of Vega-Lite in which Altair writes."""
    return alt.SCHEMA_VERSION.removeprefix("v").rsplit(".", 1)[0]


def _svg(spec: dict[str, Any], description: str) -> Markup:
    return _drawn(json.dumps(spec), description)


@lru_cache(maxsize=64)
def _drawn(spec: str, description: str) -> Markup:
    """The drawing of a specification, kept: a page that is loaded again has mostly the same ones."""
    drawing = painting.draw("vegalite_to_svg", spec, vl_version=vega_lite(), allowed_base_urls=[])
    for name, stand_in in COLOURS.items():
        drawing = re.sub(stand_in, f"var(--{name})", drawing, flags=re.IGNORECASE)
    # The drawing is one picture to whoever hears it; roles and names of its own marks would be read between the words.
    drawing = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", drawing)
    drawing = re.sub(r"<svg ([^>]*?)>", _opening, drawing, count=1)
    head, rest = drawing.split(">", 1)
    label = Markup(' role="img" aria-label="{}">').format(description)
    return Markup(head) + label + Markup(rest)


def _opening(match: re.Match[str]) -> str:
    """The svg tag without namespaces (not needed in HTML) and without roles of its own."""
    kept = re.findall(r'(?:class|width|height|viewBox)="[^"]*"', match.group(1))
    return f"<svg {' '.join(kept)}>"


_CONFIG: dict[str, Any] = {
    "background": None,
    "font": "sans-serif",
    "aria": False,
    "view": {"stroke": None},
    "title": {"color": COLOURS["ink"], "fontWeight": 600, "offset": 8},
    "axis": {
        "labelColor": COLOURS["soft"],
        "titleColor": COLOURS["soft"],
        "titleFontWeight": "normal",
        "titleFontSize": 12,
        "labelFontSize": 12,
        "gridColor": COLOURS["rule"],
        "domainColor": COLOURS["soft"],
        "tickColor": COLOURS["soft"],
    },
    # Figures along a scale that a phone has no room for are left out, as long as one lies on another.
    "axisXQuantitative": {"labelOverlap": "greedy", "labelSeparation": 4},
}
