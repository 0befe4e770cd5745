"""What compiled parameters hang on, so that what nothing changed is not worked out anew.

Of most months to the next, little changes (`progress`), and few mechanisms look at it. To work out all of
them for each of twelve months took a sixth of the time of a year of 20,000 people. The hundreds of scenarios of one
page differ in some numbers, which few mechanisms read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from glasshouse.engine.records import copied
from glasshouse.mechanism import Mechanism
from glasshouse.scenario.day_in_force import Settings

#: What was read of settings: a field and a key in it; no key for the whole field.
Read = tuple[str, str | None]
_FIELDS = frozenset(each.name for each in fields(Settings))
#: After a change of one of these, all is worked out anew: which mechanisms there are and run, and where.
_ALL = frozenset((name, None) for name in ("place", "mechanisms", "running"))
_ABSENT = object()


class NotedSettings(Settings):
    """Settings that note what is read of them: fields, and keys of those that are mappings.

    >>> from glasshouse.scenario import load
    >>> noted = noting(load("as-described").settings(0))
    >>> noted.on("cameras"), noted.scored("internet"), sorted(noted.read)
    (True, True, [('switches', 'cameras.enabled'), ('switches', 'internet.scored')])
    """

    read: set[Read]

    def __getattribute__(self, name: str) -> Any:
        """A field or a method, whose own reading counts as well; a changed copy (``replace``) notes keys alone."""
        own = object.__getattribute__(self, "__dict__")
        if "read" not in own or (name not in _FIELDS and name != "__dict__"):
            return object.__getattribute__(self, name)
        if name == "__dict__":  # whoever looks into all of them may have read any
            own["read"].update((each, None) for each in _FIELDS)
            return own
        value = own[name]
        if isinstance(value, Mapping):
            return _NotedMapping(value, name, own["read"])
        own["read"].add((name, None))
        return value


class _NotedMapping(Mapping[str, Any]):
    """A field of settings that notes which of its keys are read; whoever goes through them has read it whole."""

    __slots__ = ("_field", "_of", "_read")

    def __init__(self, of: Mapping[str, Any], name: str, read: set[Read]) -> None:
        self._of, self._field, self._read = of, name, read

    def __getitem__(self, key: str) -> Any:
        self._read.add((self._field, key))
        return self._of[key]

    def _whole(self) -> Mapping[str, Any]:
        self._read.add((self._field, None))
        return self._of

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def __or__(self, other: Mapping[str, Any]) -> dict[str, Any]:
        return {**self._whole(), **other}

    def __ror__(self, other: Mapping[str, Any]) -> dict[str, Any]:
        return {**other, **self._whole()}

    def copy(self) -> dict[str, Any]:
        return dict(self._whole())


def noting(settings: Settings) -> NotedSettings:
    """The same settings, with nothing read yet."""
    noted = object.__new__(NotedSettings)
    object.__getattribute__(noted, "__dict__").update(vars(settings), read=set())
    return noted


def _value(settings: Settings, read: Read) -> Any:
    """What was read, so that it can be looked up."""
    name, key = read
    value = getattr(settings, name)
    if key is not None:
        return value.get(key, _ABSENT)
    return frozenset(value.items()) if isinstance(value, Mapping) else value


@dataclass(frozen=True, kw_only=True, eq=False)
class _GivenNumbers:
    """What a mechanism gave: the reads on which it hangs, and its fields of the parameters and of the districts."""

    read: frozenset[Read]
    params: Mapping[str, Any]
    districts: Mapping[str, np.ndarray]


@dataclass(frozen=True, kw_only=True)
class _Known:
    """The parameters that were compiled last, before any fit. Those of mechanisms not in `found` are not known."""

    settings: Settings
    population: int
    found: dict[Mechanism, _GivenNumbers]
    params: np.ndarray
    districts: np.ndarray


@dataclass(kw_only=True)
class ParamsMemory:
    """The parameters that were compiled last; with `all_found`, also what each mechanism ever gave.

    One belongs to one part of a run, or to all scenarios of a page.
    """

    all_found: bool = False
    _last: _Known | None = None
    #: By mechanism and by what it read: what it gave, by the values of that.
    _ever: dict[Mechanism, dict[frozenset[Read], dict[tuple[Any, ...], _GivenNumbers]]] = field(
        default_factory=dict[Any, Any]
    )

    def before(self, settings: Settings, population: int) -> tuple[np.ndarray, np.ndarray, frozenset[Mechanism]] | None:
        """Copies of the last parameters, and the mechanisms whose numbers in them hold on; None: compile all.

        Every number that a mechanism gives must hang on its settings alone (``Mechanism.compile_params``).
        """
        last, self._last = self._last, None
        changed = _ALL if last is None or last.population != population else _changed(last.settings, settings)
        # The numbers of a plug-in that is switched off are 0, and it is not asked for them.
        if last is None or not changed.isdisjoint(_ALL) or (settings.running.added and ("switches", None) in changed):
            self._ever.clear()
            return None
        params, districts = copied(last.params, 1), copied(last.districts, len(last.districts))
        found: dict[Mechanism, _GivenNumbers] = {}
        for each, given in last.found.items():
            if given.read.isdisjoint(changed):
                found[each] = given
            elif (again := self._once(each, settings)) is not None:
                for name, value in again.params.items():
                    params[name][0] = value
                for name, value in again.districts.items():
                    districts[name] = value
                found[each] = again
        self._last = _Known(settings=settings, population=population, found=found, params=params, districts=districts)
        return params, districts, frozenset(found)

    def keep(
        self,
        settings: Settings,
        population: int,
        read: Mapping[Mechanism, frozenset[Read]],
        params: np.ndarray,
        districts: np.ndarray,
    ) -> None:
        """Know these parameters; of mechanisms that are not in `read`, what they gave before holds on."""
        found = dict(self._last.found) if self._last is not None else {}
        for each, its in read.items():
            found[each] = given = _given(each, its, params, districts)
            if self.all_found:
                values = tuple(_value(settings, one) for one in given.read)
                self._ever.setdefault(each, {}).setdefault(given.read, {})[values] = given
        self._last = _Known(
            settings=settings,
            population=population,
            found=found,
            params=copied(params, 1),
            districts=copied(districts, len(districts)),
        )

    def _once(self, mechanism: Mechanism, settings: Settings) -> _GivenNumbers | None:
        """What a mechanism gave at any time for the same."""
        for read, by_values in self._ever.get(mechanism, {}).items():
            if found := by_values.get(tuple(_value(settings, one) for one in read)):
                return found
        return None


def _given(mechanism: Mechanism, read: frozenset[Read], params: np.ndarray, districts: np.ndarray) -> _GivenNumbers:
    names = (*mechanism.params, *([f"{mechanism.section}_scored"] if mechanism.scored else []))
    return _GivenNumbers(
        read=read - _ALL,
        params={name: params[name][0].copy() for name in names},
        districts={name: districts[name].copy() for name in mechanism.districts},
    )


def _changed(a: Settings, b: Settings) -> Set[Read]:
    """What differs: keys, and fields in which anything does."""
    found = set[Read]()
    for name in _FIELDS:
        before, after = getattr(a, name), getattr(b, name)
        if before is after or (name != "place" and before == after):
            continue
        found.add((name, None))
        if isinstance(before, Mapping):
            keys = before.keys() | after.keys()
            found.update((name, key) for key in keys if before.get(key, _ABSENT) != after.get(key, _ABSENT))
    return found
