"""What a scenario was loaded from, in the words that load it again."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Origin:
    """``scenario``: a preset's name or a file's path, None for a document or a text; ``sets`` were laid over it."""

    scenario: str | None
    sets: tuple[str, ...] = ()

    def with_sets(self, sets: tuple[str, ...]) -> Origin:
        """The same with more laid over it."""
        return Origin(scenario=self.scenario, sets=(*self.sets, *sets))


def typed(name_or_path: str | os.PathLike[str], names: Collection[str]) -> str:
    """How a name or a path is typed on a command line: a file is not taken for one of ``names``, nor for an option.

    >>> from pathlib import Path
    >>> typed("ban", ["ban"]), typed(Path("ban"), ["ban"]), typed("-x.yaml", ["ban"])
    ('ban', './ban', './-x.yaml')
    """
    text = os.fspath(name_or_path)
    mistaken = text in names and not isinstance(name_or_path, str)
    return f"{os.curdir}{os.sep}{text}" if mistaken or text.startswith("-") else text
