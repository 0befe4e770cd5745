"""Page 5: the verdicts, also the failing ones; the numbers and their filter; a table evaluated anew; the files."""

from __future__ import annotations

import csv
import re
from functools import partial
from html import unescape

import pytest

from glasshouse.evidence import load_claims
from glasshouse.folders.output_label import NOT_A_FORECAST, row_note
from glasshouse.lab.validation import shown_tables
from glasshouse.lab.validation.evidence_numbers import ValidationState, parts, preset
from glasshouse.report import verdict_tables
from glasshouse.report.chart_drawing import Chart
from glasshouse.scenario import preset_names
from glasshouse.validation import verdict_words
from glasshouse.validation.evaluate_tables import Validation, evaluate
from glasshouse.validation.kinds import KINDS
from glasshouse.validation.known_verdicts import known
from glasshouse.validation.verdict_tally import fare
from grammar import facts, numbers


@pytest.fixture(autouse=True)
def undrawn(monkeypatch):
    """To draw a chart takes a second of each test; the files' test draws."""
    monkeypatch.setattr(Chart, "__html__", lambda chart: "drawn here")


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(shown_tables, "evaluate", partial(evaluate, draws=40))


def test_the_page_begins_with_what_passes_and_fails(client):
    text = unescape(client.get("/validation").text).replace("\N{NO-BREAK SPACE}", " ")
    found = known()
    assert verdict_tables.verdict_in_two_sentences(found)[0] in text
    count = found.tally
    told = [str(number) for number in (count.confirmed, count.passed, count.failed)]
    assert numbers(verdict_tables.verdict_in_two_sentences(found)[0])[:3] == told
    assert "How well the intervals hold" in text
    for way, title in verdict_words.WAYS.items():
        assert unescape(title) in text
        for scores in found.scores(way):
            name, *cells = verdict_words.score_cells(scores)
            for cell in (KINDS[name].title if name in KINDS else name, *cells):
                assert f">{cell}<" in text
    for result in found.results:
        assert f'href="#{result.table.name}"' in text
        assert f'id="{result.table.name}"' in text
        for sentence in verdict_words.why(result):
            assert sentence in text
    for claim in load_claims():
        assert claim.correction in text
    assert "Most numbers are assumed." in text
    assert NOT_A_FORECAST in text
    assert "Changed since" not in text


@pytest.mark.parametrize(
    ("passed", "failed", "meaning"), [(2, 0, "Each stage"), (0, 2, "argument"), (1, 3, "more do"), (3, 1, "others do")]
)
def test_what_the_verdicts_mean_follows_from_them(passed, failed, meaning):
    results = known().results
    good = [result for result in results if result.passed and result.table.confirmed]
    bad = [result for result in results if not result.passed and result.table.confirmed]
    found = Validation(results=(*good[:passed], *bad[:failed]), seed=1)
    first, second = verdict_tables.verdict_in_two_sentences(found)
    assert re.match(facts(f"Of {passed + failed} tables … {fare(found.tally)}."), first)
    assert meaning in second


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_has_its_page(client, name):
    text = client.get("/validation", params={"preset": name}).text
    assert f'<option value="{name}" selected>' in text
    assert unescape(text).count(preset(name).leaves_out[0]) >= 1
    assert text.count('id="figure-drivers"') == any(said in text for said in ("move it most", "one moves it most"))


def test_the_filter_leaves_what_it_says():
    every = parts(preset("as-described"), ValidationState())
    assert all(row.left for part in every for row in part.rows)
    sourced = parts(preset("as-described"), ValidationState(evidence="sourced", q="CAMERA total"))
    left = [row.number for part in sourced for row in part.rows if row.left]
    assert [number.key for number in left] == ["cameras.total"]
    assert left[0].source
    (own,) = [part for part in parts(preset("as-described"), ValidationState(part="Cameras")) if part.left]
    assert (own.title, own.left) == ("Cameras", len(own.rows))


def test_the_page_hides_what_the_filter_drops(client):
    text = client.get("/validation", params={"q": "cameras.total"}).text
    assert f"1 of {len(preset('as-described').parameters)} numbers." in text
    assert text.count('<details class="part" data-part="Cameras" open>') == 1


@pytest.mark.parametrize("query", [{"preset": "as-describd"}, {"preset": "../../etc/passwd"}, {"preset": "x.yaml"}])
def test_another_preset_is_refused_with_the_nearest(client, query):
    for path in ("/validation", "/figure/validation/drivers.csv"):
        answer = client.get(path, params=query)
        assert answer.status_code == 400
        assert ("as-described" in answer.json()["message"]) == (query["preset"] == "as-describd")


@pytest.mark.parametrize("query", [{"evidence": "some"}, {"q": "x" * 81}, {"other": "1"}])
def test_another_question_is_refused(client, query):
    assert client.get("/validation", params=query).status_code == 422


def test_the_files_hold_what_is_drawn(client):
    rows = list(csv.DictReader(client.get("/figure/validation/tables.csv").content.decode("utf-8-sig").splitlines()))
    assert all(row["note"].endswith(row_note("")) for row in rows)
    assert NOT_A_FORECAST in rows[0]["made with"]
    drawn = [judged for result in verdict_tables.in_order(known()) for judged in result.outputs.values()]
    assert [float(row["compared"]) for row in rows] == [judged.published.value for judged in drawn]
    assert [float(row["published"]) for row in rows] == [judged.published.printed for judged in drawn]
    assert [(float(row["low"]), float(row["high"])) for row in rows] == [(one.low, one.high) for one in drawn]
    for name in ("drivers", "evidence"):
        for ending in ("csv", "svg", "png"):
            answer = client.get(f"/figure/validation/{name}.{ending}?preset=stadium-list")
            assert answer.status_code == 200
            assert f"glasshouse-validation-{name}-stadium-list.{ending}" in answer.headers["content-disposition"]
    table = client.get("/figure/validation/drivers.csv?preset=stadium-list").content.decode("utf-8-sig")
    assert table.startswith("assumption,range,at_low,as_it_is,at_high,note,made with\r\n")


def test_a_table_is_evaluated_anew(client, quick):
    answer = client.post("/api/validation/tables/essex-stops", json={"seed": 7})
    assert answer.status_code == 200
    found = answer.json()
    assert (found["name"], found["seed"], found["draws"]) == ("essex-stops", 7, 40)
    assert len(found["rows"]) == 2
    assert len(found["rows"][0]) == len(found["heads"])
    assert found["note"] == NOT_A_FORECAST


def test_a_browser_without_scripts_evaluates_too(client, quick):
    form = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
    answer = client.post("/validation/tables/essex-stops", content="seed=7", headers=form)
    assert answer.status_code == 200
    assert '<details class="table" id="essex-stops" open>' in answer.text
    assert "from 40 draws" in answer.text
    assert client.post("/validation/tables/essex-stops", content="seed=one", headers=form).status_code == 400


def test_one_table_at_a_time(client, quick):
    with shown_tables._EVALUATING:
        answer = client.post("/api/validation/tables/essex-stops", json={})
    assert (answer.status_code, "try again" in answer.json()["message"]) == (429, True)
    assert client.post("/api/validation/tables/essex-stops", json={}).status_code == 200


ASKED = [("nothing", {}, 404), ("..%2fessex-stops", {}, 404), ("essex-stops", {"seed": -1}, 422)]


@pytest.mark.parametrize(("name", "how", "status"), [*ASKED, ("essex-stops", {"draws": 1}, 422)])
def test_what_is_not_there_is_not_evaluated(client, name, how, status):
    assert client.post(f"/api/validation/tables/{name}", json=how).status_code == status


def test_changed_code_is_said(client, monkeypatch):
    monkeypatch.setattr(shown_tables, "changed", lambda: ("essex-stops", "the code"))
    assert re.search(facts("Changed since … essex-stops, the code."), client.get("/validation").text)
