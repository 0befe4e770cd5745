"""Numbers as people read them: how many digits, and with what between them.

How a number is rounded is decided here; how the digits are written is the language's (``language.py``).
"""

from __future__ import annotations

import math
from decimal import Decimal
from functools import cache

from babel.numbers import NumberPattern, parse_pattern

from glasshouse.wording.language import ENGLISH, rules

MINUS = "−"
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
#: A label on a drawing has room for no more: from which size on, and what stands for it.
_SIZES = ((1e9, "bn"), (1e6, "M"))
#: Per cent stand apart from their number, as in the SI; other languages keep their own custom.
_PER_CENT = {ENGLISH: "{} %"}


def whole(value: float, *, language: str = ENGLISH) -> str:
    """A count with thousands separated; a true minus sign.

    >>> whole(1234567), whole(-3.6), whole(-0.2), whole(1234567, language="de")
    ('1,234,567', '−4', '0', '1.234.567')
    """
    return _written(str(round(value)), language)


def fixed(value: float, digits: int, *, language: str = ENGLISH) -> str:
    """A number with so many digits after the point, zeros among them.

    >>> fixed(0.6, 2), fixed(-1234.56, 1), fixed(-0.001, 2), fixed(0.6, 2, language="fr")
    ('0.60', '−1,234.6', '0.00', '0,60')
    """
    return _written(f"{value:.{digits}f}", language, digits)


def short(value: float, *, language: str = ENGLISH) -> str:
    """A number of about two significant figures; never an exponent.

    >>> [short(x) for x in (0, 0.01234, 0.5, 3.14159, 56.78, 1234.5, -2.0, -1e-12)]
    ['0', '0.012', '0.5', '3.1', '57', '1,234', '−2', '0']
    """
    size = abs(value)
    if size == 0 or size >= 9.95:
        return whole(value, language=language)
    digits = max(1, 1 - math.floor(math.log10(size)))
    return _written(f"{value:.{min(digits, 9)}f}", language)


def three_figures(value: float, *, language: str = ENGLISH) -> str:
    """A number of three significant figures, all digits of a whole one.

    >>> three_figures(0.08141), three_figures(99.96), three_figures(-12.55), three_figures(2035), three_figures(0)
    ('0.0814', '100', '−12.6', '2,035', '0')
    """
    if value == 0 or abs(value) >= 99.95:
        return whole(value, language=language)
    digits = min(12, max(0, 2 - math.floor(math.log10(abs(value)))))
    return _written(f"{value:.{digits}f}", language)


def leading(value: float, figures: int = 2) -> int:
    """A positive number with all but its leading figures zero.

    >>> leading(2_773_112), leading(7.4), leading(59_880_239, 3)
    (2800000, 7, 59900000)
    """
    digits = max(0, len(str(int(value))) - figures)
    return round(value / 10**digits) * 10**digits


def percent(share: float, *, language: str = ENGLISH) -> str:
    """A share as so many of a hundred, of about two significant figures.

    >>> percent(0.071), percent(0.5), percent(0.071, language="tr")
    ('7.1 %', '50 %', '%7,1')
    """
    return per_cent(short(100 * share, language=language), language=language)


def per_cent(figure: str, *, language: str = ENGLISH) -> str:
    """A figure that is written already, with the sign for per cent.

    >>> per_cent("12"), per_cent("12", language="de")
    ('12 %', '12\\xa0%')
    """
    if language in _PER_CENT:
        return _PER_CENT[language].format(figure)
    pattern = rules(language).percent_formats[None]
    return f"{pattern.prefix[0]}{figure}{pattern.suffix[0]}"


def brief(value: float, *, language: str = ENGLISH) -> str:
    """A count short enough for a label on a drawing.

    >>> [brief(x) for x in (0, 950, 12_345, 999_999, 3_456_789, 7_800_000_000)]
    ['0', '950', '12,300', '1 M', '3.46 M', '7.8 bn']
    """
    for size, word in _SIZES:
        if abs(value) >= 0.9995 * size:  # what would be rounded to 1,000 of the next smaller
            return f"{_significant(value / size, 3, language)} {word}"
    digits = len(str(int(abs(value))))
    return whole(round(value, min(0, 3 - digits)), language=language)


def rate(value: float) -> str:
    """A speed of two figures or of whole millions.

    >>> rate(123_456_789.0), rate(64_321.0)
    ('123 million', '64,000')
    """
    return f"{whole(value / 1e6)} million" if value >= 1e6 else whole(leading(value))


def parameter(value: float, *, figures: int = 6, language: str = ENGLISH) -> str:
    """A parameter's value as given: whole numbers with separators, tiny ones with a power of ten.

    >>> parameter(200_000_000), parameter(0.13), parameter(1.67e-8), parameter(-50)
    ('200,000,000', '0.13', '1.67 × 10⁻⁸', '−50')
    """
    if value == 0 or 1e-4 <= abs(value) < 1e15:
        return _significant(value, figures, language) if value != int(value) else whole(int(value), language=language)
    mantissa, _, power = f"{value:.{min(figures, 4)}g}".partition("e")
    return f"{_written(mantissa, language)} × 10{str(int(power or 0)).translate(_RAISED)}"


def _significant(value: float, figures: int, language: str) -> str:
    return _written(format(Decimal(f"{value:.{figures}g}"), "f"), language)


def _written(text: str, language: str, digits: int | None = None) -> str:
    """Digits that are rounded already, as the language writes them; zeros behind the point go, unless so many stay."""
    number = Decimal(text)
    if not number:
        number = abs(number)
    written = _pattern(language, digits).apply(number, rules(language), decimal_quantization=digits is not None)
    return written.replace("-", MINUS)


@cache
def _pattern(language: str, digits: int | None) -> NumberPattern:
    pattern = rules(language).decimal_formats[None]
    if digits is None:
        return pattern
    return parse_pattern(pattern.pattern.replace(".###", f".{'0' * digits}" if digits else ""))
