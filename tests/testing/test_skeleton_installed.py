"""What ``glasshouse new-mechanism`` writes, installed into a clean environment: its own tests pass there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clean_install import ROOT, done, environment, install

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with glasshouse, whose libraries are this one's."""
    python = environment(tmp_path_factory.mktemp("clean"))
    install(python, "--force-reinstall", ROOT)
    return python.parent


def test_its_own_tests_pass(programs, tmp_path):
    done(programs / "glasshouse", "new-mechanism", "ticket-gates", cwd=tmp_path)
    folder = tmp_path / "ticket-gates"
    install(programs / "python", folder)
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
