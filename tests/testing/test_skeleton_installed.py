"""What ``glasshouse new-mechanism`` writes, installed into a clean environment: its own tests pass there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def done(*words: str | Path, **more) -> str:
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, **more).stdout


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Path:
    """The programs of an environment with glasshouse, whose libraries are this one's."""
    place = tmp_path_factory.mktemp("clean")
    venv.create(place, with_pip=True)
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    python = programs / "python"
    done(python, "-m", "pip", "install", "-q", "hatchling", "editables")
    site = done(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    here = [path for path in sys.path if path.endswith("site-packages")] or [sysconfig.get_path("purelib")]
    (Path(site) / "libraries.pth").write_text("\n".join(here), encoding="utf-8")
    done(python, "-m", "pip", "install", "-q", "--no-deps", "--force-reinstall", "--no-build-isolation", ROOT)
    return programs


def test_its_own_tests_pass(clean, tmp_path):
    done(clean / "glasshouse", "new-mechanism", "ticket-gates", cwd=tmp_path)
    folder = tmp_path / "ticket-gates"
    done(clean / "python", "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", folder)
    (found,) = [
        each
        for each in json.loads(done(clean / "glasshouse", "plugins", "--json", cwd=tmp_path))
        if each["package"] == "ticket-gates"
    ]
    assert (found["kind"], found["version"], found["problem"]) == ("mechanisms", "0.1.0", None)
    assert done(clean / "glasshouse", "plugins", "--odd", "ticket-gates", cwd=tmp_path).startswith("# ")
    # What is installed is tested, and not the folder's own source.
    said = done(clean / "python", "-m", "pytest", "-q", "-o", "pythonpath=", cwd=folder)
    assert "passed" in said.splitlines()[-1]
    assert "failed" not in said
