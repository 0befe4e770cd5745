"""A name in people's files that changed: what it names, what it is called now, and since which format of folders.

A mechanism writes those of its keys and inputs at the top level of its file; ``former_names`` has all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from glasshouse.mechanism import maker

#: The format that folders, checkpoints and a story's JSON are written in.
FORMAT = 3
#: A scenario's key, with its section.
KEY = "scenario key"
#: An input of a validation table.
INPUT = "validation table's input"
#: A key of a story's JSON.
STORY = "story's JSON"
#: A column of the persons' state, in a checkpoint.
COLUMN = "checkpoint's column"
#: What a section of an assessment's form shows.
BLOCK = "assessment form's block"
#: What is written and never read back: only the table for readers holds it.
CHART, TABLE, LAB = "chart's column", "comparison's CSV column", "lab's JSON"
PACKAGE, REPORT = "package's folder", "report's anchor"
#: A page of the lab, or what lies under it.
PAGE = "lab's address"


@dataclass(frozen=True, kw_only=True)
class Renamed:
    """A name that changed: `what` it names, and the first folder `format` with the new one."""

    what: str
    old: str
    new: str
    format: int = FORMAT
    module: str = field(default_factory=maker)
