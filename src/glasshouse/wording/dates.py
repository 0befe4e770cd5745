"""Dates in words."""

from __future__ import annotations

from datetime import date

from babel.dates import format_skeleton

from glasshouse.wording.language import ENGLISH, rules


def in_words(when: date, *, language: str = ENGLISH) -> str:
    """A date in words.

    >>> in_words(date(2020, 6, 30)), in_words(date(2020, 6, 30), language="de")
    ('30 June 2020', '30. Juni 2020')
    """
    return _written("yMMMMd", when, language)


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


def _written(skeleton: str, when: date, language: str) -> str:
    return format_skeleton(skeleton, when, locale=rules(language))
