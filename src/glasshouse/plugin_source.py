"""The source of a plug-in: its files, and a hash of all that it may do.

`offering` says which installed packages offer plug-ins: (first part of the module's name, package, version) of each. A
package that is installed from where it is written (``pip install -e``) lists no files, and is found by it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import blake2b
from importlib import import_module
from importlib.metadata import packages_distributions
from importlib.metadata import version as version_of
from importlib.util import find_spec
from pathlib import Path

#: Which installed packages offer plug-ins.
Offering = tuple[tuple[str, str, str], ...]


def is_module(name: str) -> bool:
    """Whether there is a module of a name; nothing of it is imported, but of the packages in which it stands.

    >>> is_module("glasshouse.mechanism"), is_module("no_such_module"), is_module("plate-readers")
    (True, False, False)
    """
    if not all(part.isidentifier() for part in name.split(".")):
        return False
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def distribution(top: str, offering: Offering) -> tuple[str, str]:
    """The installed package to which a module belongs, by the first part of its name, and its version; "" for none.

    >>> distribution("numpy", ())[0], distribution("plates", ((("plates", "plate-readers", "0.1")),))
    ('numpy', ('plate-readers', '0.1'))
    """
    if found := _distributions().get(top):
        return found[0], version_of(found[0])
    return next((each[1:] for each in offering if each[0] == top), ("", ""))


@cache
def _distributions() -> Mapping[str, list[str]]:
    return packages_distributions()


def fingerprint(module: str, offering: Offering) -> str:
    """Of what a mechanism's module holds now, and of all Python files of its package and of those that it imports."""
    own, top = import_module(module), module.partition(".")[0]
    stamp = blake2b(_files(top, offering)[0] if _has_file(module) else b"", digest_size=16)
    # What was read when it was imported, or written at a prompt or in a notebook, may not be what its file holds.
    for name, value in sorted(vars(own).items()):
        if code := getattr(value, "__code__", None):
            constants = [each for each in code.co_consts if isinstance(each, (int, float, str))]
            stamp.update(name.encode() + code.co_code + repr((code.co_names, constants)).encode())
        elif isinstance(value, (int, float, str)) and not name.startswith("__"):
            stamp.update(f"{name}={value!r}".encode())
    return stamp.hexdigest()


def hashes_of_files(module: str, offering: Offering) -> Mapping[str, str]:
    """The hash of each of these files, by its name in its package; none where the module has no file."""
    return _files(module.partition(".")[0], offering)[1] if _has_file(module) else {}


def _has_file(module: str) -> bool:
    return bool(getattr(import_module(module), "__file__", None))


@cache
def _files(top: str, offering: Offering) -> tuple[bytes, Mapping[str, str]]:
    """A hash of the source of a package, or of a module that is none, and of every helper that stands outside it; and
    of each file by itself.

    A helper is a module of the same installed package, or one of no package at all, that any of them imports. Imports
    are read in the source, so that neither what was imported before nor the way of installing changes the hash.
    """
    found, left, stamp = dict[str, dict[str, bytes]](), [top], blake2b(digest_size=16)
    while left:
        one = left.pop()
        if one not in found:
            found[one] = dict(_source_of(one))
            used = (each for text in found[one].values() for each in _imported(text))
            left += [each for each in used if _is_helper(each, top, offering)]
    hashes: dict[str, str] = {}
    for one in sorted(found):
        for name, text in sorted(found[one].items()):
            stamp.update(f"{one}/{name}".encode() + b"\0" + text)
            hashes[f"{one}/{name}" if name else f"{one}.py"] = blake2b(text, digest_size=16).hexdigest()
    return stamp.digest(), hashes


def _source_of(top: str) -> Iterator[tuple[str, bytes]]:
    """The Python files of a package, or of a module that is none, by their names in it; nothing is imported."""
    spec = find_spec(top) if is_module(top) else None
    if spec is None:
        return
    if spec.submodule_search_locations is not None:
        for folder in map(Path, spec.submodule_search_locations):
            for path in folder.rglob("*.py"):
                yield path.relative_to(folder).as_posix(), path.read_bytes()
    elif spec.origin and spec.origin.endswith(".py"):
        yield "", Path(spec.origin).read_bytes()


def _imported(text: bytes) -> Iterator[str]:
    """The first parts of the names of all modules that a source imports; of its own package none."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):  # a file of a package that Python never reads, such as a template
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _is_helper(name: str, top: str, offering: Offering) -> bool:
    """Whether a module belongs to a plug-in: of its package, or of none."""
    if name == "glasshouse" or name in sys.stdlib_module_names:
        return False
    return distribution(name, offering)[0] in ("", distribution(top, offering)[0])
