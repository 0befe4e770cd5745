"""Numbers and dates as this page writes them, beside those of :mod:`glasshouse.results.numbers`."""

from __future__ import annotations

from datetime import date

from glasshouse.results.numbers import whole


def brief(value: float) -> str:
    """A count short enough for a label on a drawing.

    >>> [brief(x) for x in (0, 950, 12_345, 3_456_789, 7_800_000_000)]
    ['0', '950', '12,300', '3.46 M', '7.8 bn']
    """
    for size, word in ((1e9, "bn"), (1e6, "M")):
        if abs(value) >= size:
            return f"{value / size:.3g} {word}"
    digits = len(str(int(abs(value))))
    return whole(round(value, min(0, 3 - digits)))


def in_words(when: date) -> str:
    """A date in words.

    >>> in_words(date(2020, 6, 30))
    '30 June 2020'
    """
    return f"{when.day} {when:%B %Y}"


def parameter(value: float) -> str:
    """A parameter's value as given: whole numbers with separators, tiny ones with a power of ten.

    >>> parameter(200_000_000), parameter(0.13), parameter(1.67e-8), parameter(-50)
    ('200,000,000', '0.13', '1.67 × 10⁻⁸', '−50')
    """
    if value == 0 or 1e-4 <= abs(value) < 1e15:
        text = f"{int(value):,}" if value == int(value) else f"{value:,.6g}"
        return text.replace("-", "−")
    mantissa, power = f"{value:.4g}".split("e") if "e" in f"{value:.4g}" else (f"{value:.4g}", "0")
    raised = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa} × 10{raised}".replace("-", "−")
