"""From the sliders and switches to a scenario of the engine, and to the command that makes the same run."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import lru_cache
from math import isclose

from glasshouse.interventions import apply
from glasshouse.lab.crowd.machine_settings import MOST_DAYS, PEOPLE, MachineSettings
from glasshouse.scenario import Scenario, load, with_sets

#: The page's switches, and the safeguards of a comparison that they lay over the scenario.
SAFEGUARDS = {"review": "human-review", "appeal": "appeal", "retention": "retention-limit", "ban": "ban"}
#: The sliders, and the parameters that they move.
SLIDERS = {
    "threshold": "face_recognition.threshold",
    "faces": "face_recognition.watchlist",
    "share": "cameras.face_recognition_share",
}
TRUE_MATCHES = "face_recognition.true_match_rate"
#: A stricter threshold costs as many right matches as the safeguard match-threshold says: one in twenty for each 0.04.
_STEP, _KEPT = 0.04, 0.95
#: No machine finds everybody, however lax.
_MOST_FOUND = 0.99


@dataclass(frozen=True, kw_only=True)
class MachineRun:
    """A machine as the engine takes it: its scenario, its days, and the command that makes the same run."""

    machine: MachineSettings
    scenario: Scenario
    days: int
    command: str


@lru_cache(maxsize=256)
def machine_run(machine: MachineSettings) -> MachineRun:
    """The scenario of a machine: the preset, then safeguards, then the sliders, as an arm of a comparison is made.

    >>> run = machine_run(MachineSettings(threshold=0.64, ban=True))
    >>> run.days, run.scenario.parameters["face_recognition.true_match_rate"].value
    (365, 0.8455)
    >>> run.command.split(" --set ")[1:]
    ['face_recognition.true_match_rate=0.8455', 'face_recognition.threshold=0.64', 'ban.date=2019-07-01']
    """
    base = load(machine.preset)
    days = min(base.days, MOST_DAYS)
    named = [name for field, name in SAFEGUARDS.items() if getattr(machine, field)]
    scenario = apply(base, named, 0, days) if named else base
    moved = _moved(machine, base)
    if moved:
        scenario = with_sets(scenario, [f"{key}={value!r}" for key, value in moved.items()])
    return MachineRun(machine=machine, scenario=scenario, days=days, command=_command(machine, base, scenario, days))


def _moved(machine: MachineSettings, base: Scenario) -> dict[str, float]:
    """The parameters that the sliders move from where the preset has them."""
    out = {
        key: float(value)
        for field, key in SLIDERS.items()
        if (value := getattr(machine, field)) is not None and value != base.parameters[key].value
    }
    if SLIDERS["threshold"] in out:
        found = base.parameters[TRUE_MATCHES].value
        stricter = out[SLIDERS["threshold"]] - base.parameters[SLIDERS["threshold"]].value
        out[TRUE_MATCHES] = found_at(found, stricter)
    return out


def found_at(found: float, stricter: float) -> float:
    """The share of right matches at a threshold so much stricter than the one at which it is `found`.

    >>> found_at(0.89, 0.04), found_at(0.89, -0.2)
    (0.8455, 0.99)
    """
    return round(min(max(found, _MOST_FOUND), found * _KEPT ** (stricter / _STEP)), 6)


def _command(machine: MachineSettings, base: Scenario, made: Scenario, days: int) -> str:
    """`glasshouse run` with everything that differs from the preset spelt out."""
    sets = [
        f"{key}={given.value:.12g}"
        for key, given in made.parameters.items()
        if not isclose(given.value, base.parameters[key].value, rel_tol=1e-12)
    ]
    sets += [f"{key}={when.isoformat()}" for key, when in made.dates.items() if when and when != base.dates[key]]
    sizes = ["--population", str(PEOPLE), "--days", str(days), "--seed", str(machine.seed), "--replicates", "1"]
    changes = [word for text in sets for word in ("--set", text)]
    return shlex.join(["glasshouse", "run", machine.preset, *sizes, *changes])
