"""Whose rules numbers, lists and dates are written by: those of the Unicode CLDR, which Babel ships.

Babel, because it knows how some hundred languages group digits, count, join lists and name months, so that a page in
another language needs no second set of formatters. It takes 36 MB and 20 ms to import, of which the command line's
start pays nothing; a number takes 6 µs. num2words (1.5 MB) writes numbers out in words, but joins no lists, groups no
digits and knows no dates; the twelve words that a story needs stand in ``prose.py``.
"""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

#: The language of every text that is not asked for in another.
ENGLISH = "en"
#: English here is British: "a, b and c", "30 June 2020".
_VARIANTS = {ENGLISH: "en_GB"}


@cache
def rules(language: str = ENGLISH) -> Locale:
    """The rules of a language, by its code (``de``, ``pt_BR``, ``zh-Hant``). Raises ``ValueError`` for an unknown one.

    >>> rules().english_name, rules("de").english_name, rules("pt-BR").english_name
    ('English (United Kingdom)', 'German', 'Portuguese (Brazil)')
    """
    try:
        return Locale.parse(_VARIANTS.get(language, language.replace("-", "_")))
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(f"unknown language '{language}'") from error
