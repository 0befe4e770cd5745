"""The script for an array of jobs that stands in the manual, submitted to a stand-in for SLURM; one job is killed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glasshouse.comparison.comparison import open_comparison
from glasshouse.comparison.verify_comparison import verify

PAGE = Path(__file__).parents[2] / "docs" / "scaling.md"
SIZES = "--population 2000 --days 150"
#: What it takes of ``sbatch``: each number of the array, one after the other, in an environment that says so.
SBATCH = """#!/bin/bash
numbers=${1#--array=}
for number in $(seq "${numbers%-*}" "${numbers#*-}"); do
    SLURM_ARRAY_TASK_ID=$number bash "$2"
done
"""
GLASSHOUSE = f"""#!/bin/bash
exec {sys.executable} -m glasshouse.cli.main "$@"
"""


def script() -> str:
    """The script of the page, with fewer people and days."""
    found = re.search(r"^    # parts\.sh: .*?\n    fi\n", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert found
    text = re.sub("^    ", "", found[0], flags=re.M)
    assert "--replicates 40 " in text
    return text.replace("--replicates 40 ", f"--replicates 40 {SIZES} ").replace("--threads 16", "--threads 1")


@pytest.fixture
def submitted(tmp_path):
    """Starts ``sbatch`` in a folder with the script."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in (("sbatch", SBATCH), ("glasshouse", GLASSHOUSE)):
        (programs / name).write_text(text, encoding="utf-8")
        (programs / name).chmod(0o755)
    (tmp_path / "parts.sh").write_text(script(), encoding="utf-8")
    place = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}

    def start(*words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            words, cwd=tmp_path, env=place, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    return start


def ended(job: subprocess.Popen[str]) -> str:
    said, _ = job.communicate(timeout=600)
    assert job.returncode == 0, said
    return said


def killed(job: subprocess.Popen[str], part: Path) -> None:
    """End a job and all that it started once two of its replicates are kept."""
    until = time.monotonic() + 300
    while len(list((part / ".parts").glob("*.arrow"))) < 2:
        assert job.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.005)
    os.killpg(job.pid, signal.SIGKILL)
    job.communicate()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SLURM and its scripts need bash")
def test_four_jobs_of_which_one_is_killed_come_to_the_digest_of_the_whole(tmp_path, submitted):
    ended(submitted("sbatch", "--array=0-1", "parts.sh"))
    killed(submitted("sbatch", "--array=2", "parts.sh"), tmp_path / "parts" / "2")
    half = json.loads((tmp_path / "parts" / "2" / "comparison.json").read_text(encoding="utf-8"))
    assert half["status"] == "running"
    ended(submitted("sbatch", "--array=2-3", "parts.sh"))
    ended(submitted("bash", "-c", "glasshouse merge merged parts/*"))
    whole = f"glasshouse compare as-described appeal --replicates 40 {SIZES} --out whole --threads 1"
    ended(submitted("bash", "-c", whole))
    merged, once = open_comparison(tmp_path / "merged"), open_comparison(tmp_path / "whole")
    assert merged.manifest["arms"] == once.manifest["arms"], "the digests among others"
    assert merged.manifest["files"] == once.manifest["files"], "the report among others, to the byte"
    assert merged.replicates == 40
    assert verify(merged) == []
