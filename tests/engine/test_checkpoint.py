"""Wherever a run is cut off, it goes on to the same end; and it goes on from nothing but a checkpoint that holds."""

from __future__ import annotations

import errno
import json
import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from glasshouse.engine import checkpoint, column_files, plausibility, stored_checkpoint
from glasshouse.engine.checkpoint import Keeper, Pace
from glasshouse.engine.part import BranchPoint, Part
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.former_names import COLUMN, first_name
from glasshouse.population.people import AGE_SHIFT, COLUMNS
from glasshouse.renamed import FORMAT
from glasshouse.scenario import load
from model.runs import BUSY, MANDATORY

#: The past without cameras ends on day 10, fits are on days 13 and 27, a ban begins on day 35.
POPULATION, DAYS, PARTING, FITS, BAN = 2_000, 40, 10, (13, 27), 35
ABOUT = {"run": "tested", "seed": 5}


class StopError(Exception):
    """Cuts a run off."""


def simulated(
    keeper: Keeper | None = None, *, threads: int = 1, stop: int | None = None, ledger: bool = True
) -> Replicate:
    before = load("as-described", sets=[*BUSY, "cameras.enabled=false"])
    after = load("as-described", sets=[*BUSY, "ban.date=2020-01-05"])

    def on_day(day: int) -> None:
        if day == stop:
            raise StopError

    return simulate(
        after,
        population=POPULATION,
        days=DAYS,
        seed=5,
        threads=threads,
        past=BranchPoint(scenario=before, day=PARTING),
        ledger=ledger,
        keeper=keeper,
        on_day=on_day,
    )


@cache
def uninterrupted() -> Replicate:
    one = simulated()
    assert tuple(day for day, _ in one.fits) == FITS
    return one


def same(one: Replicate, other: Replicate) -> None:
    assert one.digest == other.digest
    assert (one.daily == other.daily).all()
    assert one.event_weight == other.event_weight
    for ours, theirs in ((one.state, other.state), (one.events, other.events), (one.ledger, other.ledger)):
        assert ours is not None
        assert theirs is not None
        assert list(ours) == list(theirs)
        for name, column in ours.items():
            assert column.dtype == theirs[name].dtype
            assert (column == theirs[name]).all(), name
    assert [day for day, _ in one.fits] == [day for day, _ in other.fits]
    assert all((mine == yours).all() for (_, mine), (_, yours) in zip(one.fits, other.fits, strict=True))


def keeper(folder: Path, said: list[str] | None = None, least: float = 0.0) -> Keeper:
    """One that writes a checkpoint every evening."""
    say = said.append if said is not None else lambda text: pytest.fail(text)
    return Keeper(folder, "000000", ABOUT, pace=Pace(least=least, sparing=0), say=say)


@pytest.fixture(scope="module")
def every_evening(tmp_path_factory) -> Path:
    """All checkpoints of a run, one an evening."""
    folder = tmp_path_factory.mktemp("evenings")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpoint, "KEPT", 10_000)
        same(simulated(keeper(folder)), uninterrupted())
    assert len(list(folder.glob("000000-day-*"))) == DAYS - 1
    return folder


def until(every_evening: Path, day: int, folder: Path) -> Path:
    """A folder as it was when the run was killed on the evening of a day, with one more half written."""
    kept = {f"000000-day-{one:05d}" for one in range(day - checkpoint.KEPT + 1, day + 1)}
    old = {path.name for path in every_evening.glob("000000-day-*")} - kept
    shutil.copytree(every_evening, folder, ignore=lambda _, names: old & set(names))
    half = folder / f".000000-day-{day + 1:05d}.part"
    half.mkdir()
    (half / "state.arrow").write_bytes(b"half")
    return folder


#: Days lived when the run is cut off: none; around the parting, the fits, a rescoring, New Year, the ban, the end.
CUTS = (0, 1, 6, 7, PARTING, PARTING + 1, 13, 14, 15, 27, 28, MANDATORY, MANDATORY + 1, BAN, BAN + 1, DAYS - 1)


@pytest.mark.parametrize("day", CUTS)
def test_a_run_cut_off_goes_on_to_the_same_end(day, every_evening, tmp_path):
    folder = until(every_evening, day, tmp_path / "kept")
    ours = keeper(folder, least=1e9)
    seen = simulated(ours, threads=1 + day % 2)
    same(seen, uninterrupted())
    assert ours.seconds > 0 or day == 0


def test_it_goes_on_from_the_last_evening_and_not_from_the_start(tmp_path):
    with pytest.raises(StopError):
        simulated(keeper(tmp_path), stop=20)
    ours = keeper(tmp_path)
    seen = []
    before = Keeper.evening
    Keeper.evening = lambda self, part, seconds: (seen.append(part.day), before(self, part, seconds))  # type: ignore
    try:
        same(simulated(ours), uninterrupted())
    finally:
        Keeper.evening = before
    assert seen == list(range(22, DAYS + 1))
    assert len(list(tmp_path.glob("000000-day-*"))) == checkpoint.KEPT
    ours.drop()
    assert list(tmp_path.iterdir()) == []


def test_without_a_ledger_none_is_kept(tmp_path):
    with pytest.raises(StopError):
        simulated(keeper(tmp_path), stop=8, ledger=False)
    assert not list(tmp_path.glob("*/ledger.arrow"))
    assert simulated(keeper(tmp_path, least=1e9), ledger=False).digest == uninterrupted().digest


@pytest.fixture
def cut(every_evening, tmp_path) -> Path:
    """A folder with the checkpoints of the evenings before days 19 and 20, as a run leaves it."""
    folder = until(every_evening, 20, tmp_path / "cut")
    shutil.rmtree(folder / ".000000-day-00021.part")
    return folder


INSIDE = ("checkpoint.json", "state.arrow", "mail.arrow", "fits.arrow", "ledger.arrow")
SEGMENTS = ("000000-days-00019-00020.arrow", "000000-events-00019-00020.arrow")


def damage(path: Path, how: str) -> None:
    data = bytearray(path.read_bytes())
    if how == "missing":
        path.unlink()
    elif how == "truncated":
        path.write_bytes(data[:-1])
    else:
        data[len(data) // 2] ^= 1
        path.write_bytes(data)


def test_a_checkpoint_of_an_older_format_is_gone_on_from(every_evening, tmp_path):
    """One from before the columns had the field's names, when its number was called ``layout``."""
    folder = until(every_evening, 19, tmp_path / "kept")
    for place in folder.glob("000000-day-*"):
        state = place / "state.arrow"
        older = [
            {first_name(COLUMN, name): column for name, column in batch.items()}
            for batch in column_files.batches_of(state)
        ]
        assert {"held", "clean", "held_weeks", "clean_weeks"} <= older[0].keys()
        content = {
            key: value for key, value in stored_checkpoint.manifest(place).items() if key not in ("format", "blake2b")
        }
        content |= {"layout": 1, "files": {**content["files"], state.name: column_files.write_columns(state, older)}}
        content["blake2b"] = column_files.content_hash(content)
        (place / stored_checkpoint.MANIFEST).write_text(json.dumps(content), encoding="utf-8")
    ours = keeper(folder, least=1e9)
    same(simulated(ours), uninterrupted())
    assert ours._logged


def test_a_checkpoint_of_a_later_format_is_not_used(every_evening, tmp_path):
    folder, said = until(every_evening, 1, tmp_path / "kept"), []
    (place,) = folder.glob("000000-day-*")
    content = {key: value for key, value in stored_checkpoint.manifest(place).items() if key != "blake2b"}
    content["format"] = FORMAT + 1
    content["blake2b"] = column_files.content_hash(content)
    (place / stored_checkpoint.MANIFEST).write_text(json.dumps(content), encoding="utf-8")
    same(simulated(keeper(folder, said, least=1e9)), uninterrupted())
    assert "(format)" in said[0]


#: Each file altered by one bit; cut off or missing, one of each sort.
DAMAGED = [(name, "altered") for name in (*INSIDE, *SEGMENTS)] + [
    (name, how) for how in ("missing", "truncated") for name in ("checkpoint.json", "state.arrow", SEGMENTS[0])
]


@pytest.mark.parametrize(("name", "how"), DAMAGED)
def test_a_damaged_checkpoint_is_seen_and_the_one_before_is_used(name, how, cut, monkeypatch):
    damage(cut / name if name in SEGMENTS else cut / "000000-day-00020" / name, how)
    said: list[str] = []
    days = []
    monkeypatch.setattr(Keeper, "evening", lambda self, part, _: days.append(part.day) or stop())
    with pytest.raises(StopError):
        simulated(keeper(cut, said))
    assert days == [20]
    assert len(said) == 1
    assert "000000-day-00020, is not used: " in said[0]
    assert said[0].count("\n") == 0


def stop() -> None:
    raise StopError


def test_with_no_good_checkpoint_a_run_starts_again_and_keeps_new_ones(cut):
    damage(cut / "000000-day-00019" / "state.arrow", "altered")
    damage(cut / "000000-day-00020" / "state.arrow", "truncated")
    said: list[str] = []
    same(simulated(keeper(cut, said)), uninterrupted())
    assert len(said) == 2
    assert sorted(int(place.name[-5:]) for place in cut.glob("000000-day-*")) == [DAYS - 2, DAYS - 1]


def forged(place: Path, name: str, change) -> None:
    """Change a column and write all hashes anew, as a forger would."""
    columns = column_files.read_columns(place / name)
    change(columns)
    said = column_files.write_columns(place / name, [columns])
    content = stored_checkpoint.manifest(place)
    content["files"][name] = said
    content["blake2b"] = stored_checkpoint._own_hash(content)
    (place / "checkpoint.json").write_text(json.dumps(content))


def smallest_district() -> slice:
    starts = np.cumsum([0, *(int(n) for n in sizes())])
    k = min((n, k) for k, n in enumerate(sizes()) if n)[1]
    return slice(int(starts[k]), int(starts[k + 1]))


def sizes() -> list[int]:
    from glasshouse.engine.params import compile_params

    return compile_params(load("as-described"), 0, POPULATION).n.tolist()


def one_more(column: np.ndarray) -> None:
    column[smallest_district()] += 1


def fear_of_children(columns: dict[str, np.ndarray]) -> None:
    children = (uninterrupted().state["traits"] >> AGE_SHIFT) & 3 == 0
    children[smallest_district()] = False
    columns["fear"][children] = 9


def one_person_more(column: np.ndarray) -> None:
    """Of one person in the largest district alone."""
    starts = np.cumsum([0, *(int(n) for n in sizes())])
    column[starts[int(np.argmax(sizes()))]] += 1


FORGERIES = {
    "somebody's points": ("state.arrow", lambda columns: one_more(columns["observed"])),
    "one person's points, far from the smallest district": (
        "state.arrow",
        lambda columns: one_person_more(columns["observed"]),
    ),
    "a tally": ("ledger.arrow", lambda columns: one_more(columns["lawful"])),
    "a record of a child": ("state.arrow", fear_of_children),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_checkpoint_loads_only_if_its_people_and_days_follow_from_the_seed(what, cut):
    name, change = FORGERIES[what]

    def writable(columns):
        for key in columns:
            columns[key] = columns[key].copy()
        change(columns)

    forged(cut / "000000-day-00020", name, writable)
    said: list[str] = []
    same(simulated(keeper(cut, said, least=1e9)), uninterrupted())
    assert len(said) == 1
    assert "simulated again" in said[0] or "the seed" in said[0]


def test_in_a_large_run_a_sample_of_districts_is_lived_again(cut):
    """The smallest and others that nobody can know beforehand, so far as time allows."""
    part = Part(
        *(BranchPoint(scenario=load("as-described"), day=0),) * 2, population=POPULATION, days=DAYS, seed=5, threads=1
    )
    chosen = [frozenset(one.districts.start for one in plausibility.sample(part, 10, POPULATION)) for _ in range(20)]
    smallest = min((n, k) for k, n in enumerate(sizes()) if n)[1]
    assert all(smallest in some for some in chosen)
    assert all(sum(sizes()[k] for k in some) * 10 <= POPULATION for some in chosen)
    assert len(set(chosen)) > 1
    everywhere = {one.districts.start for one in plausibility.sample(part, 10)}
    assert everywhere == {k for k, n in enumerate(sizes()) if n}


@pytest.mark.parametrize("name", ["../state.arrow", "/etc/hostname", "more.arrow"])
def test_a_checkpoint_names_its_own_files_alone(name, cut):
    """A name from a file that becomes a path."""
    place = cut / "000000-day-00020"
    content = stored_checkpoint.manifest(place)
    content["files"][name] = content["files"]["state.arrow"]
    content["blake2b"] = stored_checkpoint._own_hash(content)
    (place / "checkpoint.json").write_text(json.dumps(content))
    said: list[str] = []
    same(simulated(keeper(cut, said, least=1e9)), uninterrupted())
    assert "names other files" in said[0]


@pytest.mark.parametrize(("key", "value"), [("seed", 6), ("run", "another")])
def test_a_checkpoint_of_another_run_is_not_used(key, value, cut):
    said: list[str] = []
    other = Keeper(cut, "000000", {**ABOUT, key: value}, pace=Pace(least=1e9), say=said.append)
    same(simulated(other), uninterrupted())
    assert len(said) == 2
    assert f"another run or version ({key})" in said[0]


def test_a_disk_that_is_full_leaves_the_last_good_checkpoints(cut, monkeypatch):
    """At every call that writes, in turn."""
    real, calls = column_files.write_columns, []

    def full(path, batches):
        calls.append(path.name)
        if len(calls) == at:
            path.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, batches)

    monkeypatch.setattr(column_files, "write_columns", full)
    before = sorted(path.name for path in cut.glob("000000-day-*"))
    for at in range(1, 7):  # noqa: B007 - read by the function above
        calls.clear()
        with pytest.raises(OSError, match="No space left"):
            simulated(keeper(cut))
        assert sorted(path.name for path in cut.glob("000000-day-*")) == before
        assert not list(cut.glob(".*")), calls
    monkeypatch.undo()
    same(simulated(keeper(cut, least=1e9)), uninterrupted())


def test_a_disk_that_is_full_is_said_by_arrow_as_by_the_system(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(column_files._Sink, "write", full)
    with pytest.raises(OSError, match="No space left") as caught:
        column_files.write_columns(tmp_path / "x.arrow", [{"a": np.arange(5)}])
    assert caught.value.errno == errno.ENOSPC


def test_rows_are_read_from_their_batches_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(column_files, "BATCH", 10)
    column = np.arange(35)
    column_files.write_columns(tmp_path / "x.arrow", ({"a": column[at : at + 10]} for at in range(0, 35, 10)))
    for first, last in ((0, 35), (3, 9), (10, 20), (9, 11), (34, 35), (7, 7)):
        assert column_files.read_rows(tmp_path / "x.arrow", first, last)["a"].tolist() == column[first:last].tolist()


def test_no_column_of_people_is_left_out():
    branch = BranchPoint(scenario=load("as-described"), day=0)
    part = Part(branch, branch, population=100, days=1, seed=1, threads=1)
    assert {*next(stored_checkpoint._state(part)), "traits"} == set(COLUMNS)
