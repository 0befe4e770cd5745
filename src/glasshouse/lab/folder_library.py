"""What lies in the lab's folder: runs and comparisons, finished or not, found by their names alone.

A name from a browser is never made part of a path: it is looked up in the listing of the folder.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from glasshouse import __version__
from glasshouse.comparison.comparison import Comparison, open_comparison
from glasshouse.comparison.comparison_description import KIND as COMPARISON
from glasshouse.errors import BadInputError
from glasshouse.folders import folder_reading
from glasshouse.folders.changed_title import changed_title
from glasshouse.lab.damaged import note_opened
from glasshouse.lab.sentences import LONGEST_TITLE, shortened
from glasshouse.lab.settings import Kind, Lab
from glasshouse.runs.run import Run, open_run
from glasshouse.runs.run_description import KIND as RUN

#: The file in which each kind of folder describes itself, and how it is read.
_DESCRIPTIONS = {"run": (RUN.name, RUN), "compare": (COMPARISON.name, COMPARISON)}


class NotHereError(LookupError):
    """Something asked for by a name that nothing in the lab's folder has."""


class LibraryEntry(BaseModel):
    """A run or a comparison that lies in the lab's folder.

    ``status`` is finished, running, stopped (it can be gone on with: ``resumable``) or damaged; ``reason`` says why
    it stopped. ``replicates`` are those that are whole, of ``replicates_asked``.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    kind: Kind
    title: str
    label: str
    status: str
    reason: str = ""
    resumable: bool = False
    usable: bool = False
    population: int = 0
    days: int = 0
    replicates: int = 0
    replicates_asked: int = 0
    seed: int = 0
    started: str = ""
    place: str = ""
    arms: tuple[str, ...] = ()


def runs(lab: Lab) -> list[LibraryEntry]:
    """The runs in the lab's folder, the newest first."""
    return _entries(lab, "run")


def comparisons(lab: Lab) -> list[LibraryEntry]:
    """The comparisons in the lab's folder, the newest first."""
    return _entries(lab, "compare")


def entry_named(lab: Lab, kind: Kind, name: str) -> LibraryEntry:
    """What is known of a run or a comparison. Raises ``NotHereError``."""
    return _entry(place_of(lab, kind, name), kind)


def run_named(lab: Lab, name: str) -> Run:
    """A run of the lab, opened; ``crowds/NAME`` is one that was kept from the first page.

    Raises ``NotHereError``, and ``BadInputError`` where it is still running or was killed, or is damaged.
    """
    return open_run(place_of(lab, "run", name))


def comparison_named(lab: Lab, name: str) -> Comparison:
    """A comparison of the lab, opened. Raises ``NotHereError`` and ``BadInputError``."""
    return open_comparison(place_of(lab, "compare", name))


def place_of(lab: Lab, kind: Kind, name: str) -> Path:
    """The folder of a run or a comparison, out of the listing of the lab's folder. Raises ``NotHereError``."""
    places = _places(lab.folder, kind)
    if kind == "run":
        places |= {f"crowds/{own}": place for own, place in _places(lab.crowds, kind).items()}
    if name not in places:
        noun = "run" if kind == "run" else "comparison"
        raise NotHereError(f"There is no {noun} '{name[:80]}' in this lab's folder.")
    note_opened(name, places[name])
    return places[name]


def _places(root: Path, kind: Kind) -> dict[str, Path]:
    """Folders that describe themselves, by name."""
    description = _DESCRIPTIONS[kind][0]
    if not root.is_dir():
        return {}
    return {place.name: place for place in root.iterdir() if place.name[0] != "." and _describes(place, description)}


def _describes(place: Path, description: str) -> bool:
    """Whether a folder holds a file of that name, neither of them a link; one that cannot be looked into does not."""
    try:
        own = place.is_dir() and not place.is_symlink() and not (place / description).is_symlink()
        return own and (place / description).is_file()
    except OSError:
        return False


def _entries(lab: Lab, kind: Kind) -> list[LibraryEntry]:
    places = _places(lab.folder, kind).values()
    return sorted((_entry(place, kind) for place in places), key=lambda entry: (entry.started, entry.name))[::-1]


def _entry(place: Path, kind: Kind) -> LibraryEntry:
    file = place / _DESCRIPTIONS[kind][0]
    try:
        stat = file.stat()
        facts = _facts(place, kind, (stat.st_mtime_ns, stat.st_size))
        return LibraryEntry(name=place.name, kind=kind, **{**facts, **_standing(place, facts)})
    except (OSError, BadInputError) as error:
        reason = shortened(str(error).replace(str(place), place.name))
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RuntimeError):
        # The parts that only a list of folders looks at; one folder must not take the others with it.
        reason = f"{place.name}/{file.name}: damaged (it is not what glasshouse writes)."
    return LibraryEntry(name=place.name, kind=kind, title=place.name, label="", status="damaged", reason=reason)


@lru_cache(maxsize=512)
def _facts(place: Path, kind: Kind, _: tuple[int, int]) -> dict[str, Any]:
    """What a folder says of itself, read anew when its file was written anew. Raises ``BadInputError``."""
    content = folder_reading.read(place, _DESCRIPTIONS[kind][1], running=True)
    copied = ("label", "status", "population", "days", "replicates", "seed")
    scenario = content["scenario"]
    return {
        **{key: content[key] for key in copied},
        "title": _title(str(scenario.get("title", content["scenario_name"])), content["command"]),
        "place": shortened(_place(scenario.get("place", "")), LONGEST_TITLE),
        "replicates_asked": int(content.get("replicates_asked") or content["replicates"]),
        "started": str(content.get("started", "")),
        "reason": shortened(str(content.get("reason", ""))),
        "arms": tuple(shortened(arm["name"], LONGEST_TITLE) for arm in content.get("arms", ())),
        "reported": "report.html" in content["files"],
        "version": content["version"],
    }


def _title(title: str, command: str) -> str:
    """A scenario's title, and what was changed in it."""
    return shortened(changed_title(shortened(title, LONGEST_TITLE), command))


def _place(given: Any) -> str:
    """A place by its name; a run keeps one of somebody's own in whole."""
    return str(given.get("name", "") if isinstance(given, dict) else given)


def _standing(place: Path, facts: dict[str, Any]) -> dict[str, Any]:
    """Whether a folder is finished, being written, or can be gone on with; a killed one still calls itself running."""
    finished, closed = facts["status"] == "finished", facts["status"] != "running"
    usable = closed and facts["replicates"] > 0
    # Until a folder is closed, it says how many replicates were asked for.
    whole = {} if closed else {"replicates": folder_reading.under_way(place).jobs}
    if finished and facts["reported"]:
        return {"status": "finished", "usable": usable, "reason": ""}
    if folder_reading.under_way(place).written:
        return {"status": "running", "reason": "", **whole}
    ours = facts["version"] == __version__
    reason = facts["reason"] or ("its report was not written" if finished else "it was killed")
    if not ours:
        reason = f"{reason}; glasshouse {facts['version']} began it, and only that version can go on"
    return {"status": "stopped", "usable": usable, "resumable": ours, "reason": reason, **whole}
