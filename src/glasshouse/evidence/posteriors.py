"""Posteriors that ship: what published measurements say of a number, as draws.

A file in ``evidence/posteriors`` holds one posterior with the script that made it, its hash and its diagnostics. Its
*quantities* are what a number can name, such as ``false-match-rate/london-2025``: the rate of one deployment that was
measured, or of another one, of which we know only how far deployments differ. A number keeps its own value, and the
draws are laid around it: they say how far off it may be.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent / "posteriors"
#: From the scale of the draws to that of the number, and back.
_SCALES = {
    "log10": (lambda x: 10.0**x, math.log10),
    "logit": (lambda x: 1 / (1 + math.exp(-x)), lambda p: math.log(p / (1 - p))),
}
#: The share of the draws between the ends that are told.
_TAIL = 0.025


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """What is known of one number: `prior` and `posterior` as (2.5 %, median, 97.5 %), in its unit.

    `offsets`: the draws less their median, in order, on a `scale` on which they are added: log10 or logit. `reports`
    are sources by id, and `tables` validation tables, that informed it. It is about these `parameters`.
    """

    name: str
    meaning: str
    unit: str
    scale: str
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    reports: tuple[str, ...]
    tables: tuple[str, ...]
    offsets: tuple[float, ...]
    parameters: tuple[str, ...]
    made_by: str

    def at(self, u: float, value: float) -> float:
        """A number of this value at a place among its draws, 0 the lowest and 1 the highest.

        >>> one = load_posteriors()["false-match-rate/london-2025"]
        >>> one.at(0.5, 2e-10), one.at(0.1, 2e-10) < 2e-10 < one.at(0.9, 2e-10)
        (2e-10, True)
        """
        if value <= 0 or (self.scale == "logit" and value >= 1):
            return value
        out, back = _SCALES[self.scale]
        place = min(1.0, max(0.0, u)) * (len(self.offsets) - 1)
        k = min(int(place), len(self.offsets) - 2)
        offset = self.offsets[k] + (place - k) * (self.offsets[k + 1] - self.offsets[k])
        # Twelve figures: the last one of a logarithm differs between machines.
        return float(f"{out(back(value) + offset):.12g}")

    def ends(self, value: float) -> tuple[float, float]:
        """Between which values 95 of 100 draws of a number of this value lie, to three figures."""
        low, high = (float(f"{self.at(u, value):.3g}") for u in (_TAIL, 1 - _TAIL))
        return min(low, value), max(high, value)

    @property
    def fingerprint(self) -> str:
        """A hash of the draws: another one, other results."""
        return blake2b(repr((self.scale, self.offsets)).encode(), digest_size=8).hexdigest()


@cache
def load_posteriors() -> Mapping[str, Quantity]:
    """Every quantity that ships, by ``posterior/quantity``.

    >>> "false-match-rate/another-deployment" in load_posteriors()
    True
    """
    found = {}
    for path in sorted(FOLDER.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        for key, one in data["quantities"].items():
            draws = sorted(map(float, one["draws"]))
            middle = (draws[(len(draws) - 1) // 2] + draws[len(draws) // 2]) / 2
            found[f"{path.stem}/{key}"] = Quantity(
                name=f"{path.stem}/{key}",
                **{name: one[name] for name in ("meaning", "unit", "scale")},
                prior=_three(one["prior"]),
                posterior=_three(one["posterior"]),
                reports=tuple(one["reports"]),
                tables=tuple(one["tables"]),
                parameters=tuple(one["parameters"]),
                offsets=tuple(round(draw - middle, 6) for draw in draws),
                made_by=data["made_by"],
            )
    return MappingProxyType(found)


def _three(given: list[float]) -> tuple[float, float, float]:
    low, middle, high = map(float, given)
    return low, middle, high
