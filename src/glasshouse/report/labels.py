"""A plain-English label and a unit for every measure, and the part of the model whose card shows it.

One row a measure, in the order of the day. The names are those in backquotes in ``docs/model.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

from glasshouse.mechanism import Count, Mechanism
from glasshouse.mechanisms import MECHANISMS


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a measure is called in the report.

    >>> LABELS["false_match"].text
    'Acts entered in the record of the wrong person'
    """

    measure: str
    part: str
    unit: str
    text: str
    stock: bool = False


#: A gate, as the thing a person wants behind it: (one, several).
GATE_WORDS: dict[str, tuple[str, str]] = {
    "hotel": ("a hotel night", "Hotel nights"),
    "restaurant": ("a restaurant meal", "Restaurant meals"),
    "shop": ("a purchase", "Shop purchases"),
    "credit": ("a loan", "Loans and credit"),
    "flight": ("a flight", "Flights (travel ban)"),
    "rail": ("a high-speed train", "High-speed rail journeys (travel ban)"),
    "school": ("a fee-paying school", "Fee-paying schools"),
    "visa": ("a visa", "Visas"),
}

#: The parts, as their cards are headed, with what each does in one sentence.
PARTS: dict[str, tuple[str, str]] = {
    each.section: (each.title, each.what) for each in MECHANISMS if each.title is not None
}


def _card(count: Count, mechanism: Mechanism) -> str:
    return count.card or mechanism.section


#: The label of every count, by name: mechanism by mechanism, in the order of their sections.
LABELS: dict[str, Label] = {
    count.name: Label(measure=count.name, part=_card(count, each), unit=count.unit, text=count.text, stock=count.stock)
    for each in MECHANISMS
    for count in each.counts
}

#: Measures that are levels on a day; all others add up over days.
STOCKS: tuple[str, ...] = tuple(name for name, label in LABELS.items() if label.stock)


def label(measure: str) -> Label:
    """The label of a measure; an unknown one is called by its own name.

    >>> label("new_measure").text
    'New measure'
    """
    plain = measure.replace("_", " ").capitalize()
    return LABELS.get(measure) or Label(measure=measure, part="", unit="", text=plain)


def of_part(part: str) -> tuple[Label, ...]:
    """The labels that a part's card shows, in the order of the table.

    >>> [row.measure for row in of_part("participation")]
    ['joined', 'participants']
    """
    return tuple(row for row in LABELS.values() if row.part == part)
