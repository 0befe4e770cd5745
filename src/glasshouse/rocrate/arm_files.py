"""How a package asks for each scenario of a comparison again, with the files that are in it and no others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from glasshouse.comparison.arm_names import ALWAYS, Written, folder_names, parse
from glasshouse.comparison.arm_titles import FROM_DAY
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.part_kinds import part_kind
from glasshouse.comparison.resolve_arm import resolve
from glasshouse.comparison.shared_setting import Setting
from glasshouse.errors import BadInputError
from glasshouse.folders.recorded_command import words_of
from glasshouse.former_names import text_now
from glasshouse.scenario import ScenarioError

#: The day or the date from which an arm goes its own way, as it was written.
_WHEN = re.compile(r"@(\d{1,6}|\d{4}-\d{2}-\d{2})$")


@dataclass(frozen=True, kw_only=True)
class ArmFile:
    """One scenario of a packed comparison.

    ``arm`` is its name in the comparison, ``file`` that of its whole scenario in the package, ``title`` that
    scenario's. ``text`` is what asks for it again, None where nothing can, and ``name`` what it is called then.
    ``of_preset``: it begins as a preset.
    """

    arm: str
    file: str
    title: str
    text: str | None
    name: str
    of_preset: bool = False


def arm_files(found: Comparison) -> tuple[ArmFile, ...]:
    """All scenarios but the baseline, in their order.

    What was written is written again where it comes to the same rules and the same past without any file. Where it
    names a file, the arm's own whole scenario takes its place.
    """
    setting = _setting(found)
    asked = [_asked(found, arm, setting) for arm in found.arms]
    texts = [written for written in asked if written is not None]
    names = iter(folder_names(texts))
    return tuple(
        ArmFile(
            arm=arm,
            file=_file(arm, _when(found, arm)),
            title=_title(str(found.about(arm)["title"]), _when(found, arm)),
            text=None if written is None else written.text,
            name=arm if written is None else next(names),
            of_preset=written is not None and any(_is(part, "preset") for part in written.parts),
        )
        for arm, written in zip(found.arms, asked, strict=True)
    )


def _setting(found: Comparison) -> Setting:
    """The comparison's own, with the settings of its command, which are laid over presets."""
    words = words_of(found.manifest["command"])
    sets = tuple(value for name, value in pairwise(words) if name == "--set")
    sizes: dict[str, Any] = {name: int(found.manifest[name]) for name in ("population", "days", "seed")}
    return Setting(scenario=found.scenario, sets=sets, **sizes)


def _asked(found: Comparison, arm: str, setting: Setting) -> Written | None:
    """What asks for a scenario again in the package; None where its past is another run's."""
    text = text_now(str(found.about(arm)["written"]))
    if text in ALWAYS or _comes_back(found, arm, text, setting):
        return parse(text)
    past, when = found.run(arm).past, _when(found, arm)
    if past is not None and (when is None or past.scenario.hash != found.scenario.hash):
        return None
    file = _file(arm, when)
    return Written(text=file if when is None else f"{file}@{when}", parts=(file,), when=when)


def _comes_back(found: Comparison, arm: str, text: str, setting: Setting) -> bool:
    """Whether what was written comes to the same rules and past without any file."""
    try:
        if any(part_kind(part) == "file" for part in parse(text).parts):
            return False
        made = resolve([text], setting)[0]
    except (BadInputError, ScenarioError):  # a file that is no longer there
        return False
    run = found.run(arm)
    pasts = [past and (past.day, past.scenario.hash) for past in (made.past, run.past)]
    return made.scenario.hash == run.scenario.hash and pasts[0] == pasts[1]


def _is(part: str, kind: str) -> bool:
    try:
        return part_kind(part) == kind
    except BadInputError:
        return False


def _when(found: Comparison, arm: str) -> str | None:
    """The day after ``@``, as it was written; None where the arm has no past, or one that its file names."""
    when = _WHEN.search(str(found.about(arm)["written"]))
    return when[1] if when and found.run(arm).past is not None else None


def _title(title: str, when: str | None) -> str:
    """A scenario's title without the day, which stands after ``@`` in the command.

    >>> _title("Ban, from day 3", "3")
    'Ban'
    """
    return title if when is None else title.rpartition(FROM_DAY)[0] or title


def _file(arm: str, when: str | None) -> str:
    """The file of a scenario's whole scenario: one with a past stands in a folder of its day, so that names stay apart.

    >>> _file("mine+appeal@4", "4"), _file("mine", None)
    ('scenarios/from-4/mine+appeal.yaml', 'scenarios/mine.yaml')
    """
    return f"scenarios/{arm}.yaml" if when is None else f"scenarios/from-{when}/{arm.replace(f'@{when}', '', 1)}.yaml"
