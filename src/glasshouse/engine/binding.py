"""Functions of a set of mechanisms' day: ready-made ones with the set's numbers in place, and new ones from source.

A rule reads declarations as globals (``counts[agent.group, READS]``). Those that have a place of their own are numbers
already; the places of a plug-in's follow from the set that it stands in, and so does what is called in place of a hook.
"""

from __future__ import annotations

import linecache
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from inspect import getclosurevars, signature
from types import CodeType, FunctionType, ModuleType
from typing import Any, cast

import numpy as np

from glasshouse.engine import select_active
from glasshouse.entry_kind import EntryKind, entry_kinds
from glasshouse.kernels import INNER, inner, kernel
from glasshouse.letter import Letter, letters_of
from glasshouse.mechanism import UNPLACED, Count
from glasshouse.mechanism_set import MechanismError, MechanismSet
from glasshouse.model import list_bits
from glasshouse.model.events import MOST_A_DAY
from glasshouse.model.narrow_bits import NarrowBits
from glasshouse.model.workspace import BLOCK as BLOCK_SIZE
from glasshouse.note import MORE, SECOND, Note, places
from glasshouse.person_list import NARROW, PersonList, has_many_lists, person_lists
from glasshouse.plugins import identities
from glasshouse.population.network import CIRCLE
from glasshouse.population.people import AGE_SHIFT, group_of

#: What a function from source finds under these names, whatever else it is given.
_GIVEN: dict[str, Any] = {
    "np": np,
    "AGE_SHIFT": AGE_SHIFT,
    "group_of": group_of,
    "mark_below": select_active.mark_below,
    "wide_list_in": list_bits.wide_list_in,
}


#: Where the two bits of three lists stand.
_NARROW_BITS = "OBSERVED_LIST"


def _narrow(function: FunctionType) -> str:
    """What a function reads that holds few lists, by whatever name, or as part of a module; empty for nothing."""
    for name, value in _read_by(function):
        several = cast("tuple[Any, ...]", value) if isinstance(value, tuple) else (value,)
        if name == _NARROW_BITS or any(isinstance(each, NarrowBits) for each in several):
            return name
    return ""


def _read_by(function: FunctionType) -> Iterator[tuple[str, Any]]:
    """The names that a function reads, each with its value: globals, those around it, defaults, parts of modules."""
    names = tuple(_names_in(function.__code__))
    defaults = {name: each.default for name, each in signature(function).parameters.items()}
    parts = [{name: function.__globals__.get(name) for name in names}, getclosurevars(function).nonlocals, defaults]
    seen: set[str] = set()
    for each in parts:  # it grows by the modules that are met
        for name, value in each.items():
            yield name, value
            if isinstance(value, ModuleType) and value.__name__ not in seen:
                seen.add(value.__name__)
                parts.append({part: vars(value)[part] for part in names if part in vars(value)})


def _names_in(code: CodeType) -> Iterator[str]:
    """The names of globals and of parts in a function's code, and in the functions that stand within it."""
    yield from code.co_names
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _names_in(each)


class Binding:
    """Binds functions to a set of mechanisms, and makes new ones.

    `copies`: what is called in place of a function, once that is known. `source`: what was written, by name.
    """

    def __init__(self, mechanisms: MechanismSet) -> None:
        """Give places to all that the mechanisms declare, and note what compiled code hangs on."""
        self.mechanisms = mechanisms
        self.source: dict[str, str] = {}
        # What compiled code hangs on besides the source: plug-ins stand in no fingerprint of glasshouse's own files.
        own = [(each.module, each.fingerprint) for each in identities(mechanisms)]
        self.notes, self.letters = places(mechanisms.declared(Note)), letters_of(mechanisms.declared(Letter))
        self.more = any(note.bit is None for note in self.notes)
        laid_out = (
            own,
            mechanisms.measures,
            [note.full_name for note in self.notes],
            [repr(letter) for letter in self.letters],
            [repr(kind) for kind in entry_kinds(mechanisms)],
            [repr(each) for each in person_lists(mechanisms)],
        )
        self.identity = repr(laid_out) if own else ""
        self.theirs = {each.module.partition(".")[0] for each in mechanisms.added} - {"glasshouse"}
        self.wide = has_many_lists(mechanisms)
        self.copies: dict[Any, Any] = dict(list_bits.WIDE) if self.wide else {}

    def bound(self, function: Any, *, called: bool = True, always: bool = False) -> Any:
        """The function, with the rules of the hooks in the places where it calls them, or as it is."""
        if function not in self.copies:
            self.copies[function] = function
            changes, theirs = self._places(function), self._theirs(function)
            if theirs and self.wide and (narrow := _narrow(function)):
                made = "" if narrow == _NARROW_BITS else f" (made of {_NARROW_BITS})"
                raise MechanismError(
                    f"{function.__module__}: {function.__name__} reads {narrow}{made}, which holds {NARROW} lists, "
                    f"and there are {len(person_lists(self.mechanisms))}; use observed_list(agent.flags)"
                )
            for name in function.__code__.co_names:
                used = function.__globals__.get(name)
                if isinstance(used, FunctionType) and (used in INNER or used in self.copies or self._theirs(used)):
                    bound = self.bound(used)
                    if bound is not used:
                        changes[name] = bound
            code = self._noting_apart(function)
            if changes or code is not function.__code__:
                copy = _copied(function, changes, code)
                self.copies[function] = inner(copy, always=always, checked=theirs) if called else copy
            elif called and function not in INNER:
                inner(function, always=always, checked=theirs)
        return self.copies[function]

    def _theirs(self, function: FunctionType) -> bool:
        """Whether a function is a plug-in's own, and so compiled where its rules call it."""
        return function.__module__.partition(".")[0] in self.theirs

    def _noting_apart(self, function: FunctionType) -> CodeType:
        """A function's code; a plug-in's has another field for its notes, since those that ship fill ``noted``."""
        code = function.__code__
        named = [each for name in code.co_names if isinstance(each := function.__globals__.get(name), Note)]
        placed = any(each.bit is not None for each in named)
        if "noted" not in code.co_names or not self._theirs(function) or not self.more:
            return code
        if placed and any(each.bit is None for each in named):
            raise MechanismError(
                f"{function.__module__}: {function.__name__} sets notes of its own and of glasshouse; use two functions"
            )
        if placed:
            return code
        return code.replace(co_names=tuple(MORE if name == "noted" else name for name in code.co_names))

    def _places(self, function: FunctionType) -> dict[str, Any]:
        """Numbers for the declarations without a place of their own that a function reads as globals."""
        found = {name: function.__globals__.get(name) for name in function.__code__.co_names}
        counts = {name: each for name, each in found.items() if isinstance(each, Count) and each == UNPLACED}
        notes = {name: each for name, each in found.items() if isinstance(each, Note) and each.bit is None}
        letters = {name: each for name, each in found.items() if isinstance(each, Letter) and each.place is None}
        kinds, lists = entry_kinds(self.mechanisms), person_lists(self.mechanisms)
        entries = {name: each for name, each in found.items() if isinstance(each, EntryKind) and each.place is None}
        listed = {name: each for name, each in found.items() if isinstance(each, PersonList) and each.place is None}
        return {
            **{name: _number(each, kinds) for name, each in entries.items()},
            **{name: 1 + _number(each, lists) for name, each in listed.items()},
            **{name: self.mechanisms.column(each) for name, each in counts.items()},
            **{name: self.notes[each] >> SECOND for name, each in notes.items()},
            **{name: _number(each, self.letters) for name, each in letters.items()},
        }

    def placed(self, function: Any) -> Any:
        """A function that Python calls, with these numbers in place."""
        places = self._places(function) if isinstance(function, FunctionType) else {}
        if not places:
            return function
        return _copied(function, places, function.__code__)

    def inlined(self, name: str, lines: list[str], names: Mapping[str, Any]) -> Any:
        """A function from source, which others call: it becomes part of them. `names`: what it calls, by name."""
        return inner(self._made(name, lines, names))

    def compiled(self, name: str, lines: list[str], names: Mapping[str, Any]) -> Any:
        """A function from source, which Python calls."""
        return kernel(self._made(name, lines, names), source=self._stamp())

    def as_kernel(self, name: str, function: Any) -> Any:
        """A function of ours, with what is called in place of the hooks, which Python calls."""
        return kernel(self.bound(function, called=False), source=f"{name}\n{self._stamp()}")

    def _stamp(self) -> str:
        """What compiled code hangs on, as far as it was written here."""
        return "\n".join((self.identity, *self.source.values()))

    def _made(self, name: str, lines: list[str], names: Mapping[str, Any]) -> FunctionType:
        """A function from its source, which is kept for whoever asks for it."""
        text = "\n".join(lines) + "\n"
        self.source[name] = text
        file = f"<glasshouse {name} {blake2b(text.encode(), digest_size=8).hexdigest()}>"
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        scope: dict[str, Any] = {**_GIVEN, **names, "__name__": __name__}
        scope |= {
            "ROOM_FOR_EVENTS": BLOCK_SIZE * MOST_A_DAY,
            "ROOM_FOR_MAIL": BLOCK_SIZE * CIRCLE * max(2, len(self.letters)),
        }
        code = next(part for part in compile(text, file, "exec").co_consts if isinstance(part, CodeType))
        return FunctionType(code, scope, name)


def _copied(function: FunctionType, changes: Mapping[str, Any], code: CodeType) -> FunctionType:
    """A function with other globals and other code; its defaults, and the variables around it, stay."""
    scope = {**function.__globals__, **changes}
    copy = FunctionType(code, scope, function.__name__, function.__defaults__, function.__closure__)
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy


def _number(one: Any, among: Iterable[Any]) -> int:
    """The place of a declaration among all of its kind."""
    return next(k for k, each in enumerate(among) if each is one)
