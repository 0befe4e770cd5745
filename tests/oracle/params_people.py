"""Districts, their people, and what people want to do (docs/model.md, section 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, factorial, fsum
from typing import Any

from .in_force import InForce
from .measures import GATES

OUTINGS = ("visa", "school", "flight", "credit", "hotel", "rail", "restaurant", "shop")
FULL = 2**32
LEVELS = range(256)


def threshold(p: float) -> int:
    """The number below which a word means yes with probability p.

    >>> threshold(0.5), threshold(-1), threshold(2)
    (2147483648, 0, 4294967296)
    """
    return min(max(round(p * FULL), 0), FULL)


def thresholds(probabilities: Sequence[float]) -> list[int]:
    """The threshold of each."""
    return [threshold(p) for p in probabilities]


@dataclass(frozen=True, kw_only=True)
class District:
    """One district of the real place: persons, and shares of them."""

    population: float
    children: float
    older: float
    urban: float
    internet: float
    flag_factor: float
    women: float = 0.0
    minority: float = 0.0
    #: The share of each group, where the place names its own.
    shares: tuple[float, ...] = ()
    #: Of each group, the shares of children and of older people, where the place counts ages by group.
    ages: tuple[tuple[float, float], ...] = ()
    #: Of each group, the share in towns, and of internet users, where the place counts them by group.
    towns: tuple[float, ...] = ()
    online: tuple[float, ...] = ()
    #: Of each group, the share of women, and whether it is a minority.
    who: tuple[tuple[float, bool], ...] = ((0.0, False), (1.0, False), (0.0, True), (1.0, True))

    @property
    def groups(self) -> list[float]:
        """Shares of majority men, majority women, minority men, minority women, or of a place's own groups."""
        if self.shares:
            return list(self.shares)
        majority, men = 1 - self.minority, 1 - self.women
        return [majority * men, majority * self.women, self.minority * men, self.minority * self.women]

    @property
    def group_limits(self) -> list[list[float]]:
        """Of each group, the share below 15 and the share below 60."""
        ages = self.ages or [(self.children, self.older)] * len(self.groups)
        return [[young, young + (1 - young - old)] for young, old in ages]

    @property
    def group_urban(self) -> list[float]:
        """Of each group, the share in towns."""
        return list(self.towns) or [self.urban for _ in self.groups]

    @property
    def group_internet(self) -> list[float]:
        """Of each group, the share of internet users among its people of 15 and over."""
        if not self.online:
            return [min(1, self.internet / self.grown_up) for _ in self.groups]
        ages = self.ages or [(self.children, self.older)] * len(self.groups)
        return [
            min(1, users / (1 - young)) if young < 1 else users
            for users, (young, _) in zip(self.online, ages, strict=True)
        ]

    @property
    def adults(self) -> float:
        """The share of people of 15 to 59."""
        return 1 - self.children - self.older

    @property
    def grown_up(self) -> float:
        """The share of people of 15 and over."""
        return self.adults + self.older


def districts_of(place: Any) -> list[District]:
    """The place's districts, in its order."""
    crossed = place.crossed
    return [
        District(
            **{name: float(column[number]) for name, column in place.columns.items()},
            shares=() if place.shares is None else tuple(map(float, place.shares[number])),
            ages=() if crossed.age is None else tuple((float(a), float(b)) for a, b in crossed.age[number]),
            towns=() if crossed.urban is None else tuple(map(float, crossed.urban[number])),
            online=() if crossed.internet is None else tuple(map(float, crossed.internet[number])),
            who=tuple((group.women, group.minority) for group in place.groups),
        )
        for number in range(len(place.districts))
    ]


def group_ratios(districts: Sequence[District], women: float, minority: float) -> list[float]:
    """How many times as often something befalls each group, where it falls more often on women and on a minority.

    >>> half = dict(population=1.0, children=0.2, older=0.2, urban=1.0, internet=0.5, flag_factor=1.0)
    >>> group_ratios([District(**half)], 2.0, 5.0)
    [1.0, 2.0, 5.0, 10.0]
    """
    return [((1 - share) + share * women) * (minority if one else 1) for share, one in districts[0].who]


def place_mean(by_group: Sequence[float], districts: Sequence[District]) -> float:
    """The mean over the people of the place of something that each group has.

    >>> half = dict(women=0.5, minority=0.0, children=0.2, older=0.2, urban=1.0, internet=0.5, flag_factor=1.0)
    >>> place_mean([1, 3, 9, 9], [District(population=10.0, **half)])
    2.0
    """
    people = fsum(d.population for d in districts)
    shares = [fsum(d.groups[group] * d.population for d in districts) / people for group in range(len(by_group))]
    return fsum(value * share for value, share in zip(by_group, shares, strict=True))


def potential_reporters(now: InForce, districts: Sequence[District]) -> float:
    """Potential reporters a grown-up person."""
    grown_up = fsum(d.population * (1 - d.children) for d in districts)
    return min(1.0, now["informants.potential"] / grown_up)


def densities(now: InForce, districts: Sequence[District]) -> list[float]:
    """Hundreds of cameras for 1,000 people, in each district."""
    return standing(now, districts) if now.on("cameras") else [0.0 for _ in districts]


def standing(now: InForce, districts: Sequence[District]) -> list[float]:
    """The same, whether or not they are on."""
    total, forecast = now["cameras.total"], now["cameras.forecast"]
    if total > 0 and forecast > 0:
        total *= (forecast / total) ** now.progress
    people = fsum(d.population for d in districts)
    weights = [d.urban * now["cameras.urban_ratio"] + (1 - d.urban) for d in districts]
    mean = fsum(weight * d.population for weight, d in zip(weights, districts, strict=True)) / people
    return [total / people * 1000 / 100 * weight / mean for weight in weights]


def starts(population: int, districts: Sequence[District]) -> list[int]:
    """The first person of each district, and the number of all.

    >>> half = dict(women=0.5, minority=0.0, children=0.2, older=0.2, urban=1.0, internet=0.5, flag_factor=1.0)
    >>> starts(4, [District(population=one, **half) for one in (1.0, 1.0, 1.0)])
    [0, 2, 3, 4]
    """
    people = fsum(d.population for d in districts)
    due = [population * d.population / people for d in districts]
    sizes = [int(one) for one in due]
    neediest = sorted(range(len(due)), key=lambda k: (sizes[k] - due[k], k))
    for k in neediest[: population - sum(sizes)]:
        sizes[k] += 1
    return [0, *accumulate(sizes)]


def place_params(now: InForce, districts: Sequence[District], population: int) -> dict[str, Any]:
    """Who lives where, how often people are sighted, and the trust to which they return."""
    reporters = potential_reporters(now, districts)
    informants = now.was_on("informants") * now.memory
    trust = now["response.trust_rest"] - now["response.trust_informants"] * 100 * reporters * informants
    return {
        "start": starts(population, districts),
        "group": [thresholds(list(accumulate(d.groups[:-1]))) for d in districts],
        "age": [thresholds([d.children, d.children + d.adults]) for d in districts],
        "group_age": [[thresholds(limits) for limits in d.group_limits] for d in districts],
        "member": [threshold(reporters) for _ in districts],
        "internet": [threshold(min(1, d.internet / d.grown_up)) for d in districts],
        "urban": [threshold(d.urban) for d in districts],
        "group_internet": [thresholds(d.group_internet) for d in districts],
        "group_urban": [thresholds(d.group_urban) for d in districts],
        "sight_rate": [
            min(round(now["cameras.sightings"] * one * 65536), 2**32 - 1) for one in densities(now, districts)
        ],
        "trust_rest": [now.on("response") * min(max(round(trust), 0), 255) for _ in districts],
    }


def want_params(now: InForce) -> dict[str, Any]:
    """Acts, outings, and how fear and distrust hold people back."""
    ages = (0.0, 1.0, now["people.older_activity"])
    habits = _mean_one([now["people.concentration"] ** (habit / 3) for habit in range(4)])

    def acts(*names: str) -> list[list[list[int]]]:
        rates = [now[f"people.{name}"] for name in names]
        return [[thresholds(list(accumulate(a * h * rate for rate in rates))) for h in habits] for a in ages]

    return {
        "trips": [threshold(more_than(k, now["people.trips"])) for k in range(5)],
        "conduct": acts("offences", "assemblies", "volunteering"),
        "online": acts("unlawful_posts", "critical_posts", "critical_messages"),
        "ordinary": [FULL - threshold(now["people.ordinary_posts"] * a) for a in ages],
        "money": [_money(now, spiral) for spiral in (1.0, now["people.debt_spiral"])],
        "outing": thresholds(list(accumulate(now[f"people.outings_{gate}"] for gate in OUTINGS))),
        "outing_listed": thresholds(
            list(accumulate(now[f"people.outings_{gate}"] * _tries(now, gate) for gate in OUTINGS))
        ),
        "outing_gate": [GATES.index(gate) for gate in OUTINGS],
        **_holding_back(now),
    }


def _tries(now: InForce, gate: str) -> float:
    """How often people on the defaulters' list try, over others."""
    return now[f"people.listed_{gate}"] if gate in ("flight", "rail") else 1.0


def _mean_one(values: list[float]) -> list[float]:
    mean = fsum(values) / len(values)
    return [value / mean for value in values]


def more_than(k: int, mean: float) -> float:
    """The chance that a Poisson number is above k.

    >>> round(more_than(0, 1.0), 6)  # 1 - 1/e
    0.632121
    """
    at_most = 0.0
    for i in range(k + 1):
        at_most += exp(-mean) * mean**i / factorial(i)
    return max(0.0, 1 - at_most)


def income_fifths(now: InForce) -> list[float]:
    """Money troubles of each fifth of income, over the mean."""
    return _mean_one([now["people.income_ratio"] ** ((2 - fifth) / 4) for fifth in range(5)])


def _money(now: InForce, spiral: float) -> list[list[int]]:
    """By fifth of income: default, late payment, disfavoured purchase."""
    return [
        thresholds(
            list(
                accumulate(
                    (
                        now["people.defaults"] * fifth * spiral,
                        now["people.late_payments"] * fifth * spiral,
                        now["people.purchases"],
                    )
                )
            )
        )
        for fifth in income_fifths(now)
    ]


def _holding_back(now: InForce) -> dict[str, Any]:
    moved = now.on("response")
    names = ("deter_offence", "chill_assembly", "deter_unlawful_post", "chill_post", "chill_message")
    withdraw = now["response.withdraw"]
    return {
        "chill": [thresholds([moved * now[f"response.{name}"] * (fear / 255) for fear in LEVELS]) for name in names],
        "withdraw": thresholds([moved * withdraw * (1 - trust / 255) for trust in LEVELS]),
    }
