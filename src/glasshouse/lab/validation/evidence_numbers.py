"""The numbers of a preset with their evidence, and which of them the page's filter leaves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from glasshouse.lab.pages import address
from glasshouse.report import evidence_tables
from glasshouse.report.cards import switched_off
from glasshouse.report.evidence_tables import Number, PartNumbers
from glasshouse.scenario import Scenario, ScenarioError, load, preset_names
from glasshouse.scenario.scenario_error import nearest


class ValidationState(BaseModel):
    """What the page shows: the preset, and the filter of its numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    preset: str = Field(default="as-described", max_length=80, description="a preset's name")
    part: str = Field(default="", max_length=80, description="the part whose numbers are shown; empty: all parts")
    evidence: Literal["all", "sourced", "assumed"] = Field(default="all", description="which numbers are shown")
    q: str = Field(default="", max_length=80, description="words that each number shown must hold")

    @property
    def filtered(self) -> bool:
        """Whether some numbers are left out."""
        return bool(self.part or self.q.strip()) or self.evidence != "all"


@dataclass(frozen=True, kw_only=True)
class NumberRow:
    """A number, the words in which the filter searches, and whether it is left."""

    number: Number
    haystack: str
    left: bool


@dataclass(frozen=True, kw_only=True)
class NumberPart:
    """A part of the model with its numbers, and how many of them the filter leaves."""

    title: str
    rows: tuple[NumberRow, ...]
    assumed: int

    @property
    def left(self) -> int:
        """How many numbers are left."""
        return sum(row.left for row in self.rows)


def preset(name: str) -> Scenario:
    """A shipped preset, never a file. Raises ScenarioError with the nearest name."""
    if name not in preset_names():
        raise ScenarioError(f"there is no preset '{name}'.{nearest(name, preset_names())}")
    return load(name)


def parts(scenario: Scenario, state: ValidationState) -> tuple[NumberPart, ...]:
    """All numbers of a preset's parts that are on, by part; those that the filter leaves are marked."""
    found = evidence_tables.numbers(scenario, switched_off(scenario))
    return tuple(_part(one, state) for one in found)


def _part(found: PartNumbers, state: ValidationState) -> NumberPart:
    rows = tuple(_row(number, found.title, state) for number in found.rows)
    return NumberPart(title=found.title, rows=rows, assumed=found.assumed)


def _row(number: Number, part: str, state: ValidationState) -> NumberRow:
    said = (number.key, number.meaning, number.unit, number.source, number.assumed)
    haystack = " ".join(said).casefold()
    kinds = {"all": True, "sourced": bool(number.source), "assumed": not number.source}
    left = kinds[state.evidence] and state.part in ("", part) and all(w in haystack for w in _words(state.q))
    return NumberRow(number=number, haystack=haystack, left=left)


def _words(asked: str) -> list[str]:
    return asked.casefold().split()


def sources(scenario: Scenario, others: Iterable[str]) -> dict[str, Any]:
    """The list of works that the page cites, and their short names."""
    cited = evidence_tables.references(evidence_tables.cited(scenario) | set(others), scenario.mechanisms)
    return {"references": cited, "source_names": evidence_tables.names(cited)}


@cache
def presets() -> tuple[tuple[str, str], ...]:
    """Each preset's name, and its title with its label; kept, since to read them all takes a second."""
    return tuple((name, labelled(load(name))) for name in preset_names())


def labelled(scenario: Scenario) -> str:
    """A preset's title and label.

    >>> labelled(load("as-described"))
    'China, as a blog post described it (hypothetical)'
    """
    return f"{scenario.title} ({scenario.label})"


def here(state: ValidationState, **changes: Any) -> str:
    """The page's address with a state."""
    return address("/validation", state, **changes)
