"""The day with a clock: its own code, with a look at the processor's clock after each step.

It is made from the source of the day that ``engine/assembly.py`` writes, so that the day itself carries no clock and no
step can be left out: one that this file has no name for is an error.
"""

from __future__ import annotations

import ast
import platform
from typing import Any

import numba
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from glasshouse.engine import stages
from glasshouse.engine.assembly import compiled_day
from glasshouse.engine.stages import Step
from glasshouse.kernels import rewritten
from glasshouse.mechanism_set import SHIPPED, MechanismSet

#: The least that moves between memory and processor comes in lines of so many bytes.
LINE = 64


#: Every step of a block's day by its call, in the order of the day.
STEPS: dict[str, Step] = {step.call: step for step in reversed(stages.STEPS)}
STEPS = {step.call: STEPS[step.call] for step in stages.STEPS}
_PASSED_OVER = ("started", "range")
_NAMES = tuple(STEPS)
#: A counter of fixed rate that a program may read, by processor.
_COUNTERS: dict[str, str] = {
    "AMD64": "llvm.readcyclecounter",
    "x86_64": "llvm.readcyclecounter",
    "aarch64": "cntvct_el0",
    "arm64": "cntvct_el0",
}
#: Is there one here?
HAS_CLOCK = platform.machine() in _COUNTERS


@intrinsic
def ticks(context: Any) -> Any:
    """The processor's own clock, in ticks of a length that a longer measurement tells; 0 where there is none.

    Reading it takes some 10 ns; a kernel cannot ask the system for the time.
    """

    def read(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        word = ir.IntType(64)
        name = _COUNTERS.get(platform.machine(), "")
        if name.startswith("llvm"):
            return builder.call(builder.module.declare_intrinsic(name, fnty=ir.FunctionType(word, [])), [])
        if name:
            return builder.call(ir.InlineAsm(ir.FunctionType(word, []), f"mrs $0, {name}", "=r", side_effect=True), [])
        return word(0)

    return types.int64(), read


@numba.njit
def now() -> int:
    """The clock, read from Python."""
    return ticks()  # pyright: ignore[reportCallIssue]


def timed_day(mechanisms: MechanismSet = SHIPPED) -> Any:
    """``simulate_day`` with one more argument at the end, int64 [3, steps].

    To its rows are added the ticks of each step, the persons of the blocks in which it was run, and those among them
    who had been picked by then.
    """
    timed = rewritten(compiled_day(mechanisms).simulate_day.py_func, _Laps(), {"ticks": ticks})
    return numba.njit(nogil=True, error_model="numpy", _nrt=False)(timed)  # pyright: ignore[reportCallIssue]


_LAP = """
then = ticks()
clock[0, {place}] += then - since
clock[1, {place}] += n
clock[2, {place}] += count
since = then
"""


class _Laps(ast.NodeTransformer):
    """Starts the clock with each block, and notes the time after each step."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.args.args.append(ast.arg("clock"))
        self.generic_visit(node)
        return node

    def visit_For(self, node: ast.For) -> ast.For:
        self.generic_visit(node)
        if isinstance(node.target, ast.Name) and node.target.id == "b":
            node.body[:0] = ast.parse("count = nobody\nsince = ticks()").body
        return node

    def visit_Expr(self, node: ast.Expr) -> Any:
        return self._lap(node)

    def visit_Assign(self, node: ast.Assign) -> Any:
        return self._lap(node)

    def _lap(self, node: ast.Expr | ast.Assign) -> Any:
        called = node.value.func if isinstance(node.value, ast.Call) else None
        if not isinstance(called, ast.Name) or called.id in _PASSED_OVER:
            return node
        if called.id not in STEPS:
            raise LookupError(f"{called.id}: a step of the day that engine/clocked.py has no name for")
        return [node, *ast.parse(_LAP.format(place=_NAMES.index(called.id))).body]
