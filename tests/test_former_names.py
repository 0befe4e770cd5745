"""Names in people's files that changed: an old one is refused with the new one, and older folders are read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from fastapi.testclient import TestClient

import glasshouse
from glasshouse.comparison.verify_comparison import verify
from glasshouse.folders import json_files
from glasshouse.folders.recorded_command import words_of
from glasshouse.former_names import INPUT, KEY, PAGE, RENAMED, document_at_first, new_names, text_at_first
from glasshouse.lab.app import create_app
from glasshouse.lab.settings import Lab
from glasshouse.renamed import FORMAT
from glasshouse.scenario import PARAMETERS, ScenarioError, load, load_document
from glasshouse.scenario.documents import number
from glasshouse.scenario.layers import ParameterValue
from glasshouse.scenario.parameter_draws import uniform
from glasshouse.studies.study_loading import load_study, study_in
from glasshouse.validation.table_loading import FOLDER, load_table

MIGRATION = Path(glasshouse.__file__).parents[2] / "docs" / "migration.md"
KEYS = sorted(new_names(KEY).items())
CHANGED = load("as-described", sets=["redress.overturn_rate=0.03"])


def test_the_page_holds_the_whole_table():
    rows = re.findall(
        r"^\| ([A-Za-z' ]+) \| `(.+)` \| `(.+)` \| (\d+) \|$", MIGRATION.read_text(encoding="utf-8"), re.M
    )
    assert rows == [(each.what, each.old, each.new, str(each.format)) for each in RENAMED]


def test_no_name_is_used_again_for_something_else():
    for what in {each.what for each in RENAMED}:
        names = new_names(what)
        assert not set(names) & set(names.values())


@pytest.mark.parametrize(("old", "new"), KEYS)
def test_a_setting_with_an_old_key_is_told_the_new_one(old, new):
    with pytest.raises(ScenarioError) as error:
        load("as-described", sets=[f"{old}=1"])
    assert error.value.message == f"'{old}' is now called '{new}'."


@pytest.mark.parametrize(("old", "new"), KEYS)
def test_a_file_with_an_old_key_is_told_the_line_and_the_new_one(tmp_path, old, new):
    section, key = old.split(".")
    mine = tmp_path / "mine.yaml"
    mine.write_text(f"glasshouse: 1\nextends: as-described\n{section}:\n  {key}: 1\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        load(mine)
    assert (error.value.where, error.value.line) == ("mine.yaml", 4)
    assert error.value.message == f"'{old}' is now called '{new}'."


def uniform_of(key: str) -> float:
    return uniform(7, 3, key)


def test_an_event_with_an_old_key_is_told_the_line_and_the_new_one(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "glasshouse: 1\nextends: as-described\nevents:\n- date: 2019-08-01\n  name: a\n  text: A.\n  assumed: b\n"
        "  set:\n    redress.mercy: {value: 0.1, unit: probability, assumed: more}\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as error:
        load(mine)
    assert error.value.line == 9
    assert "'redress.overturn_rate'" in error.value.message


@pytest.mark.parametrize(("old", "new"), sorted(new_names(INPUT).items()))
def test_a_table_with_an_old_input_is_told_the_new_one(tmp_path, old, new):
    table = next(path for path in FOLDER.glob("*.yaml") if f"\n  {new}: " in path.read_text(encoding="utf-8"))
    mine = tmp_path / "mine.yaml"
    mine.write_text(table.read_text(encoding="utf-8").replace(f"\n  {new}: ", f"\n  {old}: "), encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        load_table(mine)
    assert error.value.line
    assert f"'{old}' is now called '{new}'." == error.value.message


@pytest.mark.parametrize("under", ["", "/lab"])
def test_an_old_address_of_the_lab_leads_to_the_new_one_with_its_query(tmp_path, under):
    lab = Lab(folder=tmp_path, threads=1, root_path=under)
    with TestClient(create_app(lab), base_url="http://127.0.0.1:8765", follow_redirects=False) as client:
        for old, new in new_names(PAGE).items():
            answer = client.get(f"{under}{old}?seed=3&a=b%20c")
            assert answer.status_code == 308
            assert urljoin(f"http://127.0.0.1:8765{under}{old}", answer.headers["location"]) == (
                f"http://127.0.0.1:8765{under}{new}?seed=3&a=b%20c"
            )
        for page in ("/country", "/worlds", "/life", "/belief"):
            found = client.get(f"{under}{page}", headers={"accept": "text/html"}, follow_redirects=True)
            assert found.status_code == 200
        assert client.get(f"{under}/lifeless").status_code == 404


def test_an_older_document_is_the_same_scenario():
    older = document_at_first(CHANGED.document)
    assert older["redress"].keys() >= {"mercy", "review_bias"}
    assert not older["redress"].keys() & {"overturn_rate", "review_automation_bias"}
    again = load_document(older)
    assert (again.hash, again.document) == (CHANGED.hash, CHANGED.document)


def test_an_older_event_sets_the_same_number():
    given = ParameterValue(value=0.1, unit="probability", assumed="x", low=0.0, high=0.2, layer="x")
    event = {"date": "2019-08-01", "name": "a", "text": "A.", "assumed": "b", "set": {"redress.mercy": number(given)}}
    scenario = load_document({**CHANGED.document, "events": [event]})
    assert scenario.settings(40).numbers["redress.overturn_rate"] == 0.1
    # Drawn by the first name: what a run of an older version drew.
    assert scenario.draw(3, 7)["a:redress.overturn_rate"] == pytest.approx(0.2 * uniform_of("a:redress.mercy"))


def test_numbers_are_drawn_as_under_their_first_names():
    given = CHANGED.parameters["response.contagion_fear"]
    assert given.low < given.high
    drawn = CHANGED.draw(3, 7)["response.contagion_fear"]
    assert given.low <= drawn <= given.high
    assert drawn == min(given.high, given.low + int(uniform_of("response.fear_friend") * (given.high - given.low + 1)))


def test_every_new_key_is_one():
    assert set(new_names(KEY).values()) <= {*PARAMETERS, "restrictions.watch_court_list"}


STUDY = """glasshouse-study: 1
name: mine
title: Mine
scenario: as-described
method: morris
points: 12
set: {mercy}=0.01
parameters:
- {fear}
- redress.notice
"""
OLDER_STUDY = STUDY.format(mercy="redress.mercy", fear="response.fear_friend")
NEWER_STUDY = STUDY.format(mercy="redress.overturn_rate", fear="response.contagion_fear")


def test_a_study_with_an_old_key_is_told_the_new_one(tmp_path):
    mine = tmp_path / "mine.yaml"
    for line in ("set", "parameters"):
        text = OLDER_STUDY.replace("redress.mercy", "redress.overturn_rate") if line == "parameters" else OLDER_STUDY
        mine.write_text(text, encoding="utf-8")
        with pytest.raises(ScenarioError, match="is now called") as error:
            load_study(mine)
        assert text.splitlines()[(error.value.line or 0) - 1].startswith(("set: redress.mercy", "- response.fear"))


def test_an_older_study_is_the_same_study(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(NEWER_STUDY, encoding="utf-8")
    study = load_study(mine)
    file = {**study.document, "set": "redress.mercy=0.01", "parameters": ["response.fear_friend", "redress.notice"]}
    assert file["set"] != study.document["set"]
    content = {"file": file, "name": "mine", "points_asked": study.points, "command": study.command}
    older = study_in(content, study.scenario, None)
    assert [moved.key for moved in older.moved] == ["response.contagion_fear", "redress.notice"]
    assert older.hash == study.hash


def age(file: Path) -> None:
    """Make what a folder says of itself what it would have said under the first names, in the first format."""
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content.pop("format") == FORMAT
    content |= {"layout": 1, "scenario": document_at_first(content["scenario"])}
    content["command"] = text_at_first(content["command"])
    json_files.write_description(file, content)


@pytest.fixture(scope="module")
def older_comparison(tmp_path_factory):
    folder = tmp_path_factory.mktemp("older") / "compared"
    sizes = {"population": 300, "days": 4, "replicates": 1, "seed": 2}
    glasshouse.compare("as-described", ["appeal"], out=folder, set=["redress.overturn_rate=0.03"], **sizes)
    (folder / "report.html").unlink()
    for file in (folder / "comparison.json", *folder.glob("*/run.json")):
        age(file)
        assert '"mercy"' in file.read_text(encoding="utf-8")
    return folder


def test_an_older_comparison_is_whole_and_told(older_comparison):
    found = glasshouse.open_comparison(older_comparison)
    assert "report.html is missing." in verify(found)
    assert len(verify(found)) == 1
    assert found.scenario.parameters["redress.overturn_rate"].value == 0.03
    glasshouse.write_report(older_comparison)
    assert "redress.mercy" not in (older_comparison / "report.html").read_text(encoding="utf-8").replace(
        found.manifest["command"], ""
    )
    assert glasshouse.story(older_comparison, 7, under="appeal").here.digest == found.run().digest


def test_an_older_command_runs_under_the_new_names(older_comparison):
    command = glasshouse.open_comparison(older_comparison).manifest["command"]
    assert "redress.mercy=0.03" in command
    assert "redress.overturn_rate=0.03" in words_of(command)
