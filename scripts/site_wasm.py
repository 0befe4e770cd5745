"""Make the engine of the pages: the compiled day as WebAssembly, from the same source as the native one.

    pip install -e '.[site]' && python -m scripts.site_wasm

1. Numba compiles each function of a run (``engine/wasm/wasm_parts.py``) for a processor without special features.
2. From its LLVM code the wrappers for CPython are left out, and llvmlite, which Numba brings and which holds LLVM's
   WebAssembly back end, emits an object for wasm32.
3. ``wasm-ld`` of the package ziglang links the objects. The module imports one function, the natural logarithm.

It writes ``engine.wasm`` and ``engine.json`` into ``src/glasshouse/sites/static``. The second holds the fingerprint of
the source, by which a test says when they are stale.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scripts.llvm_text import PLAIN, compiled_text, in_plain_process

OUT = Path(__file__).parents[1] / "src" / "glasshouse" / "sites" / "static"
LAYOUT = "e-m:e-p:32:32-p10:8:8-p20:8:8-i64:64-i128:128-n32:64-S128-ni:1:10:20"
TRIPLE = "wasm32-unknown-unknown"
FEATURES = "+simd128,+bulk-memory,+sign-ext,+nontrapping-fptoint"
STACK = 1 << 20


def build() -> tuple[bytes, dict[str, Any]]:
    """The module, and what a page must know of it."""
    import llvmlite.binding as llvm

    from glasshouse.engine.wasm.wasm_fingerprint import fingerprint
    from glasshouse.engine.wasm.wasm_parts import description, engine_parts

    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(
        cpu="generic", features=FEATURES, opt=2, reloc="static", codemodel="default"
    )
    parts = engine_parts()
    about = {**(described := description(parts)), "fingerprint": fingerprint(parts, described)}
    with tempfile.TemporaryDirectory() as place:
        folder, objects = Path(place), []
        for part in parts:
            text, mangled, _ = compiled_text(part.kernel, part.given, LAYOUT, TRIPLE)
            quoted = f'@"{mangled}"' if f'@"{mangled}"' in text else f"@{mangled}"
            module = llvm.parse_assembly(text.replace(quoted, f"@{part.name}"))
            objects.append(folder / f"{part.name}.o")
            objects[-1].write_bytes(machine.emit_object(module))
        exports = [f"--export={part.name}" for part in parts]
        # What else is missing would be a function that Numba or LLVM took for granted: only the logarithm may be.
        (folder / "imports").write_text("log\n")
        command = [
            *(sys.executable, "-m", "ziglang", "wasm-ld", "--no-entry", "--strip-all", "--export=__heap_base"),
            *(f"--allow-undefined-file={folder / 'imports'}", "-z", f"stack-size={STACK}", "--stack-first"),
        ]
        subprocess.run([*command, *exports, "-o", folder / "engine.wasm", *objects], check=True)
        code = (folder / "engine.wasm").read_bytes()
    made_with = {name: version(name) for name in ("numba", "llvmlite", "ziglang")}
    return code, {**about, "made_with": made_with}


def main() -> None:
    """Write the module and its description."""
    in_plain_process("scripts.site_wasm", PLAIN)
    code, about = build()
    OUT.mkdir(exist_ok=True)
    (OUT / "engine.wasm").write_bytes(code)
    (OUT / "engine.json").write_text(json.dumps(about, separators=(",", ":")) + "\n")
    print(f"engine.wasm: {len(code):,} bytes")


if __name__ == "__main__":
    main()
