"""Mechanisms in ODD form (overview, design concepts, details), made from what they declare and say of themselves."""

from __future__ import annotations

from glasshouse.odd.mechanism_source import described, needed, reads_and_changes
from glasshouse.odd.odd_page import cited, page, phases, references, schedule, state, submodels

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
