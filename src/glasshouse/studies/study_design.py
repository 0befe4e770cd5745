"""Where the points of a study lie: the place of each parameter in its range, by method.

A design is float64 [points, parameters], each from 0 (the low end of the range) to 1 (the high end); NaN is the central
value. It depends on the method, the number of points and the seed alone.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np

from glasshouse.errors import BadInputError
from glasshouse.source import install_hint

#: Points unless a study says how many.
USUAL = {"morris": 0, "sobol": 0, "latin-hypercube": 256, "prim": 256, "calibrate": 128, "abc": 1000}
#: Fewest points from which anything can be read, however few assumptions move.
_FEWEST = {"latin-hypercube": 16, "prim": 40, "calibrate": 16, "abc": 200}
#: Methods that tell assumptions apart which all move at once: with no more points than numbers to be found (one for
#: each assumption, and a constant), some assumption fits any figure by chance.
_TELL_APART = ("latin-hypercube", "prim")
#: ABC: fewest points for each assumption, and the most assumptions that a thousand or so of them can tell apart.
EACH, MOST = 40, 20
#: Fewest trajectories of Morris and fewest base points of Sobol, and how many are taken unless asked for.
_TRAJECTORIES, _BASES = (4, 10), (8, 64)
#: Levels of Morris' grid, as its author took.
LEVELS = 4
#: What each method needs beyond what glasshouse needs.
_PACKAGES = {
    "morris": ("SALib",),
    "sobol": ("SALib",),
    "prim": ("ema_workbench",),
    "calibrate": ("optuna",),
}


def check_packages(method: str) -> None:
    """Raise ``BadInputError`` when a method's packages are not installed."""
    for package in _PACKAGES.get(method, ()):
        if find_spec(package) is None:
            raise BadInputError(f"the method '{method}' needs {package}: {install_hint('study')}")


def size(method: str, asked: int | None, parameters: int) -> int:
    """How many points a study has: so many as were asked for, or the largest design below that.

    Raises ``BadInputError`` for too few.

    >>> size("tornado", None, 3), size("sobol", 512, 14), size("morris", 512, 31), size("latin-hypercube", 131, 129)
    (7, 512, 512, 131)
    """
    if method == "tornado":
        if asked is not None and asked != 2 * parameters + 1:
            raise BadInputError(
                f"a tornado of {parameters} parameters has {2 * parameters + 1} points; leave 'points' out."
            )
        return 2 * parameters + 1
    if method in ("morris", "sobol"):
        each = parameters + (1 if method == "morris" else 2)
        fewest, usual = _TRAJECTORIES if method == "morris" else _BASES
        bases = usual if asked is None else asked // each
        if bases < fewest:
            raise BadInputError(
                f"the method '{method}' needs at least {fewest * each:,} points for {parameters} parameters, not "
                f"{asked:,}. Ask for more points, or name fewer parameters."
            )
        return each * (bases if method == "morris" else 1 << (bases.bit_length() - 1))
    if method == "abc" and parameters > MOST:
        raise BadInputError(
            f"the method 'abc' moves at most {MOST} parameters, not {parameters}: name those that the figures may tell."
        )
    found = USUAL[method] if asked is None else asked
    fewest = max(_FEWEST[method], parameters + 2) if method in _TELL_APART else _FEWEST[method]
    fewest = max(fewest, EACH * parameters) if method == "abc" else fewest
    if found < fewest:
        of = f" for {parameters} parameters" if fewest > _FEWEST[method] else ""
        more = " Ask for more points, or name fewer parameters." if of else ""
        raise BadInputError(f"the method '{method}' needs at least {fewest} points{of}, not {found}.{more}")
    return found


def design(method: str, points: int, parameters: int, seed: int) -> np.ndarray:
    """The design of a study; not of a calibration, which finds its points one after the other.

    >>> np.isnan(design("tornado", 5, 2, seed=1)).sum(axis=1).tolist()
    [2, 1, 1, 1, 1]
    """
    made = _MAKERS[method](points, parameters, seed & 0xFFFFFFFF)
    if made.shape != (points, parameters):
        raise RuntimeError(f"the design has the shape {made.shape}")
    return made


def _tornado(points: int, parameters: int, seed: int) -> np.ndarray:
    """All central, then each parameter at its low and its high end."""
    found = np.full((points, parameters), np.nan)
    for k in range(parameters):
        found[1 + 2 * k, k], found[2 + 2 * k, k] = 0.0, 1.0
    return found


def problem(parameters: int) -> dict[str, Any]:
    """The parameters as SALib takes them: places in ranges, so that its figures are of what moves alone."""
    return {
        "num_vars": parameters,
        "names": [f"x{k}" for k in range(parameters)],
        "bounds": [[0.0, 1.0]] * parameters,
    }


def _morris(points: int, parameters: int, seed: int) -> np.ndarray:
    from SALib.sample import morris

    count = points // (parameters + 1)
    return np.asarray(morris.sample(problem(parameters), count, num_levels=LEVELS, seed=seed), float)


def _sobol(points: int, parameters: int, seed: int) -> np.ndarray:
    from SALib.sample import sobol

    count = points // (parameters + 2)
    return np.asarray(sobol.sample(problem(parameters), count, calc_second_order=False, seed=seed), float)


def _latin(points: int, parameters: int, seed: int) -> np.ndarray:
    from scipy.stats import qmc

    return qmc.LatinHypercube(parameters, rng=np.random.default_rng(seed)).random(points)


_MAKERS = {"tornado": _tornado, "morris": _morris, "sobol": _sobol, "latin-hypercube": _latin, "prim": _latin}
