"""Files of places: what one must hold, the places that there are, and what is wrong with one.

A place that gives the shares of women and of a minority has the four standard groups. Another names its own, two to
eight, with the share of each in every district::

    groups:
      - {name: townspeople, shares: 0.7}
      - {name: newcomers, minority: true, shares: {North: 0.2, South: 0.25}}
      - {name: nuns, women: 1, shares: {North: 0.1, South: 0.05}}

The first is the group with which the others are compared. ``women`` is the share of women in a group (a half, if it is
left out), and ``minority`` says whether errors that fall more often on a minority do so on this group. What groups
differ in stands in ``crosstabs`` (``cross_tables``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glasshouse.errors import ended
from glasshouse.plugins import PluginError, offered
from glasshouse.population.people import FEWEST_GROUPS, MOST_GROUPS
from glasshouse.scenario.cross_tables import TABLES, Margins, cross_tables
from glasshouse.scenario.places import COLUMNS, EVERYBODY, FOLDER, OF_GROUPS, STANDARD, Column, Group, Place
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.user_text import MOST_NAME, one_line, quoted
from glasshouse.scenario.yaml_reading import Document, Path_, read

_OF_A_GROUP = ("name", "women", "minority", "shares", "source", "confidence", "assumed")
#: What the file of a place must hold, and what each is.
_NEEDED: dict[str, tuple[type, str]] = {
    "title": (str, "text"),
    "districts": (list, "a list of names"),
    "columns": (dict, "a mapping of columns"),
}


def list_places() -> list[str]:
    """Names of the places: the shipped ones, and those of installed plug-ins.

    >>> list_places()[:2]
    ['australia-2016', 'cardiff']
    """
    return sorted({*(path.stem for path in FOLDER.glob("*.yaml")), *offered("places")})


@cache
def load_place(name: str) -> Place:
    """A place by name, shipped or of a plug-in. Raises ScenarioError where there is none of that name."""
    if name not in list_places():
        raise ScenarioError(f"unknown place '{quoted(name)}'.{nearest(name, list_places())}")
    return made(name, read(_file(name)))


def made(name: str, document: Document, content: Mapping[str, Any] | None = None) -> Place:
    """The place of a name that a file's content describes. Raises ScenarioError where it holds none.

    ``content`` is what a scenario keeps of it, where the name alone does not say which place it is.
    """
    data = document.data
    for key, (kind, what) in _NEEDED.items():
        if not isinstance(data, dict) or not data.get(key) or not isinstance(data[key], kind):
            raise _fault(document, (key,), f"a place needs '{key}', {what}.")
    if not isinstance(data.get("described", False), bool):
        raise _fault(document, ("described",), "'described' of a place must be true or false.")
    districts = tuple(map(str, data["districts"]))
    for k, district in enumerate(districts):
        if district in EVERYBODY:
            said = f"'{quoted(district)}' stands for everybody; give the district a name of its own."
            raise _fault(document, ("districts", k), said)
    for key in data["columns"]:
        if key not in COLUMNS:
            raise _fault(document, ("columns", key), f"unknown column '{quoted(key)}'.{nearest(str(key), COLUMNS)}")
    declared = list(_declared(document, districts)) if "groups" in data else []
    keys = [key for key in COLUMNS if not (declared and key in OF_GROUPS)]
    made_without = Place(
        name=name,
        title=data["title"],
        districts=districts,
        columns=MappingProxyType({key: _column(document, key, districts) for key in keys}),
        evidence=MappingProxyType(
            {key: _evidence(data["columns"][key]) for key in keys}
            | {
                f"group '{group.name}'": _evidence({"unit": "share of persons", **entry})
                for group, _, entry in declared
            }
        ),
        groups=tuple(group for group, _, _ in declared) or STANDARD,
        shares=_shares(document, [shares for _, shares, _ in declared]) if declared else None,
        described=data.get("described", False),
        content=content,
    )
    if TABLES not in data:
        return made_without
    crossed = cross_tables(
        document,
        Margins(
            districts=districts,
            group_names=made_without.group_names,
            groups=made_without.group_shares,
            columns=made_without.columns,
        ),
    )
    evidence = {name: _evidence(dict(entry)) for name, entry in crossed.evidence.items()}
    return replace(made_without, crossed=crossed, evidence=MappingProxyType({**made_without.evidence, **evidence}))


def _fault(document: Document, path: Path_, message: str) -> ScenarioError:
    return ScenarioError(message, where=document.where, line=document.line(path))


def _declared(
    document: Document, districts: tuple[str, ...]
) -> Iterator[tuple[Group, NDArray[np.float64], dict[str, Any]]]:
    """The groups that a place's file declares, with their shares of each district and their entries."""
    entries = document.data["groups"]
    if not isinstance(entries, list) or not FEWEST_GROUPS <= len(entries) <= MOST_GROUPS:
        raise _fault(
            document, ("groups",), f"'groups' must be a list of {FEWEST_GROUPS} to {MOST_GROUPS} groups of people."
        )
    for key in OF_GROUPS:
        if key in document.data["columns"]:
            message = f"column '{key}' goes with the standard groups; this file has groups of its own. Remove one."
            raise _fault(document, ("columns", key), message)
    names: list[str] = []
    for k, entry in enumerate(entries):
        path: Path_ = ("groups", k)
        if not isinstance(entry, dict):
            raise _fault(document, path, "a group must be a mapping with a name and shares.")
        for key in entry:
            if key not in _OF_A_GROUP:
                raise _fault(
                    document, (*path, key), f"unknown key '{quoted(key)}' in a group.{nearest(key, _OF_A_GROUP)}"
                )
        name = entry.get("name")
        if not isinstance(name, str) or not 0 < len(name.strip()) <= MOST_NAME:
            raise _fault(document, (*path, "name"), f"a group needs a name, of {MOST_NAME} letters at most.")
        name = name.strip()  # a space at its end is seen by nobody
        if name != one_line(name):
            raise _fault(document, (*path, "name"), f"the name of group '{quoted(name)}' must stand on one line.")
        if name in names or name in EVERYBODY:
            said = "stands for everybody" if name in EVERYBODY else "is the name of two groups"
            raise _fault(document, (*path, "name"), f"'{quoted(name)}' {said}; give each group a name of its own.")
        names.append(name)
        if not isinstance(entry.get("minority", False), bool):
            raise _fault(document, (*path, "minority"), f"'minority' of group '{quoted(name)}' must be true or false.")
        women = _share(document, (*path, "women"), entry.get("women", 0.5), f"'women' of group '{quoted(name)}'")
        group = Group(name=name, women=women, minority=entry.get("minority", False))
        yield group, _group_shares(document, path, entry, districts), entry


def _group_shares(
    document: Document, path: Path_, entry: dict[str, Any], districts: tuple[str, ...]
) -> NDArray[np.float64]:
    """A group's share of each district: one for all of them, or one each."""
    what = f"the share of group '{quoted(entry['name'])}'"
    given = entry.get("shares")
    if not isinstance(given, dict):
        share = _share(document, (*path, "shares"), given, what)
        return np.full(len(districts), share)
    for district in given:
        if district not in districts:
            message = f"unknown district '{quoted(district)}'.{nearest(district, districts)}"
            raise _fault(document, (*path, "shares", district), message)
    for district in districts:
        if district not in given:
            raise _fault(document, (*path, "shares"), f"{what} is missing for district '{quoted(district)}'.")
    return np.array([_share(document, (*path, "shares", each), given[each], what) for each in districts])


def _share(document: Document, path: Path_, value: Any, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise _fault(document, path, f"{what} must be a number from 0 to 1.")
    return float(value)


def _shares(document: Document, columns: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The shares of all groups [districts, groups]; those of a district add up to 1."""
    shares = np.stack(columns, axis=1)
    for district, total in zip(document.data["districts"], shares.sum(axis=1).tolist(), strict=True):
        if abs(total - 1) > 1e-6:
            message = f"the shares of the groups{_in(document, district)} add up to {total:g}, not to 1."
            raise _fault(document, ("groups",), message)
    shares.setflags(write=False)
    return shares


def _in(document: Document, district: str) -> str:
    """That something is said of a district, where there are several."""
    return f" in district '{quoted(district)}'" if len(document.data["districts"]) > 1 else ""


def _file(name: str) -> Path:
    if (shipped := FOLDER / f"{name}.yaml").exists():
        return shipped
    try:
        return offered("places")[name].file()
    except PluginError as error:
        raise ScenarioError(ended(str(error))) from error


def _column(document: Document, key: str, districts: tuple[str, ...]) -> NDArray[np.float64]:
    (unit, low, high), path = COLUMNS[key], ("columns", key)
    entry = document.data["columns"].get(key)
    given = entry.get("values") if isinstance(entry, dict) else None
    if not isinstance(given, dict) or entry.get("unit") != unit or tuple(map(str, given)) != districts:
        raise _fault(document, path, f"column '{key}' must have unit '{unit}' and one value a district, in order.")
    for district, value in given.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            side = "below" if number and value < low else "above" if number and value > high else None
            if side:
                said = f"{value:,.12g} is {side} the {'lowest' if side == 'below' else 'highest'} value "
                said += f"{low if side == 'below' else high:,.12g}."
            else:
                said = f"'{quoted(value)}' is no number from {low:,.12g} to {high:,.12g}."
            raise _fault(document, (*path, "values", district), f"column '{key}'{_in(document, district)}: {said}")
    values = np.array(list(given.values()), dtype=np.float64)
    values.setflags(write=False)
    return values


def _evidence(entry: dict[str, Any]) -> Column:
    return Column(
        unit=entry["unit"],
        source=entry.get("source"),
        confidence=entry.get("confidence"),
        assumed=entry.get("assumed"),
    )
