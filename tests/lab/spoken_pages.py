"""A page of the lab in a language, and what of it nobody translated or filled in."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

#: Other languages than English, one of them without spaces.
TRIED = ("de", "zh-Hant")
_SENTENCE = re.compile(r"\b(the|of|and|is|are|was|were)\b")
_BRACES = re.compile(r"\{[{%]|[%}]\}|\{\w+\}")


def spoken_page(client: TestClient, address: str, language: str) -> BeautifulSoup:
    """A page as a browser gets it that asks for a language."""
    answer = client.get(address, headers={"accept": "text/html", "accept-language": language})
    return BeautifulSoup(answer.text, "html.parser")


def without(shown: BeautifulSoup, unread: str) -> BeautifulSoup:
    """A copy of it without some elements."""
    copied = BeautifulSoup(str(shown), "html.parser")
    for element in copied.select(unread):
        element.decompose()
    return copied


def unmarked(shown: BeautifulSoup) -> list[str]:
    """English sentences outside of elements that say that they are English."""
    read = without(shown, '[lang="en"], script, style, code, textarea, title')
    return [text for text in read.stripped_strings if len(_SENTENCE.findall(text)) > 1]


def braces(shown: BeautifulSoup) -> list[str]:
    """What a template or a message was to fill in, and did not."""
    return _BRACES.findall(str(without(shown, "script, style, code")))


def check(client: TestClient, address: str) -> None:
    """A page is in the language that is asked for, and says what of it is English."""
    for language in TRIED:
        shown = spoken_page(client, address, language)
        assert shown.html is not None
        assert shown.html["lang"] == language
        assert unmarked(shown) == [], (language, address)
        assert braces(shown) == [], (language, address)
