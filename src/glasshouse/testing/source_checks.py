"""Checks of a mechanism that read what it declares and its source, and simulate nothing.

A check's first line says what holds; its name, with dashes, is what a test of it is called.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

from glasshouse import children
from glasshouse.engine.assembly import RuleError, compiled_day
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED, MechanismError, MechanismSet
from glasshouse.note import Note
from glasshouse.odd import described, needed
from glasshouse.plugins import identity
from glasshouse.testing import red_lines


def stands_beside_the_shipped(mechanism: Mechanism) -> None:
    """Its names are its own, its numbers have values, and its rules ask for what there is."""
    try:
        compiled_day(MechanismSet((*SHIPPED, mechanism)))
    except (MechanismError, RuleError) as error:
        raise AssertionError(str(error).removeprefix(f"{mechanism.module}: ")) from error


def says_what_it_is(mechanism: Mechanism) -> None:
    """Its docstring has the paragraphs of an ODD page; its title, counts and parameters have words."""
    missing = described(mechanism.module).missing(needed(mechanism))
    assert not missing, f"its docstring lacks the paragraph '{missing[0]}:'"
    assert all((mechanism.title, mechanism.what)), "it needs a title, and what it does in one sentence (what)"
    for count in mechanism.counts:
        assert all((count.text, count.unit)), f"the count {count.name} needs a text and a unit"
    for row in mechanism.parameters:
        assert all((row.meaning, row.unit)), f"the parameter {row.key} needs a meaning and a unit"


def numbers_have_evidence(mechanism: Mechanism) -> None:
    """Each parameter has a value within its bounds and its range, with a source or the reason why it is assumed."""
    for row in mechanism.parameters:
        assert row.given is not None, f"{row.key} has no value"
        low, high, whole = row.bounds
        value, (least, most) = row.given["value"], row.given.get("range", (row.given["value"],) * 2)
        assert low <= least <= value <= most <= high, (
            f"{row.key} is {value}, out of its range or of its kind '{row.kind}'"
        )
        assert not whole or float(value).is_integer(), f"{row.key} is {value}, and a whole number by its kind"
        assert row.given.get("source") or len(str(row.given.get("assumed", "")).split()) > 2, (
            f"{row.key} needs a source, or the reason why it is assumed, in three words or more"
        )


def names_are_its_own(mechanism: Mechanism) -> None:
    """No two of its counts, parameters, streams or notes have one name."""
    named = {
        "counts": [count.name for count in mechanism.counts],
        "parameters": [row.key for row in mechanism.parameters],
        "streams": [each.name for each in mechanism.streams],
        "notes": [note.name for note in mechanism.declared(Note)],
    }
    for kind, names in named.items():
        twice = [name for name, times in Counter(names).items() if times > 1]
        assert not twice, f"two of its {kind} are called '{twice[0]}'"


def knows_nobody(mechanism: Mechanism) -> None:
    """No parameter, count, column or argument holds anything about a real person."""
    words = [row.key for row in mechanism.parameters] + [count.name for count in mechanism.counts]
    for name in (*words, *mechanism.columns, *mechanism.fields):
        about = [word for word in red_lines.PERSONAL if re.search(rf"(^|[._]){word}($|[._])", name.lower())]
        assert not about, f"'{name}' holds '{about[0]}': people are invented, and nothing is known of a real one"
    for path in files_of(mechanism):
        for function, names in red_lines.arguments(path):
            about = sorted(names & set(red_lines.PERSONAL))
            assert not about, f"{path.name}: {function} takes '{about[0]}', which would be about a real person"


def recognises_nobody(mechanism: Mechanism) -> None:
    """Its package imports nothing that recognises people, reaches a network, or looks for the best settings."""
    kinds = {
        "recognises people or intercepts what they send": red_lines.RECOGNISING,
        "reaches a network": red_lines.NETWORK,
        "runs code when it reads": red_lines.PICKLES,
        "looks for the best settings; the only aim is less harm": red_lines.SEARCHING,
    }
    for path in files_of(mechanism):
        imported = red_lines.imports(path)
        for what, names in kinds.items():
            found = sorted(imported & names)
            assert not found, f"{path.name} imports {found[0]}, which {what}"
        code = list(red_lines.runs_what_it_reads(path))
        assert not code, f"{path.name}, {code[0]}: it runs what it reads"


def reads_no_file(mechanism: Mechanism) -> None:
    """The module of its rules reads no file."""
    path = Path(inspect.getfile(sys.modules[mechanism.module]))
    found = sorted(red_lines.readers(path))
    assert not found, f"{path.name} uses {found[0]}: rules know nothing but the day, and numbers stand in declarations"


def people_act_on_what_they_know(mechanism: Mechanism) -> None:
    """Where people act or feel, no rule looks at what nobody can know: the error-free ledger, or the file on them."""
    for phase in red_lines.PEOPLE:
        for function in _called(mechanism.rules[phase]) if phase in mechanism.rules else ():
            hidden = sorted(red_lines.attributes(function) & red_lines.HIDDEN)
            assert not hidden, f"the rule {phase} looks at agent.{hidden[0]} in {function.__name__}, which nobody knows"


def sensors_know_no_truth(mechanism: Mechanism) -> None:
    """Where the state sees and records, no rule looks at the error-free ledger, or at who was wronged."""
    for phase in red_lines.SENSORS:
        for function in _called(mechanism.rules[phase]) if phase in mechanism.rules else ():
            true = sorted(red_lines.attributes(function) & red_lines.TRUTH)
            assert not true, f"the rule {phase} looks at agent.{true[0]} in {function.__name__}: no sensor knows it"


def loads_elsewhere(mechanism: Mechanism) -> None:
    """Another process finds the same mechanism by the name of its module."""
    make, given = MechanismSet((*SHIPPED, mechanism)).__reduce__()
    assert make(*given)[-1].module == mechanism.module
    places = [os.path.abspath(place) for place in sys.path if place]
    environment = {**children.environment(), "PYTHONPATH": os.pathsep.join(places)}
    command = children.module("glasshouse.testing.elsewhere", mechanism.module)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    last = done.stderr.strip().splitlines()[-1:] or [""]
    assert done.returncode == 0, f"another process cannot import {mechanism.module} ({last[0]})"
    here, there = declared(mechanism), json.loads(done.stdout)
    differs = [name for name in here if here[name] != there.get(name)]
    assert not differs, f"in another process its {differs[0]} are others: {there.get(differs[0])}"


def declared(mechanism: Mechanism) -> dict[str, Any]:
    """What another process must find the same, as JSON holds it."""
    return {
        "parameters": [[row.key, dict(row.given or {})] for row in mechanism.parameters],
        "counts": [count.name for count in mechanism.counts],
        "streams": [[each.name, int(each)] for each in mechanism.streams],
        "columns": list(mechanism.columns),
        "rules": list(mechanism.rules),
        "files": identity(mechanism).fingerprint,
    }


def files_of(mechanism: Mechanism) -> list[Path]:
    """The Python files of its package, or its module alone."""
    top = sys.modules[mechanism.module.partition(".")[0]]
    folders: Iterable[str] = getattr(top, "__path__", ())
    found = sorted(path for folder in folders for path in Path(folder).rglob("*.py"))
    return found or [Path(inspect.getfile(sys.modules[mechanism.module]))]


def _called(rule: Callable[..., Any]) -> Iterator[FunctionType]:
    """A rule, and the functions of its own package that it calls."""
    todo, seen = [rule], set()
    while todo:
        each = todo.pop()
        plain = getattr(each, "py_func", each)
        if plain in seen or not isinstance(plain, FunctionType):
            continue
        seen.add(plain)
        yield plain
        used = (plain.__globals__.get(name) for name in plain.__code__.co_names)
        todo += [one for one in used if _home(one) == _home(plain) != ""]


def _home(thing: Any) -> str:
    return (getattr(thing, "__module__", "") or "").partition(".")[0] if callable(thing) else ""
