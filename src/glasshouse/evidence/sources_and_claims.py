"""Read the shipped lists of sources and claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML

#: What stands beside everything that rests on a source that nobody read.
MARK = "from memory, not checked"
#: What a claim can be found to be. "not assessed": no source at hand settles it.
VERDICTS = ("true", "partly true", "misleading", "wrong", "forecast", "not assessed")

#: How a source was read. What rests on one that was not carries the mark wherever it is shown.
READINGS = {
    "whole": "read in the whole document",
    "excerpt": "read in an excerpt of it",
    "quoted": "read as others quote it",
    "memory": MARK,
}
#: What a number's confidence letter means.
CONFIDENCE = {
    "S": "read in the source, or quoted from it by others",
    "M": MARK,
    "D": "worked out from the source",
}
#: What a number can rest on, the firmest first.
KINDS: tuple[str, ...] = ("read", "derived", "memory", "assumed")


@dataclass(frozen=True, kw_only=True)
class Source:
    """A published work: who, what, when and where (``at``: publisher, DOI or address).

    ``read`` is one of READINGS; None where whoever brought the source does not say. What names or cites a source that
    is from memory says so. ``figure`` says what its figure is where it is no count of the thing itself.

    >>> Source(id="counts-2024", author="Office, of Roads", title="Counts", year=2024, at="10.1000/182").url
    'https://doi.org/10.1000/182'
    """

    id: str
    author: str
    title: str
    year: int
    at: str
    note: str | None = None
    read: str | None = None
    figure: str | None = None

    @property
    def unread(self) -> bool:
        """Whether it is cited from memory."""
        return self.read == "memory"

    @property
    def name(self) -> str:
        """A short name, with the mark where it was not read.

        >>> load_sources()["npl-2023"].name, load_sources()["daum-2017"].name
        ('Tony Mansfield 2023', 'Jeremy Daum 2017 [from memory, not checked]')
        """
        return f"{self.author.split(',')[0].strip()} {self.year}{self._mark}"

    @property
    def _mark(self) -> str:
        return f" [{MARK}]" if self.unread else ""

    @property
    def url(self) -> str | None:
        """A link to the work, where ``at`` holds an address or a DOI."""
        for word in (each.strip("(),") for each in self.at.split()):
            if word.startswith("https://"):
                return word
            if word.startswith("10.") and "/" in word:
                return f"https://doi.org/{word}"
        return None

    @property
    def citation(self) -> str:
        """Author, year, title and place in one line, with the mark where it was not read."""
        return f"{self.author} ({self.year}). {self.title}. {self.at}.{self._mark}"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim of the description, in our words; ``parts`` of the model; a verdict with its correction.

    ``parameter`` is the number that stands for it in a scenario, ``counts`` what a run counts of it, which ``counted``
    says in words; empty where the model has none.
    """

    id: str
    claim: str
    parts: tuple[str, ...]
    verdict: str
    correction: str
    sources: tuple[str, ...]
    parameter: str = ""
    counted: str = ""
    counts: tuple[str, ...] = ()


def kind_of(confidence: str | None, source: Source | None) -> str:
    """What a number rests on, one of KINDS: ``source`` is None for an assumption.

    >>> kind_of("D", load_sources()["npl-2023"]), kind_of("S", load_sources()["daum-2017"]), kind_of(None, None)
    ('derived', 'memory', 'assumed')
    """
    if source is None:
        return "assumed"
    if source.unread or confidence == "M":
        return "memory"
    return "derived" if confidence == "D" else "read"


def basis(confidence: str | None, source: Source | None) -> str:
    """What a number's confidence means, beside the source's name; nothing where that name has the mark already.

    A figure that is no count of the thing itself is told with what it is.

    >>> basis("M", load_sources()["npl-2023"]), basis("M", load_sources()["daum-2017"])
    ('from memory, not checked', '')
    >>> basis("D", load_sources()["meta-2025"])
    'worked out from the source, which has an upper bound on other rules'
    """
    said = CONFIDENCE.get(confidence or "", confidence or "")
    if source is None:
        return said
    if said == MARK:
        return "" if source.unread else said
    return f"{said}, which has {source.figure}" if source.figure else said


@cache
def load_sources() -> Mapping[str, Source]:
    """All sources by id.

    >>> load_sources()["npl-2023"].year
    2023
    """
    rows = _read("sources.yaml")
    return MappingProxyType({key: Source(id=key, **row) for key, row in rows.items()})


@cache
def load_claims() -> tuple[Claim, ...]:
    """The claims D1 to D16, in order.

    >>> [claim.id for claim in load_claims()][:3]
    ['D1', 'D2', 'D3']
    """
    rows = _read("claims.yaml")
    return tuple(
        Claim(id=key, **{**row, **{name: tuple(row.get(name, ())) for name in ("parts", "sources", "counts")}})
        for key, row in rows.items()
    )


def _read(name: str) -> dict[str, Any]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return YAML(typ="safe", pure=True).load(text)
