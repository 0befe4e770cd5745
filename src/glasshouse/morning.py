"""What a mechanism works out for each district before a day, as compiled code.

A plain function does as well (``Mechanism.mornings``); a compiled one takes a tenth of the time, and can be carried to
where no Python is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from glasshouse.kernels import kernel
from glasshouse.shipped_kernel import ShippedKernel


class Morning:
    """Figures of a morning, by name, from a function that writes them.

    `work` is given the day, the daily counts (int64 [days, districts, groups + all, counts]), the compiled parameters
    (one record), those of the districts (one record each) and where the figures go (int64 [names, districts]).

    >>> def work(day, daily, params, districts, out):
    ...     for d in range(out.shape[1]):
    ...         out[0, d] = 2 * day
    >>> from types import SimpleNamespace
    >>> Morning(work, "twice")(3, np.zeros((1, 2, 3, 1), np.int64), SimpleNamespace(params=[0], districts=[0, 0]))
    {'twice': array([6, 6])}
    """

    def __init__(self, work: Callable[..., None], *names: str) -> None:
        """Compile nothing yet."""
        self.names = names
        self._work = work
        self._kernel: Any = None

    @property
    def kernel(self) -> Any:
        """The function as Python calls it, compiled at the first call."""
        if self._kernel is None:
            self._kernel = ShippedKernel(kernel(self._work))
        return self._kernel

    def __call__(self, day: int, daily: np.ndarray, params: Any) -> dict[str, np.ndarray]:
        """The figures of a day, int64 [districts] by name; `params`: with the fields `params` and `districts`."""
        out = np.zeros((len(self.names), len(params.districts)), np.int64)
        self.write(day, daily, params, out)
        return dict(zip(self.names, out, strict=True))

    def write(self, day: int, daily: np.ndarray, params: Any, out: np.ndarray) -> None:
        """The same into `out` (int64 [names, districts]), which holds zeros."""
        self.kernel(day, daily, np.asarray(params.params), np.asarray(params.districts), out)
