"""Numbers, lists and dates in text, over all values and in several languages."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.wording.dates import day_and_month, in_words, month_and_year
from glasshouse.wording.language import rules
from glasshouse.wording.lists_and_nouns import category, counted, enumerated, plural, times
from glasshouse.wording.numbers import brief, fixed, leading, parameter, percent, short, three_figures, whole
from glasshouse.wording.prose import nth
from grammar import NUMBERS, check

COUNTS = st.one_of(st.sampled_from([0, 1, 2, 3, 11, 12, 21, 22, 10**9]), st.integers(0, 10**6))
SIZES = st.one_of(NUMBERS, st.floats(-1e12, 1e12, allow_nan=False))
#: Digits in groups of three, a true minus sign, no exponent, no sign before nothing.
_ENGLISH = re.compile(r"(−(?=.*[1-9]))?\d{1,3}(,\d{3})*(\.\d+)?")


def read(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


@given(SIZES)
@pytest.mark.parametrize("write", [whole, short, three_figures, lambda value: fixed(value, 2)])
def test_every_number_is_plain_digits(write, value):
    assert _ENGLISH.fullmatch(write(value)), write(value)


@given(SIZES.filter(lambda value: abs(value) < 1e15))
def test_parameters_and_labels_need_no_exponent_of_programs(value):
    assert "e" not in parameter(value) + brief(value)
    assert "-" not in parameter(value) + brief(value)


# A drawing keeps so much room for it.
@given(
    st.one_of(
        st.sampled_from([999, 9_995, 99_950, 999_499, 999_500, 999_499_999, 999_500_000]), st.integers(0, 999 * 10**9)
    )
)
def test_a_label_s_number_has_seven_letters_at_most(count):
    assert len(brief(count)) <= 7


@given(SIZES)
def test_a_number_is_as_near_as_its_figures_allow(value):
    assert read(short(value)) == pytest.approx(value, rel=0.051, abs=1e-9)
    assert read(three_figures(value)) == pytest.approx(value, rel=0.0051, abs=1e-12)
    assert read(whole(value)) == round(value)


@given(NUMBERS)
def test_what_rounds_to_nothing_has_no_sign(value):
    assert short(value) == "0" or read(short(value)) * value > 0


@given(st.floats(1, 1e12), st.integers(1, 4))
def test_leading_figures_are_kept_and_the_rest_is_nothing(value, figures):
    assert len(str(leading(value, figures)).rstrip("0")) <= figures
    assert leading(value, figures) == pytest.approx(value, rel=0.5 / 10 ** (figures - 1), abs=0.5)


@given(st.floats(0, 1))
def test_a_share_is_at_most_a_hundred_per_cent(share):
    assert percent(share).endswith(" %")
    assert 0 <= read(percent(share).removesuffix(" %")) <= 100


@given(COUNTS)
def test_things_are_one_or_many(count):
    check(f"{counted(count, 'day')}, {counted(count, 'person', 'people')}, {times(count)}")
    check(f"{count:,} {plural(float(count), 'is', 'are')}")
    assert counted(count, "day", none="no").startswith("no ") == (count == 0)


@given(st.integers(1, 10**6))
def test_ordinals_end_as_they_are_spoken(n):
    if n > 12:
        assert nth(n).endswith("th") or (n % 100 not in (11, 12, 13) and n % 10 in (1, 2, 3))
        assert read(nth(n)[:-2]) == n


@given(st.lists(st.text("abc", min_size=1), max_size=6))
def test_a_list_holds_its_items_in_order_with_one_and(items):
    told = enumerated(items)
    assert re.split(", | and ", told) == (items or [""])
    assert told.count(" and ") == (len(items) > 1)


# Another language needs no second set of formatters.
@pytest.mark.parametrize(
    ("language", "number", "row", "day"),
    [
        ("en", "1,234,567", "a, b and c", "30 June 2020"),
        ("de", "1.234.567", "a, b und c", "30. Juni 2020"),
        ("fr", "1\u202f234\u202f567", "a, b et c", "30 juin 2020"),
    ],
)
def test_another_language_writes_by_its_own_rules(language, number, row, day):
    assert whole(1_234_567, language=language) == number
    assert enumerated(["a", "b", "c"], language=language) == row
    assert in_words(date(2020, 6, 30), language=language) == day
    assert whole(1_234_567, language="hi") == "12,34,567"


@pytest.mark.parametrize(("count", "form"), [(1, "one"), (3, "few"), (12, "many"), (22, "few"), (1.5, "other")])
def test_another_language_counts_by_its_own_rules(count, form):
    assert category(count, language="pl") == form


@given(st.dates(date(1000, 1, 1)))
def test_dates_say_day_month_and_year(when):
    assert in_words(when) == f"{day_and_month(when)} {when.year}"
    assert in_words(when) == f"{when.day} {month_and_year(when)}"


@pytest.mark.parametrize("language", ["xx", "klingon", "", "e n"])
def test_an_unknown_language_is_named(language):
    with pytest.raises(ValueError, match="unknown language"):
        rules(language)
