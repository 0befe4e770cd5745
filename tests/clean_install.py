"""What tests that install share: a clone, what is built of it, and an environment with nothing but it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def done(*words: str | Path, **more) -> str:
    """What a command prints; it must end well."""
    found = subprocess.run([str(word) for word in words], capture_output=True, text=True, **more)
    assert found.returncode == 0, found.stderr
    return found.stdout


def install(python: Path, *what: str | Path) -> None:
    """Without its dependencies, which the environment has, and without compiling what no test may import.

    It is installed although this one's libraries, which the environment sees, may have it.
    """
    how = "--no-deps", "--no-build-isolation", "--no-compile", "--force-reinstall"
    done(python, "-m", "pip", "install", "-q", *how, *what)


def environment(place: Path) -> Path:
    """The Python of one without glasshouse. Its libraries are this one's, pip too; .ci/run fetches them anew."""
    venv.create(place)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = done(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    here = [path for path in sys.path if path.endswith("site-packages")] or [sysconfig.get_path("purelib")]
    (Path(site) / "libraries.pth").write_text("\n".join(here), encoding="utf-8")
    done(python, "-m", "pip", "install", "-q", "hatchling")
    return python


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("clone") / "glasshouse"
    done("git", "clone", "-q", ROOT, place)
    return place


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment in which ``installed`` is the first to install something."""
    return environment(tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="session")
def built(clone: Path, clean: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the source archive of the clone."""
    place = tmp_path_factory.mktemp("built")
    done(clean, "-m", "hatchling", "build", "-d", place, cwd=clone)
    return next(place.glob("*.whl")), next(place.glob("*.tar.gz"))


@pytest.fixture(scope="session")
def installed(clean: Path, built: tuple[Path, Path]) -> Path:
    """The command of glasshouse in the environment, from the wheel."""
    install(clean, built[0])
    return clean.parent / "glasshouse"
