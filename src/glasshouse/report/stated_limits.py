"""The limits and the red lines as docs/limits.md and docs/refusals.md state them, for pages.

Each is one file, read beside the package or from a checkout.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

_ROOT = Path(__file__).parents[1]
#: A wheel brings them along, beside the package; in a checkout they lie among the documents, and there they are edited.
FOLDERS = (_ROOT, _ROOT.parents[1] / "docs")
PLACES = tuple(folder / "limits.md" for folder in FOLDERS)


def limits_text() -> str:
    """The document on limits, in Markdown.

    >>> limits_text().splitlines()[0]
    '# Limits'
    """
    return _document("limits.md")


def limits() -> Markup:
    """The document on limits in HTML, without its title. A link to another document is left as its text.

    >>> "The people are invented, and nothing is a forecast." in limits()
    True
    """
    return in_html(limits_text().partition("\n")[2])


def red_lines_text() -> str:
    """The document on red lines, in Markdown.

    >>> red_lines_text().splitlines()[0]
    '# What it refuses to be'
    """
    return _document("refusals.md")


def red_lines() -> tuple[tuple[str, Markup], ...]:
    """The red lines, and what they cannot keep from happening: title and HTML of each; not how they are tested.

    >>> [title for title, _ in red_lines()]
    ['What it refuses to be', 'What it cannot keep from happening']
    """
    first, *others = re.split(r"^##? ", red_lines_text(), flags=re.MULTILINE)[1:]
    kept = (first, *(part for part in others if not part.startswith("How they are held")))
    parts = (part.partition("\n") for part in kept)
    return tuple((title, in_html(text)) for title, _, text in parts)


def in_html(markdown: str) -> Markup:
    """Markdown in HTML: tags that stand in the text are shown, not obeyed; only links to the web and in the page stay.

    >>> in_html("**Read** [this](other.md), not <b>that</b>.")
    Markup('<p><strong>Read</strong> this, not &lt;b&gt;that&lt;/b&gt;.</p>\\n')
    """
    drawn = MarkdownIt("commonmark", {"html": False}).disable("image").render(markdown)
    return Markup(re.sub(r'<a href="(?!https?://|#)[^"]*"[^>]*>(.*?)</a>', r"\1", drawn, flags=re.DOTALL))


@cache
def _document(name: str) -> str:
    return next(path for folder in FOLDERS if (path := folder / name).is_file()).read_text(encoding="utf-8")
