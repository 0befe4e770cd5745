"""Having everything compiled before the first day.

The day that ships is there already, but for optimising it for this machine's processor (``engine/shipped_code.py``),
which takes 5 s of one core the first time. Later processes load it in a moment.

Numba compiles what does not ship, that is a day with plug-ins and single steps, and everything where the shipped code
cannot be used. The first time two processes then compile half of the steps each, since Numba compiles under a lock, so
that threads do not help. Each step is a kernel with its own entry in the cache on disk; the day then only has to link
them. From an empty cache that takes 24 to 29 s of processor time; later processes load everything in about a second.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from hashlib import blake2b
from pathlib import Path

from glasshouse import children
from glasshouse.engine import shipped_code
from glasshouse.engine.assembly import RuleError, compiled_day
from glasshouse.engine.lean_compiling import lean_compiling
from glasshouse.engine.nobody import Nobody
from glasshouse.kernels import store
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.plugins import identities
from glasshouse.shipped_kernel import ShippedKernel

_DONE = "compiled"
_PATIENCE = 120
#: Characters of what Numba says.
_MOST_SAID = 200

_warm: set[MechanismSet] = set()


def compiled(mechanisms: MechanismSet = SHIPPED) -> bool:
    """Whether an earlier process compiled everything."""
    ships = isinstance(compiled_day(mechanisms).simulate_day, ShippedKernel)
    return (ships and shipped_code.kept()) or _compiled_by_numba(mechanisms)


def _compiled_by_numba(mechanisms: MechanismSet) -> bool:
    kept = store()
    with suppress(OSError, ValueError):
        return kept is not None and kept.read(_done(mechanisms)) is not None
    return False


def _done(mechanisms: MechanismSet) -> str:
    """The name of the mark that everything was compiled."""
    own = repr([(each.module, each.fingerprint) for each in identities(mechanisms)])
    return f"{_DONE}-{blake2b(own.encode(), digest_size=8).hexdigest()}" if mechanisms.added else _DONE


def warm_up(mechanisms: MechanismSet = SHIPPED) -> float:
    """Compile, or load what an earlier process compiled; returns the seconds it took."""
    if mechanisms in _warm:
        return 0.0
    began = time.perf_counter()
    if not shipped_code.ready(compiled_day(mechanisms)):
        compile_steps(mechanisms)
        with lean_compiling():
            Nobody(mechanisms).whole_day()
    _warm.add(mechanisms)
    return time.perf_counter() - began


def compile_own(several: Iterable[MechanismSet]) -> None:
    """Compile the days of plug-ins before anything is written. Raises ``RuleError`` where Numba cannot."""
    for mechanisms in {each for each in several if each.added}:
        try:
            warm_up(mechanisms)
        except Exception as error:  # Numba fails in many ways
            names = ", ".join(each.module for each in mechanisms.added)
            reason = str(error).strip().splitlines()[0][:_MOST_SAID] if str(error).strip() else "no reason given"
            lines = re.findall(r'File "([^"]+)", line (\d+)', str(error))
            where = f" near {Path(lines[-1][0]).name}, line {lines[-1][1]}" if lines else ""
            raise RuleError(
                f"{names}: its rules cannot be compiled{where} ({type(error).__name__}: {reason}). Rules compute with "
                "whole numbers and arrays; texts, lists that grow and objects of one's own they cannot have."
            ) from error


def compile_steps(mechanisms: MechanismSet = SHIPPED) -> None:
    """Have Numba compile the steps of the day and all around them, or load that, for those who call single steps."""
    nobody, kept, done = Nobody(mechanisms), store(), _compiled_by_numba(mechanisms)
    with nullcontext() if done else lean_compiling():
        # A plug-in's day is compiled here alone: another process might not find what was written at a prompt.
        helper = _start_helper() if kept and not done and not mechanisms.added else None
        nobody.first_half()
        _wait_for(helper)
        nobody.second_half()
    if kept and not done:
        with suppress(OSError):  # said already, of the code itself
            kept.write(_done(mechanisms), b"")


def _start_helper() -> subprocess.Popen[bytes] | None:
    """Another process for the second half; without one, everything is compiled here, only later."""
    try:
        quiet = subprocess.DEVNULL
        command, place = children.module(__name__), children.environment()
        return subprocess.Popen(command, env=place, stdin=quiet, stdout=quiet, stderr=quiet)
    except OSError:
        return None


def _wait_for(helper: subprocess.Popen[bytes] | None) -> None:
    if helper is None:
        return
    try:
        helper.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        helper.kill()
    except BaseException:
        helper.kill()
        raise


if __name__ == "__main__":
    with lean_compiling():
        Nobody().second_half()
