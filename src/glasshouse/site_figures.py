"""What the sites of a scenario's file come to in the whole place, and which parameters follow from it.

A mechanism whose numbers sites give declares each of them in its own file (``FromSites``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from glasshouse.mechanism import maker


@dataclass(frozen=True, kw_only=True)
class SiteFigures:
    """All sites together. What has a range is float64 [3]: the value, and its lowest and highest.

    - `people` of the place, `old_enough` of them for an alert, their `trips` a day
    - `cameras` that search faces, and the `faces` that they search in a day
    - `watchlist`: faces on the list; `fpir`: share of searches that raise a false alert; `found`: of people on the list
      that raise theirs; `on_watchlist`: people of the place on it. All these are means by faces.
    - `ratios`: false alerts on a group over those on the others, by "women" and "minority"

    >>> three = np.ones(3)
    >>> SiteFigures(people=9.0, old_enough=8.0, trips=2.0, cameras=4, faces=three, watchlist=three, fpir=three,
    ...             found=three, on_watchlist=three, ratios={"women": 1.0, "minority": 2.0}).cameras
    4
    """

    people: float
    old_enough: float
    trips: float
    cameras: int
    faces: np.ndarray
    watchlist: np.ndarray
    fpir: np.ndarray
    found: np.ndarray
    on_watchlist: np.ndarray
    ratios: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class FromSites:
    """A parameter, by key, that the sites of a file give, unless the file gives a number of its own.

    `work`: from all sites to the number, or to float64 [3]: value, lowest and highest. `stays`: there are as many
    wherever the sites are, so that another place changes nothing of it.

    >>> FromSites(key="cameras.total", stays=True, work=lambda sites: sites.cameras).key
    'cameras.total'
    """

    key: str
    work: Callable[[SiteFigures], float | np.ndarray]
    stays: bool = False
    module: str = field(default_factory=maker)

    def three(self, sites: SiteFigures) -> np.ndarray:
        """The number of some sites: its value, lowest and highest."""
        return np.broadcast_to(np.asarray(self.work(sites), np.float64), 3)
