"""The mechanisms that glasshouse ships, one file each, found by looking into this folder.

They stand in the order of their places: so do their sections in a scenario file, and within a phase of the day their
rules run in it.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from glasshouse.mechanism import Mechanism

#: All of them.
MECHANISMS: tuple[Mechanism, ...] = tuple(
    sorted(
        (import_module(f"{__name__}.{file.name}").MECHANISM for file in iter_modules(__path__)),
        key=lambda each: (each.place, each.module),
    )
)
#: The sections of a scenario file, in order.
SECTIONS: tuple[str, ...] = tuple(dict.fromkeys(each.section for each in MECHANISMS))
