"""The pages beside the crowd's: each fact in them is the run's or the command's, and each link leads somewhere."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from hashlib import sha256
from html import unescape

import pytest
from bs4 import BeautifulSoup

import glasshouse
from glasshouse import __version__
from glasshouse.claim_list.known_claims import known_claims
from glasshouse.comparison.comparison import open_comparison
from glasshouse.comparison.comparison_finding import finding
from glasshouse.comparison.comparison_words import summary
from glasshouse.engine.simulate import simulate
from glasshouse.errors import BadInputError
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.languages.catalogues import translations
from glasshouse.report import captioned, stated_limits
from glasshouse.report.chart_drawing import Chart
from glasshouse.report.comparison_tables import tables
from glasshouse.scenario import load, preset_names
from glasshouse.sites import page_frame, shipped_comparison
from glasshouse.sites.claims_view import claims_view, shown_claim
from glasshouse.sites.comparison_view import comparison_view, in_words
from glasshouse.sites.limits_view import limits_view
from glasshouse.sites.page_view import PageView
from glasshouse.sites.validation_view import validation_view
from glasshouse.validation.known_verdicts import known

#: What makes a browser ask for something.
ASKS = re.compile(r'<(?:script|img|iframe|link|source|object|embed|video|audio)\b[^>]*?(?:src|href|data)="(?!data:)')


@pytest.fixture(autouse=True)
def undrawn(monkeypatch):
    """To draw takes seconds; the browser's test draws."""
    monkeypatch.setattr(Chart, "__html__", lambda chart: '<svg id="drawn"></svg>')
    monkeypatch.setattr(captioned, "svg", lambda *drawing: "<svg/>")


def text_of(view: PageView) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", view.body)))


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def document(view: PageView) -> str:
    return page_frame.documents([view])[f"{view.name}.html"]


def carried(view: PageView, ending: str) -> list[str]:
    """The files that a page carries in itself."""
    found = re.findall(rf'href="data:[^,"]*;base64,([^"]*)" download="[^"]*\.{ending}"', view.body)
    return [base64.b64decode(one).decode("utf-8-sig") for one in found]


def check(view: PageView) -> None:
    """What holds of every page."""
    page = document(view)
    assert not ASKS.search(page)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    allowed = base64.b64encode(sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; script-src 'sha256-{allowed}'; style-src 'sha256-" in page
    assert page.count("<script") == 2, "the script, and its data"
    assert NOT_A_FORECAST in page
    assert f"glasshouse {__version__}" in text_of(view)
    names = [name for name in re.findall(r'\sid="([^"]+)"', page) if name not in ("facts", "language", "misread")]
    assert len(names) == len(set(names))
    assert {name.partition("-")[0] for name in names} == {view.name}
    led_to = set(re.findall(r'href="#([^"]+)"', page)) | set(re.findall(r'aria-labelledby="([^"]+)"', page))
    assert led_to <= set(names)
    assert re.search(r"\b[0-9a-f]{32}\b", text_of(view)), "no digest"


def test_the_comparison_is_that_of_the_folder():
    compared = shipped_comparison.shipped()
    view = comparison_view(compared)
    check(view)
    said = text_of(view)
    assert finding(compared) in said
    told = summary(compared)
    assert "of 200 draws" in told.conclusions[0]
    for sentence in (*told.sentences, *told.conclusions):
        assert in_words(sentence) in said
    for arm in compared.manifest["arms"]:
        assert arm["digest"] in said
        assert arm["sentence"] in said
    for fact in ("seed", "population", "scenario_hash"):
        assert f"{compared.manifest[fact]:,}" if fact == "population" else str(compared.manifest[fact]) in said
    found = [table for table in tables(compared) if table.rows]
    for table in found:
        for row in table.rows:
            for cell in row.cells:
                assert cell.text in said
    assert len(carried(view, "csv")) == len(found)
    first = list(csv.reader(io.StringIO(carried(view, "csv")[0])))
    assert float(first[2][first[0].index("Wrongfully")]) == pytest.approx(found[0].lines[1][1][1].spread.value)


def test_a_comparison_of_ones_own_is_shown_or_refused_before_anything_is_written(tmp_path):
    with pytest.raises(BadInputError, match=r"comparison\.json"):
        glasshouse.site(tmp_path / "pages", compare=tmp_path / "nothing")
    assert list(tmp_path.iterdir()) == []


def test_the_comparison_that_ships_is_of_this_engine_and_of_these_scenarios():
    """If not: python -m scripts.site_comparison"""
    assert shipped_comparison.stale() == ()


def test_what_changed_since_the_comparison_was_made_is_named(monkeypatch):
    now = shipped_comparison.made_of()
    monkeypatch.setattr(
        shipped_comparison, "made_of", lambda: {"engine": "x", "scenarios": {**now["scenarios"], "appeal": "y"}}
    )
    assert shipped_comparison.stale.__wrapped__() == ("the engine", "appeal")


def test_the_comparison_that_ships_is_what_is_simulated():
    compared = shipped_comparison.shipped()
    facts = compared.manifest
    for arm in ("baseline", "human-review"):
        scenario = compared.run(arm).scenario
        sizes = {"population": facts["population"], "days": facts["days"], "seed": compared.run(arm).manifest["seed"]}
        assert simulate(scenario, **sizes, threads=1).digest == compared.about(arm)["digests"][0]


def test_the_comparison_that_ships_names_no_machine():
    for path in shipped_comparison.FOLDER.rglob("*.json"):
        assert "host" not in json.loads(path.read_text(encoding="utf-8"))


def test_the_claims_are_those_of_the_command():
    view, found = claims_view(), glasshouse.claims()
    check(view)
    said = text_of(view)
    assert found.finding in said
    for claim in found.claims:
        assert f'id="claims-{claim.id}"' in view.body
        shown = shown_claim(claim, load("as-described"))
        for told in (shown.claim, shown.correction, *(source for source, _ in shown.sources), shown.in_the_model):
            assert re.sub(r"\s+", " ", told) in said
        if claim.number and not re.search("share|probability", claim.number):
            assert claim.number in said
        for address in claim.addresses:
            assert address in unescape(view.body)
    (table,) = carried(view, "csv")
    assert table.encode() == found.csv().decode("utf-8-sig").encode()


def test_the_validation_is_what_is_known():
    view, found = validation_view(), known()
    check(view)
    said = text_of(view)
    for result in found.results:
        assert re.sub(r"\s+", " ", result.table.title) in said
    for scores in found.scores("outputs"):
        for coverage in scores.coverage:
            assert f"{coverage.held} ({coverage.least}–{coverage.most})" in said


def test_the_limits_are_those_of_the_documents():
    view = limits_view()
    check(view)
    stated = soup(stated_limits.limits()).find_all(["strong", "li"])
    body = soup(view.body).text
    assert len(stated) > 20
    assert all(each.text in body for each in stated if not each.find("code"))
    assert "Invented people only." in view.body
    assert "No telemetry, no accounts, no network" in view.body
    said = text_of(view)
    for name in preset_names():
        assert all(re.sub(r"\s+", " ", each) in said for each in load(name).leaves_out)


def test_no_page_for_readers_names_a_file_or_a_key():
    limits, claims = soup(limits_view().body), soup(claims_view().body)
    named = [each.text for page in (limits, claims) for each in page.select("header code, main code")]
    assert named == ["glasshouse claims"]
    assert not re.search(r"\w+\.(py|yaml|md)\b|\b[a-z_]+\.[a-z]+_[a-z_]+\b", f"{limits.text} {claims.text}")


def test_the_title_of_a_comparison_can_be_read_aloud_and_what_is_compared_follows():
    compared = shipped_comparison.shipped()
    page = soup(comparison_view(compared).body)
    (title,) = page.select("h1")
    assert len(title.text) < 100
    assert re.search(r"^With (a|an) [^,]+, \d+ fewer of every 10,000 people", title.text)
    assert not set("()–;:") & set(title.text)
    head = page.select_one("header")
    assert head is not None
    for low_high in re.findall(r"\((.*?)\)", finding(compared)):
        assert low_high in head.text
    for arm in compared.manifest["arms"]:
        assert arm["title"] in head.text
    assert re.search(r"[Ff]ewer in \d+ of 200 draws", head.text)
    opened = page.select_one(".part-headline")
    assert opened is not None
    assert not re.search(r"\([a-z_]+\.[a-z_]+\)", opened.text)
    assert "(6 to 512) of every 10,000 people" in opened.select("li")[0].text
    for line in opened.select("li"):
        if re.search(r"\d \([\d,]+ to [\d,]+\)", line.text):
            assert "of every 10,000 people" in line.text


def test_all_pages_lead_to_one_another():
    views = [PageView(name=name, title=name.capitalize(), body=limits_view().body) for name in ("claims", "limits")]
    files = {"index.html", *page_frame.documents(views)}
    for page in (page_frame.beside(views).nav, *page_frame.documents(views).values()):
        assert set(re.findall(r'<a href="([\w.]+)" data-view', page)) == files
    one = page_frame.in_one(views)
    assert re.findall(r'<a href="(#\w*)" data-view', one.nav) == ["#", "#claims", "#limits"]
    assert all(f'<div class="site-view" id="{view.name}">' in one.rest for view in views)


def test_what_is_said_can_be_said_in_another_language_and_what_is_found_is_marked_as_english():
    view = claims_view()
    said, found = soup(view.body).select("[data-t]"), soup(view.body).select_one("ol.claims")
    german = translations("de", used_in=page_frame.SAYING_VIEWS)
    texts = {" ".join(each.text.split()) for each in said if not each.find()}
    assert {"All claims as CSV", NOT_A_FORECAST} <= texts
    assert texts - set(german) <= {known_claims(load("as-described")).finding + "."}
    assert found is not None
    assert found["lang"] == "en"
    assert "The findings on this page are in English." in german
    page = document(view)
    assert json.loads(re.search(r'id="facts">(.*?)</script>', page)[1])["languages"]["de"] == german  # type: ignore[index]
    assert 'class="not-english" hidden' in page


def test_a_page_can_be_written_in_a_language():
    page = page_frame.documents([limits_view()], "zh-Hant")["limits.html"]
    assert '"language":"zh-Hant"' in page
    assert page_frame.beside([]).saying == ()


def test_a_page_of_anothers_folder_can_be_opened(tmp_path):
    out = tmp_path / "compared"
    glasshouse.compare("informant-society", "ban", population=300, days=5, replicates=2, threads=1, out=out)
    said = text_of(comparison_view(open_comparison(out)))
    assert "East Germany" in said
    assert "Every measure in every scenario" in said
