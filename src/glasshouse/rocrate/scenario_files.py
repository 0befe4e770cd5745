"""A scenario as a file that loads again: the same rules, the same hash, each number with its evidence."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML

from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.scenario.documents import revive
from glasshouse.scenario.scenario import Scenario


def scenario_file(scenario: Scenario, title: str | None = None) -> bytes:
    """The whole scenario as YAML, with nothing left to extend; ``title`` takes the place of its own.

    No text of the scenario stands in the comments, which a line break in it would end.

    >>> from glasshouse.scenario import load, load_document
    >>> b"label: documented" in scenario_file(load("london-lfr"))
    True
    """
    head = f"# A {scenario.label} scenario. {NOT_A_FORECAST}\n# Rules with the hash {scenario.hash}.\n"
    named = {} if title is None else {"title": title}
    return (head + as_yaml({**scenario.document, **named}, scenario.mechanisms)).encode()


def as_yaml(document: Mapping[str, Any], mechanisms: MechanismSet = SHIPPED) -> str:
    """A scenario's document as a file writes it: dates are dates, keys keep their order."""
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.width = 118
    writer.sort_base_mapping_type_on_output = False  # pyright: ignore[reportAttributeAccessIssue]
    out = io.StringIO()
    writer.dump(revive(document, mechanisms), out)
    return out.getvalue()
