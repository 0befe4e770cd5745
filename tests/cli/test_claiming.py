"""``glasshouse claims``: known claims with what is known of them, and claims by hand that nobody judges."""

from __future__ import annotations

import csv
import io

import pytest

import glasshouse
from glasshouse.claim_list.known_claims import COLUMNS
from glasshouse.cli.main import status
from glasshouse.evidence import load_claims
from glasshouse.mechanism_set import SHIPPED


def test_every_claim_is_told_with_its_verdict_and_a_source(capsys):
    assert status(["claims"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for claim in load_claims():
        assert f"{claim.id} {claim.verdict}" in said
        assert " ".join(claim.correction.split()) in said
    assert said.count("Source:") >= len(load_claims())


def test_what_a_claim_rests_on_in_the_model_is_there():
    found = {claim.id: claim for claim in glasshouse.claims().claims}
    scenario = glasshouse.load_scenario("as-described")
    for claim in load_claims():
        assert set(claim.counts) <= set(SHIPPED.measures), claim.id
        assert bool(claim.counts) == bool(claim.counted), claim.id
        assert not claim.parameter or claim.parameter in scenario.parameters, claim.id
        assert bool(found[claim.id].number) == bool(claim.parameter)
    assert "200,000,000" in found["D7"].number


def test_the_numbers_are_those_of_the_scenario_that_is_asked_for(tmp_path):
    own = tmp_path / "own.yaml"
    given = "{value: 3000000, unit: cameras, range: [2000000, 4000000], assumed: a test}"
    own.write_text(f"glasshouse: 1\nextends: as-described\ncameras:\n  total: {given}\n", encoding="utf-8")
    assert next(claim for claim in glasshouse.claims(own).claims if claim.id == "D7").number.startswith("3,000,000")


def test_a_run_s_counts_stand_beside_the_claims(tmp_path):
    done = glasshouse.run("as-described", population=500, days=20, replicates=1, threads=1, out=tmp_path / "run")
    found = {claim.id: claim for claim in glasshouse.claims(run=done.path).claims}
    assert found["D7"].count == f"{done.outcome.count('sightings'):,}"
    assert found["D8"].count == ""
    assert glasshouse.claims(run=done.path).digest == done.digest


def test_the_csv_has_a_row_a_claim(tmp_path):
    out = tmp_path / "claims.csv"
    assert status(["claims", "--out", str(out)]) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert [row["id"] for row in rows] == [claim.id for claim in load_claims()]
    assert set(COLUMNS) < set(rows[0])
    assert all("invented people" in row["note"] for row in rows)


def test_a_place_of_which_the_description_says_nothing_has_no_claims(capsys):
    assert status(["claims", "london-lfr"]) == 0
    assert "D1" not in capsys.readouterr().out


WRITTEN = {
    "There are 600 million cameras in the streets": "D8",
    "People with a low score cannot take trains": "D15",
    "Social credit became compulsory in 2020": "D12",
    "The moon is made of cheese": "",
    "D1: neighbours watch one another": "D1",
}


@pytest.mark.parametrize("form", ["{}", "- {}", '- "{}"', "{}  # where it was read"])
def test_claims_by_hand_are_linked_and_not_judged(tmp_path, form):
    file = tmp_path / "mine.txt"
    file.write_text("# mine\n\n" + "\n".join(map(form.format, WRITTEN)), encoding="utf-8")
    links = glasshouse.claims().check(file)
    assert [link.line for link in links] == [3, 4, 5, 6, 7]
    assert [link.nearest for link in links] == list(WRITTEN.values())
    assert not any(hasattr(link, "verdict") for link in links)


@pytest.mark.parametrize(
    ("content", "facts"),
    [
        (b"D7: cameras\nD17: more cameras", ["line 2", "'D17'", "'D7'"]),
        (b"# nothing\n\n", ["no claim"]),
        (b"cameras see\n\xff\xfe", ["line 2", "UTF-8"]),
        (b"cameras see\n???\n", ["line 2", "'???'"]),
        (b"cameras " * 200, ["line 1", "too long"]),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(tmp_path, capsys, content, facts):
    file = tmp_path / "mine.txt"
    file.write_bytes(content)
    out = tmp_path / "new.csv"
    assert status(["claims", "--check", str(file), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert str(file) in said
    assert [fact for fact in facts if fact not in said] == []
    assert not out.exists()


def test_a_file_that_is_not_there_gives_the_nearest_name(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("cameras", encoding="utf-8")
    assert status(["claims", "--check", str(tmp_path / "mime.txt")]) == 2
    assert "'mine.txt'" in capsys.readouterr().err


def test_a_file_that_is_there_or_ends_in_something_else_is_not_written(tmp_path, capsys):
    there = tmp_path / "claims.csv"
    there.write_text("mine", encoding="utf-8")
    assert status(["claims", "--out", str(there)]) == 2
    assert there.read_text(encoding="utf-8") == "mine"
    assert status(["claims", "--out", str(tmp_path / "claims.pn")]) == 2
    assert "'png'" in capsys.readouterr().err


def test_a_notebook_shows_the_table(tmp_path):
    told = glasshouse.claims()._repr_html_()
    assert told.count("<tr>") == len(load_claims()) + 1
    assert "not a forecast" in told
