"""What goes into a package: its files, by the name that each has in it, from the disk or made here."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from glasshouse.comparison.arm_names import ALWAYS
from glasshouse.comparison.comparison import Comparison, is_comparison, open_comparison
from glasshouse.comparison.verify_comparison import verify as verify_comparison
from glasshouse.errors import BadInputError
from glasshouse.folders.given_path import folder_of
from glasshouse.folders.recorded_command import words_of
from glasshouse.report.attribution_tables import attributed
from glasshouse.rocrate.arm_files import ArmFile, arm_files
from glasshouse.rocrate.scenario_files import scenario_file
from glasshouse.rocrate.software_versions import Software, locked, requirements, software
from glasshouse.runs.run import Run, open_run
from glasshouse.runs.verify_run import verify as verify_run
from glasshouse.scenario.scenario import Scenario

#: The scenario's file in a package.
SCENARIO = "scenario.yaml"


@dataclass(frozen=True, kw_only=True)
class Packed:
    """A run or a comparison, ready to be packed.

    ``folder`` is what its folder is called in the package; ``files`` are its results by their name in the package,
    ``made`` the texts that are made for it; ``again`` and ``check`` are the two commands of its README.
    """

    what: str
    source: Run | Comparison
    folder: str
    files: Mapping[str, Path]
    made: Mapping[str, bytes]
    again: str
    check: str
    digests: Mapping[str, str]
    software: Software
    notes: tuple[str, ...]

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the folder says of itself."""
        return self.source.manifest

    @property
    def scenario(self) -> Scenario:
        """The scenario, or the baseline's."""
        return self.source.scenario


def packed(folder: str | os.PathLike[str]) -> Packed:
    """Look through a folder. Raises ``BadInputError`` where nothing in it is finished, or a file was changed."""
    path = folder_of(folder)
    return _comparison(open_comparison(path)) if is_comparison(path) else _run(open_run(path))


def _run(run: Run) -> Packed:
    _whole(run.path, run.manifest, "run", verify_run(run) if run.status == "finished" else [])
    if run.past is not None:
        raise BadInputError(
            f"{run.path}: until day {run.past.day} it shares another run's past, and cannot be run again alone. "
            f"Package the comparison: {run.path.parent}"
        )
    names = ("run.json", *run.manifest["files"])
    used = software(run.manifest)
    return Packed(
        what="run",
        source=run,
        folder="run",
        files={f"run/{name}": run.path / name for name in names},
        made={SCENARIO: scenario_file(run.scenario), **_installed(used, run.manifest)},
        again=shlex.join(["glasshouse", "run", SCENARIO, *_sizes(run.manifest), "--out", "again"]),
        check="glasshouse verify run",
        digests={"run": str(run.digest)},
        software=used,
        notes=(),
    )


def _comparison(found: Comparison) -> Packed:
    _whole(found.path, found.manifest, "comparison", verify_comparison(found) if found.status == "finished" else [])
    arms = arm_files(found)
    names = ["comparison.json", *found.manifest["files"]]
    for arm in ("baseline", *found.arms):
        names += [f"{arm}/{name}" for name in ("run.json", *found.run(arm).manifest["files"])]
    used = software(found.manifest)
    return Packed(
        what="comparison",
        source=found,
        folder="comparison",
        files={f"comparison/{name}": found.path / name for name in dict.fromkeys(names)},
        made={
            SCENARIO: scenario_file(found.scenario),
            **{arm.file: scenario_file(found.run(arm.arm).scenario, arm.title) for arm in arms},
            **_installed(used, found.manifest),
        },
        again=shlex.join(
            [
                *("glasshouse", "compare", SCENARIO),
                *(arm.text for arm in arms if arm.text is not None and arm.text not in ALWAYS),
                *_options(found, presets=any(arm.of_preset for arm in arms)),
                *("--out", "again"),
            ]
        ),
        check="glasshouse verify comparison",
        digests={
            "baseline": str(found.run().digest),
            **{arm.name: str(found.run(arm.arm).digest) for arm in arms if arm.text is not None},
        },
        software=used,
        notes=tuple(_apart(arm, found) for arm in arms if arm.text is None),
    )


def _options(found: Comparison, *, presets: bool) -> list[str]:
    """Sizes, and what else the comparison was asked with that scenario.yaml does not hold.

    ``--set`` is laid over an arm's preset, too, and over scenario.yaml once more without changing it. What was
    attributed is read off its table, since a comparison may have no command.
    """
    words = pairwise(words_of(found.manifest["command"])) if presets else ()
    sets = [word for name, value in words if name == "--set" for word in (name, value)]
    parts = attributed(found)
    asked = [] if parts is None else ["--attribute", *(word for part in parts for word in ("--part", part))]
    return [*_sizes(found.manifest), *asked, *sets]


def _apart(arm: ArmFile, found: Comparison) -> str:
    """Why the command leaves an arm out, and what there is of it."""
    past = found.run(arm.arm).past
    until = "" if past is None else f" until day {past.day}"
    return (
        f"The command leaves out the arm {arm.arm}: it shares the past of another run{until}, which is not here. "
        f"{arm.file} holds its rules from then on, and comparison/{arm.arm}/ its figures."
    )


def _installed(used: Software, facts: Mapping[str, Any]) -> dict[str, bytes]:
    """requirements.txt, and what it needs beside it: versions as recorded, and of all else as installed here."""
    said = facts.get("plugins", ())
    more = sorted({f"{each['package']}=={each['version']}\n" for each in said if each["version"]})
    lines = requirements(used, locked(facts.get("host", {}))) + "".join(more)
    return {"requirements.txt": lines.encode(), **used.files}


def _sizes(facts: Mapping[str, Any]) -> list[str]:
    sizes = {f"--{name}": facts[name] for name in ("population", "days", "seed", "replicates")}
    if said := facts.get("ensemble"):
        sizes |= {"--draws": said["draws"], "--ensemble-population": said["population"]}
    return [word for option, size in sizes.items() for word in (option, str(size))]


def _whole(path: Path, facts: Mapping[str, Any], noun: str, faults: list[str]) -> None:
    """Raise ``BadInputError`` for what did not finish, or is no longer as it was left."""
    if facts["status"] != "finished":
        raise BadInputError(f"{path}: the {noun} did not finish. 'glasshouse resume {path}' goes on with it.")
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise BadInputError(f"{path}: {faults[0]}{more} Only a folder as it was left can be packed.")
