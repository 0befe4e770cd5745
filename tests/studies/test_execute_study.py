"""A study carried out: its folder, what it resumes to, and that random numbers are shared."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from glasshouse.comparison.resolve_arm import resolve
from glasshouse.comparison.shared_setting import Setting
from glasshouse.engine.simulate import simulate
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.folders.lock import Lock
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.measures import harm_table
from glasshouse.studies import execute_study
from glasshouse.studies.study_design import design
from glasshouse.studies.study_folder import PART
from glasshouse.studies.study_points import drawn, simulate_point
from glasshouse.studies.study_result import open_study
from studies.small import THREE, study
from tampering import edit

TEXT = f"method: latin-hypercube\npoints: 40\noutputs: [unlawful_acts, misidentified]\n{THREE}"
WITH_ARM = f"""method: latin-hypercube
points: 16
arm: human-review
outputs:
  - {{measure: trust, of: baseline}}
  - {{measure: trust, of: arm}}
  - {{measure: trust, of: difference}}
  - {{measure: trust, of: ratio}}
{THREE}"""


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    place = tmp_path_factory.mktemp("study")
    asked = study(place, TEXT)
    (place / "done").mkdir()
    execute_study.execute(asked, place / "done", threads=2)
    return asked, open_study(place / "done")


def test_the_folder_says_what_was_done(done):
    asked, found = done
    assert found.status == "finished"
    assert sorted(path.name for path in found.path.iterdir()) == ["indices.parquet", "points.parquet", "study.json"]
    facts = found.manifest
    assert (facts["points"], facts["method"], facts["study_hash"]) == (40, "latin-hypercube", asked.hash)
    assert facts["note"] == NOT_A_FORECAST
    assert facts["host"]["scipy"]
    assert facts["file"]["title"] == "A small study"
    points = found.points.collect()
    assert points.columns == ["point", *(one.key for one in asked.moved), "unlawful_acts", "misidentified"]
    assert points.height == 40
    assert len(found.digest) == 64
    for table in found.path.glob("*.parquet"):
        said = pq.read_schema(table).metadata
        assert (said[b"label"], said[b"digest"]) == (b"hypothetical", found.digest.encode())


def test_a_point_is_one_run_with_its_assumptions(done):
    asked, found = done
    row = found.points.collect().row(3, named=True)
    values = {one.key: row[one.key] for one in asked.moved}
    simulated = simulate(asked.scenario, population=300, days=8, seed=1, threads=1, drawn=values)
    assert row["unlawful_acts"] == pytest.approx(float(harm_table(simulated, days=8).rate("unlawful_acts")[-1, -1]))


def test_more_debts_are_more_unlawful_acts(done):
    _, found = done
    first = found.readings["outputs"][0]["drivers"][0]
    assert first["key"] == "people.offences"
    assert first["low"] > 0


@pytest.mark.parametrize("kept", [0, 1, PART + 3])
def test_one_that_was_stopped_comes_to_the_same_files(done, tmp_path, kept, monkeypatch):
    asked, whole = done

    def stop(number):
        if number + 1 == max(kept, 1):
            raise KeyboardInterrupt

    folder = tmp_path / "study"
    folder.mkdir()
    with pytest.raises(StoppedError, match="'glasshouse resume "):
        execute_study.execute(asked, folder, threads=1, watch=stop)
    facts = json.loads((folder / "study.json").read_text())
    assert (facts["status"], facts["points"]) == ("interrupted", max(kept, 1))
    if kept == 0:  # what is damaged is simulated again
        part = next((folder / ".parts").iterdir())
        part.write_bytes(part.read_bytes()[:-7])
    again = execute_study.unfinished(folder)
    assert again is not None
    simulated = []
    monkeypatch.setattr(execute_study, "simulate_point", lambda *job: simulated.append(job[1]) or simulate_point(*job))
    execute_study.go_on(again, folder, threads=2)
    assert len(simulated) == 40 - kept
    for name in ("points.parquet", "indices.parquet"):
        assert (folder / name).read_bytes() == (whole.path / name).read_bytes()
    assert open_study(folder).readings == whole.readings
    assert execute_study.unfinished(folder) is None


def test_a_part_under_anothers_name_is_lived_again(done, tmp_path):
    asked, whole = done
    folder = tmp_path / "study"
    folder.mkdir()
    with pytest.raises(StoppedError):
        execute_study.execute(
            asked, folder, threads=1, watch=lambda number: _stop(number) if number + 1 == 2 * PART else None
        )
    parts = folder / ".parts"
    (parts / f"{PART:06d}.parquet").replace(parts / "000000.parquet")
    execute_study.go_on(asked, folder)
    assert (folder / "points.parquet").read_bytes() == (whole.path / "points.parquet").read_bytes()


def test_a_folder_is_written_by_one_at_a_time(done, tmp_path):
    asked, _ = done
    folder = tmp_path / "study"
    folder.mkdir()
    with pytest.raises(StoppedError):
        execute_study.execute(asked, folder, threads=1, watch=_stop)
    lock = Lock(folder)
    lock.take()
    with pytest.raises(BadInputError, match="something is writing it"):
        execute_study.go_on(asked, folder)
    lock.release()


def test_another_study_in_the_folder_is_refused(done, tmp_path):
    asked, _ = done
    folder = tmp_path / "study"
    folder.mkdir()
    with pytest.raises(StoppedError):
        execute_study.execute(asked, folder, threads=1, watch=_stop)
    facts = json.loads((folder / "study.json").read_text())
    edit(folder, "study.json", file={**facts["file"], "seed": 2})
    with pytest.raises(BadInputError, match="not the one"):
        execute_study.unfinished(folder)


GARBLED = ({"arm": "x"}, {"arm": {}}, {"file": "x"}, {"file": {"seed": 1}}, {"points_asked": "x"}, {"started": None})


@pytest.mark.parametrize("change", GARBLED)
def test_a_damaged_description_is_said_to_be(done, tmp_path, change):
    asked, _ = done
    folder = tmp_path / "study"
    folder.mkdir()
    with pytest.raises(StoppedError):
        execute_study.execute(asked, folder, threads=1, watch=_stop)
    edit(folder, "study.json", **change)
    with pytest.raises(BadInputError, match=r"study\.json: damaged \(") as caught:
        execute_study.unfinished(folder)
    assert "\n" not in str(caught.value)


def test_both_worlds_of_a_point_have_the_same_assumptions_and_people(tmp_path):
    asked = study(tmp_path, WITH_ARM)
    places = design("latin-hypercube", 16, 3, seed=1)[5]
    here, there, less, over = simulate_point(asked, 5, places).values
    values = drawn(asked.moved, places, asked.scenario)
    setting = Setting(scenario=asked.scenario, population=300, days=8, seed=1)
    arm = resolve(["human-review"], setting)[0].scenario
    for scenario, figure in ((asked.scenario, here), (arm, there)):
        simulated = simulate(scenario, population=300, days=8, seed=1, threads=1, drawn=values)
        assert figure == pytest.approx(float(harm_table(simulated, days=8).rate("trust")[-1, -1]))
    assert less == pytest.approx(there - here)
    assert over == pytest.approx(there / here)


def test_an_arm_that_fixes_a_number_keeps_it_and_one_with_another_range_draws_from_that(tmp_path):
    asked = study(tmp_path, "method: tornado\narm: redress.notice=0.5\nparameters: [redress.notice, people.trips]\n")
    assert asked.arm is not None
    low, central = drawn(asked.moved, (1.0, math.nan), asked.scenario), (math.nan, math.nan)
    own = asked.arm.scenario.parameters["redress.notice"]
    keys = [one.key for one in asked.moved]
    place = (1.0, math.nan) if keys[0] == "redress.notice" else (math.nan, 1.0)
    low = drawn(asked.moved, place, asked.arm.scenario)
    assert low == {"redress.notice": own.high}
    assert drawn(asked.moved, central, asked.arm.scenario) == {}


def test_more_seeds_are_averaged(tmp_path):
    asked = study(tmp_path, TEXT)
    both = simulate_point(replace(asked, seeds=2), 0, (0.5, 0.5, 0.5)).values[0]
    first = simulate_point(asked, 0, (0.5, 0.5, 0.5)).values[0]
    assert both != first


def test_an_arm_from_a_day_on_shares_the_past(tmp_path):
    text = "method: tornado\narm: cameras.enabled=false@7\noutputs:\n"
    text += "".join(f"  - {{measure: sightings, of: {side}}}\n" for side in ("arm", "baseline")) + THREE
    late = study(tmp_path, text)
    assert late.arm is not None
    assert late.arm.past is not None
    there, here = simulate_point(late, 0, (0.5, 0.5, 0.5)).values
    never, _ = simulate_point(study(tmp_path, text.replace("@7", "")), 0, (0.5, 0.5, 0.5)).values
    assert never == 0 < there < here


def _stop(number):
    raise KeyboardInterrupt
