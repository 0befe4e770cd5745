from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from glasshouse.report.run_report import write_report
from glasshouse.scenario import load

from .folders import make_run

VOID = {"meta", "link", "br", "img", "hr", "input", "line", "rect", "path", "circle"}


class Page(HTMLParser):
    """The elements of a page, with a check that every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]

    @property
    def plain(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="session")
def run_dir(tmp_path_factory) -> Path:
    return make_run(tmp_path_factory.mktemp("run") / "a", load("hong-kong-2020"), replicates=3, days=100)


@pytest.fixture(scope="session")
def report(run_dir) -> Page:
    return Page(write_report(run_dir).read_text(encoding="utf-8"))
