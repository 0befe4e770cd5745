"""Group metrics: how often each group is sanctioned, and how often rightly, by what people truly did.

Definitions are those of Fairlearn's ``MetricFrame``, with *sanctioned* as the prediction and *did something unlawful*
as the truth. They are reported, and none is an objective: fewer misses is more detection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasshouse.population.people import AGE_SHIFT, CHILD, EVER_SANCTIONED, group_of
from glasshouse.scenario.scenario_words import GROUPS

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate

#: The metrics, with what each is a share of.
METRICS = {
    "selection_rate": "sanctioned people, of all people",
    "false_positive_rate": "sanctioned people, of those who did nothing unlawful",
    "false_negative_rate": "people not sanctioned, of those who did something unlawful (misses)",
}


@dataclass(frozen=True, kw_only=True)
class GroupRates:
    """Metrics by group: float64 [groups] each, NaN where a group has nobody to speak of; ``overall`` by name."""

    groups: tuple[str, ...]
    people: np.ndarray
    selection_rate: np.ndarray
    false_positive_rate: np.ndarray
    false_negative_rate: np.ndarray
    overall: dict[str, float]

    def difference(self, metric: str) -> float:
        """The highest group's rate less the lowest's; NaN where no group has one."""
        rates = self._known(metric)
        return float(rates.max() - rates.min()) if len(rates) else np.nan

    def ratio(self, metric: str) -> float:
        """The lowest group's rate over the highest's, 0 to 1; NaN where all are 0 or none is known."""
        rates = self._known(metric)
        return float(rates.min() / rates.max()) if len(rates) and rates.max() > 0 else np.nan

    def _known(self, metric: str) -> np.ndarray:
        rates = getattr(self, metric)
        return rates[~np.isnan(rates)]


def group_rates(
    group: np.ndarray, sanctioned: np.ndarray, unlawful: np.ndarray, groups: tuple[str, ...] = GROUPS
) -> GroupRates:
    """The metrics of people: each one's group (a place in ``groups``), and whether sanctioned, and truly unlawful.

    >>> rates = group_rates(np.array([0, 0, 1, 1]), np.array([1, 0, 1, 1]), np.array([1, 0, 0, 1]), ("a", "b"))
    >>> rates.selection_rate.tolist(), rates.false_positive_rate.tolist(), rates.difference("selection_rate")
    ([0.5, 1.0], [0.0, 1.0], 0.5)
    """
    sanctioned, unlawful = np.asarray(sanctioned) != 0, np.asarray(unlawful) != 0
    table = np.bincount(group * 4 + unlawful * 2 + sanctioned, minlength=4 * len(groups)).reshape(-1, 2, 2)
    by_group = _rates(table)
    overall = {name: float(rate[0]) for name, rate in _rates(table.sum(axis=0, keepdims=True)).items()}
    return GroupRates(groups=groups, people=table.sum(axis=(1, 2)), overall=overall, **by_group)


def replicate_rates(replicate: Replicate) -> GroupRates:
    """The metrics of a replicate's people of 15 and over. Raises ``ValueError`` without a ledger."""
    if replicate.ledger is None:
        raise ValueError("this replicate kept no ledger of single persons")
    traits = replicate.state["traits"]
    grown = (traits >> AGE_SHIFT) & 3 != CHILD
    return group_rates(
        group_of(traits[grown]).astype(np.int64),
        replicate.state["flags"][grown] & np.uint16(EVER_SANCTIONED),
        replicate.ledger["unlawful"][grown],
        replicate.groups,
    )


def _rates(table: np.ndarray) -> dict[str, np.ndarray]:
    """The metrics of counts [groups, unlawful, sanctioned]."""
    innocent, guilty = table[:, 0], table[:, 1]
    return {
        "selection_rate": _share(table[:, :, 1].sum(axis=1), table.sum(axis=(1, 2))),
        "false_positive_rate": _share(innocent[:, 1], innocent.sum(axis=1)),
        "false_negative_rate": _share(guilty[:, 0], guilty.sum(axis=1)),
    }


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
