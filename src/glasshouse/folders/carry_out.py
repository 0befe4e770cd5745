"""The walk over the jobs of a folder, from the first or from where an earlier process was stopped, to the end."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from glasshouse import __version__
from glasshouse.errors import BadInputError, StoppedError, clause, why
from glasshouse.folders import folder_reading
from glasshouse.folders.background_writer import BackgroundWriter
from glasshouse.folders.folder_kind import FolderKind
from glasshouse.folders.folder_writer import FolderWriter
from glasshouse.folders.json_files import read_json

Job = TypeVar("Job")
#: Gives what jobs leave, in order, from a number on; all work on them stops when it is closed.
Jobs = Callable[[int], Generator[Job, None, None]]
#: Says at the end how the jobs were done, for the description.
About = Callable[[], Mapping[str, Any]]


def carry_out(writer: FolderWriter[Job], jobs: Jobs[Job], about: About = dict) -> None:
    """Do all jobs of an empty folder; what each leaves is written while the next is done.

    Raises ``StoppedError`` when anything ends it early (Ctrl-C too): the jobs finished by then are kept, and ``go_on``
    does the others.
    """
    writer.begin()
    _fill(writer, jobs, 0, about)


def go_on(writer: FolderWriter[Job], jobs: Jobs[Job], about: About = dict) -> None:
    """Do the jobs that are left of a folder: the same files as without the interruption.

    Raises ``BadInputError`` when another process is writing the folder, and ``StoppedError`` when it is stopped again.
    """
    try:
        writer.lock.take()
    except OSError as error:
        raise StoppedError(f"{writer.path}: nothing can go on, because {why(error)}.") from error
    try:
        before = read_json(writer.file)
        finished = before["status"] == "finished"  # by another process, in this moment
        first = 0 if finished else writer.go_on(before)
    except BaseException:
        writer.release()
        raise
    if finished:
        writer.release()
    else:
        _fill(writer, jobs, first, about)


def _fill(writer: FolderWriter[Job], jobs: Jobs[Job], first: int, about: About) -> None:
    try:
        with BackgroundWriter() as background, closing(jobs(first)) as found:
            for one in found:
                background.do(partial(writer.keep, one))
                del one
        writer.finish(about())
    except (Exception, KeyboardInterrupt) as error:
        said = writer.stop(error)
        raise StoppedError(f"The {writer.kind.noun} stopped: ", *clause(error), f". {said}") from error
    finally:
        writer.release()


def begun(folder: Path, kind: FolderKind) -> dict[str, Any]:
    """What a folder says of itself, finished or not. Raises ``BadInputError`` where nothing was begun."""
    if not folder.is_dir():
        raise BadInputError(f"{folder}: there is no such folder.")
    if not (folder / kind.name).exists():
        raise BadInputError(
            f"{folder}: no {kind.noun} was begun there (it holds no {kind.name}). If one was killed in its first "
            "moment, delete the folder and start again."
        )
    return folder_reading.read(folder, kind, running=True)


def same_version(folder: Path, content: Mapping[str, Any], kind: FolderKind) -> None:
    """Raise ``BadInputError`` for what another version began: its rules may differ."""
    if content["version"] != __version__:
        raise BadInputError(
            f"{folder}: begun by glasshouse {content['version']}, and this is {__version__}, whose rules may differ. "
            f"Go on with the version that began it. {kind.again(content)}"
        )
