"""What a part of an arm is: a safeguard, a preset, a file or a change of one number."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from glasshouse.arguments import Either
from glasshouse.comparison.shared_setting import FROM
from glasshouse.errors import BadInputError
from glasshouse.interventions import known_to
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.scenario import preset_names
from glasshouse.scenario.parameters import PARAMETERS
from glasshouse.scenario.scenario_error import nearest
from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import as_file, is_file, read


def part_kind(part: str, mechanisms: MechanismSet = SHIPPED) -> str:
    """What a part of an arm is: "safeguard", "preset", "file" or "change"; `mechanisms`: those of the baseline.

    Raises ``BadInputError`` for a word that is nothing.
    """
    if part in known_to(mechanisms):
        return "safeguard"
    if part in preset_names():
        return "preset"
    if part.endswith((".yaml", ".yml")) or is_file(part):
        return "file"
    if "=" in part:
        return "change"
    if as_file(part):
        return "file"
    if "@" in part:
        raise BadInputError(f"arm '{quoted(part)}': '@DAY' stands at the very end of an arm, once.")
    hint = nearest(part, (*known_to(mechanisms), *preset_names()))
    listed = Either(python="docs/safeguards.md lists them", command="'glasshouse scenarios --safeguards' lists them")
    said = f"unknown arm '{quoted(part)}'.{hint} An arm is a safeguard ("
    raise BadInputError(said, listed, "), a preset, a YAML file or KEY=VALUE.")


def is_whole(file: str) -> bool:
    """Whether a file gives every number itself, as a package writes one: an arm begins as it, as it does as a preset.

    So nothing of the baseline is left in it, such as a dated event. Raises ``ScenarioError`` for what is no YAML.
    """
    data = read(Path(file)).data
    return not {"extends", FROM} & data.keys() and all(
        _gives(data, key) for key in ("name", "place", "start", *PARAMETERS)
    )


def _gives(data: Any, key: str) -> bool:
    """Whether a document has a value under a dotted key.

    >>> _gives({"cameras": {"total": 1}}, "cameras.total"), _gives({"cameras": 3}, "cameras.total")
    (True, False)
    """
    for step in key.split("."):
        if not isinstance(data, Mapping) or step not in data:
            return False
        data = data[step]
    return True
