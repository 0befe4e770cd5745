"""What holds for all tests."""

from __future__ import annotations

import gc
import importlib
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from clean_install import built, clean, clone, installed
from glasshouse.scenario import Scenario, load
from listed_tests import IDLE, LISTS, file_of, idle, listed, names_of
from small_places import places_installed
from small_plugin import plates_importable, plates_installed, plates_package
from worker_places import place

__all__ = ["built", "clean", "clone", "installed"]
__all__ += ["places_installed", "plates_importable", "plates_installed", "plates_package"]

# An example that takes long on a busy machine is no failure: nothing is timed in tests.
settings.register_profile("house", deadline=None, max_examples=50)
settings.load_profile("house")

#: A file of this name stands beside the package too; to look for examples in it would import it as that one.
collect_ignore = ["conftest.py"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write", action="store_true", help="write the words of tests/wording/pages/ anew")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what the two lists name: slow, and of these thorough; and note which lines name nothing."""
    slow, thorough = lists = [listed(name) for name in LISTS]
    for item in items:
        names = names_of(item.nodeid)
        if names & slow:
            item.add_marker("slow")
        if names & thorough and item.get_closest_marker("slow"):
            item.add_marker("thorough")
    # With --lf only what failed is found.
    known = [] if config.getoption("lf", False) else [item.nodeid for item in items]
    partly = [file_of(each, config) for each in config.args if "::" in each]
    config.stash[IDLE] = {name: idle(lines, known, partly) for name, lines in zip(LISTS, lists, strict=True)}


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is made while tests are found stays: it is looked through once, when all are."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """Thousands of tests are known by now and stay: each look for garbage among them took half a second.

    Later looks are rarer than Python's own, since little of what tests make is garbage that refers to itself.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any | None:
    """As ``--dist loadfile``, with some folders whole."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByPlace(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return place(nodeid)

    return ByPlace(config, log)


@pytest.fixture(scope="session")
def plated_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plug-in's module and a scenario (``mine.yaml``) that names it."""
    folder = tmp_path_factory.mktemp("plated")
    source = Path(__file__).with_name("number_plates.py.txt").read_text(encoding="utf-8")
    (folder / "number_plates.py").write_text(source, encoding="utf-8")
    named = "glasshouse: 1\nextends: as-described\nplugins: [number_plates]\n"
    (folder / "mine.yaml").write_text(named, encoding="utf-8")
    return folder


#: Loaded once: each time takes half a second.
_loaded = cache(load)


@pytest.fixture
def plated(plated_files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scenario:
    """A scenario (``mine.yaml`` in `tmp_path`) that names a plug-in, whose module lies in a folder of its own."""
    shutil.copy(plated_files / "mine.yaml", tmp_path)
    monkeypatch.syspath_prepend(str(plated_files))
    importlib.invalidate_caches()
    return _loaded(plated_files / "mine.yaml")


@pytest.fixture(scope="session", autouse=True)
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Of several workers the first compiles, and the others load it: else each would compile the same."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    from glasshouse.engine.compile_ahead import compile_steps, warm_up  # by those alone who need it: a second

    with FileLock(tmp_path_factory.getbasetemp().parent / "compiling.lock"):
        warm_up()
        compile_steps()
