"""Read what a folder says of itself (``run.json``, ``comparison.json``) and its tables, or say what is wrong with them.

Whatever is wrong, it is one ``BadInputError``: a line that names the file and says what to do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse import __version__
from glasshouse.results.errors import BadInputError, why

if TYPE_CHECKING:
    from glasshouse.scenario.scenario import Scenario

STATUSES = ("running", "finished", "interrupted", "failed")
_WORDS = {str: "text", int: "a whole number of 0 or more", list: "a list", dict: "an object"}
#: What each kind of folder says of itself, and of what type that is.
_ALL: dict[str, type] = {
    **dict.fromkeys(("status", "version", "command", "scenario_name", "scenario_hash", "label", "start"), str),
    **dict.fromkeys(("seed", "population", "days", "replicates"), int),
    "scenario": dict,
}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of folder: what it is called, the file in which it describes itself, its layout, its keys with types.

    ``lists`` are the keys that hold a list of objects, and what must stand in each of those.
    """

    noun: str
    name: str
    layout: int
    lists: Mapping[str, Mapping[str, type]]

    def again(self, content: Mapping[str, Any]) -> str:
        """What to do about a folder that cannot be used."""
        what = "Run it again" if self.noun == "run" else f"Run the {self.noun} again"
        command = content.get("command")
        return f"{what}: {command}" if isinstance(command, str) and command else f"{what}."


def read(folder: Path, kind: Kind, running: bool = False) -> dict[str, Any]:
    """What a folder says of itself, checked: layout, keys and types, and that it was closed unless ``running`` may be.

    Another version may have made it as long as the layout is the same. Raises ``BadInputError``.
    """
    file = folder / kind.name
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise BadInputError(f"{folder}: not the folder of a {kind.noun} (it holds no {kind.name}).") from None
    except OSError as error:
        raise BadInputError(f"{file}: it cannot be read ({why(error)}).") from None
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"{file}: damaged (it cannot be read: {error}). {kind.again({})}") from None
    if not isinstance(content, dict):
        raise damaged(file, "it is not an object", kind, {})
    check_layout(file, content, kind)
    if content.get("status") == "running" and not running:
        whole = folder.parent if "arm" in content else folder
        raise BadInputError(
            f"{file}: the {kind.noun} is still running, or was killed. Wait until it ends; if nothing runs any more, "
            f"'glasshouse resume {whole}' goes on with it."
        )
    _check(file, content, kind)
    return content


def check_layout(file: Path, content: Mapping[str, Any], kind: Kind) -> None:
    """Raise ``BadInputError`` for a layout that this version does not read."""
    layout, made = content.get("layout"), content.get("version")
    if type(layout) is not int:
        raise damaged(file, "it does not say its 'layout'", kind, content)
    if layout != kind.layout:
        by = f"made by glasshouse {made}" if isinstance(made, str) else "made by another glasshouse"
        raise BadInputError(
            f"{file}: its layout is {layout} ({by}), and glasshouse {__version__} reads layout {kind.layout}. Open it "
            f"with the version that made it, or {_lower(kind.again(content))}"
        )


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def damaged(file: Path, what: str, kind: Kind, content: Mapping[str, Any]) -> BadInputError:
    """The error for a file that is there and cannot be used."""
    return BadInputError(f"{file}: damaged ({what}). {kind.again(content)}")


def other_version(content: Mapping[str, Any]) -> str:
    """A sentence on the version that made a folder when it is not this one; else "".

    >>> other_version({"version": "9.9"}).split(", ")[0]
    'Its figures are those of glasshouse 9.9'
    """
    made = content["version"]
    return "" if made == __version__ else f"Its figures are those of glasshouse {made}, and this is {__version__}."


def versions(content: Mapping[str, Any]) -> str:
    """The version that made a folder, and that which writes its report when it is another.

    >>> versions({"version": __version__}) == __version__
    True
    """
    made = content["version"]
    return made if made == __version__ else f"{made} (this report: {__version__})"


def scenario_in(file: Path, content: Mapping[str, Any], kind: Kind, document: Any) -> Scenario:
    """A scenario that stands in a folder's own description. Raises ``BadInputError``."""
    from glasshouse.scenario import ScenarioError, load_document

    try:
        return load_document(document)
    except ScenarioError as error:
        raise damaged(file, f"its scenario does not load: {error}", kind, content) from None
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise damaged(file, f"its scenario lacks or garbles {error}", kind, content) from None


def _check(file: Path, content: Mapping[str, Any], kind: Kind) -> None:
    found = _wrong(content, {**_ALL, "files": dict, **dict.fromkeys(kind.lists, list)})
    if not found and content["status"] not in STATUSES:
        found = "'status' should be one of " + ", ".join(STATUSES)
    if not found and content["label"] not in ("documented", "hypothetical"):
        found = "'label' should be documented or hypothetical"
    if not found and 0 in (content["population"], content["days"]):
        found = "'population' and 'days' should be 1 or more"
    for name, said in content["files"].items() if not found else ():
        found = found or (_wrong(said, {"bytes": int, "blake2b": str}) and f"of {name} it says no size and fingerprint")
        found = found or ("" if inside(name) else f"{name} is no file of this folder")
    for key, needed in kind.lists.items() if not found else ():
        found = found or next((f"in '{key}' {wrong}" for each in content[key] if (wrong := _wrong(each, needed))), "")
    if found:
        raise damaged(file, found, kind, content)


def _wrong(content: Any, needed: Mapping[str, type]) -> str:
    """What is wrong with the keys of an object; "" when nothing is."""
    if not isinstance(content, Mapping):
        return "something is no object"
    for key, kind in needed.items():
        if key not in content:
            return f"'{key}' is missing"
        value = content[key]
        if type(value) is not kind or (kind is int and value < 0):
            return f"'{key}' should be {_WORDS[kind]}"
    return ""


def inside(name: str) -> bool:
    """Whether a name is that of something inside its folder.

    >>> inside("tables/people.csv"), inside("../people.csv"), inside("/etc/hosts")
    (True, False, False)
    """
    path = Path(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\0" not in name


def rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of a Parquet file. Raises ``BadInputError`` for one that cannot be read or lacks a column."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            table = file.read()
    except MemoryError:
        raise
    except (OSError, pa.ArrowException) as error:
        known = isinstance(error, OSError) and error.errno
        raise broken(path, why(error) if known else "it is not a whole Parquet file") from None
    if missing := [name for name in columns if name not in table.column_names]:
        raise broken(path, f"it lacks the column '{missing[0]}'")
    return table.select(list(columns)).to_pylist()


@contextmanager
def querying(path: Path) -> Iterator[None]:
    """Around questions that DuckDB is to answer from a Parquet file: ``BadInputError`` for one that it cannot read."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise MemoryError(str(error)) from error
    except duckdb.Error:
        raise broken(path, "it is not a whole Parquet file, or lacks columns") from None


def broken(path: Path, what: str) -> BadInputError:
    """The error for a table that cannot be used."""
    return BadInputError(
        f"{path}: damaged ({what}). 'glasshouse verify {path.parent}' says what else is; bring it back from a copy, "
        "or make the folder again."
    )
