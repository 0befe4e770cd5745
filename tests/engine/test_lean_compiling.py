"""Compiling without doing work twice: the same results, and Numba as it was afterwards."""

from __future__ import annotations

import gc
import os
import subprocess
import sys

import numba
import pytest
from numba.core import codegen

from glasshouse.engine import lean_compiling as lean
from glasshouse.kernels import inner


def _kernel():
    @inner
    def third(x):
        return x // 3

    @numba.njit(_nrt=False, error_model="numpy")
    def ninth(x):
        return third(third(x))

    return ninth


@pytest.fixture
def made():
    """The libraries of machine code that are made, by what each is called by."""
    seen = []
    engine = codegen.JITCPUCodegen._add_module

    def note(self, module):
        seen.append(any(each.name.startswith("_ZN7cpython") for each in module.functions))
        return engine(self, module)

    codegen.JITCPUCodegen._add_module = note
    yield seen
    codegen.JITCPUCodegen._add_module = engine


def test_an_inner_function_is_made_into_machine_code_in_its_kernel_alone(made):
    with lean.lean_compiling():
        assert _kernel()(90) == 10
    assert made
    assert all(made)
    made.clear()
    assert _kernel()(90) == 10
    assert not all(made)


def test_what_was_kept_is_loaded(tmp_path):
    """In another process, where a kernel comes from the cache without its inner functions, and another calls it."""
    script = tmp_path / "loading.py"
    script.write_text(LOADING)
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    for _ in range(2):
        told = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, check=True)
        assert told.stdout == "10 5\n"


LOADING = """
from glasshouse.engine.lean_compiling import lean_compiling
from glasshouse.kernels import inner, kernel

@inner
def third(x):
    return x // 3

@kernel
def ninth(x):
    return third(third(x))

@kernel
def half_of_ninth(x):
    return ninth(x) // 2

with lean_compiling():
    print(ninth(90), half_of_ninth(90))
"""


def test_numba_is_as_it_was():
    before = [vars(getattr(codegen, owner))[name] for owner, name in lean._TOUCHED]
    with lean.lean_compiling():
        assert not gc.isenabled()
        during = [vars(getattr(codegen, owner))[name] for owner, name in lean._TOUCHED]
    assert during != before
    assert [vars(getattr(codegen, owner))[name] for owner, name in lean._TOUCHED] == before
    assert gc.isenabled()


@pytest.mark.parametrize("change", [lambda self, lock: None, None])
def test_another_numba_compiles_as_it_always_does(monkeypatch, made, change):
    if change is None:
        monkeypatch.delattr(codegen.CPUCodeLibrary, "_optimize_final_module")
        assert not lean._known()
        return
    monkeypatch.setattr(codegen.JITCPUCodegen, "set_env", change)
    assert not lean._known()
    with lean.lean_compiling():
        assert codegen.JITCPUCodegen.set_env is change
