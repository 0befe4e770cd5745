"""One checkpoint on the disk: what its files hold, and how it is checked before anything goes on from it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import numpy as np

from glasshouse.engine import column_files, plausibility
from glasshouse.engine.params import CELLS
from glasshouse.engine.part import Part
from glasshouse.entry_kind import how_many_kinds
from glasshouse.former_names import COLUMN, first_name
from glasshouse.letter import Letter, letters_of
from glasshouse.model.events import EVENT
from glasshouse.model.mail import MAIL
from glasshouse.model.state import DEEDS, HARMS
from glasshouse.person_list import how_many_lists
from glasshouse.population.people import columns_of
from glasshouse.renamed import FORMAT

MANIFEST = "checkpoint.json"
#: What a segment holds.
EVENTS, DAYS = "events", "days"
_LEDGER = (DEEDS, HARMS)
_FILES = ("state.arrow", "mail.arrow", "fits.arrow")


class CheckpointError(ValueError):
    """A checkpoint that cannot be used; the text is a clause that says why."""


def describe(part: Part, about: Mapping[str, Any]) -> dict[str, Any]:
    """What a checkpoint of a part, in the run that `about` says, must say of itself."""
    return {
        "format": FORMAT,
        **about,
        "districts": [part.districts.start, part.districts.stop],
        "persons": [part.origin, part.end],
        "event_weight": part.weight,
        "ledger": len(part.ledger[0]) > 0,
    }


def write(folder: Path, part: Part, content: dict[str, Any]) -> None:
    """Fill an empty folder; the manifest comes last. Raises ``OSError``."""
    tables = {"state.arrow": _state(part), "mail.arrow": _columns(part.mail), "fits.arrow": [_fit_columns(part)]}
    if content["ledger"]:
        tables["ledger.arrow"] = _columns(*part.ledger)
    said = {name: column_files.write_columns(folder / name, batches) for name, batches in tables.items()}
    whole = {**content, "files": said}
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump({**whole, "blake2b": _own_hash(whole)}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    column_files.sync(folder)


def segments(part: Part, first: int, logged: int) -> dict[str, Any]:
    """The days from `first` on, and events from place `logged` of the part's list on, as batches of columns by kind."""
    days = part.daily[first : part.day].reshape(part.day - first, -1)
    events = np.concatenate([np.zeros(0, EVENT), *part.events[logged:]])
    return {DAYS: [{"day": np.arange(first, part.day), "counts": days}], EVENTS: _columns(events)}


def check(place: Path, part: Part, about: Mapping[str, Any]) -> dict[str, Any]:
    """What a checkpoint says of itself, after all its files have been compared with it.

    Raises ``CheckpointError``.
    """
    content = manifest(place)
    if content.get("blake2b") != _own_hash(content):
        raise CheckpointError(f"{MANIFEST} was altered")
    said = {**content, "format": FORMAT if _reads(content) else None}
    for key, wanted in describe(part, about).items():
        if said.get(key) != wanted:
            raise CheckpointError(f"it is of another run or version ({key})")
    if set(content["files"]) != {*_FILES, *(["ledger.arrow"] if content["ledger"] else [])}:
        raise CheckpointError(f"{MANIFEST} names other files")
    named = {place / name: said for name, said in content["files"].items()}
    named |= {_segment(place, said): said for said in content["segments"]}
    for path, said in named.items():
        if not path.is_file():
            raise CheckpointError(f"{path.name} is missing")
        found = column_files.fingerprint(path)
        if found["bytes"] != said["bytes"]:
            raise CheckpointError(f"{path.name} is not whole")
        if found["blake2b"] != said["blake2b"]:
            raise CheckpointError(f"{path.name} was altered")
    return content


def _reads(content: Mapping[str, Any]) -> bool:
    """Whether a checkpoint is of a format that is read; before 3 the key was called ``layout``."""
    number = content.get("format", content.get("layout"))
    return type(number) is int and 1 <= number <= FORMAT


def replay(place: Path, content: Mapping[str, Any], part: Part, pool: Executor) -> None:
    """Simulate a sample of districts again from day 0 on, and compare.

    Raises ``CheckpointError``.
    """
    day = content["day"]
    if not 0 < day <= part.days:
        raise CheckpointError("it is of a day that the run does not have")
    fits, mail, events, days = dict(_fits(place)), _mail(place), _events(place, content), list(_days(place, content))
    for one in plausibility.sample(part, day):
        one.initialise(pool)
        one.simulate_until(day, fits, pool)
        k = one.districts.start - part.districts.start
        pairs = [*_persons(place, content, one, part.origin)]
        pairs.append((one.mail, plausibility.of(one, mail, "recipient")))
        pairs.append((np.concatenate(one.events), plausibility.of(one, events, "person")))
        for first, last, counts in days:
            pairs.append((one.daily[first:last, 0], counts.reshape(last - first, *part.daily.shape[1:])[:, k]))
        if not all(plausibility.equal(ours, theirs) for ours, theirs in pairs):
            name = part.first.scenario.place.districts[one.districts.start]
            raise CheckpointError(f"{name}, simulated again, is not as it says")


def _persons(
    place: Path, content: Mapping[str, Any], one: Part, origin: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Columns of the persons of one district, as simulated again and as stored; ``origin`` is the file's first
    person."""
    rows = one.origin - origin, one.end - origin
    found = column_files.read_rows(place / "state.arrow", *rows)
    yield from ((column, _column(found, name)) for name, column in _kept(one).items())
    if content["ledger"]:
        found = column_files.read_rows(place / "ledger.arrow", *rows)
        for table, kind in zip(one.ledger, _LEDGER, strict=True):
            yield from ((table[name], found[name]) for name in kind.names or ())


def load(place: Path, content: Mapping[str, Any], part: Part) -> None:
    """Bring a settled part to the day of a checkpoint that was checked. Raises ``CheckpointError``."""
    kept, lists = _kept(part), how_many_lists(part.mechanisms)
    _fill(list(kept.values()), list(kept), place / "state.arrow")
    for at in range(0, len(part.people.observed), column_files.BATCH):
        batch = {name: column[at:] for name, column in columns_of(part.people).items()}
        if not plausibility.possible(batch, len(part.mechanisms.tiers), lists):
            raise CheckpointError("its people do not follow from the seed")
    if content["ledger"]:
        columns = [(table[name], name) for table in part.ledger for name in table.dtype.names or ()]
        _fill([column for column, _ in columns], [name for _, name in columns], place / "ledger.arrow")
    for first, last, counts in _days(place, content):
        part.daily[first:last] = counts.reshape(part.daily[first:last].shape)
    part.mail, part.events = _mail(place), [_events(place, content)]
    kinds = len(letters_of(part.mechanisms.declared(Letter)))
    if not plausibility.in_order(part.mail, part.origin, part.end, kinds) or not plausibility.known(
        part.events[0], part.origin, part.end, how_many_kinds(part.mechanisms)
    ):
        raise CheckpointError("its mail or its events are of nobody there")
    part.go_on_from(content["day"], _fits(place))


def manifest(place: Path) -> dict[str, Any]:
    """What a checkpoint says of itself. Raises ``CheckpointError``."""
    try:
        content = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CheckpointError(f"{MANIFEST} is missing") from None
    except ValueError:
        raise CheckpointError(f"{MANIFEST} is not whole") from None
    if not isinstance(content, dict):
        raise CheckpointError(f"{MANIFEST} is not whole")
    return content


def _own_hash(content: Mapping[str, Any]) -> str:
    return column_files.content_hash({key: value for key, value in content.items() if key != "blake2b"})


def _segment(place: Path, said: Mapping[str, Any]) -> Path:
    return place.parent / Path(said["name"]).name


def _kept(part: Part) -> dict[str, np.ndarray]:
    """The columns of persons that are stored: the traits follow from the seed."""
    return {name: column for name, column in columns_of(part.people).items() if name != "traits"}


def _state(part: Part) -> Iterator[dict[str, np.ndarray]]:
    """The columns in batches: slices of what is in memory, no copies."""
    for at in _starts(len(part.people.observed)):
        yield {name: np.ascontiguousarray(column[at : at + column_files.BATCH]) for name, column in _kept(part).items()}


def _columns(*tables: np.ndarray) -> Iterator[dict[str, np.ndarray]]:
    """Records as columns, in batches; several tables of equal length side by side."""
    for at in _starts(len(tables[0])):
        rows = [table[at : at + column_files.BATCH] for table in tables]
        yield {name: np.ascontiguousarray(part[name]) for part in rows for name in part.dtype.names or ()}


def _starts(count: int) -> range:
    return range(0, max(1, count), column_files.BATCH)


def _fit_columns(part: Part) -> dict[str, np.ndarray]:
    size = CELLS * len(part.first.scenario.place.districts)
    points = [learned.reshape(-1) for _, learned in part.fits]
    return {
        "day": np.array([day for day, _ in part.fits], np.int64),
        "points": np.array(points, np.int64).reshape(-1, size),
    }


def _fits(place: Path) -> list[tuple[int, np.ndarray]]:
    found = column_files.read_columns(place / "fits.arrow")
    days = found["day"].tolist()
    return [(day, row.reshape(-1, CELLS)) for day, row in zip(days, found["points"], strict=True)]


def _mail(place: Path) -> np.ndarray:
    return _records(column_files.read_columns(place / "mail.arrow"), MAIL)


def _days(place: Path, content: Mapping[str, Any]) -> Iterator[tuple[int, int, np.ndarray]]:
    for said in content["segments"]:
        if said["kind"] == DAYS:
            yield *said["days"], column_files.read_columns(_segment(place, said))["counts"]


def _events(place: Path, content: Mapping[str, Any]) -> np.ndarray:
    found = [column_files.read_columns(_segment(place, said)) for said in content["segments"] if said["kind"] == EVENTS]
    return np.concatenate([np.zeros(0, EVENT), *(_records(columns, EVENT) for columns in found)])


def _records(columns: Mapping[str, np.ndarray], kind: np.dtype) -> np.ndarray:
    rows = np.zeros(len(next(iter(columns.values()))), kind)
    for name in kind.names or ():
        rows[name] = columns[name]
    return rows


def _column(columns: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    """A column by its name, or by the one that it had in an older format."""
    return columns[name] if name in columns else columns[first_name(COLUMN, name)]


def _fill(targets: list[np.ndarray], names: list[str] | tuple[str, ...], path: Path) -> None:
    """Copy columns of a file into columns in memory, batch by batch."""
    at = 0
    for batch in column_files.batches_of(path):
        end = at + len(_column(batch, names[0]))
        if end > len(targets[0]):
            break
        for target, name in zip(targets, names, strict=True):
            target[at:end] = _column(batch, name)
        at = end
    if at != len(targets[0]):
        raise CheckpointError(f"{path.name} holds another number of people")
