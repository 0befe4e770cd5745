"""The title of a run whose settings were changed: its scenario's, and what was changed."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from itertools import pairwise

from glasshouse.folders.recorded_command import words_of
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.section import Suppliers, keys_of
from glasshouse.wording.dates import in_words
from glasshouse.wording.lists_and_nouns import enumerated, plural
from glasshouse.wording.numbers import parameter

#: So many changes are named; of each at most so many letters. Where more than so many are left, all are only counted.
_MOST_NAMED, _LETTERS, _MOST_LEFT = 2, 60, 5
#: Between a title and what was changed.
CHANGED = ", changed: "
#: What is set of a scenario and changes none of its rules; the title itself names another place.
_NO_RULES = ("population", "days", "place")
#: How a command gives no date.
_NULL = ("~", "null")
#: What a switch is set to, and how that is said.
_SWITCH = {"true": "on", "false": "off"}


def changed_title(title: str, command: object, mechanisms: MechanismSet = SHIPPED) -> str:
    """A scenario's title with what the command of a run or a comparison lays over it (``--set``), at most two of it.

    >>> changed_title("Two cities", "glasshouse run two.yaml --set cameras.enabled=false --set score.every=7")
    'Two cities, changed: cameras off and days between rescorings at 7'
    >>> changed_title("Two cities", "glasshouse run two.yaml --seed 3 --set days=30")
    'Two cities'
    """
    return titled_with(title, sets_of(command), mechanisms)


def titled_with(title: str, sets: tuple[str, ...], mechanisms: MechanismSet = SHIPPED) -> str:
    """The same from the ``KEY=VALUE`` texts themselves; the last of a key counts.

    >>> keys = ("cameras.total=3e8", "tiers.enabled=false", "start=2020-01-01", "score.every=7", "score.every=14")
    >>> titled_with("As it is", keys).partition(", changed: ")[2]
    'cameras in the whole country or city at the start, public … at 300,000,000, tiers off and 2 more'
    >>> titled_with("As it is", tuple(f"internet.recall_{k}=0" for k in range(8)))
    'As it is, changed: 8 settings'
    """
    last = {key.strip(): value.strip() for key, _, value in (text.partition("=") for text in sets)}
    told = [_in_words(key, value, mechanisms) for key, value in last.items() if key not in _NO_RULES]
    if not told:
        return title
    more = len(told) - _MOST_NAMED
    if more > _MOST_LEFT:
        return f"{title}{CHANGED}{len(told)} settings"
    named = told if more < 1 else [*told[:_MOST_NAMED], f"{more} more"]
    return f"{title}{CHANGED}{enumerated(named)}"


def sets_of(command: object) -> tuple[str, ...]:
    """What a command lays over its scenario, as ``KEY=VALUE``.

    >>> sets_of("glasshouse run as-described --set cameras.enabled=false"), sets_of(None)
    (('cameras.enabled=false',), ())
    """
    return tuple(after for word, after in pairwise(words_of(command)) if word == "--set")


def _in_words(key: str, value: str, mechanisms: MechanismSet) -> str:
    """A change in a few words."""
    if key in mechanisms.parameters:
        meaning = re.sub(r" \([^)]*\)", "", mechanisms.parameters[key].meaning)
        return f"{textwrap.shorten(meaning, _LETTERS, placeholder=' …')} at {_number(value)}"
    if key == "start":
        return f"starting on {_day(value)}"
    if key == "warm_up":
        return f"a warm-up of {_number(value)} {plural(value, 'day')}"
    said = _switched(key, value, mechanisms) if value.lower() in _SWITCH else _chosen(key, value, mechanisms)
    return textwrap.shorten(said[: 2 * _LETTERS], _LETTERS, placeholder=" …")


def _switched(key: str, value: str, mechanisms: MechanismSet) -> str:
    """A switch: of a section, of one of its suppliers, of what a sensor sees, or one more of a section."""
    section, _, rest = key.partition(".")
    state = _SWITCH[value.lower()]
    if rest == "enabled":
        return f"{_named(section, mechanisms)} {state}"
    if rest == "scored":
        return f"{_named(section, mechanisms)} {'in' if state == 'on' else 'kept out of'} the record"
    name = _spaced(rest.removesuffix(".enabled"))
    one = next((each.one for each in mechanisms.declared(Suppliers) if each.switch(name) == key), "")
    return f"{one} {name} {state}".strip()


def _chosen(key: str, value: str, mechanisms: MechanismSet) -> str:
    """A date, names in a list, or a key that is there no more."""
    section, _, rest = key.partition(".")
    words, named = _spaced(rest), _named(section, mechanisms)
    if key not in keys_of(mechanisms, "date"):
        items = [each.strip(" '\"") for each in value.strip("[]").split(",")]
        return f"{words or _spaced(key)}: {enumerated(list(filter(None, items))) or 'none'}"
    what, _, end = words.rpartition(" ")
    if end not in ("from", "until"):
        return f"no {words} of {named}" if value.lower() in _NULL else f"{words} of {named} {_day(value)}"
    if value.lower() not in _NULL:
        return f"{named} {words} {_day(value)}"
    return f"{named} never {what}" if end == "from" else f"{named} {what} without end"


def _named(section: str, mechanisms: MechanismSet) -> str:
    """A section by the title of its card, in the middle of a sentence."""
    name = mechanisms.titles[section][0] if section in mechanisms.titles else _spaced(section)
    return f"{name[:1].lower()}{name[1:]}"


def _spaced(key: str) -> str:
    """A key as words."""
    return re.sub(r"[._]+", " ", key).strip()


def _day(text: str) -> str:
    """A date as people write it; anything else as it stands."""
    try:
        return in_words(date.fromisoformat(text))
    except ValueError:
        return text[:_LETTERS]


def _number(text: str) -> str:
    """A number as people write it; anything else as it stands."""
    try:
        return parameter(float(text))
    except (ValueError, OverflowError):
        return text[:_LETTERS]
