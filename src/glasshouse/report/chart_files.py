"""A drawing as files to print: SVG, a PNG of 300 dots an inch, and a PDF, all from the same SVG.

Whatever keeps a drawing honest must be drawn into it; ``made_by`` is the line that says where it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping

from glasshouse import __version__
from glasshouse.report import painting

#: The endings of the files.
ENDINGS = ("svg", "png", "pdf")
#: Dots an inch of a PNG. A pixel of a drawing is a 96th of an inch, as a browser has it, and vl-convert's is a 72nd.
DPI = 300
_SCALE = 72 / 96
#: So many letters of a digest tell it from others.
_DIGEST = 16


def files(svg: str) -> Mapping[str, bytes]:
    """The files of a drawing by their endings. Raises ``ValueError`` for what cannot be drawn.

    >>> found = files('<svg xmlns="http://www.w3.org/2000/svg" width="96" height="1"/>')
    >>> found["png"][16:20] == (300).to_bytes(4), found["pdf"][:5]
    (True, b'%PDF-')
    """
    return {
        "svg": svg.encode(),
        "png": painting.draw("svg_to_png", svg, scale=_SCALE, ppi=DPI),
        "pdf": painting.draw("svg_to_pdf", svg, scale=_SCALE),
    }


def made_by(version: str = "", digest: str = "") -> str:
    """The line of a drawing that says which glasshouse made its figures, and of which digest.

    >>> made_by("0.1.0", "0123456789abcdef0123")
    'Source: glasshouse 0.1.0, digest 0123456789abcdef'
    """
    told = f", digest {digest[:_DIGEST]}" if digest else ""
    return f"Source: glasshouse {version or __version__}{told}"
