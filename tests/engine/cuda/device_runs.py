"""The same lives on the processor and in the CUDA simulator: run as a program, since the simulator is chosen by a
variable that Numba reads when it is imported. It prints one line a comparison, as JSON, and fails where they differ."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numba.cuda.simulator import kernelapi

from glasshouse.cli.main import status
from glasshouse.engine.checkpoint import Keeper, Pace
from glasshouse.engine.counts import MEASURES
from glasshouse.engine.cuda import device_people
from glasshouse.engine.part import BranchPoint, Part
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.model.events import EVENT_KINDS
from glasshouse.scenario import load
from glasshouse.scenario.scenario_loading import load_text
from model.runs import BUSY
from small_tiers import text

#: Rare things made frequent; reviewers, audits, short lists, a fit each week, and a ban on the 15th day.
RULES = (
    *BUSY,
    "start=2019-12-28",
    "ban.date=2020-01-11",
    "learned_score.every=7",
    "people.defaults=0.02",
    "people.offences=0.2",
    "registries.clerical_error=0.02",
    "registries.stale_share=0.5",
    "registries.stale_weeks=1",
    "informants.mistaken=0.05",
    "score.cut_b=955",
    "score.cut_c=930",
    "restrictions.defaulter_weeks=1",
    "restrictions.dishonest_weeks=2",
    "redress.review_share=1",
    "redress.review_capacity=20",
    "redress.review_automation_bias=0.2",
    "redress.audit=0.3",
    "registries.repaid=0.3",
    "face_recognition.false_match_rate=1e-6",
    "face_recognition.on_watchlist_share=0.1",
    "face_recognition.faulty_share=0.5",
    "face_recognition.arrest_share=0.5",
)


def busy(population: int, days: int) -> dict[str, object]:
    """A state without cameras, then with them and all the rest, until a ban."""
    before, after = load("as-described", sets=[*RULES, "cameras.enabled=false"]), load("as-described", sets=RULES)
    how = {"population": population, "days": days, "seed": 3, "threads": 1, "past": BranchPoint(scenario=before, day=3)}
    with noting_mail() as mail:
        here, there = simulate(after, **how), simulate(after, **how, device="cuda")
    same(here, there)
    assert len(mail) == 2 * days
    assert all((mine == other).all() for mine, other in zip(mail[:days], mail[days:], strict=True))
    assert [day for day, _ in here.fits] == [day for day, _ in there.fits]
    assert all((one[1] == other[1]).all() for one, other in zip(here.fits, there.fits, strict=True))
    totals = here.daily.sum(axis=(0, 1, 2))
    return {
        "fits": len(here.fits),
        "events": sorted(EVENT_KINDS[kind] for kind in np.unique(here.events["kind"])),
        "zero": [name for name, total in zip(MEASURES, totals.tolist(), strict=True) if total == 0],
    }


@contextlib.contextmanager
def noting_mail() -> Iterator[list[np.ndarray]]:
    """The mail of each evening, in its order."""
    mail, live = [], Part.simulate_day
    Part.simulate_day = lambda self, pool: (live(self, pool), mail.append(self.mail))[0]
    yield mail
    Part.simulate_day = live


def a_law_passes(population: int) -> dict[str, object]:
    """The days of a security law, with so little room for events that the device must be called again and again."""
    scenario = load("hong-kong-2020", sets=[*BUSY, "start=2020-06-29"])
    calls, launch = [], device_people.DevicePeople._launch
    device_people.usual_grid = lambda _: device_people.Grid(threads=2, few=2, all=2, capacity=1, stocktakers=2)
    device_people.DevicePeople._launch = lambda self, kernel, groups: (
        calls.append(kernel),
        launch(self, kernel, groups),
    )[1]
    how = {"population": population, "days": 3, "seed": 1, "threads": 1, "ledger": False}
    same(simulate(scenario, **how), simulate(scenario, **how, device="cuda"))
    return {
        "screened": calls.count("screen"),
        "lived": calls.count("simulate_day"),
        "jumps": sum(scenario.jump(day) > 0 for day in range(3)),
    }


def from_the_command_line(population: int) -> dict[str, object]:
    """The folder of a run on the device: the digest of one on the processor, and what it was run on."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for device in ("cpu", "cuda"):
            place = Path(folder) / device
            sizes = ["--population", str(population), "--days", "2", "--replicates", "1", "--device", device]
            assert status(["run", "as-described", *sizes, "--out", str(place)]) == 0
            found[device] = json.loads((place / "run.json").read_text())
    assert found["cpu"]["digest"] == found["cuda"]["digest"]
    return {device: content["host"].get("gpu") for device, content in found.items()}


class StopError(Exception):
    """Cuts a run off."""


def cut_off(population: int, days: int, stop: int) -> dict[str, object]:
    """A run that was stopped on one of the two goes on on the other, to the same end."""
    scenario = load("as-described", sets=RULES)
    how = {"population": population, "days": days, "seed": 2, "threads": 1}
    whole, kept = simulate(scenario, **how), {}

    def on_day(day: int) -> None:
        if day == stop:
            raise StopError

    for first, branch_point in (("cpu", "cuda"), ("cuda", "cpu")):
        with tempfile.TemporaryDirectory() as folder:
            for device, watch in ((first, on_day), (branch_point, None)):
                keeper = Keeper(Path(folder), "it", {"run": "tested"}, pace=Pace(least=0, sparing=0))
                with contextlib.suppress(StopError):
                    done = simulate(scenario, **how, device=device, keeper=keeper, on_day=watch)
                    same(whole, done)
            kept[f"{first} {branch_point}"] = keeper.seconds > 0  # it did go on from a checkpoint
    return kept


def same(here: Replicate, there: Replicate) -> None:
    """All that a replicate leaves is equal, to the last bit and in the same order."""
    assert here.digest == there.digest
    assert (here.daily == there.daily).all()
    for kind in ("state", "events", "ledger"):
        mine, other = getattr(here, kind), getattr(there, kind)
        assert (mine is None) == (other is None)
        for name, column in (mine or {}).items():
            assert column.dtype == other[name].dtype
            assert np.array_equal(column, other[name]), (kind, name)


def other_tiers(population: int) -> list[int]:
    """A week and its rescoring with fewer tiers than the shipped six, and with more."""
    busy_days = [each for each in BUSY if not each.startswith("score.cut_")]
    for tiers in (3, 8):
        scenario = load_text(text(tiers), sets=[*busy_days, "score.every=7"])
        how = {"population": population, "days": 8, "seed": 3, "threads": 1}
        same(simulate(scenario, **how), simulate(scenario, **how, device="cuda"))
    return [3, 8]


def share_safely() -> None:
    """Make the simulator's shared arrays one for all threads of a group, even when two ask at the same moment.

    It looks for the array and makes it in two steps, and now and then a thread is left with one of its own.
    """
    lock = threading.Lock()

    def array(self: Any, shape: Any, dtype: Any, alignment: int | None = None) -> np.ndarray:
        caller = sys._getframe(1)
        with lock:
            return self._allocations.setdefault((caller.f_code, caller.f_lineno), np.empty(shape, dtype))

    kernelapi.FakeCUDAShared.array = array


if __name__ == "__main__":
    share_safely()
    warnings.filterwarnings("ignore", category=RuntimeWarning)  # whole numbers that are meant to run over
    sys.setswitchinterval(2e-5)  # the simulator waits for its threads in a busy loop
    many, days = int(sys.argv[1]), int(sys.argv[2])
    found = {"busy": busy(many, days)}
    if sys.argv[3:] == ["all"]:
        found |= {"cut off": cut_off(100, 9, 7), "law": a_law_passes(min(many, 200))}
        found["tiers"] = other_tiers(60)
        with contextlib.redirect_stdout(sys.stderr):
            found["command line"] = from_the_command_line(50)
    print(json.dumps(found))
