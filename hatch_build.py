"""Write into a wheel or a source archive from which commit it was built, where that is known."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RecordSource(BuildHookInterface):
    """Adds ``glasshouse/_source.json``. A source archive that is built again keeps the one that it came with."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the files are collected; an editable installation asks git when it runs."""
        root = Path(self.root)
        if version == "editable" or not (root / ".git").exists():
            return
        module = _source(root)
        folder = "src/glasshouse" if self.target_name == "sdist" else "glasshouse"
        self._written = tempfile.TemporaryDirectory()
        path = Path(self._written.name) / module.RECORD
        path.write_text(module.as_json(module.checkout(root)), encoding="utf-8")
        build_data["force_include"][str(path)] = f"{folder}/{module.RECORD}"


def _source(root: Path) -> Any:
    """The module that knows git, read from the tree that is built and not from an installed glasshouse."""
    spec = importlib.util.spec_from_file_location("_glasshouse_source", root / "src" / "glasshouse" / "source.py")
    if spec is None or spec.loader is None:
        raise RuntimeError("src/glasshouse/source.py is missing.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
