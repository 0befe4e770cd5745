from __future__ import annotations

import errno
import json
import shlex
import shutil
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rocrate.rocrate import ROCrate
from ruamel.yaml import YAML

import glasshouse
from glasshouse.cli.main import status
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.rocrate import pack as packing
from glasshouse.rocrate.pack import pack
from glasshouse.rocrate.package_readme import citation
from glasshouse.rocrate.scenario_files import scenario_file
from glasshouse.scenario import load, preset_names
from glasshouse.source import source

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("packed") / "small"
    sizes = {"population": 800, "days": 9, "replicates": 2, "draws": 40, "ensemble_population": 200}
    return glasshouse.run("as-described", **sizes, seed=5, threads=1, set=["score.every=5"], out=out)


@pytest.fixture(scope="module")
def crate(run, tmp_path_factory) -> Path:
    """The package of the run, taken out of its zip file, and nothing else."""
    place = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(pack(run.path, place / "small.zip")) as archive:
        archive.extractall(place / "crate")
    return place / "crate"


def commands(crate: Path) -> list[list[str]]:
    lines = (crate / "README.md").read_text(encoding="utf-8").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("    glasshouse ")]


def test_the_two_commands_of_the_readme_check_it_and_come_to_the_same_digest(crate, run, monkeypatch, capsys):
    monkeypatch.chdir(crate)
    check, again = commands(crate)
    assert status(check) == 0
    assert status(again) == 0
    done = glasshouse.open_run(crate / "again")
    assert done.digest == run.digest
    assert done.draws.collect().equals(run.draws.collect())
    assert str(run.digest) in (crate / "README.md").read_text(encoding="utf-8")


#: One of each kind; the others take their time.
FEW = ("hong-kong-2020", "london-lfr")


@pytest.mark.parametrize("name", [n if n in FEW else pytest.param(n, marks=pytest.mark.slow) for n in preset_names()])
def test_a_scenario_s_file_loads_again_with_the_same_rules_and_evidence(name, tmp_path):
    scenario = load(name)
    (tmp_path / "scenario.yaml").write_bytes(scenario_file(scenario))
    found = load(tmp_path / "scenario.yaml")
    assert (found.hash, found.label, found.document) == (scenario.hash, scenario.label, scenario.document)


def test_the_metadata_can_be_read_back_and_names_every_file(crate, run):
    found = ROCrate(crate)
    assert "invented" in found.description
    assert "not a forecast" in found.description
    files = {entity.id for entity in found.data_entities}
    there = {
        path.relative_to(crate).as_posix() for path in crate.rglob("*") if path.is_file() and "again" not in path.parts
    }
    assert files == there - {"ro-crate-metadata.json"}
    action = found.get("#action")
    assert action.type == "CreateAction"
    assert action["instrument"].type == "SoftwareApplication"
    assert action["instrument"]["softwareVersion"] == run.manifest["version"]
    assert {each.id for each in action["result"]} == {f"run/{name}" for name in ("run.json", *run.manifest["files"])}
    assert "scenario.yaml" in {each.id for each in action["object"]}
    assert found.root_dataset["conformsTo"].id == "https://w3id.org/ro/wfrun/process/0.5"
    assert found.get("#digest-run")["value"] == run.digest


def test_the_metadata_refers_to_nothing_that_it_does_not_describe(crate):
    graph = json.loads((crate / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    ids = [entity["@id"] for entity in graph]
    assert len(ids) == len(set(ids))
    known = {*ids, "https://w3id.org/ro/crate/1.1", "http://schema.org/CompletedActionStatus"}
    referred = [
        value["@id"]
        for entity in graph
        for values in entity.values()
        for value in (values if isinstance(values, list) else [values])
        if isinstance(value, dict)
    ]
    assert set(referred) <= known
    assert sum(entity["@type"] in ("ScholarlyArticle", "CreativeWork") for entity in graph) > 10, "its sources"


def test_a_package_names_libraries_and_no_address_of_an_index_or_a_machine(crate):
    text = (crate / "requirements.txt").read_text(encoding="utf-8")
    assert "numba==" in text
    assert "http" not in text.replace("git+https://", "")
    for name in ("README.md", "requirements.txt", "ro-crate-metadata.json", "CITATION.cff", "scenario.yaml"):
        assert str(Path.home()) + "/" not in (crate / name).read_text(encoding="utf-8")
        assert "pypi" not in (crate / name).read_text(encoding="utf-8").lower()


def test_the_citation_says_what_the_repository_s_says(crate):
    ours, theirs = (
        YAML(typ="safe", pure=True).load((place / "CITATION.cff").read_text(encoding="utf-8"))
        for place in (REPOSITORY, crate)
    )
    assert {key: theirs[key] for key in ("title", "authors", "license", "type")} == {
        key: ours[key] for key in ("title", "authors", "license", "type")
    }


def test_a_package_says_which_commit_made_it_in_every_file_that_names_the_software(crate, run):
    commit = run.manifest["commit"]
    assert commit == source().commit
    assert ROCrate(crate).get("#commit")["value"] == commit
    cited = YAML(typ="safe", pure=True).load((crate / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["commit"] == commit


def test_a_comparison_is_cited_by_the_digest_of_each_scenario():
    packed: Any = SimpleNamespace(
        what="comparison",
        digests={"baseline": "aa", "ban": "bb"},
        software=SimpleNamespace(version="1", source=SimpleNamespace(commit="", url="")),
    )
    said = YAML(typ="safe", pure=True).load(citation(packed).decode())["identifiers"]
    assert [(each["value"], name in each["description"]) for each, name in zip(said, packed.digests, strict=True)] == [
        ("aa", True),
        ("bb", True),
    ]


def test_the_same_folder_gives_the_same_bytes(run, tmp_path):
    first, second = pack(run.path, tmp_path / "a.zip"), pack(run.path, tmp_path / "b.zip")
    assert first.read_bytes() == second.read_bytes()


def test_a_package_can_be_a_folder_too(run, crate, tmp_path):
    folder = pack(run.path, tmp_path / "crate")
    assert (folder / "ro-crate-metadata.json").read_bytes() == (crate / "ro-crate-metadata.json").read_bytes()


def test_a_changed_file_is_not_packed(run, tmp_path, capsys):
    changed = shutil.copytree(run.path, tmp_path / "changed")
    (changed / "people.parquet").write_bytes(b"x")
    assert status(["package", str(changed)]) == 2
    assert "people.parquet was changed" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["changed"]


def test_what_exists_is_not_overwritten(run, tmp_path):
    (tmp_path / "there.zip").write_text("kept", encoding="utf-8")
    with pytest.raises(BadInputError, match="exists already"):
        pack(run.path, tmp_path / "there.zip")
    with pytest.raises(BadInputError, match=r"no run\.json"):
        pack(tmp_path, tmp_path / "new.zip")
    with pytest.raises(BadInputError, match="there is no folder"):
        pack(run.path, tmp_path / "nowhere" / "new.zip")


@pytest.mark.parametrize("name", ["new.zip", "new"])
def test_a_full_disk_leaves_nothing(run, tmp_path, monkeypatch, name):
    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(packing.shutil, "copyfileobj", full)
    monkeypatch.setattr(packing.shutil, "copyfile", full)
    with pytest.raises(StoppedError, match="the disk is full"):
        pack(run.path, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_comparison_is_packed_with_its_worlds_and_reproduced(tmp_path, monkeypatch):
    file = tmp_path / "mine.yaml"
    file.write_text(
        "glasshouse: 1\nredress:\n  notice: {value: 1, unit: share, assumed: all are told}\n", encoding="utf-8"
    )
    arms = ["human-review", "appeal@4", str(file)]
    sizes = {"population": 600, "days": 8, "replicates": 1}
    done = glasshouse.compare("as-described", arms, out=tmp_path / "worlds", **sizes)
    folder = pack(done.path, tmp_path / "crate")
    monkeypatch.chdir(folder)
    check, again = commands(folder)[:2]
    assert status(check) == 0
    assert status(again) == 0
    repeated = glasshouse.open_comparison(folder / "again")
    assert repeated.arms == done.arms
    for arm in ("baseline", *repeated.arms):
        assert repeated.about(arm)["digest"] == done.about(arm)["digest"]
    assert load(folder / "scenarios" / "mine.yaml").hash == done.about("mine")["scenario_hash"]
    with pytest.raises(BadInputError, match="Package the comparison"):
        pack(done.path / next(arm for arm in done.arms if "appeal" in arm), tmp_path / "arm.zip")


@pytest.mark.slow
def test_a_comparison_of_presets_under_settings_and_its_attribution_are_reproduced(tmp_path, monkeypatch):
    """Settings hold in the arms that begin as presets, too, and are not in those presets."""
    sets = ["score.every=3", "people.offences=0.5"]
    arms = ["as-documented", "as-documented+human-review@4"]
    sizes = {"population": 300, "days": 8, "replicates": 1, "attribute": ["guilt-by-association"]}
    done = glasshouse.compare("as-described", arms, set=sets, out=tmp_path / "worlds", **sizes)
    folder = pack(done.path, tmp_path / "crate")
    monkeypatch.chdir(folder)
    assert status(commands(folder)[1]) == 0
    repeated = glasshouse.open_comparison(folder / "again")
    assert repeated.arms == done.arms
    for arm in ("baseline", *repeated.arms):
        assert repeated.about(arm)["digest"] == done.about(arm)["digest"]
        assert repeated.about(arm)["scenario_hash"] == done.about(arm)["scenario_hash"]
    assert "attribution.parquet" in repeated.manifest["files"]
