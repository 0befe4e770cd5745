"""Which tables were fixed before their outcome was looked at, and the hash by which anybody can tell.

``fixed.json`` holds the hash of each such table without its `reason`, which is written after the comparison. The hash
was committed before the first comparison; a table that is changed afterwards has another, and counts as fixed no more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

from glasshouse.scenario.yaml_reading import read
from glasshouse.validation.table_loading import FOLDER, table_names

FILE = Path(__file__).parent / "fixed.json"


def content_hash(name: str) -> str:
    """The hash of what a shipped table says, but for its reason: layout and comments of the file change nothing.

    >>> len(content_hash("oxford-circus-2020"))
    32
    """
    data = {key: value for key, value in read(FOLDER / f"{name}.yaml").data.items() if key != "reason"}
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
    return blake2b(text.encode(), digest_size=16).hexdigest()


def announced() -> Mapping[str, str]:
    """Each table of the list with its hash when it was fixed."""
    return MappingProxyType(json.loads(FILE.read_text(encoding="utf-8")))


@cache
def fixed() -> frozenset[str]:
    """The shipped tables that are still as they were fixed."""
    shipped = set(table_names())
    return frozenset(name for name, was in announced().items() if name in shipped and content_hash(name) == was)
