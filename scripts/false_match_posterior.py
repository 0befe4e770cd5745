"""``python -m scripts.false_match_posterior [--write]``: false matches between British deployments (extra ``fit``).

The rate of one comparison of two different faces, in powers of ten: a centre, a trend with the year of the software, an
exponent of the list's length, a slope with the threshold, and a spread between deployments. Each deployment has a
deviation of its own, which is integrated out on a grid, so that five numbers are left, which emcee samples
(Foreman-Mackey and others 2013, doi 10.1086/670067). Each report is then left out in turn and foretold from the others,
beside a fixed rate, pooled over the others. ``--write`` keeps the draws in
``evidence/posteriors/false-match-rate.json``, and with them what a scenario's number can name: the rate of some
deployments, of another one, and the slope.
"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glasshouse.validation.verdict import crps

FILE = Path(__file__).parents[1] / "src" / "glasshouse" / "evidence" / "posteriors" / "false-match-rate.json"
PARAMETERS = ("centre", "trend", "exponent", "slope", "spread")
SEED, WALKERS, STEPS, BURN, KEPT = 1, 40, 4000, 1000, 400
#: Steps where a report is left out: intervals need fewer.
FEWER = 1600
#: Where the centre holds: this year, list and threshold.
YEAR, LIST, THRESHOLD = 2021.0, 5000.0, 0.6
#: Deviations over which is integrated, in standard deviations: close enough together for counts below `_LARGE`.
_NODES = np.linspace(-4.5, 4.5, 101)
_LOG_WEIGHTS = -0.5 * _NODES**2 - math.log(np.exp(-0.5 * _NODES**2).sum())
#: From so many false alerts on, the logarithm of a Poisson count is as good as normal.
_LARGE = 50


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """Faces and list with a lowest and a highest value where they were not published; false alerts by threshold.

    `tables`: validation tables of the same deployment.
    """

    name: str
    report: str
    tables: tuple[str, ...] = ()
    year: float
    faces: tuple[float, float]
    watchlist: tuple[float, float]
    false: dict[float, int] = field(default_factory=dict)

    @property
    def comparisons(self) -> tuple[float, float]:
        """Decimal logarithms: of the faces, and of the list over the usual one; the middle of each."""
        return _middle(self.faces), _middle(self.watchlist) - math.log10(LIST)

    @property
    def blur(self) -> float:
        """The standard deviation of what is not known of faces and list, in decades."""
        return math.hypot(_spread(self.faces), _spread(self.watchlist))


def _middle(ends: tuple[float, float]) -> float:
    return (math.log10(ends[0]) + math.log10(ends[1])) / 2


def _spread(ends: tuple[float, float]) -> float:
    """Where the ends hold 95 of 100."""
    return math.log10(ends[1] / ends[0]) / 3.92


def _known(number: float) -> tuple[float, float]:
    return number, number


#: A rate that was printed rounded stands as so many false alerts of so many faces that it is as uncertain.
DEPLOYMENTS = (
    Deployment(
        name="Cardiff, final of 2017", report="swp-2018", year=2017.4, faces=(5e4, 3e5), watchlist=(500, 2000),
        false={0.6: 2297},
        tables=("cardiff-final-2017",),
    ),
    Deployment(
        name="Cardiff, Queen Street 2017", report="bridges-2020", year=2018.0, faces=(5e3, 5e4), watchlist=(550, 950),
        false={0.6: 2},
        tables=("cardiff-queen-street-2017",),
    ),
    Deployment(
        name="Cardiff, Wales against Italy 2018", report="swp-trial-2018", year=2018.2, faces=_known(45_020),
        watchlist=(300, 2000), false={0.6: 20},
    ),
    Deployment(
        name="London, trials of 2016 to 2019", report="met-trials-2020", year=2018.5, faces=_known(10_000),
        watchlist=(2000, 4000), false={0.6: 10},
    ),
    Deployment(
        name="Stratford, 11 February 2020", report="met-lfr-2020", year=2020.1, faces=_known(4600),
        watchlist=(5000, 7500), false={0.6: 0},
        tables=("stratford-2020",),
    ),
    Deployment(
        name="Oxford Circus, 27 February 2020", report="met-lfr-2020", year=2020.2, faces=_known(8600),
        watchlist=_known(7292), false={0.6: 7},
        tables=("oxford-circus-2020", "oxford-circus-2020-linear"),
    ),
    Deployment(
        name="Oxford Circus, 28 January 2022", report="met-lfr-2022", year=2022.1, faces=_known(12_120),
        watchlist=_known(9756), false={0.6: 1},
        tables=("oxford-circus-2022",),
    ),
    Deployment(
        name="Oxford Circus, 7 July 2022", report="met-lfr-2022", year=2022.5, faces=_known(15_600),
        watchlist=(6600, 6800), false={0.6: 0},
        tables=("oxford-circus-7-july-2022",),
    ),
    Deployment(
        name="Oxford Circus, 16 July 2022", report="met-lfr-2022", year=2022.5, faces=_known(36_420),
        watchlist=_known(6747), false={0.6: 1},
        tables=("oxford-circus-july-2022",),
    ),
    Deployment(
        name="Laboratory (NPL), 2022", report="npl-2023", year=2022.5, faces=_known(42_000), watchlist=_known(10_000),
        false={0.6: 7, 0.62: 1, 0.64: 0},
    ),
    Deployment(
        name="South Wales, 2023 to September 2024", report="swp-2024", year=2023.9, faces=_known(2.5e6),
        watchlist=(500, 2000), false={0.62: 0},
        tables=("south-wales-2024",),
    ),
    Deployment(
        name="London, September 2024 to September 2025", report="met-lfr-2025", year=2025.2, faces=_known(3_147_436),
        watchlist=(16_000, 17_000), false={0.64: 10},
        tables=("london-2025", "london-2025-groups"),
    ),
)  # fmt: skip


def log_prior(theta: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of parameters float64 [walkers, 5]; wide, but for the exponent, which is 1 if comparisons are independent."""
    centre, trend, exponent, slope, spread = theta.T
    value = -0.5 * (((centre + 7) / 1.5) ** 2 + (trend / 0.4) ** 2 + ((exponent - 1) / 0.3) ** 2)
    value = value - 0.5 * (((slope - 30) / 20) ** 2 + (spread / 0.7) ** 2)
    return np.where((slope > 0) & (spread > 0.01), value, -np.inf)


def expected(theta: NDArray[np.float64], one: Deployment, threshold: float) -> NDArray[np.float64]:
    """The decimal logarithm of the false alerts to expect, without the deployment's own deviation."""
    centre, trend, exponent, slope, _ = theta.T
    faces, longer = one.comparisons
    own = centre + math.log10(LIST) + trend * (one.year - YEAR) - slope * (threshold - THRESHOLD)
    return own + faces + exponent * longer


def log_likelihood(theta: NDArray[np.float64], deployments: tuple[Deployment, ...]) -> NDArray[np.float64]:
    """Of parameters float64 [walkers, 5], each deployment's deviation integrated out."""
    total = np.zeros(len(theta))
    for one in deployments:
        spread = np.hypot(np.abs(theta[:, 4]), one.blur)
        if (large := next(iter(one.false.values()))) >= _LARGE:
            wide = np.hypot(spread, 1 / (math.sqrt(large) * math.log(10)))
            off = (math.log10(large) - expected(theta, one, next(iter(one.false)))) / wide
            total += -0.5 * off**2 - np.log(wide)
            continue
        away = spread[:, None] * _NODES
        at_node = np.zeros_like(away) + _LOG_WEIGHTS
        for threshold, false in one.false.items():
            log_rate = np.clip((expected(theta, one, threshold)[:, None] + away) * math.log(10), -700, 60)
            at_node += false * log_rate - np.exp(log_rate) - math.lgamma(false + 1)
        top = at_node.max(1, keepdims=True)
        total += top[:, 0] + np.log(np.exp(at_node - top).sum(1))
    return total


def sample(deployments: tuple[Deployment, ...], steps: int = STEPS) -> tuple[NDArray[np.float64], dict[str, Any]]:
    """Draws float64 [steps after the first, walkers, 5], and how well they are mixed."""
    import emcee  # an optional extra

    def log_posterior(theta: NDArray[np.float64]) -> NDArray[np.float64]:
        prior = log_prior(theta)
        inside = np.isfinite(prior)
        found = np.full(len(theta), -np.inf)
        found[inside] = prior[inside] + log_likelihood(theta[inside], deployments)
        return found

    rng = np.random.default_rng(SEED)
    start = np.array([-7.0, -0.2, 1.0, 30.0, 0.5]) + rng.normal(0, 1, (WALKERS, 5)) * [0.3, 0.05, 0.1, 5, 0.1]
    start[:, 4] = np.abs(start[:, 4]) + 0.05
    sampler = emcee.EnsembleSampler(WALKERS, 5, log_posterior, vectorize=True)
    sampler.random_state = np.random.RandomState(SEED).get_state()
    sampler.run_mcmc(start, steps)
    chain = np.asarray(sampler.get_chain(discard=BURN * steps // STEPS))
    time = sampler.get_autocorr_time(discard=BURN * steps // STEPS, quiet=True)
    mixed = {
        "acceptance": round(float(sampler.acceptance_fraction.mean()), 3),
        "autocorrelation_steps": [round(float(each), 1) for each in time],
        "effective_draws": int(chain.shape[0] * WALKERS / float(np.max(time))),
        "split_r_hat": [round(float(each), 3) for each in _split_r_hat(chain)],
    }
    return chain, mixed


def _split_r_hat(chain: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gelman and Rubin's ratio over the halves of each walker's chain: 1 where they agree."""
    half = len(chain) // 2
    parts = np.concatenate([chain[:half], chain[half : 2 * half]], axis=1)
    within, between = parts.var(0, ddof=1).mean(0), half * parts.mean(0).var(0, ddof=1)
    return np.sqrt(((half - 1) / half * within + between / half) / within)


def own_rate(theta: NDArray[np.float64], one: Deployment, rng: np.random.Generator) -> NDArray[np.float64]:
    """The false alerts to expect of a deployment that was measured, as a decimal logarithm, one for each draw.

    Its deviation is drawn from what the draw and its own false alerts leave: from the grid, or by the normal law.
    """
    spread = np.hypot(theta[:, 4], one.blur)
    if (large := next(iter(one.false.values()))) >= _LARGE:
        middle, error = expected(theta, one, next(iter(one.false))), 1 / (math.sqrt(large) * math.log(10))
        weight = spread**2 / (spread**2 + error**2)
        away = rng.standard_normal(len(theta)) * error * np.sqrt(weight)
        return middle + weight * (math.log10(large) - middle) + away
    away = spread[:, None] * _NODES
    at_node = np.zeros_like(away) + _LOG_WEIGHTS
    for threshold, false in one.false.items():
        log_rate = np.clip((expected(theta, one, threshold)[:, None] + away) * math.log(10), -700, 60)
        at_node += false * log_rate - np.exp(log_rate)
    below = np.cumsum(np.exp(at_node - at_node.max(1, keepdims=True)), axis=1)
    picked = (below < rng.random(len(theta))[:, None] * below[:, -1:]).sum(1)
    step = _NODES[1] - _NODES[0]
    return expected(theta, one, next(iter(one.false))) + spread * (
        _NODES[picked] + step * (rng.random(len(theta)) - 0.5)
    )


def before(number: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Parameters float64 [number, 5] drawn from the prior."""
    found = rng.standard_normal((number, 5)) * [1.5, 0.4, 0.3, 20, 0.7] + [-7, 0, 1, 30, 0]
    found[:, 4] = np.abs(found[:, 4])
    return found[(found[:, 3] > 0) & (found[:, 4] > 0.01)]


#: Measured deployments whose rate a scenario can name: several are one where they are told as one.
OWN = {
    "cardiff-final-2017": ("Cardiff, final of 2017",),
    "london-2020": ("Stratford, 11 February 2020", "Oxford Circus, 27 February 2020"),
    "london-2025": ("London, September 2024 to September 2025",),
}


def quantities(theta: NDArray[np.float64]) -> dict[str, dict[str, Any]]:
    """What a scenario's number can name, from so many draws float64 [draws, 5]."""
    rng, by_name = np.random.default_rng(SEED), {one.name: one for one in DEPLOYMENTS}
    prior = before(20_000, rng)
    found = {}
    for key, names in OWN.items():
        some = [by_name[name] for name in names]
        made = sum(10 ** (sum(one.comparisons) + math.log10(LIST)) for one in some)
        after = np.log10(np.sum([10 ** own_rate(theta, one, rng) for one in some], axis=0) / made)
        away = [prior[:, 4] * rng.standard_normal(len(prior)) for _ in some]
        first = [expected(prior, one, next(iter(one.false))) for one in some]
        ahead = np.log10(np.sum([10 ** (e + a) for e, a in zip(first, away, strict=True)], axis=0) / made)
        what = f"false matches of one comparison, {' and '.join(names)}"
        found[key] = _quantity(what, "probability", ahead, after)
    another = theta[:, 4] * rng.standard_normal(len(theta))
    ahead = prior[:, 4] * rng.standard_normal(len(prior))
    what = "false matches of one comparison at another deployment, over those of a usual one like it"
    found["another-deployment"] = _quantity(what, "ratio", ahead, another)
    what = "powers of ten by which false matches fall when the threshold rises by 1"
    found["threshold-slope"] = _quantity(what, "decades/score", np.log10(prior[:, 3]), np.log10(theta[:, 3]))
    return found


#: Which parameter of a scenario a quantity is about, by its unit; all others are about the rate itself.
_ABOUT = {"decades/score": "threshold_slope"}


def _quantity(meaning: str, unit: str, prior: NDArray[np.float64], posterior: NDArray[np.float64]) -> dict[str, Any]:
    """One of them, from decimal logarithms."""
    return {
        "meaning": meaning, "unit": unit, "scale": "log10",
        "prior": _ends(10**prior), "posterior": _ends(10**posterior),
        "parameters": [f"face_recognition.{_ABOUT.get(unit, 'false_match_rate')}"],
        "reports": sorted({one.report for one in DEPLOYMENTS}),
        "tables": sorted({table for one in DEPLOYMENTS for table in one.tables}),
        "draws": [round(float(each), 4) for each in np.sort(posterior)],
    }  # fmt: skip


def _ends(numbers: NDArray[np.float64]) -> list[float]:
    return [float(f"{each:.3g}") for each in np.quantile(numbers, [0.025, 0.5, 0.975])]


def foretold(theta: NDArray[np.float64], one: Deployment, rng: np.random.Generator) -> NDArray[np.float64]:
    """False alerts of a deployment that was left out, at the first of its thresholds, one for each draw."""
    threshold = next(iter(one.false))
    away = np.hypot(theta[:, 4], one.blur) * rng.standard_normal(len(theta))
    return rng.poisson(10 ** np.clip(expected(theta, one, threshold) + away, -30, 15)).astype(np.float64)


def at_a_fixed_rate(
    others: tuple[Deployment, ...], one: Deployment, rng: np.random.Generator, number: int
) -> NDArray[np.float64]:
    """The same by one rate for all comparisons, pooled over the others."""
    false = sum(next(iter(each.false.values())) for each in others)
    made = sum(10 ** (sum(each.comparisons) + math.log10(LIST)) for each in others)
    rates = rng.gamma(false + 0.5, 1 / made, number)
    blurred = 10 ** (sum(one.comparisons) + math.log10(LIST) + one.blur * rng.standard_normal(number))
    return rng.poisson(rates * blurred).astype(np.float64)


def left_out(steps: int = FEWER) -> list[dict[str, Any]]:
    """Each report left out in turn: what is foretold of its deployments, by the hierarchy and by a fixed rate."""
    rng, rows = np.random.default_rng(SEED), []
    for report in dict.fromkeys(one.report for one in DEPLOYMENTS):
        others = tuple(one for one in DEPLOYMENTS if one.report != report)
        chain, _ = sample(others, steps)
        theta = chain.reshape(-1, 5)[:: max(1, chain.shape[0] * WALKERS // 4000)]
        for one in (each for each in DEPLOYMENTS if each.report == report):
            truth = next(iter(one.false.values()))
            row: dict[str, Any] = {"deployment": one.name, "report": report, "false": truth}
            made = {"hierarchy": foretold(theta, one, rng), "fixed": at_a_fixed_rate(others, one, rng, len(theta))}
            for name, draws in made.items():
                low, high = np.quantile(draws, [0.025, 0.975], method="inverted_cdf").tolist()
                # In decades, since counts span thousands; half an alert more, for the logarithm of none.
                score = crps(np.log10(draws + 0.5), math.log10(truth + 0.5))
                row[name] = {"low": low, "high": high, "held": low <= truth <= high, "crps_decades": round(score, 3)}
            rows.append(row)
    return rows


def _mean_score(rows: list[dict[str, Any]], name: str) -> float:
    return round(float(np.mean([row[name]["crps_decades"] for row in rows])), 3)


def script_hash() -> str:
    """The hash of this script, by which the shipped draws say what made them."""
    return blake2b(Path(__file__).read_bytes().replace(b"\r\n", b"\n"), digest_size=16).hexdigest()


def fitted() -> dict[str, Any]:
    """Everything that ships."""
    chain, mixed = sample(DEPLOYMENTS)
    flat = chain.reshape(-1, 5)
    picked = flat[np.random.default_rng(SEED).choice(len(flat), KEPT, replace=False)]
    rows = left_out()
    return {
        "title": "false matches between British deployments of live face recognition",
        "made_by": "scripts/false_match_posterior.py",
        "script": script_hash(),
        "sampler": "emcee",
        "at": {"year": YEAR, "list": LIST, "threshold": THRESHOLD},
        "units": {
            "centre": "decades a comparison", "trend": "decades a year", "exponent": "power of the list's length",
            "slope": "decades a unit of score", "spread": "decades between deployments",
        },
        "summary": {
            name: [float(f"{each:.3g}") for each in np.quantile(flat[:, k], [0.025, 0.5, 0.975])]
            for k, name in enumerate(PARAMETERS)
        },
        "diagnostics": mixed,
        "left_out": rows,
        "held": {name: sum(row[name]["held"] for row in rows) for name in ("hierarchy", "fixed")},
        "crps_decades": {name: _mean_score(rows, name) for name in ("hierarchy", "fixed")},
        "quantities": quantities(picked),
        "parameters": list(PARAMETERS),
        "draws": [[float(f"{each:.5g}") for each in row] for row in picked],
    }  # fmt: skip


def one_a_line(value: Any) -> str:
    """JSON with a line for each entry of a list or a mapping."""
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f" {json.dumps(key)}: {json.dumps(each)}" for key, each in value.items()) + "\n}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(f" {json.dumps(each)}" for each in value) + "\n]"
    return json.dumps(value)


if __name__ == "__main__":
    FOUND = fitted()
    if "--write" in sys.argv[1:]:
        rows = ",\n".join(f"{json.dumps(key)}: {one_a_line(value)}" for key, value in FOUND.items())
        FILE.write_text(f"{{\n{rows}\n}}\n", encoding="utf-8", newline="\n")
    print(json.dumps({key: value for key, value in FOUND.items() if key not in ("draws", "quantities")}, indent=1))
