"""Measures of harm: what each is, how much of it each person bore, and by district and group.

``docs/measures.md`` holds every definition; ``python -m glasshouse.results.measures`` writes it.
"""

from __future__ import annotations

from glasshouse.results.measures.definitions import HARMS, SECTIONS, measures_of
from glasshouse.results.measures.fairness import METRICS, GroupRates, group_rates, replicate_rates
from glasshouse.results.measures.paired import downstream, knock_on
from glasshouse.results.measures.persons import person_amounts
from glasshouse.results.measures.table import HarmTable, harm_table
from glasshouse.results.measures.tidy import measures_table

__all__ = [
    "HARMS",
    "METRICS",
    "SECTIONS",
    "GroupRates",
    "HarmTable",
    "downstream",
    "group_rates",
    "harm_table",
    "knock_on",
    "measures_of",
    "measures_table",
    "person_amounts",
    "replicate_rates",
]
