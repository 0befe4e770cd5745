"""What may be read wrongly in an office's table of totals: marks for thousands, sums, shares beside persons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NoReturn

from glasshouse.scenario.places import EVERYBODY
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.scenario.user_text import quoted

#: What offices call the row of the whole, in small letters.
_TOTALS = frozenset(
    "total totals sum sums insgesamt gesamt summe zusammen ensemble totale totaal suma 合计 合計 总计 總計 全市".split()
)
#: A point or a comma before three digits that end a number: thousands in one country, decimals in another.
_MARKED = re.compile(r"\s*([1-9]\d{0,2}([.,])\d{3}(\2\d{3})*|0,\d+)\s*")
#: Sums are looked for where there are so many rows; round figures may be equal to a sum by chance.
_FEWEST_ROWS, _ROUND = 3, 100


def check_district(name: str, where: str, line: int) -> None:
    """Refuse the row of the whole, whose people would be counted twice, and the word for everybody. ScenarioError.

    >>> check_district("Total", "t.csv", 5)
    Traceback (most recent call last):
    ...
    glasshouse.scenario.scenario_error.ScenarioError: t.csv, line 5: 'Total' looks like the sum of the districts, \
whose people would count twice; leave the row out.
    """
    if name.casefold().strip(" :*") in {*_TOTALS, *EVERYBODY}:
        _twice(name, where, line)


def check_sum(people: Mapping[str, float], lines: Sequence[int], where: str) -> None:
    """Refuse a row that has as many people as all the others together, unless the figure is round. ScenarioError."""
    whole = sum(people.values())
    for line, (name, count) in zip(lines, people.items(), strict=True):
        if len(people) >= _FEWEST_ROWS and count % _ROUND and 2 * count == whole:
            _twice(name, where, line)


def _twice(name: str, where: str, line: int) -> NoReturn:
    said = f"'{quoted(name)}' looks like the sum of the districts, whose people would count twice; leave the row out."
    raise ScenarioError(said, where=where, line=line)


def check_marks(text: str, head: str, between: str, where: str, line: int, *, shares: bool = False) -> None:
    """Refuse a number whose point or comma may stand for thousands. Raises ScenarioError.

    ``between`` stands between the cells. Where that is a comma, a comma in a number can only mark thousands.
    ``shares``: no number of the column is above 1, so that 1.000 is 1.

    >>> check_marks("12.5", "population", ";", "t.csv", 2), check_marks("1,500", "population", ",", "t.csv", 2)
    (None, None)
    """
    match = _MARKED.fullmatch(text)
    point = match is not None and "." in match[1]
    share = shares and text.strip() == "1.000"
    if match is None or share or (head == "flag_factor" and point) or (between == "," and match[2] == ","):
        return
    if not match[2]:
        said = f"has a comma; write {match[1].replace(',', '.')}."
    elif match[1].count(match[2]) > 1:
        said = f"has marks for thousands; write {match[1].replace(match[2], '')}."
    else:
        said = f"can be read in two ways; write {match[1].replace(match[2], '')} without a mark for thousands."
    said = f"column '{quoted(head)}': '{quoted(text)}' {said}"
    raise ScenarioError(said, where=where, line=line)


def check_alike(head: str, numbers: Sequence[float], lines: Sequence[int], where: str) -> None:
    """Refuse a column of shares in some rows and of persons in others. Raises ScenarioError."""
    shares = [number for number in numbers if 0 < number < 1]
    for line, number in zip(lines, numbers, strict=True):
        if shares and number > 1 and head != "flag_factor":
            said = (
                f"column '{quoted(head)}': {number:,.12g} are persons, and {shares[0]:g} is a share; give one of them."
            )
            raise ScenarioError(said, where=where, line=line)
