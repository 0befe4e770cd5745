"""The words of every page, screen and document: each is held in one file of ``pages/``.

What a number, a name or a direction must be is tested elsewhere; here a changed word is seen, and nothing else.
Written anew by ``pytest -n 0 tests/wording --write``.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence

import pytest
from fastapi.testclient import TestClient

import glasshouse
from glasshouse import plugins
from glasshouse.cli.main import status
from glasshouse.lab.app import create_app
from glasshouse.lab.crowd.prepared_crowds import PreparedCrowds
from glasshouse.lab.settings import Lab
from glasshouse.report.chart_drawing import Chart
from glasshouse.sites import shipped_comparison
from glasshouse.sites.claims_view import claims_view
from glasshouse.sites.comparison_view import comparison_view
from glasshouse.sites.limits_view import limits_view
from glasshouse.sites.page_frame import documents
from model.runs import BUSY
from wording.conftest import PAGES
from wording.reading import read

EVENTFUL = tuple(word for text in BUSY for word in ("--set", text))
SMALL = ("--population", "500", "--days", "40", "--replicates", "2", "--threads", "1", *EVENTFUL)
DRAWN = ("--population", "1000", "--days", "40", "--replicates", "1", "--draws", "40", "--threads", "1", *EVENTFUL)
#: Each command's screen, by its file; a path begins with where the folders were made.
SCREENS = {
    "screen-run": ("run", "as-described", *SMALL, "--out", "new-run"),
    "screen-resume": ("resume", "001-run"),
    "screen-verify": ("verify", "001-run"),
    "screen-verify-comparison": ("verify", "002-arms"),
    "screen-report": ("report", "001-run"),
    "screen-compare": ("compare", "as-described", "human-review", *SMALL, "--out", "new-arms"),
    "screen-run-draws": ("run", "as-described", *DRAWN, "--out", "drawn-run"),
    "screen-compare-draws": ("compare", "as-described", "human-review", "error-free", *DRAWN, "--out", "drawn-arms"),
    "screen-story": ("story", "001-run", "--wrongly-sanctioned"),
    "screen-story-of-two": ("story", "002-arms", "--wrongly-sanctioned", "--under", "human-review"),
    "screen-validate": ("validate", "cardiff-final-2017", "--draws", "60"),
    "screen-study": ("study", "small.yaml", "--out", "new-study", "--threads", "1"),
    "screen-scenarios": ("scenarios",),
    "screen-safeguards": ("scenarios", "--safeguards"),
    "screen-new": ("new", "mine.yaml", "--from", "as-documented"),
    "screen-explain": ("explain", "cameras.total"),
    "screen-explain-part": ("explain", "face_recognition"),
    "screen-bench": ("bench", "--population", "2000", "--days", "2", "--threads", "1"),
    "screen-demo": ("demo",),
    "screen-assess": ("assess", "001-run"),
    "screen-package": ("package", "001-run"),
    "screen-claims": ("claims",),
    "screen-place-new": (
        "place",
        "new",
        "town.yaml",
        "--people",
        "50000",
        "--group",
        "hill=0.3",
        "--group",
        "plain=0.7",
    ),
    "screen-place": ("place", "check", "hong-kong"),
    "screen-new-mechanism": ("new-mechanism", "toll-gates"),
}
ASSESSMENTS = ("fria", "dpia", "aia")
#: Each page of the lab, by its file.
LAB = {
    "lab-crowd": "/?preset=stadium-list",
    "lab-crowd-answered": "/?preset=stadium-list&guess=20",
    "lab-run": "/run",
    "lab-run-finished": "/run?run=001-run",
    "lab-compare": "/compare",
    "lab-compare-finished": "/compare?name=002-arms",
    "lab-story": "/story",
    "lab-story-told": "/story?run=001-run&choose=wrongly-sanctioned",
    "lab-validation": "/validation",
    "lab-not-found": "/nowhere",
}
#: Pages beside the first that ``glasshouse site`` writes, by their files; that of validation reads as the lab's does.
SITE = {
    "site-comparison": lambda: comparison_view(shipped_comparison.shipped()),
    "site-claims": claims_view,
    "site-limits": limits_view,
}
#: Commands that are refused, whose lines stand in one file.
REFUSED = (
    ("rum",),
    ("run",),
    ("run", "as-describe"),
    ("run", "missing.yaml"),
    ("run", "as-described", "--sed", "1"),
    ("run", "as-described", "--set", "camera.enabled=false"),
    ("run", "as-described", "--set", "cameras.total"),
    ("run", "as-described", "--population", "-5"),
    ("run", "as-described", "--population", "many"),
    ("run", "as-described", "--shards", "40"),
    ("run", "as-described", "--out", "001-run"),
    ("compare", "as-described", "human-reviw"),
    ("compare", "as-described", "ban", "ban"),
    ("compare", "as-described", "human-review", "--days", "5", "--out", "002-arms"),
    ("compare", "as-described", "ban@2019-06-30"),
    ("compare", "as-described", "hong-kong-2020"),
    ("compare", "as-described", "camera.enabled=false"),
    ("compare", "as-described", "gone.yaml"),
    ("story", "001-run"),
    ("story", "001-run", "800"),
    ("story", "001-run", "3", "--random"),
    ("story", "001-run", "3", "--html", "no/such/folder.html"),
    ("story", "nowhere", "3"),
    ("explain", "cameras.totl"),
    ("new", "mine.yaml", "--from", "as-descibed"),
    ("report", "nowhere"),
    ("verify", "nowhere"),
    ("resume", "nowhere"),
    ("validate", "oxford-circus-2002"),
    ("validate", "cardiff-final-2017", "--draws", "3"),
    ("study", "what-drives-wrongfull"),
    ("assess", "001-run", "--format", "htm"),
    ("assess", "001-run", "--template", "frai"),
    ("package", "nowhere"),
    ("claims", "hong-kong-2021"),
    ("place", "new", "village.yaml"),
    ("place", "check", "shangri-la"),
    ("new-mechanism", "001-run"),
    ("new-mechanism", "Toll Gates"),
    ("merge", "merged", "001-run", "002-arms"),
    ("merge", "merged", "nowhere"),
    ("site",),
    ("site", "001-run"),
    ("site", "pages", "--language", "fr"),
    ("bench", "--population", "0"),
)
OTHERS = (
    "sentences-comparison",
    "refused-scenarios",
    "refused-tables",
    "refused-studies",
    "screen-refused",
    "screen-plugins",
    "screen-merge",
    "screen-site",
    "site-crowd",
    "lab-class",
    "report-run",
    "report-comparison",
    "report-story",
    "package-readme",
)
STUDY = """glasshouse-study: 1
name: small
title: A small study
scenario: as-described
set: start=2020-01-01
population: 300
days: 8
method: latin-hypercube
points: 20
outputs: [wrongful, chilled]
parameters: [people.trips, people.offences, cameras.sightings]
"""


@pytest.fixture(autouse=True)
def undrawn(monkeypatch):
    monkeypatch.setattr(Chart, "__html__", lambda chart: "")
    monkeypatch.setattr("glasshouse.report.chart_drawing.printed", lambda chart, **data: "")
    monkeypatch.setattr("glasshouse.report.chart_files.files", lambda svg: dict.fromkeys(("svg", "png", "pdf"), b""))


@pytest.fixture(scope="module")
def copied(made, tmp_path_factory):
    """The same folders, in which commands leave their own beside them."""
    place = shutil.copytree(made, tmp_path_factory.mktemp("screens") / "runs")
    (place / "small.yaml").write_text(STUDY, encoding="utf-8")
    return place


@pytest.mark.parametrize("name", SCREENS)
def test_screen(copied, reads, monkeypatch, capsys, name):
    monkeypatch.chdir(copied)
    code = status(list(SCREENS[name]))
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    reads(name, out, copied)


def test_refusals(copied, reads, monkeypatch, capsys):
    monkeypatch.chdir(copied)
    lines = []
    for words in REFUSED:
        assert status(list(words)) == 2, words
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1), words
        lines.append(f"$ {' '.join(('glasshouse', *words))}\n{err}")
    reads("screen-refused", "\n".join(lines))


def shown(words: Sequence[str], capsys: pytest.CaptureFixture[str]) -> str:
    """A command as it is typed, and its screen."""
    code = status(list(words))
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    return f"$ {' '.join(('glasshouse', *words))}\n{out}"


def test_screen_of_plugins(plates_installed, reads, monkeypatch, capsys):
    there = shown(("plugins",), capsys)
    monkeypatch.setattr(plugins, "installed", lambda: ())
    reads("screen-plugins", f"{there}\n{shown(('plugins',), capsys)}")


def test_screen_of_merge(tmp_path, reads, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    size = ("--population", "300", "--days", "8", "--replicates", "2", "--threads", "1", *EVENTFUL)
    for part in ("0", "1"):
        shown(("run", "as-described", *size, "--only", part, "--out", f"part-{part}"), capsys)
    reads("screen-merge", shown(("merge", "whole", "part-0", "part-1", "--threads", "1"), capsys), tmp_path)


def test_screen_of_site(tmp_path, reads, monkeypatch, capsys):
    """The pages beside the first, which take longest, are not written; those that say nothing here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("glasshouse.sites.write_site._views", lambda compared: ())
    monkeypatch.setattr("glasshouse.sites.write_site.page_frame.documents", lambda views, language: {})
    reads("screen-site", shown(("site", "pages", "--scenario", "stadium-list"), capsys), tmp_path)
    reads("site-crowd", read((tmp_path / "pages" / "index.html").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", SITE)
def test_page_beside_the_first(reads, monkeypatch, name):
    """As they are in every site, drawings left out."""
    monkeypatch.setattr("glasshouse.report.captioned.svg", lambda *drawing: "<svg/>")
    view = SITE[name]()
    reads(name, read(documents([view])[f"{view.name}.html"]))


def test_run_report(made, reads):
    reads("report-run", read((made / "001-run" / "report.html").read_text(encoding="utf-8")))


def test_comparison_report(made, reads):
    reads("report-comparison", read((made / "002-arms" / "report.html").read_text(encoding="utf-8")))


def test_story_page(made, reads, tmp_path):
    words = ("story", str(made / "002-arms"), "--wrongly-sanctioned", "--under", "human-review")
    assert status([*words, "--html", str(tmp_path / "page.html")]) == 0
    reads("report-story", read((tmp_path / "page.html").read_text(encoding="utf-8")))


@pytest.mark.parametrize("form", ASSESSMENTS)
def test_assessment(made, reads, tmp_path, form):
    (written,) = glasshouse.assess(made / "001-run", form, out=tmp_path / "draft.md", format="md")
    reads(f"assessment-{form}", written.read_text(encoding="utf-8"))


def test_package_readme(made, reads, tmp_path):
    with zipfile.ZipFile(glasshouse.package(made / "001-run", out=tmp_path / "a.zip")) as archive:
        reads("package-readme", archive.read("README.md").decode())


@pytest.fixture(scope="module")
def client(made):
    lab = Lab(folder=made, threads=1)
    with TestClient(create_app(lab), base_url=f"http://127.0.0.1:{lab.port}") as opened:
        yield opened


@pytest.mark.parametrize("name", LAB)
def test_page_of_the_lab(client, made, reads, monkeypatch, name):
    for page in ("crowd", "story", "compare"):
        monkeypatch.setattr(f"glasshouse.lab.{page}.{page}_routes.PATIENCE", 600.0)
    reads(name, read(client.get(LAB[name], headers={"accept": "text/html"}).text), made)


def test_page_for_a_class(tmp_path, reads, monkeypatch):
    monkeypatch.setattr(PreparedCrowds, "begin", lambda self: None)
    lab = Lab(folder=tmp_path, host="192.0.2.7", token="a-long-token", pupils="pupils")
    with TestClient(create_app(lab), base_url=f"http://192.0.2.7:{lab.port}") as opened:
        page = opened.get("/class", headers={"authorization": "Bearer a-long-token", "accept": "text/html"})
    reads("lab-class", read(page.text))


def test_no_file_is_left_over():
    known = {*SCREENS, *LAB, *SITE, *OTHERS, *(f"assessment-{form}" for form in ASSESSMENTS)}
    assert {file.stem for file in PAGES.glob("*.md")} <= known
