"""A set of mechanisms: what a scenario is simulated with, and all that follows from what they declare.

SHIPPED holds those of glasshouse. A scenario that names plug-ins has a larger set; the shipped ones come first, the
others after them by module, so that the same mechanisms are the same set in whatever order they were named. What is
declared for each tier is declared for the tiers that the scenario names.

>>> SHIPPED.sections[:2], len(SHIPPED.added)
(('people', 'cameras'), 0)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib import import_module
from types import MappingProxyType
from typing import Any, TypeVar

from glasshouse.entry_kind import entry_kinds
from glasshouse.mechanism import UNPLACED, Count, Mechanism, Parameter
from glasshouse.mechanism_faults import faults
from glasshouse.mechanisms import MECHANISMS
from glasshouse.person_list import person_lists
from glasshouse.tiers import TIERS, cut_keys

_T = TypeVar("_T")


class MechanismError(ValueError):
    """A mechanism that cannot be used, or not beside the others; the text says why in one sentence.

    >>> from dataclasses import replace
    >>> SHIPPED.with_([replace(SHIPPED[0])])
    Traceback (most recent call last):
    ...
    glasshouse.mechanism_set.MechanismError: glasshouse.mechanisms.activity: the section 'people' is taken; \
choose another name for it
    """


class MechanismSet(tuple[Mechanism, ...]):
    """Mechanisms in the order in which their rules run within a phase, with all that they declare.

    Raises MechanismError where two of them claim the same name, or one lacks what a plug-in must have.
    """

    #: The scenario's tiers, best first.
    tiers: tuple[str, ...]

    def __new__(cls, mechanisms: Iterable[Mechanism] = (), tiers: tuple[str, ...] = TIERS) -> MechanismSet:
        """The shipped ones of these in their order, and the others by module."""
        given = dict.fromkeys(mechanisms)
        added = sorted((each for each in given if each not in _PLACES), key=lambda each: each.module)
        self = super().__new__(cls, (*sorted((each for each in given if each in _PLACES), key=_place), *added))
        self.tiers = tiers
        for each in added:
            self._check(each)
        if tiers != TIERS:
            self._check_tiers()
        return self

    def __eq__(self, other: object) -> bool:
        """The same mechanisms, with the same tiers."""
        same = isinstance(other, tuple) and tuple.__eq__(self, other)
        return same and self.tiers == getattr(other, "tiers", TIERS)

    def __ne__(self, other: object) -> bool:
        """Other mechanisms, or other tiers."""
        return not self == other

    def __hash__(self) -> int:
        """As `==` compares."""
        return super().__hash__()

    def __reduce__(self) -> Any:
        """By the modules of those that were added, to other processes."""
        return _of_modules, (tuple(each.module for each in self.added), len(self) - len(self.added), self.tiers)

    def with_(self, more: Iterable[Mechanism]) -> MechanismSet:
        """These and more; itself where there is nothing more."""
        news = [each for each in more if each not in self]
        return MechanismSet((*self, *news), self.tiers) if news else self

    def with_tiers(self, tiers: tuple[str, ...]) -> MechanismSet:
        """These with other tiers; itself where they are the same. Raises MechanismError where a name is taken."""
        return self if tiers == self.tiers else MechanismSet(self, tiers)

    def declared(self, kind: type[_T]) -> Iterator[_T]:
        """Everything of a kind that they declare, mechanism by mechanism."""
        # Asked for thousands of times while a scenario is read, and each look goes through all names of all modules.
        if kind not in self._declared:
            self._declared[kind] = tuple(one for each in self for one in each.declared(kind, self.tiers))
        return iter(self._declared[kind])

    @cached_property
    def _declared(self) -> dict[type[Any], tuple[Any, ...]]:
        return {}

    def counts_of(self, mechanism: Mechanism) -> tuple[Count, ...]:
        """The counts of one of them, in the order of its file."""
        return tuple(mechanism.declared(Count, self.tiers))

    @cached_property
    def added(self) -> tuple[Mechanism, ...]:
        """Those that are not shipped."""
        return tuple(each for each in self if each not in _PLACES)

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The sections of a scenario file, in order."""
        return tuple(dict.fromkeys(each.section for each in self))

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """All parameters by key, section by section.

        Points of entries and terms of lists that others declare stand behind the first mechanism of the section.
        """
        homes = {each.module: each.section for each in self}
        guests = [row for row in self._brought if row.part != homes[row.module]]
        declared = [row for row in self.declared(Parameter) if row not in guests]
        found: dict[str, Parameter] = {}
        for part in self.sections:
            own = [row for row in declared if row.part == part]
            first = [row for row in own if row.module == own[0].module]
            found |= {row.key: row for row in (*first, *(row for row in guests if row.part == part), *own)}
        return MappingProxyType(found)

    @cached_property
    def _brought(self) -> tuple[Parameter, ...]:
        """Points of kinds of entry, and terms of lists: in sections that are not their mechanism's own."""
        return (*(kind.points for kind in entry_kinds(self)), *(each.term for each in person_lists(self)))

    @cached_property
    def switched(self) -> tuple[str, ...]:
        """Sections that ``SECTION.enabled`` can switch off."""
        return tuple(dict.fromkeys(each.section for each in self if each.switched))

    @cached_property
    def titles(self) -> Mapping[str, tuple[str, str]]:
        """The heading of each card, by section, and what the part does in one sentence."""
        return MappingProxyType({each.section: (each.title, each.what) for each in self if each.title is not None})

    @cached_property
    def outlive_ban(self) -> frozenset[str]:
        """Sections that a ban does not switch off."""
        return frozenset(each.section for each in self if each.outlives_ban)

    @cached_property
    def sensors(self) -> tuple[str, ...]:
        """Sections that see people, and whose observations may be kept out of the record (``SECTION.scored``)."""
        return tuple(each.section for each in self if each.scored)

    @cached_property
    def cuts(self) -> tuple[str, ...]:
        """Keys of the fewest points for each tier but the worst, from the highest down."""
        return cut_keys(self.tiers)

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """All counts, in the order of their columns."""
        return tuple(count for count in self._columns if count is not None)

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Names of the counts, in the order of their columns; what stands in no tier's column is called after it."""
        return tuple(f"column_{k}" if count is None else count.name for k, count in enumerate(self._columns))

    @cached_property
    def _columns(self) -> tuple[Count | None, ...]:
        """The count of each column, None where a tier of the shipped six has no heir.

        The shipped counts keep their columns, and those of plug-ins stand after them, whatever the tiers: compiled
        code hangs on them. The counts of a seventh and an eighth tier come last.
        """
        placed = sorted(int(count) for each in self for count in each.counts if count != UNPLACED)
        if placed != list(range(len(placed))) and len(self) >= len(MECHANISMS):
            raise MechanismError("two counts have one column, or a column has no count")
        there = {int(count): count for count in self.declared(Count) if count != UNPLACED}
        shipped = [each for each in self if each in _PLACES]
        late = [count for each in (*self.added, *shipped) for count in self.counts_of(each) if count == UNPLACED]
        return (*(there.get(column) for column in placed), *late)

    def column(self, count: Count) -> int:
        """The column of one of their counts."""
        return next(k for k, each in enumerate(self._columns) if each is count)

    @cached_property
    def stocks(self) -> tuple[str, ...]:
        """Counts that are levels on a day, written weekly and on the last day; all others add up over days."""
        return tuple(count.name for count in self.counts if count.stock)

    @cached_property
    def core(self) -> tuple[int, ...]:
        """Columns of the counts that a run's digest covers."""
        return tuple(k for k, count in enumerate(self._columns) if count is not None and count.core)

    def supply(self, name: str, settings: Any, without: float) -> float:
        """A quantity that one of them supplies to the others; `without` where none does."""
        for each in self:
            if name in each.supplies:
                return each.supplies[name](settings)
        return without

    def _check_tiers(self) -> None:
        """Raise MechanismError for a tier whose count has the name of another."""
        found: set[str] = set()
        for count in self.declared(Count):
            if count.name in found:
                raise MechanismError(f"no tier can be called '{count.name.removeprefix('tier_')}'; choose another name")
            found.add(count.name)

    def _check(self, mechanism: Mechanism) -> None:
        """Raise MechanismError for a mechanism of somebody's own that cannot work beside the others."""
        for fault in faults(mechanism, self, self._brought):
            raise MechanismError(f"{mechanism.module}: {fault}")


def _place(mechanism: Mechanism) -> int:
    return _PLACES[mechanism]


def of_module(module: str) -> Mechanism:
    """The mechanism that a module declares. Raises MechanismError, or ImportError."""
    found = [each for each in vars(import_module(module)).values() if isinstance(each, Mechanism)]
    for each in found:
        if each.module == module:
            return each
    raise MechanismError(f"{module}: it declares no mechanism")


def _of_modules(modules: tuple[str, ...], shipped: int, tiers: tuple[str, ...] = TIERS) -> MechanismSet:
    """The shipped mechanisms, or none of them, and those of some modules.

    ``SHIPPED`` itself where it is those alone: what has been worked out for it need not be worked out anew.
    """
    if shipped and not modules and tiers == TIERS:
        return SHIPPED
    return MechanismSet((*(MECHANISMS if shipped else ()), *map(of_module, modules)), tiers)


_PLACES: Mapping[Mechanism, int] = {each: k for k, each in enumerate(MECHANISMS)}
#: The mechanisms of glasshouse.
SHIPPED = MechanismSet(MECHANISMS)
