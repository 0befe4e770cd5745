"""What somebody's rule tells before it is compiled: names and fields that there are not, and what no day can do.

The compiler would find it, too, in half a minute and in many lines that speak of types.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from types import FunctionType
from typing import Any

from glasshouse.draws import strikes
from glasshouse.engine.record_layout import agent_day, district_record, params_record
from glasshouse.engine.rule_names import name_faults
from glasshouse.errors import nearest
from glasshouse.mechanism import Stream
from glasshouse.mechanism_set import MechanismSet

#: What a rule of a compiled day cannot do, since nobody in the day would hear of it.
_NOT_COMPILED = {
    ast.Raise: "raises an exception",
    ast.Assert: "asserts something",
    ast.Try: "catches exceptions",
    ast.With: "opens something",
    ast.Import: "imports something",
    ast.ImportFrom: "imports something",
    ast.Yield: "yields",
}


def known_fields(mechanisms: MechanismSet) -> Mapping[str, tuple[str, ...]]:
    """The fields of what rules ask for by these names."""
    records = {"agent": agent_day, "params": params_record, "district": district_record}
    return {name: tuple(record(mechanisms).names or ()) for name, record in records.items()}


def rule_faults(rule: Any, known: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """What is wrong with a rule and the functions of its file that it calls, as the rest of a sentence that begins with
    it; where its source is not there, only names that there are not.

    >>> known = {"agent": ("fear", "trust")}
    >>> list(faults_in("def rule(agent):\\n    agent.fears += 1\\n    raise ValueError", known, 10))
    ["asks in line 11 for agent.fears, which does not exist. Did you mean 'fear'?", 'raises an exception in line 12, \
which a compiled day cannot']
    """
    waiting, seen = [rule], set[Any]()
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        if isinstance(each, FunctionType):
            yield from name_faults(each)
        try:
            source, first = textwrap.dedent(inspect.getsource(each)), each.__code__.co_firstlineno
            ast.parse(source)
        except (OSError, TypeError, AttributeError, SyntaxError):  # written at a prompt, or a lambda within a line
            continue
        seen.add(each)
        # What a helper calls `district` may be anything.
        yield from faults_in(source, known if each is rule else {}, first, each.__globals__)
        waiting += _called(source, each)


def _called(source: str, function: Any) -> Iterator[Any]:
    """The functions of its own package that a function calls."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found = function.__globals__.get(node.func.id)
            called = getattr(found, "py_func", found)
            if isinstance(called, FunctionType) and _package(called) == _package(function):
                yield called


def _package(function: Any) -> str:
    return function.__module__.partition(".")[0]


def faults_in(
    source: str, known: Mapping[str, tuple[str, ...]], first: int, scope: Mapping[str, Any] | None = None
) -> Iterator[str]:
    """The same of a source whose first line has a number in its file; `scope`: what its names stand for."""
    for node in sorted(ast.walk(ast.parse(source)), key=lambda node: getattr(node, "lineno", 0)):
        line = first + getattr(node, "lineno", 1) - 1
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            record = node.value.id
            if node.attr not in known[record]:
                hint = nearest(node.attr, known[record])
                yield f"asks in line {line} for {record}.{node.attr}, which does not exist{f'.{hint}' if hint else ''}"
        elif what := _NOT_COMPILED.get(type(node)):
            yield f"{what} in line {line}, which a compiled day cannot"
        elif fraction := _fraction(node, scope or {}):
            yield f"computes with a fraction in line {line}{fraction}"
        elif name := _unbounded(node, scope or {}):
            yield (
                f"asks in line {line} whether the stream '{name}' strikes, and it has no bound: only those who are "
                f"looked at for another reason could be struck. Write Stream('{name}', bound='…') with the name of a "
                "threshold among the fields; for those alone, compare random_word(…) with a threshold"
            )


def _fraction(node: ast.AST, scope: Mapping[str, Any]) -> str:
    """How a rule computes with fractions, of which results are not the same bits everywhere."""
    given = scope.get(node.id) if isinstance(node, ast.Name) else getattr(node, "value", None)
    if isinstance(node, (ast.Name, ast.Constant)) and isinstance(given, float):
        return f" ({given}); threshold() makes a whole number of a probability"
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div):
        return ": divide with //"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
        return " (float); a day's numbers are whole"
    return ""


def _unbounded(node: ast.AST, scope: Mapping[str, Any]) -> str:
    """The name of a stream without a bound of which a call asks whether it strikes."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and scope.get(node.func.id) is strikes):
        return ""
    streams = (scope.get(each.id) for each in node.args if isinstance(each, ast.Name))
    return next((each.name for each in streams if isinstance(each, Stream) and not each.bound), "")
