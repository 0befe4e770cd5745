"""What was read in a place's file, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from glasshouse.scenario.places import COLUMNS, Place
from glasshouse.wording.lists_and_nouns import counted, enumerated, people
from glasshouse.wording.numbers import percent, whole

_WORDS = {
    "women": "women", "minority": "of a minority", "children": "under 15", "older": "60 and over",
    "urban": "in towns", "internet": "online (of 15 and over, as a share of all)",
}  # fmt: skip
#: So many districts are named one by one.
_FEW = 40


def described(place: Place) -> Iterator[str]:
    """Lines that say what a place is: people, districts, groups, shares, and what each figure rests on.

    >>> from glasshouse.scenario.place_loading import load_place
    >>> next(described(load_place("london")))
    'London: 8,799,806 people in 33 districts'
    """
    population = place.columns["population"]
    yield f"{place.title}: {people(population.sum())} in {counted(len(place.districts), 'district')}"
    if 1 < len(place.districts) <= _FEW:
        some = (f"{name} {whole(count)}" for name, count in zip(place.districts, population.tolist(), strict=True))
        yield f"districts: {enumerated([*some])}"
    means = dict(zip(place.group_names, place.mean_group_shares.tolist(), strict=True))
    yield f"groups: {enumerated([f'{name} {percent(share)}' for name, share in means.items()])}"
    marked = [group.name for group in place.groups if group.minority]
    yield f"errors fall as on a minority on: {enumerated(marked) if marked else 'no group; minority: true marks one'}"
    shares = [
        f"{percent(float(np.average(place.columns[key], weights=population)))} {words}"
        for key, words in _WORDS.items()
        if key in place.columns
    ]
    yield f"people: {enumerated(shares)}"
    if place.crossed.age is not None:
        yield f"ages by group: {'; '.join(_ages(place))}"
    for what, shares in (("in towns", place.crossed.urban), ("online", place.crossed.internet)):
        if shares is not None:
            yield f"{what}, by group: {enumerated([*_of_each(place, shares)])}"
    yield from _rests(place)


def _ages(place: Place) -> Iterator[str]:
    """Each group's shares of young and old, in the whole place."""
    people = place.columns["population"][:, None] * place.group_shares
    for group, name in enumerate(place.group_names):
        if (own := people[:, group]).sum() > 0:
            young, old = np.average(place.group_ages[:, group], axis=0, weights=own).tolist()
            yield f"{name} {percent(young)} under 15 and {percent(old)} 60 and over"


def _of_each(place: Place, shares: NDArray[np.float64]) -> Iterator[str]:
    """Each group's share in the whole place, from those in its districts [districts, groups]."""
    people = place.columns["population"][:, None] * place.group_shares
    for group, name in enumerate(place.group_names):
        if (own := people[:, group]).sum() > 0:
            yield f"{name} {percent(float(np.average(shares[:, group], weights=own)))}"


def _rests(place: Place) -> Iterator[str]:
    """What the figures rest on: those with the same evidence together."""
    together: dict[str, list[str]] = {}
    for name, evidence in place.evidence.items():
        said = f"assumed: {evidence.assumed}" if evidence.assumed else f"source: {evidence.source}"
        together.setdefault(said, []).append(name)
    order = [*COLUMNS]
    for said, names in together.items():
        names.sort(key=lambda name: order.index(name) if name in order else len(order))
        yield f"{enumerated(names)}: {said}"
