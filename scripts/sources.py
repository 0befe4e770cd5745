"""The generated part of ``docs/sources.md``: every work that glasshouse cites, how it was read, and what it serves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import glasshouse
from glasshouse.evidence import load_claims, load_sources
from glasshouse.evidence.sources_and_claims import Source
from glasshouse.wording.marked_page import between_marks

_PACKAGE = Path(glasshouse.__file__).parent
#: What a file serves that cites a source, one of them and several; and where such files lie.
_FILES: Mapping[str, tuple[str, str]] = {
    "presets/*.yaml": ("preset", "presets"),
    "places/*.yaml": ("place", "places"),
    "validation/tables/*.yaml": ("validation table", "validation tables"),
    "evidence/posteriors/*.json": ("posterior", "posteriors"),
    "mechanisms/*.py": ("mechanism", "mechanisms"),
    "interventions/*.py": ("safeguard", "safeguards"),
}
#: How a source was read, in a word or two.
_READ = {
    "whole": "whole",
    "excerpt": "an excerpt",
    "quoted": "as others quote it",
    "memory": "**from memory, not checked**",
}
_BACKGROUND = "background"


def table() -> str:
    """All sources in the order of their ids, which begin with the author or publisher, a row each."""
    every = (source for _, source in sorted(load_sources().items()))
    return "\n".join(["| id | work | read | serves |", "|---|---|---|---|", *map(_row, every)])


def serves(source: str) -> str:
    """What cites a source, by kind.

    >>> serves("census-2020")
    'place `china`'
    """
    said = [_named(kind, [f"`{name}`" for name in sorted(names)]) for kind, names in _citing(source)]
    claims = [claim.id for claim in load_claims() if source in claim.sources]
    return "; ".join([*said, *([_named(("claim", "claims"), claims)] if claims else [])]) or _BACKGROUND


def _row(source: Source) -> str:
    """One work. Its anchor is its id, so that other pages lead to it."""
    title = f"[{source.title}]({source.url})" if source.url else source.title
    work = f"{source.author} ({source.year}). {title}. {source.at}."
    cells = (f'<a id="{source.id}"></a>`{source.id}`', work, _READ[source.read or "memory"], serves(source.id))
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"


def _named(kind: tuple[str, str], names: list[str]) -> str:
    return f"{kind[len(names) > 1]} {', '.join(names)}"


def _citing(source: str) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """The kinds of files that cite a source, and their names."""
    for pattern, kind in _FILES.items():
        names = [name for name, words in _words(pattern).items() if source in words]
        if names:
            yield kind, names


@cache
def _words(pattern: str) -> Mapping[str, frozenset[str]]:
    """What stands in each file between blanks and signs other than a hyphen: ids of sources are such words."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(_PACKAGE.glob(pattern))}
    return {name: frozenset(re.findall(r"[\w-]+", text)) for name, text in texts.items()}


def rewritten(page: str) -> str:
    """The page with its table written anew. Raises ``ValueError`` where a mark is missing."""
    return between_marks(page, "sources", f"\n{table()}\n\n")
