"""The lists of slow and of thorough tests: which test a line names, and which lines name none."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

import pytest

LISTS = ("slow.txt", "thorough.txt")
#: What a run found of them: by list, the lines that name no test.
IDLE = pytest.StashKey[dict[str, list[str]]]()


def listed(name: str) -> frozenset[str]:
    """The lines of a list beside this file."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def names_of(nodeid: str) -> frozenset[str]:
    """What a line may call a test by: its address, that without its case, or its file.

    >>> sorted(names_of("tests/test_a.py::test_it[b::c-[1]]"))
    ['tests/test_a.py', 'tests/test_a.py::test_it', 'tests/test_a.py::test_it[b::c-[1]]']
    """
    return frozenset({nodeid, nodeid.partition("[")[0], nodeid.partition("::")[0]})


def file_of(argument: str, config: pytest.Config) -> str:
    """The file of a test that pytest was asked for, as addresses have it."""
    file = config.invocation_params.dir / argument.partition("::")[0]
    return Path(os.path.relpath(file, config.rootpath)).as_posix()


def idle(lines: Iterable[str], nodeids: Iterable[str], partly: Collection[str] = ()) -> list[str]:
    """The lines that name none of the tests found, as far as these tell: of files that were looked through whole.

    `partly`: files of which only some tests were asked for.

    >>> found = ["tests/test_a.py::test_it[1]", "tests/test_b.py::test_it"]
    >>> idle(["tests/test_a.py::test_it", "tests/test_b.py::test_it[1]", "tests/test_c.py::test_it"], found)
    ['tests/test_b.py::test_it[1]']
    >>> idle(["tests/test_b.py::test_it[1]"], found, partly=["tests/test_b.py"])
    []
    """
    named = frozenset().union(*map(names_of, nodeids))
    return sorted(line for line in set(lines) - named if line.partition("::")[0] in named - set(partly))
