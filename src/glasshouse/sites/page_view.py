"""A page beside the crowd's: what it holds, before it becomes a file or a part of one."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from glasshouse import __version__
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.languages.spoken import BY_SCRIPT, speaking
from glasshouse.report.html_templates import environment as report_environment

#: Where a name of a place in a page stands: it is made, or something refers to it.
_NAMES = re.compile(
    r'(?P<before>\s(?:id|for|aria-labelledby|aria-describedby|aria-controls)="|\shref="#|url\(#)(?P<name>[\w.-]+)'
)
_TYPES = {"csv": "text/csv;charset=utf-8", "svg": "image/svg+xml"}


@dataclass(frozen=True, kw_only=True)
class PageView:
    """A page: its word in addresses, its title in the list of pages, and all that stands between its head and its end.

    Each place in it has the page's word before its name, so that several pages can stand in one file.
    """

    name: str
    title: str
    body: Markup


def page_view(
    name: str, title: str, template: str, *, files: Mapping[str, bytes] | None = None, **shown: Any
) -> PageView:
    """A page from its template, and the ``files`` that it carries in itself, by name."""
    carried = {file: _address(file, content) for file, content in (files or {}).items()}
    common = {"files": carried, "not_a_forecast": NOT_A_FORECAST, "version": __version__}
    with speaking(BY_SCRIPT):
        body = environment().get_template(template).render(common | shown)
    return PageView(name=name, title=title, body=Markup(named_apart(body, name)))


def named_apart(body: str, name: str) -> str:
    """The same HTML, with a word before the name of every place in it.

    >>> named_apart('<a href="#D7">D7</a><li id="D7">', "claims")
    '<a href="#claims-D7">D7</a><li id="claims-D7">'
    """
    return _NAMES.sub(rf"\g<before>{name}-\g<name>", body)


@cache
def environment() -> Environment:
    """The templates of these pages, and the report's, whose pieces they include.

    A template of these pages goes before one of the report by the same name, which is ``report/`` and its name then.
    """
    found = report_environment()
    report = found.loader
    assert report is not None
    own = PackageLoader("glasshouse.sites", "templates")
    found.loader = ChoiceLoader([own, report, PrefixLoader({"report": report})])
    return found


def _address(file: str, content: bytes) -> str:
    """The content of a file as an address, so that nothing is asked for."""
    return f"data:{_TYPES[file.rpartition('.')[2]]};base64,{base64.b64encode(content).decode()}"
