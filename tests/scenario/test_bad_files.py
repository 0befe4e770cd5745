"""Every fault of a file or a setting gives one clear line: where, what, and the nearest valid name."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from glasshouse.scenario import ScenarioError, load

HEAD = "glasshouse: 1\nextends: as-described\n"


def failure(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    text = str(caught.value)
    assert "\n" not in text
    return text


# (what follows the two lines of HEAD, line, pattern)
FAULTS = {
    "misspelt part": ("camera:\n  total: 1\n", 3, r"'camera'.*'cameras'\?"),
    "misspelt key": ("cameras:\n  totl: 1\n", 4, r"'totl' in cameras.*'total'\?"),
    "misspelt unit": (
        "cameras:\n  total: {value: 1, unti: cameras, assumed: x}\n",
        4,
        r"'unti' in cameras\.total.*'unit'\?",
    ),
    "full key": ("cameras.total: 3\n", 3, r"write total inside cameras"),
    "missing unit": ("cameras:\n  total: {value: 3, assumed: x}\n", 4, r"no unit; it is 'unit: cameras'"),
    "wrong unit": (
        "cameras:\n  total:\n    value: 3\n    unit: camera\n    assumed: x\n",
        6,
        r"cameras\.total .*'cameras', not 'camera'",
    ),
    "bare number": ("cameras:\n  total: 300\n", 4, r"cameras\.total is a bare value"),
    "no evidence": ("cameras:\n  total: {value: 3, unit: cameras}\n", 4, r"source or the reason"),
    "two evidences": (
        "cameras:\n  total: {value: 3, unit: cameras, source: nyt-2018, confidence: M, assumed: x}\n",
        4,
        r"source or the reason",
    ),
    "no confidence": (
        "cameras:\n  total: {value: 3, unit: cameras, source: nyt-2018}\n",
        4,
        r"needs a confidence",
    ),
    "unsure confidence": (
        "cameras:\n  total: {value: 3, unit: cameras, source: nyt-2018, confidence: U}\n",
        4,
        r"unknown value 'U'",
    ),
    "unknown source": (
        "cameras:\n  total: {value: 3, unit: cameras, source: nyt-2081, confidence: M}\n",
        4,
        r"'nyt-2081'.*'nyt-2018'\?",
    ),
    "no value": ("cameras:\n  total:\n", 4, r"cameras\.total has no value"),
    "probability 1.2": (
        "internet:\n  false_flag: {value: 1.2, unit: probability, assumed: x}\n",
        4,
        r"internet\.false_flag is 1\.2.* 1\.",
    ),
    "not a number": ("cameras:\n  total: {value: many, unit: cameras, assumed: x}\n", 4, r"must be a number"),
    "nan": ("cameras:\n  total: {value: .nan, unit: cameras, assumed: x}\n", 4, r"finite number"),
    "infinity": ("cameras:\n  total: {value: .inf, unit: cameras, assumed: x}\n", 4, r"finite number"),
    "huge": ("cameras:\n  total: {value: 1e999, unit: cameras, assumed: x}\n", 4, r"finite number"),
    "true for a number": ("cameras:\n  total: {value: true, unit: cameras, assumed: x}\n", 4, r"a number"),
    "half a point": ("score:\n  start: {value: 0.5, unit: points, assumed: x}\n", 4, r"a whole number"),
    "range without value": (
        "cameras:\n  total: {value: 3, unit: cameras, assumed: x, range: [4, 5]}\n",
        4,
        r"lowest <= value <= highest",
    ),
    "range upside down": (
        "cameras:\n  total: {value: 3, unit: cameras, assumed: x, range: [5, 2]}\n",
        4,
        r"from a lower to a higher",
    ),
    "range out of bounds": (
        "internet:\n  false_flag: {value: 0.5, unit: probability, assumed: x, range: [0, 2]}\n",
        4,
        r"above the highest.* 1",
    ),
    "cuts out of order": (
        "score:\n  cut_a: {value: 2000, unit: points, assumed: x}\n",
        4,
        r"score\.cut_aa \(1030\) must not be below score\.cut_a \(2000\)",
    ),
    "shares above one": (
        "informants:\n  neighbour_share: {value: 0.95, unit: share, assumed: x}\n",
        4,
        r"more than 1",
    ),
    "unknown gate": (
        "restrictions:\n  tier_gates:\n    D: [hotel, restaurnt]\n",
        5,
        r"'restaurnt' in restrictions\.tier_gates\.D.*'restaurant'\?",
    ),
    "unknown tier": (
        "restrictions:\n  tier_gates: {E: [hotel]}\n",
        4,
        r"unknown key 'E' in .*It can be AAA, AA",
    ),
    "unknown company": ("companies:\n  tencnt: {enabled: false}\n", 4, r"'tencent'\?"),
    "unknown function": (
        "companies:\n  zte: {role: x, source: aspi-2019, functions: [telekom]}\n",
        4,
        r"'telecom'\?",
    ),
    "role without source": (
        "companies:\n  zte: {role: sells phones}\n",
        4,
        r"role, .*source .*functions",
    ),
    "switch not a switch": ("cameras:\n  enabled: 1\n", 4, r"cameras\.enabled .*true or false"),
    "people cannot be switched": ("people:\n  enabled: false\n", 4, r"'enabled' in people"),
    "negative population": ("population: -5\n", 3, r"population is -5.* 1"),
    "population too large": ("population: 20_000_000_000\n", 3, r"above the highest.* 10,000,000,000"),
    "population not whole": ("population: 2.5\n", 3, r"whole number"),
    "days": ("days: 0\n", 3, r"below the lowest.* 1"),
    "date": ("start: 2019-02-31\n", 3, r"a date such as"),
    "label": ("label: true story\n", 3, r"'true story' in label"),
    "place": ("place: chna\n", 3, r"'chna'.*'china'\?"),
    "version": ("glasshuose: 1\n", 3, r"'glasshuose'.*'glasshouse'\?"),
    "event before the start": (
        "events:\n  - {date: 2019-01-01, name: law, text: x, assumed: x}\n",
        4,
        r"'law' .*2019-01-01, before .*2019-07-01",
    ),
    "event without evidence": (
        "events:\n  - {date: 2020-01-01, name: law, text: x}\n",
        4,
        r"source or the reason",
    ),
    "event twice": (
        "events:\n"
        "  - {date: 2020-01-01, name: law, text: x, assumed: x}\n"
        "  - {date: 2020-02-01, name: law, text: x, assumed: x}\n",
        5,
        r"two events.* 'law'",
    ),
    "event's unknown key": (
        "events:\n  - date: 2020-01-01\n    name: law\n    text: x\n    assumed: x\n"
        "    set:\n      cameras.totl: {value: 3, unit: cameras, assumed: x}\n",
        9,
        r"'cameras\.totl' in events\.set.*'cameras\.total'\?",
    ),
    "event's wrong unit": (
        "events:\n  - date: 2020-01-01\n    name: law\n    text: x\n    assumed: x\n"
        "    set:\n      cameras.total: {value: 3, unit: x, assumed: x}\n",
        9,
        r"has unit 'cameras', not 'x'",
    ),
    "duplicate key": ("days: 3\ndays: 4\n", 4, r"'days' .*twice .*line 3"),
    "anchor": ("title: &a x\nsummary: *a\n", 3, r"anchors and aliases"),
    "merge": ("cameras:\n  <<: {enabled: true}\n", 4, r"merge keys"),
    "tag": ("title: !!python/object/apply:os.system [echo]\n", 3, r"tags .* are not allowed"),
    "plain tag": ("title: !!str 3\n", 3, r"tags .* are not allowed"),
    "second document": ("---\nglasshouse: 1\n", 3, r"second document"),
    "not YAML": ("cameras: {total: [1, 2\n", 4, r"not YAML"),
    "complex key": ("? [a, b]\n: 1\n", 3, r"a plain word"),
    "colon": ("summary: Two cities: one\n", 3, r"not YAML.*colon in quotes"),
    "tab": ("cameras:\n\ttotal: 1\n", 4, r"not YAML"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_names_file_line_and_cure(name: str, tmp_path: Path) -> None:
    body, line, pattern = FAULTS[name]
    path = tmp_path / "city.yaml"
    path.write_text(HEAD + body, encoding="utf-8")
    text = failure(path)
    assert text.startswith(f"city.yaml, line {line}: "), text
    assert re.search(pattern, text), text


@pytest.mark.parametrize("text", ["", "   \n\n", "# only a comment\n", "---\n"])
def test_empty_file(text: str, tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text(text)
    assert re.fullmatch(r"city\.yaml: .*\bempty\b.*", failure(path))


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "3\n"])
def test_no_mapping(text: str, tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text(text)
    assert "no mapping" in failure(path)


def test_version_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text("extends: as-described\n")
    assert "has no 'glasshouse'" in failure(path)


def test_a_file_on_its_own_must_be_whole(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text("glasshouse: 1\n")
    assert "extend a preset" in failure(path)


def test_unknown_preset_to_extend(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text("glasshouse: 1\nextends: as-descibed\n")
    assert re.match(r"city\.yaml, line 2: .*'as-descibed'.* 'as-described'\?$", failure(path))


def test_a_base_that_scenarios_extend_is_the_nearest_name_to_its_like(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text("glasshouse: 1\nextends: _bear\n")
    assert failure(path).endswith("Did you mean '_bare'?")


def test_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    begin = time.perf_counter()
    assert "50,000,000 bytes" in failure(path)
    assert time.perf_counter() - begin < 1


def test_just_too_large(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text("#" * 1_000_001)
    assert "at most 1,000,000" in failure(path)


def test_bomb(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    path = tmp_path / "city.yaml"
    path.write_text("\n".join(lines))
    assert failure(path).startswith("city.yaml, line 1: anchors")


@pytest.mark.parametrize("text", ["a: " + "[" * 50_000, "a: " + "{a: " * 50_000])
def test_deep_nesting(text: str, tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text(text)
    assert "nested more than" in failure(path)


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_bytes(b"glasshouse: 1\ntitle: caf\xe9\n")
    assert re.match(r"city\.yaml, line 2: .*UTF-8", failure(path))


def test_binary(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_bytes(b"glasshouse: 1\n\x00\x01\x02")
    assert "city.yaml" in failure(path)


def test_folder_and_missing_file(tmp_path: Path) -> None:
    assert "this is a folder" in failure(tmp_path)
    assert "no such file" in failure(tmp_path / "nothing.yaml")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text(HEAD)
    path.chmod(0)
    assert "cannot be read" in failure(path)


def test_unknown_preset() -> None:
    with pytest.raises(ScenarioError, match=r"'as-docmented'.*'as-documented'\?"):
        load("as-docmented")


SETTINGS = {
    "cameras.totl=3": r"'cameras\.totl'.*'cameras\.total'\?",
    "totl": r"write it as KEY=VALUE",
    "cameras.total=": r"write it as KEY=VALUE",
    "cameras.total=many": r"must be a number",
    "cameras.total=nan": r"must be a number",
    "cameras.total=.nan": r"a finite number",
    "participation.uptake=1.2": r"above the highest.* 1",
    "population=0": r"below the lowest.* 1",
    "population=2e10": r"above the highest.* 10,000,000,000",
    "cameras.enabled=perhaps": r"true or false",
    "people.enabled=false": r"unknown key 'people\.enabled'",
    "start=yesterday": r"must be a date",
    "start=none": r"needs a value",
    "restrictions.tier_gates.D=[hotle]": r"'hotel'\?",
    "restrictions.tier_gates.E=[hotel]": r"unknown key",
    "score.cut_a=2000": r"must not be below",
}


@pytest.mark.parametrize("text", SETTINGS)
def test_settings_name_themselves(text: str) -> None:
    with pytest.raises(ScenarioError, match=SETTINGS[text]) as caught:
        load("as-described", sets=[text])
    assert str(caught.value).startswith(f"set={text!r}: ")


def test_start_moved_past_an_event() -> None:
    with pytest.raises(ScenarioError, match=r"set='start=2021-01-01': .*'security law'"):
        load("hong-kong-2020", sets=["start=2021-01-01"])
