"""Kind of fault: data that a system processes are left out, since the form only asks for what it enters in records."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from glasshouse.assessments import assessed_subject as subject
from glasshouse.assessments import searched_faces
from glasshouse.assessments.assessed_subject import AssessmentSubject
from glasshouse.assessments.assessment_document import fill
from glasshouse.assessments.form_blocks import BLOCKS
from glasshouse.assessments.form_loading import load_form
from glasshouse.assessments.text_pieces import PieceTable, Points, Prose
from glasshouse.mechanisms.face_recognition import IDENTIFICATION, searched_share
from glasshouse.scenario import load, with_sets
from glasshouse.scenario.scenario_words import SENSORS
from grammar import facts


def told(pieces) -> str:
    return " ".join(
        piece.text if isinstance(piece, Prose) else " ".join([piece.head, *piece.items])
        for piece in pieces
        if isinstance(piece, Prose | Points)
    )


def signs(subject: AssessmentSubject) -> dict[str, list[str]]:
    grid = next(piece for piece in fill(load_form("dpia"), subject).sections[0].pieces if isinstance(piece, PieceTable))
    return {row.name: [cell.text for cell in row.cells] for row in grid.rows}


def test_where_faces_are_searched_biometric_data_and_their_number_are_named(stopped):
    found = signs(stopped)
    (sensitive,) = (cells for name, cells in found.items() if re.match(facts("4. … biometric … Article 9(1)"), name))
    (large,) = (cells for name, cells in found.items() if re.match(facts("5. … faces"), name))
    assert sensitive[0].startswith("on: ")
    assert sensitive[1] == large[1] == searched_faces.count(stopped, IDENTIFICATION)
    (records,) = (cells for name, cells in found.items() if re.match(facts("5. … records"), name))
    assert (records[0].startswith("off: "), records[1]) == (True, "–"), "not 0 entries"


def test_the_faces_searched_are_what_cameras_saw_times_what_is_searched(stopped):
    rows = stopped.run.daily.collect().to_dicts()
    seen = sum(row["value"] for row in rows if row["measure"] == "sightings" and row["replicate"] == 0)
    share = searched_share(stopped.scenario.settings(0))
    assert share == pytest.approx(2.81e-4)
    assert stopped.searched(IDENTIFICATION) == round(seen * share) > 0


# Kind of fault: one thing is told in the plural.
def test_one_day_of_one_person_is_told_as_one(stopped):
    one = replace(stopped.run, manifest={**stopped.run.manifest, "days": 1, "population": 1})
    alone = AssessmentSubject(path=stopped.path, run=one)
    alone._searched[IDENTIFICATION] = 1
    assert re.match(facts("about 1 face … 1 day … 1 invented person, "), searched_faces.count(alone, IDENTIFICATION))
    assert "(1 day)" in told(searched_faces.conditions(alone))


def test_what_cameras_saw_is_read_once_and_as_every_table_is(stopped, monkeypatch):
    read = []
    monkeypatch.setattr(subject.table_files, "collected", lambda path, frame: read.append(path.name) or frame.collect())
    again = AssessmentSubject(path=stopped.path, run=stopped.run)
    searched_faces.count(again, IDENTIFICATION)
    searched_faces.count(again, IDENTIFICATION)
    assert read == ["daily.parquet"]


@pytest.mark.parametrize("block", ["faces", "remote-identification", "remote-identification-conditions"])
def test_where_no_face_is_searched_all_of_it_says_that_it_does_not_apply(block, stopped):
    class Without(AssessmentSubject):
        def has(self, need):
            return need != "faces" and super().has(need)

    assert told(BLOCKS[block](Without(path=stopped.path, run=stopped.run))).startswith("Does not apply")
    assert "faces searched" in told(BLOCKS[block](stopped))


def test_the_parts_on_remote_identification_ask_people_and_quote_the_primary_document(stopped):
    form = load_form("fria")
    own = [section for section in form.sections if section.ref in ("Article 5(1)(h)", "Article 5(2) to (7)")]
    assert all(section.people and section.cannot for section in own)
    read = next(read for read in form.read if "5(1)(h)" in read.title)
    assert "2024/1689" in read.title
    assert "not read" in read.how
    assert "prior authorisation" in own[1].asks


def test_entries_are_possible_as_soon_as_one_sensor_is_scored(scored, stopped):
    assert scored.has("entries")
    assert not stopped.has("entries")
    assert all(f"{name}.scored" in stopped.scenario.switches for name in SENSORS)


@pytest.mark.parametrize("place", ["cardiff", "hong-kong"])
def test_what_is_left_out_stays_true_of_another_city(place, tmp_path):
    """Kind of fault: a sentence about the preset's own city is inherited by another."""
    file = tmp_path / "mine.yaml"
    file.write_text(f"glasshouse: 1\nextends: london-lfr\nplace: {place}\n", encoding="utf-8")
    here = [part for text in load(file).leaves_out for part in text.split(". ") if " here " in f" {part.lower()} "]
    assert here
    assert not [part for part in here if "London" in part]


def test_a_site_is_not_said_to_see_each_person_once_a_trip(stopped, monkeypatch):
    def watched(rows: list[tuple[float, float, float]]) -> str:
        monkeypatch.setitem(stopped._figures, ("sightings", "all"), rows)
        return next(cells[1] for name, cells in signs(stopped).items() if name.startswith("3. "))

    assert "Sightings" not in watched([(486_961, 486_961, 1.0)]), "assumed of a site, which searches a share of them"
    assert "Sightings a trip: 0.5" in watched([(250, 500, 0.5)])
    assert re.search(r"Sightings a trip: 1 sighting\b", watched([(501, 500, 1.002)]))


def test_a_share_that_was_worked_out_is_rounded(stopped):
    class Worked(AssessmentSubject):
        scenario = with_sets(stopped.scenario, ["face_recognition.on_watchlist_share=0.0039215686"])

    said = told(BLOCKS["faces"](Worked(path=stopped.path, run=stopped.run)))
    assert "on it rightly: 0.00392;" in said
