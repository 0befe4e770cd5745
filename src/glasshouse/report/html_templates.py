"""The templates and the style of the pages of reports, stories, assessments and the lab."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from glasshouse.languages import spoken
from glasshouse.wording.lists_and_nouns import counted, people, times

#: What a template says a message with.
_SAYING = ("t", "plain", "plural", "english", "in_english", "in_words")
#: Where the style sheets lie.
FOLDER = Path(__file__).parent


def environment() -> Environment:
    """The templates of this package. They say what they say in the language that is spoken (``languages.spoken``)."""
    loader = PackageLoader("glasshouse.report", "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.lstrip_blocks = True
    environment.filters |= {"whole": spoken.whole, "counted": counted, "people": people, "times": times}
    environment.globals |= {name: getattr(spoken, name) for name in _SAYING}
    return environment
