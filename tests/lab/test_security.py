"""The lab as a whole under attack: every route that there is, whoever added it, is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import glasshouse
from glasshouse.errors import BadInputError
from glasshouse.lab import app as lab_app
from glasshouse.lab.app import create_app
from glasshouse.lab.jobs import Jobs
from glasshouse.lab.pages import PAGES
from glasshouse.lab.security import POLICY, POLICY_FILE
from glasshouse.lab.settings import Lab
from glasshouse.report.chart_drawing import Chart

SECRET = "what nobody may read"
EVIL = {"origin": "http://evil.example"}
NASTY = (
    "../secret",
    "..\\secret",
    "/etc/passwd",
    "%2e%2e/secret",
    "....//secret",
    "C:\\secret",
    "secret\0.html",
    "~",
    "",
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
}


@contextmanager
def opened(lab: Lab, **options: Any) -> Iterator[TestClient]:
    with TestClient(create_app(lab), base_url=f"http://{lab.host}:{lab.port}", **options) as client:
        yield client


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A lab's folder, with what must not be read beside it and what is broken in it."""
    outside = tmp_path_factory.mktemp("outside")
    for name in ("secret", "secret.html", "run.json", "run/report.html"):
        (outside / name).parent.mkdir(exist_ok=True)
        (outside / name).write_text(SECRET, encoding="utf-8")
    runs = outside / "runs"
    broken = {"001-half": '{"status": "finished"', "002-odd": '{"kind": 3}', "003-empty": "", "004-list": "[]"}
    for name, text in broken.items():
        (runs / name).mkdir(parents=True)
        (runs / name / "run.json").write_text(text, encoding="utf-8")
        (runs / name / "comparison.json").write_text(text, encoding="utf-8")
    (runs / "005-linked").symlink_to(outside, target_is_directory=True)
    return runs


@pytest.fixture(scope="module")
def asked(place) -> Iterator[TestClient]:
    """That lab; its charts, which take a second each, are left out, and no order is simulated."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Chart, "__html__", lambda chart: "")
        patch.setattr(Jobs, "_live", lambda jobs, entry: None)
        with opened(Lab(folder=place, threads=1), raise_server_exceptions=False) as client:
            yield client


def routes(router: Any) -> Iterator[Any]:
    for route in router.routes:
        if hasattr(route, "original_router"):
            yield from routes(route.original_router)
        elif hasattr(route, "methods"):
            yield route


def every() -> list[tuple[str, str]]:
    """Each method and path of the lab."""
    app = create_app(Lab(folder=Path("nowhere"), threads=1))
    return sorted({(method, route.path) for route in routes(app) for method in route.methods if method != "HEAD"})


EVERY = every()
#: These live people, or read two dozen tables, before they answer; they are asked what they refuse.
_SLOW = ("/api/crowd", "/figure/crowd")
LIVES = [path for _, path in EVERY if path in ("/", "/story", "/validation") or path.startswith(_SLOW)]
NAMED = sorted({path for _, path in EVERY if "{" in path})


def filled(path: str, value: str = "x") -> str:
    return re.sub(r"\{[^}]*\}", lambda _: quote(value, safe="/"), path)


def leaks(text: str, place: Path) -> list[str]:
    """What a text tells of where things lie on this machine, or of what lies beside the lab."""
    told = (SECRET, str(place.parent), str(Path(glasshouse.__file__).parent), str(Path.home()), "Traceback")
    return [each for each in told if each in text]


def test_all_pages_are_among_the_routes():
    alone = {"", "/class"}  # the second, for the wall, is no page of a lab without a class
    assert {path for _, path, _ in PAGES} >= {
        path for method, path in EVERY if method == "GET" and path.count("/") < 2
    } - alone
    assert ("POST", "/api/jobs") in EVERY


@pytest.mark.parametrize(("method", "path"), EVERY)
def test_every_route_answers_with_every_header(asked, method, path):
    unknown = {"unknown": "1"} if path in LIVES else {}
    headers = {"accept": "text/html"}
    answer = asked.request(method, filled(path), params=unknown, headers=headers, follow_redirects=False)
    assert answer.status_code < 500, answer.text
    assert answer.headers["content-security-policy"] in (POLICY, POLICY_FILE)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers.get("access-control-allow-origin") is None


@pytest.mark.parametrize(("method", "path"), EVERY)
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (EVIL, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:8765.evil.example"}, 403),
        ({"origin": "http://127.0.0.1:80"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}, 403),
        ({"host": "evil.example:8765"}, 421),
        ({"host": "127.0.0.1.evil.example"}, 421),
    ],
)
def test_no_route_answers_another_site(asked, method, path, headers, status):
    answer = asked.request(method, filled(path), headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-security-policy"] == POLICY
    assert list(answer.json()) == ["message"]


@pytest.mark.parametrize(("method", "path"), [each for each in EVERY if each[0] != "GET"])
def test_another_site_cannot_send_a_form_even_by_opening_it(asked, method, path):
    opening = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "content-type": "text/plain"}
    assert asked.request(method, filled(path), headers=opening, content="{}").status_code == 403


@pytest.mark.parametrize(("method", "path"), [each for each in EVERY if each[0] == "POST"])
def test_every_route_refuses_too_much(asked, method, path):
    large = b"x" * 256_001
    assert asked.request(method, filled(path), content=large).status_code == 413
    unsaid = asked.request(method, filled(path), content=iter([large[:200_000], large[:200_000]]))
    assert unsaid.status_code in (404, 413, 422)  # refused for its name before it is read, or for its length


def test_elsewhere_every_route_needs_the_token(place):
    lab = Lab(folder=place, host="192.0.2.7", token="a-long-token", threads=1)
    with opened(lab, follow_redirects=False) as client:
        for method, path in EVERY:
            answer = client.request(method, filled(path))
            assert answer.status_code == 401, path
            assert answer.headers["content-security-policy"] == POLICY
            wrong = client.request(method, filled(path), headers={"authorization": "Bearer a-long-toke"})
            assert wrong.status_code == 401
            assert (
                client.request(
                    method, filled(path), headers=EVIL | {"authorization": "Bearer a-long-token"}
                ).status_code
                == 403
            )


def test_a_failure_of_the_lab_has_the_headers_too_and_says_no_more_than_it_must(place, monkeypatch):
    def fail(name: str) -> None:
        raise RuntimeError(f"{place} is not what it was")

    monkeypatch.setattr(lab_app, "_report_part", fail)
    with opened(Lab(folder=place, threads=1), raise_server_exceptions=False) as client:
        answer = client.get("/static/report/style.css", headers={"accept": "text/html"})
    assert answer.status_code == 500
    assert "The lab failed" in answer.text
    assert answer.headers["content-security-policy"] == POLICY
    assert leaks(answer.text, place) == []


def test_nothing_is_sent_to_a_collector(monkeypatch):
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    app = create_app(Lab(folder=Path("nowhere"), threads=1))
    held = getattr(app, "_telemetry", {})
    assert not any(held.get(name) for name in ("tracing", "metrics", "logs", "operation_spans", "auto_configure"))


QUICK = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("path", NAMED)
@QUICK
@given(
    value=st.text(max_size=40)
    | st.sampled_from(NASTY)
    | st.lists(st.sampled_from(("..", "runs", "secret", "run.json", "")), max_size=5).map("/".join)
)
@example("../secret")
@example("005-linked/secret.html")
@example("005-linked/run/report.html")
@example("001-half/run.json")
def test_no_name_leads_out_of_the_folder(asked, place, path, value):
    if "\ud800" <= max(value, default="") <= "\udfff":
        return
    methods = [method for method, each in EVERY if each == path]
    for method in methods:
        answer = asked.request(
            method, filled(path, value), json={} if method == "POST" else None, follow_redirects=False
        )
        assert answer.status_code < 500, answer.text
        assert leaks(answer.text, place) == []


QUERIES = ("run", "name", "job", "preset", "scenario", "under", "person", "arm", "arms", "place")


@pytest.mark.parametrize("path", [path for _, path, _ in PAGES])
@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize(
    "value", ["../secret", "/etc/passwd", "005-linked", "001-half", "003-empty/..", "001-half/x", "-1", "\0"]
)
def test_no_query_leads_out_of_the_folder(asked, place, path, query, value):
    answer = asked.get(path, params={query: value}, headers={"accept": "text/html"})
    assert answer.status_code < 500, answer.text[-800:]
    assert leaks(answer.text, place) == []


ALIASES = "glasshouse: 1\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
TEXTS = {
    "a file": "glasshouse: 1\nextends: ../secret\n",
    "an absolute file": "glasshouse: 1\nextends: /etc/passwd\n",
    "a yaml file": "glasshouse: 1\nextends: ./mine.yaml\n",
    "a place by path": "glasshouse: 1\nextends: as-described\nplace: ../secret\n",
    "a place by file": "glasshouse: 1\nextends: as-described\nplace: place.yaml\n",
    "aliases": ALIASES,
    "a tag": "glasshouse: 1\nextends: !!python/object/apply:os.system ['true']\n",
    "a merge": "glasshouse: 1\n<<: {extends: as-described}\n",
    "deep": "glasshouse: 1\na: " + "[" * 5_000 + "]" * 5_000,
    "many documents": "glasshouse: 1\n---\nglasshouse: 1\n",
    "a long number": f"glasshouse: 1\nextends: as-described\ndays: {'9' * 5_000}\n",
    "nothing": ":",
    "a null": "glasshouse: 1\nname: \0\n",
    "only a colon in a word": "x:y",
}


@pytest.mark.parametrize("kind", ["run", "compare"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_reads_no_file_and_carries_nothing_out(asked, place, text, kind):
    arms = ["ban"] if kind == "compare" else []
    answer = asked.post("/api/jobs", json={"kind": kind, "scenario": text, "arms": arms, "population": 100, "days": 2})
    assert answer.status_code in (400, 422), answer.text
    said = answer.json()["message"]
    assert said.count("\n") == 0
    assert len(said) < 410
    assert leaks(said, place) == []


@pytest.mark.parametrize(
    "arm", ["../secret", "mine.yaml", "/etc/passwd", "ban+../secret", "cameras.total=../x", "ban@-1"]
)
def test_an_arm_reads_no_file(asked, place, arm):
    answer = asked.post("/api/jobs", json={"kind": "compare", "arms": [arm], "population": 100, "days": 2})
    assert answer.status_code in (400, 422), answer.text
    assert leaks(answer.text, place) == []


@pytest.mark.parametrize(
    "body", ["", "[]", "null", "{", "\0", '{"a": 1e999}', '{"seed": ' + "9" * 5_000 + "}", json.dumps({"x": "y" * 9})]
)
@pytest.mark.parametrize(
    ("method", "path"), [each for each in EVERY if each[0] == "POST" and each[1].startswith("/api")]
)
def test_a_body_that_is_no_body_is_refused(asked, place, method, path, body):
    answer = asked.request(
        method, filled(path, "essex-stops"), content=body, headers={"content-type": "application/json"}
    )
    assert 400 <= answer.status_code < 500, answer.text
    assert list(answer.json()) == ["message"]
    assert leaks(answer.text, place) == []


def test_a_sentence_names_what_lies_in_the_folder_and_not_where(place, monkeypatch):
    def refuse(name: str) -> None:
        raise BadInputError(f"{place / '001-half'}: it is damaged.")

    monkeypatch.setattr(lab_app, "_report_part", refuse)
    with opened(Lab(folder=place, threads=1)) as client:
        answer = client.get("/static/report/style.css")
    assert (answer.status_code, answer.json()["message"]) == (400, "001-half: it is damaged.")
