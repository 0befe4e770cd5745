"""Edit what a folder says of itself as somebody would who knows of its hash: the hash is worked out anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from glasshouse.engine.files import content_hash
from glasshouse.results import manifest


def edit(folder: Path, name: str = manifest.NAME, **changes: Any) -> dict[str, Any]:
    """Change fields of a description, whatever they then hold; returns what it says now."""
    content = {**manifest.read_json(folder / name), **changes}
    content.pop(manifest.SEAL, None)
    content[manifest.SEAL] = content_hash(content)
    manifest.write_json(folder / name, content)
    return content
