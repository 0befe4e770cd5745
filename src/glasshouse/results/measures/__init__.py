"""Measures of harm: what each is, how much of it each person bore, and by district and group.

``docs/measures.md`` holds every definition; ``python -m glasshouse.results.measures`` writes it.
"""

from __future__ import annotations

from glasshouse.results.measures.definitions import HARMS
from glasshouse.results.measures.harms import Harm
from glasshouse.results.measures.persons import person_amounts
from glasshouse.results.measures.table import HarmTable, harm_table

__all__ = ["HARMS", "Harm", "HarmTable", "harm_table", "person_amounts"]
