"""Write the file of a place of one's own, from a few figures or from a statistical office's table of totals."""

from __future__ import annotations

import csv
import io
import math
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from glasshouse.population.people import FEWEST_GROUPS, MOST_GROUPS
from glasshouse.scenario.cross_tables import TABLES
from glasshouse.scenario.group_totals import Cells, parts_of, take_crossed
from glasshouse.scenario.new_text_file import checked_name, write_new
from glasshouse.scenario.place_files import ENDINGS, of_content, whole
from glasshouse.scenario.places import COLUMNS
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.totals_faults import check_alike, check_district, check_marks, check_sum
from glasshouse.scenario.user_text import name_from, one_line, path_quoted, quoted
from glasshouse.scenario.yaml_reading import MAX_BYTES, parse

#: Most districts that a table of totals may have: no country has more, and longer tables are lists of persons.
MOST_ROWS = 10_000
#: Words in a column's name that only a list of persons has.
_OF_PERSONS = frozenset(
    "address birth birthday birthdate born dob email forename id ident identifier mail name passport person phone "
    "ssn surname telephone".split()
)
_DISTRICT = "district"
_GROUP = re.compile(r"group\b[\s:]*(.+)", re.IGNORECASE)
#: So far the groups of a district may be from adding up to its people, as a share of them.
_ROUNDING = 0.01
#: What stands for a share that nobody gave: of all people, or of those of 15 and over.
_CHILDREN, _OLDER, _ONLINE = 0.15, 0.2, 0.9
_NOT_GIVEN = "not given; a round figure, to be replaced"


@dataclass(frozen=True, kw_only=True)
class PlaceFigures:
    """The figures of a place: a share holds everywhere, or is a mapping by district; ``people`` likewise.

    ``groups`` are shares by name; the first is the one with which the others are compared. ``minorities`` are those on
    which errors fall as on a minority, beside any with that word in its name. ``crosstabs`` are numbers by table,
    district, group and column (``cross_tables``).
    """

    people: float | Mapping[str, float]
    groups: Mapping[str, float | Mapping[str, float]] = field(default_factory=dict)
    shares: Mapping[str, float | Mapping[str, float]] = field(default_factory=dict)
    crosstabs: Mapping[str, Cells] = field(default_factory=dict)
    minorities: tuple[str, ...] = ()


def new_place(path: str | os.PathLike[str], figures: PlaceFigures, *, title: str | None = None, assumed: str) -> Path:
    """Write a place's file from figures; ``assumed`` says where they come from. Raises ScenarioError.

    >>> import tempfile
    >>> from glasshouse.scenario.place_files import read_place
    >>> figures = PlaceFigures(people=300_000, groups={"majority": 0.9, "minority": 0.1}, shares={"older": 0.25})
    >>> file = new_place(Path(tempfile.mkdtemp()) / "my-city.yaml", figures, assumed="an example")
    >>> read_place(file).title, read_place(file).groups[1].minority
    ('My city', True)
    """
    target = checked_name(Path(path))
    stem = name_from(target.stem)
    if target.suffix not in ENDINGS:
        message = f"a place's file ends in .yaml; name it '{path_quoted(target.with_suffix('.yaml'))}'."
        raise ScenarioError(message, where=path_quoted(target))
    text = place_text(figures, title=one_line(title or stem.replace("-", " ").capitalize()), assumed=one_line(assumed))
    try:  # nothing is written that could not be read
        content = whole(parse(text, where=path_quoted(target)), stem)
        of_content(content.data, content)
    except ScenarioError as error:
        raise ScenarioError(error.message) from None
    return write_new(target, text)


def place_text(figures: PlaceFigures, *, title: str, assumed: str) -> str:
    """The text of a place's file."""
    shares = dict(figures.shares)
    lines = [
        "# A place for scenarios: a scenario beside this file names it with 'place: ./NAME.yaml'.",
        "# Every figure is of the whole place, or one a district; 'glasshouse place check' says what is read.",
        f"title: {_text(title)}",
        f"assumed: {_text(assumed)}",
        f"population: {_figure(figures.people)}",
        f"children: {_figure(shares['children'])}" if "children" in shares else _assumed("children", _CHILDREN),
        f"older: {_figure(shares['older'])}" if "older" in shares else _assumed("older", _OLDER),
        "# Users of 15 and over, as a share of all people.",
        f"internet: {_figure(shares['internet'])}" if "internet" in shares else _assumed("internet", _online(shares)),
        *(f"{key}: {_figure(shares[key])}" for key in ("women", "minority", "urban", "flag_factor") if key in shares),
    ]
    if not figures.groups:
        return "\n".join([*lines, *([] if "minority" in shares else [_assumed("minority", 0.1)])]) + "\n"
    lines += ["# The others are compared with the first. minority: true has errors fall on a group as they do on a",
              "# minority; women: 0.6 would be its share of women.", "groups:"]  # fmt: skip
    for name, share in figures.groups.items():
        marked = "minority: true, " if name in figures.minorities or is_minority(name) else ""
        lines.append(f"  - {{name: {_text(name)}, {marked}shares: {_inner(share)}}}")
    if figures.crosstabs:
        lines += [f"{TABLES}:", *_crossed(figures.crosstabs)]
    return "\n".join(lines) + "\n"


def is_minority(name: str) -> bool:
    """Whether a group's name says that it is a minority.

    >>> is_minority("Minority women"), is_minority("newcomers")
    (True, False)
    """
    return "minority" in name.casefold().split()


def _crossed(tables: Mapping[str, Cells]) -> Iterator[str]:
    """The lines of cross-tables: shares of each district."""
    for name, cells in tables.items():
        yield from (f"  {name}:", "    values:")
        for district, groups in cells.items():
            yield f"      {_text(district)}:"
            yield from (f"        {_text(group)}: {_inner(row)}" for group, row in groups.items())


def _online(shares: Mapping[str, float | Mapping[str, float]]) -> float:
    children = shares.get("children", _CHILDREN)
    most = max(children.values()) if isinstance(children, Mapping) else children
    return math.floor(100 * _ONLINE * (1 - most)) / 100


def _assumed(key: str, value: float) -> str:
    return f'{key}: {{value: {value:g}, assumed: "{_NOT_GIVEN}"}}'


def _figure(value: float | Mapping[str, float]) -> str:
    return f"{{values: {_inner(value)}}}" if isinstance(value, Mapping) else _inner(value)


def _inner(value: float | Mapping[str, float]) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(name)}: {_inner(each)}" for name, each in value.items()) + "}"
    return f"{value:.12g}"


def _text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def read_totals(path: str | os.PathLike[str]) -> PlaceFigures:
    """A place's figures from a CSV file of totals: one row a district, with the columns named in its first line.

    ``district`` and ``population`` are needed; ``children``, ``older``, ``internet``, ``women``, ``minority``,
    ``urban`` and a column ``group NAME`` for each group are persons, or shares where none is above 1. So are ``group
    NAME: children`` and its like, which become cross-tables (``group_totals``). Raises ScenarioError, also for a table
    whose rows look like persons.
    """
    where, (between, rows) = path_quoted(Path(path).name), _rows(Path(path))
    heads = [_head(text) for text in rows[0][1]] if rows else []
    columns = {key: k for k, key in enumerate(heads)}
    for head in heads:
        _known(head, where)
    for needed in (_DISTRICT, "population"):
        if needed not in columns:
            raise ScenarioError(f"the first line names no column '{needed}'.", where=where, line=1)
    if len(columns) < len(heads):
        raise ScenarioError("two columns have the same name.", where=where, line=1)
    table = rows[1:]
    if not table:
        raise ScenarioError("there is no district in it.", where=where)
    if len(table) > MOST_ROWS:
        _persons(f"it has more than {MOST_ROWS:,} rows", where)
    districts: list[str] = []
    for line, cells in table:
        if len(cells) != len(heads):
            raise ScenarioError(f"{len(cells)} cells, and {len(heads)} columns.", where=where, line=line)
        if (district := one_line(cells[columns[_DISTRICT]])) in districts or not district:
            message = f"district '{quoted(district)}' stands twice." if district else "the district has no name."
            raise ScenarioError(message, where=where, line=line)
        check_district(district, where, line)
        districts.append(district)
    lines = [line for line, _ in table]
    numbers = {
        head: _numbers([cells[k] for _, cells in table], head, between, where, lines)
        for head, k in columns.items()
        if head != _DISTRICT
    }
    people = dict(zip(districts, numbers.pop("population"), strict=True))
    if len(people) > 1 and all(count <= 1 for count in people.values()):
        _persons("every row has a population of 1", where)
    check_sum(people, lines, where)
    for head, found in numbers.items():
        check_alike(head, found, lines, where)
    shares = {head: _shares(head, found, people, where, lines) for head, found in numbers.items()}
    crosstabs, margins = take_crossed(shares, people, where)
    groups = {match[1]: shares.pop(head) for head in [*shares] if (match := _GROUP.fullmatch(head))}
    return PlaceFigures(
        people=people, shares={**margins, **shares}, groups=_adding_up(groups, people, where) if groups else {},
        crosstabs=crosstabs,
    )  # fmt: skip


def _rows(path: Path) -> tuple[str, list[tuple[int, list[str]]]]:
    """What stands between a CSV file's cells, and these with their lines; of too many rows, no more than one."""
    where = path_quoted(path.name)
    try:
        if path.stat().st_size > MAX_BYTES:
            _persons(f"it has more than {MAX_BYTES:,} bytes", where)
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ScenarioError("there is no such file.", where=path_quoted(path)) from None
    except OSError as error:
        raise ScenarioError(f"the file cannot be read ({error.strerror}).", where=where) from None
    except UnicodeDecodeError:
        raise ScenarioError("the file is not UTF-8 text.", where=where) from None
    head = text.partition("\n")[0]
    between = max(";\t,", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=between)
    found: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((reader.line_num, cells))
            if len(found) > MOST_ROWS + 1:
                break
    except csv.Error as error:
        raise ScenarioError(f"this is no CSV: {error}.", where=where, line=reader.line_num) from None
    return between, found


def _head(text: str) -> str:
    """A column's name: small letters, but for a group's own name.

    >>> _head("Older "), _head("group Arrived:Online")
    ('older', 'group Arrived: online')
    """
    name = one_line(text)
    if parts := parts_of(name):
        return f"{parts[0]}: {parts[1]}"
    match = _GROUP.fullmatch(name)
    return f"group {match[1]}" if match else name.casefold()


def _known(head: str, where: str) -> None:
    """Refuse a column that only a list of persons has, and one that no place has."""
    if _OF_PERSONS & set(re.split(r"[^a-z]+", head.casefold())):
        _persons(f"it has a column '{quoted(head)}'", where)
    if head != _DISTRICT and head not in COLUMNS and not _GROUP.fullmatch(head):
        hint = nearest(head, (_DISTRICT, *COLUMNS)) or " A group's column is called 'group NAME'."
        raise ScenarioError(f"unknown column '{quoted(head)}'.{hint}", where=where, line=1)


def _persons(why: str, where: str) -> NoReturn:
    raise ScenarioError(
        f"this looks like a list of persons, since {why}. Only totals are read: one row a district, in a column "
        f"called '{_DISTRICT}'.",
        where=where,
    )


def _numbers(texts: Sequence[str], head: str, between: str, where: str, lines: Sequence[int]) -> list[float]:
    """A column of numbers from 0 up."""
    values = [_value(text) for text in texts]
    shares = head != "population" and not any(value > 1 for value in values)
    for line, text, value in zip(lines, texts, values, strict=True):
        check_marks(text, head, between, where, line, shares=shares)
        if not math.isfinite(value) or value < 0:
            why = "is below 0" if value < 0 else "is no number"
            raise ScenarioError(f"column '{quoted(head)}': '{quoted(text)}' {why}.", where=where, line=line)
    return values


def _value(text: str) -> float:
    """A number as offices write it, with or without spaces between its thousands; nan for what is none."""
    try:
        return float(re.sub(r"(?<=\d)[\s_',](?=\d{3}(\D|$))", "", text.strip()))
    except ValueError:
        return math.nan


def _shares(
    head: str, numbers: Sequence[float], people: Mapping[str, float], where: str, lines: Sequence[int]
) -> dict[str, float]:
    """A column as shares of each district's people: of persons, or shares already where none is above 1."""
    given = all(number <= 1 for number in numbers) or head == "flag_factor"
    out = {}
    for line, district, number in zip(lines, people, numbers, strict=True):
        share = number if given or people[district] <= 0 else number / people[district]
        if share > 1 and head != "flag_factor":
            message = (
                f"column '{quoted(head)}': {number:,.12g} are more than the {people[district]:,.12g} people there."
            )
            raise ScenarioError(message, where=where, line=line)
        out[district] = round(share, 6)
    return out


def _adding_up(
    groups: Mapping[str, dict[str, float]], people: Mapping[str, float], where: str
) -> dict[str, dict[str, float]]:
    """Groups, the largest first, with shares that add up to 1 but for rounding; refused where they do not."""
    if not FEWEST_GROUPS <= len(groups) <= MOST_GROUPS:
        raise ScenarioError(f"a place has {FEWEST_GROUPS} to {MOST_GROUPS} groups.", where=where, line=1)
    names = sorted(groups, key=lambda name: -sum(share * people[at] for at, share in groups[name].items()))
    for district in people:
        total = sum(groups[name][district] for name in names)
        if abs(total - 1) > _ROUNDING:
            message = f"the groups of district '{quoted(district)}' add up to {total:.3g} of its people, not to all."
            raise ScenarioError(message, where=where)
        others = sum(groups[name][district] for name in names[1:])
        groups[names[0]][district] = round(1 - others, 6)
    return {name: groups[name] for name in names}
