"""Where a day's time goes, stage by stage: the day's own code, with a look at the processor's clock after each step.

The timed day is made from the source of :func:`glasshouse.model.day.live_through`, so that the day itself carries no
clock and no stage can be left out: a step that this file has no name for is an error.
"""

from __future__ import annotations

import ast
import platform
from typing import Any

import numba
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from glasshouse.kernels import rewritten
from glasshouse.model import day

#: What each step of the day is called in a profile, in the order of the day. Steps of one name are added up.
STAGES = {
    "announce": "a law passes",
    "draw_dense": "draws for all",
    "pick": "live: screening",
    "load": "load and store",
    "draw_late": "draws for the picked",
    "recall": "load and store",
    "want": "live: wants",
    "hold_back": "live: held back",
    "watch": "observe",
    "err": "attribute",
    "keep_touched": "close the ranks",
    "enter_all": "record",
    "draw_for_rescoring": "score: draws",
    "rescore": "score",
    "punish": "sanction",
    "pass_gates": "gate",
    "adapt": "adapt",
    "seek_redress": "redress",
    "store": "load and store",
    "settle_down": "adapt: weekly",
    "take_stock": "taking stock",
    "take_sample": "learned score: sums",
}
STEPS = tuple(STAGES)
_PASSED_OVER = ("follow",)

#: A counter of fixed rate that a program may read, by processor.
_COUNTERS: dict[str, str] = {
    "AMD64": "llvm.readcyclecounter",
    "x86_64": "llvm.readcyclecounter",
    "aarch64": "cntvct_el0",
    "arm64": "cntvct_el0",
}


@intrinsic
def ticks(context: Any) -> Any:
    """The processor's own clock, in ticks of a length that a longer measurement tells; 0 where there is none.

    Reading it takes some 10 ns; the system's clocks cannot be read at all from within a kernel that is kept on disk.
    """

    def read(context, builder, signature, arguments):
        word = ir.IntType(64)
        name = _COUNTERS.get(platform.machine(), "")
        if name.startswith("llvm"):
            return builder.call(builder.module.declare_intrinsic(name, fnty=ir.FunctionType(word, [])), [])
        if name:
            return builder.call(ir.InlineAsm(ir.FunctionType(word, []), f"mrs $0, {name}", "=r", side_effect=True), [])
        return word(0)

    return types.int64(), read


def timed_day() -> Any:
    """``live_through`` with one more argument at the end: int64 [steps], to which each step's ticks are added."""
    timed = rewritten(day.live_through.py_func, _Laps(), {"ticks": ticks})
    return numba.njit(nogil=True, error_model="numpy")(timed)


class _Laps(ast.NodeTransformer):
    """Starts the clock with each block, and notes the time after each step."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.args.args.append(ast.arg("clock"))
        self.generic_visit(node)
        return node

    def visit_For(self, node: ast.For) -> ast.For:
        self.generic_visit(node)
        if isinstance(node.target, ast.Name) and node.target.id == "b":
            node.body.insert(0, ast.parse("since = ticks()").body[0])
        return node

    def visit_Expr(self, node: ast.Expr) -> Any:
        return self._lap(node)

    def visit_Assign(self, node: ast.Assign) -> Any:
        return self._lap(node)

    def _lap(self, node: ast.Expr | ast.Assign) -> Any:
        call = node.value
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)) or call.func.id in _PASSED_OVER:
            return node
        step = STEPS.index(call.func.id) if call.func.id in STEPS else None
        if step is None:
            return node
        lap = ast.parse(f"then = ticks()\nclock[{step}] += then - since\nsince = then").body
        return [node, *lap]
