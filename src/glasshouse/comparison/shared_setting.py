"""What all arms of a comparison share: sizes and seed; and the pasts from which an arm may branch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse import __version__
from glasshouse.arguments import Argument
from glasshouse.comparison.arm_names import Written
from glasshouse.errors import BadInputError
from glasshouse.folders import folder_reading
from glasshouse.runs.run import open_run
from glasshouse.runs.run_description import KIND
from glasshouse.runs.run_plan import Branch
from glasshouse.scenario.user_text import quoted
from glasshouse.withdrawn import Withdrawn, keys_gone

if TYPE_CHECKING:
    from glasshouse.runs.run import Run
    from glasshouse.scenario import Scenario

#: A day by its number, short enough to be one.
_DAY = re.compile("[0-9]{1,6}")
#: In an arm's file, the run and the day that it branches from.
FROM = "from"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What all arms of a comparison have in common.

    ``overriding``: the caller lays values over the baseline with ``overrides``, and has no ``set``.
    """

    scenario: Scenario
    sets: tuple[str, ...] = ()
    population: int
    days: int
    seed: int
    overriding: bool = False

    def laid_over(self, key: str, value: str) -> Argument:
        """How the caller lays a value over the baseline."""
        return Argument("overrides", {key: value}) if self.overriding else Argument("set", f"{key}={value}")


def shared_past(written: Written, setting: Setting) -> Branch | None:
    """The baseline's past until the day after ``@``; none for day 0."""
    if written.when is None:
        return None
    day = _day(written.when, setting, f"arm '{quoted(written.text)}'")
    return Branch(scenario=setting.scenario, day=day) if day else None


def _day(text: str, setting: Setting, who: str) -> int:
    day = int(text) if text.isdigit() else setting.scenario.day_of(date.fromisoformat(text))
    if not 0 <= day < setting.days:
        last = setting.scenario.date_of(setting.days - 1)
        span = f"days 0 to {setting.days - 1} ({setting.scenario.start} to {last})"
        raise BadInputError(f"{who}: '{quoted(text)}' is not within the comparison, which has {span}.")
    return day


def recorded_past(value: Any, beside: Path, setting: Setting) -> Branch | None:
    """The past that a run folder recorded, from ``DIR@DAY``. Raises ``BadInputError``."""
    folder, at, when = str(value).rpartition("@")
    if not at or not folder or not (_DAY.fullmatch(when) or _is_date(when)):
        told = f"not '{quoted(value)}'"
        raise BadInputError(f"write '{FROM}: DIR@DAY', with the folder of a run and a day or a date, {told}.")
    day = _day(when, setting, f"'{FROM}: {quoted(value)}'")
    place = Path(folder)
    run = open_run(place if place.exists() or place.is_absolute() else beside / place)
    facts = run.manifest
    if run.status != "finished":
        raise BadInputError(f"{run.path}: the run is {run.status}, not finished. {KIND.again(facts)}")
    if facts.get("version") != __version__:
        made = f"made by glasshouse {facts.get('version')}, and this is {__version__}"
        raise BadInputError(f"{run.path}: the run was {made}. {KIND.again(facts)}")
    if "past" in facts:
        raise BadInputError(f"{run.path}: the run shares a past with another itself. Branch from that one instead.")
    for key in ("population", "seed"):
        if facts.get(key) != getattr(setting, key):
            wanted = f"the comparison's is {getattr(setting, key)}"
            raise BadInputError(f"{run.path}: its {key} is {facts.get(key)}, and {wanted}. They must be equal.")
    past = _scenario_of(run)
    for name in ("place", "start", "warm_up"):
        own, asked = (plain(getattr(one, name)) for one in (past, setting.scenario))
        if getattr(past, name) != getattr(setting.scenario, name):
            raise BadInputError(f"{run.path}: its {name} is {own}, and the comparison's is {asked}.")
    if int(facts.get("days", 0)) < day:
        raise BadInputError(f"{run.path}: it has {facts.get('days')} days, too few to be the past until day {day}.")
    return Branch(scenario=past, day=day) if day else None


def _scenario_of(run: Run) -> Scenario:
    scenario = run.scenario
    if wrong := folder_reading.changed_plugins(run.manifest, scenario):
        raise BadInputError(f"{run.path}: {wrong}, so it cannot be the past of another run.")
    if gone := keys_gone(run.manifest["scenario"], scenario.mechanisms.declared(Withdrawn)):
        raise BadInputError(
            f"{run.path}: '{gone[0]}' is no part of the model any more, so it cannot be the past of another run."
        )
    if scenario.hash != run.manifest.get("scenario_hash"):
        raise BadInputError(f"{run.path}: run.json is damaged: its scenario is not the one that was run.")
    return scenario


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def plain(value: Any) -> str:
    """A place by its name, anything else as text."""
    return str(getattr(value, "name", value))
