"""Names in people's files that changed, what each is called now, and the folder format since which it is.

Folders of an older format are read under the new names; a file, a setting or an address of somebody's own that has an
old one is told the new one. What is worked out from a name (the draw of a number from its range, the hash of a scenario
or of a study) is worked out from the first one, so that a new name changes no result and every old hash still holds.

A mechanism declares those of its own keys and inputs (``Renamed``). ``docs/migration.md`` holds the whole table for
readers; a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from glasshouse.mechanism_set import SHIPPED
from glasshouse.renamed import (
    BLOCK,
    CHART,
    COLUMN,
    INPUT,
    KEY,
    LAB,
    PACKAGE,
    PAGE,
    REPORT,
    STORY,
    TABLE,
    Renamed,
)


def _renamed(what: str, names: Mapping[str, str]) -> tuple[Renamed, ...]:
    return tuple(Renamed(what=what, old=old, new=new) for old, new in names.items())


#: Those that belong to no mechanism.
_OURS: tuple[Renamed, ...] = (
    *_renamed(
        STORY,
        {
            "clean": "error_free",
            "clean_tier": "error_free_tier",
            "happenings": "events",
            "held": "observed",
            "layout": "format",
            "world": "arm",
        },
    ),
    *_renamed(
        COLUMN,
        {
            "clean": "error_free",
            "clean_weeks": "error_free_weeks",
            "held": "observed",
            "held_weeks": "observed_weeks",
        },
    ),
    *_renamed(BLOCK, {"worlds": "scenarios"}),
    *_renamed(CHART, {"world": "arm"}),
    *_renamed(TABLE, {"World": "Scenario"}),
    *_renamed(LAB, {"worlds": "arms"}),
    *_renamed(PACKAGE, {"worlds": "comparison"}),
    *_renamed(REPORT, {"worlds": "scenarios"}),
    *_renamed(
        PAGE,
        {
            "/api/belief": "/api/validation",
            "/api/crowd/luck": "/api/crowd/other-seeds",
            "/api/life": "/api/story",
            "/api/worlds": "/api/compare",
            "/belief": "/validation",
            "/country": "/run",
            "/figure/belief": "/figure/validation",
            "/figure/country": "/figure/run",
            "/figure/worlds": "/figure/compare",
            "/figure/worlds/worlds": "/figure/compare/arms",
            "/life": "/story",
            "/worlds": "/compare",
        },
    ),
)
#: The order in which the table stands: by what is named, and then by the old name.
_ORDER = (KEY, INPUT, STORY, COLUMN, BLOCK, CHART, TABLE, LAB, PACKAGE, REPORT, PAGE)
#: All of them. A name that changes again gets a line more, and the old lines the newest name.
RENAMED: tuple[Renamed, ...] = tuple(
    sorted((*_OURS, *SHIPPED.declared(Renamed)), key=lambda each: (_ORDER.index(each.what), each.old))
)


@cache
def new_names(what: str) -> Mapping[str, str]:
    """The new name of each old one.

    >>> new_names(KEY)["redress.mercy"]
    'redress.overturn_rate'
    """
    return MappingProxyType({each.old: each.new for each in RENAMED if each.what == what})


@cache
def _first_names(what: str) -> Mapping[str, str]:
    return MappingProxyType({each.new: each.old for each in reversed(RENAMED) if each.what == what})


def first_name(what: str, name: str) -> str:
    """The name that something had at first, from which draws and hashes are worked out.

    >>> first_name(KEY, "redress.overturn_rate"), first_name(KEY, "cameras.total")
    ('redress.mercy', 'cameras.total')
    """
    return _first_names(what).get(name, name)


def refusal(what: str, name: str, valid: Iterable[str]) -> str:
    """What to say of an old name where one of the valid ones is the new name; else "".

    >>> refusal(KEY, "redress.mercy", ["redress.overturn_rate"])
    "'redress.mercy' is now called 'redress.overturn_rate'."
    >>> refusal(KEY, "redress.merci", ["redress.overturn_rate"])
    ''
    """
    new = new_names(what).get(name)
    return f"'{name}' is now called '{new}'." if new in set(valid) else ""


def text_now(text: str) -> str:
    """A text with scenario keys in it (a setting, an arm, a command), under their new names.

    >>> text_now("human-review+redress.mercy=0.02")
    'human-review+redress.overturn_rate=0.02'
    """
    return _in_text(text, new_names(KEY))


def text_at_first(text: str) -> str:
    """The same under the names that were the first."""
    return _in_text(text, _first_names(KEY))


def _in_text(text: str, names: Mapping[str, str]) -> str:
    return re.sub(r"[\w.]+", lambda found: names.get(found[0], found[0]), text)


def address_now(path: str) -> str:
    """Where a page of the lab, or what lies under it, is now; "" for a path that did not change.

    >>> address_now("/life/story.txt"), address_now("/figure/worlds/worlds.csv"), address_now("/lifeless")
    ('/story/story.txt', '/figure/compare/arms.csv', '')
    """
    for old, new in sorted(new_names(PAGE).items(), reverse=True):  # what lies deeper first
        if path.startswith(old) and path[len(old) :][:1] in ("", "/", "."):
            return new + path[len(old) :]
    return ""


def document_now(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document of a scenario (``Scenario.document``) under the new names.

    >>> document_now({"redress": {"mercy": 0}, "days": 3})
    {'redress': {'overturn_rate': 0}, 'days': 3}
    """
    return _moved(document, new_names(KEY))


def document_at_first(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same under the names that were the first.

    >>> document_at_first({"events": [{"set": {"redress.overturn_rate": 0}}]})
    {'events': [{'set': {'redress.mercy': 0}}]}
    """
    return _moved(document, _first_names(KEY))


def _moved(document: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A document with its keys renamed, those of sections and those that dated events set; names stay in a section."""
    out = dict(document)
    for old, new in names.items():
        section, _, key = old.partition(".")
        inside = out.get(section)
        if isinstance(inside, Mapping) and key in inside:
            out[section] = {new.partition(".")[2] if name == key else name: inside[name] for name in inside}
    if isinstance(out.get("events"), (list, tuple)):
        out["events"] = [_event(each, names) for each in out["events"]]
    return out


def _event(event: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(event, Mapping) or not isinstance(event.get("set"), Mapping):
        return event
    return {**event, "set": {names.get(key, key): value for key, value in event["set"].items()}}
