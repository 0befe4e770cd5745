"""The templates and the style of the pages of reports, stories, assessments and the lab."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from glasshouse.languages import spoken
from glasshouse.wording.lists_and_nouns import counted, people, times

#: What a template says a message with.
_SAYING = ("t", "plain", "plural", "english", "in_english", "in_words")
#: Where the style sheets lie.
FOLDER = Path(__file__).parent


#: Between a figure and its sign a line does not end.
_SIGN = re.compile(r"(?<=\d) (?=%)")


class ForScripts(Markup):
    """What a script of the page reads, which stays as it is: a message is found by its text.

    >>> unbroken(ForScripts.of({"90 %": "90 %"}))
    ForScripts('{"90 %": "90 %"}')
    """

    @classmethod
    def of(cls, value: Any) -> ForScripts:
        """A value as JSON that can stand in a page."""
        return cls(htmlsafe_json_dumps(value, ensure_ascii=False))


def unbroken(value: Any) -> Any:
    """What a template prints, with each sign for per cent on the line of its figure.

    >>> unbroken("fall by 12 %"), unbroken(12)
    ('fall by 12\\xa0%', 12)
    """
    if isinstance(value, ForScripts):
        return value
    # A piece of markup stays one: its own type takes the text as it is.
    return type(value)(_SIGN.sub("\N{NO-BREAK SPACE}", value)) if isinstance(value, str) else value


def environment() -> Environment:
    """The templates of this package. They say what they say in the language that is spoken (``languages.spoken``)."""
    loader = PackageLoader("glasshouse.report", "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, finalize=unbroken)
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters |= {
        "for_scripts": ForScripts.of,
        "whole": spoken.whole,
        "counted": counted,
        "people": people,
        "times": times,
    }
    environment.globals |= {name: getattr(spoken, name) for name in _SAYING}
    return environment
