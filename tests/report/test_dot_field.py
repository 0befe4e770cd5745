from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from glasshouse.measures.intervals import Spread, spread
from glasshouse.report.dot_field import _STEP, PEOPLE, Field, _area, _dots, enlarged


def cells(path: str) -> list[tuple[int, int]]:
    """The cells under an outline."""
    found = re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+z", path)
    boxes = [[int(x) // _STEP for x in box] for box in found]
    return [(x + i, y + j) for x, y, wide, high in boxes for i in range(wide) for j in range(high)]


@given(st.integers(0, PEOPLE))
def test_an_outline_holds_just_so_many_dots_each_once(count):
    found = cells(_area(count))
    assert len(found) == len(set(found)) == count
    assert all(x < 100 and y < 100 for x, y in found)


@given(st.integers(0, PEOPLE - 1))
def test_more_dots_hold_all_of_the_fewer(count):
    assert set(cells(_area(count))) < set(cells(_area(count + 1)))


@given(st.floats(0, 1e6), st.integers(1, 10**9))
def test_there_are_never_more_dots_than_people(count, of):
    assert 0 <= _dots(count, of) <= min(PEOPLE, of)


def test_a_field_draws_its_figure_and_the_highest_replicate():
    text = Field(name="wrongful", title="Wrongfully", figure=spread([79.0, 7.4, 640.0])).__html__()
    areas = re.findall(r'<path d="([^"]*)" fill="url\(#wrongful-(\w+)\)"', text)
    assert {kind: len(cells(path)) for path, kind in areas} == {"all": PEOPLE, "ring": 640, "dot": 79}
    (label,) = re.findall(r'aria-label="([^"]*)"', text)
    assert all(each in label for each in ("Wrongfully", "79", "7.4", "640", "10,000"))
    assert "var(--c-red)" in text


def test_one_run_s_field_is_of_its_own_people_and_has_no_rings():
    field = Field(name="a", title="Sanctioned", figure=Spread(value=31), of=20_000)
    areas = re.findall(r'<path d="([^"]*)" fill="url\(#a-(\w+)\)"', field.__html__())
    assert {kind: len(cells(path)) for path, kind in areas} == {"all": PEOPLE, "dot": 16}
    assert all(each in field.words for each in ("Sanctioned", "31", "20,000"))
    few = Field(name="a", title="Sanctioned", figure=Spread(value=2), of=500)
    assert len(cells(re.findall(r'<path d="([^"]*)" fill="url\(#a-all', few.__html__())[0])) == 500


def test_nobody_is_no_dot():
    text = Field(name="a", title="Sanctioned", figure=Spread(value=0.2, low=0, high=0.4)).__html__()
    assert "#a-dot" not in text
    assert "#a-all" in text


def test_the_printed_field_is_a_file_of_its_own():
    text = Field(name="a", title="A < B", figure=Spread(value=3, low=1, high=9)).printed()
    assert text.startswith('<svg class="field"')
    assert "xmlns" in text
    assert "var(--" not in text


@given(st.integers(0, 6000), st.integers(0, 6000))
def test_all_fields_are_enlarged_alike_and_hold_all_dots_clear_of_the_small_square(one, other):
    fields = enlarged([Field(name=n, title=n, figure=Spread(value=v)) for n, v in (("a", one), ("b", other))])
    (side,) = {field.corner for field in fields}
    assert side == 0 or max(one, other) <= (side * 0.75) ** 2
    assert (side > 0) == (max(one, other) <= (80 / 1.34) ** 2)


def test_27_of_10_000_are_seen():
    (field,) = enlarged([Field(name="a", title="Wrongfully", figure=Spread(value=27, low=12, high=120))])
    text = field.__html__()
    width = int(re.search(r'viewBox="0 0 (\d+)', text)[1])  # type: ignore[index]
    assert width / _STEP <= 20, "a dot is a twentieth of the square wide, or more"
    areas = re.findall(r'<path d="([^"]*)" fill="url\(#a-(\w+)\)"', text)
    assert {kind: len(cells(path)) for path, kind in areas} == {"all": field.corner**2, "ring": 120, "dot": 27}
    assert text.count("<rect ") == 2
