"""What the tables say of a rate taken over from one report to another, and of a report that is left out.

A table feeds what one report measured and is compared with another report. Deployments differ by more than each of
them is uncertain. So each figure has a deviation of its own, on the logarithmic scale (shares: the logit), with one
spread for all figures of a *quantity*. The spreads of quantities come from one half-normal law, so that a
quantity with few reports learns from the others. All of it is integrated on grids, two numbers at a time: no sampler is
needed, and no number is set but the scale of the prior (Gelman 2006, doi 10.1214/06-BA117A).

A figure is foretold from the *other* reports alone: no table that cites its report anywhere informs its spread. A
preset that is simulated whole cites the reports of all its numbers. So a figure whose own report gave its preset a
number cannot be foretold without that report, and is not. Looking
*forward*, only tables do whose report came out in an earlier year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from glasshouse.evidence import load_sources
from glasshouse.validation.drawn_inputs import draw_seed
from glasshouse.validation.validation_table import Published, ValidationTable
from glasshouse.validation.verdict import Judged, judge

Draws = NDArray[np.float64]

#: What is carried over, by kind of table; and where a figure of a kind is another thing, by figure.
QUANTITIES: Mapping[str, str] = {
    "lfr-deployment": "false matches",
    "screening-cascade": "right hits",
    "review-cascade": "officers' judgments",
    "accusation": "wrong accusations and review",
    "tips": "tips",
    "risk-score": "scores by group",
    "chilling": "fear",
    "list-stock-flow": "lists",
    "lfr-fusion": "several systems",
    "whole-preset": "whole presets",
}
_OTHERS: Mapping[tuple[str, str], str] = {
    **dict.fromkeys([("screening-cascade", name) for name in ("hits", "hit_share", "wrong_hits")], "wrong hits"),
    **dict.fromkeys(
        [("lfr-deployment", name) for name in ("stops", "wrong_stops", "faulty_stops", "arrests")],
        "officers' judgments",
    ),
    **dict.fromkeys(
        [
            ("lfr-deployment", name)
            for name in (
                *("false_alerts_women", "false_alerts_minority", "fpir_minority", "fpir_majority", "women_of_false"),
                *("minority_of_false", "given_women", "given_minority"),
            )
        ],
        "groups",
    ),
}

#: The scale of the half-normal law from which the spreads come, itself half-normal with this scale: a factor of e.
PRIOR_SCALE = 1.0
_SCALES = np.geomspace(0.05, 4.0, 40)
_SPREADS = np.concatenate([[0.0], np.geomspace(0.01, 8.0, 120)])
_WIDTHS = np.gradient(_SPREADS)
#: Deviations in standard deviations, and their chances.
_NODES = np.linspace(-4, 4, 41)
_CHANCES = np.exp(-0.5 * _NODES**2) / np.exp(-0.5 * _NODES**2).sum()
#: So many deviations are drawn for each simulated draw.
_EACH = 5
#: Counts below this are foretold as counts, larger ones by their logarithm.
_FEW = 60.0
_SHARES = ("share", "probability")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A published figure of a table with what the table simulated of it. `cites`: every source that the table, or the
    preset that it simulates whole, names. `set_by_report`: its own report gave that preset a number."""

    table: str
    quantity: str
    published: Published
    report: str
    year: int
    cites: frozenset[str]
    draws: Draws
    set_by_report: bool = False

    @property
    def counted(self) -> bool:
        """Whether it is a small count."""
        return self.published.unit not in _SHARES and float(self.draws.mean()) < _FEW and self.whole

    @property
    def whole(self) -> bool:
        """Whether what was simulated are whole numbers."""
        return bool((self.draws == np.round(self.draws)).all()) and self.published.error == 0


def quantity(kind: str, output: str) -> str:
    """What an output of a kind of table measures; a kind of somebody's own is a quantity of its own.

    >>> quantity("lfr-deployment", "arrests"), quantity("tips", "found")
    ("officers' judgments", 'tips')
    """
    return _OTHERS.get((kind, output), QUANTITIES.get(kind, kind))


def figures(tables: Iterable[tuple[ValidationTable, Mapping[str, Draws]]]) -> list[Figure]:
    """The figures of tables with their draws, but for bounds, those to which something was set, and those that mostly
    have no value."""
    found = []
    for table, simulated in tables:
        sources = {**load_sources(), **table.sources}
        cites = {fed.given.source for fed in table.inputs.values() if fed.given.source}
        cites |= {one.source for one in table.outputs.values()} | table.preset_cites
        for name, one in table.outputs.items():
            draws = simulated[name][np.isfinite(simulated[name])]
            if one.bound or one.in_sample or len(draws) <= len(simulated[name]) / 2:
                continue
            found.append(
                Figure(
                    table=table.name, quantity=quantity(table.kind.name, name), published=one, report=one.source,
                    year=sources[one.source].year, cites=frozenset(cites), draws=draws,
                    set_by_report=table.set_by_its_report(name),
                )
            )  # fmt: skip
    return found


def _transformed(figure: Figure) -> tuple[Draws, float]:
    """The draws and the published value on the scale of deviations; what is at an end is put half a step inside."""
    draws, value = figure.draws, figure.published.value
    both = np.append(draws, value)
    least = both[both > 0].min(initial=np.inf) / 2
    if figure.published.unit not in _SHARES:
        moved = np.log(np.maximum(both, least if np.isfinite(least) else 0.5))
        return moved[:-1], float(moved[-1])
    most = (1 - both)[both < 1].min(initial=np.inf) / 2
    inside = np.clip(both, min(least, 0.25), 1 - min(most, 0.25))
    moved = np.log(inside / (1 - inside))
    return moved[:-1], float(moved[-1])


def _rates(draws: Draws, rng: np.random.Generator) -> Draws:
    """The expected count behind each simulated count: gamma, from the mean and the variance of all of them."""
    mean, more = float(draws.mean()), float(draws.var() - draws.mean())
    if mean == 0:
        return np.full(len(draws), 1e-9)
    if more <= 1e-6 * mean:
        return np.full(len(draws), mean)
    return rng.gamma(mean**2 / more + draws, 1 / (mean / more + 1))


def likelihood(figure: Figure) -> Draws:
    """The logarithm of how well each spread of the grid foretells the published value, float64 [spreads]."""
    rng = np.random.Generator(np.random.Philox(draw_seed(1, f"{figure.table}:{figure.published.name}:rates", 0)))
    if figure.counted:
        rates = np.log(_rates(figure.draws, rng))
        mean = np.exp(np.clip(rates + (_SPREADS[:, None] * _NODES)[:, :, None], -700, 60))
        value = round(figure.published.value)
        chances = np.exp(value * np.log(mean) - mean - gammaln(value + 1)).mean(2) @ _CHANCES
        return np.log(np.maximum(chances, 1e-300))
    draws, value = _transformed(figure)
    smooth = 1.06 * max(float(draws.std()), 1e-3) * len(draws) ** -0.2
    wide = np.hypot(_SPREADS, smooth)[:, None]
    chances = (np.exp(-0.5 * ((value - draws) / wide) ** 2) / wide).mean(1)
    return np.log(np.maximum(chances, 1e-300))


@dataclass(frozen=True, kw_only=True)
class QuantitySpread:
    """How far the deviations of a quantity spread, in units of the logarithm or the logit: a median and 95 %."""

    quantity: str
    reports: int
    figures: int
    low: float
    middle: float
    high: float


def spreads(some: Sequence[Figure]) -> tuple[QuantitySpread, ...]:
    """What all tables together say of each quantity."""
    known = by_quantity([(figure, likelihood(figure)) for figure in some])
    found = []
    for name in known:
        own = [figure for figure in some if figure.quantity == name]
        below = np.cumsum(spread_chances(known, name))
        low, middle, high = (float(_SPREADS[np.searchsorted(below, share)]) for share in (0.025, 0.5, 0.975))
        reports = len({figure.report for figure in own})
        found.append(
            QuantitySpread(quantity=name, reports=reports, figures=len(own), low=low, middle=middle, high=high)
        )
    return tuple(found)


def by_quantity(some: Sequence[tuple[Figure, Draws]]) -> dict[str, Draws]:
    """The logarithms of likelihoods, added up by quantity; the figures of one report count as one."""
    by_report: dict[tuple[str, str], list[Draws]] = {}
    for figure, each in some:
        by_report.setdefault((figure.quantity, figure.report), []).append(each)
    found: dict[str, Draws] = {}
    for (name, _), rows in by_report.items():
        found[name] = found.get(name, np.zeros(len(_SPREADS))) + np.mean(rows, axis=0)
    return found


def spread_chances(known: Mapping[str, Draws], name: str) -> Draws:
    """How likely each spread of the grid is for a quantity, given what is known of all; float64 [spreads], sum 1."""
    law = np.exp(-0.5 * (_SPREADS / _SCALES[:, None]) ** 2) / _SCALES[:, None] * _WIDTHS
    law /= law.sum(1, keepdims=True)
    seen = {key: np.exp(each - each.max()) for key, each in known.items()}
    log_scale = -0.5 * (_SCALES / PRIOR_SCALE) ** 2 + np.log(np.gradient(_SCALES))
    for each in seen.values():
        log_scale = log_scale + np.log(np.maximum(law @ each, 1e-300))
    scale = np.exp(log_scale - log_scale.max())
    own = seen.get(name, np.ones(len(_SPREADS)))
    given = law * own
    found = (scale / scale.sum()) @ (given / np.maximum(given.sum(1, keepdims=True), 1e-300))
    return found / found.sum()


def foretold(figure: Figure, chances: Draws, seed: int) -> Draws:
    """Draws of a figure with a deviation of its own, float64 [5 times as many]."""
    rng = np.random.Generator(np.random.Philox(draw_seed(seed, f"{figure.table}:{figure.published.name}:between", 0)))
    number = len(figure.draws) * _EACH
    spread = _SPREADS[np.searchsorted(np.cumsum(chances), rng.random(number)).clip(max=len(_SPREADS) - 1)]
    away = spread * rng.standard_normal(number)
    if figure.counted:
        draws = np.tile(figure.draws, _EACH)
        rates, factor = _rates(draws, rng), np.exp(np.clip(away, -50, 16))
        fewer = rng.binomial(draws.astype(np.int64), np.minimum(1.0, factor))
        return (fewer + rng.poisson(np.maximum(0.0, factor - 1) * rates)).astype(np.float64)
    moved = np.tile(_transformed(figure)[0], _EACH) + away
    if figure.published.unit in _SHARES:
        return np.asarray(1 / (1 + np.exp(-moved)), np.float64)
    found = np.exp(np.minimum(moved, 700.0))
    return np.asarray(np.round(found) if figure.whole else found, np.float64)


def left_out(some: Sequence[Figure], seed: int, *, forward: bool = False) -> dict[tuple[str, str], Judged]:
    """Each figure by (table, name), foretold with its report left out, or with `forward` from earlier years alone.

    Those are left away of which it cannot be said, since their report gave a number to the preset that foretells them;
    and they say nothing of others, as they are nearer to what was published than a figure that nobody set.
    """
    foretellable = [figure for figure in some if not figure.set_by_report]
    each = [(figure, likelihood(figure)) for figure in foretellable]
    found = {}
    for report in dict.fromkeys(figure.report for figure in foretellable):
        tested = [figure for figure in foretellable if figure.report == report]
        year = tested[0].year
        informed = [
            (figure, one) for figure, one in each if report not in figure.cites and (not forward or figure.year < year)
        ]
        known = by_quantity(informed)
        for figure in tested:
            chances = spread_chances(known, figure.quantity)
            found[figure.table, figure.published.name] = judge(figure.published, foretold(figure, chances, seed))
    return found
