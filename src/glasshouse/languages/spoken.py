"""The language that is spoken: messages of the catalogue in it, numbers, and the mark of what is English.

A page speaks one language from its beginning to its end (``speaking``); whatever it asks for on the way, in a template
or in a function, is told in that one. Reports and the command line speak English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from babel import Locale
from markupsafe import Markup, escape

from glasshouse.languages.catalogues import LANGUAGES, translations
from glasshouse.wording import dates, numbers
from glasshouse.wording.language import ENGLISH

#: The languages of a page, as browsers name them, and what each calls itself.
SPOKEN = {ENGLISH: "English", **LANGUAGES}
#: In place of a language: the page's own script says it in the reader's. Texts are English and can be found by it.
BY_SCRIPT = "by-script"
_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)
_VALUE = re.compile(r"\{(\w+)\}")
#: Regions that write Chinese in traditional characters, where a browser names no script.
_TRADITIONAL = ("TW", "HK", "MO")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language from now on, in this thread or request alone.

    >>> with speaking("de"):
    ...     plain("Scenario"), whole(1234567)
    ('Szenario', '1.234.567')
    """
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """The language that is spoken, as HTML names it."""
    return ENGLISH if _spoken.get() == BY_SCRIPT else _spoken.get()


def asked_for(accepted: str) -> str:
    """The language that a browser asks for: the best of its ``Accept-Language`` that there is, or English.

    >>> asked_for("fr, de-AT;q=0.8, en;q=0.5"), asked_for("zh-TW"), asked_for("zh"), asked_for("zh-Hans-HK")
    ('de', 'zh-Hant', 'zh-Hans', 'zh-Hans')
    >>> asked_for("zh-Latn-pinyin, de"), asked_for("zh-CN-1996"), asked_for("de;Q=0.1, en;q=0.2;x=1")
    ('zh-Hans', 'zh-Hans', 'en')
    >>> asked_for("fr"), asked_for(""), asked_for("de;q=0, en"), asked_for("en-GB, de;q=0.9")
    ('en', 'en', 'en', 'en')
    """
    wanted: list[tuple[float, str]] = []
    for each in accepted.split(",")[:20]:
        tag, _, weight = each.partition(";")
        found = re.search(r"\bq\s*=\s*([01](?:\.\d{0,3})?)", weight, re.IGNORECASE)
        wanted.append((float(found[1]) if found else 1.0, _there_is(tag)))
    return next((tag for weight, tag in sorted(wanted, key=lambda one: -one[0]) if weight and tag), ENGLISH)


def _there_is(tag: str) -> str:
    """The language of a browser's tag; "" where there is none."""
    language, *rest = tag.strip().split("-")
    if language.lower() == "zh":
        script = next((part.title() for part in rest if part.title() in ("Hans", "Hant")), "")
        region = next((part.upper() for part in rest if len(part) == 2), "")
        return f"zh-{script or ('Hant' if region in _TRADITIONAL else 'Hans')}"
    return language.lower() if language.lower() in SPOKEN else ""


def t(text: str, **values: object) -> Markup:
    """A message as what stands in an element, with its values; in English, and marked so, where nobody translated it.

    Values may be elements. Numbers are written as the language writes them.

    >>> with speaking("de"):
    ...     print(t("{count} of {all} people", count=1234, all=Markup("<b>5</b>")))
    <span lang="en">1.234 of <b>5</b> people</span>
    """
    if _spoken.get() == BY_SCRIPT:
        return _to_be_said(text, values)
    said = translated(text)
    filled = _filled(escape(text if said is None else said), values)
    return filled if said is not None else in_english(filled)


def plain(text: str, **values: object) -> str:
    """The same as letters alone, for what can hold no element: a label, a title, an answer to a script.

    >>> plain("{count} of {all} people", count=1234, all=5)
    '1,234 of 5 people'
    """
    return _VALUE.sub(lambda found: _value(found, values), translated(text) or text)


def plural(one: str, other: str, count: float, **values: object) -> str:
    """A message about a number of things, ``count``, in the form that the language has for that number; letters alone.

    >>> with speaking("de"):
    ...     plural("{count} day", "{count} days", 1), plural("{count} day", "{count} days", 1200)
    ('1 Tag', '1.200 Tage')
    """
    forms = _forms(one) or {"one": one, "other": other}
    category = Locale.parse(spoken(), sep="-").plural_form(count)
    return _VALUE.sub(lambda found: _value(found, {"count": count, **values}), forms.get(category) or forms["other"])


def translated(text: str) -> str | None:
    """What a message is in the language that is spoken; None where it has no translation. English has itself."""
    if spoken() == ENGLISH:
        return text
    found = translations(spoken()).get(text)
    return found if isinstance(found, str) else None


def _forms(one: str) -> dict[str, str] | None:
    found = None if spoken() == ENGLISH else translations(spoken()).get(one)
    return found if isinstance(found, dict) else None


def english() -> Markup:
    """The attribute of an element whose text is English, where another language is spoken around it.

    >>> english(), Markup("<p{}>").format("")
    (Markup(''), Markup('<p>'))
    """
    return Markup(f' lang="{ENGLISH}"') if spoken() != ENGLISH or _spoken.get() == BY_SCRIPT else Markup("")


def in_english(text: object) -> Markup:
    """A text that is English, marked so where another language is spoken around it."""
    mark = english()
    return Markup("<span{}>{}</span>").format(mark, text) if mark else escape(text)


def whole(value: float) -> str:
    """A count as the language writes it."""
    return numbers.whole(value, language=spoken())


def in_words(when: date) -> str:
    """A date in words."""
    return dates.in_words(when, language=spoken())


def duration(seconds: float) -> str:
    """A length of time for people."""
    return dates.duration(seconds, language=spoken())


def sentences(parts: Sequence[str]) -> str:
    """Sentences one after the other."""
    return ("" if spoken().startswith("zh") else " ").join(parts)


def _filled(text: Markup, values: dict[str, object]) -> Markup:
    return Markup(_VALUE.sub(lambda found: str(escape(_value(found, values))), text))


def _value(found: re.Match[str], values: dict[str, Any]) -> str:
    """A value in its place; what has none stays in its braces, which may be a scenario's own."""
    if found[1] not in values:
        return found[0]
    value = values[found[1]]
    return whole(value) if isinstance(value, int | float) else value


def _to_be_said(text: str, values: dict[str, object]) -> Markup:
    """A message that the page's script looks up by its text; values stand in elements, by name."""
    inside = {name: Markup('<span data-name="{}">{}</span>').format(name, value) for name, value in values.items()}
    return Markup("<span data-t>{}</span>").format(_filled(escape(text), {**inside}))
