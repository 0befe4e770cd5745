"""Page 2 as a browser without scripts meets it."""

from __future__ import annotations

import html
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from glasshouse.errors import BadInputError
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.headlines.headline import headline
from glasshouse.lab import job_process
from glasshouse.lab.orders import Order, check
from glasshouse.lab.run.knobs import change_in_words, knobs, switches
from glasshouse.lab.run.run_query import Looking, looking_of, order_in, order_of
from glasshouse.lab.settings import Lab
from glasshouse.report import run_findings
from glasshouse.report.brief_run import counted_among
from glasshouse.report.chart_drawing import Chart
from glasshouse.report.tilemap import measures
from glasshouse.runs.execute_run import execute
from glasshouse.runs.run import open_run
from glasshouse.runs.run_plan import plan
from glasshouse.scenario import PARAMETERS, SWITCHED, ScenarioError, load, preset_names
from grammar import facts
from lab import spoken_pages
from tampering import edit

PAGE = {"accept": "text/html"}
LAB = Lab(folder=Path("runs"))
#: Run by nobody: it waits until it is stopped.
WAITS = [sys.executable, "-c", "import sys; sys.stdin.read()"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run, small and with two replicates, without its report."""
    folder = tmp_path_factory.mktemp("country") / "001-x"
    folder.mkdir()
    sets = ("score.every=7",)
    asked = plan(load("hong-kong-2020", sets=sets), population=2_000, days=40, replicates=2, threads=1)
    execute(asked, folder)
    return folder


@pytest.fixture
def with_run(lab, made):
    lab.folder.mkdir()
    (lab.folder / "001-x").mkdir()
    for file in made.iterdir():
        if file.is_file():
            (lab.folder / "001-x" / file.name).hardlink_to(file)
    return lab


def fields(text: str) -> dict[str, list[str]]:
    """What a browser would post of the form that runs something, as it stands."""
    form = text[text.index('id="ask-form"') :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form[: form.index("</form>")]):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") == "checkbox" and " checked" not in tag:
            continue
        found.setdefault(attributes["name"], []).append(html.unescape(attributes.get("value", "on")))
    for name, value in re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = [html.unescape(value)]
    return found


def test_an_untouched_form_asks_for_the_preset_as_it_is(client):
    for preset in preset_names():
        order = order_of(fields(client.get(f"/run?preset={preset}", headers=PAGE).text), LAB)
        assert (order.scenario, order.sets, order.seed) == (preset, (), 1)
        assert order.days == load(preset).days


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "your text, line 1: … nothing"),
        ("hello", "your text, line 1: … no mapping"),
        ("as-described", "your text, line 1: … no mapping"),
        ("[" * 5_000, "your text, line 1: … nested … 12"),
    ],
)
def test_whatever_stands_in_the_box_is_a_text(client, text, said):
    form = {"own": "true", "preset": "london-lfr", "text": text, "days": "3"}
    answer = client.post("/run", data=form, headers=PAGE)
    assert answer.status_code == 400
    (alert,) = re.findall(r'role="alert">(.*?)</p>', answer.text)
    assert re.match(facts(said), alert)
    assert len(alert) < 200
    left = fields(answer.text)
    assert left["text"] == [text] or not text
    assert (left["preset"], left["days"]) == (["london-lfr"], ["3"]) if text else ["london-lfr"]


def test_a_size_that_cannot_be_leaves_the_rest_of_the_form(client):
    form = fields(client.get("/run?preset=hong-kong-2020", headers=PAGE).text)
    answer = client.post("/run", data={**form, "n.score.every": ["7"], "days": ["many"]}, headers=PAGE)
    left = fields(answer.text)
    assert (left["preset"], left["n.score.every"]) == (["hong-kong-2020"], ["7"])


def test_what_the_form_changes_is_laid_over_the_preset(client):
    form = fields(client.get("/run", headers=PAGE).text)
    form["n.score.every"] = ["7"]
    form["population"] = ["1,500"]
    del form["p.cameras"]
    order = order_of(form, LAB)
    assert order.sets == ("score.every=7", "cameras.enabled=false")
    assert order.population == 1_500


def test_a_link_brings_the_same_form_back(client):
    asked = Order(scenario="as-documented", sets=("score.every=7", "cameras.enabled=false", "ban.date=2019-08-01"))
    query = looking_of(asked).model_dump(exclude_defaults=True)
    order = order_of(fields(client.get("/run", params=query, headers=PAGE).text), LAB)
    assert sorted(order.sets) == sorted(asked.sets)
    assert order.scenario == "as-documented"


def test_a_form_is_put_in_the_queue_and_its_page_says_how_far_it_is(client, lab, monkeypatch):
    monkeypatch.setattr(job_process, "COMMAND", WAITS)
    form = fields(client.get("/run?population=700&seed=4&replicates=5&draws=0", headers=PAGE).text)
    answer = client.post("/run", data=form, follow_redirects=False)
    assert answer.status_code == 303
    where = answer.headers["location"]
    assert re.fullmatch(r"\./run\?job=[0-9a-f]{16}", where)
    text = client.get(where, headers=PAGE).text
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in text
    assert '<progress max="1825" value="0"' in text
    assert fields(text)["population"] == ["700"]
    stopped = client.post(f"/jobs/{where[-16:]}/cancel", follow_redirects=False)
    assert stopped.headers["location"] == f"../../{where.removeprefix('./')}"
    assert (
        "Stopping" in client.get(where, headers=PAGE).text or "It was stopped" in client.get(where, headers=PAGE).text
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"population": ["many"]}, "People: … whole number … 1 to 5,000,000."),
        ({"population": ["-5"]}, "People: … whole number … 1 to 5,000,000."),
        ({"population": ["0"]}, "People: … whole number … 1 to 5,000,000."),
        ({"seed": ["99999999999999999999"]}, "Seed: … 0 to 18,446,744,073,709,551,615."),
        ({"replicates": ["0"]}, "Replicates: … 1 to 20."),
        ({"days": ["99,999"]}, "Days: … 1 to 1,830."),
        ({"n.score.every": ["-3"]}, "score.every"),
        ({"n.score.every": ["<script>"]}, "score.every"),
        ({"preset": ["nope"]}, "unknown preset"),
        ({"set": ["cameras.totl=3"]}, "&#39;cameras.totl&#39; … &#39;cameras.total&#39;?"),
    ],
)
def test_what_is_wrong_is_said_on_the_form(client, changes, said):
    form = fields(client.get("/run", headers=PAGE).text) | changes
    answer = client.post("/run", data=form, headers=PAGE)
    assert answer.status_code == 400
    assert re.search(facts(said), re.search(r'role="alert">(.*?)</p>', answer.text, re.DOTALL)[1])  # type: ignore[index]
    assert "<script>" not in answer.text.replace('<script type="module"', "")
    assert client.get("/api/jobs").json() == {"jobs": []}


def test_a_text_of_ones_own_is_run_and_its_faults_are_told_by_line(client, monkeypatch):
    monkeypatch.setattr(job_process, "COMMAND", WAITS)
    form = fields(client.get("/run?own=true&preset=as-documented", headers=PAGE).text)
    assert form["text"][0].splitlines()[5] == "extends: as-documented"
    bad = {**form, "text": [form["text"][0] + "camras:\n  total: 3\n"]}
    answer = client.post("/run", data=bad, headers=PAGE)
    assert answer.status_code == 400
    line = bad["text"][0].count("\n") - 1
    assert re.search(facts(f"your text, line {line}: … &#39;camras&#39; … &#39;cameras&#39;?"), answer.text)
    assert fields(answer.text)["text"][0].strip() == bad["text"][0].strip()  # nothing that was written is lost
    where = client.post("/run", data=form, follow_redirects=False).headers["location"]
    assert fields(client.get(where, headers=PAGE).text)["text"][0].strip() == form["text"][0].strip()


def test_a_full_queue_is_said_on_the_form(client, monkeypatch):
    monkeypatch.setattr(job_process, "COMMAND", WAITS)
    form = fields(client.get("/run", headers=PAGE).text)
    statuses = [client.post("/run", data=form, follow_redirects=False).status_code for _ in range(6)]
    assert statuses[:4] == [303] * 4
    assert statuses[-1] == 429


def test_a_job_of_a_lab_that_is_gone_is_told_and_the_runs_are_there(client, with_run):
    answer = client.get("/run?job=0123456789abcdef", headers=PAGE)
    assert answer.status_code == 200
    assert "no such job" in answer.text
    assert "/run?run=001-x" in answer.text


def test_a_run_is_shown_with_its_figures(client, with_run):
    answer = client.get("/run?run=001-x", headers=PAGE)
    text = html.unescape(answer.text)
    run = open_run(with_run.folder / "001-x")
    told = headline(run)
    for sentence in told.sentences:
        assert sentence in text
    assert "hypothetical" in text
    assert NOT_A_FORECAST in text
    assert "days between rescorings (0: never): 7" in text
    assert (run_findings.within(run.scenario) in text) == ("Too few people or events in each group" not in text)
    assert f"Counts {counted_among(run.outcome)}" in text
    assert 'href="./files/001-x/report.html"' in text
    compared = parse_qs(urlsplit(re.search(r'href="\.(/compare\?[^"]*)"', text)[1]).query)  # type: ignore[index]
    assert compared["preset"] == ["hong-kong-2020"]
    assert compared["more"] == ["score.every=7"]  # what was changed comes along, as a scenario
    assert 'href="./story?run=001-x"' in text
    assert text.count("<h1>") == 1
    assert "style=" not in re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)
    again = html.unescape(re.search(r'href="\.(/run\?[^"]*)">Change it', text)[1])  # type: ignore[index]
    assert parse_qs(urlsplit(again).query)["set"] == ["score.every=7"]


def test_every_measure_of_the_map_can_be_shown_and_taken_along(client, with_run):
    for what in list(measures(load("hong-kong-2020")))[:2]:
        params = {"run": "001-x", "show": what}
        table = client.get("/figure/run/map.csv", params=params)
        assert table.status_code == 200
        lines = table.content.decode("utf-8-sig").splitlines()
        assert f"{what}, by district" in lines[1]
        assert lines[-1].split(",")[0] in load("hong-kong-2020").place.districts
        assert all("not a forecast" in line for line in lines[1:])
        assert len(lines) == 1 + 18


@pytest.mark.slow
def test_the_flow_chart_can_be_taken_along(client, with_run):
    svg, png, table = (client.get(f"/figure/run/flow.{kind}?run=001-x") for kind in ("svg", "png", "csv"))
    assert "var(" not in svg.text
    assert "not a forecast" in svg.text
    assert ".flow-arrow" in svg.text
    assert png.content[1:4] == b"PNG"
    assert len(png.content) > 50_000
    rows = table.content.decode("utf-8-sig").splitlines()
    assert rows[0] == "from,to,what,count,wrong,note,made with"
    assert len(rows) > 20


def test_what_is_not_there_is_told(client, with_run):
    for path in ("/run?run=nope", "/run?run=..", "/figure/run/map.csv?run=nope", "/figure/run/map.csv"):
        assert client.get(path).status_code == 404
    assert client.get("/run?run=001-x&sho=x").status_code == 422
    assert client.get("/figure/run/none.csv?run=001-x").status_code == 404


@pytest.mark.parametrize("preset", preset_names())
def test_every_preset_offers_numbers_in_plain_words(preset):
    scenario = load(preset)
    found = knobs(scenario, ())
    assert len(found) == 12
    for knob in found:
        assert knob.name[0].isupper()
        assert "/" not in knob.unit
        assert "assumed" in knob.hint or "source" in knob.hint
        assert not knob.changed
        assert float(knob.low) <= float(knob.value) <= float(knob.high)
    assert [switch.part for switch in switches(scenario, ())] == list(SWITCHED)


def test_a_number_that_a_link_sets_is_offered_too():
    scenario = load("as-described")
    hidden = next(key for key in PARAMETERS if key not in {knob.key for knob in knobs(scenario, ())})
    (last,) = [knob for knob in knobs(scenario, (f"{hidden}=1",)) if knob.key == hidden]
    assert last.value == "1"


def test_a_form_that_is_no_form_is_refused_in_a_sentence(client):
    assert client.post("/run", content=b"\xff\xfe=&&&;", headers=PAGE).status_code == 400
    assert client.post("/run", content="&".join("a=1" for _ in range(500)), headers=PAGE).status_code == 400
    with pytest.raises(BadInputError, match="Seed: a whole number"):
        order_of({"preset": ["as-described"], "seed": ["１２"]}, LAB)
    with pytest.raises(ScenarioError, match="Did you mean"):
        order_of({"preset": ["as-describd"]}, LAB)


def test_a_run_is_shown_in_the_language_that_is_asked_for(client, with_run, monkeypatch):
    monkeypatch.setattr(Chart, "__html__", lambda chart: "")  # to draw takes seconds
    spoken_pages.check(client, "/run?run=001-x")
    shown = spoken_pages.spoken_page(client, "/run?run=001-x", "de")
    places = [place.text for place in shown.select('.run-facts [lang="en"]')]
    assert places == [load("hong-kong-2020").place.title]


def test_the_order_of_a_run_is_found_again_in_its_command(made, lab):
    order = order_in(open_run(made), Path("nowhere"))
    assert (order.scenario, order.sets, order.population) == ("hong-kong-2020", ("score.every=7",), 2_000)
    assert check(order, lab).total == 80
    assert looking_of(order) == Looking(
        preset="hong-kong-2020", set=("score.every=7",), population=2_000, days=40, replicates=2, draws=0
    )


# A command from anybody is taken apart.
def test_a_run_whose_command_cannot_be_split_has_an_order_without_it(made, tmp_path):
    edit(Path(shutil.copytree(made, tmp_path / "run")), command="glasshouse run 'it")
    assert order_in(open_run(tmp_path / "run"), Path("nowhere")).sets == ()


def test_a_plug_in_s_preset_can_be_chosen_and_changed(client, plates_installed):
    text = client.get("/run?preset=small-town", headers=PAGE).text
    form = fields(text)
    assert form["n.plates.readers"] == ["120"]
    assert form["p.plates"] == ["on"]
    assert "source: Plate Society 2020" in text
    assert order_of(form, LAB).sets == ()
    form["n.plates.misread"] = ["0.2"]
    del form["p.plates"]
    order = order_of(form, LAB)
    assert order.sets == ("plates.misread=0.2", "plates.enabled=false")
    again = fields(client.get("/run", params=looking_of(order).model_dump(exclude_defaults=True)).text)
    assert again["n.plates.misread"] == ["0.2"]
    assert "p.plates" not in again
    assert "set" not in again


def test_what_a_plug_in_brings_is_said_in_words(plates_importable):
    mechanisms = load("as-described", f"plugins=[{plates_importable}]").mechanisms
    assert change_in_words("plates.enabled=false", mechanisms) == "Plate readers: off"
    assert change_in_words("plates.misread=0.2", mechanisms).endswith("misread: 0.2")
