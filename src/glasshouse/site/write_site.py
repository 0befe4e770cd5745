"""The pages on the disk: a folder for a web server, or one file."""

from __future__ import annotations

import shutil
from pathlib import Path

from glasshouse.errors import BadInputError, why


def write_page(page: str, path: Path) -> Path:
    """Write one file that opens from the disk; its path. Raises `BadInputError`; nothing is left then."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(page)
                file.flush()
            except OSError:
                path.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise BadInputError(f"'{path}' cannot be written: {why(error)}.") from error
    return path


def write_folder(page: str, folder: Path) -> Path:
    """Write a folder that any web server can hold; its first page. Raises `BadInputError`; nothing is left then."""
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise BadInputError(f"'{folder}' cannot be written: {why(error)}.") from error
    try:
        return write_page(page, folder / "index.html")
    except BadInputError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
