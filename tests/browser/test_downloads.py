"""What a visitor takes along: every chart of every page as three files that say what they are."""

from __future__ import annotations

import csv
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import COMPARED, RUN

from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.lab import figures

#: Pages with charts, and how many charts each has at least.
SIGHTS = {
    "crowd": ("/?guess=10", 1),
    "run": (f"/run?run={RUN}", 3),
    "compare": (f"/compare?name={COMPARED}", 2),
    "validation": ("/validation?preset=as-described", 3),
}
_SVG = "{http://www.w3.org/2000/svg}"


def links(page: Page) -> set[str]:
    """Addresses of the charts' files on a page, without those of a run's folder."""
    found = page.locator("a[href*='.csv'], a[href*='.png'], a[href*='.svg']").all()
    return {href for link in found if "/files/" not in (href := str(link.get_attribute("href")))}


def drawn(one: figures.PageFigure) -> list[dict[str, Any]]:
    """The rows that a chart is drawn from, but for those of its lines and labels."""
    return [dict(row) for name, own in one.chart.data.items() if name not in figures.BESIDE for row in own]


def rows_of(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(table.decode("utf-8-sig").splitlines()))


def check_table(table: bytes, one: figures.PageFigure) -> None:
    rows = rows_of(table)
    for row, own in zip(rows, drawn(one), strict=True):
        for key, value in own.items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                assert float(row[key]) == value


def check_caption(said: str) -> None:
    assert NOT_A_FORECAST in said
    assert re.search(r"\((documented|hypothetical)\)|no preset in particular", said)
    assert "In a terminal: " in said
    assert "(glasshouse lab): " in said


def check_drawing(root: ElementTree.Element) -> None:
    """It brings nothing along, and asks for nothing."""
    for each in root.iter():
        assert each.tag not in (f"{_SVG}script", f"{_SVG}image", f"{_SVG}foreignObject")
        assert not [value for key, value in each.items() if "href" in key or key.startswith("on")]


@pytest.mark.slow
@pytest.mark.parametrize("sight", SIGHTS)
def test_every_chart_of_a_page_gives_its_three_files(page: Page, lab, sight, monkeypatch):
    given: list[figures.PageFigure] = []
    real = figures._content
    monkeypatch.setattr(figures, "_content", lambda one, ending: given.append(one) or real(one, ending))
    path, least = SIGHTS[sight]
    page.goto(path)
    page.wait_for_load_state("networkidle")
    hrefs = links(page)
    stems = {re.sub(r"\.(csv|png|svg)", ".*", href) for href in hrefs}
    assert len(stems) >= least
    assert len(hrefs) == 3 * len(stems)
    for stem in stems:
        answers = {ending: page.request.get(stem.replace(".*", f".{ending}")) for ending in ("csv", "png", "svg")}
        for ending, answer in answers.items():
            assert answer.ok, stem
            assert re.search(
                rf'filename="glasshouse-{sight}[a-z0-9-]*\.{ending}"', answer.headers["content-disposition"]
            )
        root = ElementTree.fromstring(answers["svg"].body())
        check_drawing(root)
        check_caption(" ".join(" ".join(text.itertext()) for text in root.iter(f"{_SVG}text")))
        head = rows_of(answers["csv"].body())[0]["made with"]
        check_caption(head)
        here = re.findall(r"In the lab \(glasshouse lab\): (\S+)", head)[-1]
        assert page.request.get(here, headers={"accept": "text/html"}).ok
        size = [int.from_bytes(answers["png"].body()[at : at + 4], "big") for at in (16, 20)]
        drawn_at = 2 if sight == "crowd" else 300 / 96  # a chart has 300 dots an inch
        assert size == [int(float(root.get(side, "0")) * drawn_at) for side in ("width", "height")]
        if given:  # the crowd's picture is no chart, and has its own test
            check_table(answers["csv"].body(), given[-1])


@pytest.mark.slow
def test_a_click_takes_a_chart_along(page: Page, lab):
    page.goto("/validation")
    with page.expect_download() as taken:
        page.locator("#figure-drivers").get_by_role("link", name="as CSV").click()
    assert taken.value.suggested_filename == "glasshouse-validation-drivers-as-described.csv"
