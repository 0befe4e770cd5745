"""The JSON files of a folder, in one step each, and the description among them, which carries a hash of itself."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from glasshouse.engine.column_files import content_hash, fingerprint
from glasshouse.errors import BadInputError
from glasshouse.folders import entries
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.scenario.user_text import quoted

__all__ = ["SEAL", "file_hash", "fingerprint", "note_files", "read_json", "sealed", "write_description", "write_json"]

#: The key of a description that holds the hash of the rest of it, as in ``checkpoint.json``.
SEAL = "blake2b"
_MOST_REASON = 500


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a file in one step: readers see the old one or the new one, never half of one."""
    with in_one_step(path) as partial, partial.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=1, ensure_ascii=False, allow_nan=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())


def write_description(path: Path, content: Mapping[str, Any]) -> None:
    """Write what a folder says of itself, with a hash of it, so that a change by hand is seen. Raises ``OSError``.

    The hash is no signature: whoever edits the file can work it out anew. So what can be checked against something else
    (sizes, seeds, label, tables) is checked where it is used.
    """
    said = {key: value for key, value in content.items() if key != SEAL}
    if isinstance(said.get("reason"), str):  # what a library said, which may hold anything
        said["reason"] = quoted(said["reason"], _MOST_REASON)
    write_json(path, {**said, SEAL: content_hash(said)})


def sealed(content: Mapping[str, Any]) -> bool | None:
    """Whether a description is as it was written; None for one that carries no hash of itself.

    >>> sealed({"a": 1}), sealed({"a": 1, "blake2b": "0"})
    (None, False)
    """
    if SEAL not in content:
        return None
    return content[SEAL] == content_hash({key: value for key, value in content.items() if key != SEAL})


def read_json(path: Path) -> dict[str, Any]:
    """What ``write_json`` wrote. Raises ``OSError`` or ``ValueError``."""
    return entries.read_json(path)


def file_hash(path: Path) -> str:
    """BLAKE2b of a file's bytes, as 64 hex digits.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as file:
    ...     len(file_hash(Path(file.name)))
    64
    """
    return str(fingerprint(path)["blake2b"])


def note_files(folder: Path, names: Iterable[str], description: str) -> None:
    """Put the present fingerprints of files into the file that describes a folder; those gone go."""
    path = folder / description
    content = read_json(path)
    whole = sealed(content)
    if whole is False:
        raise BadInputError(f"{path}: it was changed after it was written.")
    files = content.setdefault("files", {})
    for name in names:
        files.pop(name, None)
        if (folder / name).exists():
            files[name] = fingerprint(folder / name)
    # One of an older version, or one whose hash somebody took out, gets none here.
    (write_json if whole is None else write_description)(path, content)
