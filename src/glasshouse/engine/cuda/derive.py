"""The stages for a device, made from the very functions that the processor runs: the rules stand once.

A stage is a plain Python function over records and columns (``glasshouse.mechanisms``), and nothing in it knows how it
is compiled. :class:`Derivation` reads its source and gives back the same function for a device. What it calls is
derived in turn, so that a new stage is picked up by itself. Three things are rewritten, since on a device many work at
once:

- ``c[g, m] += k``, a sum that all share, becomes ``add(c, g, m, k)``, which is an atomic addition. Which sums are
  shared is a table of names (SHARED), and an unknown name is an error, so that no new sum can be lost unseen.
- ``ALL_GROUPS``, the last place on the group axis, becomes that place's number: an atomic addition counts from the
  front.
- ``Count.trips`` and all other members of enumerations become the whole numbers that they stand for.

Nothing else needs to be: events, letters and traced records go where ``now.logged``, ``now.sent`` and ``now.traced``
say, and each thread has a ``now`` and boxes of its own, which it empties into the common ones at its day's end.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from enum import IntEnum
from types import FunctionType
from typing import Any

from glasshouse.kernels import rewritten

#: Sums that everybody adds to, and sums that one thread keeps, by the name that they have in the stages.
SHARED, PRIVATE = ("c", "counts", "out"), ("histogram", "sums")
_PACKAGE = "glasshouse."


class UnknownFormError(Exception):
    """A stage is written in a way that this module would not know how to run on a device."""


def source_of(function: Any) -> FunctionType | None:
    """The Python function behind a stage of the model, or None for anything else.

    >>> from glasshouse.engine.assembly import compiled_day
    >>> source_of(compiled_day().deliver).__name__, source_of(len)
    ('deliver', None)
    """
    python = getattr(function, "py_func", function)
    if isinstance(python, FunctionType) and python.__module__.startswith(_PACKAGE):
        return python
    return None


class Derivation:
    """Functions for a device, each made once. `made` says which functions of the model are covered.

    `compiled` turns a Python function into one for the device, `add` is the function that takes the place of ``+=``.
    `known` are values for names wherever they are used, `constants` for names in one function, by (function, name);
    `bodies` are other statements for some functions, which have a kernel of their own or were done before. `laps` is an
    argument: after each step of ``simulate_day`` that takes it, ``workspace.laps`` notes how far the log has come, and
    ``workspace.ranks`` how many are in the ranks.

    >>> from glasshouse.model.closed_gates import gates_of
    >>> same = Derivation(lambda f: f, print)
    >>> same(gates_of).__name__, sorted(f.__name__ for f in same.made)
    ('gates_of', ['gates_of', 'gates_on', 'list_in'])
    """

    def __init__(
        self,
        compiled: Callable[[Any], Any],
        add: Any,
        *,
        known: Mapping[str, Any] | None = None,
        constants: Mapping[tuple[str, str], Any] | None = None,
        bodies: Mapping[str, str] | None = None,
        ungrouped: bool = False,
        laps: str | None = None,
        simulated: bool = False,
    ) -> None:
        """With `ungrouped`, a sum by group is an error: the caller keeps one sum a measure.

        `simulated`: for the simulator. There, comparisons are made to give Python's truth values, which add up as
        Numba's do, and NumPy's do not. On a device, a thread's own arrays are laid on boundaries of 16 bytes: Numba
        gives arrays of records none, and a device reads a number of 8 bytes only from a multiple of 8.
        """
        self.compiled, self.add, self.ungrouped, self.laps = compiled, add, ungrouped, laps
        self.simulated = simulated
        self.known, self.constants, self.bodies = dict(known or {}), dict(constants or {}), dict(bodies or {})
        self.made: dict[FunctionType, Any] = {}
        #: Steps noted by `laps`, in order: (name, are the ranks gone through, and not the block?).
        self.steps: list[tuple[str, bool]] = []

    def __call__(self, function: Any) -> Any:
        """The function for the device."""
        python = source_of(function)
        if python is None:
            raise UnknownFormError(f"{function!r} is no function of the model")
        if python not in self.made:
            self.made[python] = self._derived(python)
        return self.made[python]

    def _derived(self, python: FunctionType) -> Any:
        change = _Change(self, python)
        definition = change.visit(ast.parse(textwrap.dedent(inspect.getsource(python)))).body[0]
        used = _loaded(definition)
        names = {name: self._value(python, name) for name in used & python.__globals__.keys()}
        if "add" in used:
            names["add"] = self(self.add)
        for place, name in self.constants:
            if place == python.__name__ and name not in used:
                raise UnknownFormError(f"{place} no longer uses {name}")
        self.steps += change.steps
        return self.compiled(rewritten(python, _Change(self, python), names))

    def _value(self, function: FunctionType, name: str) -> Any:
        if name in self.known:
            return self.known[name]
        if (function.__name__, name) in self.constants:
            return self.constants[function.__name__, name]
        value = function.__globals__[name]
        if source_of(value) is not None:
            return self(value)
        if inspect.ismodule(value) and value.__name__.startswith(_PACKAGE):
            raise UnknownFormError(f"{function.__name__} calls into the module {name}: name the function itself")
        return value


class _Change(ast.NodeTransformer):
    """What is rewritten in one function."""

    def __init__(self, derivation: Derivation, function: FunctionType) -> None:
        self.function, self.globals = function.__name__, function.__globals__
        self.ungrouped, self.simulated = derivation.ungrouped, derivation.simulated
        self.body = derivation.bodies.get(self.function)
        self.lap = derivation.laps if self.function == "simulate_day" else None
        self.steps: list[tuple[str, bool]] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Put other statements in place where there are some; drop the decorators and what documents it."""
        node.decorator_list = []
        if self.body is not None:
            node.body = ast.parse(self.body).body
        elif ast.get_docstring(node) is not None:
            node.body = node.body[1:]
        self.generic_visit(node)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """Members of whole-number enumerations become their values."""
        kind = self.globals.get(node.value.id) if isinstance(node.value, ast.Name) else None
        if isinstance(kind, type) and issubclass(kind, IntEnum):
            return ast.copy_location(ast.Constant(int(kind[node.attr])), node)
        self.generic_visit(node)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        """In the simulator, a comparison of NumPy's scalars."""
        self.generic_visit(node)
        return ast.copy_location(ast.Call(ast.Name("bool", ast.Load()), [node], []), node) if self.simulated else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """On a device, an array of the thread's own."""
        self.generic_visit(node)
        if not self.simulated and ast.unparse(node.func) == "cuda.local.array":
            node.keywords.append(ast.keyword("alignment", ast.Constant(16)))
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        """Shared sums become atomic additions."""
        target, text = node.target, ast.unparse(node)
        self.generic_visit(node)
        if not (isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Tuple)):
            return node
        name = target.value.id if isinstance(target.value, ast.Name) else ""
        if name in PRIVATE:
            return node
        if name not in SHARED or not isinstance(node.op, ast.Add) or len(target.slice.elts) != 2:
            raise UnknownFormError(f"{self.function}: {text}: is this sum shared? Name it in SHARED or PRIVATE")
        row, column = target.slice.elts
        if self.ungrouped and not (isinstance(row, ast.Name) and row.id == "ALL_GROUPS"):
            raise UnknownFormError(f"{self.function}: {text}: a sum by group, where there is room for ungrouped ones")
        if isinstance(row, ast.Name) and row.id == "ALL_GROUPS" and not self.ungrouped:
            row = ast.parse(f"{name}.shape[0] - 1", mode="eval").body
        call = ast.Call(ast.Name("add", ast.Load()), [target.value, row, column, node.value], [])
        return ast.copy_location(ast.Expr(call), node)

    def visit_Expr(self, node: ast.Expr) -> Any:
        """A step may be one that logs."""
        self.generic_visit(node)
        return self._noted(node)

    def visit_Assign(self, node: ast.Assign) -> Any:
        """A step may be one that logs; and a shared sum is only added to."""
        for target in node.targets:
            base = target.value if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Tuple) else None
            if isinstance(base, ast.Name) and base.id in SHARED:
                raise UnknownFormError(f"{self.function}: {ast.unparse(node)}: a shared sum is only added to")
        self.generic_visit(node)
        return self._noted(node)

    def _noted(self, node: ast.Expr | ast.Assign) -> Any:
        """The step; and after one that logs, a note of how far the log has come."""
        call = node.value
        if self.lap is None or not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
            return node
        given = {argument.id for argument in call.args if isinstance(argument, ast.Name)}
        if self.lap not in given:
            return node
        k = len(self.steps)
        self.steps.append((call.func.id, "agents" in given))
        return [node, *ast.parse(f"workspace.laps[{k}] = now.logged\nworkspace.ranks[{k}] = count").body]


def _loaded(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
