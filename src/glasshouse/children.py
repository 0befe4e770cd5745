"""Other Python processes, none of which imports anything from the working directory.

``python -m`` and ``python -c`` put the working directory first on the path, so that a file called ``random.py`` in a
folder that somebody sent would be run. ``-P`` and ``PYTHONSAFEPATH`` keep it off the path.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

_OURS = ("PYTHONSAFEPATH", "PYTHONPATH")
_NOTHING: Mapping[str, str] = MappingProxyType({})


def module(name: str, *arguments: str) -> list[str]:
    """The command that runs a module in another Python, to be started with ``environment()``.

    >>> module("glasshouse.lab.worker")[1:]
    ['-P', '-m', 'glasshouse.lab.worker']
    """
    return [sys.executable, "-P", "-m", name, *arguments]


def environment() -> dict[str, str]:
    """This environment, in which another Python finds this very glasshouse, wherever it runs.

    The working directory is dropped from ``PYTHONPATH``, other relative names are made absolute.
    """
    before = [os.path.abspath(name) for name in os.environ.get("PYTHONPATH", "").split(os.pathsep) if name]
    given = [path for path in before if path != os.path.abspath(os.curdir)]
    here = str(Path(__file__).resolve().parent.parent)
    return {**os.environ, "PYTHONSAFEPATH": "1", "PYTHONPATH": os.pathsep.join([here, *given])}


@contextmanager
def safe(more: Mapping[str, str] = _NOTHING) -> Iterator[None]:
    """The same for processes that a library starts in its own way, for as long as the block lasts.

    ``more``: what else stands in their environment, meanwhile in this one.
    """
    own = {name: environment()[name] for name in _OURS} | dict(more)
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
