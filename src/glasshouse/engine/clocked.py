"""The day with a clock: its own code, with a look at the processor's clock after each step.

It is made from the source of :func:`glasshouse.model.day.simulate_day`, so that the day itself carries no clock and no
step can be left out: one that this file has no name for is an error.
"""

from __future__ import annotations

import ast
import platform
from dataclasses import dataclass
from typing import Any

import numba
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from glasshouse.kernels import rewritten
from glasshouse.model import day

#: The least that moves between memory and processor comes in lines of so many bytes.
LINE = 64


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of the day: what it is called in a profile, and what it must move to and from memory.

    `dense`: bytes for everybody in the block; `lines`: lines for each person who is looked at.
    """

    stage: str
    dense: int = 0
    lines: int = 0


#: Every step of ``simulate_day`` by the name of its function, in the order of the day. Draws and records stay in the
#: cache. Who is picked has traits, flags and the commercial score there already, and seven other columns to fetch.
STEPS = {
    "apply_announcement": Step(stage="adapt: a law passes", dense=4),
    "draw_dense": Step(stage="live: draws"),
    "select_active": Step(stage="live: the active set", dense=5),
    "load": Step(stage="live: their state", lines=7),
    "draw_late": Step(stage="live: their draws"),
    "snapshot_restrictions": Step(stage="live: the morning"),
    "live_intend": Step(stage="live: what they want"),
    "live_inhibit": Step(stage="live: what fear takes away", lines=2),
    "observe": Step(stage="observe"),
    "apply_false_positives": Step(stage="attribute"),
    "keep_active": Step(stage="attribute: close the ranks"),
    "record": Step(stage="record"),
    "draw_for_rescoring": Step(stage="score: draws"),
    "score": Step(stage="score", dense=19),
    "sanction": Step(stage="sanction"),
    "gate": Step(stage="gate"),
    "adapt": Step(stage="adapt"),
    "redress": Step(stage="redress"),
    "store": Step(stage="redress: keep the evening", lines=9),
    "relax_to_baseline": Step(stage="adapt: once a week", dense=7),
    "take_stock": Step(stage="results: taking stock", dense=8),
    "take_sample": Step(stage="score: sums for the fit", dense=5),
}
#: Following somebody is no part of a day that nobody follows.
_PASSED_OVER = ("follow", "started", "range")
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


def timed_day() -> Any:
    """``simulate_day`` with one more argument at the end, int64 [3, steps].

    To its rows are added the ticks of each step, the persons of the blocks in which it was run, and those among them
    who had been picked by then.
    """
    timed = rewritten(day.simulate_day.py_func, _Laps(), {"ticks": ticks})
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
