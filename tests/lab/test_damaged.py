"""Folders with anything in them: each page names the folder, none of them fails, and other runs can be used."""

from __future__ import annotations

import json
import logging
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from glasshouse.comparison.comparison_plan import plan_comparison
from glasshouse.comparison.execute_comparison import execute as compare
from glasshouse.lab.app import create_app
from glasshouse.lab.run import run_routes as country
from glasshouse.lab.settings import Lab
from glasshouse.report.chart_drawing import Chart
from glasshouse.runs.execute_run import execute
from glasshouse.runs.run_plan import plan
from glasshouse.scenario import load

PAGE = {"accept": "text/html"}
SCRIPT = "<script>alert('\x1b[31m')</script>"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A run and a comparison that are whole."""
    root = tmp_path_factory.mktemp("damaged")
    for name in ("run", "compared"):
        (root / name).mkdir()
    scenario = load("as-described")
    execute(plan(scenario, population=300, days=5, replicates=2, threads=1), root / "run")
    compare(plan_comparison(scenario, (), population=300, days=5, replicates=2, threads=1), root / "compared")
    return root


@pytest.fixture(scope="module")
def runs(tmp_path_factory, root):
    """The folder of a lab, with a whole run."""
    runs = tmp_path_factory.mktemp("lab") / "runs"
    shutil.copytree(root / "run", runs / "000-whole")
    return runs


@pytest.fixture(scope="module")
def client(runs):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Chart, "__html__", lambda chart: "")
        app = create_app(Lab(folder=runs, threads=1))
        with TestClient(app, base_url="http://127.0.0.1:8765", follow_redirects=False) as client:
            yield client


def odd(name):
    """Another column in the place of one."""

    def change(place, column):
        table = pq.read_table(place / name)
        kind = pa.array([column] * table.num_rows)
        at = {pa.string(): "group", pa.int64(): "value"}[kind.type]
        pq.write_table(table.set_column(table.column_names.index(at), at, kind), place / name)

    return change


def field(file, *keys):
    """Another value in the place of one."""

    def change(place, value):
        content = json.loads((place / file).read_text())
        inner = content
        for key in keys[:-1]:
            inner = inner[key]
        inner[keys[-1]] = value
        (place / file).write_text(json.dumps(content))

    return change


DAMAGES = {
    "groups": ("run", odd("daily.parquet"), SCRIPT),
    "numbers": ("run", odd("daily.parquet"), 2**62),
    "groups of people": ("run", odd("people.parquet"), SCRIPT),
    "a scenario": ("run", field("run.json", "scenario", "score"), [[SCRIPT]]),
    "a title": ("run", field("run.json", "scenario", "title"), {"x": SCRIPT}),
    "a command": ("run", field("run.json", "command"), "glasshouse run '" + SCRIPT),
    "a name": ("run", field("run.json", "scenario_name"), SCRIPT),
    "each": ("run", field("run.json", "each"), [SCRIPT]),
    "groups compared": ("compared", odd("comparison.parquet"), SCRIPT),
    "worlds": ("compared", field("comparison.json", "arms"), [{"name": SCRIPT}]),
    "a scenario's run": ("compared", field("baseline/run.json", "days"), 10**12),
}
ASKED = {
    "run": (
        "/run?run={}",
        "/figure/run/map.csv?run={}",
        "/story?run={}&choose=random",
        "/story?run={}&person=3&under=ban",
        "/story/story.txt?run={}&person=3",
        "/api/story?run={}&choose=wrongly-sanctioned",
        "/files/{}/run.json",
        "/files/{}/report.html",
    ),
    "compared": (
        "/compare?name={}",
        "/compare?name={}&arm=ban&harm=chilled",
        "/api/compare/{}",
        "/api/compare/{}/people",
        "/figure/compare/groups.csv?name={}",
        "/story?run={}/ban&person=3",
        "/files/{}/comparison.json",
    ),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_a_damaged_folder_fails_no_page(client, runs, root, what):
    """What comes from outside is trusted: whatever stands in a folder, the lab answers, and runs nothing of it."""
    kind, change, value = DAMAGES[what]
    name = f"001-{what.replace(' ', '-')}"
    shutil.copytree(root / kind, runs / name)
    try:
        change(runs / name, value)
        for asked in ASKED[kind]:
            answer = client.get(asked.format(name), headers=PAGE)
            assert answer.status_code < 500, (asked, answer.text)
            assert "<script>alert" not in answer.text or "html" not in answer.headers["content-type"], asked
        resumed = client.post("/jobs/resume", data={"kind": "compare" if kind == "compared" else "run", "name": name})
        assert resumed.status_code < 500
        for page in ("/run", "/compare", "/story"):
            answer = client.get(page, headers=PAGE)
            assert answer.status_code == 200
            assert "<script>alert" not in answer.text
        assert client.get("/run?run=000-whole", headers=PAGE).status_code == 200
    finally:
        shutil.rmtree(runs / name)


@pytest.mark.parametrize(
    "error", [KeyError("<b>"), ValueError("x" * 5_000), pa.ArrowInvalid("\x1b[2J"), RecursionError()]
)
def test_what_nobody_foresaw_is_told_as_the_folder_s(client, monkeypatch, caplog, error):
    """An error in a page that reads a folder: one boundary names the folder, for whatever it is."""
    found = country.run_shown.seen

    def seen(lab, name):
        found(lab, name)
        raise error

    monkeypatch.setattr(country.run_shown, "seen", seen)
    # A server that another test started in this process keeps its words from everybody else, or says less.
    monkeypatch.setattr(logging.getLogger("uvicorn"), "propagate", True)
    caplog.set_level(logging.WARNING, logger="uvicorn.error")
    answer = client.get("/run?run=000-whole", headers=PAGE)
    assert answer.status_code == 400
    assert "000-whole: damaged" in answer.text
    assert "<b>" not in answer.text
    assert len(client.get("/figure/run/map.csv?run=000-whole").json()["message"]) <= 400
    assert type(error).__name__ in caplog.text  # the terminal says where, so that no fault of ours is hidden
    assert "\x1b" not in caplog.text


def test_a_fault_of_the_lab_is_none_of_a_folder(client, monkeypatch):
    monkeypatch.setattr(country, "_form", lambda *_, **__: [][0])
    with pytest.raises(IndexError):
        client.get("/run")
