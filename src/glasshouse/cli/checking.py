"""``glasshouse verify``: whether the folder of a run or of a comparison is as it was left."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from glasshouse.cli.lines import complain, say
from glasshouse.cli.options import Folder
from glasshouse.comparison.comparison import is_comparison, open_comparison
from glasshouse.comparison.verify_comparison import verify as faults_of_comparison
from glasshouse.folders.folder_reading import other_version
from glasshouse.runs.replay_sample import WORTH, replay_sample
from glasshouse.runs.run import open_run
from glasshouse.runs.verify_run import verify as faults_of
from glasshouse.wording.lists_and_nouns import counted, plural


def verify(folder: Folder) -> None:
    """``glasshouse verify``."""
    left, faults = check(folder)
    for fault in faults:
        complain(_located(folder, fault))
    if faults:
        raise typer.Exit(1)
    say(f"{folder}: {left}")


def _located(folder: Path, fault: str) -> str:
    """A fault with the place where it is, which one that was raised on reading a file names itself.

    >>> _located(Path("runs/a"), "ban: runs/a/ban/run.json: it is missing."), _located(Path("runs/a"), "ban: wrong.")
    ('runs/a/ban/run.json: it is missing.', 'runs/a: ban: wrong.')
    """
    before, inside, rest = fault.partition(f"{folder}{os.sep}")
    return inside + rest if inside and re.fullmatch(r"([^:]+: )?", before) else f"{folder}: {fault}"


def check(folder: Path) -> tuple[str, list[str]]:
    """What is there, in words, and what is wrong with it, a sentence each."""
    if is_comparison(folder):
        found = open_comparison(folder)
        arms = [arm["name"] for arm in found.manifest["arms"]]
        left = _left(found.manifest, "comparison", f"all files of {counted(len(arms), 'arm')}")
        faults = faults_of_comparison(found)
        for name in arms if not faults else ():
            simulated, wrong = replay_sample(found.run(name), WORTH // len(arms))
            left = f"{left}\n{name}: {simulated}" if simulated else left
            faults += [f"{name}: {fault}" for fault in wrong]
        return left, faults
    run = open_run(folder)
    left = _left(run.manifest, "run", f"all {counted(len(run.manifest['files']), 'file')}")
    if faults := faults_of(run):
        return left, faults
    simulated, faults = replay_sample(run)
    return f"{left} {simulated}".rstrip(), faults


def _left(facts: Mapping[str, Any], noun: str, files: str) -> str:
    """What there is when nothing is wrong with it; one that did not finish is not spoken of as whole."""
    if facts["status"] == "finished":
        said = f"{files} are as the {noun} left them (finished)."
    else:
        reason, asked = facts.get("reason") or facts["status"], facts.get("replicates_asked", "?")
        of = asked if asked == "?" else counted(asked, "replicate")
        kept = f"{facts['replicates']} of {of} {plural(str(facts['replicates']), 'is', 'are')} kept"
        said = f"the {noun} did not finish ({reason}); {kept}. Of what it left, {files} are unchanged."
    return " ".join(filter(None, (said, other_version(facts))))
