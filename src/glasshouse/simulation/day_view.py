"""What an observer sees of a simulation after a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from glasshouse.errors import BadInputError
from glasshouse.simulation import person_columns
from glasshouse.simulation.asked_values import known_name
from glasshouse.simulation.person_columns import PeopleState

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, kw_only=True)
class DayView:
    """What an observer sees of a day that is over. Nothing in it can be changed.

    ``day`` counts from 0; ``date`` is its date. ``daily`` int64 [districts, groups + all, counts] holds the day's
    counts in the order of ``names``; ``districts`` and ``groups`` name its other axes, and the last group is "all".

    It looks into the simulation, which goes on, so it can be neither pickled nor copied deep (``BadInputError``): keep
    what ``count()`` and ``people()`` give, or ``daily.copy()``.

    >>> from glasshouse.simulation import Simulation
    >>> view = Simulation("as-described", population=300, days=2, threads=1).step()
    >>> view.day, view.date.isoformat(), view.daily.shape == (len(view.districts), len(view.groups), len(view.names))
    (0, '2019-07-01', True)
    """

    day: int
    date: date
    names: tuple[str, ...]
    districts: tuple[str, ...]
    groups: tuple[str, ...]
    daily: np.ndarray = field(repr=False)
    state: PeopleState = field(repr=False)
    still: Callable[[], bool] = field(repr=False)

    def __repr__(self) -> str:
        """Which day of what it is, in one line."""
        people = len(self.state.traits)
        return f"DayView({self.state.scenario.name!r}, day={self.day}, date={self.date.isoformat()!r}, people={people})"

    def __copy__(self) -> DayView:
        """Itself: nothing in it can be changed."""
        return self

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: its people are those of a simulation that goes on."""
        raise BadInputError(
            "a DayView cannot be pickled or copied deep, as it looks into a simulation that goes on; keep "
            "view.people(), view.count(NAME) or view.daily.copy() instead."
        )

    def count(self, name: str, *, group: str | None = None, district: str | None = None) -> int:
        """A count of the day, in all or of one group or district; a stock, such as ``watched``, is its level.

        Raises ``BadInputError`` for a name, group or district that is not there, with the nearest one.

        >>> from glasshouse.simulation import Simulation
        >>> view = Simulation("as-described", population=300, days=1, threads=1).step()
        >>> view.count("people"), sum(view.count("people", district=each) for each in view.districts)
        (300, 300)
        """
        places = (("district", district, self.districts), ("group", group, self.groups), ("name", name, self.names))
        found = self.daily
        for what, wanted, known in places:
            if wanted is not None:
                known_name(what, wanted, known)
            found = found.sum(axis=0) if wanted is None else found[known.index(wanted)]
        return int(found)

    def people(self) -> pl.DataFrame:
        """All persons this evening, one row each, with columns as in ``glasshouse.columns()``.

        Raises ``BadInputError`` once the next day has begun: the people are held in memory once.

        >>> from glasshouse.simulation import Simulation
        >>> Simulation("as-described", population=300, days=2, threads=1).step().people().height
        300
        """
        if not self.still():
            raise BadInputError(f"day {self.day} is over; ask for its people while the observer is called.")
        return person_columns.table(self.state)


Observer = Callable[[DayView], object]
