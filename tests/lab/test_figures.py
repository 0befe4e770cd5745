"""Every chart as files: the numbers of the drawing, its caption, and a name that tells what it is."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from typing import Annotated

import pytest
from fastapi import APIRouter, FastAPI, Query
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict

from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.lab.figures import PageFigure, files_of, serve_figures
from glasshouse.lab.pages import environment
from glasshouse.report import run_charts

ROWS = [
    {"harm": "Wrongful", "group": "=men", "per_10000": 3.25, "low": 1.5, "high": 6.0},
    {"harm": "Wrongful", "group": "women <65", "per_10000": 5.0, "low": 2.5, "high": 10.0},
]


class Looking(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    seed: int = 1


def figures(state: Annotated[Looking, Query()]) -> Mapping[str, PageFigure]:
    one = PageFigure(
        name="groups",
        title="Harm by <group>",
        chart=run_charts.groups(ROWS),
        command=f"glasshouse run as-described --seed {state.seed}",
        address=f"/run?seed={state.seed}",
        files=files_of("run", "groups", state),
        label="China (hypothetical)",
        about=f"seed {state.seed}",
    )
    return {one.name: one}


@pytest.fixture(scope="module")
def served():
    app, router = FastAPI(), APIRouter()
    serve_figures(router, "run", figures)
    app.include_router(router)
    with TestClient(app) as opened:
        yield opened


def test_the_three_files_carry_the_caption_and_a_telling_name(served):
    said = ("China (hypothetical)", NOT_A_FORECAST, "--seed 7", "/run?seed=7")
    for ending in ("csv", "svg", "png"):
        answer = served.get(f"/figure/run/groups.{ending}?seed=7")
        assert answer.status_code == 200
        name = f'filename="glasshouse-run-groups-seed-7.{ending}"'
        assert answer.headers["content-disposition"] == f"attachment; {name}"
        if ending == "png":
            svg = served.get("/figure/run/groups.svg?seed=7").text
            width = int(re.findall(r'width="(\d+)', svg)[0])
            assert int.from_bytes(answer.content[16:20], "big") == int(width * 300 / 96)  # 300 dots an inch
        else:
            assert all(text in answer.text for text in said), answer.text[:300]
    assert "Harm by &lt;group&gt;" in served.get("/figure/run/groups.svg").text


def test_the_table_holds_the_numbers_of_the_drawing(served):
    rows = list(csv.DictReader(served.get("/figure/run/groups.csv").content.decode("utf-8-sig").splitlines()))
    drawn = [row for own in run_charts.groups(ROWS).specification()["datasets"].values() for row in own]
    assert [float(row["per_10000"]) for row in rows] == [row["per_10000"] for row in drawn] == [3.25, 5.0]
    assert rows[0]["group"] == "'=men"


@pytest.mark.parametrize("name", ["nothing.csv", "groups.exe", "groups", ".csv", "groups.csv.svg", "..%2fgroups.csv"])
def test_another_name_is_not_there(served, name):
    assert served.get(f"/figure/run/{name}").status_code == 404


def test_a_page_offers_the_files():
    (one,) = figures(Looking(seed=7)).values()
    macro = '{% from "figure.html.j2" import figure with context %}{{ figure(f) }}'
    page = environment().from_string(macro).render(f=one, root=".")
    for ending in ("csv", "png", "svg"):
        assert f'href="./figure/run/groups.{ending}?seed=7"' in page
    assert page.count("<svg ") == 2
    assert "glasshouse run as-described --seed 7" in page
