"""What must be installed to repeat a run: this glasshouse by its source, the libraries by name and version.

An index is never asked for glasshouse by name: there, the name belongs to somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Any

from glasshouse import __version__
from glasshouse.rocrate.wheel import wheel
from glasshouse.source import DISTRIBUTION, CodeSource, as_commit, source

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
#: A version as installers know it. Anything else in a file is not repeated into one that an installer reads.
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.!+_-]{0,60}")


@dataclass(frozen=True, kw_only=True)
class Software:
    """The glasshouse of a run: its version and source, the lines of requirements.txt for it, files to go with them."""

    version: str
    source: CodeSource
    lines: Sequence[str]
    files: Mapping[str, bytes] = field(default_factory=dict)


def software(facts: Mapping[str, Any]) -> Software:
    """From where to take the glasshouse that a folder's facts name.

    The commit at its address, where it is the one that runs here; else a wheel of what is installed here, where that is
    the same version and commit; else a remark, and no requirement at all. A folder may name any commit, and hosts serve
    those of strangers' forks under the address of the original: so no address goes with a commit that is not our own.

    >>> software({"version": "0.0.1", "commit": None}).lines[0]
    '# glasshouse 0.0.1 is not among these: install it from its source'
    """
    here, commit = source(), as_commit(facts.get("commit"))
    made = str(facts["version"]) if _VERSION.fullmatch(str(facts["version"])) else "unknown"
    known = CodeSource(commit=commit, url=here.url if commit == here.commit else None)
    if known.requirement:
        return Software(version=made, source=known, lines=(known.requirement,))
    if (made, commit) == (__version__, here.commit) and (found := wheel()):
        name, content = found
        return Software(version=made, source=known, lines=(f"./{name}",), files={name: content})
    at = f", commit {commit}" if commit else ""
    return Software(
        version=made,
        source=known,
        lines=(
            f"# glasshouse {made}{at} is not among these: install it from its source",
            "# (pip install . in a checkout), and never by name from an index.",
        ),
    )


def locked(recorded: Mapping[str, object]) -> dict[str, str]:
    """Every library that glasshouse needs, as installed here; those that the run recorded, as it recorded them.

    >>> locked({"numpy": "2.0.0"}).get("numpy", "2.0.0")
    '2.0.0'
    """
    found: dict[str, str] = {}
    waiting = [DISTRIBUTION]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # wanted on another system only
            continue
        waiting += [_key(line) for line in requires(name) or () if "extra ==" not in line]
    found.pop(DISTRIBUTION, None)
    found |= {name: str(said) for name, said in recorded.items() if name in found and _VERSION.fullmatch(str(said))}
    return dict(sorted(found.items()))


def _key(line: str) -> str:
    """The name of a requirement as indexes spell it.

    >>> _key("Jinja2>=3.1; sys_platform == 'linux'")
    'jinja2'
    """
    found = _NAME.match(line)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def requirements(software: Software, libraries: Mapping[str, str]) -> str:
    """A file that an installer reads, in the package's folder.

    >>> software = Software(version="1", source=CodeSource(), lines=("./g.whl",))
    >>> requirements(software, {"numpy": "2.0.0"}).splitlines()[1:]
    ['./g.whl', 'numpy==2.0.0']
    """
    head = "# glasshouse, and what it needs in the versions that were installed. No index is named here."
    return "\n".join([head, *software.lines, *(f"{name}=={said}" for name, said in libraries.items())]) + "\n"
