"""The example installed into a clean environment: every command finds it, with no edit anywhere."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from clean_install import ROOT, done, install
from glasshouse.testing.plugin_checks import READING

from .package import NAME

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
def command(clean: Path, clone: Path, installed: Path) -> Path:
    """The command of glasshouse in an environment with nothing but it and the example."""
    install(clean, clone / "examples" / "plate-readers")
    return installed


@pytest.fixture
def glasshouse(command: Path, tmp_path: Path) -> Callable[..., str]:
    """The command with some words, and what it prints, on one line."""
    return lambda *words: " ".join(done(command, *words, cwd=tmp_path).split())


def test_it_is_found_where_it_is_installed(glasshouse, tmp_path):
    """What it then does in reports and stories, test_pages.py asks of the package as if it were installed."""
    listed = glasshouse("plugins")
    assert all(name in listed for name in ("plates", "low-trust", "ombudsman", "small-town", "small-town-plates", NAME))
    assert f"{NAME} 0.1.0" in glasshouse("explain", "plates.misread")
    out = ("--draws", "0", "--out", tmp_path / "run")
    assert "plate readers saw" in glasshouse("run", "small-town-plates", *SMALL, *WRONGED, *out)
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    for words in ("Plate readers", "False sightings from a misread plate", "Low trust", "Ombudsman"):
        assert words in page


def test_those_of_its_own_tests_pass_that_simulate_nothing(command, clone, tmp_path):
    names = (check.__name__.replace("_", "-") for check in READING)
    assert " passed" in outcome(command, clone, tmp_path, "-k", " or ".join(names))


def test_every_command_finds_it(glasshouse, tmp_path):
    assert "small-town-plates" in glasshouse("scenarios")
    run, compared = tmp_path / "run", tmp_path / "compared"
    glasshouse("run", "small-town-plates", *SMALL, *WRONGED, "--out", run)
    assert "misread" in glasshouse("story", run, "--wrongly-sanctioned")
    assert "the same" in glasshouse("verify", run)

    small = ("--population", "4000", "--days", "40", "--replicates", "2", "--out", compared)
    assert "Ombudsman" in glasshouse("compare", "small-town-plates", "ombudsman", *WRONGED, *small)
    assert "ombudsman" in glasshouse("verify", compared)

    (tmp_path / "plates.yaml").write_text(STUDY, encoding="utf-8")
    assert "plates.misread" in glasshouse("study", "plates.yaml", "--out", tmp_path / "study", "--json")


def test_its_own_tests_pass(command, clone, tmp_path):
    assert " passed" in outcome(command, clone, tmp_path)


def outcome(command: Path, clone: Path, here: Path, *asked: str) -> str:
    """What pytest says of the example's tests, copied: the settings of glasshouse's own are not the package's."""
    tests = shutil.copytree(clone / "examples" / "plate-readers" / "tests", here / "tests")
    return done(command.parent / "python", "-m", "pytest", "-q", tests, *asked, cwd=here)
