"""Each page of the lab speaks the language that is asked for, and marks what is English in it."""

from __future__ import annotations

import json
import re

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from glasshouse.lab.jobs import Job
from glasshouse.lab.language_choice import COOKIE, HEADER
from glasshouse.lab.pages import PAGES
from glasshouse.lab.retold import retell, retold
from glasshouse.languages.catalogues import LANGUAGES, translations
from glasshouse.languages.spoken import plain, speaking
from glasshouse.report.chart_drawing import Chart
from lab.spoken_pages import braces, spoken_page, unmarked

GERMAN = {"accept": "text/html", "accept-language": "de-AT, en;q=0.8"}


@pytest.fixture(autouse=True)
def undrawn(monkeypatch):
    """To draw takes seconds."""
    monkeypatch.setattr(Chart, "__html__", lambda chart: "")


def page(client: TestClient, address: str, **headers: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address, headers={**GERMAN, **headers}).text, "html.parser")


@pytest.mark.parametrize("address", [*(path for _, path, _ in PAGES), "/no-such-page"])
def test_each_page_has_a_german_frame(client, address):
    shown = page(client, address)
    assert shown.html is not None
    assert shown.html["lang"] == "de"
    bar, foot = shown.select_one("header.top"), shown.select_one("body > footer")
    assert bar is not None
    assert foot is not None
    assert "Vergleichen" in bar.text
    assert "Die Menschen sind erfunden. Dies ist keine Prognose." in foot.text
    assert shown.select_one("a.skip").text == "Zum Inhalt der Seite"  # type: ignore[union-attr]


def test_sentences_that_are_english_are_marked_so(client):
    """What has no attribute of its own is not English prose."""
    for address in (*(path for _, path, _ in PAGES), "/no-such-page"):
        assert unmarked(page(client, address)) == [], address


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_nothing_in_braces_is_left(client, language):
    for address in (*(path for _, path, _ in PAGES), "/no-such-page", "/?guess=10"):
        assert braces(spoken_page(client, address, language)) == [], address


def test_braces_that_are_left_are_found():
    assert braces(BeautifulSoup("<p title='{{ x }}'>{count} of {% y %}<code>{z}</code></p>", "html.parser"))


def test_what_is_english_stands_in_elements_that_say_so(client):
    shown = page(client, "/run")
    summary = shown.find(string=re.compile("A score for every citizen"))
    assert summary is not None
    assert summary.find_parent(attrs={"lang": "en"}) is not None
    assert "Die Zahlen und die Teile sind auf Englisch benannt." in shown.text
    assert 'lang="en"' not in client.get("/run", headers={"accept": "text/html"}).text.partition("<main")[2]


def test_the_heading_of_a_page_without_a_story_is_translated(client):
    heading = page(client, "/story").h1
    assert heading is not None
    assert (heading.text, heading.find(lang="en")) == (translations("de")["A story"], None)


def test_a_changed_scenario_is_headed_by_its_title_and_by_its_changes_in_marked_english():
    with speaking("de"):
        told = BeautifulSoup(retell("China, as a blog post described it, changed: cameras off"), "html.parser")
        title = plain("China, as a blog post described it")
    marked = told.find(lang="en")
    assert (told.text.startswith(title), marked.text if marked else "") == (True, "cameras off")


def test_the_address_overrides_the_browser_and_is_kept(client):
    first = client.get("/compare?preset=london-lfr&lang=zh-Hant", headers=GERMAN)
    assert '<html lang="zh-Hant">' in first.text
    assert f"{COOKIE}=zh-Hant; Path=/; " in first.headers["set-cookie"]
    assert '<html lang="zh-Hant">' in client.get("/run", headers=GERMAN).text
    assert '<html lang="en">' in client.get("/run?lang=en", headers=GERMAN).text
    client.cookies.clear()
    unknown = client.get("/run?lang=xx", headers=GERMAN)
    assert (unknown.status_code, "set-cookie" in unknown.headers) == (200, False)
    assert '<html lang="de">' in unknown.text


def test_a_script_is_answered_in_the_language_of_its_page_whatever_another_tab_chose(client):
    client.get("/?lang=zh-Hant", headers=GERMAN)
    said = client.get("/api/jobs/0123456789abcdef", headers={HEADER: "de"})
    assert said.json()["message"].startswith("Dieses Labor kennt keinen solchen Auftrag")
    assert "set-cookie" not in said.headers
    assert '<html lang="zh-Hant">' in client.get("/run", headers=GERMAN).text


def test_refusals_without_a_page_are_in_the_language(client):
    named = client.get("/", headers={**GERMAN, "host": "elsewhere.example"})
    assert named.text.startswith('<!doctype html><html lang="de">')
    assert "antwortet nicht unter dem Namen elsewhere.example." in named.text
    assert "glasshouse lab --allow-host elsewhere.example" in named.text
    foreign = client.get("/", headers={"accept-language": "de", "origin": "http://evil.example"})
    assert "seinen eigenen Seiten" in foreign.json()["message"]


def test_what_is_said_of_a_dot_in_a_sentence_is_written_as_in_a_sentence(client):
    asked = "preset=stadium-list&guess=1"
    client.get(f"/api/crowd?{asked}")
    for language, word in (("de", "gesucht"), ("en", "sought")):
        shown = spoken_page(client, f"/?{asked}", language).select_one('button:has([data-shown="on-file"])')
        assert shown is not None
        assert shown["data-said"] == word


def test_a_page_leads_to_itself_in_the_other_languages(client):
    shown = page(client, "/compare?preset=london-lfr&seed=3")
    links = {link["lang"]: link["href"] for link in shown.select(".speak a")}
    assert links["en"] == "?preset=london-lfr&seed=3&lang=en"
    assert list(links) == ["en", "zh-Hans", "zh-Hant"]
    refused = client.post("/compare", data={"preset": "london-lfr", "days": "x"}, headers=GERMAN)
    assert BeautifulSoup(refused.text, "html.parser").select_one(".speak a")["href"] == "./compare?lang=en"  # type: ignore[index]


def test_a_number_as_german_writes_it_is_understood_and_one_that_is_none_refused_in_german(client):
    sent = {"preset": "london-lfr", "population": "9.000.000", "days": "1"}
    refused = client.post("/compare", data=sent, headers=GERMAN)
    assert "Menschen: eine ganze Zahl von 1 bis 5.000.000." in refused.text


def test_the_queue_and_its_errors_are_told_in_the_language():
    job = Job(id="", kind="run", title="", label="", population=9, done=1_000, total=4_000, seconds_left=75.0, ahead=2)
    with speaking("de"):
        assert job.said == "Wartet. 2 andere Aufträge kommen vorher."
        assert job.far == "1.000 von 4.000 Tagen simuliert (25 %), noch etwa 1 Minute 15 Sekunden"
        assert retold("There is no run 'x' in this lab's folder. Did you mean '001-x'?").endswith(
            "Meinten Sie „001-x“?"
        )
    assert job.said == "Waiting. 2 others come before it."


def test_an_answer_to_a_script_is_in_the_language_and_so_is_what_scripts_say(client):
    told = client.get("/api/jobs/0123456789abcdef", headers={"accept-language": "de"}).json()
    assert told["message"].startswith("Dieses Labor kennt keinen solchen Auftrag")
    messages = json.loads(page(client, "/run").select_one("#messages").text)  # type: ignore[union-attr]
    assert messages["no change"]
    assert page(client, "/run", **{"accept-language": "en"}).select_one("#messages") is None


def test_no_page_carries_anothers_policy_or_asks_for_more(client):
    answer = client.get("/run?lang=de", headers=GERMAN)
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text)
