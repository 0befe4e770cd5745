"""The same people in two scenarios: who is spared, who is newly harmed, and by how much the figures differ.

Both scenarios are one replicate: the same seed, the same drawn assumptions, so that person 17 is the same person in
both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasshouse.measures import HarmTable, downstream, harm_table, knock_on, person_amounts
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.population.people import group_of
from glasshouse.scenario.scenario_words import GROUPS

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate

#: Not a harm: people any of whose columns of state or ledger differs at the end.
ANY = "any"
#: Not a harm either: people of the group, over which rates are worked out.
PEOPLE = "people"
#: Columns of people: spared, newly harmed, and in whom the amount differs.
OF_PEOPLE = {"people_spared": "spared", "people_newly_harmed": "newly_harmed", "people_changed": "changed"}
#: Measures whose base is the same in both scenarios are compared as they were counted, all others as rates.
_SAME_BASE = ("people", "people times years")


@dataclass(frozen=True, kw_only=True)
class ArmOutcome:
    """One replicate of one scenario, as far as it is compared.

    ``columns`` are state and ledger, an array a column; ``amounts`` what each person bore, by harm; ``figures`` the
    measures, float64 [groups + 1] each (NaN: not defined), the last for everybody; ``groups`` by name.
    """

    columns: Mapping[str, np.ndarray]
    amounts: Mapping[str, np.ndarray]
    figures: Mapping[str, np.ndarray]
    groups: tuple[str, ...] = GROUPS

    @property
    def group(self) -> np.ndarray:
        """The group of each person, by its place in ``groups``."""
        return group_of(self.columns["traits"])


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One measure in two scenarios: float64 [groups + 1] each, and people, int64 [groups + 1], or None."""

    measure: str
    baseline: np.ndarray
    arm: np.ndarray
    spared: np.ndarray | None = None
    newly_harmed: np.ndarray | None = None
    changed: np.ndarray | None = None


def arm_outcome(replicate: Replicate, *, days: int, mechanisms: MechanismSet = SHIPPED) -> ArmOutcome:
    """What is compared of a replicate of ``days`` days; ``mechanisms`` are those of all scenarios."""
    table = harm_table(replicate, days=days, mechanisms=mechanisms)
    figures = {name: _figure(table, name) for name in table.value}
    return ArmOutcome(
        columns={**replicate.state, **{f"ledger {name}": column for name, column in (replicate.ledger or {}).items()}},
        amounts=person_amounts(replicate),
        figures={PEOPLE: table.base["sanctioned"][-1], **figures},
        groups=replicate.groups,
    )


def _figure(table: HarmTable, name: str) -> np.ndarray:
    return table.value[name][-1] if table.defined[name].base in _SAME_BASE else table.rate(name)[-1]


def differences(baseline: ArmOutcome, arm: ArmOutcome) -> list[Difference]:
    """Every measure in two scenarios of the same people, then people who differ in anything at all.

    An arm may make fewer of them potential reporters; their groups are the same. Raises ``ValueError`` when the people
    are not.
    """
    group, groups = baseline.group, len(baseline.groups)
    if not np.array_equal(group, arm.group):
        raise ValueError("the two scenarios are not of the same people")
    found = [
        Difference(measure=name, baseline=figure, arm=arm.figures[name], **_people(baseline, arm, name, group))
        for name, figure in baseline.figures.items()
    ]
    unknown = np.full(groups + 1, np.nan)
    changed = _by_group(_differ(baseline, arm), group, groups)
    return [*found, Difference(measure=ANY, baseline=unknown, arm=unknown, changed=changed)]


def borne(replicate: Replicate, *, kept: bool = False) -> ArmOutcome:
    """What single people bore in a replicate, without its measures; ``kept`` after its memory is used again."""
    columns = {**replicate.state, **{f"ledger {name}": column for name, column in (replicate.ledger or {}).items()}}
    return ArmOutcome(
        columns={name: column.copy() for name, column in columns.items()} if kept else columns,
        amounts=person_amounts(replicate),
        figures={},
        groups=replicate.groups,
    )


def people_between(baseline: ArmOutcome, arm: ArmOutcome) -> Iterator[tuple[str, str, np.ndarray]]:
    """Who is spared, newly harmed, or differs at all between two scenarios of the same people.

    Measure, column of the table (``OF_PEOPLE``), and people, int64 [groups + 1].
    """
    group, groups = baseline.group, len(baseline.groups)
    for name in (each for each in baseline.amounts if each in arm.amounts):
        found = _people(baseline, arm, name, group)
        yield from ((name, column, found[what]) for column, what in OF_PEOPLE.items())
    yield ANY, "people_changed", _by_group(_differ(baseline, arm), group, groups)


def against_reference(name: str, baseline: Replicate, reference: Replicate, *, days: int) -> dict[str, np.ndarray]:
    """What only another scenario can show of a scenario: *downstream* from ``unwatched``, *knock-on* from
    ``error-free``.

    Float64 [groups + 1] by measure; {} for any other scenario, without a ledger where one is needed, and where others
    are potential reporters than in the reference.
    """
    work = {"unwatched": downstream, "error-free": knock_on}.get(name)
    if work is None or (work is knock_on and baseline.ledger is None):
        return {}
    if not np.array_equal(baseline.state["traits"], reference.state["traits"]):
        return {}
    table = work(baseline, reference, days=days)
    return {name: _figure(table, name) for name in table.value}


def _people(baseline: ArmOutcome, arm: ArmOutcome, name: str, group: np.ndarray) -> dict[str, np.ndarray]:
    if name not in baseline.amounts:
        return {}
    before, after = baseline.amounts[name], arm.amounts[name]
    groups = len(baseline.groups)
    return {
        "spared": _by_group((before > 0) & (after == 0), group, groups),
        "newly_harmed": _by_group((before == 0) & (after > 0), group, groups),
        "changed": _by_group(before != after, group, groups),
    }


def _differ(baseline: ArmOutcome, arm: ArmOutcome) -> np.ndarray:
    """Bool [population]: whoever differs in any column."""
    found = np.zeros(len(baseline.columns["traits"]), bool)
    for name in {**baseline.columns, **arm.columns}:  # a plug-in may keep something of people in one of the two alone
        found |= baseline.columns.get(name, 0) != arm.columns.get(name, 0)
    return found


def _by_group(people: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """How many of the people marked are in each group, and in all.

    >>> _by_group(np.array([True, True, False, True]), np.array([0, 3, 1, 3]), 4).tolist()
    [1, 0, 0, 2, 3]
    """
    counts = np.bincount(group[people], minlength=groups)
    return np.append(counts, counts.sum())
