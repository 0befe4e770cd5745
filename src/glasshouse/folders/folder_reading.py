"""Read what a folder says of itself and its tables, or say what is wrong with them.

Whatever is wrong, it is one ``BadInputError``: a line that names the file and says what to do.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse import __version__, plugins
from glasshouse.arguments import in_python
from glasshouse.errors import BadInputError, why
from glasshouse.folders import json_files
from glasshouse.folders.entries import read_json, require_plain
from glasshouse.folders.folder_description import fault
from glasshouse.folders.folder_kind import FolderKind
from glasshouse.folders.leftovers import kept_jobs
from glasshouse.folders.lock import is_written
from glasshouse.folders.plan_part import require_whole
from glasshouse.folders.table_files import broken
from glasshouse.mechanism_set import SHIPPED, MechanismError, MechanismSet
from glasshouse.plugins import MissingPluginError, PluginError
from glasshouse.scenario import ScenarioError, load_document
from glasshouse.scenario.user_text import quoted

if TYPE_CHECKING:
    from glasshouse.scenario.scenario import Scenario

#: Of what a library says of a damaged file, so many characters are told.
_QUOTED = 200


@dataclass(frozen=True, kw_only=True)
class UnderWay:
    """How far a folder is that is not finished: how many of its jobs are whole, and whether a process writes it."""

    jobs: int
    written: bool


def under_way(folder: Path) -> UnderWay:
    """How far a folder is. Nothing is made in it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     under_way(Path(place))
    UnderWay(jobs=0, written=False)
    """
    return UnderWay(jobs=kept_jobs(folder), written=is_written(folder))


def read(folder: Path, kind: FolderKind, running: bool = False, part: bool = False) -> dict[str, Any]:
    """What a folder says of itself, checked.

    Checked are: that it holds plain files only; its format; every field's form; that nobody edited it; and that it was
    closed, unless it may be ``running``, and is whole, unless it may be so or a ``part``. Another version may have made
    it as long as it reads its format.
    Raises ``BadInputError``.
    """
    file = folder / kind.name
    if os.path.lexists(file):  # only then is it a folder of ours, and not the root of a disk
        require_plain(folder)
    content = _content(file, kind)
    check_format(file, content, kind)
    if content.get("status") == "running" and not running:
        whole = folder.parent if kind.part_of in content else folder
        raise BadInputError(
            f"{file}: the {kind.noun} is still running, or was killed. Wait until it ends; if nothing runs any more, "
            f"'glasshouse resume {whole}' goes on with it."
        )
    if wrong := fault(content, kind.form):
        raise damaged(file, wrong, kind, content)
    if json_files.sealed(content) is False:
        raise damaged(file, "it was changed after it was written", kind, content)
    if not (running or part):
        require_whole(folder, content, kind.noun)
    return content


def _content(file: Path, kind: FolderKind) -> dict[str, Any]:
    try:
        content = read_json(file)
    except (FileNotFoundError, NotADirectoryError):
        raise BadInputError(f"{file.parent}: not the folder of a {kind.noun} (it holds no {kind.name}).") from None
    except OSError as error:
        raise BadInputError(f"{file}: it cannot be read ({why(error)}).") from None
    except ValueError as error:
        raise BadInputError(
            f"{file}: damaged (it cannot be read: {quoted(str(error), _QUOTED)}). {kind.again({})}"
        ) from None
    if not isinstance(content, dict):
        raise damaged(file, "it is not an object", kind, {})
    return content


def file_of(folder: Path, content: Mapping[str, Any], kind: FolderKind, name: str) -> Path:
    """A file that a folder holds, as it was when the folder was closed.

    Raises ``BadInputError`` for one that is missing, was changed since, or of which the folder says nothing.
    """
    path = folder / name
    if not path.is_file():
        raise BadInputError(f"{path}: it is missing. {kind.again(content)}")
    if wrong := fault_in_file(folder, content, kind, name):
        raise broken(path, f"it {wrong}")
    return path


def fault_in_file(folder: Path, content: Mapping[str, Any], kind: FolderKind, name: str) -> str:
    """What is wrong with a file of a folder, as a clause after its name; "" when it is as the folder left it."""
    said = content["files"].get(name)
    if not (folder / name).is_file():
        return "is missing"
    if said is None:
        return f"is not listed in {kind.name}"
    same = json_files.fingerprint(folder / name) == {key: said[key] for key in ("bytes", "blake2b")}
    return "" if same else f"was changed after the {kind.noun}"


def faults(folder: Path, content: Mapping[str, Any], kind: FolderKind) -> list[str]:
    """What is wrong with a folder: files that it lists, tables that it does not, and its own hash; a sentence each."""
    names = [*content["files"], *sorted({path.name for path in folder.glob("*.parquet")} - content["files"].keys())]
    found = [f"{name} {wrong}." for name in names if (wrong := fault_in_file(folder, content, kind, name))]
    return found if json_files.sealed(content) else [*found, f"{kind.name} carries no hash of what it says."]


def check_format(file: Path, content: Mapping[str, Any], kind: FolderKind) -> None:
    """Raise ``BadInputError`` for a format that this version does not read; older ones it does."""
    number, made = content.get("format", content.get("layout")), content.get("version")
    made = quoted(made) if isinstance(made, str) else None
    if type(number) is not int:
        raise damaged(file, "it does not say its 'format'", kind, content)
    if not 1 <= number <= kind.format:
        by = f"made by glasshouse {made}" if made else "made by another glasshouse"
        raise BadInputError(
            f"{file}: its format is {number} ({by}), and glasshouse {__version__} reads up to {kind.format}. Open it "
            f"with the version that made it, or {_lower(kind.again(content))}"
        )


def changed_plugins(content: Mapping[str, Any], *scenarios: Scenario | None) -> str:
    """What became different of the plug-ins since a folder was made, as a clause; "" when nothing did."""
    there = [scenario.mechanisms for scenario in scenarios if scenario is not None]
    together = MechanismSet(dict.fromkeys(each for one in there for each in one))
    return "; ".join(plugins.changed(content.get("plugins", ()), together))


def require_same_plugins(
    folder: Path, content: Mapping[str, Any], *scenarios: Scenario | None, what: str = "report"
) -> None:
    """Raise ``BadInputError`` where a plug-in is not as it was: ``what`` is told with its words of today."""
    if wrong := changed_plugins(content, *scenarios):
        raise BadInputError(f"{folder}: {wrong}, so no {what} of it would be true.")


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def damaged(file: Path, what: str, kind: FolderKind, content: Mapping[str, Any]) -> BadInputError:
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


def plugin_facts(content: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The plug-ins that a folder was made with, as facts under a report: (what it is, which)."""
    return tuple(
        (f"Plug-in: {each['name']}", f"{each['package']} {each['version']} ({each['fingerprint'][:12]})")
        for each in content.get("plugins", ())
    )


def scenario_in(file: Path, content: Mapping[str, Any], kind: FolderKind, document: Any) -> Scenario:
    """A scenario that stands in a folder's own description. Raises ``BadInputError``."""
    try:
        return load_document(document, modules=False)
    except ScenarioError as error:
        cause = error.__cause__
        if isinstance(cause, MissingPluginError):
            missing = "; ".join(plugins.changed(content.get("plugins", ()), SHIPPED)) or in_python(error.said)
            raise BadInputError(
                f"{file}: {missing}. {cause.allow or f'Install it to open this {kind.noun}.'}"
            ) from None
        if isinstance(cause, (PluginError, MechanismError)):  # it is there, and cannot be used
            raise BadInputError(f"{file}: {error.message}") from None
        raise damaged(file, f"its scenario does not load: {quoted(str(error), _QUOTED)}", kind, content) from None
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise damaged(file, f"its scenario lacks or garbles {quoted(str(error), _QUOTED)}", kind, content) from None
