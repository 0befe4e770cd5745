"""A field of people, a dot each: how many of 10,000 something was done to, at a glance.

Several fields show the same people. What is counted in them overlaps, so that each has a field of its own, and nobody
can add them up by eye. Filled dots are the figure, rings go up to the highest replicate, so that what is not known is
seen as well. Both begin in one corner and grow as squares, which the eye compares more easily than scattered dots.

A few of 10,000 would be a speck in an empty square. So where no field of a picture reaches far, all of them show that
corner enlarged, each with the whole square beside it, small, in which the corner is marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, isqrt

from markupsafe import Markup

from glasshouse.measures.intervals import Spread
from glasshouse.report.chart_drawing import LIGHT
from glasshouse.wording.lists_and_nouns import people
from glasshouse.wording.numbers import short, whole

#: People in a field, if there are so many.
PEOPLE = 10_000
#: Width of a dot with the room around it.
_STEP = 4
#: Each kind of dot: its radius, what it is filled with, and the width of its rim.
_DOTS = {"all": (0.9, "mid", 0.0), "ring": (1.2, "paper", 0.4), "dot": (2.0, "c-red", 0.0)}
_MID = {**LIGHT, "mid": "#c9c4b8"}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field: ``title`` says what was done, ``figure`` to how many of ``of`` people.

    With an interval the figure is of 10,000 people. Without one it is a count of one run, and a dot may stand for
    several of its people.

    ``corner``: how many dots the side of the enlarged corner has; 0 shows all of the square.
    """

    name: str
    title: str
    figure: Spread
    of: int = PEOPLE
    corner: int = 0

    @property
    def number(self) -> str:
        """The figure as text; without an interval it may be a rate of too few cases, which is no whole number.

        >>> [Field(name="a", title="", figure=Spread(value=value)).number for value in (1234, 0.01)]
        ['1,234', '0.01']
        """
        return whole(self.figure.value) if self.figure.value == int(self.figure.value) else short(self.figure.value)

    @property
    def interval(self) -> str:
        """Its interval as text; empty for one run."""
        return self.figure.interval

    @property
    def alone(self) -> bool:
        """Whether this is one run's count."""
        return self.figure.low is None

    @property
    def words(self) -> str:
        """What the field shows, for those who cannot see it.

        >>> Field(name="a", title="Sanctioned", figure=Spread(value=184.2, low=56, high=1708)).words
        'Sanctioned: 184 (56 to 1,708) among 10,000 people.'
        """
        return f"{self.title}: {self.number if self.alone else self.figure} among {people(self.of)}."

    def __html__(self) -> str:
        """The drawing for a page, in the colours of its style sheet."""
        colours = {name: f"var(--{name})" for name in _MID}
        label = Markup(' role="img" aria-label="{}"').format(self.words)
        return Markup(self._svg(colours, str(label)))

    def printed(self) -> str:
        """The drawing as the text of an SVG file, in light colours."""
        return self._svg(_MID, ' xmlns="http://www.w3.org/2000/svg"')

    def _svg(self, colours: Mapping[str, str], attributes: str) -> str:
        dots = min(PEOPLE, self.of)
        side = ceil(dots**0.5) * _STEP
        if self.corner:
            return self._enlarged(colours, attributes)
        filled, high = _dots(self.figure.value, self.of), _dots(self.figure.high or 0.0, self.of)
        shown = {"all": dots, "ring": high if high > filled else 0, "dot": filled}
        patterns = "".join(_pattern(f"{self.name}-{kind}", kind, colours) for kind, count in shown.items() if count)
        areas = "".join(f'<path d="{_area(n)}" fill="url(#{self.name}-{kind})"/>' for kind, n in shown.items() if n)
        size = f'viewBox="0 0 {side} {side}" width="{side}" height="{side}"'
        return f'<svg class="field" {size}{attributes}><defs>{patterns}</defs>{areas}</svg>'

    def _enlarged(self, colours: Mapping[str, str], attributes: str) -> str:
        """The corner, and beside it the whole square with the corner marked."""
        side, whole_side = self.corner * _STEP, ceil(min(PEOPLE, self.of) ** 0.5) * _STEP
        filled, high = _dots(self.figure.value, self.of), _dots(self.figure.high or 0.0, self.of)
        shown = {"all": self.corner**2, "ring": high if high > filled else 0, "dot": filled}
        patterns = "".join(_pattern(f"{self.name}-{kind}", kind, colours) for kind, count in shown.items() if count)
        areas = "".join(f'<path d="{_area(n)}" fill="url(#{self.name}-{kind})"/>' for kind, n in shown.items() if n)
        # The small square is a quarter as wide as the corner, in its lower right, on paper of its own.
        small, edge = side / 4, side / 80
        at, marked = side - small - edge, small * side / whole_side
        paper, mid = (f'fill="{colours[name]}"' for name in ("paper", "mid"))
        line = f'stroke="{colours["ink"]}" stroke-width="{edge / 2:.2f}"'
        square, mark = (
            f'<rect x="{at:.2f}" y="{at:.2f}" width="{wide:.2f}" height="{wide:.2f}" {fill} {line}/>'
            for wide, fill in ((small, paper), (marked, mid))
        )
        size = f'viewBox="0 0 {side} {side}" width="{side}" height="{side}"'
        return f'<svg class="field" {size}{attributes}><defs>{patterns}</defs>{areas}{square}{mark}</svg>'


def enlarged(fields: Sequence[Field]) -> tuple[Field, ...]:
    """The same fields, all of them enlarged alike where none fills most of its square.

    >>> few = Field(name="a", title="", figure=Spread(value=27, low=12, high=120))
    >>> many = Field(name="b", title="", figure=Spread(value=4000))
    >>> [each.corner for each in (*enlarged([few]), *enlarged([few, many]))]
    [15, 0, 0]
    """
    most = max((_dots(max(each.figure.value, each.figure.high or 0.0), each.of) for each in fields), default=0)
    whole_side = min((ceil(min(PEOPLE, each.of) ** 0.5) for each in fields), default=0)
    # Room for the small square in the corner across, and no fewer than ten dots a side.
    side = max(10, ceil(most**0.5 * 1.34))
    if side > 0.8 * whole_side:
        return tuple(fields)
    return tuple(replace(each, corner=side) for each in fields)


def _dots(count: float, of: int) -> int:
    """How many dots stand for so many of the people.

    >>> _dots(184.2, 10_000), _dots(31, 20_000), _dots(25_264, 10_000), _dots(2, 500)
    (184, 16, 10000, 2)
    """
    dots = min(PEOPLE, of)
    return min(dots, round(dots * count / of))


def _pattern(name: str, kind: str, colours: Mapping[str, str]) -> str:
    radius, fill, rim = _DOTS[kind]
    line = f' stroke="{colours["c-red"]}" stroke-width="{rim}"' if rim else ""
    half = _STEP / 2
    circle = f'<circle cx="{half:g}" cy="{half:g}" r="{radius}" fill="{colours[fill]}"{line}/>'
    return f'<pattern id="{name}" width="{_STEP}" height="{_STEP}" patternUnits="userSpaceOnUse">{circle}</pattern>'


def _area(count: int) -> str:
    """The outline of the first dots: a square from the corner, then what is over at its right and below it.

    >>> _area(4), _area(6)
    ('M0 0h8v8h-8z', 'M0 0h8v8h-8zM8 0h4v8h-4z')
    """
    across = isqrt(count)
    rest = count - across**2
    right = min(rest, across + 1)
    boxes = [(0, 0, across, across), (across, 0, 1, right), (0, across, rest - right, 1)]
    return "".join(
        f"M{x * _STEP} {y * _STEP}h{wide * _STEP}v{high * _STEP}h-{wide * _STEP}z"
        for x, y, wide, high in boxes
        if wide and high
    )
