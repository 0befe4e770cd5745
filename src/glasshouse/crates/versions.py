"""The libraries that stand behind a run: names and versions, and no address that they came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, requires, version

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def locked(recorded: Mapping[str, object]) -> dict[str, str]:
    """Every library that glasshouse needs, as installed here; those that the run recorded, as it recorded them.

    >>> locked({"numpy": "2.0.0"})["numpy"]
    '2.0.0'
    """
    found: dict[str, str] = {}
    waiting = ["glasshouse"]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # wanted on another system only
            continue
        waiting += [_key(line) for line in requires(name) or () if "extra ==" not in line]
    found |= {name: str(said) for name, said in recorded.items() if name in found}
    return dict(sorted(found.items()))


def _key(line: str) -> str:
    """The name of a requirement as indexes spell it.

    >>> _key("Jinja2>=3.1; sys_platform == 'linux'")
    'jinja2'
    """
    found = _NAME.match(line)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def requirements(versions: Mapping[str, str]) -> str:
    """A file that an installer reads.

    >>> requirements({"numpy": "2.0.0"}).splitlines()[-1]
    'numpy==2.0.0'
    """
    head = "# What glasshouse needs, in the versions that were installed. No address stands here."
    return "\n".join([head, *(f"{name}=={said}" for name, said in versions.items())]) + "\n"
