"""A package with a mechanism that works, as a start for one's own.

The files beside this one are what is written, with ``${name}`` and the like in the places of names.
"""

from __future__ import annotations

import keyword
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from string import Template

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError, why
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED, MechanismError

_HERE = Path(__file__).parent
#: What is written where, and from which file.
_FILES: Mapping[str, str] = {
    "pyproject.toml": "pyproject.toml.txt",
    "README.md": "README.md.txt",
    "src/{module}/__init__.py": "init.py.txt",
    "src/{module}/mechanism.py": "mechanism.py.txt",
    "tests/test_{module}.py": "package_tests.py.txt",
}
_NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
_LONGEST = 40


def write(name: str, folder: str | os.PathLike[str] | None = None) -> Path:
    """Write the package of a mechanism called `name` into a new folder, `name` unless given; returns the folder.

    Everything is there or nothing is. Raises BadInputError for a name that no package can have or that is taken, and
    for a folder that exists already or cannot be made.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     made = write("smoke-alarms", Path(place) / "alarms")
    ...     sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    ['README.md', 'pyproject.toml', 'src/smoke_alarms/__init__.py', 'src/smoke_alarms/mechanism.py', \
'tests/test_smoke_alarms.py']
    """
    words = _words(name)
    target = Path(folder if folder is not None else words["name"])
    if target.exists() or target.is_symlink():
        raise BadInputError(f"{target}: it exists already. Choose another folder with ", Argument("into"), ".")
    if not target.absolute().parent.is_dir():
        raise BadInputError(f"{target}: there is no folder {target.absolute().parent.name} to write it into.")
    partial = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
    try:
        for place, source in _FILES.items():
            path = partial / place.format(**words)
            path.parent.mkdir(parents=True, exist_ok=True)
            text = Template((_HERE / source).read_text(encoding="utf-8")).substitute(words)
            path.write_text(text, encoding="utf-8", newline="\n")
        os.rename(partial, target)
    except OSError as error:
        raise BadInputError(f"{target}: it cannot be written ({why(error)}).") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return target


def _words(name: str) -> dict[str, str]:
    """What stands for the names of the package, the module, the section and the title. Raises BadInputError."""
    module = name.replace("-", "_")
    if not _NAME.fullmatch(name) or len(name) > _LONGEST or keyword.iskeyword(module):
        raise BadInputError(
            f"'{name[:_LONGEST]}' is no name for a package. Write small letters, digits and dashes: ticket-gates."
        )
    if _taken(module) or find_spec(module) is not None:
        raise BadInputError(f"'{name}' is taken. Choose another name, such as my-{name.replace('_', '-')}.")
    title = module.replace("_", " ")
    return {
        "name": module.replace("_", "-"),
        "module": module,
        "section": module,
        "title": title[0].upper() + title[1:],
        "lower": title,
    }


def _taken(section: str) -> bool:
    """Whether a scenario file has something else under this word."""
    try:
        SHIPPED.with_([Mechanism(module=__name__, section=section, switched=True)])
    except MechanismError:
        return True
    return False
