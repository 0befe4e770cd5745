"""Who may ask: the host's name, the asking page, the token, the size."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
from fastapi.testclient import TestClient

from glasshouse.lab.app import create_app
from glasshouse.lab.security import POLICY, cookie_name
from glasshouse.lab.settings import Lab
from grammar import facts

STYLE = "/static/report/style.css"
GUARDED = Lab(folder=Path("runs"), host="192.0.2.7", token="a-long-token", threads=1)
COOKIE = cookie_name(GUARDED.token)


@pytest.fixture
def guarded(tmp_path):
    with TestClient(
        create_app(replace(GUARDED, folder=tmp_path)), base_url="http://192.0.2.7:8765", follow_redirects=False
    ) as opened:
        yield opened


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765", "LOCALHOST:8765"])
def test_its_own_names_are_answered(client, host):
    assert client.get(STYLE, headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example:8765", "127.0.0.1:80", "127.0.0.1", "localhost.evil.example:8765", ""])
def test_another_name_that_points_here_is_refused(client, host):
    assert client.get(STYLE, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "file://", "http://["])
def test_a_page_of_another_site_gets_nothing(client, origin):
    assert client.post("/api/nothing", headers={"origin": origin}).status_code == 403
    assert client.get(STYLE, headers={"origin": origin}).status_code == 403


def test_its_own_pages_are_answered(client):
    assert client.get(STYLE, headers={"origin": "http://127.0.0.1:8765"}).status_code == 200


def test_another_site_may_open_a_page_and_nothing_else(client):
    opening = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert client.get(STYLE, headers=opening).status_code == 200
    assert client.get("/nowhere", headers=opening).status_code == 404
    for path in (
        "/api/openapi.json",
        "/figure/x/y.svg",
        "/files/x/report.html",
        "/crowd/picture.x",
        "/story/story.txt",
    ):
        assert client.get(path, headers=opening).status_code == 403, path
    assert client.get(STYLE, headers={**opening, "sec-fetch-mode": "no-cors"}).status_code == 403
    assert client.get(STYLE, headers={**opening, "sec-fetch-dest": "iframe"}).status_code == 403
    assert client.post("/", headers=opening).status_code == 403


def test_every_answer_has_the_policy(client):
    for path in (STYLE, "/static/lab.css", "/nowhere", "/api/nowhere", "/api/openapi.json"):
        answer = client.get(path)
        assert answer.headers["content-security-policy"] == POLICY, path
        assert answer.headers["x-content-type-options"] == "nosniff"
    refused = client.get(STYLE, headers={"host": "evil.example"})
    assert refused.headers["content-security-policy"] == POLICY


def test_a_request_that_is_too_large_is_refused(client, lab):
    large = b"x" * (lab.most_bytes + 1)
    assert client.post("/api/nothing", content=large).status_code == 413
    for length in ("-1", "9" * 21, "9" * 5_000):
        assert client.post("/", headers={"content-length": length}).status_code == 413


def test_a_form_that_is_too_large_is_answered_with_a_page(client, lab):
    form = {"own": "true", "text": "#" * lab.most_bytes}
    answer = client.post("/run", data=form, headers={"accept": "text/html"})
    assert answer.status_code == 413
    assert f"{lab.most_bytes:,} bytes" in answer.text
    assert 'href="./"' in answer.text
    assert answer.headers["content-security-policy"] == POLICY


def test_elsewhere_nothing_is_answered_without_the_token(guarded):
    for path in (STYLE, "/", "/api/openapi.json"):
        assert guarded.get(path).status_code == 401
        assert guarded.get(path, params={"token": "another"}).status_code == 401
    assert guarded.get(STYLE, headers={"authorization": "Bearer a-long-token"}).status_code == 200


def test_the_token_in_the_address_becomes_a_cookie(guarded):
    answer = guarded.get("/run?preset=as-described&token=a-long-token")
    assert (answer.status_code, answer.headers["location"]) == (303, "./run?preset=as-described")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]
    assert guarded.cookies[COOKIE] == "a-long-token"
    assert guarded.get(STYLE).status_code == 200


def test_the_token_s_redirect_stays_here(guarded):
    asked = "http://192.0.2.7:8765//evil.example/?token=a-long-token"
    assert urljoin(asked, guarded.get(asked).headers["location"]) == "http://192.0.2.7:8765/evil.example/"


def test_errors_are_one_sentence(client):
    (message,) = client.get("/api/nowhere").json().values()
    assert message.endswith(".")
    page = client.get("/nowhere", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert message in page.text
    assert "not a forecast" in page.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/compare?run=001-x", "'run'"),
        (
            "/story?choose=wrongly-santioned",
            "choose: … 'wrongly-santioned' … 'wrongly-sanctioned'?",
        ),
        ("/?preset=as-docmented", "preset: … 'as-docmented' … 'as-documented'?"),
        ("/?guess=abc", "guess: 'abc' … whole number"),
        ("/?guess=-1", "guess: -1 … at least 0."),
        ("/?guess=10001", "guess: 10001 … at most 10,000."),
        ("/?ban=x", "ban: 'x' … true … false"),
        ("/?threshold=abc", "threshold: 'abc' … number"),
    ],
)
def test_an_address_that_cannot_be_is_told_in_plain_words(client, address, said):
    answer = client.get(address)
    assert (answer.status_code, list(answer.json())) == (422, ["message"])
    assert re.match(facts(said), answer.json()["message"])


def test_a_broken_cookie_is_no_token(guarded):
    for cookie in (f"{COOKIE}=a;\x01=b", "=;;=", f'{COOKIE}="'):
        assert guarded.get(STYLE, headers={"cookie": cookie}).status_code == 401


OTHERS = ("theme=dark mode", 'x="', "=;;=", "a=b;\x01=b", "glasshouse_token=another-lab", 'pre fs={"a":1}')


@pytest.mark.parametrize("other", OTHERS)
def test_what_others_put_into_the_cookies_does_not_lock_out(guarded, other):
    """One jar for all of a host: cookies of other programs, and of labs on other ports, spoil nothing."""
    another = cookie_name("of-another-lab")
    for cookies in (f"{other}; {COOKIE}=a-long-token", f"{COOKIE}=a-long-token; {other}; {another}=of-another-lab"):
        assert guarded.get(STYLE, headers={"cookie": cookies}).status_code == 200
    for cookies in (other, f"{other}; {another}=a-long-token", f"{COOKIE}=a-long-toke", f"x={COOKIE}=a-long-token"):
        assert guarded.get(STYLE, headers={"cookie": cookies}).status_code == 401


@pytest.fixture
def behind(tmp_path):
    """A lab behind a tunnel of another port, and behind a proxy of another name."""
    lab = Lab(folder=tmp_path, token="a-long-token", hosts=("localhost:9000", "hub.example"), threads=1)
    headers = {"authorization": "Bearer a-long-token"}
    with TestClient(create_app(lab), base_url="http://127.0.0.1:8765", headers=headers) as opened:
        yield opened


def test_a_name_that_is_allowed_is_answered_and_no_other(behind):
    """A lab behind a tunnel or a proxy: its own name there must be sayable, and rebinding of any other stays closed."""
    for host in ("localhost:9000", "LOCALHOST:9000", "hub.example", "127.0.0.1:8765"):
        assert behind.get(STYLE, headers={"host": host}).status_code == 200, host
    for host in ("localhost:9001", "hub.example:8765", "hub.example.evil.example", "evil.example"):
        assert behind.get(STYLE, headers={"host": host}).status_code == 421, host


def test_an_allowed_name_needs_the_token_and_lets_no_other_site_in(behind):
    hub = {"host": "hub.example"}
    assert behind.get(STYLE, headers={**hub, "authorization": ""}).status_code == 401
    assert behind.get(STYLE, headers={**hub, "origin": "https://hub.example"}).status_code == 200
    # A proxy that does not pass its own name on.
    assert behind.get(STYLE, headers={"origin": "https://hub.example"}).status_code == 200
    for more in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert behind.get(STYLE, headers={**hub, **more}).status_code == 403, more


def test_a_refused_name_is_told_how_to_be_allowed(client):
    """A refusal without a hint: behind a tunnel of another port nobody knows what to do."""
    page = client.get("/", headers={"host": "localhost:9000", "accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (421, "text/html; charset=utf-8")
    assert "--allow-host localhost:9000" in page.text
    assert page.headers["content-security-policy"] == POLICY
    odd = client.get("/", headers={"host": "<script>x", "accept": "text/html"})
    assert odd.status_code == 421
    assert "script" not in odd.text
