"""What compiled parameters hang on, so that a new epoch works out anew only what it changes.

Of most months to the next, little changes (`progress`), and few mechanisms look at it. To work out all of
them for each of twelve months took a sixth of the time of a year of 20,000 people.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from glasshouse.engine.records import copied
from glasshouse.mechanism import Mechanism
from glasshouse.scenario.day_in_force import Settings

_FIELDS = frozenset(each.name for each in fields(Settings))
#: After a change of one of these, all is worked out anew: which mechanisms there are and run, and for whom.
_ALL = frozenset(("place", "numbers", "switches", "mechanisms", "running"))


class NotedSettings(Settings):
    """Settings that note which of their fields are read.

    >>> from glasshouse.scenario import load
    >>> noted = noting(load("as-described").settings(0))
    >>> noted.on("cameras"), noted.scored("internet"), sorted(noted.read)
    (True, True, ['switches'])
    """

    read: set[str]

    def __getattribute__(self, name: str) -> Any:
        """A field or a method, whose own reading counts as well; a changed copy (``replace``) notes nothing."""
        own = object.__getattribute__(self, "__dict__")
        if "read" in own:
            # Whoever looks into all of them may have read any.
            own["read"].update(_FIELDS if name == "__dict__" else {name} & _FIELDS)
        return object.__getattribute__(self, name)


def noting(settings: Settings) -> NotedSettings:
    """The same settings, with nothing read yet."""
    noted = object.__new__(NotedSettings)
    object.__getattribute__(noted, "__dict__").update(vars(settings), read=set())
    return noted


@dataclass(frozen=True, kw_only=True)
class _Known:
    """An epoch's parameters, before any fit, and which fields of its settings each mechanism read for its own."""

    settings: Settings
    population: int
    read: dict[Mechanism, frozenset[str]]
    params: np.ndarray
    districts: np.ndarray


class ParamsMemory:
    """The parameters of the epoch that was compiled last. One belongs to one part of a run."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._last: _Known | None = None

    def before(self, settings: Settings, population: int) -> tuple[np.ndarray, np.ndarray, frozenset[Mechanism]] | None:
        """Copies of the last epoch's parameters, and the mechanisms whose numbers in them hold on; None: compile all.

        Every number that a mechanism gives must hang on its settings alone (``Mechanism.compile_params``).
        """
        last = self._last
        if last is None or last.population != population:
            return None
        changed = {name for name in _FIELDS if _differs(getattr(last.settings, name), getattr(settings, name))}
        if changed & _ALL:
            return None
        hold = frozenset(each for each, read in last.read.items() if not read & changed)
        return copied(last.params, 1), copied(last.districts, len(last.districts)), hold

    def keep(
        self,
        settings: Settings,
        population: int,
        read: dict[Mechanism, frozenset[str]],
        params: np.ndarray,
        districts: np.ndarray,
    ) -> None:
        """Know an epoch's parameters; of mechanisms that are not in `read`, what they read before holds on."""
        known = self._last.read if self._last is not None else {}
        self._last = _Known(
            settings=settings,
            population=population,
            read=known | read,
            params=copied(params, 1),
            districts=copied(districts, len(districts)),
        )


def _differs(a: Any, b: Any) -> bool:
    return a is not b and a != b
