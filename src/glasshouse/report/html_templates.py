"""The templates and the style of the pages of reports, stories, assessments and the lab."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from glasshouse.wording.lists_and_nouns import counted, people, times
from glasshouse.wording.numbers import whole

#: Where the style sheets lie.
FOLDER = Path(__file__).parent


def environment() -> Environment:
    """The templates of this package."""
    loader = PackageLoader("glasshouse.report", "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.lstrip_blocks = True
    environment.filters |= {"whole": whole, "counted": counted, "people": people, "times": times}
    return environment
