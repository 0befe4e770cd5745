"""What the engine of a page is made of: the compiled functions of a run, and what each is given.

A page calls them as Numba compiled them: an array is passed as its size, its place in memory, its shape and strides, a
record as its place. `description` says for each function, in the order of its arguments, which these are, so that the
page needs to know no function by heart.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from glasshouse.draws import NOW
from glasshouse.engine.nobody import Nobody
from glasshouse.engine.wasm.blake2b import STATE, hash_begin, hash_finish, hash_update
from glasshouse.model.mail import MAIL
from glasshouse.model.naive_bayes import CELLS, PARTS, mark_most, scratch, write_points
from glasshouse.model.state import AGENT_DAY, FAULTY, RIGHT, WRONG
from glasshouse.model.workspace import BLOCK, workspace
from glasshouse.morning import Morning
from glasshouse.population.people import (
    AGE_SHIFT,
    CHILD,
    EVER_SANCTIONED,
    EVER_WRONGLY,
    INITIAL_WORDS,
    ON_WATCHLIST,
    PARTICIPATES,
    initialise_population,
)


@dataclass(frozen=True, kw_only=True)
class EnginePart:
    """A compiled function: `name` in the page, and an example of each thing it is given, by its parameter."""

    name: str
    kernel: Any
    given: dict[str, Any]


def engine_parts() -> list[EnginePart]:
    """All functions that a run needs. Nothing is compiled yet.

    >>> [part.name for part in engine_parts()][:4]
    ['simulate_day', 'deliver', 'lift', 'initialise_population']
    """
    s = Nobody()
    mornings = {each.names[0]: each for each in s.day.mornings.values() if isinstance(each, Morning)}
    rooms = np.zeros((1, CELLS), np.int64)
    scope: dict[str, Any] = {
        "blocks": np.zeros((0, 3), np.int64), "first_block": 0, "people": s.people, "params_pair": s.params_pair,
        "districts": s.districts, "mornings": np.zeros((len(s.day.mornings), 1), np.int64), "jump": 0,
        "last_day": False, "nows": s.nows, "totals": s.counts, "fitted": s.fitted, "rows": s.rows, "mail": s.mail,
        "deeds": s.deeds, "harms": s.harms, "followed": s.followed, "trace": s.trace, "workspace": s.workspace,
        "first": 0, "last": 0, "params": s.params, "now": s.now, "counts": s.counts[0],
        "p": s.people, "d": s.d, "words": np.zeros((INITIAL_WORDS, BLOCK), np.uint32),
        "day": 0, "daily": np.zeros((1, *s.counts.shape), np.int64), "params_of": s.params_pair[:1], "out": rooms,
        "sums": s.fitted, "scale": 0, "cap": 0, "table": scratch(1),
        "points": rooms, "people_in": np.zeros((1, CELLS, PARTS), np.int64), "enough": np.zeros(PARTS, np.int64),
        "least": 0, "before": np.zeros(PARTS, np.int64),
        "state": np.zeros(STATE, np.uint64), "data": np.zeros(0, np.uint8), "digest": np.zeros(32, np.uint8),
    }  # fmt: skip
    named = {
        "simulate_day": s.day.simulate_day,
        "deliver": s.day.deliver,
        "lift": s.day.lift,
        "initialise_population": initialise_population,
        **{f"morning_{name}": each.kernel for name, each in mornings.items()},
        "write_points": write_points,
        "mark_most": mark_most,
        "hash_begin": hash_begin,
        "hash_update": hash_update,
        "hash_finish": hash_finish,
    }
    others = {"mark_most": {"people": "people_in"}}
    return [
        EnginePart(
            name=name,
            kernel=kernel,
            given={
                each: scope[others.get(name, {}).get(each, each)]
                for each in inspect.signature(kernel.py_func).parameters
            },
        )
        for name, kernel in named.items()
    ]


def description(parts: list[EnginePart]) -> dict[str, Any]:
    """What a page must know of the functions and of memory.

    `arguments`: of each function, [kind, name] in order, where a kind is "array", "record", "whole" or "flag".
    `arrays`: bytes of one item of each array. `columns`: those of the people, in order; `rooms`: shapes of the scratch
    space; `fields`: the bytes before each field of the records that a page reads or writes; `bits` of the flags, the
    traits and an alert.
    """
    s = Nobody()
    everything = [one for part in parts for name, value in part.given.items() for one in _flat(name, value)]
    rooms = {f"workspace.{name}": each.shape for name, each in workspace(BLOCK)._asdict().items()}
    kept = {
        "now": NOW,
        "mail": MAIL,
        "event": s.rows.dtype,
        "params": s.params_pair.dtype,
        "district": s.districts.dtype,
        "harms": s.harms.dtype,
        "agent": AGENT_DAY,
    }
    mornings = {part.name: _names(s, part.name) for part in parts if part.name.startswith("morning_")}
    return {
        "arguments": {
            part.name: [[kind, name] for key, value in part.given.items() for kind, name, _ in _flat(key, value)]
            for part in parts
        },
        "arrays": {name: value.itemsize for kind, name, value in everything if kind == "array"},
        "columns": {name: getattr(s.people, name).itemsize for name in s.people._fields if name != "own"},
        "rooms": {name: list(shape) for name, shape in rooms.items()},
        "fields": {name: _offsets(kind) for name, kind in kept.items()},
        "sizes": {name: kind.itemsize for name, kind in kept.items()},
        "bits": {
            "participates": PARTICIPATES,
            "sanctioned": EVER_SANCTIONED,
            "wrongly": EVER_WRONGLY,
            "on_watchlist": ON_WATCHLIST,
            "age_shift": AGE_SHIFT,
            "child": CHILD,
            "right_alert": RIGHT,
            "wrong_alert": WRONG,
            "faulty_alert": FAULTY,
        },
        "block": BLOCK,
        "cells": CELLS,
        "parts": PARTS,
        "initial_words": INITIAL_WORDS,
        "hash_words": STATE,
        "mornings": list(s.day.mornings),
        "morning_names": mornings,
        "kept": dict(s.day.kept),
        "measures": list(s.day.mechanisms.measures),
        "core": list(s.day.mechanisms.core),
    }


def _names(s: Nobody, part: str) -> list[str]:
    """The figures that a function of the morning writes, in order."""
    return next(
        list(each.names)
        for each in s.day.mornings.values()
        if isinstance(each, Morning) and f"morning_{each.names[0]}" == part
    )


def _flat(name: str, value: Any) -> Iterator[tuple[str, str, Any]]:
    """Arrays, records and numbers of nested tuples, in the order in which Numba passes them."""
    if isinstance(value, tuple):
        named: Any = value
        for each, one in zip(named._fields, named, strict=True):
            yield from _flat(f"{name}.{each}", one)
    else:
        kind = (
            "array"
            if isinstance(value, np.ndarray)
            else "record"
            if isinstance(value, np.void)
            else "flag"
            if isinstance(value, bool)
            else "whole"
        )
        yield kind, name, value


def _offsets(kind: np.dtype) -> dict[str, int]:
    fields: Any = kind.fields or {}
    return {name: fields[name][1] for name in kind.names or ()}
