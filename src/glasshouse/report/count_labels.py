"""A plain-English label and a unit for every count of some mechanisms, and the part of the model whose card shows it.

The mechanisms are those of the run or the comparison at hand, so that a plug-in's counts have labels and a card too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from glasshouse.mechanism_set import MechanismSet


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a count is called in the report, and the part whose card shows it.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> labels(SHIPPED)["false_match"].text
    'Acts entered in the record of the wrong person'
    """

    measure: str
    part: str
    unit: str
    text: str
    stock: bool = False


@cache
def parts(mechanisms: MechanismSet) -> Mapping[str, tuple[str, str]]:
    """The parts, as their cards are headed, with what each does in one sentence.

    A mechanism of a plug-in that has counts and no title is called by its name.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> parts(SHIPPED)["cameras"][0]
    'Cameras'
    """
    found = {each.section: (each.title, each.what) for each in mechanisms if each.title is not None}
    for each in mechanisms.added:
        if each.section not in found and any(count.card not in found for count in mechanisms.counts_of(each)):
            found[each.section] = (plain(each.name), each.what)
    return MappingProxyType(found)


@cache
def labels(mechanisms: MechanismSet) -> Mapping[str, Label]:
    """The label of every count, by name: mechanism by mechanism, in the order of their sections."""
    headed = parts(mechanisms)
    return MappingProxyType(
        {
            count.name: Label(
                measure=count.name,
                part=count.card if count.card and count.card in headed else each.section,
                unit=count.unit,
                text=count.text,
                stock=count.stock,
            )
            for each in mechanisms
            for count in mechanisms.counts_of(each)
        }
    )


def label(measure: str, mechanisms: MechanismSet) -> Label:
    """The label of a count; an unknown one is called by its own name.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> label("new_measure", SHIPPED).text
    'New measure'
    """
    return labels(mechanisms).get(measure) or Label(measure=measure, part="", unit="", text=plain(measure))


def title_of(part: str, mechanisms: MechanismSet) -> str:
    """How a part is headed; one without a title by its own name.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> title_of("redress", SHIPPED), title_of("people", SHIPPED)
    ('Redress', 'People')
    """
    return parts(mechanisms)[part][0] if part in parts(mechanisms) else part[:1].upper() + part[1:].replace("_", " ")


def plain(name: str) -> str:
    """A name of the code in plain words.

    >>> plain("plate_readers")
    'Plate readers'
    """
    return name.replace("_", " ").capitalize()


def of_part(part: str, mechanisms: MechanismSet) -> tuple[Label, ...]:
    """The labels that a part's card shows, in the order of the table.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> [row.measure for row in of_part("participation", SHIPPED)]
    ['joined', 'participants']
    """
    return tuple(row for row in labels(mechanisms).values() if row.part == part)
