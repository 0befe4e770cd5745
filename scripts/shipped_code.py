"""Make the compiled code that ships with glasshouse: the functions of a run, as bitcode for any processor.

    python -m scripts.shipped_code

1. Numba turns each function (``engine/shipped_code.py``) into LLVM's code, and LLVM optimises nothing yet.
2. The wrappers for CPython are left out. Each function gets an entry that takes the address of a row of slots and loads
   its arguments from there (``shipped_kernel.py``).
3. All are linked into one module, and cut down by passes that leave loops as they are: vectors are made for the
   processor that the code is to run on. What is left says nothing of this machine.

It writes ``shipped_code.bc`` and ``shipped_code.json`` into ``src/glasshouse/engine``, the same bytes each time. The
second holds the fingerprint of the source, by which a test says when they are stale.
"""

from __future__ import annotations

import json
import re
import zlib
from importlib.metadata import version
from typing import Any

import llvmlite.binding as llvm
from scripts.llvm_text import PLAIN, compiled_text, in_plain_process

from glasshouse.engine.shipped_code import ABOUT, CODE, made_from, shipped_parts

#: No optimising: what a processor gains from is not known yet.
SETTINGS = {**PLAIN, "NUMBA_OPT": "0", "NUMBA_LOOP_VECTORIZE": "0", "NUMBA_SLP_VECTORIZE": "0"}
#: Any processor with addresses of 64 bits, the lowest byte first.
LAYOUT = "e-i64:64-i128:128-n32:64-S128"
#: After two rounds nothing more is found.
ROUNDS = 2
_INTERNAL = llvm.Linkage.internal


def build() -> tuple[bytes, dict[str, Any]]:
    """The code, compressed, and what is to be known of it."""
    parts = shipped_parts()
    whole, results = llvm.parse_assembly(f'target datalayout = "{LAYOUT}"'), {}
    for part in parts:
        text, mangled, result = compiled_text(part.kernel, part.given, LAYOUT, "")
        module = llvm.parse_assembly(_nameless(text))
        entry = _entry(part.name, mangled, [str(each.type) for each in module.get_function(mangled).arguments])
        module.link_in(llvm.parse_assembly(f'target datalayout = "{LAYOUT}"\n{entry}'))
        module.get_function(mangled).linkage = "internal"
        for variable in module.global_variables:
            variable.linkage = "internal"
        whole.link_in(module)
        results[part.name] = str(result)
    for _ in range(ROUNDS):
        _cut_down(whole)
    if left := [each.name for each in whole.global_variables if each.name.startswith("numba.dynamic")]:
        raise ValueError(f"addresses of this process are left in the code: {left}")
    _number(whole)
    whole.data_layout = ""
    made_with = {name: version(name) for name in ("numba", "llvmlite")} | {"llvm": llvm.llvm_version_info}
    about = {"fingerprint": made_from(parts), "results": results, "made_with": made_with}
    return zlib.compress(whole.as_bitcode(), 9), about


def _nameless(text: str) -> str:
    """Without the names of scopes, which are as long as the types of all arguments."""
    return re.sub(r'^(!\d+ = distinct !\{[^"}]*), !"[^"]*"\}', r"\1}", text, flags=re.M)


def _entry(name: str, mangled: str, kinds: list[str]) -> str:
    """A function that loads the arguments of another from slots; the result goes into the first slot."""
    loads, given = [], ["ptr %slots", "ptr %error"]
    for k, kind in enumerate(kinds[2:], 1):
        loads += [f"%p{k} = getelementptr i64, ptr %slots, i64 {k}", f"%a{k} = load {kind}, ptr %p{k}, align 8"]
        given.append(f"{kind} %a{k}")
    lines = (
        f'declare i32 @"{mangled}"({", ".join(kinds)})',
        f"define i32 @{name}(ptr noalias %slots) {{",
        "%error = alloca ptr, align 8",
        *loads,
        f'%status = call i32 @"{mangled}"({", ".join(given)})',
        "ret i32 %status",
        "}",
    )
    return "\n".join(lines)


def _cut_down(module: Any) -> None:
    """Passes that shrink the code, none of which touches the form of a loop."""
    machine = llvm.Target.from_default_triple().create_target_machine(cpu="", features="", opt=0)
    settings = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=0))
    passes = llvm.create_new_module_pass_manager()
    passes.add_sroa_pass()
    passes.add_instruction_combine_pass()
    passes.add_simplify_cfg_pass()
    passes.add_sccp_pass()
    passes.add_aggressive_dce_pass()
    passes.add_global_dead_code_eliminate_pass()
    passes.add_strip_dead_prototype_pass()
    passes.add_strip_symbols_pass()
    passes.run(module, settings)


def _number(module: Any) -> None:
    """Short names for all that is the module's own, in its order: Numba's are long and hold addresses."""
    for k, each in enumerate((*module.functions, *module.global_variables)):
        if each.linkage == _INTERNAL:
            each.name = f"_{k}"


def main() -> None:
    """Write the code and what is known of it."""
    in_plain_process("scripts.shipped_code", SETTINGS)
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    code, about = build()
    CODE.write_bytes(code)
    ABOUT.write_text(json.dumps(about, separators=(",", ":")) + "\n")
    print(f"{CODE.name}: {len(code):,} bytes")


if __name__ == "__main__":
    main()
