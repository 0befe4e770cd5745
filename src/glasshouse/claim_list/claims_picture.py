"""The claims with their verdicts as a picture, and as a table for a notebook."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import altair as alt
from markupsafe import Markup

from glasshouse.claim_list.known_claims import Claims
from glasshouse.errors import BadInputError
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.report import captioned, chart_drawing, chart_files
from glasshouse.report.chart_drawing import BROAD, COLOURS, Chart, named

_COLOUR = {
    "true": "c-blue", "partly true": "c-sky", "misleading": "c-orange", "wrong": "c-red", "forecast": "c-grey",
    "not assessed": "c-grey",
}  # fmt: skip
#: Pixels of a line of text and between claims; where the verdicts and the texts begin; letters of a line.
_LINE, _GAP, _VERDICT, _TEXT, _LETTERS = 16, 10, 44, 154, 92


def chart(found: Claims) -> Chart:
    """A line or more a claim: its id, its verdict as a coloured mark and in words, and its text."""
    rows, texts, y = [], [], 0
    for claim in found.claims:
        rows.append({"id": claim.id, "verdict": claim.verdict, "claim": claim.claim, "y": y})
        for line in textwrap.wrap(claim.claim, _LETTERS):
            texts.append({"line": line, "y": y})
            y += _LINE
        y += _GAP
    height = y

    def make(width: int) -> Any:
        at: Any = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-_LINE / 2, height], nice=False, reverse=True))
        base, lines = named(), named("bars")
        shades = alt.Scale(domain=list(_COLOUR), range=[COLOURS[colour] for colour in _COLOUR.values()])
        text = {"align": "left", "baseline": "middle", "fontSize": 13}
        return alt.layer(
            base.mark_text(**text, fontWeight=600, color=COLOURS["ink"]).encode(x=alt.value(0), y=at, text="id:N"),
            base.mark_square(size=150, opacity=1, stroke=COLOURS["soft"], strokeWidth=0.8).encode(
                x=alt.value(_VERDICT), y=at, color=alt.Color("verdict:N", legend=None, scale=shades)
            ),
            base.mark_text(**text, dx=14, color=COLOURS["ink"]).encode(x=alt.value(_VERDICT), y=at, text="verdict:N"),
            lines.mark_text(**text, color=COLOURS["soft"]).encode(x=alt.value(_TEXT), y=at, text="line:N"),
        ).properties(width=width - 40, height=height)

    words = "; ".join(f"{claim.id}, {claim.verdict}: {claim.claim}" for claim in found.claims)
    return Chart(make=make, words=f"{found.finding}. {words}", data={"rows": rows, "bars": texts})


def files(found: Claims) -> Mapping[str, bytes]:
    """The picture as files by their endings. Raises ``BadInputError`` where there is no claim."""
    return chart_files.files(svg(found))


def svg(found: Claims) -> str:
    """The picture as the text of an SVG file. Raises ``BadInputError`` where there is no claim."""
    _require(found)
    above = ("The description's claims about mass surveillance in China as of about 2020, by what scholarship finds.",)
    below = ("Verdicts and sources: glasshouse claims.", f"{found.title}: {found.label}. {NOT_A_FORECAST}")
    return captioned.svg(chart(found), found.finding, above, (*below, chart_files.made_by(digest=found.digest)))


def figure(found: Claims) -> alt.TopLevelMixin:
    """The picture as an Altair chart under its finding."""
    _require(found)
    spec = chart(found).specification(BROAD)
    return chart_drawing.figure(spec, found.finding, "The description's claims", found.label)


def html(found: Claims) -> str:
    """The claims as a table."""
    heads = ("", "Claim", "Verdict", "What is known", "In the scenario", *(("In the run",) if found.unit else ()))
    head = Markup("").join(Markup("<th>{}</th>").format(each) for each in heads)
    rows = Markup("").join(_row(found, place) for place in range(len(found.claims)))
    begin = Markup("<b>{}</b>. {}").format(found.finding, f"{found.label.capitalize()}. {NOT_A_FORECAST}")
    return str(begin + Markup("<table><tr>{}</tr>{}</table>").format(head, rows))


def _row(found: Claims, place: int) -> Markup:
    claim = found.claims[place]
    run = f"{claim.count} {claim.counted}" if claim.count else ""
    cells = (claim.id, claim.claim, claim.verdict, claim.correction, claim.number, *((run,) if found.unit else ()))
    return Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells))


def _require(found: Claims) -> None:
    if not found.claims:
        raise BadInputError(f"there is nothing to draw: no claim of the description is about '{found.title}'.")
