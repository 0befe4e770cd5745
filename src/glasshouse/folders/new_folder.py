"""The folder of something new: where it was asked for, or the next number."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError, why

#: Folders that are made without ``--out``: a number of three to six digits, a dash, and a cleaned word.
_NUMBERED = re.compile(r"([0-9]{3,6})-[\w.-]+")
#: Such a number may be a year that somebody wrote; then it counts only if something in the folder describes it.
_YEARS = range(1900, 2100)
_LONGEST_WORD = 200
#: The folders that were made above each new one in which nothing has begun, from the innermost.
_MADE: dict[Path, tuple[Path, ...]] = {}


def new_folder(
    out: str | os.PathLike[str] | None, name: str, root: Path = Path("runs"), *, argument: str = "out"
) -> Path:
    """Make a new folder: ``out``, or the next free number under ``root``; ``argument`` is what the caller's is called.

    Raises ``BadInputError`` when ``out`` exists or cannot be made.
    """
    if out is None:
        return _numbered(root, name)
    path = path_of(out)
    made = _missing(path.parent)
    try:
        path.mkdir(parents=True)
    except FileExistsError:
        raise BadInputError(Argument(argument, path), ": it exists already. Choose another folder.") from None
    except OSError as error:
        _remove(made)
        raise BadInputError(Argument(argument, path), f": it cannot be written ({why(error)}).") from None
    _MADE[path.absolute()] = made
    return path


def begun(path: Path) -> None:
    """Keep the folders above a new one, since there is something in it now."""
    _MADE.pop(path.absolute(), None)


def not_begun(path: Path) -> None:
    """Remove a new folder with all that is in it, and the folders above it that were made for it."""
    shutil.rmtree(path, ignore_errors=True)
    _remove(_MADE.pop(path.absolute(), ()))


def _missing(path: Path) -> tuple[Path, ...]:
    """A folder and those above it that are not there yet, from the innermost."""
    return tuple(takewhile(lambda each: not os.path.exists(each), (path, *path.parents)))


def _remove(folders: Iterable[Path]) -> None:
    """Remove empty folders, as far as they are."""
    for each in folders:
        with suppress(OSError):  # was never made, or another process put something in it
            each.rmdir()


def path_of(out: object) -> Path:
    """Where something is to be written. Raises ``BadInputError`` for what is no path.

    >>> path_of("runs/mine").name
    'mine'
    """
    if not isinstance(out, (str, os.PathLike)):
        raise BadInputError(Argument("out", out), ": it must be the path of a folder or file.")
    return Path(out)


def _numbered(root: Path, name: str) -> Path:
    """``runs/007-name``: one more than the highest number of a folder that was made so, whatever else is there.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     for taken in ("007-a", "2026-11-28 backup", "20261128-notes"):
    ...         (Path(place) / taken).mkdir()
    ...     _numbered(Path(place), "thr=0.05").name
    '008-thr-0.05'
    """
    word, made = _word(name), _missing(root)
    try:
        root.mkdir(parents=True, exist_ok=True)
        number = max(map(_number, root.iterdir()), default=0)
        while True:
            number += 1
            try:
                path = root / f"{number:03d}-{word}"
                path.mkdir()
                _MADE[path.absolute()] = made
                return path
            except FileExistsError:  # a file has the name, or another process took it in this moment
                continue
    except OSError as error:
        _remove(made)
        no = f"{root}: no folder can be made there ({why(error)}). Name one with "
        raise BadInputError(no, Argument("out"), ".") from None


def _number(path: Path) -> int:
    """The number of a folder that was made without ``--out``; 0 of anything else."""
    found = _NUMBERED.fullmatch(path.name)
    if found is None or not path.is_dir():
        return 0
    number = int(found[1])
    return 0 if number in _YEARS and not any(path.glob("*.json")) else number


def _word(name: str) -> str:
    """A name as a folder's: letters, digits, and what does not part them, in at most 200 bytes."""
    word = re.sub(r"[^\w.-]+", "-", name).encode("utf-8", "ignore")[:_LONGEST_WORD].decode("utf-8", "ignore")
    return word.strip("-.") or "run"
