"""The stages stand once: what a device runs is made from them, all of them, and nothing is lost on the way."""

from __future__ import annotations

import ast
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import glasshouse
from glasshouse.engine.cuda.derive import Derivation, UnknownFormError, source_of
from glasshouse.engine.cuda.device_kernels import LAPS, Kernels, add_for_all, derived
from glasshouse.mechanisms import MECHANISMS

ROOT = Path(glasshouse.__file__).parent
#: Compiled functions that no day on a device needs.
NOT_NEEDED = {
    ("glasshouse.draws", "_four"),  # known answers are asked of the processor's
    ("glasshouse.population.people", "traits_of"),  # stories ask it of one person
    # A set with more lists of people than ship is no plug-in's on a device.
    ("glasshouse.model.list_bits", "wide_list_in"),
    ("glasshouse.model.list_bits", "with_wide_list"),
    # In the places of these stand the rules of all mechanisms.
    ("glasshouse.mechanisms.ledger", "follow_entry"),
    ("glasshouse.model.active_bounds", "set_bounds"),
    ("glasshouse.mechanisms.informants", "withhold_report"),
    # Figures of a morning and the fit of the learned score, once a day or a month, are the processor's.
    ("glasshouse.mechanisms.perception", "levels_of"),
    *(("glasshouse.mechanisms.human_review", name) for name in ("_of_65536", "_of_day", "_proposals_expected")),
    *(
        ("glasshouse.model.naive_bayes", name)
        for name in ("write_points", "mark_most", "_row", "_weigh", "_nearest", "_carry", "_is_less")
    ),
    # Plug-ins run on the processor alone.
    *(("glasshouse.model.state", name) for name in ("begin_own", "load_own", "store_own")),
    *(("glasshouse.draws", name) for name in ("strikes", "rare_day")),
}


def same(function: Any) -> Any:
    return function


def kernels() -> Kernels:
    return derived(SimpleNamespace(kernel=same, function=same, cuda=None, native=same, simulated=False))


def compiled_functions() -> set[tuple[str, str]]:
    """Every function of the model that is compiled for the processor: (module, name)."""
    found = {(each.module, rule.__name__) for each in MECHANISMS for rule in each.rules.values()}
    folders = ("model", "population", "mechanisms")
    for path in (ROOT / "draws.py", *(path for folder in folders for path in (ROOT / folder).rglob("*.py"))):
        module = ".".join(("glasshouse", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                marks = {mark.id for mark in node.decorator_list if isinstance(mark, ast.Name)}
                found |= {(module, node.name)} if marks & {"inner", "kernel"} else set()
    return found


def test_every_stage_runs_on_a_device():
    covered = {(function.__module__, function.__name__) for function in kernels().covered}
    assert compiled_functions() - covered == NOT_NEEDED


def test_steps_that_log_are_noted_in_the_order_of_the_day():
    steps = kernels().steps
    assert steps == (("record", True), ("score", False), ("sanction", True), ("redress", True))
    assert len(steps) < LAPS


def written(source: str) -> Any:
    """A function of the model, as it might come to be written."""
    names: dict[str, Any] = {"ALL_GROUPS": 4}
    code = compile(source, "<a stage>", "exec").co_consts[0]
    stage = type(written)(code, names, "stage")
    stage.__module__ = "glasshouse.model.some"
    return stage


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def stage(c, g):\n    c[g, 3] -= 1\n", "is this sum shared"),
        ("def stage(tally, g):\n    tally[g, 3] += 1\n", "is this sum shared"),
        ("def stage(c, g):\n    c[g, 3] = 1\n", "only added to"),
        ("def stage(c, g):\n    c[1, g, 3] += 1\n", "is this sum shared"),
    ],
)
def test_a_sum_that_might_be_lost_is_an_error(monkeypatch: pytest.MonkeyPatch, source: str, words: str):
    monkeypatch.setattr("inspect.getsource", lambda _: source)
    with pytest.raises(UnknownFormError, match=words):
        Derivation(same, add_for_all)(written(source))


def test_sums_by_group_are_an_error_where_there_is_room_for_ungrouped_ones(monkeypatch: pytest.MonkeyPatch):
    source = "def stage(c, g):\n    c[ALL_GROUPS, 3] += 1\n"
    monkeypatch.setattr("inspect.getsource", lambda _: source)
    assert Derivation(same, written(source), ungrouped=True).ungrouped
    source = "def stage(c, g):\n    c[g, 3] += 1\n"
    with pytest.raises(UnknownFormError, match="a sum by group"):
        Derivation(same, add_for_all, ungrouped=True)(written(source))


def test_a_constant_that_is_no_longer_used_is_an_error():
    from glasshouse.model.closed_gates import gates_of

    with pytest.raises(UnknownFormError, match="no longer uses _ROOM"):
        Derivation(same, add_for_all, constants={("gates_of", "_ROOM"): 1})(gates_of)


def test_only_functions_of_the_model_are_derived():
    assert source_of(len) is None
    with pytest.raises(UnknownFormError):
        Derivation(same, add_for_all)(ast.parse)
