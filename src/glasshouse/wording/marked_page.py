"""A page of which a part is written by a program: what stands between two marks of a name."""

from __future__ import annotations


def between_marks(page: str, name: str, text: str) -> str:
    """The page with the text between the marks of a name written anew. Raises ``ValueError`` where a mark is missing.

    >>> between_marks("<!-- x:begin -->old<!-- x:end -->", "x", "new\\n")
    '<!-- x:begin -->\\nnew\\n<!-- x:end -->'
    >>> between_marks("no marks", "x", "new")
    Traceback (most recent call last):
    ...
    ValueError: the marks <!-- x:begin --> and <!-- x:end --> are missing
    """
    first, last = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, begin, rest = page.partition(first)
    _, end, after = rest.partition(last)
    if not (begin and end):
        raise ValueError(f"the marks {first} and {last} are missing")
    return f"{before}{first}\n{text}{last}{after}"
