"""Dates and lengths of time in words."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date, format_skeleton
from babel.units import format_unit

from glasshouse.wording.language import ENGLISH, rules


def in_words(when: date, *, language: str = ENGLISH) -> str:
    """A date in words.

    >>> in_words(date(2020, 6, 30)), in_words(date(2020, 6, 30), language="de")
    ('30 June 2020', '30. Juni 2020')
    """
    return format_date(when, "long", locale=rules(language))


def day_and_month(when: date, *, language: str = ENGLISH) -> str:
    """A date in words without its year.

    >>> day_and_month(date(2020, 6, 30))
    '30 June'
    """
    return _written("MMMMd", when, language)


def month_and_year(when: date, *, language: str = ENGLISH) -> str:
    """A month in words.

    >>> month_and_year(date(2020, 6, 1))
    'June 2020'
    """
    return _written("yMMMM", when, language)


def duration(seconds: float, *, language: str = ENGLISH) -> str:
    """A length of time for people: its two largest units, at least a second.

    >>> [duration(x) for x in (0.2, 1, 59.6, 200, 7300)]
    ['1 second', '1 second', '1 minute', '3 minutes 20 seconds', '2 hours 1 minute']
    >>> duration(200, language="de")
    '3 Minuten 20 Sekunden'
    """
    minutes, rest = divmod(max(1, round(seconds)), 60)
    parts = zip((*divmod(minutes, 60), rest), ("hour", "minute", "second"), strict=True)
    told = [format_unit(n, f"duration-{unit}", locale=rules(language)) for n, unit in parts if n]
    return " ".join(told[:2])


def _written(skeleton: str, when: date, language: str) -> str:
    return format_skeleton(skeleton, when, locale=rules(language))
