"""The files of a run or a comparison, as its folder holds them: reports to be read, tables to be kept.

What is asked for is looked up in the listing of the folder; no part of an address is made part of a path.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import FileResponse

from glasshouse.comparison.comparison_description import KIND as COMPARISON
from glasshouse.errors import BadInputError
from glasshouse.folders import folder_reading
from glasshouse.lab.folder_library import NotHereError, place_of
from glasshouse.lab.pages import TheLab
from glasshouse.lab.security import HEADERS_FILE
from glasshouse.lab.settings import Lab
from glasshouse.runs.run_description import KIND as RUN

router = APIRouter()

#: What is given out, and what it is.
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".yaml": "text/plain; charset=utf-8",
}
#: What is given out even where a folder does not tell of it: what describes it, and its report.
_ALWAYS = ("report.html", RUN.name, COMPARISON.name)


@router.get("/files/{path:path}", include_in_schema=False)
def file(path: str, lab: TheLab) -> FileResponse:
    """One file; a page is shown under a policy of its own, which lets it bring its style and nothing else."""
    found = file_named(lab, path)
    shown = found.suffix == ".html"
    return FileResponse(
        found,
        media_type=_KINDS[found.suffix],
        filename=None if shown else found.name,
        headers=HEADERS_FILE,
    )


def file_named(lab: Lab, path: str) -> Path:
    """The file that an address names: ``NAME/report.html``, ``NAME/ARM/report.html``, ``NAME/tables/x.csv``…

    Raises ``NotHereError``.
    """
    name, _, inside = path.partition("/")
    for place in _places(lab, name):
        for found in _files(place):
            if found.relative_to(place).as_posix() == inside:
                return found
    raise NotHereError("There is no such file in this lab's folder.")


def _places(lab: Lab, name: str) -> Iterator[Path]:
    kinds: tuple[Literal["run", "compare"], ...] = ("run", "compare")
    for kind in kinds:
        try:
            yield place_of(lab, kind, name)
        except NotHereError:
            continue


def _files(place: Path) -> Iterator[Path]:
    """Whole files that a folder and those in it tell of; none that is hidden, none that leads elsewhere."""
    told = {*_told(place)}
    for found in (*place.glob("*"), *place.glob("*/*")):
        hidden = any(part.startswith(".") for part in found.relative_to(place).parts)
        linked = found.is_symlink() or found.parent.is_symlink()
        known = found in told or found.name in _ALWAYS
        if known and found.suffix in _KINDS and found.is_file() and not hidden and not linked:
            yield found


def _told(place: Path) -> Iterator[Path]:
    """What a folder and the folders in it say that they hold, whether it is there or not."""
    for folder in (place, *place.glob("*/")):
        for kind in (RUN, COMPARISON):
            with suppress(BadInputError):
                yield from (folder / name for name in folder_reading.read(folder, kind, running=True)["files"])
