"""Write a file of somebody's own that is not there yet."""

from __future__ import annotations

from pathlib import Path

from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.scenario.user_text import path_quoted


def checked_name(path: Path) -> Path:
    """The path itself. Raises ScenarioError where no file can have such a name."""
    if "\0" in str(path):
        raise ScenarioError("no file has such a name.", where=path_quoted(path))
    return path


def write_new(path: Path, text: str) -> Path:
    """Write a text, and return its path. Raises ScenarioError where the file exists or cannot be written."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise ScenarioError("it exists already; choose another name.", where=path_quoted(path)) from None
    except OSError as error:
        raise ScenarioError(f"it cannot be written ({error.strerror}).", where=path_quoted(path)) from None
    return path
