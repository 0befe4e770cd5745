"""The pages on the disk: a folder for a web server, or one file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from glasshouse.errors import BadInputError, why
from glasshouse.sites.crowd_page import crowd_page


def site(
    out: str | os.PathLike[str],
    *,
    scenarios: Sequence[str | os.PathLike[str]] = (),
    single: bool = False,
    say: Callable[[str], None] | None = None,
) -> Path:
    """Write a page that holds the engine itself, and return the path of its HTML file.

    - ``out``: a folder that is not there yet; with ``single``, an HTML file that is not there yet.
    - ``scenarios``: presets' names, or paths of YAML files; all presets that a page can hold unless given.
    - ``single``: write one file, which opens from the disk.
    - ``say``: called with a line for each scenario that is worked out, some seconds each.

    Raises ``ScenarioError`` or ``BadInputError``; nothing is left then.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     page = site(Path(place) / "pages", scenarios=["informant-society"])
    ...     page.name, page.stat().st_size < 3_000_000
    ('index.html', True)
    """
    target = Path(out)
    if target.exists():
        raise BadInputError(f"'{target}' is there already; name another place.")
    page = crowd_page([os.fspath(each) for each in scenarios], say or (lambda _: None))
    return write_page(page, target) if single else write_folder(page, target)


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
