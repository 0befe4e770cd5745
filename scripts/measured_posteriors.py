"""``python -m scripts.measured_posteriors [--write]``: what several reports measured once each, as posteriors.

Each deployment has a value of its own on a logarithmic or logit scale; the values come from a normal law with a centre
and a spread, of which both are unknown. What a report counted (so many of so many, so many events of so many faces) or
gave with an error says how sure its own value is. Centre and spread are integrated on a grid and a deployment's own
deviation on another, or in closed form where it is as good as normal, so that no sampler is needed. ``--write`` keeps
draws of *another deployment* in ``evidence/posteriors``, a file a quantity.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

FOLDER = Path(__file__).parents[1] / "src" / "glasshouse" / "evidence" / "posteriors"
SEED, KEPT = 1, 400
_NODES = np.linspace(-4.5, 4.5, 91)
_CHANCES = np.exp(-0.5 * _NODES**2) / np.exp(-0.5 * _NODES**2).sum()
Draws = NDArray[np.float64]
#: From so many on, a count's logarithm is as good as normal.
_MANY = 30


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one report says of one deployment, in one of three ways.

    `some` of `all_` (a share), `some` events of `faces` searched (a rate; lowest and highest where they were not
    published), or a `value` with a standard `error`, both on the scale of the quantity.
    """

    report: str
    of: str
    some: int = 0
    all_: int = 0
    faces: tuple[float, float] = (0.0, 0.0)
    value: float = math.nan
    error: float = 0.0
    tables: tuple[str, ...] = ()

    def log_likelihood(self, at: Draws) -> Draws:
        """Of the deployment's own value, on the scale of the quantity, where it counted few."""
        if self.all_:
            share = 1 / (1 + np.exp(-at))
            return self.some * np.log(share) + (self.all_ - self.some) * np.log1p(-share)
        mean = 10**at * math.sqrt(self.faces[0] * self.faces[1])
        return self.some * np.log(mean) - mean - gammaln(self.some + 1)

    @property
    def normal(self) -> tuple[float, float] | None:
        """Value and standard error, where it gave them or counted so many that its likelihood is as good as normal."""
        if self.all_:
            rest = self.all_ - self.some
            many = min(self.some, rest) >= _MANY
            return (math.log(self.some / rest), math.sqrt(1 / self.some + 1 / rest)) if many else None
        if self.faces[1]:
            rate = self.some / math.sqrt(self.faces[0] * self.faces[1])
            return (math.log10(rate), 1 / math.sqrt(self.some) / math.log(10)) if self.some >= _MANY else None
        return self.value, self.error

    @property
    def blur(self) -> float:
        """The standard deviation of what is not known of the faces, in decades."""
        return math.log10(self.faces[1] / self.faces[0]) / 3.92 if self.faces[1] else 0.0


@dataclass(frozen=True, kw_only=True)
class Several:
    """A quantity that several reports measured, on a `scale`, log10 or logit.

    On it are the priors of the `centre` (normal: mean, standard deviation) and of the `spread` (half-normal: scale).
    `parameters` of a scenario that it is about.
    """

    name: str
    meaning: str
    unit: str
    scale: str
    centre: tuple[float, float]
    spread: float
    measured: tuple[Measured, ...]
    parameters: tuple[str, ...] = ()


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _share(report: str, of: str, share: float, error: float) -> Measured:
    """A share with its standard error, on the logit scale."""
    return Measured(report=report, of=of, value=_logit(share), error=error / (share * (1 - share)))


SEVERAL = (
    Several(
        name="hit-rate",
        meaning="one search of somebody on the list ends in the right alert",
        unit="probability",
        scale="logit",
        centre=(0.0, 1.5),
        spread=1.0,
        parameters=("face_recognition.true_match_rate",),
        measured=(
            _share("bundespolizei-2018", "Berlin, best of three systems", 0.685, 0.02),
            _share("bundespolizei-2018", "Berlin, worst of three systems", 0.317, 0.02),
            _share("swp-trial-2018", "Cardiff, volunteers in 2018", 0.76, 0.03),
            _share("met-trials-2020", "London, volunteers in the trials", 0.70, 0.05),
            _share("npl-2023", "laboratory, 2022", 0.89, 0.025),
        ),
    ),
    Several(
        name="right-alerts",
        meaning="right alerts a face that passes",
        unit="share",
        scale="log10",
        centre=(-4.0, 1.0),
        spread=1.0,
        parameters=("face_recognition.on_watchlist_share",),
        measured=(
            Measured(
                report="swp-2018", of="Cardiff, final of 2017", some=173, faces=(65_842, 170_000),
                tables=("cardiff-final-2017",),
            ),
            Measured(
                report="bridges-2020", of="Cardiff, Queen Street 2017", some=8, faces=(4600, 53_046),
                tables=("cardiff-queen-street-2017",),
            ),
            Measured(
                report="met-lfr-2020", of="London, February 2020", some=1, faces=(13_200, 13_200),
                tables=("oxford-circus-2020", "stratford-2020"),
            ),
            Measured(
                report="met-lfr-2022", of="Oxford Circus, January 2022", some=10, faces=(12_120, 12_120),
                tables=("oxford-circus-2022",),
            ),
            Measured(
                report="met-lfr-2022", of="Oxford Circus, 7 July 2022", some=4, faces=(15_600, 15_600),
                tables=("oxford-circus-7-july-2022",),
            ),
            Measured(
                report="met-lfr-2022", of="Oxford Circus, 16 July 2022", some=0, faces=(36_420, 36_420),
                tables=("oxford-circus-july-2022",),
            ),
            Measured(
                report="met-lfr-2025", of="London, September 2024 to September 2025", some=2067,
                faces=(3_147_436, 3_147_436), tables=("london-2025",),
            ),
        ),
    ),
    Several(
        name="wrong-alert-acted-on",
        meaning="officers act on a wrong alert",
        unit="share",
        scale="logit",
        centre=(0.0, 1.5),
        spread=1.0,
        parameters=("face_recognition.credible_false",),
        measured=(
            Measured(
                report="fussey-2019", of="London, six trials", some=18, all_=34, tables=("essex-cascade", "essex-stops")
            ),
            Measured(report="bridges-2020", of="Cardiff, Queen Street 2017", some=1, all_=2),
            Measured(
                report="met-lfr-2020", of="London, February 2020", some=5, all_=7, tables=("oxford-circus-2020",)
            ),
            Measured(report="met-lfr-2025", of="London, September 2024 to September 2025", some=6, all_=10),
        ),
    ),
    Several(
        name="arrests",
        meaning="arrests a right alert",
        unit="share",
        scale="logit",
        centre=(0.0, 1.5),
        spread=1.0,
        measured=(
            Measured(report="bridges-2020", of="Cardiff, Queen Street 2017", some=2, all_=8),
            Measured(report="met-lfr-2020", of="London, February 2020", some=1, all_=1),
            Measured(
                report="met-lfr-2022", of="Oxford Circus, January 2022", some=4, all_=10, tables=("oxford-circus-2022",)
            ),
            Measured(
                report="met-lfr-2022", of="Oxford Circus, 7 July 2022", some=3, all_=4,
                tables=("oxford-circus-7-july-2022",),
            ),
            Measured(report="met-lfr-2025", of="London, September 2024 to September 2025", some=962, all_=2067),
        ),
    ),
    Several(
        name="group-ratio",
        meaning="false matches among the minority over those among the majority",
        unit="ratio",
        scale="log10",
        centre=(0.5, 1.0),
        spread=1.0,
        parameters=("face_recognition.minority_ratio",),
        measured=(
            # Eight of ten, with the city's shares: the error is that of so few.
            Measured(
                report="met-lfr-2025", of="London, September 2024 to September 2025", value=math.log10(4.7), error=0.34,
                tables=("london-2025-groups",),
            ),
            # 5.5 over 0.04 of 100, of which the latter is printed with one figure.
            Measured(
                report="npl-2025", of="Britain's police database", value=math.log10(137.5), error=0.06,
                tables=("police-database-2025",),
            ),
            Measured(report="npl-2023", of="laboratory, 2022: no difference beyond chance", value=0.0, error=0.15),
            # 10 to 100 over many makes, in comparisons of one face with one other.
            Measured(report="nist-8280", of="many makes, 2019", value=1.5, error=0.25),
        ),
    ),
    Several(
        name="review",
        meaning="odds that a decision is wrong where a person looked first, over those where nobody did",
        unit="odds ratio",
        scale="log10",
        centre=(-0.5, 0.5),
        spread=0.5,
        measured=(
            # 44 of 100 of 22,589 found wrong, and 85 of 100 of 40,195.
            Measured(
                report="tia-2017", of="MiDAS, Michigan", error=0.05,
                value=(_logit(0.4387) - _logit(0.8463)) / math.log(10), tables=("midas-person-looks",),
            ),
            # Upheld appeals, a quarter with people and a half without.
            Measured(
                report="youtube-2020", of="YouTube, 2020", error=0.05,
                value=(_logit(0.247) - _logit(0.4954)) / math.log(10), tables=("youtube-2020",),
            ),
            # Of 34 wrong and 8 right alerts 18 and 8 were believed.
            Measured(
                report="fussey-2019", of="London, six trials", value=math.log10((18 / 8) / (34 / 8)), error=0.12,
                tables=("essex-cascade",),
            ),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Chances of each centre and spread, float64 [centres, spreads] with sum 1, over the grid's values."""

    centres: Draws
    spreads: Draws
    chances: Draws

    def draws(self, number: int, rng: np.random.Generator) -> tuple[Draws, Draws]:
        """Centres and spreads, drawn from the cells of the grid, evenly within each."""
        cells = rng.choice(self.chances.size, number, p=self.chances.ravel())
        row, column = np.divmod(cells, len(self.spreads))
        step, wide = self.centres[1] - self.centres[0], self.spreads[1] - self.spreads[0]
        spread = self.spreads[column] + wide * (rng.random(number) - 0.5)
        return self.centres[row] + step * (rng.random(number) - 0.5), np.abs(spread)


def fit(measured: Sequence[Measured], centre: tuple[float, float], spread: float) -> Fit:
    """The posterior of centre and spread; both priors are on the scale of the quantity."""
    centres = centre[0] + centre[1] * np.linspace(-4, 4, 161)
    spreads = spread * np.linspace(0.0, 4.0, 81)[1:] - spread * 0.025
    log = -0.5 * ((centres - centre[0]) / centre[1])[:, None] ** 2 - 0.5 * (spreads / spread) ** 2
    for one in measured:
        wide = np.hypot(spreads, one.blur)
        if one.normal:
            value, error = one.normal
            wide = np.hypot(wide, error)
            log = log - 0.5 * ((value - centres[:, None]) / wide) ** 2 - np.log(wide)
            continue
        at = centres[:, None, None] + wide[:, None] * _NODES
        each = one.log_likelihood(at)
        top = each.max()
        log = log + top + np.log(np.maximum(np.exp(each - top) @ _CHANCES, 1e-300))
    chances = np.exp(log - log.max())
    return Fit(centres=centres, spreads=spreads, chances=chances / chances.sum())


def script_hash() -> str:
    """The hash of this script, by which the shipped draws say what made them."""
    return blake2b(Path(__file__).read_bytes().replace(b"\r\n", b"\n"), digest_size=16).hexdigest()


def posterior(several: Several) -> dict[str, Any]:
    """What ships of a quantity."""
    rng = np.random.default_rng(SEED)
    found = fit(several.measured, several.centre, several.spread)
    centre, spread = found.draws(20_000, rng)
    another = centre + spread * rng.standard_normal(len(centre))
    before = several.centre[0] + several.centre[1] * rng.standard_normal(len(centre))
    before = before + np.abs(several.spread * rng.standard_normal(len(centre))) * rng.standard_normal(len(centre))
    return {
        "title": several.meaning,
        "made_by": "scripts/measured_posteriors.py",
        "script": script_hash(),
        "centre": _ends(centre),
        "spread": _ends(spread),
        "left_out": _left_out(several, rng),
        "quantities": {
            "another-deployment": {
                "meaning": f"{several.meaning}, at another deployment", "unit": several.unit, "scale": several.scale,
                "parameters": list(several.parameters), "prior": _in_units(before, several.scale),
                "posterior": _in_units(another, several.scale),
                "reports": sorted({one.report for one in several.measured}),
                "tables": sorted({table for one in several.measured for table in one.tables}),
                "draws": [round(float(each), 4) for each in np.quantile(another, (np.arange(KEPT) + 0.5) / KEPT)],
            }
        },
    }  # fmt: skip


def _left_out(several: Several, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Each report left out in turn: the own values of its deployments, foretold from the others."""
    rows = []
    for report in dict.fromkeys(one.report for one in several.measured):
        others = [one for one in several.measured if one.report != report]
        centre, spread = fit(others, several.centre, several.spread).draws(4000, rng)
        foretold = centre + spread * rng.standard_normal(len(centre))
        for one in (each for each in several.measured if each.report == report):
            low, high = (float(each) for each in np.quantile(foretold, [0.025, 0.975]))
            alone = fit([one], several.centre, 1e-3).draws(4000, rng)[0]
            middle = float(np.median(alone))
            ends = _in_units(np.array([low, middle, high]), several.scale, exact=True)
            rows.append({"of": one.of, "report": report, "foretold": ends[::2], "measured": ends[1],
                         "held": bool(low <= middle <= high)})  # fmt: skip
    return rows


def _ends(numbers: Draws) -> list[float]:
    return [float(f"{each:.3g}") for each in np.quantile(numbers, [0.025, 0.5, 0.975])]


def _in_units(numbers: Draws, scale: str, exact: bool = False) -> list[float]:
    three = numbers if exact else np.quantile(numbers, [0.025, 0.5, 0.975])
    return [float(f"{each:.3g}") for each in (10.0**three if scale == "log10" else 1 / (1 + np.exp(-three)))]


def written(data: dict[str, Any]) -> str:
    """JSON with a line for each key, and for each row of a list of rows."""

    def said(value: Any) -> str:
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return "[\n" + ",\n".join(f" {json.dumps(row)}" for row in value) + "\n]"
        return json.dumps(value)

    return "{\n" + ",\n".join(f"{json.dumps(key)}: {said(value)}" for key, value in data.items()) + "\n}\n"


if __name__ == "__main__":
    for ONE in SEVERAL:
        FOUND = posterior(ONE)
        if "--write" in sys.argv[1:]:
            (FOLDER / f"{ONE.name}.json").write_text(written(FOUND), encoding="utf-8", newline="\n")
        FOUND["quantities"]["another-deployment"].pop("draws")
        print(ONE.name, json.dumps(FOUND, indent=1))
