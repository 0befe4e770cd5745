"""The path of a folder that somebody gave in Python, where not everybody checks types."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError


def folder_of(given: Any, name: str = "folder") -> Path:
    """The path of a folder. Raises ``BadInputError``.

    >>> folder_of("runs/1").name
    '1'
    >>> folder_of(None, "path")
    Traceback (most recent call last):
    ...
    glasshouse.errors.BadInputError: path must be the path of a folder, not None.
    """
    if isinstance(given, (str, os.PathLike)):
        return Path(given)
    raise BadInputError(Argument(name), f" must be the path of a folder, not {str(given)[:40]}.")


def one_or_several(given: Any) -> list[Any]:
    """Paths, of which one may stand alone.

    >>> one_or_several("parts/0"), one_or_several(("parts/0", "parts/1"))
    (['parts/0'], ['parts/0', 'parts/1'])
    """
    return list(given) if isinstance(given, Iterable) and not isinstance(given, (str, os.PathLike)) else [given]
