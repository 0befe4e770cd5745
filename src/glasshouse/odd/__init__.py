"""Mechanisms in ODD form (overview, design concepts, details), made from what they declare and say of themselves."""

from __future__ import annotations

from glasshouse.odd.reading import described, needed, reads_and_changes
from glasshouse.odd.writing import cited, page, phases, references, schedule, state, submodels

__all__ = [
    "cited",
    "described",
    "needed",
    "page",
    "phases",
    "reads_and_changes",
    "references",
    "schedule",
    "state",
    "submodels",
]
