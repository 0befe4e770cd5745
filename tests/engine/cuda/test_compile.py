"""The kernels become code for a real GPU, on a machine without one: NVIDIA's compiler comes with the extra."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from glasshouse.engine.cuda import device_machine, rows
from glasshouse.population.people import COLUMNS, People

#: Compute capability of an H100.
CAPABILITY = (9, 0)


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not device_machine.has_compiler(), reason="without NVIDIA's compiler"),
]


def signatures() -> dict[str, tuple[Any, ...]]:
    """What each kernel is called with."""
    import numba
    from numba import types

    def column(kind: Any, dimensions: int = 1) -> Any:
        return types.Array(numba.from_dtype(np.dtype(kind)), dimensions, "C")

    people = types.NamedTuple([column(kind) for kind in COLUMNS.values()], People)
    params, district, now = column(rows.PARAMS_D), column(rows.DISTRICT_D), column(rows.NOW_D)
    log, mail, deeds, harms = column(rows.ROW), column(rows.LETTER), column(rows.DEEDS_D), column(rows.HARMS_D)
    numbers, blocks, counts, tops = (column(np.int64, k) for k in (1, 2, 3, 2))
    tops, marks, yes, number = column(np.uint32, 2), column(np.uint8), types.boolean, types.int64
    return {
        "settle": (blocks, people, params, district, now),
        "summits": (params, district, tops),
        "screen": (blocks, people, params, district, tops, marks, now, counts, yes),
        "live": (
            blocks, numbers, marks, people, params, district, numbers, numbers, number, yes, yes, now, counts, counts,
            log, mail, numbers, deeds, harms, number,
        ),
        "stock": (blocks, people, now, counts, *(column(*k) for k in _SCRATCH)),
        "hand_out": (mail, people, params, district, now, counts, log, harms, number),
        "lift": (blocks, people, params, now, counts, log, numbers),
    }  # fmt: skip


_SCRATCH = (np.uint16, 2), (np.int64, 2), (np.uint16, 3), (np.int64, 3)


@pytest.mark.parametrize("name", ["settle", "summits", "screen", "live", "stock", "hand_out", "lift"])
def test_a_kernel_is_compiled_for_a_gpu(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    from numba import cuda

    from glasshouse.engine.cuda.device_kernels import build

    # What a kernel calls is compiled for the device at hand, and there is none.
    monkeypatch.setattr(
        "numba.cuda.dispatcher.get_current_device", lambda: SimpleNamespace(compute_capability=CAPABILITY)
    )
    kernel = getattr(build(groups=4), name).py_func
    text, _ = cuda.compile(kernel, signatures()[name], device=False, cc=CAPABILITY, abi="numba", output="ptx")
    assert ".visible .entry" in text
    assemble(text, tmp_path)


def assemble(text: str, folder: Path) -> None:
    """Turn it into machine code too, where NVIDIA's assembler is at hand."""
    spec = importlib.util.find_spec("nvidia")
    places = [
        Path(place) / "cuda_nvcc" / "bin" / "ptxas" for place in (spec.submodule_search_locations if spec else [])
    ]
    found = [str(place) for place in places if place.exists()] or [shutil.which("ptxas")]
    if found[0] is None:
        return
    (folder / "kernel.ptx").write_text(text)
    done = subprocess.run(
        [found[0], "-arch=sm_90", "-v", str(folder / "kernel.ptx"), "-o", str(folder / "kernel.cubin")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert " 0 bytes spill stores" in done.stderr
