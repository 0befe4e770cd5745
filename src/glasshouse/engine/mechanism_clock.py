"""What each mechanism costs: the day with a look at the processor's clock after the rules of each.

A stage goes through the rules of all mechanisms person by person; here it goes through everybody rule by rule, so that
the clock is read once for a block and not once for a person. Persons of a block do not meet within a stage, so that
this is the same day but for the order in which events are logged.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np

from glasshouse.engine.assembly import CompiledDay, compiled_day
from glasshouse.engine.clocked import ticks
from glasshouse.kernels import rewritten
from glasshouse.mechanism_set import MechanismSet
from glasshouse.stored import bits_kept

_LAP = "then = ticks()\nclock[{place}] += then - since\nsince = then\n"


@dataclass(frozen=True, kw_only=True)
class MechanismCost:
    """A mechanism: nanoseconds of one core a person-day that its rules take, and the bits that it keeps of a person.

    What is done for all mechanisms together, such as draws, screening and loading, is in no mechanism's time.
    """

    name: str
    nanoseconds: float
    bits_kept: int


def day_by_mechanism(mechanisms: MechanismSet) -> Any:
    """``simulate_day`` with one more argument at the end, int64 [mechanisms], to which the ticks of each are added."""
    day = compiled_day(mechanisms)
    owners = _owners(day)
    apart = {
        name: numba.njit(nogil=True, error_model="numpy", _nrt=False)(  # pyright: ignore[reportCallIssue]
            rewritten(step.py_func, _RuleByRule(owners), {"ticks": ticks})
        )
        for name, step in day.steps.items()
        if any(f"    {rule}(" in day.source.get(name, "") for rule in owners)
    }
    whole = rewritten(day.simulate_day.py_func, _WithClock(apart), dict(apart))
    return numba.njit(nogil=True, error_model="numpy", _nrt=False)(whole)  # pyright: ignore[reportCallIssue]


def costs(mechanisms: MechanismSet, nanoseconds: np.ndarray) -> tuple[MechanismCost, ...]:
    """The costs of mechanisms from the time of each, the dearest first."""
    found = [
        MechanismCost(
            name=each.name,
            nanoseconds=float(spent),
            bits_kept=bits_kept(each),
        )
        for each, spent in zip(mechanisms, nanoseconds, strict=True)
    ]
    return tuple(sorted(found, key=lambda cost: -cost.nanoseconds))


def _owners(day: CompiledDay) -> dict[str, int]:
    """Places of the mechanisms, by the name that a rule has in the source of the day."""
    return {f"{each.name}_{phase}": k for k, each in enumerate(day.mechanisms) for phase in each.rules}


class _RuleByRule(ast.NodeTransformer):
    """Gives each rule a loop of its own, and notes the time after it."""

    def __init__(self, owners: dict[str, int]) -> None:
        self.owners = owners

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.args.args.append(ast.arg("clock"))
        body: list[ast.stmt] = ast.parse("since = ticks()").body
        for statement in node.body:
            body += self._loops(statement) if isinstance(statement, ast.For) else self._timed(statement)
        node.body = body
        return node

    def _loops(self, loop: ast.For) -> list[ast.stmt]:
        """A loop a rule; what stands before its first rule is in each, and a condition around it as well."""
        before: list[ast.stmt] = []
        found: list[ast.stmt] = []
        for statement in loop.body:
            inner = statement.body if isinstance(statement, ast.If) else [statement]
            for each in inner:
                place = self._place(each)
                if place is None:
                    before.append(each)
                    continue
                held = [ast.If(statement.test, [each], [])] if isinstance(statement, ast.If) else [each]
                found.append(ast.For(loop.target, loop.iter, [*before, *held], [], None))
                found += ast.parse(_LAP.format(place=place)).body
                # Whatever is done once for a person, and names nothing, is not done again.
                before = [each for each in before if isinstance(each, ast.Assign)]
        return found or [loop]

    def _timed(self, statement: ast.stmt) -> list[ast.stmt]:
        place = self._place(statement)
        return [statement] if place is None else [statement, *ast.parse(_LAP.format(place=place)).body]

    def _place(self, statement: ast.stmt) -> int | None:
        call = statement.value if isinstance(statement, ast.Expr) else None
        name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        return self.owners.get(name)


class _WithClock(ast.NodeTransformer):
    """Hands the clock to the steps that take it."""

    def __init__(self, steps: dict[str, Any]) -> None:
        self.steps = steps

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.args.args.append(ast.arg("clock"))
        self.generic_visit(node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in self.steps:
            node.args.append(ast.Name("clock", ast.Load()))
        return node
