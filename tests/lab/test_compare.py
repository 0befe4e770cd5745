"""The page of another scenario shows what a comparison's folder holds, and orders another by its form."""

from __future__ import annotations

import csv
import html
import re
import sys
import time
from importlib.util import find_spec
from typing import Any

import pytest
from fastapi.testclient import TestClient

from glasshouse.comparison.comparison import open_comparison
from glasshouse.comparison.comparison_plan import plan_comparison
from glasshouse.comparison.execute_comparison import execute
from glasshouse.errors import BadInputError
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.lab import replays as replays
from glasshouse.lab.app import create_app
from glasshouse.lab.compare.compare_query import CompareQuery, arms, from_form, order
from glasshouse.lab.jobs import Jobs, Order, QueueFullError
from glasshouse.lab.settings import Lab
from glasshouse.report.chart_drawing import Chart
from glasshouse.report.spared_chart import HARMS, table
from glasshouse.scenario import load
from grammar import facts
from lab import spoken_pages
from model.runs import BUSY

HTML = {"Accept": "text/html"}
NAME = "001-worlds"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A comparison without its reports, which take longer than the scenarios."""
    root = tmp_path_factory.mktemp("worlds") / "runs"
    (root / NAME).mkdir(parents=True)
    base, changes = load("as-described", sets=BUSY), ["cameras.enabled=false", "cameras.enabled=true"]
    plan = plan_comparison(base, changes, population=800, days=30, replicates=2, threads=2)
    execute(plan, root / NAME)
    return root


@pytest.fixture(scope="module")
def client(folder):
    lab = Lab(folder=folder, threads=1)
    with TestClient(create_app(lab), base_url=f"http://127.0.0.1:{lab.port}") as opened:
        yield opened


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("&#39;", "'").split())


def found(client, **asked):
    """The people, asked for until they are found."""
    for _ in range(200):
        answer = client.get(f"/api/compare/{NAME}/people", params=asked)
        assert answer.status_code == 200, answer.text
        if answer.json()["living"] is None:
            return answer.json()
        time.sleep(0.05)
    raise AssertionError("they are never found")


def test_a_comparison_is_told_in_full(client, folder):
    from glasshouse.comparison.comparison_words import summary

    told = summary(open_comparison(folder / NAME))
    page = client.get("/compare", params={"name": NAME}, headers=HTML)
    assert page.status_code == 200
    text = words(page.text)
    assert told.sentences[0] in text
    assert told.label in text
    assert NOT_A_FORECAST in text
    assert "These change nothing here." in text
    assert "cameras.enabled = true (changes nothing)" in text
    assert f'href="./files/{NAME}/report.html"' in page.text
    assert client.get(f"/files/{NAME}/comparison.parquet").status_code == 200
    assert "style=" not in page.text.replace("font-style=", "")
    assert "<script>" not in page.text


def test_a_comparison_is_told_in_the_language_that_is_asked_for(client, monkeypatch):
    monkeypatch.setattr(Chart, "__html__", lambda chart: "")  # to draw takes seconds
    spoken_pages.check(client, f"/compare?name={NAME}")


def test_json_says_the_same(client, folder):
    content = client.get(f"/api/compare/{NAME}").json()
    kept = open_comparison(folder / NAME)
    assert [arm["name"] for arm in content["arms"]] == list(kept.arms)
    assert [arm["inert"] for arm in content["arms"]] == [kept.inert(arm) for arm in kept.arms]
    assert content["command"] == kept.manifest["command"]
    assert {one["name"] for one in content["tables"]} == {"differences", "people", "groups", "changes", "measures"}
    assert [one["name"] for one in client.get("/api/compare").json()["comparisons"]] == [NAME]


@pytest.mark.parametrize("harm", ["wrongful", *(pytest.param(one, marks=pytest.mark.slow) for one in list(HARMS)[1:])])
def test_people_are_those_whom_the_comparison_counts(client, folder, harm):
    kept, arm = open_comparison(folder / NAME), "cameras.enabled=false"
    people = found(client, arm=arm, harm=harm)
    for column in ("spared", "newly_harmed"):
        assert people[f"{column}_count"] == kept.count(arm, harm, f"people_{column}")
        assert len(people[column]) == min(8, people[f"{column}_count"])
    page = client.get("/compare", params={"name": NAME, "arm": arm, "harm": harm}, headers=HTML).text
    for one in people["spared"]:
        assert one["link"].replace("&", "&amp;") in page


def test_a_person_spared_was_harmed_in_the_baseline_alone(client):
    one = found(client, arm="cameras.enabled=false", harm="misidentified")["spared"][0]
    for _ in range(100):
        told = client.get("/api" + one["link"]).json()
        if told["status"] == "told":
            break
    story = told["story"]
    assert story["person"]["number"] == one["number"]
    assert story["person"]["group"] == one["group"]
    assert story["under"]["arm"] == "cameras.enabled=false"
    assert story["parting"]["first_day"] is not None


def test_the_table_by_group_adds_up(folder):
    kept = open_comparison(folder / NAME)
    for harm in list(HARMS)[:-1]:  # the last counts acts
        for arm in kept.arms:
            counts = [kept.count(arm, harm, column) for column in ("baseline", "people_spared", "people_newly_harmed")]
            assert counts[0] - counts[1] + counts[2] == kept.count(arm, harm, "arm_value")  # type: ignore[operator]
    shown = table(kept, "ban", "wrongful")
    assert [row.name for row in shown.rows][-1] == "Everybody"
    assert len(shown.heads) == 6
    assert table(kept, "ban", "chilled").heads == ("Group", "People", "Spared", "Newly harmed")


@pytest.mark.parametrize("ending", ["csv", *(pytest.param(one, marks=pytest.mark.slow) for one in ("svg", "png"))])
@pytest.mark.parametrize("name", ["arms", "groups"])
def test_charts_are_files(client, name, ending):
    file = client.get(f"/figure/compare/{name}.{ending}", params={"name": NAME, "arm": "ban"})
    assert file.status_code == 200
    if ending == "csv":
        rows = list(csv.DictReader(file.content.decode("utf-8-sig").splitlines()))
        assert NOT_A_FORECAST in rows[0]["made with"]
        assert "glasshouse compare as-described" in rows[0]["made with"]
        assert all("not a forecast" in row["note"] for row in rows)
        ends = {"arms": ["difference_low", "difference_high", "spared", "newly_harmed"], "groups": ["low", "high"]}
        assert [*ends[name], "note", "made with"] == list(rows[0])[-2 - len(ends[name]) :]
        assert not [cell for row in rows for cell in row.values() if "\n" in cell]  # no name of two lines


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/compare/001-world", 404, "'001-world' … '001-worlds'?"),
        (f"/api/compare/{NAME}/people?arm=bann", 404, "'bann' … 'ban'?"),
        (f"/api/compare/{NAME}/people?harm=x", 422, ""),
        ("/compare?name=../001-worlds", 404, "There is no comparison"),
        ("/compare?preset=as-describe", 400, "'as-describe' … 'as-described'?"),
        ("/compare?job=0123456789abcdef", 404, "no such job"),
        ("/compare?nonsense=1", 422, ""),
    ],
)  # fmt: skip
def test_what_is_not_there_is_one_sentence(client, folder, path, status, said):
    answer = client.get(path)
    assert answer.status_code == status
    assert re.search(facts(said), answer.json()["message"])
    assert str(folder) not in answer.json()["message"]


def test_too_many_people_are_not_looked_for_and_the_rest_is_shown(client, monkeypatch):
    monkeypatch.setattr(replays, "MOST_REPLAYED", 1000)
    page = client.get("/compare", params={"name": NAME, "arm": "unwatched", "harm": "sanctioned"}, headers=HTML)
    assert page.status_code == 200
    assert "while you wait" in page.text


FORM = {
    "preset": "as-described",
    "safeguard": ["human-review", "appeal"],
    "how": "both",
    "ban": "20",
    "account": ["as-documented"],
    "more": "cameras.enabled=false\r\n\r\nappeal@9",
    "population": "3,000",
    "days": "40",
    "replicates": "",
    "seed": "0",
}


def test_the_form_orders_what_it_says(client, monkeypatch):
    asked: list[Order] = []

    def submit(_, order):
        asked.append(order)
        raise QueueFullError("4 jobs are waiting already.")

    monkeypatch.setattr(Jobs, "submit", submit)
    answer = client.post("/compare", data=FORM, headers=HTML)
    assert answer.status_code == 429
    assert "4 jobs are waiting already." in answer.text
    worlds = (
        "human-review",
        "appeal",
        "human-review+appeal",
        "ban@20",
        "as-documented",
        "cameras.enabled=false",
        "appeal@9",
    )
    sizes: dict[str, Any] = {"population": 3000, "days": 40, "replicates": 5, "seed": 0}
    assert asked == [Order(kind="compare", scenario="as-described", arms=worlds, **sizes)]
    assert 'value="3,000"' in answer.text  # what was filled in is still there
    assert "appeal@9" in answer.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"population": "many"}, "People: … 1 to 5,000,000."),
        ({"population": "9000000"}, "People: … 1 to 5,000,000."),
        ({"replicates": "0"}, "Times: … 1 to 20."),
        ({"more": "human-reviw"}, "'human-reviw' … 'human-review'?"),
        ({"more": "/etc/passwd.yaml"}, "the lab opens no files"),
        ({"more": "\n".join(f"appeal@{k}" for k in range(20))}, "too many"),
        ({"ban": "x"}, "'@' … a day"),
        ({"preset": "../x"}, "unknown preset"),
        ({"nonsense": "1"}, "'nonsense'"),
    ],
)
def test_a_form_that_cannot_be_is_answered_in_a_sentence(client, change, said):
    answer = client.post("/compare", data={**FORM, **change}, headers=HTML)
    assert answer.status_code == 400
    assert re.search(facts(said), words(answer.text).replace("&lt;", "<"))


def test_nothing_ticked_is_nothing_ordered(lab):
    asked = from_form({"preset": ["as-described"], "how": ["each"]})
    assert arms(asked) == ()
    assert order(asked, lab).population == order(CompareQuery(), lab).population
    with pytest.raises(BadInputError):
        from_form({"how": ["other"]})


def test_a_world_that_is_lived_does_not_disturb_a_drawing(tmp_path):
    """Altair breaks while pandas is half loaded, as pyarrow loads it on the thread that simulates."""
    create_app(Lab(folder=tmp_path))
    assert find_spec("pandas") is None or hasattr(sys.modules["pandas"], "Timestamp")


def test_what_is_wrong_with_a_long_arm_is_said_shortly(client):
    """A text from outside is quoted whole: whatever a page quotes is short."""
    answer = client.post("/compare", data={"more": "x" * 1_900}, headers={"accept": "text/html"})
    said = re.search(r'<p class="said" role="alert">(.*?)</p>', answer.text, re.DOTALL)
    assert answer.status_code == 400
    assert said
    assert len(html.unescape(said[1])) <= 400
