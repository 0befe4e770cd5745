"""A crowd as an ordinary run folder, so that the life of any of its people can be told."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from glasshouse import __version__
from glasshouse.errors import StoppedError, why
from glasshouse.lab.crowd.machine_run import machine_run
from glasshouse.lab.crowd.machine_settings import PEOPLE, MachineSettings
from glasshouse.lab.settings import Lab
from glasshouse.runs.execute_run import execute
from glasshouse.runs.run_plan import plan

#: The most crowds kept on the disk (about 6 MB each); the one used longest ago goes first.
MOST_FOLDERS = 24
_MAKING, _AN_HOUR = ".making-", 3600


def name_of(machine: MachineSettings) -> str:
    """The folder's name of a machine's crowd: the same for the same people and rules, whatever was guessed.

    >>> name_of(MachineSettings(faces=5000)) == name_of(MachineSettings()) != name_of(MachineSettings(seed=2))
    True
    """
    scenario = machine_run(machine.machine()).scenario
    told = "|".join(map(str, (__version__, scenario.hash, scenario.label, scenario.title, machine.seed)))
    return f"crowd-{blake2b(told.encode(), digest_size=8).hexdigest()}"


def kept_run(lab: Lab, state: MachineSettings) -> Path:
    """The run folder of a crowd, made once: the same scenario, seed and days, and person N is dot N; without a report.

    It is written beside its place and moved there when it is whole, so that no half of one is ever found. Raises
    ``StoppedError`` where it cannot be written.
    """
    path = lab.crowds / name_of(state)
    if (path / "run.json").exists():
        os.utime(path)
        return path
    run = machine_run(state.machine())
    asked = plan(
        run.scenario,
        population=PEOPLE,
        days=run.days,
        seed=state.seed,
        replicates=1,
        threads=1,
        command=run.command,
    )
    try:
        lab.crowds.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=_MAKING, dir=lab.crowds))
    except OSError as error:
        raise StoppedError(f"This crowd could not be kept: {why(error)}.") from error
    try:
        execute(asked, made)
        _into_place(made, path)
    except OSError as error:
        raise StoppedError(f"This crowd could not be kept: {why(error)}.") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    _forget_old(lab.crowds)
    return path


def _into_place(made: Path, path: Path) -> None:
    try:
        made.rename(path)
    except OSError:
        if (path / "run.json").exists():  # somebody else made the same one meanwhile
            return
        _remove(path)  # a lab was killed while it removed this one
        made.rename(path)


def _forget_old(folder: Path) -> None:
    """Remove the crowds that nobody asked for lately, and what a killed lab left half-made."""
    kept = sorted(folder.glob("crowd-*"), key=lambda path: path.stat().st_mtime)
    left = [path for path in folder.glob(f"{_MAKING}*") if path.stat().st_mtime < time.time() - _AN_HOUR]
    for path in kept[:-MOST_FOLDERS]:
        with suppress(OSError):  # somebody reads it, or removed it meanwhile
            _remove(path)
    for path in left:
        shutil.rmtree(path, ignore_errors=True)


def _remove(path: Path) -> None:
    """Move a folder out of its place and then remove it, so that nothing half removed is ever in the place."""
    aside = Path(tempfile.mkdtemp(prefix=_MAKING, dir=path.parent))
    try:
        path.rename(aside / path.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
