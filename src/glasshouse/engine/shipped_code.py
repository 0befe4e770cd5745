"""The compiled code that ships with glasshouse: portable, and optimised for this machine's processor at the first use.

To compile a run takes Numba 29 s of processor time: 13 s of its own Python, and the rest LLVM's work on 230 small
libraries. `shipped_code.bc` is what Numba hands to LLVM for all functions of a run (``wasm.wasm_parts``), cut down
and in one module: bitcode that fits any 64-bit processor (``scripts/shipped_code.py`` makes it). Here LLVM optimises it
as Numba would have, for the processor at hand, in 5 s; the object file is kept beside the code that Numba compiled, and
later processes load it in 3 ms.

It is used only where its fingerprint is that of the source. Where it is not, or where anything goes wrong, Numba
compiles as before: no run depends on it. One process does all the work: of two, the second would need a second to start
and could take over a third of it at most.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import zlib
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import llvmlite
import llvmlite.binding as llvm
from numba.core import config
from numba.core.codegen import get_host_cpu_features

from glasshouse import codecache
from glasshouse.engine.assembly import CompiledDay
from glasshouse.engine.wasm.wasm_fingerprint import fingerprint
from glasshouse.engine.wasm.wasm_parts import EnginePart, engine_parts
from glasshouse.kernels import store
from glasshouse.shipped_kernel import MachineCode, ShippedKernel

#: The code, and what is known of it: its fingerprint, the types of results, and what it was made with.
CODE, ABOUT = (Path(__file__).with_name(f"shipped_code.{kind}") for kind in ("bc", "json"))
#: What the code may ask for that it does not hold; LLVM itself adds some of them.
OUTSIDE = ("log", "floor", "memset", "memcpy", "memmove")
#: Numba makes its settings as it starts, unseen by a type checker.
_CONFIG: Any = config
_RESULTS: dict[str, type[int | bool] | None] = {"int64": int, "bool": bool, "none": None}
_LOG = logging.getLogger(__name__)
_LOCK = threading.Lock()


class NoShippedCodeError(Exception):
    """Why the shipped code cannot be used here."""


def shipped_parts() -> list[EnginePart]:
    """The functions that ship: all of a run. A page has those that hash as well.

    >>> [part.name for part in shipped_parts()][-2:]
    ['write_points', 'mark_most']
    """
    return [part for part in engine_parts() if isinstance(part.kernel, ShippedKernel)]


def made_from(parts: list[EnginePart]) -> str:
    """The fingerprint of the source of these functions."""
    return fingerprint(parts, {})


def installed() -> bool:
    """Have the functions of a run in their shipped form; whether that could be done. The first time takes some seconds.

    >>> type(installed())
    <class 'bool'>
    """
    with _LOCK:
        return _installed()


def ready(day: CompiledDay) -> bool:
    """Have the shipped form of a day if it has one; whether it is there.

    >>> from dataclasses import replace
    >>> from glasshouse.engine.assembly import compiled_day
    >>> ready(replace(compiled_day(), simulate_day=print))
    False
    """
    return isinstance(day.simulate_day, ShippedKernel) and installed()


@cache
def _installed() -> bool:
    try:
        parts = shipped_parts()
        engine = _engine(_host_code(parts))
        results = _about()["results"]
        forms = [
            MachineCode(
                _address(engine, part.name),
                list(part.given.values()),
                _RESULTS[results[part.name]],
                brief=part.name.startswith("morning"),
            )
            for part in parts
        ]
    except Exception as error:  # whatever it is, Numba can do the same
        _LOG.debug("The shipped code is not used: %s", error)
        return False
    _ENGINES.append(engine)
    for part, form in zip(parts, forms, strict=True):
        part.kernel.shipped = form.called
    return True


#: Code lives as long as the engine that loaded it.
_ENGINES: list[Any] = []


def kept() -> bool:
    """Whether an earlier process optimised the code for this processor."""
    try:
        return _read() is not None
    except Exception:  # where it cannot even be looked for, it is not used, and Numba compiles
        return False


def _read() -> bytes | None:
    """The object file of an earlier process; None where there is none, or a damaged one."""
    place = store()
    if place is None:
        return None
    try:
        return place.read(_name())
    except (OSError, ValueError) as error:
        codecache.tell(f"Compiled code in {place.folder} cannot be used ({error}). It is compiled anew.")
        return None


def _host_code(parts: list[EnginePart]) -> bytes:
    """The object file for this processor. Raises where it cannot be had."""
    if (found := _read()) is not None:
        return found
    about = _about()
    if about["fingerprint"] != made_from(parts):
        raise NoShippedCodeError("it was made from another source")
    if tuple(about["made_with"]["llvm"]) > llvm.llvm_version_info:  # LLVM reads what older versions wrote
        raise NoShippedCodeError("it was made with a later LLVM")
    made = optimised(CODE.read_bytes())
    place = store()
    if place is not None:
        try:
            place.write(_name(), made)
        except OSError as error:
            codecache.tell(f"Compiled code cannot be kept in {place.folder} ({error}). Later runs compile it anew.")
    return made


def _about() -> dict[str, Any]:
    return json.loads(ABOUT.read_text(encoding="utf-8"))


def optimised(code: bytes) -> bytes:
    """The object file for this processor of what ``scripts/shipped_code.py`` wrote. Raises where LLVM cannot read it.

    The settings are Numba's (``numba.core.codegen``), so that the machine code is as fast.
    """
    machine = _machine()
    module = llvm.parse_bitcode(zlib.decompress(code))
    module.triple, module.data_layout = llvm.get_process_triple(), str(machine.target_data)
    module.verify()
    for function in module.functions:
        name = function.name
        if function.is_declaration and not name.startswith("llvm.") and name not in OUTSIDE:
            raise NoShippedCodeError(f"it calls {name}")
    settings = llvm.create_pipeline_tuning_options(speed_level=3)
    settings.loop_vectorization = settings.slp_vectorization = True
    passes = llvm.create_pass_builder(machine, settings)
    passes.getModulePassManager().run(module, passes)
    return machine.emit_object(module)


def _engine(code: bytes) -> Any:
    """The object file in memory, ready to be called."""
    engine = llvm.create_mcjit_compiler(
        llvm.parse_assembly(""), _machine(), use_lmm=_CONFIG.USE_LLVMLITE_MEMORY_MANAGER
    )
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return engine


def _address(engine: Any, name: str) -> int:
    if not (found := engine.get_function_address(name)):
        raise NoShippedCodeError(f"it has no {name}")
    return found


def _machine() -> Any:
    """A target machine as Numba makes it for code that runs at once. Raises where this code was never tried."""
    if sys.platform == "win32" or sys.maxsize < 2**32 or sys.byteorder != "little" or _CONFIG.DISABLE_JIT:
        raise NoShippedCodeError("it is not for this machine")
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    if missing := [name for name in OUTSIDE if not llvm.address_of_symbol(name)]:
        raise NoShippedCodeError(f"this process has no {', '.join(missing)}")  # LLVM would end the process
    processor, features = _processor()
    triple = llvm.get_process_triple()
    return llvm.Target.from_triple(triple).create_target_machine(
        cpu=processor, features=features, opt=3, codemodel="jitdefault", jit=True,
        reloc="static" if triple.startswith("x86") else "default",
    )  # fmt: skip


def _processor() -> tuple[str, str]:
    """Its name and features, unless Numba was told others."""
    name, features = _CONFIG.CPU_NAME, _CONFIG.CPU_FEATURES
    return (
        llvm.get_host_cpu_name() if name is None else name,
        get_host_cpu_features() if features is None else features,
    )


@cache
def _name() -> str:
    """The name of the object file among the compiled code, which hangs on the source already."""
    what = (_processor(), llvm.get_process_triple(), llvmlite.__version__, llvm.llvm_version_info)
    stamp = blake2b(repr(what).encode(), digest_size=16)
    for path in (CODE, ABOUT):
        stamp.update(path.read_bytes())
    return f"shipped-{stamp.hexdigest()}"
