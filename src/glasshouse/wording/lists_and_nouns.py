"""Lists and nouns that go with numbers."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real

from babel.lists import format_list
from babel.numbers import NumberFormatError, parse_decimal

from glasshouse.wording.language import ENGLISH, rules
from glasshouse.wording.numbers import MINUS, short, whole


def enumerated(items: Sequence[str], *, language: str = ENGLISH) -> str:
    """Items in a row, with "and" before the last; "" without any.

    >>> enumerated(["a"]), enumerated(["a", "b", "c"]), enumerated(["a", "b", "c"], language="de"), enumerated([])
    ('a', 'a, b and c', 'a, b und c', '')
    """
    return format_list(items, locale=rules(language))


def one_of(items: Sequence[str], *, language: str = ENGLISH) -> str:
    """Items in a row, with "or" before the last.

    >>> one_of(["a", "b", "c"])
    'a, b or c'
    """
    return format_list(items, style="or", locale=rules(language))


def clauses(items: Sequence[str]) -> str:
    """Clauses in a row that may hold commas themselves.

    >>> clauses(["a"]), clauses(["a, of which b", "c", "d"])
    ('a', 'a, of which b; c; and d')
    """
    return items[0] if len(items) == 1 else f"{'; '.join(items[:-1])}; and {items[-1]}"


def counted(number: float, one: str, many: str | None = None, *, none: str | None = None) -> str:
    """A number of things; ``many`` is ``one`` with an s unless it is given, ``none`` a word in place of 0.

    >>> counted(1, "thread"), counted(1200, "day"), counted(0, "person", "people"), counted(0, "alarm", none="no")
    ('1 thread', '1,200 days', '0 people', 'no alarms')
    """
    text = whole(number)
    return f"{none if none and text == '0' else text} {plural(text, one, many)}"


def people(number: float) -> str:
    """A number of people.

    >>> people(1), people(20_000)
    ('1 person', '20,000 people')
    """
    return counted(number, "person", "people")


def category(figure: object, *, language: str = ENGLISH) -> str:
    """Which form a noun or verb takes beside a figure as it is written: CLDR's "zero", "one", "two", "few" and so on.

    What is no single number, such as one with its interval, takes "other".

    >>> category(1), category(0.5), category("1 (0.5 to 3)"), category(22, language="pl"), category(5, language="pl")
    ('one', 'other', 'other', 'few', 'many')
    """
    text = short(float(figure), language=language) if isinstance(figure, Real) else str(figure)
    try:
        number = parse_decimal(text.replace(MINUS, "-"), locale=rules(language))
    except NumberFormatError:
        return "other"
    return rules(language).plural_form(number)


def plural(figure: object, one: str, many: str | None = None) -> str:
    """The English word that goes with a figure as it is written: a noun, or a verb.

    >>> plural(1, "day"), plural("1 (0.5 to 3)", "is", "are"), plural("0.5", "day")
    ('day', 'are', 'days')
    """
    return one if category(figure) == "one" else f"{one}s" if many is None else many


def times(figure: object) -> str:
    """How often something happened.

    >>> times(1), times(0), times("3 (1 to 4.5)")
    ('once', '0 times', '3 (1 to 4.5) times')
    """
    text = whole(float(figure)) if isinstance(figure, Real) else str(figure)
    return "once" if text == "1" else f"{text} times"


def in_a_year(days: int) -> str:
    """How a sentence about a year begins; where fewer or more days were simulated, it says so.

    >>> in_a_year(365), in_a_year(30)
    ('In a year', 'In a year, at the pace of these 30 days')
    """
    if abs(days - 365) <= 1:
        return "In a year"
    return f"In a year, at the pace of {plural(days, 'this', 'these')} {counted(days, 'day')}"
