"""The parts of a loaded scenario: a number with its evidence, a dated change, and who supplies a function."""

from __future__ import annotations

import copyreg
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from glasshouse.evidence.posteriors import Quantity, load_posteriors
from glasshouse.scenario import parameter_draws


def read_only(mapping: Mapping[Any, Any]) -> MappingProxyType[Any, Any]:
    """A mapping that nobody changes."""
    return MappingProxyType(mapping)


# Read-only mappings are pickled and copied as what they hold, so that scenarios, and all that is made with them, can be
# handed to other processes: Python knows no way of its own.
copyreg.pickle(MappingProxyType, lambda mapping: (read_only, (dict(mapping),)))


@dataclass(frozen=True, kw_only=True)
class ParameterValue:
    """One number with its evidence.

    Either ``source`` (an id in the list of sources) with ``confidence`` (S read in a page, M from memory,
    D derived by arithmetic), or ``assumed`` with the reason. ``low`` to ``high`` is its range; where a
    scenario gives none, both equal the value. ``layer`` names the file that set it. ``posterior`` names the draws that
    it is drawn from (``evidence.posteriors``); its range is then where 95 of 100 of them lie.
    """

    value: float
    unit: str
    source: str | None = None
    confidence: str | None = None
    assumed: str | None = None
    low: float
    high: float
    layer: str
    posterior: str | None = None

    @property
    def ranged(self) -> bool:
        """Whether the number is uncertain, so that replicates draw it."""
        return self.high > self.low

    @property
    def draws(self) -> Quantity | None:
        """What it is drawn from; None for a range, and where something has moved the range by itself."""
        found = load_posteriors()[self.posterior] if self.posterior else None
        ends = found.ends(self.value) if found else ()
        alike = all(math.isclose(a, b, rel_tol=0.01) for a, b in zip(ends, (self.low, self.high), strict=False))
        return found if alike else None

    def at(self, u: float, whole: bool = False) -> float:
        """A value at a place of its range, 0 the low end and 1 the high one, or among its draws."""
        if (found := self.draws) is None:
            return parameter_draws.value(u, self.low, self.high, whole)
        return found.at(u, self.value)


@dataclass(frozen=True, kw_only=True)
class ScenarioEvent:
    """A dated change. ``changes`` are parameters by key, ``switches`` parts or suppliers by key."""

    date: date
    name: str
    text: str
    source: str | None = None
    assumed: str | None = None
    jump: ParameterValue | None = None
    changes: Mapping[str, ParameterValue] = field(default_factory=dict[str, Any])
    switches: Mapping[str, bool] = field(default_factory=dict[str, Any])

    @property
    def level(self) -> int:
        """The central jump of fear, 0 to 255."""
        return round(self.jump.value) if self.jump else 0


@dataclass(frozen=True, kw_only=True)
class Supplier:
    """Who supplies functions of the model, by ``section``: its name, and its role as ``source`` states it."""

    section: str
    name: str
    role: str
    source: str
    functions: tuple[str, ...]
    #: How its name is written, where a capital letter is not enough.
    title: str | None = None
