"""Plug-ins: mechanisms, safeguards, places, presets, measures and tables of somebody's own.

An installed package offers them by entry points, one group for each kind in KINDS. A scenario names the mechanisms that
it is simulated with under ``plugins:``, by the name of the entry point, of the package, or of a module. Nothing of a
plug-in takes part in a scenario that does not name it.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from inspect import signature
from pathlib import Path
from traceback import walk_tb
from types import ModuleType
from typing import Any, cast

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError, nearest
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import MechanismError, MechanismSet
from glasshouse.plugin_source import Offering, distribution, fingerprint, hashes_of_files, is_module

#: The environment variable that names modules which folders of runs may name beside installed plug-ins.
ALLOWED = "GLASSHOUSE_PLUGINS"
#: What a package can offer, each as a group of entry points: ``glasshouse.KIND``.
KINDS = ("mechanisms", "interventions", "places", "presets", "measures", "validation_tables")
#: So many files are named that became different.
_MOST_FILES = 3
#: What Python says of an argument that a class or a function does not take: which, and which argument.
_WRONG_ARGUMENT = re.compile(r"(\w+)(?:\.__init__)?\(\) got an unexpected keyword argument '(\w+)'")


class PluginError(ValueError):
    """A plug-in that is not there, or cannot be used; the text says so in one sentence.

    >>> named(["no_such_module"])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    glasshouse.plugins.MissingPluginError: there is no plug-in 'no_such_module'...
    """


class MissingPluginError(PluginError):
    """A plug-in that is not there, with what may help: a near name, or how to allow a module.

    `allow`: how such a module is allowed; empty where there is none of this name.

    >>> MissingPluginError("plate", " Did you mean 'plates'?")
    MissingPluginError("there is no plug-in 'plate'. Did you mean 'plates'?")
    """

    def __init__(self, name: str, hint: str, allow: str = "") -> None:
        """From its name and a hint, a sentence with a space in front."""
        super().__init__(f"there is no plug-in '{name}'.{f' {allow}' if allow else hint}")
        self.allow = allow


@dataclass(frozen=True, kw_only=True)
class Plugin:
    """Something that an installed package offers: its name, its kind, and where it stands (``module:object``)."""

    name: str
    kind: str
    package: str
    version: str
    origin: str

    @property
    def by(self) -> str:
        """Package and version, as a sentence names them."""
        return f"{self.package} {self.version}".strip()

    def load(self) -> Any:
        """The object itself. Raises PluginError where its package fails, and where another offers the same name."""
        same = {each.by: each for each in installed() if (each.kind, each.name) == (self.kind, self.name)}
        if len(same) > 1:
            raise PluginError(
                f"plug-in '{self.name}' cannot be used: {' and '.join(sorted(same))} both offer "
                f"{self.kind.replace('_', ' ')} of this name. Uninstall one of them"
            )
        return self.alone()

    def alone(self) -> Any:
        """The object itself, whatever others offer; whoever asks has named the package. Raises PluginError."""
        try:
            return EntryPoint(self.name, self.origin, f"glasshouse.{self.kind}").load()
        except MechanismError as error:
            raise PluginError(f"plug-in '{self.name}' cannot be used: {error}") from error
        except (Exception, SystemExit) as error:  # it is anybody's code, and may raise anything
            raise PluginError(
                f"plug-in '{self.name}' of {self.by} cannot be loaded ({_said(error)}){_meant(error)}"
            ) from error

    def file(self) -> Path:
        """The file of a place or a preset, to which its entry point leads as a path. Raises PluginError."""
        found = self.load()
        if not isinstance(found, Path) or not found.is_file():
            raise PluginError(f"plug-in '{self.name}' of {self.by} is no file ({self.origin})")
        return found


@cache
def installed() -> tuple[Plugin, ...]:
    """All that installed packages offer, by kind and name.

    >>> all(each.kind in KINDS for each in installed())
    True
    """
    return tuple(
        Plugin(
            name=each.name,
            kind=kind,
            package=each.dist.name if each.dist else "",
            version=each.dist.version if each.dist else "",
            origin=each.value,
        )
        for kind in KINDS
        for each in sorted(entry_points(group=f"glasshouse.{kind}"), key=lambda each: each.name)
    )


def misnamed() -> tuple[str, ...]:
    """Groups of entry points that packages have under this one's name and nobody reads, a sentence each."""
    groups = [f"glasshouse.{kind}" for kind in KINDS]
    known = ", ".join(groups)
    ours = [group for group in entry_points().groups if group.startswith("glasshouse.") and group not in groups]
    found = {
        (each.dist.name if each.dist else each.value, group) for group in ours for each in entry_points(group=group)
    }
    return tuple(
        f"{package}: '{group}' is no group of entry points.{nearest(group, groups) or f' The groups are {known}.'}"
        for package, group in sorted(found)
    )


def offered(kind: str) -> Mapping[str, Plugin]:
    """What installed packages offer of a kind, by name; of a name that two of them offer neither can be loaded."""
    return {each.name: each for each in installed() if each.kind == kind}


def mechanisms_named(name: str, *, modules: bool = True) -> tuple[Mechanism, ...]:
    """The mechanisms of an entry point, of an installed package, or of a module, by its name.

    Without `modules` a module must be that of an entry point, be imported already, or stand in ALLOWED: a text or a
    folder may be anybody's, and the code of a module that it names is run. Raises PluginError.

    >>> mechanisms_named("no_such_thing")
    Traceback (most recent call last):
    ...
    glasshouse.plugins.MissingPluginError: there is no plug-in 'no_such_thing'. None is installed.
    """
    known = offered("mechanisms")
    if name in known:
        return _mechanisms(known[name].load(), name)
    if found := [each for each in installed() if each.kind == "mechanisms" and _same(name, each.package)]:
        return tuple(mechanism for each in found for mechanism in _mechanisms(each.alone(), each.name))
    if (modules or _allowed(name)) and is_module(name):
        try:
            module = import_module(name)
        except (Exception, SystemExit) as error:  # it is anybody's code, and may raise anything
            raise PluginError(f"the plug-in '{name}' cannot be loaded ({_said(error)}){_meant(error)}") from error
        return _mechanisms(module, name)
    names = sorted({*known, *(each.package for each in known.values())})
    hint = nearest(name, names) or (f" Installed are: {', '.join(names)}." if names else " None is installed.")
    there = f"A module of this name is there; {ALLOWED}={name} in the environment allows it to be imported."
    raise MissingPluginError(name, hint, there if is_module(name) else "")


def named(names: Iterable[str], *, modules: bool = True) -> tuple[Mechanism, ...]:
    """The mechanisms of several plug-ins. Raises PluginError."""
    return tuple(dict.fromkeys(each for name in names for each in mechanisms_named(name, modules=modules)))


def _allowed(name: str) -> bool:
    tops = {each.origin.partition(":")[0].partition(".")[0] for each in installed() if each.kind == "mechanisms"}
    own = name.partition(".")[0] in tops
    return name in sys.modules or own or name in os.environ.get(ALLOWED, "").replace(",", " ").split()


def _same(name: str, package: str) -> bool:
    return name.replace("_", "-").lower() == package.replace("_", "-").lower()


def _said(error: BaseException) -> str:
    """What somebody's code raised, and in which line of a file of theirs.

    A fault that is told for a person (ValueError) goes without the name of its type.
    """
    lines = [each for each in walk_tb(error.__traceback__) if _is_own(each[0].f_code.co_filename)]
    where = f", {Path(lines[-1][0].f_code.co_filename).name} line {lines[-1][1]}" if lines else ""
    kind = "" if type(error) is ValueError else f"{type(error).__name__}: "
    return f"{kind}{error}{where}"


def _meant(error: BaseException) -> str:
    """A question with the nearest name, after a sentence: of an argument, or of what a module holds; "" without one."""
    hint = ""
    if isinstance(error, AttributeError) and isinstance(error.obj, ModuleType):
        hint = nearest(error.name or "", vars(error.obj))
    elif isinstance(error, TypeError) and (wrong := _WRONG_ARGUMENT.match(str(error))):
        frames = [each.f_globals for each, _ in walk_tb(error.__traceback__) if _is_own(each.f_code.co_filename)]
        called = frames[-1].get(wrong[1]) if frames else None
        hint = nearest(wrong[2], signature(called).parameters) if callable(called) else ""
    return f".{hint}" if hint else ""


def _is_own(file: str) -> bool:
    """Whether a file is a plug-in's, and neither Python's own nor of this package."""
    ours = Path(file).is_relative_to(Path(__file__).parent)
    return not (file.startswith("<") or ours or Path(file).is_relative_to(Path(importlib.__file__).parent))


def _mechanisms(found: Any, name: str) -> tuple[Mechanism, ...]:
    """Mechanisms in an object: one, a module that holds some, or several."""
    if isinstance(found, Mechanism):
        return (found,)
    inside = cast("Iterable[Any]", found) if isinstance(found, Iterable) else ()
    if isinstance(found, ModuleType):
        inside = vars(found).values()
    mechanisms = tuple(dict.fromkeys(each for each in inside if isinstance(each, Mechanism)))
    if not mechanisms:
        raise PluginError(f"'{name}' holds no mechanism")
    return mechanisms


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Which mechanism of a plug-in a run was simulated with: the fingerprint is of its package's source.

    `files`: that of each file, by its name in its package, as far as there are files.
    """

    name: str
    module: str
    package: str
    version: str
    fingerprint: str
    files: Mapping[str, str]


def identities(mechanisms: MechanismSet) -> tuple[Identity, ...]:
    """Of those that are not shipped, in order."""
    return tuple(map(identity, mechanisms.added))


def identity(mechanism: Mechanism) -> Identity:
    """Which one it is."""
    top = mechanism.module.partition(".")[0]
    offering = _offering()
    package, version = distribution(top, offering)
    return Identity(
        name=mechanism.name,
        module=mechanism.module,
        package=package or top,
        version=version,
        fingerprint=fingerprint(mechanism.module, offering),
        files=hashes_of_files(mechanism.module, offering),
    )


def _offering() -> Offering:
    """Of each package that offers something the first part of the module's name, itself, and its version."""
    tops = ((each.origin.partition(":")[0].partition(".")[0], each) for each in installed())
    return tuple((top, each.package, each.version) for top, each in tops)


def names_of(mechanisms: MechanismSet) -> tuple[str, ...]:
    """What those that are not shipped are called by whoever names them: their entry point, or else their module.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> names_of(SHIPPED)
    ()
    """
    offers = {each.origin.partition(":")[0]: each.name for each in installed() if each.kind == "mechanisms"}
    return tuple(offers.get(each.module, each.module) for each in mechanisms.added)


def require_cpu(device: str, mechanisms: MechanismSet) -> None:
    """Raise ``BadInputError`` for another device than the processor where a run has plug-ins.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> require_cpu("cuda", SHIPPED)
    """
    if device != "cpu" and mechanisms.added:
        names = ", ".join(names_of(mechanisms))
        raise BadInputError(Argument("device", device), f": plug-ins run on the CPU alone, and this run has {names}.")


def said(*mechanisms: MechanismSet) -> dict[str, Any]:
    """What a manifest says of plug-ins; nothing where there are none."""
    found = {each.module: asdict(each) for one in mechanisms for each in identities(one)}
    return {"plugins": list(found.values())} if found else {}


def changed(then: Iterable[Mapping[str, Any]], now: MechanismSet) -> Iterator[str]:
    """What became different of the plug-ins since a run, a sentence each; `then` as a manifest holds them."""
    there = {each.module: each for each in identities(now)}
    for was in then:
        found = there.get(was["module"])
        version = f" {was['version']}" if was["version"] else ""
        if found is None:
            yield f"the plug-in '{was['name']}' ({was['package']}{version}) is missing"
        elif found.fingerprint != was["fingerprint"]:
            news = f", and is {found.version} now" if found.version != was["version"] else ""
            where = ", ".join(_changed_files(was.get("files") or {}, found.files))
            since = f"was changed since{where and f' ({where})'}{news}"
            yield f"the plug-in '{was['name']}' ({was['package']}{version}) {since}"


def _changed_files(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Which files became different, the first few of them; none where it is not known which there were.

    >>> list(_changed_files({"a.py": "1", "b.py": "2"}, {"a.py": "3", "c.py": "4"}))
    ['a.py', 'b.py is gone', 'c.py is new']
    """
    if not then:
        return
    different = [name for name in sorted({*then, *now}) if then.get(name) != now.get(name)]
    for name in different[:_MOST_FILES]:
        yield name if name in then and name in now else f"{name} is {'gone' if name in then else 'new'}"
    if len(different) > _MOST_FILES:
        yield f"and {len(different) - _MOST_FILES} more"
