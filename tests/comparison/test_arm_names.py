from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.comparison.arm_names import ALWAYS, folder_names, parse, with_always
from glasshouse.errors import BadInputError
from grammar import facts

NAMES = st.sampled_from(["ban", "human-review", "appeal", "as-documented", "opt-in"])
NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9).map(str),
    st.floats(1e-12, 1e12).map(repr),
    st.sampled_from(
        ["1e+8", "2.5E+10", "-3e+2", "+7", ".5e+3", "1e-9", "[hotel,visa]", "[a+b, c]", "true", "2020-06-30"]
    ),
)
CHANGES = st.tuples(st.sampled_from(["cameras.total", "score.every", "restrictions.tier_gates.D"]), NUMBERS).map(
    "=".join
)
PARTS = st.lists(st.one_of(NAMES, CHANGES), min_size=1, max_size=4, unique=True)


@given(PARTS)
def test_parts_come_back_as_they_were_joined(parts):
    assert parse("+".join(parts)).parts == tuple(parts)


@given(PARTS, st.one_of(st.integers(0, 36_499).map(str), st.dates().map(str)))
def test_the_day_is_told_apart_from_the_parts(parts, when):
    found = parse("+".join(parts) + f"@{when}")
    assert (found.parts, found.when) == (tuple(parts), when)


@given(st.lists(st.text(min_size=1, max_size=120), min_size=1, max_size=8))
def test_folders_are_safe_and_distinct_whatever_is_written(texts):
    arms = []
    for text in texts:
        try:
            arms.append(parse(text))
        except BadInputError:
            continue
        except ValueError:  # a name that no file can have: the command line never passes a null byte
            assert "\0" in text
    names = folder_names(arms)
    assert len({name.lower() for name in names}) == len(arms)
    assert all(re.fullmatch(r"[A-Za-z0-9._=+@-]{1,100}", name) and name[0] not in ".-" for name in names)
    assert not {"baseline", "tables", "con", "nul"} & {name.lower() for name in names}


def test_a_file_may_have_a_plus_or_an_at_in_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a+b.yaml", "a@3.yaml", "x"):
        (tmp_path / name).write_text("glasshouse: 1\n")
    assert parse("a+b.yaml").parts == ("a+b.yaml",)
    assert parse("ban+a+b.yaml").parts == ("ban", "a+b.yaml")
    assert parse("a@3.yaml").parts == ("a@3.yaml",)
    assert parse("a+b.yaml@5").when == "5"
    assert folder_names([parse("a+b.yaml"), parse("x@4")]) == ["a+b", "x@4"]


def test_a_file_is_called_by_its_stem_wherever_it_lies_and_however_it_ends(tmp_path):
    for name in ("mine.changes", "plain", "a=b.txt"):
        (tmp_path / name).write_text("glasshouse: 1\n")
    arms = [parse(str(tmp_path / name)) for name in ("mine.changes", "plain", "a=b.txt")]
    assert folder_names([*arms, parse("x" * 300)])[:3] == ["mine", "plain", "a=b"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "an arm is empty"),
        ("  ", "an arm is empty"),
        ("ban+", "before or after"),
        ("+ban", "before or after"),
        ("ban++appeal", "before or after"),
        ("@5", "before or after"),
        ("ban@", "'@' … day"),
        ("ban@-3", "'@' … day"),
        ("ban@tomorrow", "'@' … day"),
        ("ban@2020-02-31", "2020-02-31 … date"),
        ("ban+ban", "'ban' … twice"),
    ],
)
def test_what_is_no_arm_is_refused(text, words):
    with pytest.raises(BadInputError, match=facts(words)):
        parse(text)


def test_ban_and_unwatched_are_always_there_and_once():
    assert [arm.text for arm in with_always([])] == list(ALWAYS)
    assert [arm.text for arm in with_always(map(parse, ["unwatched", "ban@0"]))] == ["unwatched", "ban@0"]
    assert [arm.text for arm in with_always([parse("ban@5")])] == ["ban@5", "ban", "unwatched"]


@pytest.mark.parametrize(
    "arms", [["appeal", "appeal"], ["appeal+ban", "ban+appeal"], ["ban", "ban@0"], ["ban@05", "ban@5"]]
)
def test_an_arm_named_twice_is_refused(arms):
    with pytest.raises(BadInputError, match="is named twice"):
        with_always(map(parse, arms))


def test_the_baseline_is_no_arm():
    with pytest.raises(BadInputError, match="the baseline"):
        with_always([parse("baseline")])
