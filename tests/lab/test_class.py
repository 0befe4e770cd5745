"""A lab that is open to a class: who may do what, that everybody is answered, and where it says that it is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
import segno
from fastapi.testclient import TestClient

from glasshouse.lab.app import create_app
from glasshouse.lab.class_page import class_address, drawn_in_text, network_name
from glasshouse.lab.crowd import crowd_turns, prepared_crowds
from glasshouse.lab.crowd.crowd_answers import Answer, AnswerRow, answer
from glasshouse.lab.crowd.crowd_turns import Turns
from glasshouse.lab.crowd.machine_settings import PEOPLE, CrowdState, MachineSettings
from glasshouse.lab.crowd.prepared_crowds import MOST, PreparedCrowds, wanted_crowds
from glasshouse.lab.routes import ROUTERS
from glasshouse.lab.serve import lines
from glasshouse.languages.spoken import SPOKEN, speaking, spoken

TEACHER, PUPIL = ({"authorization": f"Bearer {token}"} for token in ("a-long-token", "pupils"))
WEEK = "preset=stadium-list"


@pytest.fixture
def school(lab):
    return replace(lab, host="192.0.2.7", token="a-long-token", pupils="pupils")


@pytest.fixture
def client(school, monkeypatch):
    monkeypatch.setattr(PreparedCrowds, "begin", lambda self: None)
    with TestClient(create_app(school), base_url="http://192.0.2.7:8765", follow_redirects=False) as opened:
        yield opened


@pytest.mark.parametrize(
    "path", ["/", f"/api/crowd?{WEEK}", f"/crowd/picture.csv?{WEEK}", "/validation", "/static/lab.css"]
)
def test_a_pupil_looks_at_crowds(client, path):
    assert client.get(path, headers=PUPIL).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/run"), ("POST", "/compare"), ("POST", "/api/jobs"), ("DELETE", "/api/jobs/0123456789abcdef"),
        ("POST", "/jobs/resume"), ("POST", f"/api/crowd/keep?{WEEK}&person=1"),
        ("POST", f"/crowd/open?{WEEK}&person=1"), ("GET", "/api/jobs"), ("GET", "/run"), ("GET", "/compare"),
        ("GET", "/story"), ("GET", "/files/x/report.html"), ("GET", "/class"), ("GET", "/class/code.svg"),
        ("PUT", "/"), ("GET", "/api/openapi.json"),
    ],
)  # fmt: skip
def test_a_pupil_starts_and_deletes_nothing(client, school, method, path):
    answer = client.request(method, path, headers={**PUPIL, "accept": "text/html"})
    assert answer.status_code == 403
    assert "teacher" in answer.text
    assert not school.folder.exists()


def test_every_route_that_changes_something_is_closed_to_pupils(client):
    """Whoever adds a route need not think of pupils."""
    changing = [
        (method, getattr(route, "path", "").replace("{id}", "0" * 16))
        for router in ROUTERS
        for route in router.routes
        for method in (getattr(route, "methods", None) or ())
        if method not in ("GET", "HEAD")
    ]
    assert len(changing) > 5
    assert {client.request(method, path, headers=PUPIL).status_code for method, path in changing} == {403}


def test_the_teacher_may_do_everything_and_whoever_has_no_token_nothing(client):
    assert client.get("/run", headers=TEACHER).status_code == 200
    assert client.post("/api/jobs", headers=TEACHER, json={"scenario": "x"}).status_code == 400
    for path in ("/", "/static/lab.css", f"/api/crowd?{WEEK}"):
        assert client.get(path).status_code == 401
        assert client.get(path, headers={"authorization": "Bearer pupil"}).status_code == 401


def test_the_address_of_the_class_becomes_a_cookie_that_opens_no_more(client):
    answer = client.get("/?token=pupils")
    assert (answer.status_code, answer.headers["location"]) == (303, "./")
    page = client.get("/", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert 'href="./validation"' in page.text
    assert 'href="./compare"' not in page.text
    assert client.get("/run").status_code == 403
    client.get("/?token=a-long-token")
    assert client.get("/run").status_code == 200, "whoever has both is the teacher"


def test_the_wall_shows_the_address_and_its_code(client, school):
    page = client.get("/class", headers=TEACHER).text
    assert class_address(school) == "http://192.0.2.7:8765/?token=pupils"
    assert str(class_address(school)) in page
    assert "a-long-token" not in page
    assert client.get("/class/code.svg", headers=TEACHER).text.startswith("<svg")


def test_without_a_class_there_is_no_wall(lab):
    with TestClient(create_app(lab), base_url=f"http://127.0.0.1:{lab.port}") as opened:
        assert opened.get("/class").status_code == 404


def test_the_terminal_says_what_is_opened_and_draws_the_code(school):
    said = lines(school)
    assert f"For the class: {class_address(school)}" in said
    assert any("everybody on its network" in line for line in said)
    assert drawn_in_text(str(class_address(school)))[3] in said
    assert len(max(said, key=len)) <= 110
    behind = "\n".join(lines(replace(school, host="127.0.0.1", hosts=("hub.example",))))
    assert "token=pupils" in behind
    assert "█" not in behind


def test_the_code_in_the_terminal_is_the_code():
    """Read back from its letters, module for module."""
    drawn = drawn_in_text("http://192.0.2.7:8765/?token=pupils")
    light = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
    rows = [[light[letter][half] for letter in line] for line in drawn for half in (0, 1)]
    matrix = [list(row) for row in segno.make("http://192.0.2.7:8765/?token=pupils", error="l").matrix_iter(border=2)]
    assert rows[: len(matrix)] == [[int(bool(cell)) for cell in row] for row in matrix]


def test_the_address_on_the_network_is_found_without_sending():
    assert network_name()
    assert network_name() != "0.0.0.0"


def test_a_class_waits_where_others_are_sent_away(monkeypatch):
    monkeypatch.setattr(crowd_turns, "MOST_WAITING", 1)
    go, lived = Event(), []

    def slow(run: Any, superseded: Any) -> Any:
        lived.append(run.machine.seed)
        go.wait(10)
        return object()

    turns = Turns(slow, at_once=2, for_class=True)
    with ThreadPoolExecutor(30) as many:
        asked = [many.submit(turns.crowd, MachineSettings(seed=seed), f"pupil{seed}") for seed in range(30)]
        while turns._waiting < 28:
            pass
        assert len(lived) == 2
        go.set()
        assert all(one.result(10) for one in asked)
    assert sorted(lived) == list(range(30))


def prepared_with(make: Any, machines: list[MachineSettings]) -> PreparedCrowds:
    prepared = PreparedCrowds(Turns(for_class=True), 2, make)
    prepared._next = iter(machines)
    return prepared


def test_prepared_crowds_are_answered_as_others_are(client, monkeypatch):
    machine = MachineSettings(preset="stadium-list", threshold=0.5)
    asked = f"/api/crowd?{WEEK}&threshold=0.5&guess=20"
    simulated = client.get(asked, headers=PUPIL).json()
    prepared = prepared_with(None, [machine])
    prepared._work()
    assert (prepared.done, prepared.found(CrowdState(preset="stadium-list"))) == (1, None)
    client.app.state.prepared = prepared
    monkeypatch.setattr(Turns, "crowds", None)
    assert client.get(asked, headers=PUPIL).json() == simulated
    assert client.get(f"/api/crowd?{WEEK}&threshold=0.5", headers=PUPIL).json() == {**simulated, "beside": ""}


def test_prepared_crowds_are_told_in_the_language_of_whoever_asks():
    def made(machine: MachineSettings) -> dict[str, Answer]:
        rows = [AnswerRow(name="all", people=1, mistaken=7, stops_false=0, rates={})]
        common: Any = {"states": "0" * PEOPLE, "groups": "0" * PEOPLE, "rows": rows, "shown": {}, "examples": []}
        common |= dict.fromkeys(("beside", "label", "command", "trade"), "") | {"unequal": {}, "onward": {}}
        return {language: Answer(why=language, **common) for language in SPOKEN}

    prepared = prepared_with(made, [MachineSettings()])
    prepared._work()
    for language, word in (("en", "Exactly."), ("de", "Genau richtig."), ("zh-Hant", "完全正確。")):
        with speaking(language):
            told = prepared.found(CrowdState(guess=7))
            assert told is not None
            assert (told["why"], told["beside"], len(told["states"])) == (language, word, PEOPLE)


def test_a_crowd_that_was_answered_is_told_in_the_other_languages_alone(client, monkeypatch):
    told = []
    client.app.state.prepared = prepared = prepared_with(None, [])
    monkeypatch.setattr(prepared_crowds, "answer", lambda crowd, state: told.append(spoken()) or answer(crowd, state))
    first = client.get(
        "/api/crowd?preset=stadium-list&seed=3&guess=5", headers={**TEACHER, "accept-language": "de"}
    ).json()
    assert sorted(told) == ["en", "zh-Hans", "zh-Hant"]
    with speaking("de"):
        assert prepared.found(CrowdState(preset="stadium-list", seed=3, guess=5)) == first


def test_a_crowd_that_fails_keeps_no_other_from_being_prepared():
    def fails(machine: MachineSettings) -> Any:
        raise MemoryError

    prepared = prepared_with(fails, [MachineSettings(seed=seed) for seed in range(5)])
    prepared.begin()
    for thread in prepared._threads:
        thread.join(10)
    assert prepared.done == 5


def test_preparing_rests_while_somebody_waits():
    prepared = prepared_with(None, [MachineSettings(preset="stadium-list")])
    with prepared._turns.turn():
        prepared.begin()
        prepared._threads[0].join(0.3)
        assert prepared.done == 0
    prepared.close()


def test_what_is_prepared_is_what_the_page_can_ask_for():
    machines = list(wanted_crowds())
    assert len(set(machines)) == len(machines) <= MOST
    assert MachineSettings(threshold=0.52, faces=200, share=0.3) in machines
    assert MachineSettings(preset="london-lfr", ban=True) in machines


def test_the_prefix_of_a_proxy_is_taken_from_what_it_says(school):
    with TestClient(create_app(replace(school, host="127.0.0.1")), base_url="http://127.0.0.1:8765") as opened:
        for header in ("x-forwarded-prefix", "x-forwarded-context"):
            headers = {header: "/user/me/proxy/8765"}
            answer = opened.get("/?token=pupils", headers=headers, follow_redirects=False)
            assert (answer.status_code, answer.headers["location"]) == (303, "./")
            assert "Path=/user/me/proxy/8765/" in answer.headers["set-cookie"]
            for path in ("/", "/user/me/proxy/8765/"):
                page = opened.get(path, headers={**headers, **PUPIL})
                assert page.status_code == 200
                assert 'href="./static/lab.css"' in page.text
        odd = opened.get("/?token=pupils", headers={"x-forwarded-prefix": "//evil.example"}, follow_redirects=False)
        assert "Path=/;" in odd.headers["set-cookie"]
