"""A place of somebody's own, in a file beside a scenario: one number for the whole of it, or one for each district.

Fifteen lines are enough::

    title: My city
    assumed: round figures of an invented city
    population: 300000
    children: 0.15
    older: 0.2
    internet: 0.8
    groups:
      - {name: majority, shares: 0.9}
      - {name: minority, minority: true, shares: 0.1}

``whole`` writes out what such a file leaves unsaid, in the layout of the shipped places (``scenario.places``).
That is what a scenario's document holds, so that a run needs no file but its own.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from glasshouse.evidence import load_sources
from glasshouse.scenario.cross_tables import TABLES
from glasshouse.scenario.file_faults import fault
from glasshouse.scenario.place_loading import list_places, load_place, made
from glasshouse.scenario.places import COLUMNS, OF_GROUPS, Place
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.scenario_models import OwnSources
from glasshouse.scenario.user_text import MOST_NAME, name_from, one_line, path_quoted, quoted, unfit
from glasshouse.scenario.yaml_reading import Document, Path_, as_file, read

#: What says where a figure comes from.
EVIDENCE = ("source", "confidence", "assumed")
_CONFIDENCES = ("S", "M", "D")
_OF_A_FILE = ("name", "title", "described", *EVIDENCE, "sources", "districts", "groups", "columns", TABLES, *COLUMNS)
_OF_A_COLUMN = ("unit", "value", "values", *EVIDENCE)
#: Columns that a file may leave out: their value, and why.
LEFT_OUT: Mapping[str, tuple[float, str]] = {
    "women": (0.5, "the file does not say; half of the people"),
    "urban": (1, "the file does not say; everybody lives in a town"),
    "flag_factor": (1, "the file does not say; posts are screened alike in all districts"),
}
#: Endings of a place's file.
ENDINGS = (".yaml", ".yml")


def read_place(path: str | os.PathLike[str]) -> Place:
    """A place from its file. Raises ScenarioError, with file, line and the nearest valid name.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "town.yaml"
    >>> _ = file.write_text('''title: A town
    ... assumed: invented
    ... population: 20000
    ... children: 0.2
    ... older: 0.2
    ... internet: 0.7
    ... minority: 0.1
    ... ''')
    >>> town = read_place(file)
    >>> town.name, town.districts, town.columns["population"].tolist(), town.evidence["older"].assumed
    ('town', ('A town',), [20000.0], 'invented')
    """
    document = read(Path(path))
    content = whole(document, name_from(Path(path).stem))
    if (name := content.data["name"]) in list_places():
        _refuse(
            document, ("name",), f"'{quoted(name)}' is the name of a place that is there already; give it another one."
        )
    return of_content(content.data, content)


def of_content(content: Mapping[str, Any], shown: Document | None = None) -> Place:
    """The place that a whole content describes; faults are shown in the file ``shown``."""
    where, lines = (shown.where, shown.lines) if shown else ("the scenario's place", {})
    known = Document(data=content, lines=lines, where=where)
    place = made(str(content.get("name", "place")), known, content=dict(content))
    _possible(place, known)
    return place


def _possible(place: Place, document: Document) -> None:
    """Refuse shares that cannot be true of the same people."""
    for one, other, why in _TOGETHER:
        together = place.columns[one] + place.columns[other]
        for district, share in zip(place.districts, together.tolist(), strict=True):
            if share > 1:
                there = f" of '{quoted(district)}'" if len(place.districts) > 1 else ""
                message = f"{one} and {other} add up to {share:g} of the people{there}; {why}."
                _refuse(document, ("columns", one), message)


#: Shares that have nobody in common.
_TOGETHER = (
    ("children", "older", "children are under 15, older people are 60 and over"),
    ("internet", "children", "internet counts users of 15 and over, as a share of all people"),
)


def again(place: Place) -> Place:
    """The place that its name, or the content of its own file, gives."""
    return load_place(place.name) if place.content is None else of_content(place.content)


def named_or_read(value: object, document: Document) -> str | Place:
    """What a scenario says of its place: a name as it is, and a place where it is a file's path or a whole content.

    A path is relative to the file that holds it. Raises ScenarioError.
    """
    if isinstance(value, Mapping):
        lines = {path[1:]: line for path, line in document.lines.items() if path[:1] == ("place",)}
        content = whole(Document(data=dict(value), lines=lines, where=document.where), "place")
        return of_content(content.data, content)
    text = str(value)
    if text in list_places() or as_file(text) is None or not (text.endswith(ENDINGS) or "/" in text or os.sep in text):
        return text
    if document.folder is None:
        _refuse(document, ("place",), f"place '{quoted(text)}': this opens no files. Name a place that ships.")
    file = document.folder / text
    if not file.exists():
        there = [f"./{each.name}" for each in file.parent.glob("*.y*ml") if _is_place(each)]
        _refuse(document, ("place",), f"place '{path_quoted(text)}': there is no such file.{nearest(text, there)}")
    return read_place(file)


def _is_place(path: Path) -> bool:
    """Whether a file holds a place, as far as its keys say: no scenario, and nothing that cannot be read."""
    try:
        return not {"glasshouse", "extends"} & {*read(path).data} and "title" in read(path).data
    except ScenarioError:
        return False


def whole(document: Document, name: str) -> Document:
    """A file's content with all that it leaves unsaid, in the layout of the shipped places.

    ``name`` is the place's unless the file says. Raises ScenarioError at the first fault.
    """
    data: dict[str, Any] = document.data
    for key in data:
        if key not in _OF_A_FILE:
            _refuse(document, (key,), f"unknown key '{quoted(key)}' in a place.{nearest(str(key), _OF_A_FILE)}")
    title = _text(document, "title", data.get("title"))
    name = name_from(_text(document, "name", data.get("name", name)))
    sources = _sources(document)
    known = {*load_sources(), *sources}
    evidence = {key: data[key] for key in EVIDENCE if key in data}
    if evidence:
        _supported(document, (), evidence, known, "the file")
    given = _given(document)
    districts = _districts(document, given, title)
    for key in COLUMNS:
        if key in given or (key in OF_GROUPS and "groups" in data):
            continue
        if key == "minority":
            _refuse(document, (), "who lives here? Give 'groups' with their shares, or the share 'minority'.")
        if key not in LEFT_OUT:
            _refuse(document, (), f"'{key}' is not given ({COLUMNS[key][0]}).")
        given[key] = ({"value": LEFT_OUT[key][0], "assumed": LEFT_OUT[key][1]}, ("columns", key))
    content: dict[str, Any] = {
        "name": name,
        "title": title,
        **({"described": data["described"]} if "described" in data else {}),
        "districts": list(districts),
        **({"sources": sources} if sources else {}),
        "columns": {
            key: _column(document, key, *given[key], districts, evidence, known) for key in COLUMNS if key in given
        },
    }
    if "groups" in data:
        content["groups"] = _groups(document, evidence, known)
    if TABLES in data:
        content[TABLES] = _cross_tables(document, evidence, known)
    return Document(data=content, lines=_moved(document), where=document.where)


def _refuse(document: Document, path: Path_, message: str) -> NoReturn:
    raise ScenarioError(message, where=document.where, line=document.line(path) if path else None)


def _text(document: Document, key: str, value: object) -> str:
    if not isinstance(value, str) or not one_line(value) or unfit(value):
        _refuse(document, (key,), f"a place needs a '{key}', text on one line.")
    return one_line(value)


def _moved(document: Document) -> dict[Path_, int]:
    """Lines of a file's figures, as they stand in the whole content: under ``columns``."""
    moved = {("columns", *path): line for path, line in document.lines.items() if path and path[0] in COLUMNS}
    return {**document.lines, **moved}


def _sources(document: Document) -> dict[str, Any]:
    """The sources that a file brings, by id."""
    if "sources" not in document.data:
        return {}
    only = Document(data={"sources": document.data["sources"]}, lines=document.lines, where=document.where)
    try:
        model = OwnSources.model_validate(only.data)
    except ValidationError as error:
        raise fault(error, only, OwnSources) from None
    for key in model.sources:
        if key in load_sources():
            _refuse(
                document, ("sources", key), f"source '{quoted(key)}' is in the shipped list already; choose another id."
            )
    return {key: source.model_dump(exclude_none=True) for key, source in model.sources.items()}


def _given(document: Document) -> dict[str, tuple[Any, Path_]]:
    """The figures of a file by column, with their paths; they may stand at its top or under ``columns``."""
    data = document.data
    found: dict[str, tuple[Any, Path_]] = {key: (data[key], (key,)) for key in COLUMNS if key in data}
    columns = data.get("columns", {})
    if not isinstance(columns, dict):
        _refuse(document, ("columns",), "'columns' must be a mapping of columns.")
    for key, entry in columns.items():
        if key not in COLUMNS:
            _refuse(document, ("columns", key), f"unknown column '{quoted(key)}'.{nearest(str(key), COLUMNS)}")
        if key in found:
            _refuse(document, ("columns", key), f"'{key}' stands twice, here and at the top of the file. Remove one.")
        found[key] = (entry, ("columns", key))
    return found


def _districts(document: Document, given: Mapping[str, tuple[Any, Path_]], title: str) -> tuple[str, ...]:
    """The districts: those that are named, those of the population, or one, of the place's title."""
    entry = given["population"][0] if "population" in given else None
    if (names := document.data.get("districts")) is None:
        values = entry.get("values") if isinstance(entry, dict) else None
        names = [*values] if isinstance(values, dict) and values else [title]
    if not isinstance(names, list) or not names:
        _refuse(document, ("districts",), "'districts' must be a list of names; without districts, leave it out.")
    districts = tuple(map(str, names))
    for k, district in enumerate(districts):
        if not district.strip() or len(district) > MOST_NAME or not isinstance(names[k], (str, int)):
            _refuse(document, ("districts", k), f"a district needs a name, of {MOST_NAME} letters at most.")
        if district in districts[:k]:
            _refuse(document, ("districts", k), f"district '{quoted(district)}' stands twice.")
    return districts


def _column(
    document: Document,
    key: str,
    entry: Any,
    path: Path_,
    districts: tuple[str, ...],
    evidence: Mapping[str, Any],
    known: Collection[str],
) -> dict[str, Any]:
    """One column in whole: unit, evidence, and a value for each district."""
    unit = COLUMNS[key][0]
    if not isinstance(entry, dict):
        entry = {"value": entry}
    for each in entry:
        if each not in _OF_A_COLUMN:
            _refuse(document, (*path, each), f"unknown key '{quoted(each)}' in {key}.{nearest(each, _OF_A_COLUMN)}")
    if entry.get("unit", unit) != unit:
        _refuse(document, (*path, "unit"), f"{key} has unit '{unit}', not '{quoted(entry['unit'])}'.")
    if ("value" in entry) == ("values" in entry):
        _refuse(document, path, f"{key} needs one 'value' for the whole place, or 'values', one a district.")
    if "value" in entry:
        if key == "population" and len(districts) > 1:
            _refuse(document, path, f"population must be given for each of the {len(districts)} districts: 'values'.")
        values = dict.fromkeys(districts, entry["value"])
    else:
        values = _by_district(document, key, entry["values"], (*path, "values"), districts)
    return {"unit": unit, **_evidence(document, path, entry, evidence, known, key), "values": values}


def _by_district(document: Document, key: str, values: Any, path: Path_, districts: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(values, dict):
        _refuse(document, path, f"the values of {key} must be a mapping: one a district.")
    given = {str(name): value for name, value in values.items()}
    for name in given:
        if name not in districts:
            _refuse(document, (*path, name), f"unknown district '{quoted(name)}' in {key}.{nearest(name, districts)}")
    for name in districts:
        if name not in given:
            _refuse(document, path, f"{key} has no value for district '{quoted(name)}'.")
    return {name: given[name] for name in districts}


def _groups(document: Document, evidence: Mapping[str, Any], known: Collection[str]) -> Any:
    """The groups, each with its evidence; whether they are groups is looked at where a place is made."""
    groups = document.data["groups"]
    if not isinstance(groups, list):
        return groups
    return [
        {**group, **_evidence(document, ("groups", k), group, evidence, known, f"group '{quoted(group.get('name'))}'")}
        if isinstance(group, dict)
        else group
        for k, group in enumerate(groups)
    ]


def _cross_tables(document: Document, evidence: Mapping[str, Any], known: Collection[str]) -> Any:
    """The cross-tables, each with its evidence; whether they are tables is looked at where a place is made."""
    tables = document.data[TABLES]
    if not isinstance(tables, dict):
        return tables
    return {
        key: {**table, **_evidence(document, (TABLES, key), table, evidence, known, f"cross-table '{quoted(key)}'")}
        if isinstance(table, dict)
        else table
        for key, table in tables.items()
    }


def _evidence(
    document: Document,
    path: Path_,
    entry: Mapping[str, Any],
    everywhere: Mapping[str, Any],
    known: Collection[str],
    what: str,
) -> dict[str, Any]:
    """What a figure rests on: what it says itself, or what the file says for all that say nothing."""
    own = {key: entry[key] for key in EVIDENCE if key in entry}
    if not own and everywhere:
        return dict(everywhere)
    _supported(document, path, own, known, what)
    return own


def _supported(document: Document, path: Path_, own: Mapping[str, Any], known: Collection[str], what: str) -> None:
    """Refuse evidence that is none: a source with a confidence, or the reason why something is assumed."""
    for key, value in own.items():
        if not isinstance(value, str) or not value.strip() or unfit(value):
            _refuse(document, (*path, key), f"'{key}' of {what} must be text.")
    if ("source" in own) == ("assumed" in own):
        _refuse(document, path, f"{what} needs a 'source' with a 'confidence', or 'assumed' with the reason.")
    if "source" in own and own["source"] not in known:
        hint = nearest(own["source"], known) or " Describe it under 'sources', or name one that ships."
        _refuse(document, (*path, "source"), f"unknown source '{quoted(own['source'])}'.{hint}")
    if ("source" in own) != ("confidence" in own) or own.get("confidence", "S") not in _CONFIDENCES:
        here = (*path, "confidence") if "confidence" in own else path
        _refuse(document, here, f"{what}: a source has a confidence (S, M or D), and an assumption has none.")
