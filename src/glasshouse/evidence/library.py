"""Read the shipped lists of sources and claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML

#: What a claim can be found to be. "not assessed": no source at hand settles it.
VERDICTS = ("true", "partly true", "misleading", "wrong", "forecast", "not assessed")


@dataclass(frozen=True, kw_only=True)
class Source:
    """A published work: who, what, when and where (``at``: publisher, DOI or address)."""

    id: str
    author: str
    title: str
    year: int
    at: str
    note: str | None = None

    @property
    def url(self) -> str | None:
        """A link to the work, where ``at`` holds an address or a DOI."""
        for word in self.at.split():
            if word.startswith("https://"):
                return word
            if word.startswith("10.") and "/" in word:
                return f"https://doi.org/{word}"
        return None

    @property
    def citation(self) -> str:
        """Author, year, title and place in one line."""
        return f"{self.author} ({self.year}). {self.title}. {self.at}."


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim of the description, in our words; ``parts`` of the model; a verdict with its correction."""

    id: str
    claim: str
    parts: tuple[str, ...]
    verdict: str
    correction: str
    sources: tuple[str, ...]


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
        Claim(id=key, **{**row, "parts": tuple(row["parts"]), "sources": tuple(row["sources"])})
        for key, row in rows.items()
    )


def _read(name: str) -> dict[str, Any]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return YAML(typ="safe", pure=True).load(text)
