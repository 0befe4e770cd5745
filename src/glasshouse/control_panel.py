"""What the lab lets a visitor move, declared in the file of the mechanism that it moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from glasshouse.mechanism import maker


@dataclass(frozen=True, kw_only=True)
class Offered:
    """Parameters that a form offers where nobody has measured which of them matter, by their keys.

    >>> Offered(keys=("plates.misread",)).keys
    ('plates.misread',)
    """

    keys: tuple[str, ...]
    module: str = field(default_factory=maker)


@dataclass(frozen=True, kw_only=True)
class Dial:
    """A slider of the lab's first page, on which a crowd lives among cameras that know faces.

    - `name`: its word in the page's address. `key`: the parameter that it moves. `title`, and what moving it does.
    - `stops`: where it stops, from the lowest to the highest. An address may ask for any value between the ends; with
      `step` it gets the nearest multiple.
    - `shown`: how a value stands beside it: a fraction, a whole number, or so many of 100.
    - `follows`: parameters that move with it: by key, from what one is and by how much the dial is raised.
    - `rank`: sliders stand in this order.
    """

    name: str
    key: str
    title: str
    hint: str
    stops: tuple[float, ...]
    shown: Literal["fraction", "whole", "share"]
    step: float | None = None
    follows: Mapping[str, Callable[[float, float], float]] = field(default_factory=lambda: MappingProxyType({}))
    rank: int = 9
    module: str = field(default_factory=maker)


@dataclass(frozen=True, kw_only=True)
class Lever:
    """A safeguard that can be switched on there: its word in the address, its name on the page, and which it is.

    `always`: it is offered where nobody can be sanctioned, too. `rank`: levers stand in this order.
    """

    name: str
    title: str
    safeguard: str
    always: bool = False
    rank: int = 9
    module: str = field(default_factory=maker)
