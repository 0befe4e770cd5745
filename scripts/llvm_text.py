"""LLVM's text of what Numba compiled, for those scripts that hand it to LLVM for another machine than this one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from typing import Any

import numba
from numba.core.caching import NullCache

#: Numba compiles for this processor; code from its cache comes without the LLVM text.
PLAIN = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}


def in_plain_process(module: str, settings: Mapping[str, str]) -> None:
    """Unless these settings are in force, run the script in a process where they are, without a cache, and leave."""
    if any(os.environ.get(name) != value for name, value in settings.items()):
        with tempfile.TemporaryDirectory() as cache:
            environment = {**os.environ, **settings, "XDG_CACHE_HOME": cache}
            sys.exit(subprocess.run([sys.executable, "-m", module], env=environment).returncode)


def text_of(kernel: Any, signature: tuple[Any, ...], layout: str, triple: str) -> tuple[str, str]:
    """The LLVM code of a function without the wrappers for CPython, and the name of the function in it."""
    kept, skipped = [], False
    for line in kernel.inspect_llvm(signature).splitlines():
        if line.startswith("define") and re.search(r'@"?(_ZN7cpython|cfunc\.)', line):
            skipped = True
        if not skipped:
            kept.append(line)
        if line == "}":
            skipped = False
    mangled = kernel.overloads[signature].fndesc.llvm_func_name
    # What a module does not export is its own: several hold the same functions, and objects have no common symbols.
    text = re.sub(
        r"^(@.*) = (?:common|linkonce|linkonce_odr|weak_odr) (?:hidden )?", r"\1 = internal ", "\n".join(kept),
        flags=re.M,
    )  # fmt: skip
    text = re.sub(
        rf"^define (?:linkonce_odr |weak_odr )?(?:hidden )?(?!.*{re.escape(mangled)}\b)",
        "define internal ",
        text,
        flags=re.M,
    )
    text = re.sub(r"^target datalayout.*$", f'target datalayout = "{layout}"', text, flags=re.M)
    text = re.sub(r"^target triple.*$", f'target triple = "{triple}"', text, flags=re.M)
    text = re.sub(r'"target-(cpu|features)"="[^"]*"', "", text)
    # Numba's errors name the file that raises them, and with it a folder of the machine that this runs on.
    text = re.sub(r"/[\w./-]*/site-packages/", lambda found: "_" * len(found[0]), text)
    return text, mangled


def compiled_text(kernel: Any, given: Mapping[str, Any], layout: str, triple: str) -> tuple[str, str, Any]:
    """Compile a function for examples of its arguments: its text, its name there, and the type of its result."""
    kernel = getattr(kernel, "kernel", kernel)
    signature = tuple(numba.typeof(value) for value in given.values())
    kernel._cache = NullCache()  # code that was kept comes without its LLVM text
    kernel.compile(signature)
    return *text_of(kernel, signature, layout, triple), kernel.overloads[signature].signature.return_type
