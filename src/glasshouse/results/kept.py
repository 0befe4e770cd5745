"""How far a run or a comparison is that was not closed: its own description still says how much was asked for."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from glasshouse.results import manifest
from glasshouse.results.leftovers import PARTS


def stopped_when_whole(folder: Path, name: str) -> str:
    """What is said of a run or a comparison that was stopped when it called itself finished already; "" for others.

    ``name`` is the file in which it describes itself. It is not closed anew: some of its parts may be gone by then.
    """
    try:
        finished = manifest.read_json(folder / name)["status"] == "finished"
    except (OSError, ValueError, LookupError, TypeError):
        finished = False
    return f"{folder}: the figures are whole. 'glasshouse resume {folder}' writes the report." if finished else ""


def kept_replicates(folder: Path) -> int:
    """How many replicates of an unfinished run, or comparison, are whole: those noted among its parts, from the first.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     (Path(place) / PARTS).mkdir()
    ...     for number in (0, 1, 3):
    ...         _ = (Path(place) / PARTS / f"{number:06d}.json").write_text("{}")
    ...     kept_replicates(Path(place))
    2
    """
    parts = folder / PARTS
    if parts.is_symlink():
        return 0
    return next(number for number in count() if not (parts / f"{number:06d}.json").is_file())
