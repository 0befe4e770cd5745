"""Measures of harm: what each is, how much of it each person bore, and by district and group.

``docs/measures.md`` holds every definition; ``python -m glasshouse.measures`` writes it.
"""

from __future__ import annotations

from glasshouse.measures.definitions import HARMS, SECTIONS, measures_of
from glasshouse.measures.fairness import METRICS, GroupRates, group_rates, replicate_rates
from glasshouse.measures.measures_by_place import HarmTable, harm_table
from glasshouse.measures.paired_measures import downstream, knock_on
from glasshouse.measures.persons import person_amounts
from glasshouse.measures.tidy import measures_table

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
