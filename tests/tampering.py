"""Edit what a folder says of itself as somebody would who knows of its hash: the hash is worked out anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from glasshouse.engine.column_files import content_hash
from glasshouse.folders import json_files
from glasshouse.runs import run_description


def edit(folder: Path, name: str = run_description.NAME, **changes: Any) -> dict[str, Any]:
    """Change fields of a description, whatever they then hold; returns what it says now."""
    content = {**json_files.read_json(folder / name), **changes}
    content.pop(json_files.SEAL, None)
    content[json_files.SEAL] = content_hash(content)
    json_files.write_json(folder / name, content)
    return content
