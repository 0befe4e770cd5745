"""The limits as docs/limits.md states them, for pages: one file, read beside the package or from a checkout."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

_ROOT = Path(__file__).parents[1]
#: A wheel brings it along, beside the package; in a checkout it lies among the documents, and there it is edited.
PLACES = (_ROOT / "limits.md", _ROOT.parents[1] / "docs" / "limits.md")


@cache
def limits_text() -> str:
    """The document, in Markdown.

    >>> limits_text().splitlines()[0]
    '# Limits'
    """
    return next(path for path in PLACES if path.is_file()).read_text(encoding="utf-8")


def limits() -> Markup:
    """The document in HTML, without its title. A link to another document is left as its text.

    >>> "The people are invented, and nothing is a forecast." in limits()
    True
    """
    return in_html(limits_text().partition("\n")[2])


def in_html(markdown: str) -> Markup:
    """Markdown in HTML: tags that stand in the text are shown, not obeyed; only links to the web and in the page stay.

    >>> in_html("**Read** [this](other.md), not <b>that</b>.")
    Markup('<p><strong>Read</strong> this, not &lt;b&gt;that&lt;/b&gt;.</p>\\n')
    """
    drawn = MarkdownIt("commonmark", {"html": False}).disable("image").render(markdown)
    return Markup(re.sub(r'<a href="(?!https?://|#)[^"]*"[^>]*>(.*?)</a>', r"\1", drawn, flags=re.DOTALL))
