"""Errors: all that a caller can meet is at hand, and a library's errors name arguments."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import glasshouse
from glasshouse.arguments import Argument, Either, in_options
from glasshouse.cli.failures import failure
from source_trees import nodes

ROOT = Path(glasshouse.__file__).parent
#: Whoever reaches these uses the command line or the lab.
SCREENS = ("cli", "lab")
#: Errors that never reach a caller: each is caught where it says, and said as another.
INSIDE = {
    "CheckpointError": "engine/checkpoint.py",
    "RuleError": "runs/run_plan.py",
    "FaultyRuleError": "folders/carry_out.py",  # and elsewhere a StoppedError like any other
    "UnknownFormError": "engine/cuda",
    "AbandonedError": "comparison/prefetch.py",
    "NoShippedCodeError": "engine/shipped_code.py",
    "UnlikeError": "shipped_kernel.py",
    "_CutOffError": "testing/trial.py",
}


def parsed_files():
    for path in sorted(ROOT.rglob("*.py")):
        if path.relative_to(ROOT).parts[0] not in SCREENS:
            yield path, nodes(path)


def test_every_error_that_a_caller_can_meet_is_at_hand():
    found = {
        node.name
        for _, parsed in parsed_files()
        for node in parsed
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error")
    }
    assert found - set(INSIDE) == {name for name in glasshouse.__all__ if name.endswith("Error")}


def test_a_library_s_errors_name_no_option():
    option = re.compile(r"(^|[\s'(])--[a-z]")
    named = [
        f"{path.relative_to(ROOT)}, line {text.lineno}: {text.value}"
        for path, parsed in parsed_files()
        for node in parsed
        if isinstance(node, ast.Raise) and node.exc is not None
        for text in ast.walk(node.exc)
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and option.search(text.value)
    ]
    assert [each for each in named if "'dask worker" not in each and "nthreads" not in each] == []


def test_words_that_differ_are_said_to_whom_they_help():
    each = Either(python="glasshouse.merge(parts)", command="'glasshouse merge OUT PART…'")
    error = glasshouse.BadInputError(Argument("only", "0-9"), ": it is a part; ", each, " joins them.")
    in_python, typed = str(error), in_options(error)
    assert (in_python.partition(":")[0], typed.partition(":")[0]) == ("only='0-9'", "--only 0-9")
    assert ("glasshouse.merge(parts)" in in_python, "glasshouse merge OUT PART…" in typed) == (True, True)
    assert "glasshouse.merge(" not in typed
    assert failure(error)[0] == 2
