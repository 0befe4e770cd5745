"""The example installed into a clean environment: every command finds it, with no edit anywhere."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from .package import FOLDER, NAME

ROOT = FOLDER.parents[1]
SMALL = ("--population", "4000", "--days", "40", "--replicates", "1")
WRONGED = ("--set", "plates.suspicious=1", "--set", "score.points_suspicious_trip=-500")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="an unpacked source archive has no git history"),
]

STUDY = """
glasshouse-study: 1
name: plates
title: What do misread plates do?
scenario: small-town-plates
population: 2000
days: 20
seed: 1
seeds: 1
method: tornado
points: 5
parameters: [plates.misread, low_trust.resigned]
outputs: [plates_false, wrongful]
"""


@pytest.fixture(scope="module")
def command(clean: Path, clone: Path) -> Path:
    """The command of glasshouse in an environment with nothing but it and the example."""
    for place in (clone, clone / "examples" / "plate-readers"):
        done(clean, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", place)
    return clean.parent / "glasshouse"


def done(*words: str | Path, cwd: Path | None = None) -> str:
    found = subprocess.run([str(word) for word in words], capture_output=True, text=True, cwd=cwd)
    assert found.returncode == 0, found.stderr
    return found.stdout


def test_every_command_finds_it(command, tmp_path):
    def glasshouse(*words: str | Path) -> str:
        return " ".join(done(command, *words, cwd=tmp_path).split())

    listed = glasshouse("plugins")
    assert all(name in listed for name in ("plates", "low-trust", "ombudsman", "small-town", "small-town-plates", NAME))
    assert "small-town-plates" in glasshouse("scenarios")
    assert f"{NAME} 0.1.0" in glasshouse("explain", "plates.misread")

    run = tmp_path / "run"
    assert "plate readers saw" in glasshouse("run", "small-town-plates", *SMALL, *WRONGED, "--out", run)
    page = (run / "report.html").read_text(encoding="utf-8")
    for words in ("Plate readers", "False sightings from a misread plate", "Low trust", "Ombudsman"):
        assert words in page
    assert "misread" in glasshouse("story", run, "--wrongly-sanctioned")
    assert "the same" in glasshouse("verify", run)

    compared = tmp_path / "compared"
    small = ("--population", "4000", "--days", "40", "--replicates", "2", "--out", compared)
    assert "Ombudsman" in glasshouse("compare", "small-town-plates", "ombudsman", *WRONGED, *small)
    assert "ombudsman" in glasshouse("verify", compared)

    (tmp_path / "plates.yaml").write_text(STUDY, encoding="utf-8")
    assert "plates.misread" in glasshouse("study", "plates.yaml", "--out", tmp_path / "study", "--json")


def test_its_own_tests_pass(command, clone, tmp_path):
    # Copied, so that the settings of glasshouse's own tests are not those of the package's.
    tests = shutil.copytree(clone / "examples" / "plate-readers" / "tests", tmp_path / "tests")
    assert "passed" in done(command.parent / "python", "-m", "pytest", "-q", tests, cwd=tmp_path)
