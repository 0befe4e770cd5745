"""The first page, its answers to its module, and its files."""

from __future__ import annotations

import csv
import io
import re
import shutil

import pytest

from glasshouse.folders.output_label import NOT_A_FORECAST, row_note
from glasshouse.lab.crowd.crowd_run import simulate_crowd
from glasshouse.lab.crowd.crowd_turns import Turns
from glasshouse.lab.crowd.crowd_words import why
from glasshouse.lab.crowd.kept_crowd import _forget_old, kept_run, name_of
from glasshouse.lab.crowd.machine_run import machine_run
from glasshouse.lab.crowd.machine_settings import PEOPLE, CrowdState, MachineSettings
from glasshouse.runs.run import open_run
from grammar import facts

WEEK = "preset=stadium-list"
HTML = {"accept": "text/html"}


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Where the engine was never run, it is compiled first: pages wait for it here."""
    monkeypatch.setattr("glasshouse.lab.crowd.crowd_routes.PATIENCE", 600.0)


def test_the_answer_is_not_on_the_page_before_the_guess(client, monkeypatch):
    begun = []
    monkeypatch.setattr(Turns, "begin", lambda self, machine: begun.append(machine))
    page = client.get("/").text
    assert begun == [MachineSettings()], "it is simulated while the visitor thinks"
    assert 'name="guess"' in page
    assert 'id="found"' not in page
    assert "crowd.js" not in page


def test_after_the_guess_the_answer_stands_beside_it(client):
    crowd = simulate_crowd(machine_run(MachineSettings(preset="stadium-list")))
    page = client.get(f"/?{WEEK}&guess=20").text
    assert "<b>20</b>" in page
    assert f'<b id="found">{crowd.totals["mistaken"]}</b>' in page
    assert "7 times your guess." in page
    for count in crowd.counts[:, 1]:
        assert f"<span>{count}</span>" in page
    assert NOT_A_FORECAST in page
    assert "documented" in page
    assert " style=" not in page
    assert not re.search(r"<script(?! type=\"module\" src=)|\son\w+=", page)


def test_a_page_that_waits_says_so_and_looks_again(client, monkeypatch):
    monkeypatch.setattr(Turns, "soon", lambda self, machine, seconds: None)
    page = client.get(f"/?{WEEK}&guess=20").text
    assert "You said 20." in page
    assert '<meta http-equiv="refresh" content="2">' in page
    assert 'id="found"' not in page


def test_the_answer_holds_everybody(client):
    told = client.get(f"/api/crowd?{WEEK}&guess=20").json()
    crowd = simulate_crowd(machine_run(MachineSettings(preset="stadium-list")))
    assert told["states"] == "".join(map(str, crowd.states))
    assert told["groups"] == "".join(map(str, crowd.groups))
    assert sum(told["shown"].values()) == told["rows"][-1]["people"] == PEOPLE
    assert [row["mistaken"] for row in told["rows"]] == [*crowd.counts[:, 1], crowd.totals["mistaken"]]
    assert told["rows"][-1]["sanctioned"] is None
    assert told["beside"] == "7 times your guess."
    assert told["command"].startswith("glasshouse run stadium-list --population 10000 --days 7 --seed 1")
    assert told["label"] == "documented"


def test_a_changed_machine_is_no_longer_what_sources_document(client):
    told = client.get(f"/api/crowd?{WEEK}&threshold=0.5").json()
    assert told["label"] == "hypothetical"
    assert "--set face_recognition.threshold=0.5" in told["command"]


@pytest.mark.parametrize(
    ("machine", "fewer"),
    [(MachineSettings(threshold=0.5), False), (MachineSettings(threshold=0.5, faces=100_000, share=1.0), True)],
)
def test_the_sentence_adds_up(machine, fewer):
    """Faces searched, times how often a search is wrong, is the false alarms; or it says why there are fewer."""
    crowd = simulate_crowd(machine_run(machine))
    told = why(crowd)
    searched, _, once, alarms = (
        float(found.replace(",", "")) for found in re.findall(r"(?<=[a-z:] )[\d,.]*\d", told)[:4]
    )
    assert ("count once" in told) == fewer
    assert searched / once == pytest.approx(alarms, rel=0.04) or fewer
    assert alarms < searched / once or not fewer


def test_too_rare_to_be_seen_is_said_so(client):
    assert "too rare" in client.get(f"/api/crowd?{WEEK}&faces=100&share=0.1").json()["why"]
    assert "too rare" not in client.get(f"/api/crowd?{WEEK}").json()["why"]
    assert client.get(f"/api/crowd?{WEEK}&ban=true").json()["why"].startswith("No camera")


def test_other_seeds_give_a_range_over_crowds(client):
    found = [
        simulate_crowd(machine_run(MachineSettings(preset="stadium-list", seed=seed))).totals["mistaken"]
        for seed in range(1, 6)
    ]
    told = client.get(f"/api/crowd/other-seeds?{WEEK}").json()["words"]
    assert re.search(facts(f"5 crowds … {min(found)} to {max(found)} "), told)
    assert client.get(f"/api/crowd/other-seeds?{WEEK}&seed=999999&share=0").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "guess=10001", "guess=-1", "guess=many", "threshold=nan", "threshold=0.39", "threshold=0.777", "faces=-1",
        "faces=7", "faces=1e9", "share=1.1", "share=inf", "seed=-1", "preset=hong-kong-2020", "preset=../../etc",
        "review=perhaps", "else=1",
        "seed=1&seed=x",
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence(client, query):
    for path in ("/", "/api/crowd", "/api/crowd/other-seeds"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 422, path
        assert set(answer.json()) == {"message"}
        assert answer.json()["message"].count("\n") == 0
    page = client.get(f"/?{query}", headers=HTML)
    assert page.status_code == 422
    assert "That did not work" in page.text


def test_a_threshold_is_computed_at_the_step_at_which_it_is_shown():
    assert MachineSettings(threshold=0.504).threshold == 0.5
    assert MachineSettings(threshold=0.508) == MachineSettings(threshold=0.51)


def test_fields_left_empty_say_nothing(client):
    assert (
        client.get(f"/api/crowd?{WEEK}&threshold=&faces=&share=&guess=").json()
        == client.get(f"/api/crowd?{WEEK}").json()
    )


def test_a_kept_crowd_is_a_run_of_the_same_people(client, lab):
    answer = client.post(f"/api/crowd/keep?{WEEK}&person=148")
    name = name_of(MachineSettings(preset="stadium-list"))
    assert answer.json() == {"link": f"/story?run=crowds/{name}&person=148"}
    run = open_run(lab.crowds / name)
    crowd = simulate_crowd(machine_run(MachineSettings(preset="stadium-list")))
    assert run.outcome.tallies[0].persons("misidentified") == crowd.totals["mistaken"]
    assert (run.outcome.population, run.outcome.days, run.manifest["seed"]) == (PEOPLE, 7, 1)
    assert run.manifest["command"] == crowd.run.command
    assert "report.html" not in run.manifest["files"]


def test_a_crowd_is_kept_once_and_moved_into_place_whole(lab, monkeypatch):
    state = CrowdState(preset="stadium-list", guess=4)
    first = kept_run(lab, state)
    assert [path.name for path in lab.crowds.iterdir()] == [first.name]
    monkeypatch.setattr("glasshouse.lab.crowd.kept_crowd.execute", None)
    assert kept_run(lab, MachineSettings(preset="stadium-list")) == first


def test_a_crowd_half_removed_is_kept_anew(lab):
    """A lab that is killed while it makes room leaves a part of one; that held its place for good."""
    state = MachineSettings(preset="stadium-list", ban=True)
    (lab.crowds / name_of(state)).mkdir(parents=True)
    (lab.crowds / name_of(state) / "daily.parquet").write_text("half")
    assert (kept_run(lab, state) / "run.json").exists()
    assert [path.name for path in lab.crowds.iterdir()] == [name_of(state)]


def test_a_crowd_is_moved_out_of_its_place_before_it_is_removed(lab, monkeypatch):
    removed = []
    monkeypatch.setattr("glasshouse.lab.crowd.kept_crowd.MOST_FOLDERS", 1)
    for name in ("crowd-1", "crowd-2"):
        (lab.crowds / name).mkdir(parents=True)
    monkeypatch.setattr(shutil, "rmtree", lambda path, **_: removed.append(path.name))
    _forget_old(lab.crowds)
    assert [name.startswith(".making-") for name in removed] == [True]
    assert len(list(lab.crowds.glob("crowd-*"))) == 1


def test_nothing_is_left_of_a_crowd_that_could_not_be_kept(lab, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("glasshouse.lab.crowd.kept_crowd.execute", full)
    with pytest.raises(RuntimeError, match="the disk is full"):
        kept_run(lab, MachineSettings(preset="stadium-list"))
    assert list(lab.crowds.iterdir()) == []


def test_crowds_that_nobody_asks_for_are_forgotten(lab, monkeypatch):
    monkeypatch.setattr("glasshouse.lab.crowd.kept_crowd.MOST_FOLDERS", 2)
    names = [kept_run(lab, MachineSettings(preset="stadium-list", ban=True, seed=seed)).name for seed in (1, 2, 3)]
    assert {path.name for path in lab.crowds.iterdir()} == set(names[1:])


def test_without_scripts_a_life_opens_by_a_form(client):
    answer = client.post(f"/crowd/open?{WEEK}&person=5", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("&person=5")
    assert client.get(f"/crowd/open?{WEEK}&person=5").status_code == 405
    assert client.post(f"/crowd/open?{WEEK}&person=10000").status_code == 422


def test_the_picture_as_files(client):
    svg = client.get(f"/crowd/picture.svg?{WEEK}").text
    for said in (
        "Cardiff",
        "documented",
        "not a forecast",
        "glasshouse run stadium-list",
        "/?preset=stadium-",
    ):
        assert said in svg
    assert client.get(f"/crowd/picture.png?{WEEK}").content.startswith(b"\x89PNG")
    table = client.get(f"/crowd/picture.csv?{WEEK}").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert NOT_A_FORECAST in rows[0]["made with"]
    assert {row["note"] for row in rows} == {row_note("documented")}
    crowd = simulate_crowd(machine_run(MachineSettings(preset="stadium-list")))
    assert len(rows) == PEOPLE
    assert sum(row["worst"] == "Wrongly flagged" for row in rows) == crowd.totals["mistaken"]
    assert client.get(f"/crowd/picture.pdf?{WEEK}").status_code == 404
