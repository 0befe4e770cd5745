"""How records are laid out for a set of mechanisms: the person's day, the state, the compiled parameters.

The shipped mechanisms' fields come first and keep their places; those of plug-ins follow.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from glasshouse.mechanism import Length
from glasshouse.mechanism_set import MechanismSet
from glasshouse.model.list_bits import WIDE_FLAGS
from glasshouse.model.state import AGENT_DAY
from glasshouse.note import MORE, Note
from glasshouse.person_list import has_many_lists
from glasshouse.population.people import BYTES_A_PERSON, MOST_GROUPS, NARROW_FLAGS, NO_OWN


@cache
def agent_day(mechanisms: MechanismSet) -> np.dtype:
    """The record of a person's day.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> agent_day(SHIPPED) == AGENT_DAY
    True
    """
    notes = [(MORE, np.int64)] if any(note.bit is None for note in mechanisms.declared(Note)) else []
    more = [(name, np.int32) for each in mechanisms for name in (*each.columns, *each.fields)]
    return np.dtype([*AGENT_DAY.descr, *notes, *more]) if notes or more else AGENT_DAY


@cache
def own_columns(mechanisms: MechanismSet) -> np.dtype:
    """The state that plug-ins keep of every person, one record each; NO_OWN where they keep none."""
    columns = [(name, kind) for each in mechanisms for name, kind in each.columns.items()]
    return np.dtype(columns) if columns else NO_OWN


def flags_column(mechanisms: MechanismSet) -> np.dtype:
    """The type of the column ``flags``: wider where there are more lists of people than its two bits tell apart.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> flags_column(SHIPPED)
    dtype('uint16')
    """
    return WIDE_FLAGS if has_many_lists(mechanisms) else NARROW_FLAGS


def bytes_a_person(mechanisms: MechanismSet) -> int:
    """What is kept of a person from day to day: the shared columns, as wide as these need them, and plug-ins' own.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> bytes_a_person(SHIPPED)
    14
    """
    own = own_columns(mechanisms)
    return BYTES_A_PERSON + wider_flags(mechanisms) + (0 if own == NO_OWN else own.itemsize)


def wider_flags(mechanisms: MechanismSet) -> int:
    """By how many bytes the column ``flags`` is wider than that of the shipped mechanisms."""
    return flags_column(mechanisms).itemsize - NARROW_FLAGS.itemsize


@cache
def params_record(mechanisms: MechanismSet) -> np.dtype:
    """What holds everywhere: one record."""
    return _record(
        {name: shape for each in mechanisms for name, shape in each.params.items()}
        | {f"{each.section}_scored": () for each in mechanisms if each.scored},
        mechanisms,
    )


@cache
def district_record(mechanisms: MechanismSet) -> np.dtype:
    """What holds in one district: one record each."""
    return _record(
        {"number": (), "start": (), "n": (), "group": (MOST_GROUPS - 1,), "age": (2,), "internet": (), "urban": ()}
        | {"group_age": (MOST_GROUPS, 2), "group_internet": (MOST_GROUPS,), "group_urban": (MOST_GROUPS,)}
        | {name: shape for each in mechanisms for name, shape in each.districts.items()},
        mechanisms,
    )


def _record(fields: dict[str, tuple[Length, ...]], mechanisms: MechanismSet) -> np.dtype:
    shapes = {
        name: tuple(each if isinstance(each, int) else each(mechanisms) for each in shape)
        for name, shape in fields.items()
    }
    return np.dtype([(name, np.int64, shape) for name, shape in shapes.items()])
