"""What a person would read of a page or a screen, as text on which two machines agree."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from glasshouse import __version__

#: Rows of a table that are kept: more of them show other numbers, and no other words.
ROWS = 6
#: What differs from machine to machine, or from day to day, and what stands in its place.
_VARYING = (
    (re.compile(r" \(commit \w+(-dirty)?\)"), ""),
    (re.compile(r"\b[0-9a-f]{32,}\b"), "HASH"),
    (re.compile(r"(?<=Python )3\.\d+\.\d+"), "VERSION"),
    (re.compile(rf"\b{re.escape(__version__)}\b(, commit \w+\+?)?"), "VERSION"),
    (re.compile(r"\b20\d\d-\d\d-\d\dT[\d:.]+(\+00:00|Z)?"), "TIME"),
    (re.compile(r"[\d.,]+( million)?(?= person-days(/s| a second))"), "NUMBER"),
    (re.compile(r"\b[\d.,]+(?= (s|ms|ns|GB|MB|kB)\b)"), "NUMBER"),
    # Long lists of settings, which only make the tests' runs eventful.
    (re.compile(r"( --set [\w.=+-]+){3,}"), " --set …"),
)
_NOT_READ = ("script", "style", "svg", "template", "noscript", "head", "datalist")


class _Markdown(MarkdownConverter):
    """HTML as Markdown, with what the fields of a form hold, and small print in brackets."""

    def convert_input(self, element: Tag, text: str, parent_tags: Any) -> str:
        if element.get("type") == "hidden":
            return ""
        if element.get("type") in ("checkbox", "radio"):
            return "[x] " if element.has_attr("checked") else "[ ] "
        return f" [{element.get('value', '')}] "

    def convert_option(self, element: Tag, text: str, parent_tags: Any) -> str:
        return f" [{text.strip()}] " if element.has_attr("selected") else f" {text.strip()} /"

    def convert_button(self, element: Tag, text: str, parent_tags: Any) -> str:
        return f" [{text.strip()}] "

    def convert_span(self, element: Tag, text: str, parent_tags: Any) -> str:
        return f" {text.strip()} "

    def convert_small(self, element: Tag, text: str, parent_tags: Any) -> str:
        return f" ({text.strip()})"


def read(html: str) -> str:
    """The text of a page as Markdown: drawings by their names, no code, no address, the first rows of a table."""
    soup = BeautifulSoup(html, "html.parser")
    for again in soup.select(".narrow"):  # what a phone shows instead
        again.decompose()
    for picture in soup("svg"):
        if name := picture.get("aria-label"):
            picture.replace_with(f"(picture: {name})")
    for unread in soup(_NOT_READ):
        unread.decompose()
    for link in soup("a"):
        link.unwrap()
    for table in soup("tbody"):
        for row in table("tr")[ROWS:]:
            row.decompose()
    converter = _Markdown(heading_style="ATX", bullets="-", escape_misc=False, escape_underscores=False)
    lines = (re.sub(r"\s+", " ", line).rstrip() for line in converter.convert_soup(soup).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def steady(text: str, *folders: Path) -> str:
    """The text without what varies; each folder's path is written ``FOLDER``."""
    for folder in folders:
        text = text.replace(str(folder), "FOLDER")
    for pattern, instead in _VARYING:
        text = pattern.sub(instead, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"
