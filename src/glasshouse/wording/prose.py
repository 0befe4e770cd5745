"""Numbers as a story tells them: in words as far as twelve."""

from __future__ import annotations

from glasshouse.wording.language import rules
from glasshouse.wording.numbers import whole

_SMALL = "no one two three four five six seven eight nine ten eleven twelve".split()
_TIMES = {1: "once", 2: "twice"}
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
#: By CLDR's category for English ordinals.
_ENDINGS = {"one": "st", "two": "nd", "few": "rd", "other": "th"}


def number(n: int) -> str:
    """A count as a person writes it.

    >>> number(3), number(14), number(48211)
    ('three', '14', '48,211')
    """
    return _SMALL[n] if 0 < n < len(_SMALL) else whole(n)


def times(n: int) -> str:
    """How often.

    >>> times(1), times(2), times(5)
    ('once', 'twice', 'five times')
    """
    return _TIMES.get(n) or f"{number(n)} times"


def nth(n: int) -> str:
    """An ordinal.

    >>> nth(3), nth(21), nth(112)
    ('third', '21st', '112th')
    """
    return _ORDINALS[n] if n < len(_ORDINALS) else f"{whole(n)}{_ENDINGS[rules().ordinal_form(n)]}"


def counted(n: int, one: str, many: str) -> str:
    """A count with its noun; `one` brings its own article.

    >>> counted(1, "a post", "posts"), counted(3, "a post", "posts")
    ('a post', 'three posts')
    """
    return one if n == 1 else f"{number(n)} {many}"


def span(days: int) -> str:
    """A length of time.

    >>> span(1), span(9), span(21), span(100)
    ('a day', 'nine days', 'three weeks', '14 weeks')
    """
    if days >= 21 or days == 14:
        return counted(round(days / 7), "a week", "weeks")
    return counted(days, "a day", "days")


def named(n: int) -> str:
    """A person's number, which is all the name there is.

    >>> named(48211)
    'person 48,211'
    """
    return f"person {whole(n)}"


def capital(text: str) -> str:
    """With a capital letter in front."""
    return text[:1].upper() + text[1:]
