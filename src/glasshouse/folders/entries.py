"""What may stand in a folder that somebody else may have filled: plain files and plain folders.

A run folder travels: it is unpacked from an archive, or lies where others write. So before anything in it is read,
written or removed, all its entries are looked at without following any: a symbolic link leads outside, and a pipe or a
device hangs whoever reads it. The folder's own path is the caller's choice, and may be a link.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from glasshouse.errors import BadInputError, why

#: Bytes that a JSON file of a folder has at most; a description with 10,000 replicates has some 5 million.
LONGEST = 1 << 26
_KINDS = (
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def require_plain(folder: Path) -> None:
    """Raise ``BadInputError`` for a folder that holds, at any depth, anything but files and folders.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     (Path(place) / "runs").mkdir()
    ...     (Path(place) / "runs" / "link").symlink_to("/")
    ...     try:
    ...         require_plain(Path(place))
    ...     except BadInputError as error:
    ...         print(str(error).replace(place, "PLACE"))
    PLACE/runs/link: a symbolic link, which is not followed. A folder of glasshouse holds plain files only: remove it.
    """
    try:
        odd = next(((path, words) for path, mode in _entries(folder) if (words := _odd(mode))), None)
    except OSError as error:
        raise BadInputError(f"{folder}: it cannot be read ({why(error)}).") from None
    if odd is not None:
        raise BadInputError(
            f"{odd[0]}: {odd[1]}, which is not followed. A folder of glasshouse holds plain files only: remove it."
        )


def _odd(mode: int) -> str:
    """What an entry is in words; "" for a file or a folder."""
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return ""
    return next((words for test, words in _KINDS if test(mode)), "no plain file")


def _entries(folder: Path) -> Iterator[tuple[Path, int]]:
    """Everything under a folder with its mode, links not followed; what is not there any more is left out."""
    waiting = [os.fspath(folder)]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except (FileNotFoundError, NotADirectoryError):
            continue
        for entry in entries:
            try:
                mode = entry.stat(follow_symlinks=False).st_mode
            except FileNotFoundError:
                continue
            yield Path(entry.path), mode
            if stat.S_ISDIR(mode):
                waiting.append(entry.path)


def read_json(path: Path, most: int = LONGEST) -> Any:
    """What a JSON file of at most so many bytes holds. Raises ``OSError``, and ``ValueError`` for what is none."""
    try:
        return json.loads(read_plain(path, most), parse_constant=_no_number)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")


def read_plain(path: Path, most: int) -> str:
    """The text of a plain file of at most so many bytes; no link is followed, and a pipe does not hang it.

    Raises ``OSError``, and ``ValueError`` for a longer file or one that is no text.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(f"{path} is no plain file")
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError(f"it is longer than {most:,} bytes")
    return content.decode("utf-8")
