"""The definitions as documentation: the part of ``docs/measures.md`` between its marks."""

from __future__ import annotations

import os
from pathlib import Path

from glasshouse.measure import Measure
from glasshouse.measures.definitions import sections_of
from glasshouse.measures.fairness import METRICS
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.wording.marked_page import between_marks

_HEAD = "| measure | what it is | unit | base |\n|---|---|---|---|"


def definitions_text(mechanisms: MechanismSet = SHIPPED) -> str:
    """Every section, a row a measure, in Markdown; a star marks what may be searched to be lowered.

    >>> definitions_text().splitlines()[0]
    '### What people truly did (base rates)'
    """
    sections = [
        f"### {title}\n\n{_HEAD}\n" + "\n".join(map(_row, own)) for title, own in sections_of(mechanisms).items()
    ]
    metrics = "\n".join(f"| `{name}` | {_sentence(what)} |" for name, what in METRICS.items())
    sections.append(f"### Group metrics\n\n| metric | what it is |\n|---|---|\n{metrics}")
    return "\n\n".join(sections) + "\n"


def _row(one: Measure) -> str:
    beside = f" Compared with the {one.reference} scenario." if one.reference else ""
    star = " ★" if one.objective else ""
    return f"| `{one.name}`{star} | **{one.title}.** {one.definition}{beside} | {one.unit} | {one.base} |"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def rewritten(page: str, mechanisms: MechanismSet = SHIPPED) -> str:
    """A page with the text between its marks written anew. Raises ``ValueError`` where a mark is missing."""
    return between_marks(page, "measures", definitions_text(mechanisms))


def rewrite(path: str | os.PathLike[str], mechanisms: MechanismSet = SHIPPED) -> None:
    """Write the definitions, plug-ins' among them, into the page at ``path``. Raises ``OSError`` or ``ValueError``."""
    page = Path(path)
    page.write_text(rewritten(page.read_text(encoding="utf-8"), mechanisms), encoding="utf-8")
