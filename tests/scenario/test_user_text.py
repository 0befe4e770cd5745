"""What users write: numbers in any form, names from files, titles, characters, and how messages quote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from glasshouse.scenario import ScenarioError, load
from glasshouse.scenario.presets import new_file
from glasshouse.scenario.scenario_loading import changed, load_text

B = "glasshouse: 1\nextends: as-described\n"
LONG = "x" * 3000


# Kind: one number that is read in one place and refused in another.
@pytest.mark.parametrize("text", ["2000", "2e3", "2_000", "2000.0", "+2000", "20_00", "2E3"])
def test_whole_numbers_read_alike_in_files_and_settings(text: str):
    assert load_text(f"{B}days: {text}\n").days == 2000
    assert load("as-described", sets=[f"days={text}"]).days == 2000
    assert (
        load_text(f"{B}score:\n  maximum: {{value: {text}, unit: points, assumed: x}}\n")
        .parameters["score.maximum"]
        .value
        == 2000
    )


def test_whole_numbers_from_python_read_as_files_do():
    assert changed(load("as-described"), {"days": 2e3}, name="more").days == 2000


@pytest.mark.parametrize("text", ["5_", "_5", "5__0", "1._5", "0x10", "٣", "2.5", "1e", "5_e3", "true"])
def test_what_is_no_whole_number_is_refused_as_such(text: str):
    for read in (lambda: load_text(f"{B}days: {text}\n"), lambda: load("as-described", sets=[f"days={text}"])):
        with pytest.raises(ScenarioError, match=r"days .*whole number"):
            read()


# Kind: numbers so near to 0 that quotients of them overflow.
@pytest.mark.parametrize("text", ["1e-31", "5e-324", "1e-100"])
def test_numbers_next_to_nothing_are_refused(text: str):
    with pytest.raises(ScenarioError, match=r"line 4: cameras\.total is nearer to 0"):
        load_text(f"{B}cameras:\n  total: {{value: {text}, unit: cameras, assumed: x}}\n")
    with pytest.raises(ScenarioError, match="nearer to 0"):
        load("as-described", sets=[f"cameras.total={text}"])


# Kind: a name taken from a file that no run's record may hold.
@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("thr=0.05", "thr-0.05"),
        ("plan: b", "plan-b"),
        ("y" * 90, "y" * 60),
        ("=:=", "scenario"),
        ("two\nlines", "two-lines"),
        ("größe +1@3", "größe +1@3"),
    ],
)
def test_a_file_s_name_is_cleaned(stem: str, name: str, tmp_path: Path):
    path = tmp_path / f"{stem}.yaml"
    path.write_text(B)
    found = load(path)
    assert found.name == name
    new = new_file(tmp_path / f"{stem}.yml")
    assert load(new).name == name


def test_a_name_that_is_given_is_refused_and_not_cleaned():
    with pytest.raises(ScenarioError, match="line 3"):
        load_text(f"{B}name: 'a=b'\n")


# Kind: a text of several lines where one is shown.
@pytest.mark.parametrize(
    "title", ["|\n  Half the list\n", ">-\n  Half\n  the list", '"Half\\n  the list\\n"', "' Half the list '"]
)
def test_a_title_is_one_line(title: str):
    assert load_text(f"{B}title: {title}\n").title == "Half the list"


def test_block_texts_keep_their_lines():
    assert load_text(f"{B}summary: |\n  One.\n  Two.\n").summary == "One.\nTwo.\n"


# Kind: characters that a terminal acts on.
@pytest.mark.parametrize("code", ["\\x1b[2J", "\\x00", "\\x85", "\\u202e", "\\u2028", "\\ud800", "\\r", "\\a", "\\x9b"])
@pytest.mark.parametrize(
    "key",
    ["title: ", "summary: ", "name: ", "leaves_out: [", "score: {start: {value: 1, unit: points, assumed: ", "? "],
)
def test_control_characters_are_refused_by_line(code: str, key: str):
    closing = {"leaves_out: [": "]", "? ": "\n: x"}.get(key, "}}" if key.startswith("score") else "")
    with pytest.raises(ScenarioError) as caught:
        load_text(f'{B}{key}"a{code}b"{closing}\n', where="city.yaml")
    assert str(caught.value).startswith("city.yaml, line 3: ")
    assert str(caught.value).isprintable()


def test_control_characters_are_refused_from_python():
    with pytest.raises(ScenarioError, match=r"title .*U\+001B"):
        changed(load("as-described"), {"title": "a\x1bb"}, name="x")


# Kind: a message as long as what somebody wrote.
TEXTS = {
    "key": f"{LONG}: 3\n",
    "inner key": f"cameras:\n  {LONG}: 3\n",
    "bare value": f"cameras:\n  total: {LONG}\n",
    "list": f"cameras:\n  total: [{LONG}, {LONG}]\n",
    "number": f"cameras:\n  total: {{value: {LONG}, unit: cameras, assumed: x}}\n",
    "unit": f"cameras:\n  total: {{value: 3, unit: {LONG}, assumed: x}}\n",
    "source": f"cameras:\n  total: {{value: 3, unit: cameras, source: {LONG[:1900]}, confidence: S}}\n",
    "gate": f"restrictions:\n  tier_gates:\n    D: [{LONG}]\n",
    "place": f"place: {LONG[:1900]}\n",
    "extended": f"extends: {LONG[:1900]}\n",
    "label": f"label: {LONG}\n",
    "date": f"start: {LONG}\n",
    "switch": f"cameras: {{enabled: {LONG}}}\n",
    "twice": f"{LONG}: 3\n{LONG}: 4\n",
    "tag": f"title: !{LONG} 3\n",
    "alias": f"title: *{LONG}\n",
    "event": f"events: [{{date: 2020-01-01, name: a, text: b, assumed: c, set: {{{LONG}: 3}}}}]\n",
    "removed": f"remove_events: [{LONG}]\n",
    "company": f"companies: {{zte: {{role: x, source: {LONG[:1900]}, functions: [telecom]}}}}\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_messages_quote_shortly(name: str):
    head = "glasshouse: 1\n" if name == "extended" else B
    with pytest.raises(ScenarioError) as caught:
        load_text(head + TEXTS[name], where="city.yaml")
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "text", [LONG, f"{LONG}=3", f"cameras.total={LONG}", f"restrictions.tier_gates.D=[{LONG}]", f"start={LONG}"]
)
def test_messages_quote_settings_shortly(text: str):
    with pytest.raises(ScenarioError) as caught:
        load("as-described", sets=[text])
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("name", [LONG, f"{LONG}.yaml", f"a/{LONG}", "a\0.yaml"])
def test_no_name_of_a_file_is_too_odd_for_a_clear_line(name: str):
    with pytest.raises(ScenarioError) as caught:
        load(name)
    assert len(str(caught.value)) < 400
    assert "\0" not in str(caught.value)
