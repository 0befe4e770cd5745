"""A key that scenarios gave once and that is no input any more, and what takes its place.

It is written at the top level of the file of the mechanism that did without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from glasshouse.mechanism import maker


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """A key, and a sentence that says what to give instead."""

    key: str
    instead: str
    module: str = field(default_factory=maker)


def keys_gone(document: Mapping[str, Any], gone: Iterable[Withdrawn]) -> list[str]:
    """The keys of a scenario's document that are gone.

    >>> keys_gone({"people": {"mood": 3, "trips": 2}}, [Withdrawn(key="people.mood", instead="")])
    ['people.mood']
    """
    keys = [each.key for each in gone]
    return [key for key in keys if key.partition(".")[2] in (document.get(key.partition(".")[0]) or ())]


def without(document: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """The document without some of its keys.

    >>> without({"people": {"mood": 3, "trips": 2}, "days": 9}, ["people.mood"])
    {'people': {'trips': 2}, 'days': 9}
    """
    left = dict(document)
    for section, _, name in (key.partition(".") for key in keys):
        left[section] = {own: value for own, value in left[section].items() if own != name}
    return left


def withdrawal(key: str, gone: Iterable[Withdrawn]) -> str:
    """What to say to somebody who gives a key that is gone; "" for any other.

    >>> withdrawal("people.mood", [Withdrawn(key="people.mood", instead="It follows from the weather.")])
    "'people.mood' is no input any more. It follows from the weather."
    >>> withdrawal("people.trips", [])
    ''
    """
    return next((f"'{key}' is no input any more. {each.instead}" for each in gone if each.key == key), "")
