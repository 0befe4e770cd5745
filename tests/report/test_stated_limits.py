"""The limits are one document: in a checkout, and beside an installed package."""

from __future__ import annotations

import tomllib
from pathlib import Path

from glasshouse.report import stated_limits

ROOT = Path(__file__).parents[2]


def test_the_document_is_the_one_among_the_documents():
    assert stated_limits.limits_text() == (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    shown = stated_limits.limits()
    assert "<strong>Most numbers are assumed.</strong>" in shown
    assert "<li>" in shown
    assert "href" not in shown


def test_the_red_lines_are_those_among_the_documents():
    text = (ROOT / "docs" / "refusals.md").read_text(encoding="utf-8")
    assert stated_limits.red_lines_text() == text
    shown = "".join(html for _, html in stated_limits.red_lines())
    for number in range(1, 6):
        line = text.partition(f"{number}. **")[2].partition("**")[0]
        assert f"<strong>{line}</strong>" in shown
    assert "tests/" not in shown


def test_a_wheel_brings_it_along():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    brought = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert (ROOT / "src") / brought["docs/limits.md"] == stated_limits.PLACES[0]
    assert brought["docs/refusals.md"] == "glasshouse/refusals.md"


def test_nothing_in_a_document_is_obeyed():
    nasty = "<script>x</script> [a](javascript:x) ![p](http://evil.example/p.png) [b](https://example.org) [c](#d)"
    shown = stated_limits.in_html(nasty)
    assert "<script" not in shown
    assert "<img" not in shown
    assert "javascript:" not in shown.replace("[a](javascript:x)", "")
    assert '<a href="https://example.org">b</a>' in shown
    assert '<a href="#d">c</a>' in shown
