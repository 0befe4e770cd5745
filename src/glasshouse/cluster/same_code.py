"""Whether workers have the glasshouse and the plug-ins that are here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from glasshouse import __version__
from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError
from glasshouse.mechanism_set import SHIPPED, MechanismSet, of_module
from glasshouse.plugins import said
from glasshouse.runs import needed_memory


def look_around(modules: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a worker is, and what there is around it; of plug-ins, by their modules, what a manifest says of them."""
    found = {"version": __version__, "cores": cores(), "memory": needed_memory.available()}
    return {**found, "plugins": plugins_here(modules)}


def plugins_here(modules: tuple[str, ...]) -> list[dict[str, Any]]:
    """What a manifest says of the plug-ins of some modules; nothing of one that cannot be loaded here."""
    found: list[dict[str, Any]] = []
    for module in modules:
        with suppress(Exception):  # it is anybody's code, and may raise anything
            found += said(SHIPPED.with_([of_module(module)]))["plugins"]
    return found


def cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows do not say
        return os.cpu_count() or 1


def check_plugins(option: Argument, mechanisms: MechanismSet, found: Mapping[str, list[dict[str, Any]]]) -> None:
    """Raise ``BadInputError`` where one of those who are named, such as "scheduler", has other plug-ins."""
    here = {each["module"]: each for each in said(mechanisms)["plugins"]}
    for who, them in found.items():
        there = {each["module"]: each for each in them}
        for module, own in here.items():
            named = f"the plug-in '{own['name']}' ({own['package']}{' ' * bool(own['version'])}{own['version']})"
            if module not in there:
                raise BadInputError(
                    option, f": the {who} has not {named}. Install it there, or put it on the path of modules."
                )
            if there[module]["fingerprint"] != own["fingerprint"]:
                version = there[module]["version"]
                other = f"version {version}" if version != own["version"] else "another state"
                raise BadInputError(
                    option, f": the {who} has {other} of {named}. Install the same one on every machine."
                )
