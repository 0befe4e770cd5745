"""What ``glasshouse new-mechanism`` writes, installed into a clean environment: its own tests pass there."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from test_install import clean

__all__ = ["clean"]

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def done(*words: str | Path, **more) -> str:
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, **more).stdout


@pytest.fixture(scope="module")
def programs(clean) -> Path:
    """The programs of an environment with glasshouse, whose libraries are this one's."""
    done(clean, "-m", "pip", "install", "-q", "--no-deps", "--force-reinstall", "--no-build-isolation", ROOT)
    return clean.parent


def test_its_own_tests_pass(programs, tmp_path):
    done(programs / "glasshouse", "new-mechanism", "ticket-gates", cwd=tmp_path)
    folder = tmp_path / "ticket-gates"
    done(programs / "python", "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", folder)
    (found,) = [
        each
        for each in json.loads(done(programs / "glasshouse", "plugins", "--json", cwd=tmp_path))
        if each["package"] == "ticket-gates"
    ]
    assert (found["kind"], found["version"], found["problem"]) == ("mechanisms", "0.1.0", None)
    assert done(programs / "glasshouse", "plugins", "--odd", "ticket-gates", cwd=tmp_path).startswith("# ")
    # What is installed is tested, and not the folder's own source.
    said = done(programs / "python", "-m", "pytest", "-q", "-o", "pythonpath=", cwd=folder)
    assert "passed" in said.splitlines()[-1]
    assert "failed" not in said
