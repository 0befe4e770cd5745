"""Kind of fault: a name on a public index is taken for ours, and a run does not say which commit made it."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from glasshouse import source as front
from glasshouse.source import RECORD, CodeSource, as_json, as_url, checkout, recorded, source

ROOT = Path(__file__).parents[1]
#: An installer that is asked for the name that belongs to somebody else, or for ours from an index.
_FROM_AN_INDEX = re.compile(
    r"(pip3?|pipx|uv|uvx|conda|mamba|poetry|pdm)( tool)?( pip)? (install|add|run)( -\S+)* ['\"]?glasshouse"
    r"|glasshouse(-sim)?(\[[\w,]+\])?\s*(==|>=|~=)\s*[0-9]"
    r"|\bglasshouse\[(cluster|cuda|dev|docs|peers|study|test)\b"
)


def in_a_checkout() -> bool:
    return (ROOT / ".git").exists()


def git(place: Path, *words: str) -> str:
    named = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    return subprocess.run(
        ["git", *named, "-C", str(place), *words], check=True, capture_output=True, text=True
    ).stdout.strip()


def texts() -> list[Path]:
    if in_a_checkout():
        names = git(ROOT, "ls-files", "-z").split("\0")
    else:  # an unpacked source archive
        names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
    kinds = (".py", ".md", ".toml", ".yaml", ".yml", ".json", ".cff", ".ipynb", ".j2", ".typ", ".txt", "/run", ".js")
    own = Path(__file__).relative_to(ROOT).as_posix()
    return [ROOT / name for name in names if name.endswith(kinds) and name != own and (ROOT / name).is_file()]


def test_nothing_tells_anybody_to_take_glasshouse_from_an_index():
    found = {
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in texts()
        for hit in _FROM_AN_INDEX.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_the_distribution_has_a_name_of_its_own_and_the_command_its_old_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == front.DISTRIBUTION == "glasshouse-sim"
    assert project["scripts"] == {"glasshouse": "glasshouse.cli.main:main"}
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    assert not [line for line in extras if line.startswith("glasshouse[")]


def test_codemeta_says_what_the_project_says():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    about = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    assert about["@context"] == "https://w3id.org/codemeta/3.0"
    assert about["@type"] == "SoftwareSourceCode"
    assert (about["version"], about["description"]) == (project["version"], project["description"])
    assert about["keywords"] == project["keywords"]
    assert about["license"].endswith("/" + project["license"])
    assert about["runtimePlatform"] == f"Python {project['requires-python']}"


def test_a_checkout_names_its_commit_and_whether_it_was_changed_since(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    git(tmp_path, "add", "a.txt")
    git(tmp_path, "commit", "-qm", "One")
    git(tmp_path, "tag", "v1")
    head = git(tmp_path, "rev-parse", "HEAD")
    assert checkout(tmp_path) == CodeSource(commit=head)
    git(tmp_path, "remote", "add", "origin", "https://me:secret@example.org/them/g.git")
    assert checkout(tmp_path) == CodeSource(commit=head, url="https://example.org/them/g.git")
    assert checkout(tmp_path).requirement == f"glasshouse-sim @ git+https://example.org/them/g.git@{head}"
    (tmp_path / "a.txt").write_text("b", encoding="utf-8")
    changed = checkout(tmp_path)
    assert changed.commit == f"{head}-dirty"
    assert changed.requirement is None, "no commit holds what was run"


# Kind of fault: a variable of the environment speaks of another repository, as in a hook of git's.
def test_a_checkout_is_asked_about_itself_whatever_the_environment_names(tmp_path, monkeypatch):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        git(tmp_path / name, "init", "-q")
        git(tmp_path / name, "commit", "-qm", name, "--allow-empty")
    head, other = git(tmp_path / "one", "rev-parse", "HEAD"), tmp_path / "other"
    for variable, path in (("GIT_DIR", other / ".git"), ("GIT_WORK_TREE", other), ("GIT_INDEX_FILE", other / "index")):
        monkeypatch.setenv(variable, str(path))
    assert checkout(tmp_path / "one") == CodeSource(commit=head)


def test_without_git_nothing_is_known_and_nothing_fails(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("PATH", "")
    assert checkout(tmp_path) == CodeSource()


@pytest.mark.parametrize(
    "text",
    [
        "/there/glasshouse",
        "git@example.org:g.git",
        "http://example.org/g",
        "https://",
        "https://a b/",
        "https://a:x/",
    ],
)
def test_only_an_address_that_anybody_can_use_is_named(text):
    assert as_url(text) is None


@pytest.mark.parametrize("text", ["", "[]", "{", '{"commit": "main\\nnumpy", "url": "file:///x"}', '{"commit": 3}'])
def test_a_record_that_is_damaged_says_nothing(tmp_path, text):
    (tmp_path / RECORD).write_text(text, encoding="utf-8")
    assert recorded(tmp_path / RECORD) == CodeSource()


def test_what_the_build_records_is_read_back(tmp_path):
    known = CodeSource(commit="ab" * 20, url="https://example.org/g")
    (tmp_path / RECORD).write_text(as_json(known), encoding="utf-8")
    assert recorded(tmp_path / RECORD) == known


@pytest.mark.skipif(not in_a_checkout(), reason="an unpacked source archive has no git history")
def test_the_running_checkout_is_known():
    assert (source().commit or "").removesuffix("-dirty") == git(ROOT, "rev-parse", "HEAD")
