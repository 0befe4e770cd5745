"""The compiled code that ships: made from this source, optimised once, and nothing that a run depends on."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import late_payers
from glasshouse import children
from glasshouse.codecache import Store
from glasshouse.engine import assembly, shipped_code
from glasshouse.engine.assembly import compiled_day
from glasshouse.engine.simulate import simulate
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario import load
from glasshouse.shipped_kernel import ShippedKernel

SIZES: dict[str, Any] = {"population": 9000, "days": 30, "seed": 5}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Compiled code in a folder of its own, where nothing is yet."""
    tmp_path.chmod(0o700)
    kept = Store(tmp_path)
    monkeypatch.setattr(shipped_code, "store", lambda: kept)
    return kept


def test_the_code_was_made_from_this_source():
    """If not: python -m scripts.shipped_code"""
    known = json.loads(shipped_code.ABOUT.read_text(encoding="utf-8"))
    assert known["fingerprint"] == shipped_code.made_from(shipped_code.shipped_parts())
    assert known["results"].keys() == {part.name for part in shipped_code.shipped_parts()}


def test_it_is_optimised_once_and_again_where_its_file_is_damaged(place: Store, monkeypatch: pytest.MonkeyPatch):
    made: list[int] = []

    def optimised(code: bytes) -> bytes:
        made.append(len(code))
        return b"an object file"

    monkeypatch.setattr(shipped_code, "optimised", optimised)
    parts = shipped_code.shipped_parts()
    assert not shipped_code.kept()
    for _ in range(2):
        assert shipped_code._host_code(parts) == b"an object file"
    assert shipped_code.kept()
    assert len(made) == 1
    (file,) = place.folder.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert not shipped_code.kept()
    for _ in range(2):
        assert shipped_code._host_code(parts) == b"an object file"
    assert len(made) == 2


def test_a_folder_that_cannot_be_written_costs_the_time_alone(place: Store, monkeypatch: pytest.MonkeyPatch):
    place.folder.chmod(0o777)  # anybody may write it, so that it is not trusted
    monkeypatch.setattr(shipped_code, "optimised", lambda code: b"an object file")
    assert shipped_code._host_code(shipped_code.shipped_parts()) == b"an object file"
    assert list(place.folder.iterdir()) == []


@pytest.mark.parametrize("what", ["another source", "a later LLVM", "no code", "no file", "no symbol", "cut off"])
def test_where_it_cannot_be_used_nothing_is_installed(
    what: str, place: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (bad := tmp_path / "bad").write_bytes(
        zlib.compress(b"no code") if what == "no code" else shipped_code.CODE.read_bytes()[:5000]
    )
    if what == "another source":
        monkeypatch.setattr(shipped_code, "made_from", lambda parts: "of another")
    elif what == "a later LLVM":
        monkeypatch.setattr(shipped_code.llvm, "llvm_version_info", (1, 0, 0))
    elif what == "no symbol":
        monkeypatch.setattr(shipped_code, "OUTSIDE", ("no_such_function_anywhere",))
    else:
        monkeypatch.setattr(shipped_code, "CODE", tmp_path / "none" if what == "no file" else bad)
    shipped_code._name.cache_clear()
    parts = shipped_code.shipped_parts()
    before = [part.kernel.shipped for part in parts]
    assert shipped_code._installed.__wrapped__() is False
    assert [part.kernel.shipped for part in parts] == before
    assert not [file for file in tmp_path.iterdir() if file.name.startswith("shipped")]
    shipped_code._name.cache_clear()


def test_a_day_with_a_plug_in_is_compiled_by_numba():
    day = compiled_day(SHIPPED.with_([late_payers.MECHANISM]))
    assert not isinstance(day.simulate_day, ShippedKernel)
    assert not isinstance(day.deliver, ShippedKernel)
    assert isinstance(compiled_day().simulate_day, ShippedKernel)


def test_numba_gives_the_same_digest(monkeypatch: pytest.MonkeyPatch):
    scenario = load("as-described")
    assert shipped_code.installed()
    shipped = simulate(scenario, **SIZES, threads=2)
    for part in shipped_code.shipped_parts():
        monkeypatch.setattr(part.kernel, "shipped", None)
    assert simulate(scenario, **SIZES, threads=1).digest == shipped.digest


_RUN = """
import sys
from numba.core import event
class Compiled(event.Listener):
    names = []
    def on_start(self, found): self.names.append(str(found.data["dispatcher"]))
    def on_end(self, found): pass
event.register("numba:compile", Compiled())
from glasshouse.cli.main import main
sys.argv = "glasshouse run as-described --population 2000 --days 40 --replicates 1 --out a".split()
try:
    main()
except SystemExit as left:
    assert not left.code, left.code
print("compiled by Numba:", Compiled.names)
"""


def test_a_run_from_an_empty_cache_compiles_nothing_by_numba(tmp_path: Path):
    place = {**children.environment(), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    place.pop("NUMBA_CACHE_DIR", None)
    found = subprocess.run(
        [sys.executable, "-P", "-c", _RUN], cwd=tmp_path, env=place, capture_output=True, text=True, check=True
    )
    assert "compiled by Numba: []" in found.stdout


def test_threads_that_ask_at_once_get_one_day(monkeypatch):
    """The shipped code is put into one day: another would be compiled by Numba, in half a minute."""
    monkeypatch.setattr(assembly, "_compiled_day", cache(assembly._compiled_day.__wrapped__))
    begin = threading.Barrier(3)

    def ask(_):
        begin.wait()
        return compiled_day()

    with ThreadPoolExecutor(3) as pool:
        days = list(pool.map(ask, range(3)))
    assert len({id(each) for each in days}) == 1
